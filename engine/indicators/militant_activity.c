/**
 * Militant activity: how much political violence a region sees, with a memory that halves, and whether it rises.
 *
 * Meaning    0 no violence remembered, 100 as much as the calibration; the trend moves the level by up to a quarter.
 * Direction  risk. Unit: index 0..100 (`measure` returns the parts instead).
 * Formula    e = 1 count + 3 deaths + 0.5 injured + 0.5 hostages per row; A(T) = sum e 2^(-(T - t) / h);
 *            L = 100 min(1, ln(1 + A) / ln(1 + M)); a = sum of e in the period, z = (ln(1 + a) - mean) / max(sd, 0.5)
 *            over the baseline periods before; W = 100 Phi(z); value = min(100, L (1 + w (W / 50 - 1))).
 * Source     event weights and log banding: Institute for Economics & Peace, Global Terrorism Index 2023, appendix;
 *            standardised change against a trailing baseline: as in EWMA charts, Lucas & Saccucci (1990).
 * Blind      events nobody reported; non-lethal militancy in sources that count deaths only; who did it and why.
 */
#include "base/number.h"
#include "indicators/quantity.h"
#include "indicators/severity.h"
#include "indicators/trailing.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>

enum option {
    HALF_LIFE,
    HALF_LIFE_PERIODS,
    CALIBRATION,
    FORM,
    MEASURE,
    WEIGHTS,
    WEIGHT_EVENT,
    WEIGHT_DEATH,
    WEIGHT_INJURED,
    WEIGHT_HOSTAGE,
    TREND_WEIGHT,
    BASELINE,
    MINIMUM_HISTORY,
    DEVIATION_FLOOR,
    OPTION_COUNT
};
enum form { LOG_OF_SUM, SUM_OF_LOGS };
enum measure { MEASURE_INDEX, MEASURE_SEVERITY, MEASURE_EVENTS, MEASURE_DEATHS };

#define GTI_WEIGHT "weight in the Global Terrorism Index (Institute for Economics & Peace, GTI 2023, appendix)."

static const struct option_descriptor options[OPTION_COUNT] = {
    [HALF_LIFE] = {.name = "half_life",
                   .type = OPTION_NUMBER,
                   .range = "x > 0",
                   .low = 0,
                   .high = 1e6,
                   .low_open = true,
                   .unit = "days",
                   .initial = "90",
                   .text =
                       "After so many days an event counts half; own choice, between the 1 to 3 months that foresee "
                       "next month's deaths best in UCDP country-months 2000-2023."},
    [HALF_LIFE_PERIODS] = {.name = "half_life_periods",
                           .type = OPTION_NUMBER,
                           .range = "x > 0",
                           .low = 0,
                           .high = 1e6,
                           .low_open = true,
                           .unit = "periods",
                           .text = "Form sum_of_logs only: half-life in periods, in place of half_life in days."},
    [CALIBRATION] = {.name = "calibration",
                     .type = OPTION_NUMBER,
                     .range = "x > 0",
                     .low = 0,
                     .high = 1e15,
                     .low_open = true,
                     .unit = "severity",
                     .text = "The severity M that stands for 100; default: the largest in the panel, which is reported "
                             "so that it can be fixed in the model."},
    [FORM] = {.name = "form",
              .type = OPTION_CHOICE,
              .range = "log_of_sum|sum_of_logs",
              .initial = "log_of_sum",
              .text = "Logarithm of the remembered sum (as the Global Terrorism Index), or remembered sum of each "
                      "period's logarithm, which foresees next month's deaths better (UCDP country-months 2000-2023)."},
    [MEASURE] = {.name = "measure",
                 .type = OPTION_CHOICE,
                 .range = "index|severity|events|deaths",
                 .initial = "index",
                 .text = "What is returned: the index, the severity A, or the period's own count of events or deaths."},
    [WEIGHTS] = {.name = "weights",
                 .type = OPTION_NUMBERS,
                 .range = "four numbers, each x >= 0",
                 .low = 0,
                 .high = 1e6,
                 .unit = "points",
                 .text = "Weights of an event, a death, an injured and a hostage in one list, in place of the four "
                         "options that follow."},
    [WEIGHT_EVENT] = {.name = "weight_event",
                      .type = OPTION_NUMBER,
                      .range = "x >= 0",
                      .low = 0,
                      .high = 1e6,
                      .unit = "points",
                      .initial = "1",
                      .text = "Of an event; " GTI_WEIGHT},
    [WEIGHT_DEATH] = {.name = "weight_death",
                      .type = OPTION_NUMBER,
                      .range = "x >= 0",
                      .low = 0,
                      .high = 1e6,
                      .unit = "points",
                      .initial = "3",
                      .text = "Of a death; " GTI_WEIGHT},
    [WEIGHT_INJURED] = {.name = "weight_injured",
                        .type = OPTION_NUMBER,
                        .range = "x >= 0",
                        .low = 0,
                        .high = 1e6,
                        .unit = "points",
                        .initial = "0.5",
                        .text = "Of an injured person; " GTI_WEIGHT},
    [WEIGHT_HOSTAGE] = {.name = "weight_hostage",
                        .type = OPTION_NUMBER,
                        .range = "x >= 0",
                        .low = 0,
                        .high = 1e6,
                        .unit = "points",
                        .initial = "0.5",
                        .text = "Of a hostage; " GTI_WEIGHT},
    [TREND_WEIGHT] = {.name = "trend_weight",
                      .type = OPTION_NUMBER,
                      .range = "0 <= x <= 1",
                      .low = 0,
                      .high = 1,
                      .unit = "share of the level",
                      .initial = "0.25",
                      .text = "By how much the trend moves the level at most; own choice, so that the level leads."},
    [BASELINE] = {.name = "baseline",
                  .type = OPTION_INTEGER,
                  .range = "2 <= x <= 1000",
                  .low = 2,
                  .high = 1000,
                  .unit = "periods",
                  .initial = "24",
                  .text = "Periods before that the trend compares with; own choice: two years of months."},
    [MINIMUM_HISTORY] = {.name = "minimum_history",
                         .type = OPTION_INTEGER,
                         .range = "2 <= x <= 1000",
                         .low = 2,
                         .high = 1000,
                         .unit = "periods",
                         .initial = "12",
                         .text = "With fewer covered periods before, the level stands without a trend; own choice: a "
                                 "year of months."},
    [DEVIATION_FLOOR] = {.name = "sd_floor",
                         .type = OPTION_NUMBER,
                         .range = "x > 0",
                         .low = 0,
                         .high = 1e6,
                         .low_open = true,
                         .unit = "ln(1 + points)",
                         .initial = "0.5",
                         .text = "Least standard deviation of the baseline, so that a first small event in a quiet "
                                 "region is no alarm; own choice."},
};

/* What a cell holds, and what a weighting of it returns. */
enum { EVENTS, DEATHS, INJURED, HOSTAGES, DEATHS_LOW, DEATHS_HIGH, QUANTITIES };
enum { READ_QUANTITIES = HOSTAGES + 1 };
enum variant { BEST, LOW, HIGH, VARIANTS };

struct militant_activity {
    tocsin_context *context;
    const struct option_value *options;
    const char *id;
    double weights[READ_QUANTITIES];
    struct quantity quantities[READ_QUANTITIES];
    size_t low_slot, high_slot;
    bool has_bounds; /* some row came from a file with bounds of deaths */
    struct day_cells cells;
    struct day_table table; /* the cells, once they are finished */
};

static tocsin_status read_weights(const struct indicator_setup *setup, struct militant_activity *state)
{
    const struct option_value *list = &setup->options[WEIGHTS];
    for (size_t i = 0; i < READ_QUANTITIES; i++) {
        const struct option_value *single = &setup->options[WEIGHT_EVENT + i];
        state->weights[i] = single->number;
        if (list->given && single->given) {
            return diagnostics_report(setup->context, DIAGNOSTIC_OPTIONS_CONFLICT, single->at, NULL,
                                      "indicator '%s': '%s' is given twice, by itself and in 'weights'", setup->id,
                                      options[WEIGHT_EVENT + i].name);
        }
    }
    if (list->given && list->number_count != READ_QUANTITIES) {
        return diagnostics_report(setup->context, DIAGNOSTIC_OPTION_LIST_LENGTH, list->at, NULL,
                                  "indicator '%s': 'weights' has %zu numbers, where those of an event, a death, an "
                                  "injured and a hostage were expected",
                                  setup->id, list->number_count);
    }
    for (size_t i = 0; list->given && i < READ_QUANTITIES; i++) {
        state->weights[i] = list->numbers[i];
    }
    return TOCSIN_OK;
}

static tocsin_status check_half_life(const struct indicator_setup *setup)
{
    const struct option_value *periods = &setup->options[HALF_LIFE_PERIODS];
    if (!periods->given) {
        return TOCSIN_OK;
    }
    if (setup->options[FORM].number != SUM_OF_LOGS) {
        return diagnostics_report(setup->context, DIAGNOSTIC_OPTIONS_CONFLICT, periods->at, NULL,
                                  "indicator '%s': 'half_life_periods' is for 'form: sum_of_logs'", setup->id);
    }
    if (setup->options[HALF_LIFE].given) {
        return diagnostics_report(setup->context, DIAGNOSTIC_OPTIONS_CONFLICT, periods->at, NULL,
                                  "indicator '%s': the half-life is given twice, in periods and in days", setup->id);
    }
    return TOCSIN_OK;
}

static tocsin_status check_history(const struct indicator_setup *setup)
{
    const struct option_value *minimum = &setup->options[MINIMUM_HISTORY];
    const struct option_value *baseline = &setup->options[BASELINE];
    if (minimum->number <= baseline->number) {
        return TOCSIN_OK;
    }
    return diagnostics_report(setup->context, DIAGNOSTIC_OPTIONS_CONFLICT, minimum->given ? minimum->at : baseline->at,
                              NULL, "indicator '%s': 'minimum_history' is %g, more than the 'baseline' of %g",
                              setup->id, minimum->number, baseline->number);
}

static tocsin_status prepare(const struct indicator_setup *setup, void *into)
{
    static const char *const names[READ_QUANTITIES] = {"count", "deaths", "injured", "hostages"};
    static const double otherwise[READ_QUANTITIES] = {1, 0, 0, 0};
    struct militant_activity *state = into;
    state->context = setup->context;
    state->options = setup->options;
    state->id = setup->id;
    day_cells_begin(&state->cells, setup->arena, QUANTITIES);
    for (size_t i = 0; i < READ_QUANTITIES; i++) {
        tocsin_status status = quantity_request(setup, names[i], otherwise[i], &state->quantities[i]);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    state->low_slot = column_set_add(setup->columns, "deaths", COLUMN_LOW, false, setup->at);
    state->high_slot = column_set_add(setup->columns, "deaths", COLUMN_HIGH, false, setup->at);
    if (state->low_slot == SIZE_MAX || state->high_slot == SIZE_MAX) {
        return TOCSIN_ERROR_MEMORY;
    }
    uint64_t mark = diagnostics_mark(setup->context);
    read_weights(setup, state);
    check_half_life(setup);
    check_history(setup);
    return diagnostics_since(setup->context, mark);
}

/* Bounds of the deaths. Real files have low > best and high < best: the best figure is never outside its bounds. */
static tocsin_status read_bounds(struct militant_activity *state, const struct record *record, double *values)
{
    static const char *const names[] = {"deaths_low", "deaths_high"};
    const size_t slots[] = {state->low_slot, state->high_slot};
    for (size_t i = 0; i < 2; i++) {
        struct quantity bound = {.name = names[i], .slot = slots[i], .otherwise = values[DEATHS]};
        tocsin_status status = quantity_read(state->context, &bound, record, &values[DEATHS_LOW + i]);
        if (status != TOCSIN_OK) {
            return status;
        }
        state->has_bounds |= record->fields[slots[i]].state != FIELD_ABSENT;
    }
    values[DEATHS_LOW] = fmin(values[DEATHS_LOW], values[DEATHS]);
    values[DEATHS_HIGH] = fmax(values[DEATHS_HIGH], values[DEATHS]);
    return TOCSIN_OK;
}

static tocsin_status accumulate(void *into, const struct record *record)
{
    struct militant_activity *state = into;
    if (record->region < 0) {
        return TOCSIN_OK;
    }
    if (record->day == DAY_NONE) {
        return TOCSIN_ERROR_INTERNAL; /* layouts of events refuse rows without a date */
    }
    double values[QUANTITIES] = {0};
    for (size_t i = 0; i < READ_QUANTITIES; i++) {
        tocsin_status status = quantity_read(state->context, &state->quantities[i], record, &values[i]);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    tocsin_status status = read_bounds(state, record, values);
    if (status != TOCSIN_OK) {
        return status;
    }
    status = day_cells_add(&state->cells, (uint32_t)record->region, record->day, values);
    return quantity_failure(state->context, state->id, record, status);
}

static tocsin_status merge(void *into, const void *from)
{
    struct militant_activity *state = into;
    const struct militant_activity *other = from;
    for (size_t i = 0; i < READ_QUANTITIES; i++) {
        state->quantities[i].missing += other->quantities[i].missing;
    }
    state->has_bounds |= other->has_bounds;
    return quantity_merge_failure(state->context, state->id, day_cells_merge(&state->cells, &other->cells));
}

/* What finish works with. */
struct work {
    const struct militant_activity *state;
    const struct indicator_frame *frame;
    struct severity_course course; /* of one region and one variant at a time */
    size_t baseline;
    double *history; /* scratch: logs of the covered baseline periods */
    double calibration;
};

/* True if the value is the period's own count. */
static bool is_counting(const struct militant_activity *state)
{
    enum measure measure = (enum measure)state->options[MEASURE].number;
    return measure == MEASURE_EVENTS || measure == MEASURE_DEATHS;
}

/* The weights that make a variant's severity out of a cell, or the plain count when that is what is asked for. */
static void weights_of(const struct militant_activity *state, enum variant variant, double weights[QUANTITIES])
{
    static const size_t deaths[VARIANTS] = {[BEST] = DEATHS, [LOW] = DEATHS_LOW, [HIGH] = DEATHS_HIGH};
    enum measure measure = (enum measure)state->options[MEASURE].number;
    bool counting = is_counting(state);
    for (size_t i = 0; i < QUANTITIES; i++) {
        weights[i] = 0;
    }
    weights[EVENTS] = counting ? measure == MEASURE_EVENTS : state->weights[EVENTS];
    weights[INJURED] = counting ? 0 : state->weights[INJURED];
    weights[HOSTAGES] = counting ? 0 : state->weights[HOSTAGES];
    weights[deaths[variant]] = counting ? measure == MEASURE_DEATHS : state->weights[DEATHS];
}

static void measure_region(struct work *work, size_t region, enum variant variant)
{
    double weights[QUANTITIES];
    weights_of(work->state, variant, weights);
    severity_course_measure(&work->course, region, weights);
}

/* How far the period stands out from the covered ones before it, whose number goes to `*periods`: 0.5 as ever, up to 1
 * much more, down to 0 much less; 0.5 too when they are too few to tell. */
static double trend_of(struct work *work, size_t position, size_t *periods)
{
    const struct option_value *given = work->state->options;
    size_t count = 0;
    for (size_t i = position - work->baseline; i < position; i++) {
        if (work->course.covered[i]) {
            work->history[count++] = work->course.logs[i];
        }
    }
    *periods = count;
    if (count < (size_t)given[MINIMUM_HISTORY].number) {
        return 0.5;
    }
    struct trailing_statistics statistics = trailing_statistics_of(work->history, count);
    double deviation = fmax(statistics.deviation, given[DEVIATION_FLOOR].number);
    return trailing_normal_percent((work->course.logs[position] - statistics.mean) / deviation) / 100.0;
}

static double level_of(const struct work *work, double remembered)
{
    if (remembered <= 0) {
        return 0;
    }
    bool by_period = work->state->options[FORM].number == SUM_OF_LOGS;
    double share = by_period ? remembered / work->calibration : log1p(remembered) / log1p(work->calibration);
    return 100.0 * fmin(1.0, share);
}

static double value_of(struct work *work, size_t period, enum observation *observation)
{
    const struct option_value *given = work->state->options;
    size_t position = period + work->baseline;
    enum measure measure = (enum measure)given[MEASURE].number;
    bool counting = is_counting(work->state);
    double value = counting ? work->course.severity[position] : work->course.remembered[period];
    bool nothing = counting ? value <= 0 : value <= 0 && !work->course.eventful[period];
    *observation = nothing ? OBSERVATION_NO_EVENT : OBSERVATION_NORMAL;
    if (measure != MEASURE_INDEX || nothing) {
        return value;
    }
    double weight = given[TREND_WEIGHT].number;
    double level = level_of(work, value);
    size_t periods = 0;
    double trend = trend_of(work, position, &periods);
    if (weight > 0 && periods < work->baseline) {
        *observation = OBSERVATION_SHORT_HISTORY;
    }
    return fmin(100.0, level * (1.0 + weight * (2.0 * trend - 1.0)));
}

/* The calibration of the model, or the largest severity of the panel's covered cells. */
static void calibrate(struct work *work)
{
    const struct militant_activity *state = work->state;
    work->calibration = state->options[CALIBRATION].number;
    if (state->options[CALIBRATION].given || state->options[MEASURE].number != MEASURE_INDEX) {
        return;
    }
    work->calibration = 0;
    for (size_t r = 0; r < work->frame->regions->count; r++) {
        measure_region(work, r, BEST);
        for (size_t p = 0; p < work->frame->axis.count; p++) {
            if (work->course.covered[p + work->baseline]) {
                work->calibration = fmax(work->calibration, work->course.remembered[p]);
            }
        }
    }
    if (work->calibration <= 0) {
        diagnostics_report(work->frame->context, DIAGNOSTIC_CALIBRATION_TAKEN, work->frame->at, NULL,
                           "indicator '%s': there is no severity in the panel to calibrate with", state->id);
        return;
    }
    char text[NUMBER_TEXT_SIZE];
    number_format(text, work->calibration, -1);
    diagnostics_report(work->frame->context, DIAGNOSTIC_CALIBRATION_TAKEN, work->frame->at,
                       "set 'calibration' to keep old scores when data are added",
                       "indicator '%s': calibration is the largest severity of the panel, %s", state->id, text);
}

static void fill_region(struct work *work, size_t region)
{
    const struct indicator_frame *frame = work->frame;
    struct panel *panel = frame->panel;
    for (enum variant variant = BEST; variant < (work->state->has_bounds ? VARIANTS : BEST + 1); variant++) {
        measure_region(work, region, variant);
        for (size_t p = 0; p < frame->axis.count; p++) {
            size_t cell = panel_cell(panel, p, frame->column, region);
            if (!work->course.covered[p + work->baseline]) {
                panel_set_missing(panel, cell, OBSERVATION_NOT_COVERED);
                continue;
            }
            enum observation observation = OBSERVATION_NORMAL;
            double value = value_of(work, p, &observation);
            if (variant == BEST) {
                panel_set(panel, cell, value, observation);
            } else {
                panel->low[cell] = fmin(panel->low[cell], value);
                panel->high[cell] = fmax(panel->high[cell], value);
            }
        }
    }
}

static struct severity_rule rule_of(const struct militant_activity *state)
{
    const struct option_value *given = state->options;
    bool in_periods = given[HALF_LIFE_PERIODS].given;
    return (struct severity_rule){
        .of_periods = given[FORM].number == SUM_OF_LOGS,
        .in_periods = in_periods,
        .half_life = given[in_periods ? HALF_LIFE_PERIODS : HALF_LIFE].number,
    };
}

static tocsin_status begin_work(struct work *work)
{
    const struct indicator_frame *frame = work->frame;
    work->baseline = (size_t)work->state->options[BASELINE].number;
    work->history = arena_allocate(frame->arena, work->baseline, sizeof *work->history);
    tocsin_status status = work->history ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK && work->state->has_bounds) {
        status = panel_add_bounds(frame->arena, frame->panel);
    }
    return status == TOCSIN_OK
               ? severity_course_begin(frame, &work->state->table, rule_of(work->state), work->baseline, &work->course)
               : status;
}

static tocsin_status finish(void *from, const struct indicator_frame *frame)
{
    struct militant_activity *state = from;
    struct work work = {.state = state, .frame = frame};
    tocsin_status status = day_cells_table(&state->cells, frame->arena, frame->regions->count, &state->table);
    if (status == TOCSIN_OK) {
        status = begin_work(&work);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    for (size_t i = 0; i < READ_QUANTITIES; i++) {
        quantity_report(frame, &state->quantities[i]);
    }
    calibrate(&work);
    for (size_t r = 0; r < frame->regions->count; r++) {
        fill_region(&work, r);
    }
    return TOCSIN_OK;
}

/* What is remembered of a row: its severity, or its share of its period's logarithm, with the decay since. */
static double remembered_term(const struct militant_activity *state, const struct indicator_target *target,
                              day_number day, double severity, const double *weights)
{
    struct severity_rule rule = rule_of(state);
    if (!rule.of_periods) {
        return severity * trailing_half_life_weight(target->last_day - day, rule.half_life);
    }
    period_number period = period_of_day(target->frequency, day);
    day_number first = period_first_day(target->frequency, period);
    day_number last = period_last_day(target->frequency, period);
    double all = severity_of_days(&state->table, target->region, first, last, weights);
    double age = rule.in_periods ? target->period - period : target->last_day - last;
    return severity > 0 ? severity / all * log1p(all) * trailing_half_life_weight(age, rule.half_life) : 0;
}

static bool weigh(const void *from, const struct indicator_target *target, const struct record *record, double *weight)
{
    const struct militant_activity *state = from;
    bool counting = is_counting(state);
    if (record->region != (int32_t)target->region || record->day > target->last_day ||
        (counting && record->day < target->first_day)) {
        return false;
    }
    double weights[QUANTITIES];
    double severity = 0;
    weights_of(state, BEST, weights);
    for (size_t i = 0; i < READ_QUANTITIES; i++) {
        const struct quantity *quantity = &state->quantities[i];
        severity += weights[i] * field_number(&record->fields[quantity->slot], quantity->otherwise);
    }
    *weight = counting ? severity : remembered_term(state, target, record->day, severity, weights);
    return *weight != 0;
}

static void weight_unit(const void *from, char text[WEIGHT_UNIT_SIZE])
{
    const struct militant_activity *state = from;
    if (is_counting(state)) {
        snprintf(text, WEIGHT_UNIT_SIZE, "%s", state->options[MEASURE].number == MEASURE_EVENTS ? "events" : "deaths");
        return;
    }
    struct severity_rule rule = rule_of(state);
    snprintf(text, WEIGHT_UNIT_SIZE,
             "%s(%g per event, %g per death, %g per injured, %g per hostage), halved every %g %s",
             rule.of_periods ? "share of ln(1 + severity) of the period, severity " : "severity ",
             state->weights[EVENTS], state->weights[DEATHS], state->weights[INJURED], state->weights[HOSTAGES],
             rule.half_life, rule.in_periods ? "periods" : "days");
}

const struct indicator_module indicator_militant_activity = {
    .name = "militant_activity",
    .title = "Militant activity level",
    .text =
        "How much political violence a region sees: events, deaths, injured and hostages with a memory that halves, "
        "on a logarithmic scale, moved up or down by the region's own trend.",
    .input = INPUT_EVENTS,
    .direction = DIRECTION_RISK,
    .unit = "index 0..100",
    .formula =
        "value = min(100, L (1 + trend_weight (W/50 - 1))); L = 100 min(1, ln(1+A)/ln(1+M)); "
        "A(T) = sum e 2^(-(T-t)/half_life); e = 1 event + 3 deaths + 0.5 injured + 0.5 hostages; W = 100 Phi(z), "
        "z = (ln(1+a) - mean)/max(sd, sd_floor) over the baseline periods before, a = sum of e in the period",
    .source = "Institute for Economics & Peace (2023), Global Terrorism Index 2023: weights of events and logarithmic "
              "banding; Lucas & Saccucci (1990), Technometrics 32(1): change against a trailing baseline",
    .blind_spots =
        "Events that nobody reported; non-lethal militancy in sources that record deaths only; who did it and "
        "why; a region's size (see event_count with 'per').",
    .options = options,
    .option_count = OPTION_COUNT,
    .state_size = sizeof(struct militant_activity),
    .prepare = prepare,
    .accumulate = accumulate,
    .merge = merge,
    .finish = finish,
    .weigh = weigh,
    .weight_unit = weight_unit,
};
