/** What modules made of other indicators share: inputs by option, their cells, and what carries over from them. */
#include "indicators/inputs.h"
#include "base/text.h"
#include <math.h>

tocsin_status inputs_position(const struct indicator_setup *setup, const char *id, size_t *position)
{
    for (size_t i = 0; i < setup->input_count; i++) {
        if (text_equal(setup->input_ids[i], id)) {
            *position = i;
            return TOCSIN_OK;
        }
    }
    return TOCSIN_ERROR_INTERNAL;
}

struct input_value inputs_at(const struct indicator_frame *frame, size_t position, size_t period, size_t region)
{
    const struct panel *panel = frame->panel;
    size_t cell = panel_cell(panel, period, frame->inputs[position], region);
    struct input_value input = {.observation = panel->observation[cell], .day = DAY_NONE};
    input.present = observation_present(panel->observation[cell]);
    if (!input.present) {
        return input;
    }
    input.value = panel->value[cell];
    input.low = panel->low ? panel->low[cell] : input.value;
    input.high = panel->high ? panel->high[cell] : input.value;
    input.day = panel->observed ? panel->observed[cell] : DAY_NONE;
    if (input.day == DAY_NONE) {
        input.day = period_last_day(frame->axis.frequency, axis_period(&frame->axis, period));
    }
    return input;
}

enum observation inputs_combine(enum observation so_far, enum observation input)
{
    /* From the most to the least trustworthy; those not named are measured zeros or as measured. */
    static const unsigned rank[OBSERVATION_COUNT] = {
        [OBSERVATION_NEUTRAL] = 1,         [OBSERVATION_SHORT_HISTORY] = 2, [OBSERVATION_PARTIAL] = 3,
        [OBSERVATION_PARTLY_COVERED] = 3,  [OBSERVATION_IMPUTED] = 4,       [OBSERVATION_CARRIED] = 4,
        [OBSERVATION_IMPUTED_IN_PART] = 4, [OBSERVATION_UNRELIABLE] = 5,
    };
    if (rank[input] <= rank[so_far]) {
        return so_far;
    }
    return rank[input] == rank[OBSERVATION_IMPUTED] ? OBSERVATION_IMPUTED_IN_PART : input;
}

void inputs_set(const struct indicator_frame *frame, size_t period, size_t region, struct input_value result)
{
    struct panel *panel = frame->panel;
    size_t cell = panel_cell(panel, period, frame->column, region);
    panel_set(panel, cell, result.value, result.observation);
    if (!observation_present(panel->observation[cell])) {
        return;
    }
    if (panel->low) {
        panel->low[cell] = isfinite(result.low) && result.low < result.value ? result.low : result.value;
        panel->high[cell] = isfinite(result.high) && result.high > result.value ? result.high : result.value;
    }
    if (panel->observed) {
        day_number last = period_last_day(frame->axis.frequency, axis_period(&frame->axis, period));
        panel->observed[cell] = result.day == last ? DAY_NONE : result.day;
    }
}

void inputs_set_missing(const struct indicator_frame *frame, size_t period, size_t region, enum observation why)
{
    panel_set_missing(frame->panel, panel_cell(frame->panel, period, frame->column, region), why);
}

tocsin_status inputs_each(const struct indicator_frame *frame,
                          tocsin_status (*measure)(void *user, const struct indicator_frame *frame, size_t period,
                                                   size_t region),
                          void *user)
{
    for (size_t period = 0; period < frame->axis.count; period++) {
        for (size_t region = 0; region < frame->regions->count; region++) {
            tocsin_status status = measure(user, frame, period, region);
            if (status != TOCSIN_OK) {
                return status;
            }
        }
    }
    return TOCSIN_OK;
}

tocsin_status inputs_report_gaps(const struct indicator_frame *frame, const struct tally *gaps,
                                 enum diagnostic_code code, struct location at, const char *hint, const char *why)
{
    char period[PERIOD_TEXT_SIZE];
    if (gaps->count == 0) {
        return TOCSIN_OK;
    }
    axis_format(period, &frame->axis, gaps->period);
    return diagnostics_report(
        frame->context, code, at, hint,
        "indicator '%s' is missing in %llu of %zu measured cells (region and period), first for '%s' in %s, where %s",
        frame->id, (unsigned long long)gaps->count, frame->axis.count * frame->regions->count,
        frame->regions->regions[gaps->region].id, period, why);
}

tocsin_status inputs_report_zero_denominators(const struct indicator_frame *frame, const struct tally *gaps)
{
    return inputs_report_gaps(frame, gaps, DIAGNOSTIC_ZERO_DENOMINATORS, frame->at, NULL, "it would divide by zero");
}

tocsin_status inputs_report_not_finite(const struct indicator_frame *frame, struct location at, const char *hint)
{
    struct tally gaps = {0};
    for (size_t period = 0; period < frame->axis.count; period++) {
        size_t cell = panel_cell(frame->panel, period, frame->column, 0);
        for (size_t region = 0; region < frame->regions->count; region++) {
            if (frame->panel->observation[cell + region] == OBSERVATION_NOT_FINITE) {
                tally_add(&gaps, 0, period, region);
            }
        }
    }
    return inputs_report_gaps(frame, &gaps, DIAGNOSTIC_RESULT_NOT_FINITE, at, hint,
                              "the result is not a finite number");
}

tocsin_status inputs_list(struct indicator_inputs *inputs, const struct indicator_frame *frame, size_t position,
                          size_t region, size_t periods_before, double weight)
{
    tocsin_status status =
        arena_grow(inputs->arena, &inputs->inputs, inputs->count, sizeof *inputs->inputs, &inputs->capacity);
    if (status == TOCSIN_OK) {
        inputs->inputs[inputs->count++] = (struct trace_input){
            .indicator = frame->inputs[position],
            .region = region,
            .periods_before = (int32_t)periods_before,
            .weight = weight,
        };
    }
    return status;
}
