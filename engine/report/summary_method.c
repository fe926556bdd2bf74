/** The method in a few lines, and where everything came from. */
#include "report/portable_path.h"
#include "report/summary.h"
#include <inttypes.h>

enum {
    MOST_WEIGHTS = 8,
    MOST_FILES = 12,
    HASH_SHOWN = 12 /* digits of a hash that tell files apart for people */
};

static const char *const aggregate_words[AGGREGATE_COUNT] = {
    [AGGREGATE_ARITHMETIC] = "weighted arithmetic mean",
    [AGGREGATE_GEOMETRIC] = "weighted geometric mean",
    [AGGREGATE_HARMONIC] = "weighted harmonic mean",
    [AGGREGATE_POWER] = "weighted power mean",
    [AGGREGATE_MIN] = "lowest part",
    [AGGREGATE_MAX] = "highest part",
    [AGGREGATE_SUM] = "weighted sum",
    [AGGREGATE_FORMULA] = "formula",
    [AGGREGATE_MEDIAN] = "weighted median",
    [AGGREGATE_PRODUCT] = "product",
    [AGGREGATE_OWA] = "ordered weighted average",
    [AGGREGATE_COPELAND] = "Copeland's wins less defeats",
    [AGGREGATE_MAZZIOTTA_PARETO] = "mean with a penalty for unbalance (Mazziotta-Pareto)",
};

static const char *const weight_words[WEIGHT_COUNT] = {
    [WEIGHT_GIVEN] = "given",
    [WEIGHT_EQUAL] = "equal",
    [WEIGHT_AHP] = "from pairwise comparisons (AHP)",
    [WEIGHT_PCA] = "from principal components",
    [WEIGHT_ENTROPY] = "from entropy",
    [WEIGHT_CRITIC] = "from contrast and conflict (CRITIC)",
    [WEIGHT_BENEFIT_OF_DOUBT] = "each region's own, those that make its value highest (benefit of the doubt)",
};

/** The inner nodes by their method: "weighted arithmetic mean (Regional risk, Statecraft)". */
static void say_aggregation(struct summary *summary)
{
    const struct index_tree *tree = &summary->result->tree;
    bool said = false;
    page_line(&summary->page, 2, 4);
    page_text(&summary->page, "Aggregation: ");
    for (size_t method = 0; method < AGGREGATE_COUNT; method++) {
        struct summary_names names = {.most = MOST_WEIGHTS};
        for (size_t i = 0; i < tree->count; i++) {
            const struct index_node *node = &tree->nodes[i];
            if (node->inner == INDEX_NONE || (size_t)node->aggregation.method != method) {
                continue;
            }
            if (names.count == 0) {
                page_format(&summary->page, "%s%s (", said ? "; " : "", aggregate_words[method]);
            }
            summary_names_add(summary, &names, node->title ? node->title : node->id, NULL);
        }
        if (names.count > 0) {
            summary_names_end(summary, &names);
            page_text(&summary->page, ")");
            said = true;
        }
    }
    page_text(&summary->page, ".");
    page_end(&summary->page);
}

static void say_weights(struct summary *summary)
{
    const struct result *result = summary->result;
    struct summary_names names = {.most = MOST_WEIGHTS};
    size_t leaves = 0;
    char share[NUMBER_TEXT_SIZE];
    for (size_t i = 0; i < result->tree.count; i++) {
        leaves += result->tree.nodes[i].indicator != INDEX_NONE;
    }
    page_line(&summary->page, 2, 4);
    page_format(&summary->page, "Indicators: %zu, with the weights ", leaves);
    for (size_t i = 0; i < result->tree.count; i++) {
        const struct index_node *node = &result->tree.nodes[i];
        if (node->indicator != INDEX_NONE) {
            summary_names_add(summary, &names, result->indicators[node->indicator].title,
                              page_share(share, result_nominal_weight(result, i)));
        }
    }
    summary_names_end(summary, &names);
    page_text(&summary->page, ".");
    page_end(&summary->page);
}

/** What a method of weighting found: ", explaining 62 % of the variance, over 276 cells". */
static void say_outcome(struct page *page, const struct weight_outcome *outcome)
{
    char number[NUMBER_TEXT_SIZE];
    if (outcome->explained.given) {
        page_format(page, ", %" PRIu32 " explaining %s of the variance", outcome->components,
                    page_share(number, outcome->explained.value));
    }
    if (outcome->consistency_ratio.given) {
        page_format(page, ", consistency ratio %s", page_significant(number, outcome->consistency_ratio.value, 3));
    }
    if (outcome->cells > 0) {
        page_format(page, ", over %zu regions and periods", outcome->cells);
    }
}

/** Weights that are not simply given, node by node. */
static void say_weighting(struct summary *summary)
{
    const struct result *result = summary->result;
    for (size_t i = 0; i < result->tree.count; i++) {
        const struct index_node *node = &result->tree.nodes[i];
        if (node->inner == INDEX_NONE || node->weights.method == WEIGHT_GIVEN || node->weights.method == WEIGHT_EQUAL) {
            continue;
        }
        page_line(&summary->page, 2, 4);
        page_format(&summary->page, "Weights of %s: %s", node->title ? node->title : node->id,
                    weight_words[node->weights.method]);
        if (result->weights.outcome) {
            say_outcome(&summary->page, &result->weights.outcome[node->inner]);
        }
        page_text(&summary->page, ".");
        page_end(&summary->page);
    }
}

static void say_levels(struct summary *summary)
{
    const struct level_rules *levels = &summary->result->levels;
    char number[NUMBER_TEXT_SIZE];
    page_line(&summary->page, 2, 4);
    page_text(&summary->page, levels->count > 0 ? "Levels: " : "Levels: none");
    for (size_t i = 0; i < levels->count; i++) {
        page_text(&summary->page, i > 0 ? ", " : "");
        page_text(&summary->page, levels->bands[i].id);
        page_format(&summary->page, " from %s", page_significant(number, levels->bands[i].from, 4));
    }
    if (levels->count > 0 && levels->periods > 0) {
        page_format(&summary->page, "; up at once, down after %" PRIu32 " %s%s", levels->periods,
                    frequency_names[summary->result->axis.frequency], levels->periods == 1 ? "" : "s");
        if (levels->down > 0) {
            page_format(&summary->page, " more than %s", page_significant(number, levels->down, 4));
        }
        page_text(&summary->page, " below the bound");
    }
    page_text(&summary->page, ".");
    page_end(&summary->page);
}

void summary_method(struct summary *summary)
{
    page_paragraph(&summary->page, 0, "METHOD");
    say_aggregation(summary);
    say_weights(summary);
    say_weighting(summary);
    say_levels(summary);
}

static void say_file(struct summary *summary, const struct input_file *file)
{
    page_line(&summary->page, 2, 4);
    page_text(&summary->page, portable_path(file->named));
    page_format(&summary->page, ": %" PRIu64 " rows, sha256 %.*s", file->rows, HASH_SHOWN, file->sha256);
    page_end(&summary->page);
}

static void say_files(struct summary *summary)
{
    const struct result *result = summary->result;
    size_t count = 0;
    for (size_t source = 0; source < result->source_count; source++) {
        const struct source_report *report = &result->sources[source].report;
        for (size_t i = 0; i < report->file_count; i++) {
            if (count++ < MOST_FILES) {
                say_file(summary, &report->files[i]);
            }
        }
    }
    for (size_t i = 0; i < result->table_count; i++) {
        if (count++ < MOST_FILES) {
            say_file(summary, &result->tables[i]);
        }
    }
    if (count > MOST_FILES) {
        page_line(&summary->page, 2, 4);
        page_format(&summary->page, "and %zu more files, in manifest.json", count - MOST_FILES);
        page_end(&summary->page);
    }
}

void summary_provenance(struct summary *summary)
{
    const struct result *result = summary->result;
    page_paragraph(&summary->page, 0, "WHERE IT COMES FROM");
    page_line(&summary->page, 2, 4);
    page_format(&summary->page, "tocsin %s with model ", tocsin_version());
    page_text(&summary->page, portable_name(result->model_file));
    page_format(&summary->page, ", sha256 %.*s", HASH_SHOWN, result->model_sha256);
    if (result->override_count > 0) {
        page_format(&summary->page, " and %zu %s changed for this run", result->override_count,
                    result->override_count == 1 ? "key" : "keys");
    }
    page_end(&summary->page);
    say_files(summary);
    if (result->finding_totals[TOCSIN_WARNING] > 0) {
        page_line(&summary->page, 2, 4);
        page_format(&summary->page, "Warnings about model and data: %" PRIu64 ".",
                    result->finding_totals[TOCSIN_WARNING]);
        page_end(&summary->page);
    }
}
