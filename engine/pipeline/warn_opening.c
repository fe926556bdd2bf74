/** The first change of a run that goes on from another. */
#include "pipeline/warn_opening.h"
#include "score/contribution.h"
#include "score/kernel.h"
#include <math.h>
#include <string.h>

/** The period before and the first one, as a panel of two. */
struct opening {
    struct panel *normalised, *nodes;
    double *coverage, *imputed, *weight, *contribution, *change, *reference;
};

static tocsin_status make_room(struct arena *arena, const struct result *result, struct opening *opening)
{
    size_t regions = result->regions->count;
    size_t values = 2 * result->indicator_count * regions;
    tocsin_status status = panel_create(arena, 2, result->indicator_count, regions, &opening->normalised);
    if (status == TOCSIN_OK) {
        status = panel_create(arena, 2, result->tree.inner_count, regions, &opening->nodes);
    }
    opening->coverage = arena_allocate(arena, 2 * result->tree.inner_count * regions, sizeof(double));
    opening->imputed = arena_allocate(arena, 2 * regions, sizeof(double));
    opening->weight = arena_allocate(arena, values, sizeof(double));
    opening->contribution = arena_allocate(arena, values, sizeof(double));
    opening->change = arena_allocate(arena, values, sizeof(double));
    opening->reference = arena_allocate(arena, result->indicator_count, sizeof(double));
    return arena->failed ? TOCSIN_ERROR_MEMORY : status;
}

/** Copies a period of a panel into a period of another with the same columns and regions. */
static void copy_period(struct panel *to, size_t to_period, const struct panel *from, size_t from_period)
{
    size_t cells = from->columns * from->regions;
    memcpy(to->value + to_period * cells, from->value + from_period * cells, cells * sizeof *to->value);
    memcpy(to->observation + to_period * cells, from->observation + from_period * cells, cells);
}

static double score_before(const struct level_state *state)
{
    return state->recent[state->recent_count - 1];
}

/** Regions that had no score then have none here, whatever could be made of their values: they were screened, say. */
static void take_nodes(const struct result *result, const struct level_state *states, struct opening *opening)
{
    copy_period(opening->nodes, 1, result->nodes, 0);
    for (size_t region = 0; region < result->regions->count; region++) {
        for (size_t i = 0; isnan(score_before(&states[region])) && i < opening->nodes->columns; i++) {
            panel_set_missing(opening->nodes, panel_cell(opening->nodes, 0, i, region), OBSERVATION_NOT_MEASURED);
        }
    }
}

/** Only parts that add up to the change are told. */
static void keep_changes(const struct result *result, const struct level_state *states, const struct opening *opening,
                         double *change)
{
    size_t regions = result->regions->count;
    for (size_t region = 0; region < regions; region++) {
        double then = opening->nodes->value[panel_cell(opening->nodes, 0, 0, region)];
        for (size_t i = 0; then == score_before(&states[region]) && i < result->indicator_count; i++) {
            change[i * regions + region] = opening->change[panel_cell(opening->normalised, 1, i, region)];
        }
    }
}

static bool has_cell_weights(const struct result *result)
{
    for (size_t i = 0; result->weights.cell && i < result->tree.count; i++) {
        if (result->weights.cell[i]) {
            return true;
        }
    }
    return false;
}

static tocsin_status take_apart(struct plan *plan, struct arena *arena, const struct result *result,
                                const struct level_state *states, struct opening *opening)
{
    struct kernel *kernel = NULL;
    tocsin_status status = kernel_create(plan->context, arena, &result->tree, &result->weights, result->scale, &kernel);
    if (status == TOCSIN_OK) {
        status = kernel_score_panel(plan->context, kernel, opening->normalised, opening->nodes, opening->coverage,
                                    opening->imputed);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    take_nodes(result, states, opening);
    for (size_t i = 0; i < result->indicator_count; i++) {
        opening->reference[i] = result->indicators[i].reference;
    }
    struct contribution_request request = {
        .tree = &result->tree,
        .weights = &result->weights,
        .kernel = kernel,
        .scale = result->scale,
        .reference = opening->reference,
        .normalised = opening->normalised,
        .nodes = opening->nodes,
        .first_period = 1,
        .periods = 1,
    };
    struct contributions parts = {
        .weight = opening->weight, .contribution = opening->contribution, .change = opening->change};
    return contribution_compute(plan->context, &request, &parts);
}

tocsin_status warn_opening(struct plan *plan, const struct result *result, const struct saved_states *saved,
                           const struct level_state *states, const double **change)
{
    size_t regions = result->regions->count;
    double *kept = arena_allocate(plan->arena, result->indicator_count * regions, sizeof *kept);
    if (!kept) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (has_cell_weights(result)) {
        *change = NULL;
        return TOCSIN_OK;
    }
    struct arena arena;
    struct opening opening = {0};
    arena_begin(&arena, plan->context);
    tocsin_status status = make_room(&arena, result, &opening);
    if (status == TOCSIN_OK) {
        copy_period(opening.normalised, 0, saved->values, 0);
        copy_period(opening.normalised, 1, result->normalised, 0);
        status = take_apart(plan, &arena, result, states, &opening);
    }
    if (status == TOCSIN_OK) {
        keep_changes(result, states, &opening, kept);
        *change = kept;
    }
    arena_end(&arena);
    return status;
}
