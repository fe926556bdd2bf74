/** Weighs the index, aggregates it, takes scores apart and ranks them. */
#include "pipeline/score.h"
#include "score/contribution.h"
#include "score/kernel.h"
#include "score/levels.h"
#include "score/weight.h"

/** Weights that the model gives or has made from the data. The result's tree has them as they came out. */
static tocsin_status weigh_nodes(struct plan *plan, struct result *result)
{
    struct weight_request request = {&result->tree, plan->model->scale, result->normalised, plan->regions,
                                     &plan->scored};
    tocsin_status status = weight_resolve(plan->context, plan->arena, &request, &result->weights);
    for (size_t i = 0; status == TOCSIN_OK && i < result->tree.count; i++) {
        result->tree.nodes[i].weight = result->weights.node[i];
    }
    return status;
}

/** Nodes of regions that were left out have no value for that reason, and not for want of children. */
static void mark_screened(const struct result *result, struct panel *nodes)
{
    for (size_t period = 0; period < nodes->periods; period++) {
        for (size_t region = 0; region < nodes->regions; region++) {
            uint8_t first = result->treated->observation[panel_cell(result->treated, period, 0, region)];
            for (size_t i = 0; first == OBSERVATION_SCREENED && i < nodes->columns; i++) {
                panel_set_missing(nodes, panel_cell(nodes, period, i, region), OBSERVATION_SCREENED);
            }
        }
    }
}

/** Every node of every region and period. */
static tocsin_status aggregate_nodes(struct plan *plan, const struct kernel *kernel, struct result *result)
{
    struct arena *arena = plan->arena;
    size_t scores = plan->scored.count * plan->regions->count;
    struct panel *nodes = NULL;
    tocsin_status status =
        panel_create(arena, plan->scored.count, result->tree.inner_count, plan->regions->count, &nodes);
    if (status != TOCSIN_OK) {
        return status;
    }
    double *coverage = arena_allocate(arena, scores * result->tree.inner_count, sizeof *coverage);
    double *imputed = arena_allocate(arena, scores, sizeof *imputed);
    if (!coverage || !imputed) {
        return TOCSIN_ERROR_MEMORY;
    }
    status = kernel_score_panel(plan->context, kernel, result->normalised, nodes, coverage, imputed);
    if (status != TOCSIN_OK) {
        return status;
    }
    mark_screened(result, nodes);
    result->nodes = nodes;
    result->coverage = coverage;
    result->imputed = imputed;
    return kernel_report_missing(plan->context, kernel, result->normalised, nodes, coverage, plan->regions,
                                 &plan->scored);
}

/** What parts of scores are made from. The references live in the arena; NULL if memory is out. */
static const double *list_references(struct arena *arena, const struct result *result)
{
    double *reference = arena_allocate(arena, result->indicator_count, sizeof *reference);
    for (size_t i = 0; reference && i < result->indicator_count; i++) {
        reference[i] = result->indicators[i].reference;
    }
    return reference;
}

static struct contribution_request describe_parts(const struct result *result, const struct kernel *kernel,
                                                  const double *reference)
{
    return (struct contribution_request){
        .tree = &result->tree,
        .weights = &result->weights,
        .kernel = kernel,
        .scale = result->scale,
        .reference = reference,
        .normalised = result->normalised,
        .nodes = result->nodes,
        .first_period = result->first_reported,
        .periods = result->reported_periods,
    };
}

tocsin_status score_describe_parts(tocsin_context *context, struct arena *arena, const struct result *result,
                                   struct contribution_request *request)
{
    struct kernel *kernel = NULL;
    const double *reference = list_references(arena, result);
    if (!reference) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = kernel_create(context, arena, &result->tree, &result->weights, result->scale, &kernel);
    if (status == TOCSIN_OK) {
        *request = describe_parts(result, kernel, reference);
    }
    return status;
}

/** What each indicator adds, in the periods that are reported. */
static tocsin_status take_apart(struct plan *plan, const struct kernel *kernel, struct result *result)
{
    size_t cells = plan->scored.count * result->indicator_count * plan->regions->count;
    const double *reference = list_references(plan->arena, result);
    struct contributions parts = {
        .weight = arena_allocate(plan->arena, cells, sizeof *parts.weight),
        .contribution = arena_allocate(plan->arena, cells, sizeof *parts.contribution),
        .change = arena_allocate(plan->arena, cells, sizeof *parts.change),
    };
    if (!reference || !parts.weight || !parts.contribution || !parts.change) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct contribution_request request = describe_parts(result, kernel, reference);
    tocsin_status status = contribution_compute(plan->context, &request, &parts);
    result->weight = parts.weight;
    result->contribution = parts.contribution;
    result->change = parts.change;
    result->parts_sampled = parts.sampled;
    return status;
}

static tocsin_status rank_scores(struct plan *plan, struct result *result)
{
    int32_t *rank = arena_allocate(plan->arena, plan->scored.count * plan->regions->count, sizeof *rank);
    uint32_t *ranked = arena_allocate(plan->arena, plan->scored.count, sizeof *ranked);
    if (!rank || !ranked) {
        return TOCSIN_ERROR_MEMORY;
    }
    result->rank = rank;
    result->ranked = ranked;
    return levels_rank(plan->context, result->nodes, rank, ranked);
}

tocsin_status score_panels(struct plan *plan, struct result *result)
{
    struct kernel *kernel = NULL;
    tocsin_status status = weigh_nodes(plan, result);
    if (status == TOCSIN_OK) {
        status =
            kernel_create(plan->context, plan->arena, &result->tree, &result->weights, plan->model->scale, &kernel);
    }
    if (status == TOCSIN_OK) {
        status = aggregate_nodes(plan, kernel, result);
    }
    if (status == TOCSIN_OK && result->reported_periods > 0) {
        status = take_apart(plan, kernel, result);
    }
    return status == TOCSIN_OK ? rank_scores(plan, result) : status;
}
