/** The only place that knows the order of the stages: measure, prepare, weigh, aggregate, level. */
#include "pipeline/run.h"
#include "base/context.h"
#include "pipeline/identity.h"
#include "pipeline/measure.h"
#include "pipeline/plan.h"
#include "pipeline/prepare.h"
#include "pipeline/selection.h"
#include "score/contribution.h"
#include "score/gsl_trap.h"
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

/** Scores, contributions, ranks and levels. */
static tocsin_status score_panels(struct plan *plan, struct result *result)
{
    struct arena *arena = plan->arena;
    size_t regions = plan->regions->count;
    size_t scores = plan->scored.count * regions;
    size_t cells = scores * result->indicator_count;
    struct panel *nodes = NULL;
    struct kernel *kernel = NULL;
    tocsin_status status = panel_create(arena, plan->scored.count, result->tree.inner_count, regions, &nodes);
    if (status != TOCSIN_OK) {
        return status;
    }
    double *coverage = arena_allocate(arena, scores * result->tree.inner_count, sizeof *coverage);
    double *imputed = arena_allocate(arena, scores, sizeof *imputed);
    double *weight = arena_allocate(arena, cells, sizeof *weight);
    double *contribution = arena_allocate(arena, cells, sizeof *contribution);
    uint8_t *has_contributions = arena_allocate(arena, scores, sizeof *has_contributions);
    int32_t *rank = arena_allocate(arena, scores, sizeof *rank);
    uint32_t *ranked = arena_allocate(arena, plan->scored.count, sizeof *ranked);
    int16_t *level = arena_allocate(arena, scores, sizeof *level);
    if (!coverage || !imputed || !weight || !contribution || !has_contributions || !rank || !ranked || !level) {
        return TOCSIN_ERROR_MEMORY;
    }
    status = kernel_create(plan->context, arena, &result->tree, &result->weights, plan->model->scale, &kernel);
    if (status == TOCSIN_OK) {
        status = kernel_score_panel(plan->context, kernel, result->normalised, nodes, coverage, imputed);
    }
    if (status == TOCSIN_OK) {
        mark_screened(result, nodes);
        status = kernel_report_missing(plan->context, kernel, result->normalised, nodes, coverage, plan->regions,
                                       &plan->scored);
    }
    if (status == TOCSIN_OK) {
        status = contribution_compute(plan->context, &result->tree, &result->weights, result->normalised, nodes, weight,
                                      contribution, has_contributions);
    }
    if (status == TOCSIN_OK) {
        status = levels_rank(plan->context, nodes, rank, ranked);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    levels_compute(nodes, &result->levels, level);
    result->nodes = nodes;
    result->coverage = coverage;
    result->imputed = imputed;
    result->weight = weight;
    result->contribution = contribution;
    result->has_contributions = has_contributions;
    result->rank = rank;
    result->ranked = ranked;
    result->level = level;
    return TOCSIN_OK;
}

/** The stages, once the plan stands. */
static tocsin_status run_stages(struct plan *plan, const tocsin_run_options *options, struct result *result)
{
    struct panel *measured = NULL;
    enum frequency *frequencies = NULL;
    result->regions = plan->regions;
    result->axis = plan->scored;
    tocsin_status status = selection_resolve(plan->context, options, result);
    if (status == TOCSIN_OK) {
        status = measure_run(plan, &measured, &result->sources, &frequencies);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    result->source_count = plan->model->source_count;
    result->tables = plan->tables;
    result->table_count = plan->table_count;
    for (size_t i = 0; i < result->indicator_count; i++) {
        result->indicators[i].frequency = frequencies[i];
    }
    status = identity_own_sources(result);
    if (status == TOCSIN_OK) {
        status = prepare_panels(plan, measured, result);
    }
    if (status == TOCSIN_OK) {
        status = weigh_nodes(plan, result);
    }
    return status == TOCSIN_OK ? score_panels(plan, result) : status;
}

tocsin_status run_model(tocsin_context *context, const struct tocsin_model *model, const tocsin_run_options *options,
                        struct result *result)
{
    gsl_trap_install();
    struct plan plan;
    tocsin_status status = plan_begin(context, &result->arena, model, &plan);
    if (status != TOCSIN_OK && !diagnostics_stop(status)) {
        tocsin_status sources = measure_report(&plan);
        status = diagnostics_stop(sources) ? sources : status;
    }
    if (status == TOCSIN_OK) {
        status = identity_describe(model, options, result);
    }
    if (status == TOCSIN_OK) {
        status = run_stages(&plan, options, result);
    }
    plan_end(&plan);
    return status == TOCSIN_OK ? identity_keep_findings(context, result) : status;
}
