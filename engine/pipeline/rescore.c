/** Scores measured values: the stages of a run from preparing on. */
#include "pipeline/rescore.h"
#include "pipeline/identity.h"
#include "pipeline/plan.h"
#include "pipeline/prepare.h"
#include "pipeline/score.h"
#include "pipeline/warn.h"
#include "score/gsl_trap.h"
#include <string.h>

/** Everything is reported, once parts can no more be made of it. */
static tocsin_status report_all(struct result *result)
{
    bool *reported = arena_allocate(&result->arena, result->regions->count, sizeof *reported);
    if (!reported) {
        return TOCSIN_ERROR_MEMORY;
    }
    memset(reported, 1, result->regions->count * sizeof *reported);
    result->region_reported = reported;
    result->reported_periods = result->axis.count;
    return TOCSIN_OK;
}

static tocsin_status rescore_stages(struct plan *plan, struct panel *measured, struct result *result)
{
    result->regions = plan->regions;
    result->axis = plan->scored;
    result->lead = plan->lead;
    result->measured = measured;
    struct warn_start start;
    tocsin_status status = prepare_panels(plan, measured, result);
    if (status == TOCSIN_OK) {
        status = score_panels(plan, result);
    }
    if (status == TOCSIN_OK) {
        status = warn_begin(plan, NULL, result, &start);
    }
    if (status == TOCSIN_OK) {
        status = warn_run(plan, &start, result);
    }
    return status == TOCSIN_OK ? report_all(result) : status;
}

tocsin_status rescore_panel(tocsin_context *context, const struct tocsin_model *model,
                            const struct saved_panel *measured, struct result *result)
{
    gsl_trap_install();
    struct plan plan;
    struct panel *panel = arena_allocate(&result->arena, 1, sizeof *panel);
    if (!panel) {
        return TOCSIN_ERROR_MEMORY;
    }
    *panel = *measured->panel; /* its numbers are shared; what preparing adds to it lives with the result */
    tocsin_status status = plan_begin_measured(context, &result->arena, model, measured->regions, &measured->measured,
                                               measured->lead, &plan);
    if (status == TOCSIN_OK) {
        status = identity_describe(model, NULL, result);
    }
    if (status == TOCSIN_OK) {
        status = rescore_stages(&plan, panel, result);
    }
    plan_end(&plan);
    return status;
}
