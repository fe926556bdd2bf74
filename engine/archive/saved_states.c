/** Reads states.csv of a run folder. */
#include "archive/saved_states.h"
#include "archive/saved_run.h"
#include "base/number.h"
#include "base/text.h"
#include "input/tables.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PERIOD, REGION, LEVEL, LAST_LEVEL, BELOW, STALE, PERIODS_IN_LEVEL, RECENT, COUNTS, VALUES, COLUMN_COUNT };
static const char *const column_names[COLUMN_COUNT] = {
    [PERIOD] = "period",
    [REGION] = "region",
    [LEVEL] = "level",
    [LAST_LEVEL] = "last_level",
    [BELOW] = "below",
    [STALE] = "stale",
    [PERIODS_IN_LEVEL] = "periods_in_level",
    [RECENT] = "recent",
    [COUNTS] = "counts",
    [VALUES] = "values",
};
/** Ids of levels are names: one may be spelt as a missing value. */
static const struct column_name names_of_names[] = {{.role = "name", .column = "level"},
                                                    {.role = "name", .column = "last_level"}};

struct reading {
    tocsin_context *context;
    const char *directory;
    const struct result *result;
    const struct text_table *table;
    size_t column[COLUMN_COUNT];
    bool *seen;      /* [region] */
    bool said_short; /* that fewer periods are remembered than alerts look back */
    size_t gone;     /* regions that the model does not have */
    const struct text_cell *first_gone;
};

static const struct text_cell *cell_of(const struct reading *reading, size_t row, size_t column)
{
    return text_table_cell(reading->table, row, reading->column[column]);
}

/** Lists are too long to be shown. */
static void fault_cell(const struct reading *reading, size_t row, size_t column, const char *expected)
{
    const struct text_cell *cell = cell_of(reading, row, column);
    const char *found = column >= RECENT ? NULL : cell->text ? cell->text : "";
    diagnostics_report(reading->context, DIAGNOSTIC_PREVIOUS_STATES, text_table_at(reading->table, cell), NULL,
                       "column '%s' is not as a run writes it: expected %s%s%s%s", column_names[column], expected,
                       found ? ", found '" : "", found ? found : "", found ? "'" : "");
}

static tocsin_status find_columns(struct reading *reading)
{
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (!text_table_column(reading->table, column_names[i], &reading->column[i])) {
            status = tables_report_column(reading->context, reading->table->file, reading->table->columns,
                                          reading->table->column_count, column_names[i]);
        }
    }
    return status;
}

/** The run must end in the period before the first of this one. */
static tocsin_status check_period(const struct reading *reading)
{
    const struct period_axis *axis = &reading->result->axis;
    const struct text_cell *cell = cell_of(reading, 0, PERIOD);
    const char *text = cell->text ? cell->text : "";
    period_number period = 0;
    if (axis->count > 0 && period_parse(text, strlen(text), axis->frequency, &period) && period == axis->first - 1) {
        return TOCSIN_OK;
    }
    char first[PERIOD_TEXT_SIZE];
    char before[PERIOD_TEXT_SIZE];
    char hint[128];
    period_format(first, axis->frequency, axis->first);
    period_format(before, axis->frequency, axis->first - 1);
    snprintf(hint, sizeof hint,
             "it must end with '%s'; 'periods: {from: ...}' says where this one begins, --from only what is reported",
             before);
    return diagnostics_report(reading->context, DIAGNOSTIC_PREVIOUS_PERIOD, text_table_at(reading->table, cell), hint,
                              "the previous run ends with '%s', and this one begins with '%s'", text, first);
}

static void read_level(const struct reading *reading, size_t row, size_t column, int16_t *level)
{
    const struct text_cell *cell = cell_of(reading, row, column);
    const struct level_rules *levels = &reading->result->levels;
    for (size_t i = 0; cell->text && i < levels->count; i++) {
        if (text_equal(levels->bands[i].id, cell->text)) {
            *level = (int16_t)i;
            return;
        }
    }
    if (cell->text) {
        char hint[128];
        const char *nearest = text_nearest(cell->text, levels->bands, levels->count, sizeof *levels->bands);
        diagnostics_report(reading->context, DIAGNOSTIC_PREVIOUS_LEVEL, text_table_at(reading->table, cell),
                           nearest ? text_suggestion(hint, sizeof hint, nearest)
                                   : "with other levels, begin anew: leave the previous run out",
                           "the model has no level '%s'", cell->text);
    }
}

static void read_count(const struct reading *reading, size_t row, size_t column, uint32_t *count)
{
    const struct text_cell *cell = cell_of(reading, row, column);
    int64_t number = 0;
    if (!cell->text || !number_parse_integer(cell->text, strlen(cell->text), &number) || number < 0 ||
        number > UINT32_MAX) {
        fault_cell(reading, row, column, "a whole number, 0 or more");
        return;
    }
    *count = (uint32_t)number;
}

static size_t count_items(const char *list)
{
    size_t count = 1;
    for (; list && *list; list++) {
        count += *list == ';';
    }
    return count;
}

/** Numbers, the latest last; the oldest are left out, or missing, if there is not the same room for them. */
static void read_numbers(struct reading *reading, size_t row, size_t column, double *numbers, size_t room)
{
    const struct text_cell *cell = cell_of(reading, row, column);
    const char *item = cell->text ? cell->text : "";
    size_t count = count_items(item);
    if (count < room && !reading->said_short) {
        reading->said_short = true;
        diagnostics_report(reading->context, DIAGNOSTIC_PREVIOUS_SHORT, text_table_at(reading->table, cell), NULL,
                           "alerts look back %zu periods, and the previous run remembers %zu in column '%s'", room,
                           count, column_names[column]);
    }
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn(item, ";");
        double number = NAN;
        if (length > 0 && !number_parse(item, length, &number)) {
            fault_cell(reading, row, column, "numbers, separated by ';'");
            return;
        }
        if (i + room >= count) {
            numbers[i + room - count] = number;
        }
        item += length + (item[length] == ';');
    }
}

/** The indicator of an id; false if the model has none. */
static bool find_indicator(const struct result *result, const char *id, size_t length, size_t *position)
{
    for (size_t i = 0; i < result->indicator_count; i++) {
        if (text_equal_bytes(result->indicators[i].id, id, length)) {
            *position = i;
            return true;
        }
    }
    return false;
}

/** "id=number;id=number". What the model does not have any more is left out. */
static void read_values(const struct reading *reading, size_t row, size_t region, struct panel *values)
{
    const struct text_cell *cell = cell_of(reading, row, VALUES);
    for (const char *item = cell->text; item && *item;) {
        size_t length = strcspn(item, ";");
        size_t id = strcspn(item, "=");
        double number = 0;
        size_t position = 0;
        if (id >= length || !number_parse(item + id + 1, length - id - 1, &number)) {
            fault_cell(reading, row, VALUES, "'id=number', separated by ';'");
            return;
        }
        if (find_indicator(reading->result, item, id, &position)) {
            panel_set(values, panel_cell(values, 0, position, region), number, OBSERVATION_NORMAL);
        }
        item += length + (item[length] == ';');
    }
}

/** The region of a row; false if there is none, or it was there before. */
static bool find_region(struct reading *reading, size_t row, size_t *region)
{
    const struct text_cell *cell = cell_of(reading, row, REGION);
    if (!text_equal(cell_of(reading, row, PERIOD)->text, cell_of(reading, 0, PERIOD)->text)) {
        fault_cell(reading, row, PERIOD, "the period of the first row");
        return false;
    }
    if (!cell->text) {
        fault_cell(reading, row, REGION, "a region");
        return false;
    }
    if (!region_table_find(reading->result->regions, cell->text, region)) {
        reading->first_gone = reading->first_gone ? reading->first_gone : cell;
        reading->gone++;
        return false;
    }
    if (reading->seen[*region]) {
        fault_cell(reading, row, REGION, "each region once");
        return false;
    }
    reading->seen[*region] = true;
    return true;
}

static void read_row(struct reading *reading, size_t row, struct level_state *states, struct panel *values)
{
    size_t region = 0;
    if (!find_region(reading, row, &region)) {
        return;
    }
    struct level_state *state = &states[region];
    read_level(reading, row, LEVEL, &state->level);
    read_level(reading, row, LAST_LEVEL, &state->last_level);
    read_count(reading, row, BELOW, &state->below);
    read_count(reading, row, STALE, &state->stale);
    read_count(reading, row, PERIODS_IN_LEVEL, &state->periods_in_level);
    read_numbers(reading, row, RECENT, state->recent, state->recent_count);
    read_numbers(reading, row, COUNTS, state->counts, state->count_count);
    read_values(reading, row, region, values);
}

static void report_gone(const struct reading *reading)
{
    if (reading->gone > 0) {
        diagnostics_report(reading->context, DIAGNOSTIC_PREVIOUS_REGION_GONE,
                           text_table_at(reading->table, reading->first_gone), NULL,
                           "%zu region%s of the previous run %s not in the model, first '%s'", reading->gone,
                           reading->gone == 1 ? "" : "s", reading->gone == 1 ? "is" : "are", reading->first_gone->text);
    }
}

static const char file_name[] = "states.csv";

/** The folder must be that of a run of the same model, and have its states. */
static tocsin_status open_run(struct reading *reading, struct arena *arena, struct saved_run *run)
{
    tocsin_status status = saved_run_open(reading->context, arena, reading->directory, run);
    if (status != TOCSIN_OK) {
        return status;
    }
    if (!text_equal(run->model_id, reading->result->model_id)) {
        return diagnostics_report(
            reading->context, DIAGNOSTIC_PREVIOUS_OTHER_MODEL, (struct location){reading->directory, 0, 0}, NULL,
            "the previous run is of model '%s', and this one of '%s'", run->model_id, reading->result->model_id);
    }
    return TOCSIN_OK;
}

static tocsin_status read_table(struct reading *reading, struct arena *arena, const struct saved_run *run,
                                struct input_file *file)
{
    const char *path = saved_run_path(arena, run, file_name);
    if (!path) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct tables_request request = {
        .path = path,
        .named = path,
        .at = LOCATION_NONE,
        .most = SIZE_MAX,
        .columns = names_of_names,
        .column_count = sizeof names_of_names / sizeof names_of_names[0],
    };
    struct text_table *table = NULL;
    tocsin_status status = saved_file_require(reading->context, run, file_name, path);
    if (status == TOCSIN_OK) {
        status = tables_read(reading->context, arena, &request, &table, file);
    }
    if (status == TOCSIN_OK) {
        status = saved_file_same(reading->context, run, file_name, path, file->sha256);
    }
    if (status == TOCSIN_OK && table->row_count == 0) {
        status = diagnostics_report(reading->context, DIAGNOSTIC_PREVIOUS_STATES, (struct location){path, 0, 0}, NULL,
                                    "the file has no rows below its header");
    }
    reading->table = table;
    return status;
}

tocsin_status saved_states_read(tocsin_context *context, struct arena *arena, const char *directory,
                                const struct result *result, struct level_state *states, struct saved_states *saved)
{
    uint64_t mark = diagnostics_mark(context);
    struct reading reading = {.context = context, .directory = directory, .result = result};
    struct saved_states read = {.values = NULL};
    struct saved_run run;
    size_t regions = result->regions->count;
    reading.seen = arena_allocate(arena, regions, sizeof *reading.seen);
    tocsin_status status =
        reading.seen ? panel_create(arena, 1, result->indicator_count, regions, &read.values) : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK) {
        status = open_run(&reading, arena, &run);
    }
    if (status == TOCSIN_OK) {
        status = read_table(&reading, arena, &run, &read.file);
    }
    if (status == TOCSIN_OK) {
        status = find_columns(&reading);
    }
    if (status == TOCSIN_OK) {
        status = check_period(&reading);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    for (size_t row = 0; row < reading.table->row_count; row++) {
        read_row(&reading, row, states, read.values);
    }
    report_gone(&reading);
    status = diagnostics_since(context, mark);
    if (status == TOCSIN_OK) {
        *saved = read;
    }
    return status;
}
