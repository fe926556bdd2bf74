/**
 * Weighted history: fixed weights on the last periods of another indicator, the newest first.
 *
 *   value(r, t) = sum_j w_j x(r, t - j) / divisor,  j = 0 .. n - 1
 *
 * With weights 16, 8, 4, 2, 1 and the number of weights, 5, as the divisor this is the five-year memory of the Global
 * Terrorism Index (Institute for Economics & Peace 2023); the divisor does not have to be the sum of the weights. Unit
 * and direction are the other indicator's. Range: that of the other indicator, times sum w / divisor. Blind spots: what
 * happened before the oldest weight is forgotten at once.
 */
#include "base/compensated_sum.h"
#include "indicators/inputs.h"

enum { OPTION_OF, OPTION_WEIGHTS, OPTION_DIVISOR, OPTION_MISSING, OPTION_LEAST, OPTION_COUNT };
enum history_missing { HISTORY_MISSING, HISTORY_ZERO, HISTORY_RESCALE };

static const struct option_descriptor option_table[OPTION_COUNT] = {
    [OPTION_OF] =
        {
            .name = "of",
            .type = OPTION_INDICATOR,
            .required = true,
            .text = "Id of the indicator whose history is weighted.",
        },
    [OPTION_WEIGHTS] =
        {
            .name = "weights",
            .type = OPTION_NUMBERS,
            .is_lead = true,
            .range = "x >= 0",
            .low = 0,
            .high = 1e12,
            .initial = "16, 8, 4, 2, 1",
            .text =
                "Weights of the periods, the newest first; not all zero. Default: those of the Global Terrorism Index "
                "(Institute for Economics & Peace 2023), which halve with every year.",
        },
    [OPTION_DIVISOR] =
        {
            .name = "divisor",
            .type = OPTION_NUMBER,
            .range = "x > 0",
            .low = 0,
            .high = 1e12,
            .low_open = true,
            .text =
                "What the weighted sum is divided by. Default: the number of weights, as the Global Terrorism Index "
                "has it (5, not 31); give the sum of the weights for a weighted mean.",
        },
    [OPTION_MISSING] =
        {
            .name = "missing",
            .type = OPTION_CHOICE,
            .range = "missing|zero|rescale",
            .initial = "missing",
            .text =
                "What an earlier value that is missing does: the result is `missing`, the value counts as `zero`, or "
                "`rescale`: the weights of the known values are raised to the sum of all. A missing newest value "
                "always gives a missing result.",
        },
    [OPTION_LEAST] =
        {
            .name = "least",
            .type = OPTION_INTEGER,
            .range = "1 <= x <= 1200",
            .low = 1,
            .high = 1200,
            .unit = "periods",
            .initial = "1",
            .text = "With `missing: zero` or `rescale`: how many values, the newest included, must be known.",
        },
};

struct history_state {
    size_t of;
    const double *weights;
    size_t count;
    double divisor;
    enum history_missing missing;
    size_t least;
};

static tocsin_status prepare(const struct indicator_setup *setup, void *state)
{
    struct history_state *history = state;
    const struct option_value *options = setup->options;
    history->weights = options[OPTION_WEIGHTS].numbers;
    history->count = options[OPTION_WEIGHTS].number_count;
    history->divisor = options[OPTION_DIVISOR].given ? options[OPTION_DIVISOR].number : (double)history->count;
    history->missing = (enum history_missing)options[OPTION_MISSING].number;
    history->least = (size_t)options[OPTION_LEAST].number;
    bool weighted = false;
    for (size_t i = 0; i < history->count; i++) {
        weighted = weighted || history->weights[i] > 0;
    }
    struct location at = options[OPTION_WEIGHTS].given ? options[OPTION_WEIGHTS].at : setup->at;
    if (!weighted) {
        return diagnostics_report(setup->context, DIAGNOSTIC_HISTORY_WEIGHTS, at, NULL,
                                  "indicator '%s' needs at least one weight above zero", setup->id);
    }
    if (history->least > history->count) {
        at = options[OPTION_LEAST].given ? options[OPTION_LEAST].at : setup->at;
        return diagnostics_report(setup->context, DIAGNOSTIC_HISTORY_WEIGHTS, at, NULL,
                                  "indicator '%s' wants %zu known values, but has weights for %zu only", setup->id,
                                  history->least, history->count);
    }
    return inputs_position(setup, options[OPTION_OF].text, &history->of);
}

/** What the walk over the weights finds. */
struct weighted_values {
    struct compensated_sum value, low, high;
    struct compensated_sum weight, known_weight;
    size_t known;
    enum observation observation;
    enum observation why; /* of the first value that is not there */
};

static void take_value(struct weighted_values *sums, double weight, const struct input_value *input)
{
    compensated_sum_add(&sums->value, weight * input->value);
    compensated_sum_add(&sums->low, weight * input->low);
    compensated_sum_add(&sums->high, weight * input->high);
    compensated_sum_add(&sums->known_weight, weight);
    sums->known++;
    sums->observation = inputs_combine(sums->observation, input->observation);
}

static struct weighted_values weigh(const struct history_state *history, const struct indicator_frame *frame,
                                    size_t period, size_t region)
{
    struct weighted_values sums = {.observation = OBSERVATION_NORMAL, .why = OBSERVATION_NORMAL};
    for (size_t j = 0; j < history->count; j++) {
        compensated_sum_add(&sums.weight, history->weights[j]);
        struct input_value input = {.present = false};
        if (j <= period) {
            input = inputs_at(frame, history->of, period - j, region);
        }
        if (input.present) {
            take_value(&sums, history->weights[j], &input);
        } else if (sums.why == OBSERVATION_NORMAL) {
            sums.why = j > period ? OBSERVATION_NO_HISTORY : OBSERVATION_INPUT_MISSING;
        }
    }
    return sums;
}

/** What the known values' weights are multiplied by, so that they stand for all. */
static double rescaling(const struct history_state *history, const struct weighted_values *sums)
{
    bool rescale = sums->known < history->count && history->missing == HISTORY_RESCALE;
    return rescale ? compensated_sum_value(&sums->weight) / compensated_sum_value(&sums->known_weight) : 1.0;
}

static tocsin_status measure(void *user, const struct indicator_frame *frame, size_t period, size_t region)
{
    const struct history_state *history = user;
    struct input_value now = inputs_at(frame, history->of, period, region);
    struct weighted_values sums = weigh(history, frame, period, region);
    bool whole = sums.known == history->count;
    double known_weight = compensated_sum_value(&sums.known_weight);
    if (!now.present || (!whole && history->missing == HISTORY_MISSING)) {
        inputs_set_missing(frame, period, region, sums.why);
        return TOCSIN_OK;
    }
    if (sums.known < history->least || (history->missing == HISTORY_RESCALE && !(known_weight > 0))) {
        inputs_set_missing(frame, period, region, OBSERVATION_NO_HISTORY);
        return TOCSIN_OK;
    }
    double factor = rescaling(history, &sums);
    if (!whole) {
        bool rescale = history->missing == HISTORY_RESCALE;
        sums.observation =
            inputs_combine(sums.observation, rescale ? OBSERVATION_SHORT_HISTORY : OBSERVATION_IMPUTED_IN_PART);
    }
    inputs_set(frame, period, region,
               (struct input_value){
                   .observation = sums.observation,
                   .value = compensated_sum_value(&sums.value) * factor / history->divisor,
                   .low = compensated_sum_value(&sums.low) * factor / history->divisor,
                   .high = compensated_sum_value(&sums.high) * factor / history->divisor,
                   .day = now.day,
               });
    return TOCSIN_OK;
}

static tocsin_status finish(void *state, const struct indicator_frame *frame)
{
    tocsin_status status = inputs_each(frame, measure, state);
    return status == TOCSIN_OK ? inputs_report_not_finite(frame, frame->at, NULL) : status;
}

/** The known values that have a weight, with what they are multiplied by in the end. */
static tocsin_status list_inputs(const void *state, const struct indicator_frame *frame, size_t period, size_t region,
                                 struct indicator_inputs *inputs)
{
    const struct history_state *history = state;
    struct weighted_values sums = weigh(history, frame, period, region);
    double factor = rescaling(history, &sums) / history->divisor;
    tocsin_status status = TOCSIN_OK;
    for (size_t j = 0; j < history->count && j <= period && status == TOCSIN_OK; j++) {
        if (history->weights[j] > 0 && inputs_at(frame, history->of, period - j, region).present) {
            status = inputs_list(inputs, frame, history->of, region, j, history->weights[j] * factor);
        }
    }
    return status;
}

const struct indicator_module indicator_weighted_history = {
    .name = "weighted_history",
    .title = "Weighted history",
    .text = "Another indicator over the last periods, each with a fixed weight: a memory that fades in steps.",
    .input = INPUT_INDICATORS,
    .direction = DIRECTION_RISK,
    .unit = "that of the other indicator",
    .unit_rule = UNIT_OF_INPUT,
    .formula = "sum_j w_j x(t - j) / divisor, j = 0 .. n - 1",
    .source = "Institute for Economics & Peace, Global Terrorism Index 2023 (weights 16, 8, 4, 2, 1, divisor 5)",
    .blind_spots = "What happened before the oldest weight is forgotten at once.",
    .options = option_table,
    .option_count = OPTION_COUNT,
    .state_size = sizeof(struct history_state),
    .prepare = prepare,
    .finish = finish,
    .list_inputs = list_inputs,
};
