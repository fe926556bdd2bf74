/**
 * Change: how far another indicator has moved since some periods before.
 *
 *   value(r, t) = x(r, t) - x(r, t - k)
 *   relative:     100 (x(r, t) - x(r, t - k)) / |x(r, t - k)|
 *
 * Range: any number; above 0 is a rise. Unit: that of the other indicator, or percent. Direction: that of the other
 * indicator. The magnitude in the denominator keeps a rise positive where the earlier value is below zero. Blind spots:
 * a change says nothing of the level, and a relative one is wild near zero.
 */
#include "indicators/inputs.h"
#include <math.h>

enum { OPTION_OF, OPTION_PERIODS, OPTION_RELATIVE, OPTION_COUNT };

static const struct option_descriptor option_table[OPTION_COUNT] = {
    [OPTION_OF] =
        {
            .name = "of",
            .type = OPTION_INDICATOR,
            .required = true,
            .text = "Id of the indicator whose change is wanted.",
        },
    [OPTION_PERIODS] =
        {
            .name = "periods",
            .type = OPTION_INTEGER,
            .is_lead = true,
            .range = "1 <= x <= 1200",
            .low = 1,
            .high = 1200,
            .unit = "periods",
            .initial = "1",
            .text = "How many periods lie between the two values: 12 in a monthly model compares with the same month a "
                    "year before and so takes out the seasons.",
        },
    [OPTION_RELATIVE] =
        {
            .name = "relative",
            .type = OPTION_FLAG,
            .range = "true|false",
            .initial = "false",
            .text = "The change in percent of the earlier value's magnitude; where that is zero, the value is missing.",
        },
};

struct change_state {
    size_t of;
    size_t periods;
    bool relative;
    struct tally zeros; /* cells with an earlier value of zero */
};

static tocsin_status prepare(const struct indicator_setup *setup, void *state)
{
    struct change_state *change = state;
    change->periods = (size_t)setup->options[OPTION_PERIODS].number;
    change->relative = setup->options[OPTION_RELATIVE].number != 0;
    return inputs_position(setup, setup->options[OPTION_OF].text, &change->of);
}

static double percent_change(double now, double before)
{
    return 100.0 * (now - before) / fabs(before);
}

/**
 * The bounds of a relative change lie at the corners of the two ranges, because it is monotone in both values as long
 * as the earlier range keeps to one side of zero.
 */
static void relative_bounds(const struct input_value *now, const struct input_value *before, struct input_value *result)
{
    result->low = result->high = result->value;
    if (before->low <= 0 && before->high >= 0) {
        return;
    }
    const double corners[4] = {
        percent_change(now->low, before->low),
        percent_change(now->low, before->high),
        percent_change(now->high, before->low),
        percent_change(now->high, before->high),
    };
    for (size_t i = 0; i < 4; i++) {
        result->low = fmin(result->low, corners[i]);
        result->high = fmax(result->high, corners[i]);
    }
}

static tocsin_status measure(void *user, const struct indicator_frame *frame, size_t period, size_t region)
{
    struct change_state *change = user;
    if (period < change->periods) {
        inputs_set_missing(frame, period, region, OBSERVATION_NO_HISTORY);
        return TOCSIN_OK;
    }
    struct input_value now = inputs_at(frame, change->of, period, region);
    struct input_value before = inputs_at(frame, change->of, period - change->periods, region);
    if (!now.present || !before.present) {
        inputs_set_missing(frame, period, region, OBSERVATION_INPUT_MISSING);
        return TOCSIN_OK;
    }
    if (change->relative && before.value == 0) {
        tally_add(&change->zeros, 0, period, region);
        inputs_set_missing(frame, period, region, OBSERVATION_ZERO_DENOMINATOR);
        return TOCSIN_OK;
    }
    struct input_value result = {.day = now.day};
    result.observation = inputs_combine(inputs_combine(OBSERVATION_NORMAL, now.observation), before.observation);
    if (change->relative) {
        result.value = percent_change(now.value, before.value);
        relative_bounds(&now, &before, &result);
    } else {
        result.value = now.value - before.value;
        result.low = now.low - before.high;
        result.high = now.high - before.low;
    }
    inputs_set(frame, period, region, result);
    return TOCSIN_OK;
}

static tocsin_status finish(void *state, const struct indicator_frame *frame)
{
    struct change_state *change = state;
    tocsin_status status = inputs_each(frame, measure, change);
    if (status != TOCSIN_OK) {
        return status;
    }
    uint64_t mark = diagnostics_mark(frame->context);
    inputs_report_zero_denominators(frame, &change->zeros);
    inputs_report_not_finite(frame, frame->at, NULL);
    return diagnostics_since(frame->context, mark);
}

/* What is subtracted; a relative change divides the difference. */
static tocsin_status list_inputs(const void *state, const struct indicator_frame *frame, size_t period, size_t region,
                                 struct indicator_inputs *inputs)
{
    (void)period;
    const struct change_state *change = state;
    tocsin_status status = inputs_list(inputs, frame, change->of, region, 0, 1);
    return status == TOCSIN_OK ? inputs_list(inputs, frame, change->of, region, change->periods, -1) : status;
}

const struct indicator_module indicator_change = {
    .name = "change",
    .title = "Change",
    .text = "How far another indicator has moved since some periods before, in its own unit or in percent.",
    .input = INPUT_INDICATORS,
    .direction = DIRECTION_RISK,
    .unit = "that of the other indicator, or percent",
    .unit_rule = UNIT_UNKNOWN,
    .formula = "x(t) - x(t - k); relative: 100 (x(t) - x(t - k)) / |x(t - k)|",
    .source =
        "OECD/JRC Handbook on Constructing Composite Indicators (2008), table 3 (percentage of annual differences)",
    .blind_spots = "Says nothing of the level; a relative change is wild near zero.",
    .options = option_table,
    .option_count = OPTION_COUNT,
    .state_size = sizeof(struct change_state),
    .prepare = prepare,
    .finish = finish,
    .list_inputs = list_inputs,
};
