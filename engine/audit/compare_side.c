/** Reads a run folder back and scores it again. */
#include "audit/compare_side.h"
#include "base/context.h"
#include "panel/result_row.h"
#include "pipeline/rescore.h"

tocsin_status compare_side_rescore(tocsin_context *context, const struct tocsin_model *model,
                                   const struct saved_panel *saved, struct result *result, bool *scored)
{
    bool strict = context_set_strict(context, false);
    arena_begin(&result->arena, context);
    diagnostics_mute(context, true);
    tocsin_status status = rescore_panel(context, model, saved, result);
    diagnostics_mute(context, false);
    context_set_strict(context, strict);
    *scored = status == TOCSIN_OK;
    if (status != TOCSIN_OK) {
        arena_end(&result->arena);
        *result = (struct result){0};
    }
    return diagnostics_stop(status) ? status : TOCSIN_OK;
}

/** Scores the run; if it cannot be, says why. */
static tocsin_status score_side(tocsin_context *context, struct compare_side *side)
{
    bool scored = false;
    tocsin_status status = compare_side_rescore(context, side->model, &side->saved, &side->result, &scored);
    if (status == TOCSIN_OK && !scored) {
        arena_begin(&side->result.arena, context);
        status = rescore_panel(context, side->model, &side->saved, &side->result);
        status = status == TOCSIN_OK ? TOCSIN_ERROR_INTERNAL : status;
    }
    return status;
}

/** The model without its warnings, which were told when it was run; if it cannot be read, says why. */
static tocsin_status load_model(tocsin_context *context, struct compare_side *side)
{
    bool strict = context_set_strict(context, false);
    diagnostics_mute(context, true);
    tocsin_status status = saved_run_model(context, &side->run, &side->model);
    diagnostics_mute(context, false);
    if (status != TOCSIN_OK && !diagnostics_stop(status)) {
        status = saved_run_model(context, &side->run, &side->model);
    }
    context_set_strict(context, strict);
    return status;
}

static tocsin_status take_levels(struct arena *arena, struct compare_side *side)
{
    const struct result *result = &side->result;
    size_t cells = result->axis.count * result->regions->count;
    side->levels = arena_allocate(arena, cells, sizeof *side->levels);
    for (size_t i = 0; side->levels && i < cells; i++) {
        side->levels[i] = result->level ? result_level_id(result, result->level[i]) : NULL;
    }
    return side->levels ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

tocsin_status compare_side_open(tocsin_context *context, struct arena *arena, const char *directory,
                                struct compare_side *side)
{
    tocsin_status status = saved_run_open(context, arena, directory, &side->run);
    if (status == TOCSIN_OK) {
        status = load_model(context, side);
    }
    if (status == TOCSIN_OK) {
        status = saved_run_panel(context, arena, &side->run, side->model, &side->saved);
    }
    if (status == TOCSIN_OK) {
        status = score_side(context, side);
    }
    if (status == TOCSIN_OK) {
        status = take_levels(arena, side);
    }
    return status == TOCSIN_OK ? compare_side_check(context, arena, side) : status;
}

void compare_side_close(struct compare_side *side)
{
    arena_end(&side->result.arena);
    tocsin_model_destroy(side->model);
    *side = (struct compare_side){0};
}
