/** Tells which nodes have no value, how often, where first, and what was wrong there. */
#include "base/number.h"
#include "panel/tally.h"
#include "score/kernel_tree.h"
#include <math.h>
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

/** The weight that a child has in the cell; 0 where it has no part. */
static double weight_at(const struct lost_cell *lost, size_t position)
{
    const struct index_weights *weights = lost->kernel->weights;
    double given = weights->node[position];
    const double *own = weights->cell ? weights->cell[position] : NULL;
    return own && given > 0 ? own[lost->period * lost->nodes->regions + lost->region] : given;
}

/** A child that has a value and a part in the cell, as the method sees it: in the node's space. */
struct seen_child {
    const struct index_node *child; /* NULL if it has no part */
    double value, seen;             /* on the scale, and in the space */
    double power;                   /* to which a product raises it */
};

static struct seen_child see_child(const struct lost_cell *lost, size_t position, double present, double total)
{
    const struct aggregation *aggregation = &lost->node->aggregation;
    const struct index_node *child = &lost->kernel->tree->nodes[position];
    const struct panel *panel = NULL;
    size_t cell = child_cell(lost, child, &panel);
    double weight = weight_at(lost, position);
    if (!observation_present(panel->observation[cell]) || !(weight > 0)) {
        return (struct seen_child){NULL, 0, 0, 0};
    }
    double value = panel->value[cell];
    double seen = aggregation->has_space ? kernel_into_space(lost->kernel, aggregation, value) : value;
    return (struct seen_child){child, value, seen, aggregate_exponent(weight, present, total)};
}

/** The lowest child; of a product the lowest of those whose power is not whole. */
static struct seen_child find_lowest(const struct lost_cell *lost)
{
    bool is_product = lost->node->aggregation.method == AGGREGATE_PRODUCT;
    struct seen_child lowest = {NULL, 0, 0, 0};
    double present = 0;
    double total = 0;
    for (size_t i = 0; i < lost->node->child_count; i++) {
        double weight = weight_at(lost, lost->node->children[i]);
        total += weight;
        present += see_child(lost, lost->node->children[i], 1, 1).child ? weight : 0;
    }
    for (size_t i = 0; i < lost->node->child_count; i++) {
        struct seen_child found = see_child(lost, lost->node->children[i], present, total);
        bool counts = found.child && (!is_product || found.power != floor(found.power));
        if (counts && (!lowest.child || found.seen < lowest.seen)) {
            lowest = found;
        }
    }
    return lowest;
}

/** What the node needs of values, and the child that has another. */
static void explain_sign(const struct lost_cell *lost, char words[WORDS_SIZE])
{
    const struct aggregation *aggregation = &lost->node->aggregation;
    struct seen_child lowest = find_lowest(lost);
    bool product = aggregation->method == AGGREGATE_PRODUCT;
    bool with_zero = aggregation->method == AGGREGATE_POWER && aggregation->p > 0;
    char numbers[3][NUMBER_TEXT_SIZE];
    char needs[WORDS_SIZE / 2];
    number_format(numbers[0], lowest.value, -1);
    number_format(numbers[1], lowest.seen, -1);
    number_format(numbers[2], lowest.power, -1);
    if (product) {
        snprintf(needs, sizeof needs, "a negative number has no power of %s", numbers[2]);
    } else {
        snprintf(needs, sizeof needs, "its mean needs values %s", with_zero ? "of 0 or more" : "above 0");
    }
    snprintf(words, WORDS_SIZE, "%s, but '%s' is %s%s%s", needs, lowest.child ? lowest.child->id : "", numbers[0],
             aggregation->has_space ? ", in 'space' " : "", aggregation->has_space ? numbers[1] : "");
}

static void explain_coverage(const struct lost_cell *lost, double coverage, char words[WORDS_SIZE])
{
    char numbers[2][NUMBER_TEXT_SIZE];
    number_format(numbers[0], coverage, -1);
    number_format(numbers[1], lost->node->min_coverage, -1);
    snprintf(words, WORDS_SIZE, "its coverage is %s, below the 'min_coverage' of %s", numbers[0], numbers[1]);
}

static void explain_children(const struct lost_cell *lost, char words[WORDS_SIZE])
{
    size_t weighted = 0;
    size_t present = 0;
    char number[NUMBER_TEXT_SIZE];
    number_format(number, lost->node->min_children, -1);
    for (size_t i = 0; i < lost->node->child_count; i++) {
        size_t position = lost->node->children[i];
        const struct panel *panel = NULL;
        size_t cell = child_cell(lost, &lost->kernel->tree->nodes[position], &panel);
        bool has_weight = lost->kernel->weights->node[position] > 0;
        weighted += has_weight;
        present += has_weight && observation_present(panel->observation[cell]);
    }
    snprintf(words, WORDS_SIZE, "it has %zu of its %zu children with a weight, a share below the 'min_children' of %s",
             present, weighted, number);
}

/** Which diagnostic tells of a missing node, and how it goes on where no more can be said of the first cell. */
struct reason_report {
    size_t reason; /* enum observation, or TOO_FEW_CHILDREN */
    enum diagnostic_code code;
    const char *words;
    const char *hint;
};

/** Beside the observations: of the two limits that make a node OBSERVATION_BELOW_COVERAGE it was the second. */
enum { TOO_FEW_CHILDREN = OBSERVATION_COUNT, REASON_COUNT };

static const struct reason_report reason_reports[] = {
    {OBSERVATION_NO_CHILD, DIAGNOSTIC_SCORE_NO_CHILD, "none of its children has one", NULL},
    {OBSERVATION_BELOW_COVERAGE, DIAGNOSTIC_SCORE_BELOW_COVERAGE, "too little of its weight has data", NULL},
    {TOO_FEW_CHILDREN, DIAGNOSTIC_SCORE_TOO_FEW_CHILDREN, "too few of its children have one", NULL},
    {OBSERVATION_INPUT_MISSING, DIAGNOSTIC_SCORE_INPUT_MISSING, "its formula uses a child that is missing", NULL},
    {OBSERVATION_NOT_POSITIVE, DIAGNOSTIC_SCORE_NOT_POSITIVE, "its mean needs values above 0",
     "normalise onto a range that begins above zero, or give the node a 'space'"},
    {OBSERVATION_ZERO_DENOMINATOR, DIAGNOSTIC_SCORE_ZERO_DENOMINATOR, "it would divide by zero", NULL},
    {OBSERVATION_CONSTANT, DIAGNOSTIC_SCORE_NO_RIVAL,
     "no other region of the period has a child in common with it, so that there is nothing to compare", NULL},
    {OBSERVATION_NOT_FINITE, DIAGNOSTIC_SCORE_NOT_FINITE, "the result is not a finite number", NULL},
};

static void explain(const struct reason_report *report, const struct tally *tally, const struct lost_cell *lost,
                    char words[WORDS_SIZE])
{
    enum aggregate_method method = lost->node->aggregation.method;
    snprintf(words, WORDS_SIZE, "%s", report->words);
    if (report->reason == OBSERVATION_BELOW_COVERAGE) {
        explain_coverage(lost, tally->value, words);
    } else if (report->reason == TOO_FEW_CHILDREN) {
        explain_children(lost, words);
    } else if (report->reason == OBSERVATION_INPUT_MISSING) {
        explain_input(lost, words);
    } else if (report->reason == OBSERVATION_NOT_POSITIVE) {
        explain_sign(lost, words);
    } else if (report->reason == OBSERVATION_ZERO_DENOMINATOR && method == AGGREGATE_MAZZIOTTA_PARETO) {
        snprintf(words, WORDS_SIZE, "its penalty divides by the mean of its children, which is 0");
    } else if (report->reason == OBSERVATION_NOT_FINITE && method == AGGREGATE_PRODUCT) {
        snprintf(words, WORDS_SIZE, "the product is too large or too small for a number");
    }
}

static void report_reason(tocsin_context *context, const struct reason_report *report, const struct tally *tally,
                          const struct lost_cell *lost, const struct region_table *regions,
                          const struct period_axis *axis)
{
    char words[WORDS_SIZE];
    char period[PERIOD_TEXT_SIZE];
    explain(report, tally, lost, words);
    axis_format(period, axis, lost->period);
    diagnostics_report(context, report->code, lost->node->at, report->hint,
                       "node '%s' has no value in %llu of %zu cells (region and period), first in '%s' in %s: %s",
                       lost->node->id, (unsigned long long)tally->count, lost->nodes->periods * lost->nodes->regions,
                       regions->regions[lost->region].id, period, words);
}

static size_t reason_at(const struct lost_cell *lost, uint8_t observation, double coverage)
{
    bool by_number = observation == OBSERVATION_BELOW_COVERAGE && !share_is_below(coverage, lost->node->min_coverage);
    return by_number ? TOO_FEW_CHILDREN : observation;
}

static void report_node(tocsin_context *context, struct lost_cell lost, const struct region_table *regions,
                        const struct period_axis *axis, const double *coverage)
{
    struct tally tallies[REASON_COUNT] = {0};
    for (size_t period = 0; period < lost.nodes->periods; period++) {
        size_t cell = panel_cell(lost.nodes, period, lost.node->inner, 0);
        for (size_t i = 0; i < lost.nodes->regions; i++) {
            size_t reason = reason_at(&lost, lost.nodes->observation[cell + i], coverage[cell + i]);
            tally_add(&tallies[reason], coverage[cell + i], period, i);
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
