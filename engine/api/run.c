/** Public functions that run a model. */
#include "pipeline/run.h"
#include "api/result.h"
#include "base/scope.h"

/** Texts and positions that the accessors hand out. */
static tocsin_status prepare_accessors(tocsin_result *made)
{
    struct result *result = &made->result;
    made->periods = arena_allocate(&result->arena, result->reported_periods, sizeof *made->periods);
    made->regions = arena_allocate(&result->arena, result->regions->count, sizeof *made->regions);
    if (!made->periods || !made->regions) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < result->reported_periods; i++) {
        char text[PERIOD_TEXT_SIZE];
        axis_format(text, &result->axis, result->first_reported + i);
        made->periods[i] = arena_text(&result->arena, text);
        if (!made->periods[i]) {
            return TOCSIN_ERROR_MEMORY;
        }
    }
    for (size_t i = 0; i < result->regions->count; i++) {
        if (result->region_reported[i]) {
            made->regions[made->region_count++] = i;
        }
    }
    return TOCSIN_OK;
}

static tocsin_status run_in_scope(tocsin_context *context, const tocsin_model *model, const tocsin_run_options *options,
                                  tocsin_result **result)
{
    tocsin_result *made = memory_allocate(context, 1, sizeof *made);
    if (!made) {
        return TOCSIN_ERROR_MEMORY;
    }
    arena_begin(&made->result.arena, context);
    tocsin_status status = run_model(context, model, &(struct run_request){.options = options}, &made->result);
    if (status == TOCSIN_OK) {
        status = prepare_accessors(made);
    }
    if (status == TOCSIN_OK) {
        *result = made;
    } else {
        tocsin_result_destroy(made);
    }
    return status;
}

tocsin_status tocsin_run(tocsin_context *context, const tocsin_model *model, const tocsin_run_options *options,
                         tocsin_result **result)
{
    if (!context || !model || !result || (options && options->region_count > 0 && !options->regions)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = run_in_scope(context, model, options, result);
    scope_leave(&scope);
    return status;
}

tocsin_status tocsin_check(tocsin_context *context, const tocsin_model *model)
{
    tocsin_result *result = NULL;
    tocsin_status status = tocsin_run(context, model, NULL, &result);
    tocsin_result_destroy(result);
    return status;
}

void tocsin_result_destroy(tocsin_result *result)
{
    if (!result) {
        return;
    }
    tocsin_context *context = result->result.arena.context;
    arena_end(&result->result.arena);
    memory_release(context, result);
}
