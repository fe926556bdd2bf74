/** What loading.h promises; the build takes test_*.c only, so the helpers live beside a test of their own. */
#include "loading.h"

tocsin_status loading_read_table(void *user, struct arena *arena, const struct model_file *file,
                                 const struct text_table **table)
{
    enum { MOST_COLUMNS = 64 };
    const char *text = user;
    size_t rows = 0;
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        rows++;
    }
    struct text_table *read = arena_allocate(arena, 1, sizeof *read);
    const char **columns = arena_allocate(arena, MOST_COLUMNS, sizeof *columns);
    struct location *places = arena_allocate(arena, MOST_COLUMNS, sizeof *places);
    struct text_cell *cells = arena_allocate(arena, rows * MOST_COLUMNS, sizeof *cells);
    if (!read || !columns || !places || !cells) {
        return TOCSIN_ERROR_MEMORY;
    }
    *read = (struct text_table){.file = file->named, .columns = columns, .column_at = places, .cells = cells};
    const char *cell = text;
    const char *line = text;
    for (size_t row = 0, column = 0; *cell;) {
        size_t length = strcspn(cell, ",\n");
        const char *copy = arena_copy(arena, cell, length);
        if (!copy) {
            return TOCSIN_ERROR_MEMORY;
        }
        uint64_t at = (uint64_t)(cell - line) + 1;
        if (row == 0) {
            columns[column] = copy;
            places[column] = (struct location){read->file, 1, at};
            read->column_count = column + 1;
        } else {
            struct text_cell *into = &cells[(row - 1) * read->column_count + column];
            *into = (struct text_cell){length > 0 ? copy : NULL, row + 1, at};
        }
        bool ends = cell[length] == '\n';
        cell += length + 1;
        line = ends ? cell : line;
        column = ends ? 0 : column + 1;
        row += ends;
    }
    read->row_count = rows - 1;
    *table = read;
    return TOCSIN_OK;
}

static void read_text(struct loading *loading, const char *text, const tocsin_override *overrides, size_t count,
                      const char *table)
{
    counted_begin(&loading->counted);
    loading->model = NULL;
    loading->status = model_read_memory(loading->counted.context, "model.yaml", text, strlen(text), overrides, count,
                                        loading_read_table, (void *)table, &loading->model);
}

void load_begin(struct loading *loading, const char *text)
{
    read_text(loading, text, NULL, 0, "id,parent\n");
}

const struct tocsin_model *load_sound(struct loading *loading, const char *text)
{
    load_begin(loading, text);
    print_diagnostics(loading->counted.context);
    CU_ASSERT_EQUAL_FATAL(loading->status, TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(loading->counted.context), 0);
    return loading->model;
}

void load_begin_overridden(struct loading *loading, const char *text, const tocsin_override *overrides, size_t count)
{
    read_text(loading, text, overrides, count, "id,parent\n");
}

void load_begin_structure(struct loading *loading, const char *text, const char *table,
                          const tocsin_override *overrides, size_t count)
{
    read_text(loading, text, overrides, count, table);
}

bool load_end(struct loading *loading)
{
    model_destroy(loading->model);
    return counted_end(&loading->counted);
}

bool refused(const char *text, int code, unsigned line, unsigned column)
{
    struct loading loading;
    load_begin(&loading, text);
    bool good = loading.status != TOCSIN_OK && loading.model == NULL &&
                diagnosed_once(loading.counted.context, code, line, column);
    return load_end(&loading) && good;
}

static void test_small_model(void)
{
    struct loading loading;
    load_begin(&loading, HEAD INDICATORS INDEX);
    CU_ASSERT_EQUAL(loading.status, TOCSIN_OK);
    CU_ASSERT_PTR_NOT_NULL(loading.model);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(loading.counted.context), 0);
    CU_ASSERT_TRUE(load_end(&loading));
}

static void test_table(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct arena arena;
    arena_begin(&arena, counted.context);
    const struct text_table *table = NULL;
    struct model_file file = {"x", "x", LOCATION_NONE};
    CU_ASSERT_EQUAL_FATAL(loading_read_table((void *)"id,parent,w\na,,2.5\nbc,a,\n", &arena, &file, &table), TOCSIN_OK);
    CU_ASSERT_EQUAL(table->column_count, 3);
    CU_ASSERT_EQUAL(table->row_count, 2);
    CU_ASSERT_STRING_EQUAL(table->columns[2], "w");
    CU_ASSERT_EQUAL(table->column_at[2].column, 11);
    CU_ASSERT_STRING_EQUAL(text_table_cell(table, 0, 2)->text, "2.5");
    CU_ASSERT_PTR_NULL(text_table_cell(table, 1, 2)->text);
    CU_ASSERT_EQUAL(text_table_cell(table, 1, 1)->line, 3);
    CU_ASSERT_EQUAL(text_table_cell(table, 1, 1)->column, 4);
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"a small model is read without a word", test_small_model},
    {"the helper reads tables", test_table},
    CU_TEST_INFO_NULL,
};
SUITE(loading, tests)
