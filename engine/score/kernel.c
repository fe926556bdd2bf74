/** Evaluates the tree for a block of cells, children before parents. */
#include "base/expression.h"
#include "base/number.h"
#include "score/kernel_span.h"
#include <gsl/gsl_vector.h>
#include <math.h>
#include <string.h>

/** total += weight * part. One multiplication and one addition a cell, by GSL. */
static void add_weighted(double *total, double weight, const double *part, size_t count)
{
    gsl_vector_view sum = gsl_vector_view_array(total, count);
    gsl_vector_const_view term = gsl_vector_const_view_array(part, count);
    gsl_vector_axpby(weight, &term.vector, 1, &sum.vector);
}

/** part = column, 0 where the child is not present. */
static void mask(const double *column, const double *present, double *part, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        part[i] = present[i] > 0 ? column[i] : 0;
    }
}

static void fill_imputed(const uint8_t *observation, double *part, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        part[i] = observation[i] == OBSERVATION_IMPUTED || observation[i] == OBSERVATION_CARRIED;
    }
}

/** Coverage of the node, in weight: what this child brings. */
static void add_coverage(const struct kernel_span *span, const struct index_node *node, const struct index_node *child,
                         double weight)
{
    struct kernel_workspace *workspace = span->workspace;
    const struct kernel_block *block = span->block;
    const double *part = workspace->present;
    if (child->inner != INDEX_NONE) {
        mask(block->node_coverage[child->inner] + span->first, workspace->present, workspace->part, span->count);
        part = workspace->part;
    }
    add_weighted(block->node_coverage[node->inner] + span->first, weight, part, span->count);
}

/** Imputed share of the node, in weight: what this child brings. */
static void add_imputed(const struct kernel_span *span, const struct index_node *node, const struct index_node *child,
                        double weight)
{
    struct kernel_workspace *workspace = span->workspace;
    const struct kernel_block *block = span->block;
    if (child->inner == INDEX_NONE) {
        fill_imputed(kernel_child_observation(span, child), workspace->part, span->count);
    } else {
        mask(block->node_imputed[child->inner] + span->first, workspace->present, workspace->part, span->count);
    }
    add_weighted(block->node_imputed[node->inner] + span->first, weight, workspace->part, span->count);
}

/** `complete`: all cells are present. */
static void widen_range(struct kernel_workspace *workspace, const double *column, size_t count, bool complete)
{
    for (size_t i = 0; complete && i < count; i++) {
        workspace->lowest[i] = column[i] < workspace->lowest[i] ? column[i] : workspace->lowest[i];
        workspace->highest[i] = column[i] > workspace->highest[i] ? column[i] : workspace->highest[i];
    }
    for (size_t i = 0; !complete && i < count; i++) {
        if (workspace->present[i] > 0) {
            workspace->lowest[i] = column[i] < workspace->lowest[i] ? column[i] : workspace->lowest[i];
            workspace->highest[i] = column[i] > workspace->highest[i] ? column[i] : workspace->highest[i];
        }
    }
}

/** The child's values as they are to be summed up: 0 where missing, in the node's space, transformed. */
static void transform_values(const struct kernel_span *span, const struct aggregation *aggregation,
                             const struct aggregate_family *family, const double *column)
{
    struct kernel_workspace *workspace = span->workspace;
    mask(column, workspace->present, workspace->value, span->count);
    for (size_t i = 0; aggregation->has_space && i < span->count; i++) {
        if (workspace->present[i] > 0) {
            workspace->value[i] = kernel_into_space(span->kernel, aggregation, workspace->value[i]);
        }
    }
    if (family->transform) {
        family->transform(aggregation, span->count, workspace->present, workspace->value, workspace->reason);
    }
}

/** A node at work. */
struct work {
    const struct index_node *node;
    const struct aggregate_family *family; /* NULL for formulas */
    double total;                          /* weight of the children */
    size_t weighted;                       /* children with a weight */
    bool has_cell_weights;                 /* some child's cells have weights of their own */
    bool complete;                         /* all children are present in all cells */
};

/** The same as the constant weights' sums, cell by cell. A child without weight in a cell is not present there. */
static void add_cell_weights(const struct kernel_span *span, double weight, const double *own)
{
    struct kernel_workspace *workspace = span->workspace;
    for (size_t i = 0; i < span->count; i++) {
        double used = own ? own[i] : weight;
        workspace->present[i] = used > 0 ? workspace->present[i] : 0;
        workspace->weight[i] += used * workspace->present[i];
        workspace->total[i] += used;
    }
}

static void add_value(const struct kernel_span *span, double weight, const double *own, const double *value)
{
    struct kernel_workspace *workspace = span->workspace;
    if (!own) {
        add_weighted(workspace->sum, weight, value, span->count);
        return;
    }
    for (size_t i = 0; i < span->count; i++) {
        workspace->sum[i] += own[i] * value[i];
    }
}

/** The child's values as they are to be summed up, made now or known before. */
static const double *values_of(const struct kernel_span *span, const struct work *work, size_t position,
                               const double *column)
{
    const double *const *known = span->block->transformed;
    const struct aggregation *aggregation = &work->node->aggregation;
    if (known && known[position]) {
        return known[position] + span->first;
    }
    if (work->complete && !aggregation->has_space && !work->family->transform) {
        return column;
    }
    transform_values(span, aggregation, work->family, column);
    return span->workspace->value;
}

/** Who of the child's cells is there, and what that brings to the node's weight, coverage and imputed share. */
static void add_presence(const struct kernel_span *span, const struct work *work, size_t position, const double *own)
{
    struct kernel_workspace *workspace = span->workspace;
    const struct index_node *child = &span->kernel->tree->nodes[position];
    const uint8_t *observation = kernel_child_observation(span, child);
    double weight = span->weights[position];
    for (size_t i = 0; i < span->count; i++) {
        workspace->present[i] = observation_present(observation[i]);
    }
    if (span->block->node_coverage) {
        add_coverage(span, work->node, child, weight);
    }
    if (span->block->node_imputed) {
        add_imputed(span, work->node, child, weight);
    }
    if (work->node->min_children > 0) {
        add_weighted(workspace->found, 1, workspace->present, span->count);
    }
    if (work->has_cell_weights) {
        add_cell_weights(span, weight, own);
    } else {
        add_weighted(workspace->weight, weight, workspace->present, span->count);
    }
}

/** A child of weight 0 has no part: neither its gaps nor its zeros can spoil the node. */
static void add_child(const struct kernel_span *span, struct work *work, size_t position)
{
    const struct aggregate_family *family = work->family;
    double weight = span->weights[position];
    if (!(weight > 0)) {
        return;
    }
    work->total += weight;
    work->weighted++;
    const double *own = kernel_cell_weights(span, family, position);
    if (!work->complete) {
        add_presence(span, work, position, own);
    }
    if (!family || family->compares_regions) {
        return;
    }
    const double *column = kernel_child_value(span, &span->kernel->tree->nodes[position]);
    if (family->is_mean || family->is_of_order) {
        widen_range(span->workspace, column, span->count, work->complete);
    }
    if (family->finish && !family->is_of_order) {
        add_value(span, weight, own, values_of(span, work, position, column));
    }
}

static void fill_numbers(double *column, double value, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        column[i] = value;
    }
}

static void begin_node(const struct kernel_span *span, const struct work *work)
{
    struct kernel_workspace *workspace = span->workspace;
    const struct kernel_block *block = span->block;
    const struct index_node *node = work->node;
    fill_numbers(workspace->sum, 0, span->count);
    fill_numbers(workspace->lowest, (double)INFINITY, span->count);
    fill_numbers(workspace->highest, -(double)INFINITY, span->count);
    memset(workspace->reason, OBSERVATION_NORMAL, span->count);
    if (work->complete) {
        fill_numbers(workspace->present, 1, span->count);
    } else {
        fill_numbers(workspace->weight, 0, span->count);
        fill_numbers(workspace->found, 0, span->count);
        fill_numbers(workspace->total, 0, span->count);
    }
    if (block->node_coverage) {
        fill_numbers(block->node_coverage[node->inner] + span->first, 0, span->count);
    }
    if (block->node_imputed) {
        fill_numbers(block->node_imputed[node->inner] + span->first, 0, span->count);
    }
}

/** In a block without gaps all children count, with all their weight. */
static void settle_presence(const struct kernel_span *span, const struct work *work)
{
    if (work->complete) {
        fill_numbers(span->workspace->weight, work->total, span->count);
        fill_numbers(span->workspace->found, (double)work->weighted, span->count);
    }
}

static void evaluate_formula_cell(const struct kernel_span *span, const struct index_node *node, size_t i)
{
    struct kernel_workspace *workspace = span->workspace;
    const struct kernel_formula *formula = &span->kernel->formulas[node->inner];
    size_t present = 0;
    bool complete = true;
    for (size_t k = 0; k < node->child_count; k++) {
        const struct index_node *child = &span->kernel->tree->nodes[node->children[k]];
        bool is_present = observation_present(kernel_child_observation(span, child)[i]);
        double value = is_present ? kernel_child_value(span, child)[i] : 0;
        bool mapped = is_present && node->aggregation.has_space;
        workspace->gathered[k] = mapped ? kernel_into_space(span->kernel, &node->aggregation, value) : value;
        complete = complete && (is_present || !formula->used[k]);
        present += is_present;
    }
    if (present == 0) {
        workspace->reason[i] = OBSERVATION_NO_CHILD;
    } else if (!complete) {
        workspace->reason[i] = OBSERVATION_INPUT_MISSING;
    } else if (!expression_evaluate(workspace->expressions[node->inner], workspace->gathered, &workspace->sum[i])) {
        workspace->reason[i] = OBSERVATION_NOT_FINITE;
    }
}

static void finish_sums(const struct kernel_span *span, const struct work *work)
{
    struct kernel_workspace *workspace = span->workspace;
    struct aggregate_node sums = {
        .aggregation = &work->node->aggregation,
        .cells = span->count,
        .total = work->total,
        .cell_total = work->has_cell_weights ? workspace->total : NULL,
        .sum = workspace->sum,
        .weight = workspace->weight,
        .lowest = workspace->lowest,
        .highest = workspace->highest,
        .reason = workspace->reason,
    };
    work->family->finish(&sums);
}

/** What was summed up becomes values, on the scale again and, for means, within the range of the children. */
static void finish_values(const struct kernel_span *span, const struct work *work)
{
    struct kernel_workspace *workspace = span->workspace;
    const struct aggregation *aggregation = &work->node->aggregation;
    const struct aggregate_family *family = work->family;
    for (size_t i = 0; i < span->count; i++) {
        if (!(workspace->weight[i] > 0)) {
            workspace->reason[i] = OBSERVATION_NO_CHILD;
            workspace->weight[i] = 1;
        }
    }
    if (family->compares_regions) {
        kernel_compare_cells(span, work->node);
    } else if (family->value) {
        kernel_gather_cells(span, work->node, work->total, work->has_cell_weights);
    } else {
        finish_sums(span, work);
    }
    for (size_t i = 0; i < span->count; i++) {
        if (aggregation->has_space && !family->is_of_order) {
            workspace->sum[i] = kernel_out_of_space(span->kernel, aggregation, workspace->sum[i]);
        }
        if (family->is_mean && isfinite(workspace->sum[i])) {
            double value = workspace->sum[i] < workspace->lowest[i] ? workspace->lowest[i] : workspace->sum[i];
            workspace->sum[i] = value > workspace->highest[i] ? workspace->highest[i] : value;
        }
    }
}

static void finish_formula(const struct kernel_span *span, const struct index_node *node)
{
    double *sum = span->workspace->sum;
    for (size_t i = 0; i < span->count; i++) {
        evaluate_formula_cell(span, node, i);
        if (node->aggregation.has_space) {
            sum[i] = kernel_out_of_space(span->kernel, &node->aggregation, sum[i]);
        }
    }
}

static double finish_number(const struct aggregation *aggregation, double value)
{
    if (aggregation->round.given) {
        value = number_round(value, (int)aggregation->round.value);
    }
    if (aggregation->floor.given && value < aggregation->floor.value) {
        value = aggregation->floor.value;
    }
    if (aggregation->cap.given && value > aggregation->cap.value) {
        value = aggregation->cap.value;
    }
    return value;
}

/** Nodes that ask for a share of their children by number. */
static void refuse_too_few(const struct kernel_span *span, const struct work *work)
{
    const struct kernel_workspace *workspace = span->workspace;
    for (size_t i = 0; work->node->min_children > 0 && i < span->count; i++) {
        double share = workspace->found[i] / (double)work->weighted;
        if (workspace->reason[i] != OBSERVATION_NO_CHILD && share_is_below(share, work->node->min_children)) {
            workspace->reason[i] = OBSERVATION_BELOW_COVERAGE;
        }
    }
}

/** Why the node has no value in a cell; OBSERVATION_NORMAL if it has one. */
static enum observation reason_of(const struct index_node *node, double coverage, uint8_t reason, double value)
{
    if (reason != OBSERVATION_NO_CHILD && share_is_below(coverage, node->min_coverage)) {
        return OBSERVATION_BELOW_COVERAGE;
    }
    if (reason != OBSERVATION_NORMAL) {
        return (enum observation)reason;
    }
    return isfinite(value) ? OBSERVATION_NORMAL : OBSERVATION_NOT_FINITE;
}

static enum observation observation_of(double coverage, double imputed)
{
    if (coverage < 1) {
        return OBSERVATION_PARTIAL;
    }
    return imputed > 0 ? OBSERVATION_IMPUTED_IN_PART : OBSERVATION_NORMAL;
}

/** Turns a sum over children into a share of the node's weight; NULL for shares that nobody asks for. */
static double *settle_share(const struct kernel_span *span, const struct work *work, double *const *shares)
{
    if (!shares) {
        return NULL;
    }
    double *share = shares[work->node->inner] + span->first;
    for (size_t i = 0; i < span->count; i++) {
        share[i] = work->total > 0 ? share[i] / work->total : 0;
    }
    return share;
}

static void settle_cells(const struct kernel_span *span, const struct work *work)
{
    const struct kernel_workspace *workspace = span->workspace;
    const struct index_node *node = work->node;
    double *value = span->block->node[node->inner] + span->first;
    uint8_t *observation = span->block->node_observation[node->inner] + span->first;
    const double *coverage = settle_share(span, work, span->block->node_coverage);
    const double *imputed = settle_share(span, work, span->block->node_imputed);
    bool as_it_is = !node->aggregation.round.given && !node->aggregation.floor.given && !node->aggregation.cap.given;
    for (size_t i = 0; i < span->count; i++) {
        double covered = coverage ? coverage[i] : 1;
        enum observation reason = reason_of(node, covered, workspace->reason[i], workspace->sum[i]);
        bool present = reason == OBSERVATION_NORMAL;
        double number = workspace->sum[i];
        value[i] = !present ? 0 : as_it_is ? number : finish_number(&node->aggregation, number);
        observation[i] = (uint8_t)(present ? observation_of(covered, imputed ? imputed[i] : 0) : reason);
    }
}

static bool has_cell_weights(const struct kernel_span *span, const struct work *work)
{
    for (size_t i = 0; span->block->cell_weights && i < work->node->child_count; i++) {
        if (kernel_cell_weights(span, work->family, work->node->children[i])) {
            return true;
        }
    }
    return false;
}

static void evaluate_node(const struct kernel_span *span, const struct index_node *node)
{
    struct work work = {.node = node, .family = aggregate_family_of(node->aggregation.method)};
    work.has_cell_weights = has_cell_weights(span, &work);
    work.complete = span->block->complete && !work.has_cell_weights;
    begin_node(span, &work);
    for (size_t i = 0; i < node->child_count; i++) {
        add_child(span, &work, node->children[i]);
    }
    settle_presence(span, &work);
    if (work.family) {
        finish_values(span, &work);
    } else {
        finish_formula(span, node);
    }
    refuse_too_few(span, &work);
    settle_cells(span, &work);
}

/** Evaluates the nodes from `first` to before `end`, piece by piece. A node comes before its children: from the end. */
static void evaluate_nodes(struct kernel_span *span, size_t first, size_t end)
{
    for (span->first = 0; span->first < span->block->cells; span->first += span->count) {
        size_t left = span->block->cells - span->first;
        span->count = left < span->workspace->cells ? left : span->workspace->cells;
        for (size_t i = end; i-- > first;) {
            if (span->kernel->tree->nodes[i].inner != INDEX_NONE) {
                evaluate_node(span, &span->kernel->tree->nodes[i]);
            }
        }
    }
}

static struct kernel_span begin_span(const struct kernel *kernel, struct kernel_workspace *workspace,
                                     const struct kernel_block *block)
{
    const double *weights = block->weights ? block->weights : kernel->weights->node;
    return (struct kernel_span){.kernel = kernel, .workspace = workspace, .block = block, .weights = weights};
}

void kernel_evaluate_node(const struct kernel *kernel, struct kernel_workspace *workspace,
                          const struct kernel_block *block, size_t node)
{
    struct kernel_span span = begin_span(kernel, workspace, block);
    evaluate_nodes(&span, node, node + 1);
}

bool kernel_transform_child(const struct kernel *kernel, struct kernel_workspace *workspace,
                            const struct kernel_block *block, size_t child, double *transformed)
{
    struct kernel_span span = begin_span(kernel, workspace, block);
    const struct index_node *of = &kernel->tree->nodes[child];
    const struct aggregation *aggregation = &kernel->tree->nodes[of->parent].aggregation;
    const struct aggregate_family *family = aggregate_family_of(aggregation->method);
    bool usable = family && family->finish && !family->is_of_order && (family->transform || aggregation->has_space);
    for (span.first = 0; usable && span.first < block->cells; span.first += span.count) {
        size_t left = block->cells - span.first;
        span.count = left < workspace->cells ? left : workspace->cells;
        const uint8_t *observation = kernel_child_observation(&span, of);
        for (size_t i = 0; i < span.count; i++) {
            workspace->present[i] = observation_present(observation[i]);
            workspace->reason[i] = OBSERVATION_NORMAL;
        }
        transform_values(&span, aggregation, family, kernel_child_value(&span, of));
        for (size_t i = 0; i < span.count; i++) {
            usable = usable && workspace->reason[i] == OBSERVATION_NORMAL;
            transformed[span.first + i] = workspace->value[i];
        }
    }
    return usable;
}

void kernel_evaluate(const struct kernel *kernel, struct kernel_workspace *workspace, const struct kernel_block *block)
{
    struct kernel_span span = begin_span(kernel, workspace, block);
    if (!kernel->compares_regions) {
        evaluate_nodes(&span, 0, kernel->tree->count); /* a piece stays in the cache through all of the tree */
        return;
    }
    for (size_t i = kernel->tree->count; i-- > 0;) { /* a comparison needs its children in all of the block */
        evaluate_nodes(&span, i, i + 1);
    }
}
