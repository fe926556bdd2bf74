/** Turns the caller's periods and regions into positions. */
#include "pipeline/selection.h"
#include "base/text.h"
#include "pipeline/region_hint.h"
#include <string.h>

/** Position on the axis of a period that the caller named. */
static tocsin_status find_period(tocsin_context *context, const struct period_axis *axis, const char *text,
                                 size_t *position)
{
    period_number period;
    char first[PERIOD_TEXT_SIZE];
    char last[PERIOD_TEXT_SIZE];
    period_format(first, axis->frequency, axis->first);
    axis_format(last, axis, axis->count - 1);
    if (!period_parse(text, strlen(text), axis->frequency, &period)) {
        return diagnostics_report(context, DIAGNOSTIC_RUN_PERIOD, LOCATION_NONE, NULL,
                                  "'%s' is not a %s; expected one from %s to %s", text,
                                  frequency_names[axis->frequency], first, last);
    }
    if (period < axis->first || period > axis_period(axis, axis->count - 1)) {
        return diagnostics_report(context, DIAGNOSTIC_RUN_PERIOD, LOCATION_NONE, NULL,
                                  "period %s is not scored; the model's run from %s to %s", text, first, last);
    }
    *position = (size_t)(period - axis->first);
    return TOCSIN_OK;
}

static tocsin_status resolve_periods(tocsin_context *context, const tocsin_run_options *options, struct result *result)
{
    size_t from = 0;
    size_t to = result->axis.count - 1;
    uint64_t mark = diagnostics_mark(context);
    if (options->from) {
        find_period(context, &result->axis, options->from, &from);
    }
    if (text_equal(options->from, options->to)) {
        to = options->to ? from : to;
    } else if (options->to) {
        find_period(context, &result->axis, options->to, &to);
    }
    if (diagnostics_since(context, mark) != TOCSIN_OK) {
        return diagnostics_since(context, mark);
    }
    if (to < from) {
        return diagnostics_report(context, DIAGNOSTIC_RUN_PERIOD, LOCATION_NONE, NULL,
                                  "the first period to report, %s, is after the last, %s",
                                  options->from ? options->from : "the model's",
                                  options->to ? options->to : "the model's");
    }
    result->first_reported = from;
    result->reported_periods = to - from + 1;
    return TOCSIN_OK;
}

static tocsin_status resolve_regions(tocsin_context *context, const tocsin_run_options *options, struct result *result)
{
    const struct region_table *regions = result->regions;
    bool *reported = arena_allocate(&result->arena, regions->count, sizeof *reported);
    if (!reported) {
        return TOCSIN_ERROR_MEMORY;
    }
    memset(reported, options->region_count > 0 ? 0 : 1, regions->count * sizeof *reported);
    uint64_t mark = diagnostics_mark(context);
    for (size_t i = 0; i < options->region_count; i++) {
        size_t position;
        if (region_table_find(regions, options->regions[i], &position)) {
            reported[position] = true;
            continue;
        }
        char hint[REGION_HINT_SIZE];
        diagnostics_report(context, DIAGNOSTIC_RUN_REGION, LOCATION_NONE,
                           region_hint(regions, options->regions[i], hint), "'%s' is not a region of the model",
                           options->regions[i]);
    }
    result->region_reported = reported;
    return diagnostics_since(context, mark);
}

tocsin_status selection_resolve(tocsin_context *context, const tocsin_run_options *options, struct result *result)
{
    static const tocsin_run_options everything = {0};
    const tocsin_run_options *wanted = options ? options : &everything;
    tocsin_status periods = resolve_periods(context, wanted, result);
    tocsin_status regions = resolve_regions(context, wanted, result);
    return periods != TOCSIN_OK ? periods : regions;
}

tocsin_status selection_find(tocsin_context *context, const struct result *result, const char *region,
                             const char *period, size_t *region_position, size_t *period_position)
{
    char hint[REGION_HINT_SIZE];
    size_t found_region = 0;
    size_t found_period = result->first_reported + result->reported_periods - 1;
    uint64_t mark = diagnostics_mark(context);
    if (!region_table_find(result->regions, region, &found_region)) {
        diagnostics_report(context, DIAGNOSTIC_RUN_REGION, LOCATION_NONE, region_hint(result->regions, region, hint),
                           "'%s' is not a region of the model", region);
    }
    if (period) {
        find_period(context, &result->axis, period, &found_period);
    }
    tocsin_status status = diagnostics_since(context, mark);
    if (status == TOCSIN_OK) {
        *region_position = found_region;
        *period_position = found_period;
    }
    return status;
}
