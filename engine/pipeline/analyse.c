/** Where a run and its analysis join. */
#include "pipeline/analyse.h"
#include "analysis/multivariate.h"
#include "pipeline/run.h"

tocsin_status analyse_model(tocsin_context *context, const struct tocsin_model *model,
                            const tocsin_run_options *options, struct analysis *analysis, struct provenance *provenance)
{
    struct result result = {0};
    arena_begin(&result.arena, context);
    tocsin_status status = run_model(context, model, &(struct run_request){.options = options}, &result);
    if (status == TOCSIN_OK) {
        status = provenance_copy(&analysis->arena, &result, provenance);
    }
    if (status == TOCSIN_OK) {
        status = multivariate_analyse(context, &result, analysis);
    }
    if (status == TOCSIN_OK) {
        status = analysis_tabulate_findings(analysis);
    }
    arena_end(&result.arena);
    return status;
}
