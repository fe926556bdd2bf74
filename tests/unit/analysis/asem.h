/** The example of COINr as a run: its tree, its regions with their denominators, and its panels from given stages. */
#ifndef TOCSIN_TESTS_ANALYSIS_ASEM_H
#define TOCSIN_TESTS_ANALYSIS_ASEM_H

#include "analysed.h"
#include "score/reference.h"

enum { ASEM_INDICATORS = 49, ASEM_REGIONS = 51 };

/** A list in rows, of any length. */
struct long_table {
    char *text;
    char **cells; /* row 0 holds the names */
    size_t columns, rows;
};

static inline struct long_table *long_read(const char *name)
{
    char relative[256];
    snprintf(relative, sizeof relative, "reference/%s", name);
    const char *path = shared_file(relative);
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) {
        return NULL;
    }
    struct long_table *table = calloc(1, sizeof *table);
    CU_ASSERT_FATAL(table && fseek(file, 0, SEEK_END) == 0);
    size_t size = (size_t)ftell(file);
    rewind(file);
    table->text = calloc(1, size + 1);
    table->cells = calloc(size + 1, sizeof *table->cells);
    CU_ASSERT_FATAL(table->text && table->cells && fread(table->text, 1, size, file) == size);
    fclose(file);
    char *rest = table->text;
    size_t count = 0;
    for (size_t row = 0; *rest != '\0'; row++) {
        size_t column = 0;
        for (char end = ','; end == ',' && (*rest != '\0' || column > 0); column++) {
            table->cells[count++] = reference_field(&rest, &end);
        }
        table->columns = row == 0 ? column : table->columns;
        CU_ASSERT_EQUAL_FATAL(column, table->columns);
        table->rows = row;
    }
    return table;
}

static inline void long_free(struct long_table *table)
{
    if (table) {
        free(table->text);
        free(table->cells);
        free(table);
    }
}

/** The text of a row (1 is the first) in the column of this name. */
static inline const char *long_text(const struct long_table *table, size_t row, const char *name)
{
    for (size_t i = 0; i < table->columns; i++) {
        if (strcmp(table->cells[i], name) == 0) {
            return table->cells[row * table->columns + i];
        }
    }
    CU_FAIL_FATAL("no such column");
    return NULL;
}

static inline double long_number(const struct long_table *table, size_t row, const char *name)
{
    return reference_number(long_text(table, row, name));
}

/** Tables the run is made of; they live as long as it, for names are not copied. */
struct asem {
    struct analysed analysed;
    struct reference_table *meta, *raw, *treated, *normalised, *units;
};

/** Adds a node and what is below it. */
static inline void asem_add(struct asem *asem, size_t parent, const char *id, size_t *leaves)
{
    struct fixture *fixture = &asem->analysed.fixture;
    const struct reference_table *meta = asem->meta;
    bool leaf = strcmp(reference_text(meta, "iCode", id, "Type"), "Indicator") == 0;
    double weight = reference_number(reference_text(meta, "iCode", id, "Weight"));
    size_t node = fixture_node(fixture, parent, id, weight, leaf ? (*leaves)++ : INDEX_NONE);
    for (size_t row = 1; !leaf && row <= meta->rows; row++) {
        if (strcmp(meta->cells[row][reference_column(meta, "Parent")], id) == 0) {
            asem_add(asem, node, meta->cells[row][reference_column(meta, "iCode")], leaves);
        }
    }
}

static inline void asem_load(struct asem *asem, struct panel *panel, const struct reference_table *table)
{
    static double values[REFERENCE_ROWS];
    const struct index_tree *tree = &asem->analysed.fixture.tree;
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].inner == INDEX_NONE) {
            reference_numbers(table, tree->nodes[i].id, values);
            fixture_fill(panel, tree->nodes[i].indicator, values);
        }
    }
}

/** Regions by their codes, with the columns of the table of units. */
static inline void asem_name_regions(struct asem *asem)
{
    struct fixture *fixture = &asem->analysed.fixture;
    struct region regions[ASEM_REGIONS];
    const char *names[REFERENCE_COLUMNS];
    const char *cells[ASEM_REGIONS * REFERENCE_COLUMNS];
    size_t columns = asem->units->columns;
    for (size_t i = 0; i < ASEM_REGIONS; i++) {
        const char *code = asem->raw->cells[i + 1][reference_column(asem->raw, "uCode")];
        regions[i] = (struct region){code, code};
        for (size_t k = 0; k < columns; k++) {
            names[k] = asem->units->cells[0][k];
            const char *text = reference_text(asem->units, "uCode", code, names[k]);
            cells[i * columns + k] = strcmp(text, "NA") == 0 ? NULL : text;
        }
    }
    CU_ASSERT_EQUAL_FATAL(
        region_table_create(&fixture->arena, regions, ASEM_REGIONS, names, columns, cells, &fixture->regions),
        TOCSIN_OK);
}

static inline void asem_end(struct asem *asem)
{
    if (asem->analysed.fixture.counted.context) {
        analysed_end(&asem->analysed);
    }
    reference_free(asem->meta);
    reference_free(asem->raw);
    reference_free(asem->treated);
    reference_free(asem->normalised);
    reference_free(asem->units);
    free(asem);
}

/** A run whose stages are these files, analysed; NULL without the folder. */
static inline struct asem *asem_begin(const char *raw, const char *treated, const char *normalised)
{
    struct asem *asem = calloc(1, sizeof *asem);
    CU_ASSERT_PTR_NOT_NULL_FATAL(asem);
    asem->meta = reference_read("iMeta.csv");
    asem->raw = reference_read(raw);
    asem->treated = reference_read(treated);
    asem->normalised = reference_read(normalised);
    asem->units = reference_read("units.csv");
    if (!asem->meta || !asem->raw || !asem->treated || !asem->normalised || !asem->units) {
        asem_end(asem);
        return NULL;
    }
    struct analysed *analysed = &asem->analysed;
    struct panel *raw_panel = NULL;
    struct panel *treated_panel = NULL;
    size_t leaves = 0;
    analysed_begin(analysed, 1, ASEM_INDICATORS, ASEM_REGIONS);
    struct arena *arena = &analysed->fixture.arena;
    CU_ASSERT_EQUAL_FATAL(panel_create(arena, 1, ASEM_INDICATORS, ASEM_REGIONS, &raw_panel), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(panel_create(arena, 1, ASEM_INDICATORS, ASEM_REGIONS, &treated_panel), TOCSIN_OK);
    asem_add(asem, INDEX_NONE, "Index", &leaves);
    CU_ASSERT_EQUAL_FATAL(leaves, ASEM_INDICATORS);
    asem_load(asem, raw_panel, asem->raw);
    asem_load(asem, treated_panel, asem->treated);
    asem_load(asem, analysed->fixture.panel, asem->normalised);
    asem_name_regions(asem);
    analysed_score(analysed, raw_panel, treated_panel, NULL);
    CU_ASSERT_EQUAL_FATAL(analysed_run(analysed), TOCSIN_OK);
    CU_ASSERT_TRUE(analysed_is_sound(analysed));
    return asem;
}

/** The example as it is scored. */
static inline struct asem *asem_nominal(void)
{
    return asem_begin("raw.csv", "treated.csv", "normalised-minmax-0-100.csv");
}

#endif
