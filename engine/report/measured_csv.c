/**
 * measured.csv: a row per measured period and region, reported or not, with the value of every indicator as its module
 * measured it, to the bit. What else scoring needs to know of a value stands in columns of its own, which are there
 * only for indicators that have something to say in them: why a value is missing or not as measured, the day of the
 * observation that it rests on, and its bounds. archive/saved_panel.c reads it back.
 */
#include "base/text.h"
#include "report/kept_csv.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/** What a column holds of an indicator. */
enum measured_part { MEASURED_VALUE, MEASURED_STATUS, MEASURED_OBSERVED, MEASURED_LOW, MEASURED_HIGH, MEASURED_PARTS };

/** Behind the id, which never holds a ':'. */
static const char *const part_suffixes[MEASURED_PARTS] = {"", ":status", ":observed", ":low", ":high"};
static const char *const part_types[MEASURED_PARTS] = {"number", "string", "date", "number", "number"};
static const char *const part_texts[MEASURED_PARTS] = {
    "as it was measured",
    "why the value is missing or more than plainly measured; empty where it is normal, or was not measured",
    "last day of the observation that the value rests on; empty: the last day of the period",
    "lower bound that the source gives",
    "upper bound that the source gives",
};

enum { KEY_COLUMNS = 2 };

struct measured_column {
    size_t indicator;
    enum measured_part part;
};

struct measured_table {
    struct table table;              /* the first member, by which the document finds the whole */
    struct measured_column *columns; /* behind period and region */
};

/** True if nothing has to be said of a value beside itself. */
static bool is_plain(uint8_t observation)
{
    return observation == OBSERVATION_NORMAL || observation == OBSERVATION_NOT_MEASURED;
}

/** True if a cell has something to say in a part. */
static bool cell_has(const struct panel *panel, size_t cell, enum measured_part part)
{
    switch (part) {
    case MEASURED_STATUS:
        return !is_plain(panel->observation[cell]);
    case MEASURED_OBSERVED:
        return panel->observed && panel->observed[cell] != DAY_NONE;
    case MEASURED_LOW:
    case MEASURED_HIGH:
        return panel->low && observation_present(panel->observation[cell]) &&
               (panel->low[cell] != panel->value[cell] || panel->high[cell] != panel->value[cell]);
    case MEASURED_VALUE:
    case MEASURED_PARTS:
        break;
    }
    return true;
}

static bool column_has(const struct panel *panel, size_t indicator, enum measured_part part)
{
    for (size_t period = 0; period < panel->periods; period++) {
        size_t first = panel_cell(panel, period, indicator, 0);
        for (size_t region = 0; region < panel->regions; region++) {
            if (cell_has(panel, first + region, part)) {
                return true;
            }
        }
    }
    return false;
}

/** "militant_activity:status". An indicator that is called as a key column is has its values under "period:value". */
static const char *column_name(struct arena *arena, const char *id, enum measured_part part)
{
    bool taken = text_equal(id, "period") || text_equal(id, "region");
    const char *suffix = part == MEASURED_VALUE && taken ? ":value" : part_suffixes[part];
    size_t size = strlen(id) + strlen(suffix) + 1;
    char *name = arena_allocate(arena, size, 1);
    if (name) {
        snprintf(name, size, "%s%s", id, suffix);
    }
    return name;
}

/** The meaning of a column, for the data package. */
static const char *column_text(struct arena *arena, const struct result_indicator *indicator, enum measured_part part)
{
    enum { TEXT_SIZE = 512 };
    char text[TEXT_SIZE];
    bool with_unit = indicator->unit && part != MEASURED_STATUS && part != MEASURED_OBSERVED;
    snprintf(text, sizeof text, "%.200s: %s%s%.100s", indicator->title, part_texts[part], with_unit ? ", in " : "",
             with_unit ? indicator->unit : "");
    size_t bad;
    size_t length = strlen(text);
    return arena_copy(arena, text, text_is_utf8(text, length, &bad) ? length : bad);
}

static struct table_column key_column(const char *name, const char *text)
{
    return (struct table_column){.name = name, .type = "string", .text = text, .required = true};
}

/** Adds the columns of an indicator, those that have something in them. */
static void add_columns(struct arena *arena, const struct result *result, size_t indicator, struct measured_table *made,
                        struct table_column *columns)
{
    for (int part = 0; part < MEASURED_PARTS; part++) {
        if (part != MEASURED_VALUE && !column_has(result->measured, indicator, (enum measured_part)part)) {
            continue;
        }
        size_t column = made->table.column_count++;
        made->columns[column - KEY_COLUMNS] = (struct measured_column){indicator, (enum measured_part)part};
        columns[column] = (struct table_column){
            .name = column_name(arena, result->indicators[indicator].id, (enum measured_part)part),
            .type = part_types[part],
            .text = column_text(arena, &result->indicators[indicator], (enum measured_part)part),
        };
    }
}

const struct table *measured_table_make(struct arena *arena, const struct result *result)
{
    size_t most = KEY_COLUMNS + MEASURED_PARTS * result->indicator_count;
    struct measured_table *made = arena_allocate(arena, 1, sizeof *made);
    struct table_column *columns = arena_allocate(arena, most, sizeof *columns);
    if (!made || !columns) {
        return NULL;
    }
    made->columns = arena_allocate(arena, most, sizeof *made->columns);
    if (!made->columns) {
        return NULL;
    }
    columns[0] = key_column("period", "Period measured, ISO 8601");
    columns[1] = key_column("region", "Id of the region");
    made->table =
        (struct table){.name = "measured", .columns = columns, .column_count = KEY_COLUMNS, .key_count = KEY_COLUMNS};
    for (size_t i = 0; i < result->indicator_count; i++) {
        add_columns(arena, result, i, made, columns);
    }
    return arena->failed ? NULL : &made->table;
}

/** A number as it is, the sign of zero too. */
static void write_number(struct table_row *row, double number)
{
    if (number == 0 && signbit(number)) {
        table_row_text(row, "-0");
    } else {
        table_row_number(row, (struct optional_number){true, number});
    }
}

static void write_cell(struct table_row *row, const struct panel *panel, size_t cell, enum measured_part part)
{
    char name[OBSERVATION_NAME_SIZE];
    char day[PERIOD_TEXT_SIZE];
    bool is_value = part == MEASURED_VALUE;
    if (is_value ? !observation_present(panel->observation[cell]) : !cell_has(panel, cell, part)) {
        table_row_text(row, NULL);
    } else if (is_value) {
        write_number(row, panel->value[cell]);
    } else if (part == MEASURED_STATUS) {
        table_row_text(row, observation_name(name, panel->observation[cell]));
    } else if (part == MEASURED_OBSERVED) {
        table_row_text(row, period_format(day, FREQUENCY_DAY, panel->observed[cell]));
    } else {
        write_number(row, part == MEASURED_LOW ? panel->low[cell] : panel->high[cell]);
    }
}

static void write_row(struct output *output, const struct result *result, const struct measured_table *made,
                      const char *period_text, size_t period, size_t region)
{
    struct table_row row;
    table_row_begin(&row, output, -1);
    table_row_text(&row, period_text);
    table_row_text(&row, result->regions->regions[region].id);
    for (size_t i = 0; i < made->table.column_count - KEY_COLUMNS; i++) {
        const struct measured_column *column = &made->columns[i];
        write_cell(&row, result->measured, panel_cell(result->measured, period, column->indicator, region),
                   column->part);
    }
    table_row_end(&row);
}

void measured_csv_write(struct output *output, const struct result *result, const struct report_options *options)
{
    const struct measured_table *made = (const struct measured_table *)options->table;
    struct period_axis measured = result->axis;
    measured.first -= (period_number)result->lead;
    measured.count += result->lead;
    table_write_header(output, &made->table);
    for (size_t period = 0; period < measured.count; period++) {
        char text[PERIOD_TEXT_SIZE];
        axis_format(text, &measured, period);
        for (size_t region = 0; region < result->regions->count; region++) {
            write_row(output, result, made, text, period, region);
        }
    }
}
