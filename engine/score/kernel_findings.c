/** Tells which nodes have no value, how often, where first, and what was wrong there. */
#include "base/number.h"
#include "panel/tally.h"
#include "score/kernel_tree.h"
#include <stdio.h>

enum { WORDS_SIZE = 512 };

/** One cell of a node without a value. */
struct lost_cell {
    const struct kernel *kernel;
    const struct index_node *node;
    const struct panel *normalised;
    const struct panel *nodes;
    size_t period, region;
};

static size_t child_cell(const struct lost_cell *lost, const struct index_node *child, const struct panel **panel)
{
    bool leaf = child->inner == INDEX_NONE;
    *panel = leaf ? lost->normalised : lost->nodes;
    return panel_cell(*panel, lost->period, leaf ? child->indicator : child->inner, lost->region);
}

/** The first child that the node's formula uses and does not find. */
static void explain_input(const struct lost_cell *lost, char words[WORDS_SIZE])
{
    const bool *used = lost->kernel->formulas[lost->node->inner].used;
    for (size_t i = 0; i < lost->node->child_count; i++) {
        const struct index_node *child = &lost->kernel->tree->nodes[lost->node->children[i]];
        const struct panel *panel = NULL;
        size_t cell = child_cell(lost, child, &panel);
        if (used[i] && !observation_present(panel->observation[cell])) {
            snprintf(words, WORDS_SIZE, "its formula uses '%s', which is missing", child->id);
            return;
        }
    }
}

/** The child with the lowest number, as the mean sees it: in the node's space. */
static void explain_mean(const struct lost_cell *lost, char words[WORDS_SIZE])
{
    const struct aggregation *aggregation = &lost->node->aggregation;
    const struct index_node *lowest = NULL;
    double value = 0;
    double least = 0;
    for (size_t i = 0; i < lost->node->child_count; i++) {
        size_t position = lost->node->children[i];
        const struct index_node *child = &lost->kernel->tree->nodes[position];
        const struct panel *panel = NULL;
        size_t cell = child_cell(lost, child, &panel);
        if (!observation_present(panel->observation[cell]) || !(lost->kernel->weights->node[position] > 0)) {
            continue;
        }
        double seen = panel->value[cell];
        seen = aggregation->has_space ? kernel_into_space(lost->kernel, aggregation, seen) : seen;
        if (!lowest || seen < least) {
            lowest = child;
            least = seen;
            value = panel->value[cell];
        }
    }
    bool with_zero = aggregation->method == AGGREGATE_POWER && aggregation->p > 0;
    char numbers[2][NUMBER_TEXT_SIZE];
    number_format(numbers[0], value, -1);
    number_format(numbers[1], least, -1);
    snprintf(words, WORDS_SIZE, "its mean needs values %s, but '%s' is %s%s%s", with_zero ? "of 0 or more" : "above 0",
             lowest ? lowest->id : "", numbers[0], aggregation->has_space ? ", in 'space' " : "",
             aggregation->has_space ? numbers[1] : "");
}

static void explain_coverage(const struct lost_cell *lost, double coverage, char words[WORDS_SIZE])
{
    char numbers[2][NUMBER_TEXT_SIZE];
    number_format(numbers[0], coverage, -1);
    number_format(numbers[1], lost->node->min_coverage, -1);
    snprintf(words, WORDS_SIZE, "its coverage is %s, below the 'min_coverage' of %s", numbers[0], numbers[1]);
}

/** Which diagnostic tells of a missing node, and how it goes on where no more can be said of the first cell. */
struct reason_report {
    enum observation reason;
    enum diagnostic_code code;
    const char *words;
    const char *hint;
};

static const struct reason_report reason_reports[] = {
    {OBSERVATION_NO_CHILD, DIAGNOSTIC_SCORE_NO_CHILD, "none of its children has one", NULL},
    {OBSERVATION_BELOW_COVERAGE, DIAGNOSTIC_SCORE_BELOW_COVERAGE, "too little of its weight has data", NULL},
    {OBSERVATION_INPUT_MISSING, DIAGNOSTIC_SCORE_INPUT_MISSING, "its formula uses a child that is missing", NULL},
    {OBSERVATION_NOT_POSITIVE, DIAGNOSTIC_SCORE_NOT_POSITIVE, "its mean needs values above 0",
     "normalise onto a range that begins above zero, or give the node a 'space'"},
    {OBSERVATION_ZERO_DENOMINATOR, DIAGNOSTIC_SCORE_ZERO_DENOMINATOR, "it would divide by zero", NULL},
    {OBSERVATION_NOT_FINITE, DIAGNOSTIC_SCORE_NOT_FINITE, "the result is not a finite number", NULL},
};

static void report_reason(tocsin_context *context, const struct reason_report *report, const struct tally *tally,
                          const struct lost_cell *lost, const struct region_table *regions,
                          const struct period_axis *axis)
{
    char words[WORDS_SIZE];
    char period[PERIOD_TEXT_SIZE];
    snprintf(words, WORDS_SIZE, "%s", report->words);
    if (report->reason == OBSERVATION_BELOW_COVERAGE) {
        explain_coverage(lost, tally->value, words);
    } else if (report->reason == OBSERVATION_INPUT_MISSING) {
        explain_input(lost, words);
    } else if (report->reason == OBSERVATION_NOT_POSITIVE) {
        explain_mean(lost, words);
    }
    axis_format(period, axis, lost->period);
    diagnostics_report(context, report->code, lost->node->at, report->hint,
                       "node '%s' has no value in %llu of %zu cells (region and period), first in '%s' in %s: %s",
                       lost->node->id, (unsigned long long)tally->count, lost->nodes->periods * lost->nodes->regions,
                       regions->regions[lost->region].id, period, words);
}

static void report_node(tocsin_context *context, struct lost_cell lost, const struct region_table *regions,
                        const struct period_axis *axis, const double *coverage)
{
    struct tally tallies[OBSERVATION_COUNT] = {0};
    for (size_t period = 0; period < lost.nodes->periods; period++) {
        size_t cell = panel_cell(lost.nodes, period, lost.node->inner, 0);
        for (size_t i = 0; i < lost.nodes->regions; i++) {
            tally_add(&tallies[lost.nodes->observation[cell + i]], coverage[cell + i], period, i);
        }
    }
    for (size_t i = 0; i < sizeof reason_reports / sizeof *reason_reports; i++) {
        const struct tally *tally = &tallies[reason_reports[i].reason];
        if (tally->count > 0) {
            lost.period = tally->period;
            lost.region = tally->region;
            report_reason(context, &reason_reports[i], tally, &lost, regions, axis);
        }
    }
}

tocsin_status kernel_report_missing(tocsin_context *context, const struct kernel *kernel,
                                    const struct panel *normalised, const struct panel *nodes, const double *coverage,
                                    const struct region_table *regions, const struct period_axis *axis)
{
    uint64_t mark = diagnostics_mark(context);
    for (size_t i = 0; i < kernel->tree->count; i++) {
        const struct index_node *node = &kernel->tree->nodes[i];
        if (node->inner != INDEX_NONE) {
            struct lost_cell lost = {.kernel = kernel, .node = node, .normalised = normalised, .nodes = nodes};
            report_node(context, lost, regions, axis, coverage);
        }
    }
    return diagnostics_since(context, mark);
}
