/** indicators.csv: one row per period, region and indicator of the model. */
#include "report/table.h"

static void write_row(struct output *output, const struct result *result, int digits, size_t period, size_t region,
                      size_t indicator)
{
    struct indicator_row values;
    struct table_row row;
    char text[PERIOD_TEXT_SIZE];
    result_row_indicator(result, period, region, indicator, &values);
    table_row_begin(&row, output, digits);
    table_row_text(&row, result_period_text(result, period, text));
    table_row_text(&row, result->regions->regions[region].id);
    table_row_text(&row, result->indicators[indicator].id);
    table_row_number(&row, values.raw);
    table_row_number(&row, values.treated);
    table_row_number(&row, values.normalised);
    table_row_number(&row, values.weight);
    table_row_number(&row, values.contribution);
    table_row_number(&row, values.change);
    table_row_status(&row, values.observation);
    table_row_text(&row, values.has_source_period ? period_format(text, values.source_frequency, values.source_period)
                                                  : NULL);
    table_row_end(&row);
}

static void write_rows(struct output *output, const struct result *result, int digits, size_t period, size_t region)
{
    for (size_t i = 0; i < result->indicator_count; i++) {
        write_row(output, result, digits, period, region, i);
    }
}

static const struct table_column columns[] = {
    {.name = "period", .type = "string", .text = "Period scored, ISO 8601", .required = true},
    {.name = "region", .type = "string", .text = "Id of the region", .required = true},
    {.name = "indicator", .type = "string", .text = "Id of the indicator", .required = true},
    {.name = "raw", .type = "number", .text = "Value as measured, in the indicator's unit"},
    {.name = "treated", .type = "number", .text = "Value after missing values were filled and the data were treated"},
    {.name = "normalised", .type = "number", .text = "Value that goes into the index; the higher, the worse"},
    {.name = "weight",
     .type = "number",
     .text = "Effective weight in the score; 0 where the indicator has no part in it, empty where there is no score "
             "or the indicator is not in the index",
     .minimum = {true, 0}},
    {.name = "contribution",
     .type = "number",
     .text = "What the indicator adds to the score, by Shapley value; the contributions of a region sum to its score. "
             "Empty where there is no score, or the indicator has no value"},
    {.name = "change",
     .type = "number",
     .text = "What the indicator adds to the change of the score since the period before, by Shapley value; the "
             "changes of a region sum to the change of its score. Empty where one of the two scores is not there"},
    {.name = "status",
     .type = "string",
     .text = "Observation status of the value that goes into the index, SDMX code list CL_OBS_STATUS",
     .required = true,
     .values = table_status_values},
    {.name = "source_period",
     .type = "string",
     .text = "Period of the observation that the value rests on, in the frequency of its source"},
};

const struct table indicators_table = {
    .name = "indicators",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .key_count = 3,
    .parent = "scores",
    .parent_key_count = 2,
    .write_rows = write_rows,
};
