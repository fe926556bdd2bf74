/** Files of a source, one after the other, and the common parts of their rows. */
#include "input/source_rows.h"
#include "base/number.h"
#include "input/missing_text.h"
#include "input/value_hint.h"
#include <string.h>

tocsin_status source_rows_begin(struct source_rows *rows, tocsin_context *context, const struct source_recipe *recipe,
                                const struct column_set *columns)
{
    const struct layout *layout = layout_find(recipe->format);
    if (!layout) {
        return TOCSIN_ERROR_INTERNAL;
    }
    *rows = (struct source_rows){.context = context, .recipe = recipe, .layout = layout, .columns = columns};
    rows->joined.context = context;
    arena_begin(&rows->arena, context);
    if (layout->partner && recipe->region_columns) {
        return diagnostics_report(context, DIAGNOSTIC_REGION_OF_TWO_SIDES, recipe->at,
                                  "rename its columns instead: columns: {...}",
                                  "rows of the layout '%s' have two sides, '%s' and '%s': 'region' does not apply",
                                  source_format_names[recipe->format], layout->region, layout->partner);
    }
    return TOCSIN_OK;
}

/** Names of the columns: those of the header, or those that the layout knows of. */
static tocsin_status name_columns(struct source_rows *rows, bool has_header)
{
    const char *const *names = csv_reader_columns(rows->reader, &rows->name_count);
    rows->names = names;
    if (has_header) {
        return TOCSIN_OK;
    }
    const char **known = arena_allocate(&rows->arena, rows->name_count, sizeof *known);
    if (!known) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < rows->name_count; i++) {
        known[i] = rows->layout->column_name ? rows->layout->column_name(rows->name_count, i) : NULL;
        if (!known[i]) {
            return diagnostics_report(rows->context, DIAGNOSTIC_CSV_COLUMN_COUNT, csv_reader_column_at(rows->reader, 0),
                                      NULL, "found %zu columns, expected %s in a '%s' file without header",
                                      rows->name_count, rows->layout->column_counts,
                                      source_format_names[rows->recipe->format]);
        }
    }
    rows->names = known;
    return TOCSIN_OK;
}

static tocsin_status open_reader(struct source_rows *rows, const struct source_file *file, struct csv_options *options)
{
    struct byte_stream *stream = NULL;
    tocsin_status status = byte_stream_open(rows->context, file->path, file->named, rows->recipe->at, &stream);
    if (status != TOCSIN_OK) {
        return status;
    }
    if (rows->layout->recognise) {
        const char *bytes = NULL;
        size_t size = 0;
        status = byte_stream_peek(stream, &bytes, &size);
        if (status != TOCSIN_OK) {
            byte_stream_close(rows->context, stream);
            return status;
        }
        rows->layout->recognise(bytes, size, options);
    }
    return csv_reader_open(rows->context, stream, options, &rows->reader);
}

/**
 * R's write.table puts names before the rows and none into the header. So it is if the first row has one field more
 * than the header and its date stands one place on: with a field too many at its end it would not.
 */
static tocsin_status find_row_names(struct source_rows *rows, struct source_question *question)
{
    const struct csv_row *row = NULL;
    tocsin_status status = csv_reader_first(rows->reader, &row);
    if (status != TOCSIN_OK || !row || row->count != rows->name_count + 1) {
        return status;
    }
    size_t date = source_columns_find(question, rows->layout->date);
    day_number day = DAY_NONE;
    enum frequency frequency = FREQUENCY_YEAR;
    if (date == COLUMN_NONE || date_parse(row->fields[date].text, row->fields[date].length, &day, &frequency) ||
        !date_parse(row->fields[date + 1].text, row->fields[date + 1].length, &day, &frequency)) {
        return TOCSIN_OK;
    }
    status = csv_reader_add_row_names(rows->reader);
    if (status == TOCSIN_OK) {
        status = name_columns(rows, true);
        question->names = rows->names;
        question->name_count = rows->name_count;
        diagnostics_report(rows->context, DIAGNOSTIC_CSV_ROW_NAMES, question->header, NULL,
                           "rows have one field more than the header: the first is taken for a name of the row");
    }
    return status;
}

tocsin_status source_rows_open(struct source_rows *rows, const struct source_file *file)
{
    struct csv_options options = {.delimiter = ',', .quoted = true, .has_header = true};
    rows->begun = false;
    rows->rows = 0;
    tocsin_status status = open_reader(rows, file, &options);
    if (status == TOCSIN_OK) {
        status = name_columns(rows, options.has_header);
    }
    if (status == TOCSIN_OK) {
        struct location header = csv_reader_column_at(rows->reader, 0);
        header.column = 0;
        struct source_question question = {
            .context = rows->context,
            .arena = &rows->arena,
            .recipe = rows->recipe,
            .layout = rows->layout,
            .columns = rows->columns,
            .file = file->named,
            .header = header,
            .delimiter = options.delimiter,
            .names = rows->names,
            .name_count = rows->name_count,
        };
        status = options.has_header ? find_row_names(rows, &question) : TOCSIN_OK;
        if (status == TOCSIN_OK) {
            status = source_columns_resolve(&question, &rows->at);
        }
    }
    if (status == TOCSIN_OK) {
        status = csv_reader_project(rows->reader, rows->at.projection, rows->at.count);
    }
    return status;
}

void source_rows_describe(struct source_rows *rows, struct input_file *file)
{
    uint64_t parsed = 0;
    csv_reader_digest(rows->reader, file->sha256, &file->bytes, &parsed);
    file->rows = rows->rows;
}

void source_rows_close(struct source_rows *rows)
{
    csv_reader_close(rows->context, rows->reader);
    rows->reader = NULL;
    arena_end(&rows->arena);
}

void source_rows_end(struct source_rows *rows)
{
    source_rows_close(rows);
    text_buffer_end(&rows->joined);
}

/** True if no field but empty ones and ones that begin with '#' is there, and one of these at least. */
static bool is_tag_row(const struct csv_row *row)
{
    size_t tags = 0;
    for (size_t i = 0; i < row->count; i++) {
        if (row->fields[i].length > 0 && row->fields[i].text[0] != '#') {
            return false;
        }
        tags += row->fields[i].length > 0;
    }
    return tags > 0;
}

bool source_rows_count(struct source_rows *rows, const struct csv_row *row)
{
    bool first = !rows->begun;
    rows->begun = true;
    if (first && is_tag_row(row)) {
        return false;
    }
    rows->rows++;
    return true;
}

bool source_rows_missing(const struct source_rows *rows, const char *text, size_t length)
{
    return missing_text_is(rows->recipe->missing, rows->recipe->missing_count, text, length);
}

/** Equal as text, or as numbers when both are. */
static bool equals(const char *value, const struct csv_field *field)
{
    if (text_equal_bytes(value, field->text, field->length)) {
        return true;
    }
    double expected = 0;
    double found = 0;
    return number_parse(value, strlen(value), &expected) && number_parse(field->text, field->length, &found) &&
           expected == found;
}

bool source_rows_kept(const struct source_rows *rows, const struct csv_row *row)
{
    for (size_t i = 0; i < rows->recipe->where_count; i++) {
        const struct where_rule *rule = &rows->recipe->where[i];
        bool holds = false;
        for (size_t k = 0; k < rule->value_count && !holds; k++) {
            holds = equals(rule->values[k], &row->fields[rows->at.where[i]]);
        }
        if (!holds) {
            return false;
        }
    }
    return true;
}

const char *source_rows_region(struct source_rows *rows, const struct csv_row *row, size_t *length, bool *missing)
{
    const struct csv_field *first = &row->fields[rows->at.regions[0]];
    *missing = source_rows_missing(rows, first->text, first->length);
    *length = first->length;
    if (rows->at.region_count == 1) {
        return first->text;
    }
    rows->joined.length = 0;
    text_buffer_add_bytes(&rows->joined, first->text, first->length);
    for (size_t i = 1; i < rows->at.region_count; i++) {
        const struct csv_field *field = &row->fields[rows->at.regions[i]];
        *missing = *missing || source_rows_missing(rows, field->text, field->length);
        text_buffer_add_bytes(&rows->joined, "/", 1);
        text_buffer_add_bytes(&rows->joined, field->text, field->length);
    }
    *length = rows->joined.length;
    return rows->joined.failed ? NULL : rows->joined.bytes;
}

struct location source_rows_place(const struct source_rows *rows, const struct csv_field *field)
{
    return (struct location){csv_reader_name(rows->reader), field->line, field->column};
}

const struct csv_field *source_rows_date_field(const struct source_rows *rows, const struct csv_row *row)
{
    return rows->at.date == COLUMN_NONE ? NULL : &row->fields[rows->at.date];
}

tocsin_status source_rows_date(const struct source_rows *rows, const struct csv_row *row, day_number *day,
                               enum frequency *frequency)
{
    const struct csv_field *field = source_rows_date_field(rows, row);
    if (!field) {
        *day = DAY_NONE;
        *frequency = FREQUENCY_YEAR;
        return TOCSIN_OK;
    }
    if (date_parse(field->text, field->length, day, frequency)) {
        return TOCSIN_OK;
    }
    const char *column = rows->names[rows->at.projection[rows->at.date]];
    if (source_rows_missing(rows, field->text, field->length)) {
        return diagnostics_report(rows->context, DIAGNOSTIC_DATE_MISSING, source_rows_place(rows, field), NULL,
                                  "the row has no date in column '%s'", column);
    }
    char hint[VALUE_HINT_SIZE];
    return diagnostics_report(rows->context, DIAGNOSTIC_NOT_A_DATE, source_rows_place(rows, field),
                              value_hint_date(field->text, field->length, hint),
                              "found '%.64s' in column '%s', expected a date", field->text, column);
}
