/** nodes.csv: one row per period, region and inner node of the index. */
#include "report/table.h"

static void write_row(struct output *output, const struct result *result, int digits, size_t period, size_t region,
                      const struct index_node *node)
{
    struct node_row values;
    struct table_row row;
    char text[PERIOD_TEXT_SIZE];
    result_row_node(result, period, region, node->inner, &values);
    table_row_begin(&row, output, digits);
    table_row_text(&row, result_period_text(result, period, text));
    table_row_text(&row, result->regions->regions[region].id);
    table_row_text(&row, node->id);
    table_row_text(&row, node->parent == INDEX_NONE ? NULL : result->tree.nodes[node->parent].id);
    table_row_number(&row, values.score);
    table_row_share(&row, values.coverage);
    table_row_status(&row, values.observation);
    table_row_end(&row);
}

static void write_rows(struct output *output, const struct result *result, int digits, size_t period, size_t region)
{
    for (size_t i = 0; i < result->tree.count; i++) {
        if (result->tree.nodes[i].inner != INDEX_NONE) {
            write_row(output, result, digits, period, region, &result->tree.nodes[i]);
        }
    }
}

static const struct table_column columns[] = {
    {.name = "period", .type = "string", .text = "Period scored, ISO 8601", .required = true},
    {.name = "region", .type = "string", .text = "Id of the region", .required = true},
    {.name = "node", .type = "string", .text = "Id of the node of the index", .required = true},
    {.name = "parent", .type = "string", .text = "Id of the node above; empty for the root, whose score is the score"},
    {.name = "score", .type = "number", .text = "Value of the node, on the model's scale"},
    {.name = "coverage",
     .type = "number",
     .text = "Share of the node's weight that had data",
     .required = true,
     .minimum = {true, 0},
     .maximum = {true, 1}},
    {.name = "status",
     .type = "string",
     .text = "Observation status of the node's value, SDMX code list CL_OBS_STATUS",
     .required = true,
     .values = table_status_values},
};

const struct table nodes_table = {
    .name = "nodes",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .key_count = 3,
    .parent = "scores",
    .parent_key_count = 2,
    .write_rows = write_rows,
};
