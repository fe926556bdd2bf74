/**
 * Escalation: how unusual the recent past of another indicator is against the region's own baseline.
 *
 * With mu and s the mean and sample standard deviation (n - 1) of the baseline, s at least `sd_floor`, and x the values
 * of the other indicator, or ln(1 + x):
 *
 *   ewma   Z_u = lambda x_u + (1 - lambda) Z_(u-1), Z_0 = mu
 *          z = (Z_t - mu) / (s sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^(2n))))         percent: 100 Phi(z)
 *   cusum  C_u = max(0, C_(u-1) + (x_u - mu) / s - k), C_0 = 0                              percent: 100 min(1, C / h)
 *
 * Trailing baseline (default): the `baseline` periods that end `gap` periods before t, that is t - gap - baseline ..
 * t - gap - 1; the chart starts with the first of them and runs to t, so that a value rests on a fixed stretch of the
 * past and does not depend on where the run begins. Fixed baseline (`baseline_from`, `baseline_to`): the chart starts
 * with the period after it. n counts the known values that the chart has taken; missing ones are passed over.
 *
 * Sources: Roberts 1959, Technometrics 1 (EWMA); Page 1954, Biometrika 41 (CUSUM); NIST/SEMATECH e-Handbook of
 * Statistical Methods, 6.3.2.3 and 6.3.2.4; the gap is that of EARS C2 (Hutwagner et al. 2003). Direction: up is worse.
 * Range: 0..100 in percent, 50 is as usual for ewma, 0 for cusum. Blind spots: a long crisis becomes its own baseline;
 * a region that is always violent is as usual; seasons look like escalation when the baseline is shorter than a year.
 */
#include "indicators/inputs.h"
#include "indicators/trailing.h"
#include <math.h>
#include <string.h>

enum {
    OPTION_OF,
    OPTION_METHOD,
    OPTION_MEASURE,
    OPTION_BASELINE,
    OPTION_GAP,
    OPTION_BASELINE_FROM,
    OPTION_BASELINE_TO,
    OPTION_LEAST,
    OPTION_LAMBDA,
    OPTION_K,
    OPTION_THRESHOLD,
    OPTION_SD_FLOOR,
    OPTION_LOG1P,
    OPTION_COUNT
};
enum method { METHOD_EWMA, METHOD_CUSUM };
enum measure { MEASURE_PERCENT, MEASURE_Z, MEASURE_CHART };

/* The floor of the standard deviation of ln(1 + x): half an event in a region where nothing happens. */
static const double LOG_SD_FLOOR = 0.5;

static const struct option_descriptor option_table[OPTION_COUNT] = {
    [OPTION_OF] =
        {
            .name = "of",
            .type = OPTION_INDICATOR,
            .required = true,
            .text = "Id of the indicator whose escalation is measured.",
        },
    [OPTION_METHOD] =
        {
            .name = "method",
            .type = OPTION_CHOICE,
            .range = "ewma|cusum",
            .initial = "ewma",
            .text = "`ewma`: the exponentially weighted moving average (Roberts 1959), for the size of a rise; "
                    "`cusum`: the "
                    "one-sided cumulative sum (Page 1954), for a small rise that lasts.",
        },
    [OPTION_MEASURE] =
        {
            .name = "measure",
            .type = OPTION_CHOICE,
            .range = "percent|z|chart",
            .text =
                "`percent`: on 0..100; `z`: in standard deviations; `chart`: the chart's own number, which for ewma is "
                "the average in the units of the values. Default: percent for ewma, chart for cusum (whose chart "
                "counts standard deviations).",
        },
    [OPTION_BASELINE] =
        {
            .name = "baseline",
            .type = OPTION_INTEGER,
            .is_lead = true,
            .range = "2 <= x <= 1200",
            .low = 2,
            .high = 1200,
            .unit = "periods",
            .initial = "24",
            .text =
                "Length of the trailing baseline; 24 months hold every season twice. With a fixed baseline: so many "
                "periods are measured before the first scored one.",
        },
    [OPTION_GAP] =
        {
            .name = "gap",
            .type = OPTION_INTEGER,
            .is_lead = true,
            .range = "0 <= x <= 1200",
            .low = 0,
            .high = 1200,
            .unit = "periods",
            .initial = "0",
            .text =
                "Periods between the end of the trailing baseline and the period measured, so that a rise that builds "
                "up over several periods does not hide itself (EARS C2, Hutwagner et al. 2003).",
        },
    [OPTION_BASELINE_FROM] =
        {
            .name = "baseline_from",
            .type = OPTION_TEXT,
            .text =
                "First period of a fixed baseline, such as 2018-01, instead of the trailing one. It must be among the "
                "periods that the run measures.",
        },
    [OPTION_BASELINE_TO] =
        {
            .name = "baseline_to",
            .type = OPTION_TEXT,
            .text =
                "Last period of a fixed baseline, such as 2019-12. The chart starts with the period after it; up to "
                "then there is no value.",
        },
    [OPTION_LEAST] =
        {
            .name = "least",
            .type = OPTION_INTEGER,
            .range = "2 <= x <= 1200",
            .low = 2,
            .high = 1200,
            .unit = "periods",
            .initial = "12",
            .text = "Least number of known values in the baseline; with fewer there is no value.",
        },
    [OPTION_LAMBDA] =
        {
            .name = "lambda",
            .type = OPTION_NUMBER,
            .range = "0 < x <= 1",
            .low = 0,
            .high = 1,
            .low_open = true,
            .initial = "0.2",
            .text =
                "Weight of the newest value in the EWMA. 0.2 to 0.3 is usual (NIST 6.3.2.4; Lucas & Saccucci 1990); 1 "
                "makes z the plain z-score.",
        },
    [OPTION_K] =
        {
            .name = "k",
            .type = OPTION_NUMBER,
            .range = "0 <= x <= 100",
            .low = 0,
            .high = 100,
            .unit = "standard deviations",
            .initial = "0.5",
            .text = "Allowance of the CUSUM: half the shift that is to be found, here one standard deviation (Page "
                    "1954; NIST "
                    "6.3.2.3).",
        },
    [OPTION_THRESHOLD] =
        {
            .name = "threshold",
            .type = OPTION_NUMBER,
            .range = "x > 0",
            .low = 0,
            .high = 1e6,
            .low_open = true,
            .unit = "standard deviations",
            .initial = "5",
            .text = "The CUSUM that is 100 percent: with k = 0.5, a chart without any shift reaches 5 once in 465 "
                    "periods on "
                    "average, one shifted by a standard deviation after 10 (NIST 6.3.2.3).",
        },
    [OPTION_SD_FLOOR] =
        {
            .name = "sd_floor",
            .type = OPTION_NUMBER,
            .range = "x >= 0",
            .low = 0,
            .high = 1e12,
            .unit = "that of the values",
            .text = "Least standard deviation of the baseline. Default: 0.5 with log1p, so that a first event after "
                    "years of "
                    "calm has a finite z; else 0, and a constant baseline gives no value.",
        },
    [OPTION_LOG1P] =
        {
            .name = "log1p",
            .type = OPTION_FLAG,
            .range = "true|false",
            .initial = "false",
            .text = "Take ln(1 + x) of the values first: for counts, whose spread grows with their size.",
        },
};

struct escalation_state {
    size_t of;
    enum method method;
    enum measure measure;
    size_t baseline, gap, least;
    const struct option_value *from, *to; /* of a fixed baseline; NULL: trailing */
    size_t first, last;                   /* of a fixed baseline: periods of the panel */
    double lambda, k, threshold, sd_floor;
    bool log1p;
    struct tally constant; /* cells whose baseline is constant */
    struct tally negative; /* cells with a count below zero */
    /* one region's past, by period, and the known values of a baseline */
    struct input_value *past;
    double *known;
};

static tocsin_status check_options(const struct indicator_setup *setup, const struct escalation_state *escalation)
{
    const struct option_value *options = setup->options;
    const struct option_value *from = &options[OPTION_BASELINE_FROM];
    const struct option_value *to = &options[OPTION_BASELINE_TO];
    if (from->given != to->given) {
        return diagnostics_report(
            setup->context, DIAGNOSTIC_ESCALATION_BASELINE, from->given ? from->at : to->at, NULL,
            "indicator '%s': a fixed baseline needs both 'baseline_from' and 'baseline_to'; '%s' is "
            "not given",
            setup->id, from->given ? "baseline_to" : "baseline_from");
    }
    if (from->given && options[OPTION_GAP].given && escalation->gap > 0) {
        return diagnostics_report(
            setup->context, DIAGNOSTIC_ESCALATION_BASELINE, options[OPTION_GAP].at, NULL,
            "indicator '%s': 'gap' is for the trailing baseline; a fixed one ends with 'baseline_to'", setup->id);
    }
    if (!from->given && escalation->least > escalation->baseline) {
        const struct option_value *at = &options[options[OPTION_LEAST].given ? OPTION_LEAST : OPTION_BASELINE];
        return diagnostics_report(
            setup->context, DIAGNOSTIC_ESCALATION_BASELINE, at->at, NULL,
            "indicator '%s': 'least' is %zu known values, more than the baseline of %zu periods has", setup->id,
            escalation->least, escalation->baseline);
    }
    return TOCSIN_OK;
}

static tocsin_status prepare(const struct indicator_setup *setup, void *state)
{
    struct escalation_state *escalation = state;
    const struct option_value *options = setup->options;
    bool fixed = options[OPTION_BASELINE_FROM].given;
    escalation->method = (enum method)options[OPTION_METHOD].number;
    escalation->measure = escalation->method == METHOD_EWMA ? MEASURE_PERCENT : MEASURE_CHART;
    if (options[OPTION_MEASURE].given) {
        escalation->measure = (enum measure)options[OPTION_MEASURE].number;
    }
    escalation->baseline = (size_t)options[OPTION_BASELINE].number;
    escalation->gap = (size_t)options[OPTION_GAP].number;
    escalation->least = (size_t)options[OPTION_LEAST].number;
    escalation->from = fixed ? &options[OPTION_BASELINE_FROM] : NULL;
    escalation->to = fixed ? &options[OPTION_BASELINE_TO] : NULL;
    escalation->lambda = options[OPTION_LAMBDA].number;
    escalation->k = options[OPTION_K].number;
    escalation->threshold = options[OPTION_THRESHOLD].number;
    escalation->log1p = options[OPTION_LOG1P].number != 0;
    escalation->sd_floor = escalation->log1p ? LOG_SD_FLOOR : 0;
    if (options[OPTION_SD_FLOOR].given) {
        escalation->sd_floor = options[OPTION_SD_FLOOR].number;
    }
    tocsin_status status = inputs_position(setup, options[OPTION_OF].text, &escalation->of);
    return status == TOCSIN_OK ? check_options(setup, escalation) : status;
}

/** The position in the panel of a period that an option names. */
static tocsin_status find_period(const struct indicator_frame *frame, const struct option_value *option,
                                 size_t *position)
{
    period_number period;
    char texts[2][PERIOD_TEXT_SIZE];
    const struct period_axis *axis = &frame->axis;
    if (!period_parse(option->text, strlen(option->text), axis->frequency, &period)) {
        return diagnostics_report(frame->context, DIAGNOSTIC_ESCALATION_BASELINE, option->at, NULL,
                                  "'%s' is not a %s, as a baseline of indicator '%s' needs", option->text,
                                  frequency_names[axis->frequency], frame->id);
    }
    if (period < axis->first || period >= axis->first + (period_number)axis->count) {
        return diagnostics_report(frame->context, DIAGNOSTIC_ESCALATION_BASELINE, option->at,
                                  "let 'periods' begin earlier, or raise 'baseline', which is measured before them",
                                  "the baseline of indicator '%s' reaches to '%s', but only %s to %s are measured",
                                  frame->id, option->text, period_format(texts[0], axis->frequency, axis->first),
                                  axis_format(texts[1], axis, axis->count - 1));
    }
    *position = (size_t)(period - axis->first);
    return TOCSIN_OK;
}

static tocsin_status find_fixed_baseline(struct escalation_state *escalation, const struct indicator_frame *frame)
{
    uint64_t mark = diagnostics_mark(frame->context);
    find_period(frame, escalation->from, &escalation->first);
    find_period(frame, escalation->to, &escalation->last);
    tocsin_status status = diagnostics_since(frame->context, mark);
    if (status != TOCSIN_OK) {
        return status;
    }
    if (escalation->last < escalation->first) {
        return diagnostics_report(frame->context, DIAGNOSTIC_ESCALATION_BASELINE, escalation->to->at, NULL,
                                  "the baseline of indicator '%s' ends with '%s', before it begins with '%s'",
                                  frame->id, escalation->to->text, escalation->from->text);
    }
    size_t length = escalation->last + 1 - escalation->first;
    if (length < escalation->least) {
        return diagnostics_report(frame->context, DIAGNOSTIC_ESCALATION_BASELINE, escalation->to->at, NULL,
                                  "the baseline of indicator '%s' from '%s' to '%s' is %zu periods long, but %zu known "
                                  "values are wanted",
                                  frame->id, escalation->from->text, escalation->to->text, length, escalation->least);
    }
    return TOCSIN_OK;
}

/** What the chart is drawn against. */
struct baseline {
    size_t known;
    double mean, spread;
    enum observation observation;
};

static struct baseline take_baseline(const struct escalation_state *escalation, size_t first, size_t end, size_t wanted)
{
    struct baseline baseline = {.observation = OBSERVATION_NORMAL};
    for (size_t i = first; i < end; i++) {
        if (escalation->past[i].present) {
            escalation->known[baseline.known++] = escalation->past[i].value;
            baseline.observation = inputs_combine(baseline.observation, escalation->past[i].observation);
        }
    }
    struct trailing_statistics statistics = trailing_statistics_of(escalation->known, baseline.known);
    baseline.mean = statistics.mean;
    baseline.spread = fmax(statistics.deviation, escalation->sd_floor);
    if (baseline.known < wanted) {
        baseline.observation = inputs_combine(baseline.observation, OBSERVATION_SHORT_HISTORY);
    }
    return baseline;
}

/** Both charts, as far as they have run; zero-initialise. */
struct chart {
    double average; /* EWMA, as its difference from the baseline's mean */
    double sum;     /* CUSUM, in standard deviations */
    size_t steps;
    enum observation observation;
};

static void chart_step(struct chart *chart, const struct escalation_state *escalation, const struct baseline *baseline,
                       const struct input_value *input)
{
    if (!input->present) {
        return;
    }
    double difference = input->value - baseline->mean;
    chart->average = escalation->lambda * difference + (1.0 - escalation->lambda) * chart->average;
    if (baseline->spread > 0) {
        chart->sum = fmax(0.0, chart->sum + difference / baseline->spread - escalation->k);
    }
    chart->steps++;
    chart->observation = inputs_combine(chart->observation, input->observation);
}

static double chart_value(const struct escalation_state *escalation, const struct baseline *baseline,
                          const struct chart *chart)
{
    if (escalation->method == METHOD_CUSUM) {
        double share = chart->sum / escalation->threshold;
        return escalation->measure == MEASURE_PERCENT ? 100.0 * fmin(1.0, share) : chart->sum;
    }
    if (escalation->measure == MEASURE_CHART) {
        return baseline->mean + chart->average;
    }
    /* 1 - (1 - lambda)^(2n), without cancellation for a small lambda */
    double settled = -expm1(2.0 * (double)chart->steps * log1p(-escalation->lambda));
    double deviation = baseline->spread * sqrt(escalation->lambda / (2.0 - escalation->lambda) * settled);
    double z = chart->average / deviation;
    return escalation->measure == MEASURE_PERCENT ? trailing_normal_percent(z) : z;
}

static void set_value(struct escalation_state *escalation, const struct indicator_frame *frame, size_t period,
                      size_t region, const struct baseline *baseline, const struct chart *chart)
{
    const struct input_value *now = &escalation->past[period];
    if (!now->present) {
        bool negative = now->observation == OBSERVATION_NOT_POSITIVE;
        if (negative) {
            tally_add(&escalation->negative, 0, period, region);
        }
        inputs_set_missing(frame, period, region, negative ? OBSERVATION_NOT_POSITIVE : OBSERVATION_INPUT_MISSING);
    } else if (baseline->known < escalation->least) {
        inputs_set_missing(frame, period, region, OBSERVATION_NO_HISTORY);
    } else if (!(baseline->spread > 0)) {
        tally_add(&escalation->constant, 0, period, region);
        inputs_set_missing(frame, period, region, OBSERVATION_ZERO_DENOMINATOR);
    } else {
        double value = chart_value(escalation, baseline, chart);
        inputs_set(frame, period, region,
                   (struct input_value){
                       .observation = inputs_combine(baseline->observation, chart->observation),
                       .value = value,
                       .low = value,
                       .high = value,
                       .day = now->day,
                   });
    }
}

static void measure_trailing(struct escalation_state *escalation, const struct indicator_frame *frame, size_t region)
{
    for (size_t period = 0; period < frame->axis.count; period++) {
        size_t end = period > escalation->gap ? period - escalation->gap : 0; /* of the baseline, which it is not in */
        size_t first = end > escalation->baseline ? end - escalation->baseline : 0;
        struct baseline baseline = take_baseline(escalation, first, end, escalation->baseline);
        struct chart chart = {.observation = OBSERVATION_NORMAL};
        for (size_t i = first; i <= period; i++) {
            chart_step(&chart, escalation, &baseline, &escalation->past[i]);
        }
        set_value(escalation, frame, period, region, &baseline, &chart);
    }
}

static void measure_fixed(struct escalation_state *escalation, const struct indicator_frame *frame, size_t region)
{
    struct baseline baseline =
        take_baseline(escalation, escalation->first, escalation->last + 1, escalation->last + 1 - escalation->first);
    struct chart chart = {.observation = OBSERVATION_NORMAL};
    for (size_t period = 0; period < frame->axis.count; period++) {
        if (period <= escalation->last) {
            inputs_set_missing(frame, period, region, OBSERVATION_NO_HISTORY);
            continue;
        }
        chart_step(&chart, escalation, &baseline, &escalation->past[period]);
        set_value(escalation, frame, period, region, &baseline, &chart);
    }
}

/** One region's values, with their logarithm taken if that is wanted; counts below zero are as good as missing. */
static void take_past(struct escalation_state *escalation, const struct indicator_frame *frame, size_t region)
{
    for (size_t period = 0; period < frame->axis.count; period++) {
        struct input_value *input = &escalation->past[period];
        *input = inputs_at(frame, escalation->of, period, region);
        if (!input->present || !escalation->log1p) {
            continue;
        }
        if (input->value < 0) {
            input->present = false;
            input->observation = OBSERVATION_NOT_POSITIVE;
        } else {
            input->value = log1p(input->value);
        }
    }
}

static tocsin_status report_gaps(const struct escalation_state *escalation, const struct indicator_frame *frame)
{
    uint64_t mark = diagnostics_mark(frame->context);
    inputs_report_gaps(frame, &escalation->constant, DIAGNOSTIC_BASELINE_CONSTANT, frame->at,
                       "set 'sd_floor' to the smallest spread that means anything",
                       "all values of its baseline are equal");
    inputs_report_gaps(frame, &escalation->negative, DIAGNOSTIC_ESCALATION_LOG, frame->at,
                       "'log1p' is for counts: leave it out", "it takes the logarithm of a value below zero");
    inputs_report_not_finite(frame, frame->at, NULL);
    return diagnostics_since(frame->context, mark);
}

static tocsin_status finish(void *state, const struct indicator_frame *frame)
{
    struct escalation_state *escalation = state;
    if (escalation->from) {
        tocsin_status status = find_fixed_baseline(escalation, frame);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    escalation->past = arena_allocate(frame->arena, frame->axis.count, sizeof *escalation->past);
    escalation->known = arena_allocate(frame->arena, frame->axis.count, sizeof *escalation->known);
    if (!escalation->past || !escalation->known) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t region = 0; region < frame->regions->count; region++) {
        take_past(escalation, frame, region);
        if (escalation->from) {
            measure_fixed(escalation, frame, region);
        } else {
            measure_trailing(escalation, frame, region);
        }
    }
    return report_gaps(escalation, frame);
}

/**
 * What is held against the baseline: the newest value, with its weight in the moving average. The periods before it,
 * which both the chart and the baseline rest on, are the region's past, not what is explained.
 */
static tocsin_status list_inputs(const void *state, const struct indicator_frame *frame, size_t period, size_t region,
                                 struct indicator_inputs *inputs)
{
    (void)period;
    const struct escalation_state *escalation = state;
    double weight = escalation->method == METHOD_EWMA ? escalation->lambda : 1.0;
    return inputs_list(inputs, frame, escalation->of, region, 0, weight);
}

const struct indicator_module indicator_escalation = {
    .name = "escalation",
    .title = "Escalation",
    .text = "How unusual the recent past of another indicator is against the region's own baseline.",
    .input = INPUT_INDICATORS,
    .direction = DIRECTION_RISK,
    .unit = "percent, or standard deviations",
    .unit_rule = UNIT_UNKNOWN,
    .formula =
        "ewma: 100 Phi((Z - mu) / (s sqrt(lambda/(2-lambda) (1-(1-lambda)^(2n))))); cusum: max(0, C + (x - mu)/s - k)",
    .source = "Roberts 1959, Technometrics 1, 239-250; Page 1954, Biometrika 41, 100-115; NIST/SEMATECH e-Handbook of "
              "Statistical Methods, 6.3.2.3 and 6.3.2.4",
    .blind_spots =
        "A long crisis becomes its own baseline; seasons look like escalation when the baseline is shorter than "
        "a year.",
    .options = option_table,
    .option_count = OPTION_COUNT,
    .state_size = sizeof(struct escalation_state),
    .prepare = prepare,
    .finish = finish,
    .list_inputs = list_inputs,
};
