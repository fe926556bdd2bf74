/** alerts.csv: what happened to levels and scores that is worth a word, one row for each reason. */
#include "report/table.h"
#include <math.h>

/** Position of the first alert that is not before a period and region: alerts are by period, then region. */
static size_t find_first(const struct result *result, size_t period, size_t region)
{
    size_t low = 0;
    size_t high = result->alert_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct alert *alert = &result->alerts[middle];
        if (alert->period < period || (alert->period == period && alert->region < region)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/** "id +3.2; id +1.1"; nothing if nothing drove it. */
static void write_drivers(struct table_row *row, const struct result *result, const struct alert *alert)
{
    table_row_begin_list(row);
    for (size_t i = 0; i < alert->driver_count; i++) {
        char number[NUMBER_TEXT_SIZE];
        number_format(number, fabs(alert->driver_change[i]), row->digits); /* -0.04 is -0.0, not a rise */
        output_format(row->output, "%s%s %c%s", i > 0 ? "; " : "", result->indicators[alert->drivers[i]].id,
                      alert->driver_change[i] < 0 ? '-' : '+', number);
    }
}

static void write_alert(struct output *output, const struct result *result, int digits, const struct alert *alert)
{
    struct table_row row;
    char text[PERIOD_TEXT_SIZE];
    table_row_begin(&row, output, digits);
    table_row_text(&row, result_period_text(result, alert->period, text));
    table_row_text(&row, result->regions->regions[alert->region].id);
    table_row_text(&row, result_level_id(result, alert->from));
    table_row_text(&row, result_level_id(result, alert->to));
    table_row_text(&row, alert_reason_names[alert->reason]);
    write_drivers(&row, result, alert);
    if (alert->to >= 0) {
        table_row_count(&row, alert->periods_in_level);
    } else {
        table_row_text(&row, NULL);
    }
    table_row_number(&row, alert->score);
    table_row_number(&row, alert->previous_score);
    table_row_number(&row, alert->change);
    table_row_text(&row, alert->guarded ? "small_numbers" : NULL);
    table_row_end(&row);
}

static void write_rows(struct output *output, const struct result *result, int digits, size_t period, size_t region)
{
    for (size_t i = find_first(result, period, region); i < result->alert_count; i++) {
        const struct alert *alert = &result->alerts[i];
        if (alert->period != period || alert->region != region) {
            break;
        }
        write_alert(output, result, digits, alert);
    }
}

static const char *const reasons[] = {"raised", "lowered", "jump", "record", "unknown", "returned", NULL};
static const char *const guards[] = {"small_numbers", NULL};

enum { PERIOD, REGION, FROM, TO, REASON };
static const struct table_column columns[] = {
    [PERIOD] = {.name = "period", .type = "string", .text = "Period scored, ISO 8601", .required = true},
    [REGION] = {.name = "region", .type = "string", .text = "Id of the region", .required = true},
    [FROM] = {.name = "from", .type = "string", .text = "Level before; empty if there was none or it was unknown"},
    [TO] = {.name = "to", .type = "string", .text = "Level after; empty if there is none or it is unknown"},
    [REASON] = {.name = "reason",
                .type = "string",
                .text = "What happened: the level was raised or lowered; the score jumped or is a record; the level "
                        "became unknown for want of scores, or returned",
                .required = true,
                .values = reasons},
    {.name = "drivers",
     .type = "string",
     .text = "Up to three indicators that moved the score most in its direction, with what each added to the change, "
             "separated by semicolons"},
    {.name = "periods_in_level",
     .type = "integer",
     .text = "How many periods on end the region has been in the level after, this one included",
     .minimum = {true, 1}},
    {.name = "score", .type = "number", .text = "Score of the period"},
    {.name = "previous_score", .type = "number", .text = "Score of the period before"},
    {.name = "change", .type = "number", .text = "Score less previous_score"},
    {.name = "guard",
     .type = "string",
     .text = "small_numbers where a jump or record rests on few events and raises no level",
     .values = guards},
};
static const size_t key[] = {PERIOD, REGION, REASON};

const struct table alerts_table = {
    .name = "alerts",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .key = key,
    .key_count = sizeof key / sizeof key[0],
    .parent = "scores",
    .parent_key_count = 2,
    .write_rows = write_rows,
};
