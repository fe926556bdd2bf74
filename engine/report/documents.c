/** The list of documents. */
#include "report/kept_csv.h"
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

static void write_alerts(struct output *output, const struct result *result, const struct report_options *options)
{
    table_write(output, &alerts_table, result, options);
}

static void write_states(struct output *output, const struct result *result, const struct report_options *options)
{
    table_write(output, &states_table, result, options);
}

static void write_model(struct output *output, const struct result *result, const struct report_options *options)
{
    (void)options;
    output_bytes(output, result->model_text, result->model_bytes);
}

static bool has_measured(const struct result *result)
{
    return result->measured != NULL;
}

static bool has_model(const struct result *result)
{
    return result->model_text != NULL;
}

static bool has_states(const struct result *result)
{
    return result->states != NULL && result->axis.count > 0;
}

static bool has_structure(const struct result *result)
{
    return result->structure != NULL;
}

const struct report_document report_documents[] = {
    {.bit = TOCSIN_SCORES_CSV,
     .file = {"scores.csv", "Scores by period and region", "scores", "csv", "text/csv", &scores_table},
     .write = write_scores},
    {.bit = TOCSIN_NODES_CSV,
     .file = {"nodes.csv", "Values of the inner nodes of the index", "nodes", "csv", "text/csv", &nodes_table},
     .write = write_nodes},
    {.bit = TOCSIN_INDICATORS_CSV,
     .file = {"indicators.csv", "Indicators: values, weights and contributions", "indicators", "csv", "text/csv",
              &indicators_table},
     .write = write_indicators},
    {.bit = TOCSIN_SUMMARY_TEXT,
     .file = {"summary.txt", "Summary of the last period in words", "summary", "txt", "text/plain", NULL},
     .write = summary_text_write},
    {.bit = TOCSIN_SCORES_JSON,
     .file = {"scores.json", "Scores, nodes and indicators in one document", "scores-json", "json", "application/json",
              NULL},
     .write = scores_json_write},
    {.bit = TOCSIN_ALERTS_CSV,
     .file = {"alerts.csv", "Alerts: changes of level, jumps, records", "alerts", "csv", "text/csv", &alerts_table},
     .write = write_alerts},
    {.bit = TOCSIN_STATES_CSV,
     .file = {"states.csv", "Where levels and alerts stand after the last period", "states", "csv", "text/csv",
              &states_table},
     .write = write_states,
     .always = true,
     .applies = has_states},
    {.bit = TOCSIN_MEASURED_CSV,
     .file = {"measured.csv", "Values as measured, of all regions and periods", "measured", "csv", "text/csv", NULL},
     .write = measured_csv_write,
     .applies = has_measured,
     .make_table = measured_table_make},
    {.bit = TOCSIN_MODEL_YAML,
     .file = {"model.yaml", "The model file as it was read", "model", "yaml", "application/yaml", NULL},
     .write = write_model,
     .always = true,
     .applies = has_model},
    {.bit = TOCSIN_REGIONS_CSV,
     .file = {"regions.csv", "Regions with the columns of their file", "regions", "csv", "text/csv", NULL},
     .write = regions_csv_write,
     .always = true,
     .make_table = regions_table_make},
    {.bit = TOCSIN_STRUCTURE_CSV,
     .file = {"structure.csv", "Structure table of the model", "structure", "csv", "text/csv", NULL},
     .write = structure_csv_write,
     .always = true,
     .applies = has_structure,
     .make_table = structure_table_make},
    {.bit = 0, .write = NULL},
};

const struct report_document *report_document_find(uint32_t bit)
{
    for (const struct report_document *document = report_documents; document->write; document++) {
        if (document->bit == bit) {
            return document;
        }
    }
    return NULL;
}

uint32_t report_documents_chosen(const struct result *result, uint32_t asked)
{
    uint32_t chosen = 0;
    uint32_t always = 0;
    for (const struct report_document *document = report_documents; document->write; document++) {
        if (!document->applies || document->applies(result)) {
            chosen |= asked & document->bit;
            always |= document->always ? document->bit : 0;
        }
    }
    return chosen ? chosen | always : 0;
}

tocsin_status report_document_write(tocsin_context *context, const struct report_document *document,
                                    const struct result *result, const struct report_options *options,
                                    struct output *output)
{
    if (document->applies && !document->applies(result)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct arena arena;
    struct report_options own = *options;
    arena_begin(&arena, context);
    own.table = document->make_table ? document->make_table(&arena, result) : NULL;
    bool made = !document->make_table || own.table;
    if (made) {
        document->write(output, result, &own);
    }
    arena_end(&arena);
    return made ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}
