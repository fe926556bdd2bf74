/** Reads back regions.csv and measured.csv, as report/given_csv.c and report/measured_csv.c have written them. */
#include "archive/saved_run.h"
#include "base/number.h"
#include "base/text.h"
#include "input/tables.h"
#include "model/workspace.h"
#include <string.h>
#include <sys/stat.h>

/** What a column of measured.csv holds of an indicator. */
enum part { PART_VALUE, PART_STATUS, PART_OBSERVED, PART_LOW, PART_HIGH, PART_COUNT };

enum { KEY_COLUMNS = 2, SHOWN_SIZE = 64 };
static const char *const key_names[KEY_COLUMNS] = {"period", "region"};

struct column {
    size_t indicator;
    enum part part;
};

struct measured_reading {
    tocsin_context *context;
    struct arena *arena;
    const struct saved_run *run;
    const struct tocsin_model *model;
    struct saved_panel *saved;
    const char *path;
    struct column *columns; /* behind the key columns */
    size_t column_count;
    bool has_part[PART_COUNT];
    size_t row, rows; /* the next, and how many there are to be */
    size_t period;    /* whose text is in `period_text` */
    char period_text[PERIOD_TEXT_SIZE];
};

static struct location place_of(const struct measured_reading *reading, const struct csv_field *field)
{
    return (struct location){reading->path, field->line, field->column};
}

/* ---- the header */

static bool find_part(const char *suffix, enum part *part)
{
    static const char *const suffixes[PART_COUNT] = {"value", "status", "observed", "low", "high"};
    for (int i = 0; i < PART_COUNT; i++) {
        if (text_equal(suffixes[i], suffix)) {
            *part = (enum part)i;
            return true;
        }
    }
    return false;
}

static size_t find_indicator(const struct tocsin_model *model, const char *id, size_t length)
{
    size_t i = 0;
    while (i < model->indicator_count && !text_equal_bytes(model->indicators[i].id, id, length)) {
        i++;
    }
    return i;
}

static tocsin_status refuse_column(const struct measured_reading *reading, const struct csv_reader *reader,
                                   size_t column, const char *name, const char *why)
{
    struct location at = csv_reader_column_at(reader, column);
    at.file = reading->path;
    return diagnostics_report(reading->context, DIAGNOSTIC_SAVED_MEASURED, at, NULL, "column '%.60s' %s", name, why);
}

/** Takes a column behind the key; `seen` tells for every indicator which parts have come. */
static tocsin_status take_column(struct measured_reading *reading, const struct csv_reader *reader, size_t position,
                                 const char *name, uint8_t *seen)
{
    const char *colon = strrchr(name, ':');
    size_t length = colon ? (size_t)(colon - name) : strlen(name);
    struct column column = {find_indicator(reading->model, name, length), PART_VALUE};
    if (column.indicator == reading->model->indicator_count || (colon && !find_part(colon + 1, &column.part))) {
        return refuse_column(reading, reader, position, name, "is of no indicator of the model");
    }
    uint8_t bit = (uint8_t)(1u << column.part);
    bool has_value = (seen[column.indicator] & 1u << PART_VALUE) != 0;
    if ((seen[column.indicator] & bit) != 0 || (column.part != PART_VALUE && !has_value)) {
        return refuse_column(reading, reader, position, name, "stands where it cannot be");
    }
    seen[column.indicator] |= bit;
    reading->has_part[column.part] = true;
    reading->columns[reading->column_count++] = column;
    return TOCSIN_OK;
}

static tocsin_status check_indicators(const struct measured_reading *reading, const uint8_t *seen)
{
    for (size_t i = 0; i < reading->model->indicator_count; i++) {
        bool bounds = (seen[i] >> PART_LOW & 1) == (seen[i] >> PART_HIGH & 1);
        if (seen[i] == 0 || !bounds) {
            diagnostics_report(reading->context, DIAGNOSTIC_SAVED_MEASURED, (struct location){reading->path, 1, 0},
                               NULL,
                               seen[i] == 0 ? "there is no column of indicator '%s'"
                                            : "one of the two bounds of indicator '%s' is missing",
                               reading->model->indicators[i].id);
        }
    }
    return TOCSIN_OK;
}

static tocsin_status read_header(struct measured_reading *reading, const struct csv_reader *reader)
{
    size_t count = 0;
    const char *const *names = csv_reader_columns(reader, &count);
    uint64_t mark = diagnostics_mark(reading->context);
    reading->columns = arena_allocate(reading->arena, count, sizeof *reading->columns);
    uint8_t *seen = arena_allocate(reading->arena, reading->model->indicator_count, sizeof *seen);
    if (!reading->columns || !seen) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < count || i < KEY_COLUMNS; i++) {
        if (i < KEY_COLUMNS && (i >= count || !text_equal(names[i], key_names[i]))) {
            return diagnostics_report(reading->context, DIAGNOSTIC_SAVED_MEASURED,
                                      (struct location){reading->path, 1, 0}, NULL,
                                      "the first columns are to be 'period' and 'region'");
        }
        if (i >= KEY_COLUMNS) {
            take_column(reading, reader, i, names[i], seen);
        }
    }
    check_indicators(reading, seen);
    return diagnostics_since(reading->context, mark);
}

/* ---- the panel, if the file can hold it */

static tocsin_status make_panel(struct measured_reading *reading)
{
    struct saved_panel *saved = reading->saved;
    struct stat about;
    size_t cells = 0;
    size_t columns = reading->column_count + KEY_COLUMNS;
    bool fits = stat(reading->path, &about) == 0 && about.st_size >= 0 &&
                !__builtin_mul_overflow(saved->measured.count, saved->regions->count, &reading->rows) &&
                !__builtin_mul_overflow(reading->rows, columns, &cells) && cells <= (uint64_t)about.st_size;
    if (!fits) { /* every cell takes a byte at least: a manifest cannot make us ask for more memory than that */
        return diagnostics_report(reading->context, DIAGNOSTIC_SAVED_MEASURED, (struct location){reading->path, 0, 0},
                                  NULL, "has too few rows for %zu periods and %zu regions", saved->measured.count,
                                  saved->regions->count);
    }
    tocsin_status status = panel_create(reading->arena, saved->measured.count, reading->model->indicator_count,
                                        saved->regions->count, &saved->panel);
    if (status == TOCSIN_OK && reading->has_part[PART_LOW]) {
        status = panel_add_bounds(reading->arena, saved->panel);
    }
    if (status == TOCSIN_OK && reading->has_part[PART_OBSERVED]) {
        status = panel_add_observed(reading->arena, saved->panel);
    }
    return status;
}

/* ---- rows */

static void refuse_field(const struct measured_reading *reading, const struct csv_field *field, const char *expected)
{
    char shown[SHOWN_SIZE];
    workspace_shorten(shown, field->text);
    diagnostics_report(reading->context, DIAGNOSTIC_SAVED_VALUE, place_of(reading, field), NULL, "'%s' is not %s",
                       shown, expected);
}

static void read_value(const struct measured_reading *reading, const struct csv_field *field, size_t cell)
{
    double value = 0;
    if (field->length == 0) {
        panel_set_missing(reading->saved->panel, cell, OBSERVATION_NOT_MEASURED);
    } else if (number_parse(field->text, field->length, &value)) {
        panel_set(reading->saved->panel, cell, value, OBSERVATION_NORMAL);
    } else {
        refuse_field(reading, field, "a number");
    }
}

static void read_status(const struct measured_reading *reading, const struct csv_field *field, size_t cell)
{
    struct panel *panel = reading->saved->panel;
    uint8_t observation = 0;
    if (field->length == 0) {
        return;
    }
    if (!observation_find(field->text, &observation)) {
        refuse_field(reading, field, "a status");
    } else if (observation_present(observation) != observation_present(panel->observation[cell])) {
        refuse_field(reading, field,
                     observation_present(observation) ? "the status of a missing value" : "the status of a value");
    } else {
        panel->observation[cell] = observation;
    }
}

static void read_day(const struct measured_reading *reading, const struct csv_field *field, size_t cell)
{
    period_number day = 0;
    if (field->length == 0) {
        return;
    }
    if (period_parse(field->text, field->length, FREQUENCY_DAY, &day)) {
        reading->saved->panel->observed[cell] = day;
    } else {
        refuse_field(reading, field, "a day");
    }
}

static void read_bound(const struct measured_reading *reading, const struct csv_field *field, double *bound)
{
    if (field->length > 0 && !number_parse(field->text, field->length, bound)) {
        refuse_field(reading, field, "a number");
    }
}

static void read_field(const struct measured_reading *reading, const struct csv_field *field,
                       const struct column *column, size_t period, size_t region)
{
    struct panel *panel = reading->saved->panel;
    size_t cell = panel_cell(panel, period, column->indicator, region);
    switch (column->part) {
    case PART_VALUE:
        read_value(reading, field, cell);
        break;
    case PART_STATUS:
        read_status(reading, field, cell);
        break;
    case PART_OBSERVED:
        read_day(reading, field, cell);
        break;
    case PART_LOW:
        read_bound(reading, field, &panel->low[cell]);
        break;
    case PART_HIGH:
        read_bound(reading, field, &panel->high[cell]);
        break;
    case PART_COUNT:
        break;
    }
}

/** Rows are by period, then by region, without a gap. */
static tocsin_status check_key(struct measured_reading *reading, const struct csv_row *row, size_t period,
                               size_t region)
{
    const struct saved_panel *saved = reading->saved;
    if (reading->period != period || reading->row == 0) {
        axis_format(reading->period_text, &saved->measured, period);
        reading->period = period;
    }
    const char *expected[KEY_COLUMNS] = {reading->period_text, saved->regions->regions[region].id};
    for (size_t i = 0; i < KEY_COLUMNS; i++) {
        if (!text_equal(row->fields[i].text, expected[i])) {
            char shown[SHOWN_SIZE];
            char wanted[SHOWN_SIZE];
            return diagnostics_report(
                reading->context, DIAGNOSTIC_SAVED_MEASURED, place_of(reading, &row->fields[i]),
                "rows are by period, then by region as in regions.csv", "found %s '%s', expected '%s'", key_names[i],
                workspace_shorten(shown, row->fields[i].text), workspace_shorten(wanted, expected[i]));
        }
    }
    return TOCSIN_OK;
}

static tocsin_status take_row(void *user, const struct csv_row *row)
{
    struct measured_reading *reading = user;
    size_t regions = reading->saved->regions->count;
    if (reading->row == reading->rows) {
        return diagnostics_report(reading->context, DIAGNOSTIC_SAVED_MEASURED,
                                  (struct location){reading->path, row->line, 0}, NULL, "there are more than %zu rows",
                                  reading->rows);
    }
    size_t period = reading->row / regions;
    size_t region = reading->row % regions;
    tocsin_status status = check_key(reading, row, period, region);
    for (size_t i = 0; status == TOCSIN_OK && i < reading->column_count; i++) {
        read_field(reading, &row->fields[KEY_COLUMNS + i], &reading->columns[i], period, region);
    }
    reading->row++;
    return status;
}

static tocsin_status read_rows(struct measured_reading *reading, struct csv_reader *reader)
{
    uint64_t mark = diagnostics_mark(reading->context);
    tocsin_status status = csv_reader_each(reader, take_row, reading);
    if (status == TOCSIN_OK && reading->row < reading->rows) {
        status = diagnostics_report(reading->context, DIAGNOSTIC_SAVED_MEASURED, (struct location){reading->path, 0, 0},
                                    NULL, "has %zu rows, %zu are expected", reading->row, reading->rows);
    }
    char sha256[HASH_TEXT_SIZE];
    uint64_t bytes = 0;
    uint64_t rows = 0;
    if (status == TOCSIN_OK) { /* else it was not read to its end */
        csv_reader_digest(reader, sha256, &bytes, &rows);
        saved_file_same(reading->context, reading->run, "measured.csv", reading->path, sha256);
    }
    return status == TOCSIN_OK ? diagnostics_since(reading->context, mark) : status;
}

static tocsin_status read_measured(struct measured_reading *reading)
{
    reading->path = saved_run_path(reading->arena, reading->run, "measured.csv");
    if (!reading->path) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct csv_reader *reader = NULL;
    tocsin_status status = saved_file_require(reading->context, reading->run, "measured.csv", reading->path);
    if (status == TOCSIN_OK) {
        status = tables_open(reading->context, reading->path, reading->path, (struct location){reading->path, 0, 0},
                             &reader);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    status = read_header(reading, reader);
    if (status == TOCSIN_OK) {
        status = make_panel(reading);
    }
    if (status == TOCSIN_OK) {
        status = read_rows(reading, reader);
    }
    csv_reader_close(reading->context, reader);
    return status;
}

/* ---- regions */

static tocsin_status read_regions(tocsin_context *context, struct arena *arena, const struct saved_run *run,
                                  struct region_table **regions)
{
    struct input_file file;
    struct region_table *read = NULL;
    const char *path = saved_run_path(arena, run, "regions.csv");
    if (!path) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct regions_request request = {path, path, {path, 0, 0}, NULL, 0};
    tocsin_status status = saved_file_require(context, run, "regions.csv", path);
    if (status == TOCSIN_OK) {
        status = regions_read(context, arena, &request, &read, &file);
    }
    if (status == TOCSIN_OK) {
        status = saved_file_same(context, run, "regions.csv", path, file.sha256);
    }
    if (status == TOCSIN_OK) {
        *regions = read;
    }
    return status;
}

tocsin_status saved_run_panel(tocsin_context *context, struct arena *arena, const struct saved_run *run,
                              const struct tocsin_model *model, struct saved_panel *saved)
{
    struct saved_panel made = {.measured = run->scored, .lead = run->lead};
    struct measured_reading reading = {.context = context, .arena = arena, .run = run, .model = model, .saved = &made};
    made.measured.first -= (period_number)run->lead;
    made.measured.count += run->lead;
    tocsin_status status = read_regions(context, arena, run, &made.regions);
    if (status == TOCSIN_OK) {
        status = read_measured(&reading);
    }
    if (status == TOCSIN_OK) {
        *saved = made;
    }
    return status;
}
