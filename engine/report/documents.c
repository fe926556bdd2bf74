/** The list of documents. */
#include "report/scores_json.h"
#include "report/summary_text.h"
#include "report/table.h"

static void write_scores(struct output *output, const struct result *result, const struct report_options *options)
{
    table_write(output, &scores_table, result, options);
}

static void write_nodes(struct output *output, const struct result *result, const struct report_options *options)
{
    table_write(output, &nodes_table, result, options);
}

static void write_indicators(struct output *output, const struct result *result, const struct report_options *options)
{
    table_write(output, &indicators_table, result, options);
}

const struct report_document report_documents[] = {
    {TOCSIN_SCORES_CSV,
     {"scores.csv", "Scores by period and region", "scores", "csv", "text/csv", &scores_table},
     write_scores},
    {TOCSIN_NODES_CSV,
     {"nodes.csv", "Values of the inner nodes of the index", "nodes", "csv", "text/csv", &nodes_table},
     write_nodes},
    {TOCSIN_INDICATORS_CSV,
     {"indicators.csv", "Indicators: values, weights and contributions", "indicators", "csv", "text/csv",
      &indicators_table},
     write_indicators},
    {TOCSIN_SUMMARY_TEXT,
     {"summary.txt", "Summary of the last period in words", "summary", "txt", "text/plain", NULL},
     summary_text_write},
    {TOCSIN_SCORES_JSON,
     {"scores.json", "Scores, nodes and indicators in one document", "scores-json", "json", "application/json", NULL},
     scores_json_write},
    {0, {NULL, NULL, NULL, NULL, NULL, NULL}, NULL},
};
