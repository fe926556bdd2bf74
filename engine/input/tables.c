/**
 * Tables that are read whole. Cells that say that a value is missing have no text; but in columns of names and codes
 * only an empty cell is missing, since NA is the ISO code of Namibia.
 */
#include "input/tables.h"
#include "base/text.h"
#include "input/csv_text.h"
#include "input/missing_text.h"

enum { MOST_ROWS = 100000 };

static const char *const name_columns[] = {"region", "name",   "match",    "parent",    "neighbour", "partner",
                                           "party",  "party2", "observer", "agreement", "id",        "title"};

struct table_state {
    tocsin_context *context;
    struct arena *arena;
    struct text_table *table;
    bool *is_name;   /* by column */
    size_t capacity; /* cells */
    const struct tables_request *request;
};

/** What the model calls a column of the file. */
static const char *known_name(const struct tables_request *request, const char *column)
{
    for (size_t i = 0; i < request->column_count; i++) {
        if (text_equal(request->columns[i].column, column)) {
            return request->columns[i].role;
        }
    }
    return column;
}

static bool is_name_column(const struct tables_request *request, const char *column)
{
    const char *name = known_name(request, column);
    for (size_t i = 0; i < sizeof name_columns / sizeof name_columns[0]; i++) {
        if (text_equal(name_columns[i], name)) {
            return true;
        }
    }
    return false;
}

tocsin_status tables_open(tocsin_context *context, const char *path, const char *named, struct location at,
                          struct csv_reader **reader)
{
    struct byte_stream *stream = NULL;
    tocsin_status status = byte_stream_open(context, path, named, at, &stream);
    if (status != TOCSIN_OK) {
        return status;
    }
    struct csv_options options = {.delimiter = ',', .quoted = true, .has_header = true};
    return csv_reader_open(context, stream, &options, reader);
}

tocsin_status tables_describe(struct arena *arena, struct csv_reader *reader, struct input_file *file)
{
    struct input_file described = {.named = arena_text(arena, csv_reader_name(reader))};
    if (!described.named) {
        return TOCSIN_ERROR_MEMORY;
    }
    csv_reader_digest(reader, described.sha256, &described.bytes, &described.rows);
    *file = described;
    return TOCSIN_OK;
}

tocsin_status tables_report_column(tocsin_context *context, const char *file, const char *const *names, size_t count,
                                   const char *name)
{
    struct location at = {file, 1, 0};
    char found = csv_text_delimiter(names, count, ',');
    if (found) {
        return csv_text_report_delimiter(context, at, found, ',');
    }
    char hint[CSV_HINT_SIZE];
    return diagnostics_report(context, DIAGNOSTIC_COLUMN_MISSING, at, csv_text_suggest(names, count, name, hint),
                              "found no column '%s'", name);
}

tocsin_status tables_report_no_rows(tocsin_context *context, const char *file)
{
    return diagnostics_report(context, DIAGNOSTIC_CSV_NO_ROWS, (struct location){file, 0, 0}, NULL,
                              "the file has no rows below its header");
}

static tocsin_status take_header(struct table_state *state, const struct csv_reader *reader)
{
    size_t count = 0;
    const char *const *names = csv_reader_columns(reader, &count);
    struct text_table *table = state->table;
    table->columns = arena_allocate(state->arena, count, sizeof *table->columns);
    table->column_at = arena_allocate(state->arena, count, sizeof *table->column_at);
    state->is_name = arena_allocate(state->arena, count, sizeof *state->is_name);
    if (!table->columns || !table->column_at || !state->is_name) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        table->columns[i] = arena_text(state->arena, names[i]);
        if (!table->columns[i]) {
            return TOCSIN_ERROR_MEMORY;
        }
        table->column_at[i] = csv_reader_column_at(reader, i);
        table->column_at[i].file = table->file;
        state->is_name[i] = is_name_column(state->request, names[i]);
    }
    table->column_count = count;
    return TOCSIN_OK;
}

static tocsin_status take_row(void *user, const struct csv_row *row)
{
    struct table_state *state = user;
    struct text_table *table = state->table;
    if (table->row_count == state->request->most) {
        return diagnostics_report(state->context, DIAGNOSTIC_TABLE_TOO_LONG,
                                  (struct location){table->file, row->line, 0}, NULL,
                                  "the table has more than %zu rows", state->request->most);
    }
    for (size_t i = 0; i < row->count; i++) {
        size_t cell = table->row_count * table->column_count + i;
        tocsin_status status = arena_grow(state->arena, &table->cells, cell, sizeof *table->cells, &state->capacity);
        if (status != TOCSIN_OK) {
            return status;
        }
        const struct csv_field *field = &row->fields[i];
        bool missing =
            field->length == 0 || (!state->is_name[i] && missing_text_is(NULL, 0, field->text, field->length));
        const char *text = missing ? NULL : arena_copy(state->arena, field->text, field->length);
        if (!missing && !text) {
            return TOCSIN_ERROR_MEMORY;
        }
        table->cells[cell] = (struct text_cell){text, field->line, field->column};
    }
    table->row_count++;
    return TOCSIN_OK;
}

tocsin_status tables_read(tocsin_context *context, struct arena *arena, const struct tables_request *request,
                          struct text_table **table, struct input_file *file)
{
    struct csv_reader *reader = NULL;
    struct table_state state = {.context = context, .arena = arena, .request = request};
    tocsin_status status = tables_open(context, request->path, request->named, request->at, &reader);
    if (status != TOCSIN_OK) {
        return status;
    }
    state.table = arena_allocate(arena, 1, sizeof *state.table);
    status = TOCSIN_ERROR_MEMORY;
    if (state.table) {
        state.table->file = arena_text(arena, request->named);
        status = state.table->file ? take_header(&state, reader) : TOCSIN_ERROR_MEMORY;
    }
    if (status == TOCSIN_OK) {
        status = csv_reader_each(reader, take_row, &state);
    }
    if (status == TOCSIN_OK && file) {
        status = tables_describe(arena, reader, file);
    }
    if (status == TOCSIN_OK) {
        *table = state.table;
    }
    csv_reader_close(context, reader);
    return status;
}

tocsin_status table_read(tocsin_context *context, struct arena *arena, const char *path, const char *named,
                         struct location at, struct text_table **table, struct input_file *file)
{
    struct text_table *read = NULL;
    struct tables_request request = {.path = path, .named = named, .at = at, .most = MOST_ROWS};
    tocsin_status status = tables_read(context, arena, &request, &read, file);
    if (status == TOCSIN_OK && read->row_count == 0) {
        status = tables_report_no_rows(context, read->file);
    }
    if (status == TOCSIN_OK) {
        *table = read;
    }
    return status;
}
