/** The order in which values are prepared: screen, denominate, fill by column, fill by row, treat, normalise. */
#include "pipeline/prepare.h"
#include "base/context.h"
#include "pipeline/describe.h"
#include "score/denominate.h"
#include "score/impute.h"
#include "score/normalise.h"
#include "score/screen.h"
#include "score/treat.h"

/** `filled` and `measured` have the periods before the scored ones, too; `treated` is the tail of `filled`. */
struct preparation {
    struct plan *plan;
    const struct panel *measured;
    struct panel *filled, *treated, *normalised;
    struct result *result;
};

static tocsin_status screen_regions(struct preparation *all)
{
    const struct plan *plan = all->plan;
    const struct tocsin_model *model = plan->model;
    if (!model->screen.given) {
        return TOCSIN_OK;
    }
    bool *in_index = arena_allocate(plan->arena, model->indicator_count, sizeof *in_index);
    if (!in_index) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < model->indicator_count; i++) {
        in_index[i] = model->indicators[i].in_index;
    }
    struct screen_request request = {&model->screen, in_index, plan->regions, &plan->scored};
    return screen_panel(plan->context, &request, all->treated);
}

static tocsin_status fill_column(struct preparation *all, size_t position)
{
    const struct plan *plan = all->plan;
    const struct indicator_recipe *indicator = &plan->model->indicators[position];
    struct denominate_request denominate = {.per = &indicator->per,
                                            .by_region = plan->denominators[position],
                                            .panel = all->measured,
                                            .id = indicator->id,
                                            .regions = plan->regions,
                                            .axis = &plan->measured};
    struct impute_request impute = {.rule = &indicator->missing,
                                    .axis = &plan->measured,
                                    .first_scored = plan->lead,
                                    .groups = plan->groups[position],
                                    .measured = all->measured,
                                    .id = indicator->id,
                                    .regions = plan->regions};
    tocsin_status status = TOCSIN_OK;
    if (indicator->per.kind != PER_NOTHING) {
        status = denominate_column(plan->context, &denominate, all->filled, position);
    }
    return diagnostics_stop(status) ? status : impute_column(plan->context, &impute, all->filled, position);
}

static tocsin_status fill_columns(struct preparation *all)
{
    uint64_t mark = diagnostics_mark(all->plan->context);
    for (size_t i = 0; i < all->plan->model->indicator_count; i++) {
        tocsin_status status = fill_column(all, i);
        if (diagnostics_stop(status)) {
            return status;
        }
    }
    return diagnostics_since(all->plan->context, mark);
}

/** The node above each indicator's leaf; INDEX_NONE for those that are not in the index. */
static void find_parents(const struct tocsin_model *model, struct impute_row_column *columns)
{
    for (size_t i = 0; i < model->tree.count; i++) {
        const struct index_node *node = &model->tree.nodes[i];
        if (node->inner == INDEX_NONE) {
            columns[node->indicator].parent = node->parent;
        }
    }
}

static tocsin_status fill_rows(struct preparation *all)
{
    const struct plan *plan = all->plan;
    const struct tocsin_model *model = plan->model;
    struct impute_row_column *columns = arena_allocate(plan->arena, model->indicator_count, sizeof *columns);
    if (!columns) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < model->indicator_count; i++) {
        const struct indicator_recipe *indicator = &model->indicators[i];
        columns[i] = (struct impute_row_column){&indicator->missing, indicator->direction, &indicator->over, INDEX_NONE,
                                                indicator->id};
    }
    find_parents(model, columns);
    return impute_rows(plan->context, columns, all->treated, &plan->scored);
}

static bool has_value(const struct panel *panel, size_t column)
{
    for (size_t period = 0; period < panel->periods; period++) {
        size_t cell = panel_cell(panel, period, column, 0);
        for (size_t i = 0; i < panel->regions; i++) {
            if (observation_present(panel->observation[cell + i])) {
                return true;
            }
        }
    }
    return false;
}

/** An indicator without a single value takes no part in any score, whatever its weight says. */
static tocsin_status report_empty(struct preparation *all)
{
    const struct tocsin_model *model = all->plan->model;
    uint64_t mark = diagnostics_mark(all->plan->context);
    for (size_t i = 0; i < model->indicator_count; i++) {
        const struct indicator_recipe *indicator = &model->indicators[i];
        if (indicator->in_index && !has_value(all->treated, i)) {
            diagnostics_report(all->plan->context, DIAGNOSTIC_INDICATOR_EMPTY, indicator->at, NULL,
                               "indicator '%s' has no value in any region and period, and so no part in the index",
                               indicator->id);
        }
    }
    return diagnostics_since(all->plan->context, mark);
}

static tocsin_status treat_and_normalise(struct preparation *all, size_t position)
{
    const struct plan *plan = all->plan;
    const struct indicator_recipe *indicator = &plan->model->indicators[position];
    struct treatment_outcome outcome = {.applied = SIZE_MAX};
    struct treat_request treat = {&indicator->treat, &indicator->over, indicator->id, indicator->at, plan->regions};
    struct normalise_request normalise = {
        &indicator->normalise, &indicator->over, indicator->direction, plan->model->scale,
        indicator->id,         indicator->at,    plan->regions,
    };
    tocsin_status status = treat_column(plan->context, &treat, all->treated, position, &plan->scored, &outcome);
    if (status == TOCSIN_OK && indicator->in_index) {
        status = normalise_column(plan->context, &normalise, all->treated, all->normalised, position, &plan->scored);
    }
    if (diagnostics_stop(status)) {
        return status;
    }
    struct result_indicator *about = &all->result->indicators[position];
    about->method = describe_method(plan->arena, indicator, plan->model->scale, &outcome);
    about->treatment = describe_treatment(plan->arena, indicator, &outcome);
    return about->method && about->treatment ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

static tocsin_status normalise_columns(struct preparation *all)
{
    tocsin_context *context = all->plan->context;
    size_t count = all->plan->model->indicator_count;
    uint64_t mark = diagnostics_mark(context);
    for (size_t i = 0; i < count; i++) {
        tocsin_status status = treat_and_normalise(all, i);
        if (status == TOCSIN_OK) {
            status = context_progress(context, "normalise", i + 1, count);
        }
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    return diagnostics_since(context, mark);
}

static tocsin_status create_panels(struct preparation *all, struct panel *measured)
{
    struct arena *arena = all->plan->arena;
    struct panel *raw = NULL;
    /* Carried values tell where they are from: the room for it is there before the raw values are copied. */
    tocsin_status status = panel_add_observed(arena, measured);
    if (status == TOCSIN_OK) {
        status = panel_tail(arena, measured, all->plan->lead, &raw);
    }
    if (status == TOCSIN_OK) {
        status = panel_copy(arena, measured, &all->filled);
    }
    if (status == TOCSIN_OK) {
        status = panel_tail(arena, all->filled, all->plan->lead, &all->treated);
    }
    if (status == TOCSIN_OK) {
        status = panel_create(arena, raw->periods, raw->columns, raw->regions, &all->normalised);
    }
    all->measured = measured;
    all->result->raw = raw;
    all->result->treated = all->treated;
    all->result->normalised = all->normalised;
    return status;
}

tocsin_status prepare_panels(struct plan *plan, struct panel *measured, struct result *result)
{
    struct preparation all = {.plan = plan, .result = result};
    tocsin_status (*const steps[])(struct preparation *) = {screen_regions, fill_columns, fill_rows, report_empty,
                                                            normalise_columns};
    tocsin_status status = create_panels(&all, measured);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == TOCSIN_OK; i++) {
        status = steps[i](&all);
    }
    return status;
}
