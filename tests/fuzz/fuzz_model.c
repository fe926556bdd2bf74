/**
 * libFuzzer target: any bytes as a model. Text, document, overrides, structure, keys and meaning are gone through
 * without touching a file; a model is given exactly when there is no error, and nothing is left behind.
 */
#include "base/scope.h"
#include "base/text.h"
#include "model/keys.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/** Behind this line stand the cells of a structure table, one a line: no CSV, which is another target's business. */
static const char divider[] = "\n%%%\n";

/** The rest of the input as a table of two columns and as many rows as there are pairs of lines. */
struct cells {
    const char *bytes;
    size_t size;
};

static tocsin_status read_cells(void *user, struct arena *arena, const struct model_file *file,
                                const struct text_table **table)
{
    const struct cells *cells = user;
    size_t lines = 0;
    for (size_t i = 0; i < cells->size; i++) {
        lines += cells->bytes[i] == '\n';
    }
    struct text_table *read = arena_allocate(arena, 1, sizeof *read);
    const char **columns = arena_allocate(arena, 3, sizeof *columns);
    struct location *places = arena_allocate(arena, 3, sizeof *places);
    struct text_cell *into = arena_allocate(arena, lines, sizeof *into);
    if (!read || !columns || !places || !into) {
        return TOCSIN_ERROR_MEMORY;
    }
    const char *line = cells->bytes;
    for (size_t i = 0; i < lines; i++) {
        size_t length = (size_t)((const char *)memchr(line, '\n', cells->size) - line);
        char *text = arena_copy(arena, line, length);
        size_t offset;
        if (!text) {
            return TOCSIN_ERROR_MEMORY;
        }
        bool good = length > 0 && !memchr(text, '\0', length) && text_is_utf8(text, length, &offset);
        into[i] = (struct text_cell){good ? text : NULL, 2 + i / 3, 1 + i % 3};
        line += length + 1;
    }
    columns[0] = "id";
    columns[1] = "parent";
    columns[2] = lines > 0 && into[0].text ? into[0].text : "weight";
    *read = (struct text_table){.file = file->named,
                                .columns = columns,
                                .column_at = places,
                                .column_count = 3,
                                .cells = into,
                                .row_count = lines / 3};
    *table = read;
    return TOCSIN_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *text = (const char *)bytes;
    const char *division = size > 0 ? memmem(text, size, divider, sizeof divider - 1) : NULL;
    struct cells cells = {"", 0};
    if (division) {
        cells.bytes = division + sizeof divider - 1;
        cells.size = size - (size_t)(cells.bytes - text);
        size = (size_t)(division - text) + 1;
    }
    tocsin_context *context = NULL;
    if (tocsin_context_create(NULL, &context) != TOCSIN_OK) {
        return 0;
    }
    struct scope scope;
    scope_enter(&scope);
    tocsin_model *model = NULL;
    tocsin_status status = model_read_memory(context, "model.yaml", text, size, NULL, 0, read_cells, &cells, &model);
    bool errors = tocsin_diagnostic_total(context, TOCSIN_ERROR) > 0;
    if ((status == TOCSIN_OK) != (model != NULL) || (status == TOCSIN_OK) == errors) {
        abort();
    }
    model_destroy(model);
    scope_leave(&scope);
    tocsin_context_destroy(context);
    return 0;
}
