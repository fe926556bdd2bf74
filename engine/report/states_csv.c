/**
 * states.csv: where levels and alerts stand after the last scored period, for the next run to go on from. All regions
 * are in it, reported or not, and its numbers read back to the bit, whatever the digits of the others.
 */
#include "report/table.h"
#include <math.h>

enum { EXACT = -1 }; /* digits */

/** Oldest first, separated by semicolons, nothing where missing. */
static void write_numbers(struct table_row *row, const double *numbers, size_t count)
{
    table_row_begin_list(row);
    for (size_t i = 0; i < count; i++) {
        output_text(row->output, i > 0 ? ";" : "");
        if (!isnan(numbers[i])) {
            output_number(row->output, numbers[i], EXACT);
        }
    }
}

/** The normalised values of the index that are there, as "id=number". */
static void write_values(struct table_row *row, const struct result *result, size_t period, size_t region)
{
    const char *separator = "";
    table_row_begin_list(row);
    for (size_t i = 0; i < result->indicator_count; i++) {
        size_t cell = panel_cell(result->normalised, period, i, region);
        if (result->indicators[i].in_index && observation_present(result->normalised->observation[cell])) {
            output_format(row->output, "%s%s=", separator, result->indicators[i].id);
            output_number(row->output, result->normalised->value[cell], EXACT);
            separator = ";";
        }
    }
}

static void write_all(struct output *output, const struct result *result, const struct report_options *options)
{
    (void)options;
    size_t period = result->axis.count - 1;
    for (size_t region = 0; result->states && region < result->regions->count; region++) {
        const struct level_state *state = &result->states[region];
        struct table_row row;
        char text[PERIOD_TEXT_SIZE];
        table_row_begin(&row, output, EXACT);
        table_row_text(&row, result_period_text(result, period, text));
        table_row_text(&row, result->regions->regions[region].id);
        table_row_text(&row, result_level_id(result, state->level));
        table_row_text(&row, result_level_id(result, state->last_level));
        table_row_count(&row, state->below);
        table_row_count(&row, state->stale);
        table_row_count(&row, state->periods_in_level);
        write_numbers(&row, state->recent, state->recent_count);
        write_numbers(&row, state->counts, state->count_count);
        write_values(&row, result, period, region);
        table_row_end(&row);
    }
}

static const struct table_column columns[] = {
    {.name = "period", .type = "string", .text = "Last period scored, ISO 8601", .required = true},
    {.name = "region", .type = "string", .text = "Id of the region", .required = true},
    {.name = "level", .type = "string", .text = "Level that is held; empty if there is none or it is unknown"},
    {.name = "last_level", .type = "string", .text = "Level before it became unknown"},
    {.name = "below",
     .type = "integer",
     .text = "Scores on end that were clear below the bound of the level",
     .required = true,
     .minimum = {true, 0}},
    {.name = "stale",
     .type = "integer",
     .text = "Periods on end without a score",
     .required = true,
     .minimum = {true, 0}},
    {.name = "periods_in_level",
     .type = "integer",
     .text = "Periods on end in the level, those without a score included",
     .required = true,
     .minimum = {true, 0}},
    {.name = "recent",
     .type = "string",
     .text = "The last scores that alerts look back at, oldest first, separated by semicolons; nothing where missing"},
    {.name = "counts",
     .type = "string",
     .text = "The last values of what the guard against small numbers counts, in the same way"},
    {.name = "values",
     .type = "string",
     .text = "Normalised values of the indicators in the last period, as id=number, separated by semicolons"},
};

const struct table states_table = {
    .name = "states",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .key_count = 2,
    .write_all = write_all,
};
