/** Levels of the scores. */
#include "pipeline/warn.h"
#include "score/levels.h"

tocsin_status warn_run(struct plan *plan, const tocsin_run_options *options, struct result *result)
{
    (void)options;
    size_t scores = plan->scored.count * plan->regions->count;
    int16_t *level = arena_allocate(plan->arena, scores, sizeof *level);
    if (!level) {
        return TOCSIN_ERROR_MEMORY;
    }
    levels_compute(result->nodes, &result->levels, level);
    result->level = level;
    return TOCSIN_OK;
}
