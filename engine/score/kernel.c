/** Evaluates the tree for a block of cells, children before parents. */
#include "base/expression.h"
#include "base/number.h"
#include "score/aggregate.h"
#include "score/kernel_tree.h"
#include <gsl/gsl_vector.h>
#include <math.h>

/** Coverage is a quotient of sums: a share that is the least allowed one but for rounding is not below it. */
static const double COVERAGE_ROUNDING = 1e-12;

enum { COLUMNS = 7 };

struct kernel_workspace {
    size_t cells;
    double *memory;                          /* of the columns below */
    double *present, *value, *part;          /* of the child at hand; present is 1 or 0 */
    double *sum, *weight, *lowest, *highest; /* of the node at hand */
    uint8_t *reason;                         /* of the node at hand */
    struct expression **expressions;         /* [inner node], NULL for other methods */
    size_t expression_count;
    double *arguments; /* of a formula */
};

static tocsin_status compile_formulas(tocsin_context *context, const struct kernel *kernel,
                                      struct kernel_workspace *workspace)
{
    for (size_t i = 0; i < kernel->tree->count; i++) {
        const struct index_node *node = &kernel->tree->nodes[i];
        if (node->inner == INDEX_NONE || node->aggregation.method != AGGREGATE_FORMULA) {
            continue;
        }
        char fault[EXPRESSION_FAULT_SIZE]; /* kernel_create has seen that there is none */
        size_t position;
        tocsin_status status =
            expression_create(context, node->aggregation.expression, kernel->formulas[node->inner].names,
                              node->child_count, &workspace->expressions[node->inner], fault, &position);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    return TOCSIN_OK;
}

tocsin_status kernel_workspace_create(tocsin_context *context, const struct kernel *kernel, size_t cells,
                                      struct kernel_workspace **workspace)
{
    size_t room = cells > 0 ? cells : 1;
    struct kernel_workspace *made = memory_allocate(context, 1, sizeof *made);
    if (!made) {
        return TOCSIN_ERROR_MEMORY;
    }
    made->cells = room;
    made->expression_count = kernel->tree->inner_count;
    made->memory = memory_allocate(context, room, COLUMNS * sizeof *made->memory);
    made->reason = memory_allocate(context, room, sizeof *made->reason);
    made->expressions = memory_allocate(context, made->expression_count, sizeof(struct expression *));
    made->arguments = memory_allocate(context, kernel->most_children, sizeof *made->arguments);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    if (made->memory && made->reason && made->expressions && made->arguments) {
        status = compile_formulas(context, kernel, made);
    }
    if (status != TOCSIN_OK) {
        kernel_workspace_destroy(context, made);
        return status;
    }
    double **columns[COLUMNS] = {&made->present, &made->value,  &made->part,   &made->sum,
                                 &made->weight,  &made->lowest, &made->highest};
    for (size_t i = 0; i < COLUMNS; i++) {
        *columns[i] = made->memory + i * room;
    }
    *workspace = made;
    return TOCSIN_OK;
}

void kernel_workspace_destroy(tocsin_context *context, struct kernel_workspace *workspace)
{
    if (!workspace) {
        return;
    }
    for (size_t i = 0; workspace->expressions && i < workspace->expression_count; i++) {
        expression_destroy(context, workspace->expressions[i]);
    }
    memory_release(context, workspace->expressions);
    memory_release(context, workspace->arguments);
    memory_release(context, workspace->reason);
    memory_release(context, workspace->memory);
    memory_release(context, workspace);
}

/** A run of cells of a block, no longer than the workspace. */
struct span {
    const struct kernel *kernel;
    struct kernel_workspace *workspace;
    const struct kernel_block *block;
    const double *weights;
    size_t first, count;
};

static const double *child_value(const struct span *span, const struct index_node *child)
{
    const double *column =
        child->inner == INDEX_NONE ? span->block->leaf[child->indicator] : span->block->node[child->inner];
    return column + span->first;
}

static const uint8_t *child_observation(const struct span *span, const struct index_node *child)
{
    const uint8_t *column = child->inner == INDEX_NONE ? span->block->leaf_observation[child->indicator]
                                                       : span->block->node_observation[child->inner];
    return column + span->first;
}

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

/** Coverage and imputed share of the node, in weight: what this child brings. */
static void add_shares(const struct span *span, const struct index_node *node, const struct index_node *child,
                       double weight)
{
    struct kernel_workspace *workspace = span->workspace;
    const struct kernel_block *block = span->block;
    double *coverage = block->node_coverage[node->inner] + span->first;
    double *imputed = block->node_imputed[node->inner] + span->first;
    if (child->inner == INDEX_NONE) {
        add_weighted(coverage, weight, workspace->present, span->count);
        fill_imputed(child_observation(span, child), workspace->part, span->count);
    } else {
        mask(block->node_coverage[child->inner] + span->first, workspace->present, workspace->part, span->count);
        add_weighted(coverage, weight, workspace->part, span->count);
        mask(block->node_imputed[child->inner] + span->first, workspace->present, workspace->part, span->count);
    }
    add_weighted(imputed, weight, workspace->part, span->count);
}

static void widen_range(struct kernel_workspace *workspace, const double *column, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (workspace->present[i] > 0) {
            workspace->lowest[i] = column[i] < workspace->lowest[i] ? column[i] : workspace->lowest[i];
            workspace->highest[i] = column[i] > workspace->highest[i] ? column[i] : workspace->highest[i];
        }
    }
}

static double out_of_space(const struct kernel *kernel, const struct aggregation *aggregation, double value)
{
    const double *scale = kernel->scale;
    const double *space = aggregation->space;
    return scale[0] + (value - space[0]) / (space[1] - space[0]) * (scale[1] - scale[0]);
}

/** The child's values as they are to be summed up: 0 where missing, in the node's space, transformed. */
static void prepare_values(const struct span *span, const struct aggregation *aggregation,
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

/** A child of weight 0 has no part: neither its gaps nor its zeros can spoil the node. */
static void add_child(const struct span *span, const struct index_node *node, size_t position)
{
    struct kernel_workspace *workspace = span->workspace;
    const struct index_node *child = &span->kernel->tree->nodes[position];
    const struct aggregate_family *family = aggregate_family_of(node->aggregation.method);
    double weight = span->weights[position];
    if (!(weight > 0)) {
        return;
    }
    const uint8_t *observation = child_observation(span, child);
    for (size_t i = 0; i < span->count; i++) {
        workspace->present[i] = observation_present(observation[i]);
    }
    add_shares(span, node, child, weight);
    add_weighted(workspace->weight, weight, workspace->present, span->count);
    if (!family) {
        return;
    }
    const double *column = child_value(span, child);
    widen_range(workspace, column, span->count);
    if (!family->is_of_order) {
        prepare_values(span, &node->aggregation, family, column);
        add_weighted(workspace->sum, weight, workspace->value, span->count);
    }
}

static void begin_node(const struct span *span, const struct index_node *node)
{
    struct kernel_workspace *workspace = span->workspace;
    for (size_t i = 0; i < span->count; i++) {
        workspace->sum[i] = 0;
        workspace->weight[i] = 0;
        workspace->lowest[i] = INFINITY;
        workspace->highest[i] = -INFINITY;
        workspace->reason[i] = OBSERVATION_NORMAL;
        span->block->node_coverage[node->inner][span->first + i] = 0;
        span->block->node_imputed[node->inner][span->first + i] = 0;
    }
}

static void evaluate_formula_cell(const struct span *span, const struct index_node *node, size_t i)
{
    struct kernel_workspace *workspace = span->workspace;
    const struct kernel_formula *formula = &span->kernel->formulas[node->inner];
    size_t present = 0;
    bool complete = true;
    for (size_t k = 0; k < node->child_count; k++) {
        const struct index_node *child = &span->kernel->tree->nodes[node->children[k]];
        bool is_present = observation_present(child_observation(span, child)[i]);
        double value = is_present ? child_value(span, child)[i] : 0;
        bool mapped = is_present && node->aggregation.has_space;
        workspace->arguments[k] = mapped ? kernel_into_space(span->kernel, &node->aggregation, value) : value;
        complete = complete && (is_present || !formula->used[k]);
        present += is_present;
    }
    if (present == 0) {
        workspace->reason[i] = OBSERVATION_NO_CHILD;
    } else if (!complete) {
        workspace->reason[i] = OBSERVATION_INPUT_MISSING;
    } else if (!expression_evaluate(workspace->expressions[node->inner], workspace->arguments, &workspace->sum[i])) {
        workspace->reason[i] = OBSERVATION_NOT_FINITE;
    }
}

/** Sums become values, on the scale again and, for means, within the range of the children. */
static void finish_values(const struct span *span, const struct index_node *node, const struct aggregate_family *family,
                          double total)
{
    struct kernel_workspace *workspace = span->workspace;
    struct aggregate_node sums = {
        .aggregation = &node->aggregation,
        .cells = span->count,
        .total = total,
        .sum = workspace->sum,
        .weight = workspace->weight,
        .lowest = workspace->lowest,
        .highest = workspace->highest,
        .reason = workspace->reason,
    };
    for (size_t i = 0; i < span->count; i++) {
        if (!(workspace->weight[i] > 0)) {
            workspace->reason[i] = OBSERVATION_NO_CHILD;
            workspace->weight[i] = 1;
        }
    }
    family->finish(&sums);
    for (size_t i = 0; i < span->count; i++) {
        if (node->aggregation.has_space && !family->is_of_order) {
            workspace->sum[i] = out_of_space(span->kernel, &node->aggregation, workspace->sum[i]);
        }
        if (family->is_mean && isfinite(workspace->sum[i])) {
            workspace->sum[i] = fmin(fmax(workspace->sum[i], workspace->lowest[i]), workspace->highest[i]);
        }
    }
}

static void finish_formula(const struct span *span, const struct index_node *node)
{
    double *sum = span->workspace->sum;
    for (size_t i = 0; i < span->count; i++) {
        evaluate_formula_cell(span, node, i);
        if (node->aggregation.has_space) {
            sum[i] = out_of_space(span->kernel, &node->aggregation, sum[i]);
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

/** Why the node has no value in a cell; OBSERVATION_NORMAL if it has one. */
static enum observation reason_of(const struct index_node *node, double coverage, uint8_t arithmetic, double value)
{
    if (arithmetic != OBSERVATION_NO_CHILD && coverage < node->min_coverage - COVERAGE_ROUNDING) {
        return OBSERVATION_BELOW_COVERAGE;
    }
    if (arithmetic != OBSERVATION_NORMAL) {
        return (enum observation)arithmetic;
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

static void settle_cells(const struct span *span, const struct index_node *node, double total)
{
    const struct kernel_workspace *workspace = span->workspace;
    double *value = span->block->node[node->inner] + span->first;
    uint8_t *observation = span->block->node_observation[node->inner] + span->first;
    double *coverage = span->block->node_coverage[node->inner] + span->first;
    double *imputed = span->block->node_imputed[node->inner] + span->first;
    for (size_t i = 0; i < span->count; i++) {
        coverage[i] = total > 0 ? coverage[i] / total : 0;
        imputed[i] = total > 0 ? imputed[i] / total : 0;
        enum observation reason = reason_of(node, coverage[i], workspace->reason[i], workspace->sum[i]);
        bool present = reason == OBSERVATION_NORMAL;
        value[i] = present ? finish_number(&node->aggregation, workspace->sum[i]) : 0;
        observation[i] = (uint8_t)(present ? observation_of(coverage[i], imputed[i]) : reason);
    }
}

static void evaluate_node(const struct span *span, const struct index_node *node)
{
    double total = 0;
    begin_node(span, node);
    for (size_t i = 0; i < node->child_count; i++) {
        size_t child = node->children[i];
        total += span->weights[child];
        add_child(span, node, child);
    }
    const struct aggregate_family *family = aggregate_family_of(node->aggregation.method);
    if (family) {
        finish_values(span, node, family, total);
    } else {
        finish_formula(span, node);
    }
    settle_cells(span, node, total);
}

void kernel_evaluate(const struct kernel *kernel, struct kernel_workspace *workspace, const struct kernel_block *block)
{
    struct span span = {.kernel = kernel, .workspace = workspace, .block = block};
    span.weights = block->weights ? block->weights : kernel->weights->node;
    for (span.first = 0; span.first < block->cells; span.first += span.count) {
        size_t left = block->cells - span.first;
        span.count = left < workspace->cells ? left : workspace->cells;
        for (size_t i = kernel->tree->count; i-- > 0;) { /* a node comes before its children, so from the end */
            if (kernel->tree->nodes[i].inner != INDEX_NONE) {
                evaluate_node(&span, &kernel->tree->nodes[i]);
            }
        }
    }
}
