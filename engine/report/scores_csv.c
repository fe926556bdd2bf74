/** scores.csv: one row per period and region. */
#include "report/table.h"

static void write_rows(struct output *output, const struct result *result, int digits, size_t period, size_t region)
{
    struct score_row score;
    struct table_row row;
    char text[PERIOD_TEXT_SIZE];
    result_row_score(result, period, region, &score);
    table_row_begin(&row, output, digits);
    table_row_text(&row, result_period_text(result, period, text));
    table_row_text(&row, result->regions->regions[region].id);
    table_row_text(&row, result->regions->regions[region].name);
    table_row_number(&row, score.score);
    table_row_number(&row, score.low);
    table_row_number(&row, score.high);
    table_row_rank(&row, score.rank);
    table_row_rank(&row, score.rank_low);
    table_row_rank(&row, score.rank_high);
    table_row_count(&row, score.ranked);
    table_row_text(&row, result_level_id(result, score.level));
    table_row_number(&row, score.previous_score);
    table_row_number(&row, score.change);
    table_row_text(&row, result_level_id(result, score.previous_level));
    table_row_share(&row, score.coverage);
    table_row_share(&row, score.imputed);
    table_row_status(&row, score.observation);
    table_row_end(&row);
}

static const struct table_column columns[] = {
    {.name = "period", .type = "string", .text = "Period scored, ISO 8601", .required = true},
    {.name = "region", .type = "string", .text = "Id of the region", .required = true},
    {.name = "name", .type = "string", .text = "Name of the region", .required = true},
    {.name = "score", .type = "number", .text = "Risk score, on the model's scale; the higher, the worse"},
    {.name = "low", .type = "number", .text = "Lower bound of the score"},
    {.name = "high", .type = "number", .text = "Upper bound of the score"},
    {.name = "rank",
     .type = "integer",
     .text = "Place of the region among all regions of the period; 1 is the highest score, ties share the smaller "
             "number",
     .minimum = {true, 1}},
    {.name = "rank_low", .type = "integer", .text = "Lower end of the range of the rank", .minimum = {true, 1}},
    {.name = "rank_high", .type = "integer", .text = "Upper end of the range of the rank", .minimum = {true, 1}},
    {.name = "regions",
     .type = "integer",
     .text = "Number of regions that have a score in the period",
     .required = true,
     .minimum = {true, 0}},
    {.name = "level", .type = "string", .text = "Level of the score"},
    {.name = "previous_score", .type = "number", .text = "Score of the period before"},
    {.name = "change", .type = "number", .text = "Score less previous_score"},
    {.name = "previous_level", .type = "string", .text = "Level of the period before"},
    {.name = "coverage",
     .type = "number",
     .text = "Share of the index's weight that had data",
     .required = true,
     .minimum = {true, 0},
     .maximum = {true, 1}},
    {.name = "imputed",
     .type = "number",
     .text = "Share of the index's weight that rests on imputed values",
     .required = true,
     .minimum = {true, 0},
     .maximum = {true, 1}},
    {.name = "status",
     .type = "string",
     .text = "Observation status of the score, SDMX code list CL_OBS_STATUS",
     .required = true,
     .values = table_status_values},
};

const struct table scores_table = {
    .name = "scores",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .key_count = 2,
    .write_rows = write_rows,
};
