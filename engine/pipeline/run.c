/** The only place that knows the order of the stages: measure, prepare, score, warn; and trace, if that is asked for.
 */
#include "pipeline/run.h"
#include "base/context.h"
#include "pipeline/identity.h"
#include "pipeline/measure.h"
#include "pipeline/plan.h"
#include "pipeline/prepare.h"
#include "pipeline/score.h"
#include "pipeline/selection.h"
#include "pipeline/trace.h"
#include "pipeline/warn.h"
#include "score/gsl_trap.h"

/** The rows behind the score that the caller wants explained. */
static tocsin_status trace_score(struct plan *plan, const struct run_request *request, struct result *result)
{
    size_t region = 0;
    size_t period = 0;
    struct trace_list *traces = NULL;
    tocsin_status status =
        selection_find(plan->context, result, request->traced_region, request->traced_period, &region, &period);
    if (status == TOCSIN_OK) {
        status = trace_run(plan, result, region, period, &traces);
    }
    result->traces = traces;
    return status;
}

/** From the sources to raw values. */
static tocsin_status measure_panel(struct plan *plan, const struct run_request *request, struct result *result,
                                   struct panel **measured)
{
    enum frequency *frequencies = NULL;
    tocsin_status status = selection_resolve(plan->context, request->options, result);
    if (status == TOCSIN_OK) {
        status = measure_run(plan, measured, &result->sources, &frequencies);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    result->source_count = plan->model->source_count;
    result->tables = plan->tables;
    result->table_count = plan->table_count;
    result->measured = *measured;
    result->lead = plan->lead;
    for (size_t i = 0; i < result->indicator_count; i++) {
        result->indicators[i].frequency = frequencies[i];
    }
    return identity_own_sources(result);
}

/** The stages, once the plan stands. */
static tocsin_status run_stages(struct plan *plan, const struct run_request *request, struct result *result)
{
    struct panel *measured = NULL;
    result->regions = plan->regions;
    result->axis = plan->scored;
    const char *previous = request->options ? request->options->previous : NULL;
    struct warn_start start;
    tocsin_status status = warn_begin(plan, previous, result, &start);
    if (status == TOCSIN_OK) {
        status = measure_panel(plan, request, result, &measured);
    }
    if (status == TOCSIN_OK) {
        status = prepare_panels(plan, measured, result);
    }
    if (status == TOCSIN_OK) {
        status = score_panels(plan, result);
    }
    if (status == TOCSIN_OK) {
        status = warn_run(plan, &start, result);
    }
    return status == TOCSIN_OK && request->traced_region ? trace_score(plan, request, result) : status;
}

tocsin_status run_model(tocsin_context *context, const struct tocsin_model *model, const struct run_request *request,
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
        status = identity_describe(model, request->options, result);
    }
    if (status == TOCSIN_OK) {
        status = run_stages(&plan, request, result);
    }
    plan_end(&plan);
    return status == TOCSIN_OK ? identity_keep_findings(context, result) : status;
}
