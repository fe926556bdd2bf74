/**
 * Spillover: what the neighbours went through some periods before.
 *
 *   value(r, t) = sum_n w_rn x(n, t - lag) / sum_n w_rn,  n the neighbours of r whose value is known
 *
 * The row-standardised spatial lag (Cliff & Ord 1981; Anselin 1988): unit, range and direction are those of the other
 * indicator, and a region with many neighbours does not get more than one with few. A lag of one period keeps the value
 * free of what is only now happening next door. Blind spots: distance, terrain and open or closed borders count only as
 * far as the weights of the neighbours file tell; neighbours outside the model do not exist.
 */
#include "base/compensated_sum.h"
#include "indicators/inputs.h"

enum { OPTION_OF, OPTION_LAG, OPTION_LEAST_SHARE, OPTION_ISOLATED, OPTION_COUNT };
enum isolated { ISOLATED_MISSING, ISOLATED_ZERO };

static const struct option_descriptor option_table[OPTION_COUNT] = {
    [OPTION_OF] =
        {
            .name = "of",
            .type = OPTION_INDICATOR,
            .required = true,
            .text = "Id of the indicator whose values spill over.",
        },
    [OPTION_LAG] =
        {
            .name = "lag",
            .type = OPTION_INTEGER,
            .is_lead = true,
            .range = "0 <= x <= 1200",
            .low = 0,
            .high = 1200,
            .unit = "periods",
            .initial = "1",
            .text = "How many periods before the neighbours are looked at. 1 (the time-lagged spatial lag of Beck, "
                    "Gleditsch & Beardsley 2006) keeps two neighbours from driving each other up within one period.",
        },
    [OPTION_LEAST_SHARE] =
        {
            .name = "least_share",
            .type = OPTION_NUMBER,
            .range = "0 <= x <= 1",
            .low = 0,
            .high = 1,
            .initial = "0.5",
            .text = "Least share of the neighbours' weight that must be known. Unknown neighbours are left out and the "
                    "weights of the rest rescaled; below this share the value is missing. Default: a majority.",
        },
    [OPTION_ISOLATED] =
        {
            .name = "isolated",
            .type = OPTION_CHOICE,
            .range = "missing|zero",
            .initial = "missing",
            .text =
                "The value of a region without neighbours, such as an island: `missing` (it does not apply) or `zero`.",
        },
};

struct spillover_state {
    size_t of;
    size_t lag;
    double least_share;
    enum isolated isolated;
};

static tocsin_status prepare(const struct indicator_setup *setup, void *state)
{
    struct spillover_state *spillover = state;
    spillover->lag = (size_t)setup->options[OPTION_LAG].number;
    spillover->least_share = setup->options[OPTION_LEAST_SHARE].number;
    spillover->isolated = (enum isolated)setup->options[OPTION_ISOLATED].number;
    return inputs_position(setup, setup->options[OPTION_OF].text, &spillover->of);
}

/** What is known of the neighbours. */
struct neighbourhood {
    struct compensated_sum value, low, high;
    struct compensated_sum weight, known_weight;
    size_t count, known;
    enum observation observation;
    day_number oldest;
};

static struct neighbourhood look_around(const struct spillover_state *spillover, const struct indicator_frame *frame,
                                        size_t period, size_t region)
{
    const struct neighbour_table *neighbours = frame->neighbours;
    struct neighbourhood around = {.observation = OBSERVATION_NORMAL, .oldest = DAY_NONE};
    for (size_t i = neighbours->start[region]; i < neighbours->start[region + 1]; i++) {
        double weight = neighbours->weight[i];
        struct input_value input = inputs_at(frame, spillover->of, period, neighbours->neighbour[i]);
        around.count++;
        compensated_sum_add(&around.weight, weight);
        if (!input.present) {
            continue;
        }
        around.known++;
        compensated_sum_add(&around.known_weight, weight);
        compensated_sum_add(&around.value, weight * input.value);
        compensated_sum_add(&around.low, weight * input.low);
        compensated_sum_add(&around.high, weight * input.high);
        around.observation = inputs_combine(around.observation, input.observation);
        around.oldest = around.oldest == DAY_NONE || input.day < around.oldest ? input.day : around.oldest;
    }
    return around;
}

static void set_isolated(const struct spillover_state *spillover, const struct indicator_frame *frame, size_t period,
                         size_t region)
{
    if (spillover->isolated == ISOLATED_MISSING) {
        inputs_set_missing(frame, period, region, OBSERVATION_NO_NEIGHBOUR);
        return;
    }
    day_number last = period_last_day(frame->axis.frequency, axis_period(&frame->axis, period));
    inputs_set(frame, period, region, (struct input_value){.observation = OBSERVATION_ISOLATED, .day = last});
}

static tocsin_status measure(void *user, const struct indicator_frame *frame, size_t period, size_t region)
{
    const struct spillover_state *spillover = user;
    if (frame->neighbours->start[region] == frame->neighbours->start[region + 1]) {
        set_isolated(spillover, frame, period, region);
        return TOCSIN_OK;
    }
    if (period < spillover->lag) {
        inputs_set_missing(frame, period, region, OBSERVATION_NO_HISTORY);
        return TOCSIN_OK;
    }
    struct neighbourhood around = look_around(spillover, frame, period - spillover->lag, region);
    double known = compensated_sum_value(&around.known_weight);
    if (around.known == 0 || known < spillover->least_share * compensated_sum_value(&around.weight)) {
        inputs_set_missing(frame, period, region, OBSERVATION_INPUT_MISSING);
        return TOCSIN_OK;
    }
    if (around.known < around.count) {
        around.observation = inputs_combine(around.observation, OBSERVATION_PARTIAL);
    }
    inputs_set(frame, period, region,
               (struct input_value){
                   .observation = around.observation,
                   .value = compensated_sum_value(&around.value) / known,
                   .low = compensated_sum_value(&around.low) / known,
                   .high = compensated_sum_value(&around.high) / known,
                   .day = around.oldest,
               });
    return TOCSIN_OK;
}

static tocsin_status finish(void *state, const struct indicator_frame *frame)
{
    const struct spillover_state *spillover = state;
    if (!frame->neighbours) {
        return TOCSIN_ERROR_INTERNAL; /* the model's checker asks for them: see needs_neighbours */
    }
    tocsin_status status = TOCSIN_OK;
    if (spillover->lag > 0) { /* the value is older than its period: say so */
        status = panel_add_observed(frame->arena, frame->panel);
    }
    status = status == TOCSIN_OK ? inputs_each(frame, measure, state) : status;
    return status == TOCSIN_OK ? inputs_report_not_finite(frame, frame->at, NULL) : status;
}

/** The neighbours whose value is known, with their shares of the known weight. */
static tocsin_status list_inputs(const void *state, const struct indicator_frame *frame, size_t period, size_t region,
                                 struct indicator_inputs *inputs)
{
    const struct spillover_state *spillover = state;
    const struct neighbour_table *neighbours = frame->neighbours;
    if (period < spillover->lag) {
        return TOCSIN_OK; /* nothing but an isolated region has a value there */
    }
    struct neighbourhood around = look_around(spillover, frame, period - spillover->lag, region);
    double known = compensated_sum_value(&around.known_weight);
    tocsin_status status = TOCSIN_OK;
    for (size_t i = neighbours->start[region]; i < neighbours->start[region + 1] && status == TOCSIN_OK; i++) {
        size_t neighbour = neighbours->neighbour[i];
        if (inputs_at(frame, spillover->of, period - spillover->lag, neighbour).present) {
            status =
                inputs_list(inputs, frame, spillover->of, neighbour, spillover->lag, neighbours->weight[i] / known);
        }
    }
    return status;
}

const struct indicator_module indicator_spillover = {
    .name = "spillover",
    .title = "Spillover from neighbours",
    .text = "The weighted mean of another indicator over a region's neighbours, one period before.",
    .input = INPUT_INDICATORS,
    .direction = DIRECTION_RISK,
    .unit = "that of the other indicator",
    .unit_rule = UNIT_OF_INPUT,
    .formula = "sum_n w_n x_n(t - lag) / sum_n w_n, n the neighbours whose value is known",
    .source =
        "Cliff & Ord 1981, Spatial Processes; Anselin 1988, Spatial Econometrics (row-standardised weights); Beck, "
        "Gleditsch & Beardsley 2006, International Studies Quarterly 50 (lag in time)",
    .blind_spots = "Distance, terrain and closed borders count only as far as the weights of the neighbours file tell; "
                   "neighbours outside the model do not exist.",
    .options = option_table,
    .option_count = OPTION_COUNT,
    .needs_neighbours = true,
    .state_size = sizeof(struct spillover_state),
    .prepare = prepare,
    .finish = finish,
    .list_inputs = list_inputs,
};
