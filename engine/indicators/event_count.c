/**
 * Event count: how many events, or how much of a column of them, over a trailing window.
 *
 * Meaning    plain sums without any scale; `per` divides by a number of the region such as its population.
 * Direction  risk, if the events are bad news. Unit: as the column (per `per_factor` of `per`).
 * Formula    value = per_factor / per * sum of the column over (T - window, T] or over the last `periods` periods.
 * Source     plain arithmetic; rates per population as in any crime or health statistic.
 * Blind      large and small events count alike unless a column says how large; reporting differs between regions.
 */
#include "base/compensated_sum.h"
#include "base/number.h"
#include "base/text.h"
#include "indicators/day_cells.h"
#include "indicators/inputs.h"
#include "indicators/quantity.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum option { COLUMN, WINDOW, PERIODS, PER, PER_FACTOR, OPTION_COUNT };

static const struct option_descriptor options[OPTION_COUNT] = {
    [COLUMN] = {.name = "column",
                .type = OPTION_TEXT,
                .initial = "count",
                .text = "The number that is summed: count (rows without one count 1), deaths, injured, or any other "
                        "column of the source."},
    [WINDOW] = {.name = "window",
                .type = OPTION_INTEGER,
                .range = "1 <= x <= 36525",
                .low = 1,
                .high = 36525,
                .unit = "days",
                .text = "Sum over so many days up to the period's last; default: see periods."},
    [PERIODS] = {.name = "periods",
                 .type = OPTION_INTEGER,
                 .range = "1 <= x <= 10000",
                 .low = 1,
                 .high = 10000,
                 .unit = "periods",
                 .initial = "1",
                 .text = "Sum over so many periods, this one included; the default is the period by itself."},
    [PER] = {.name = "per",
             .type = OPTION_TEXT,
             .text = "A numeric column of the regions file to divide by, such as population."},
    [PER_FACTOR] = {.name = "per_factor",
                    .type = OPTION_NUMBER,
                    .range = "x > 0",
                    .low = 0,
                    .high = 1e15,
                    .low_open = true,
                    .initial = "1",
                    .text = "100000 with per: population gives a rate per 100,000."},
};

enum { ROWS, SUM, SUM_LOW, SUM_HIGH, QUANTITIES };
enum { NUMBER, LOW, HIGH, READ_COLUMNS };

struct event_count {
    tocsin_context *context;
    const struct option_value *options;
    const char *id;
    bool counts;       /* the column is `count`, which is 1 where it is not given */
    bool not_negative; /* the column counts something: -99 is a mistake */
    struct quantity quantity;
    size_t low_slot, high_slot;
    bool has_bounds;
    struct day_cells cells;
    const double *scale;        /* by region: per_factor / per, 0 where `per` says that there is none */
    const uint8_t *scale_fault; /* by region: OBSERVATION_NORMAL, or why there is none */
};

static tocsin_status read_denominator(const struct indicator_setup *setup, size_t region, size_t column, double *scale,
                                      uint8_t *fault)
{
    const char *text = region_table_text(setup->regions, region, column);
    const struct option_value *per = &setup->options[PER];
    const char *name = setup->regions->regions[region].id;
    struct location at = region_table_at(setup->regions, region, column, per->at);
    double number = 0;
    if (!text) {
        *fault = OBSERVATION_INPUT_MISSING;
        return TOCSIN_OK;
    }
    if (!number_parse(text, strlen(text), &number) || number < 0) {
        return diagnostics_report(setup->context, DIAGNOSTIC_PER_NUMBER, at, NULL,
                                  "'%s' of region '%s' is '%s', where indicator '%s' needs a number of 0 or more",
                                  per->text, name, text, setup->id);
    }
    *scale = setup->options[PER_FACTOR].number / number;
    if (!isfinite(*scale)) {
        *fault = OBSERVATION_ZERO_DENOMINATOR;
        *scale = 0;
        return diagnostics_report(setup->context, DIAGNOSTIC_PER_ZERO, at, NULL,
                                  "'%s' of region '%s' is %s: indicator '%s' has no value there", per->text, name, text,
                                  setup->id);
    }
    return TOCSIN_OK;
}

static tocsin_status read_denominators(const struct indicator_setup *setup, struct event_count *state)
{
    const struct option_value *per = &setup->options[PER];
    double *scale = arena_allocate(setup->arena, setup->regions->count, sizeof *scale);
    uint8_t *fault = arena_allocate(setup->arena, setup->regions->count, sizeof *fault);
    if (!scale || !fault) {
        return TOCSIN_ERROR_MEMORY;
    }
    size_t column = 0;
    if (per->given && !region_table_column(setup->regions, per->text, &column)) {
        char hint[128];
        const char *near = text_nearest(per->text, setup->regions->column_names, setup->regions->column_count,
                                        sizeof *setup->regions->column_names);
        return diagnostics_report(setup->context, DIAGNOSTIC_PER_COLUMN_UNKNOWN, per->at,
                                  text_suggestion(hint, sizeof hint, near),
                                  "indicator '%s': the regions file has no column '%s'", setup->id, per->text);
    }
    uint64_t mark = diagnostics_mark(setup->context);
    for (size_t r = 0; r < setup->regions->count; r++) {
        fault[r] = OBSERVATION_NORMAL;
        scale[r] = 1;
        if (per->given) {
            read_denominator(setup, r, column, &scale[r], &fault[r]);
        }
    }
    state->scale = scale;
    state->scale_fault = fault;
    return diagnostics_since(setup->context, mark);
}

/* Roles of events that count things; other columns may hold any number. */
static bool is_count(const char *column)
{
    static const char *const counts[] = {"count", "deaths", "injured", "hostages"};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (text_equal(column, counts[i])) {
            return true;
        }
    }
    return false;
}

static tocsin_status prepare(const struct indicator_setup *setup, void *into)
{
    struct event_count *state = into;
    const struct option_value *column = &setup->options[COLUMN];
    state->context = setup->context;
    state->options = setup->options;
    state->id = setup->id;
    state->counts = text_equal(column->text, "count");
    state->not_negative = is_count(column->text);
    day_cells_begin(&state->cells, setup->arena, QUANTITIES);
    struct location at = column->given ? column->at : setup->at;
    size_t slot = column_set_add(setup->columns, column->text, COLUMN_NUMBER, !state->counts, at);
    state->low_slot = column_set_add(setup->columns, column->text, COLUMN_LOW, false, at);
    state->high_slot = column_set_add(setup->columns, column->text, COLUMN_HIGH, false, at);
    if (slot == SIZE_MAX || state->low_slot == SIZE_MAX || state->high_slot == SIZE_MAX) {
        return TOCSIN_ERROR_MEMORY;
    }
    state->quantity = (struct quantity){.name = column->text, .slot = slot, .otherwise = state->counts ? 1 : 0};
    uint64_t mark = diagnostics_mark(setup->context);
    if (setup->options[WINDOW].given && setup->options[PERIODS].given) {
        diagnostics_report(setup->context, DIAGNOSTIC_OPTIONS_CONFLICT, setup->options[PERIODS].at, NULL,
                           "indicator '%s': the window is given twice, in days and in periods", setup->id);
    }
    if (setup->options[PER_FACTOR].given && !setup->options[PER].given) {
        diagnostics_report(setup->context, DIAGNOSTIC_OPTIONS_CONFLICT, setup->options[PER_FACTOR].at, NULL,
                           "indicator '%s': 'per_factor' has no effect without 'per'", setup->id);
    }
    tocsin_status status = read_denominators(setup, state);
    return status == TOCSIN_OK ? diagnostics_since(setup->context, mark) : status;
}

static tocsin_status accumulate(void *into, const struct record *record)
{
    struct event_count *state = into;
    if (record->region < 0) {
        return TOCSIN_OK;
    }
    if (record->day == DAY_NONE) {
        return TOCSIN_ERROR_INTERNAL; /* layouts of events refuse rows without a date */
    }
    const struct field *field = &record->fields[state->quantity.slot];
    double number = field_number(field, state->quantity.otherwise);
    if (state->not_negative) {
        tocsin_status status = quantity_read(state->context, &state->quantity, record, &number);
        if (status != TOCSIN_OK) {
            return status;
        }
    } else {
        state->quantity.missing += field->state == FIELD_MISSING;
    }
    const struct field *low = &record->fields[state->low_slot];
    const struct field *high = &record->fields[state->high_slot];
    state->has_bounds |= low->state != FIELD_ABSENT || high->state != FIELD_ABSENT;
    double values[QUANTITIES] = {
        [ROWS] = state->counts ? number : 1,
        [SUM] = number,
        [SUM_LOW] = fmin(field_number(low, number), number),
        [SUM_HIGH] = fmax(field_number(high, number), number),
    };
    tocsin_status status = day_cells_add(&state->cells, (uint32_t)record->region, record->day, values);
    return quantity_failure(state->context, state->id, record, status);
}

static tocsin_status merge(void *into, const void *from)
{
    struct event_count *state = into;
    const struct event_count *other = from;
    state->quantity.missing += other->quantity.missing;
    state->has_bounds |= other->has_bounds;
    return quantity_merge_failure(state->context, state->id, day_cells_merge(&state->cells, &other->cells));
}

/* The day before the window of a period begins. */
static day_number window_begin(const struct event_count *state, enum frequency frequency, period_number period)
{
    if (state->options[WINDOW].given) {
        return period_last_day(frequency, period) - (day_number)state->options[WINDOW].number;
    }
    period_number first = period - (period_number)state->options[PERIODS].number + 1;
    return period_first_day(frequency, first) - 1;
}

static void fill_cell(const struct event_count *state, const struct indicator_frame *frame,
                      const struct day_table *table, size_t p, size_t region)
{
    size_t cell = panel_cell(frame->panel, p, frame->column, region);
    period_number period = axis_period(&frame->axis, p);
    day_number first = period_first_day(frame->axis.frequency, period);
    day_number last = period_last_day(frame->axis.frequency, period);
    if (!coverage_holds(&frame->coverage, region, first, last)) {
        panel_set_missing(frame->panel, cell, OBSERVATION_NOT_COVERED);
        return;
    }
    if (state->scale_fault[region] != OBSERVATION_NORMAL) {
        panel_set_missing(frame->panel, cell, (enum observation)state->scale_fault[region]);
        return;
    }
    day_number before = window_begin(state, frame->axis.frequency, period);
    struct compensated_sum totals[QUANTITIES] = {0};
    size_t end = day_table_after(table, region, last);
    for (size_t k = day_table_after(table, region, before); k < end; k++) {
        for (size_t i = 0; i < QUANTITIES; i++) {
            compensated_sum_add(&totals[i], day_table_values(table, k)[i]);
        }
    }
    double scale = state->scale[region];
    enum observation observation = compensated_sum_value(&totals[ROWS]) > 0 ? OBSERVATION_NORMAL : OBSERVATION_NO_EVENT;
    if (before + 1 < frame->coverage.first && before + 1 < first) {
        observation = OBSERVATION_SHORT_HISTORY;
    }
    panel_set(frame->panel, cell, compensated_sum_value(&totals[SUM]) * scale, observation);
    if (state->has_bounds && observation_present(frame->panel->observation[cell])) {
        frame->panel->low[cell] = compensated_sum_value(&totals[SUM_LOW]) * scale;
        frame->panel->high[cell] = compensated_sum_value(&totals[SUM_HIGH]) * scale;
    }
}

static tocsin_status finish(void *from, const struct indicator_frame *frame)
{
    const struct event_count *state = from;
    struct day_table table;
    tocsin_status status = day_cells_table(&state->cells, frame->arena, frame->regions->count, &table);
    if (status == TOCSIN_OK && state->has_bounds) {
        status = panel_add_bounds(frame->arena, frame->panel);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    quantity_report(frame, &state->quantity);
    for (size_t p = 0; p < frame->axis.count; p++) {
        for (size_t r = 0; r < frame->regions->count; r++) {
            fill_cell(state, frame, &table, p, r);
        }
    }
    return inputs_report_not_finite(frame, frame->at, NULL);
}

static bool weigh(const void *from, const struct indicator_target *target, const struct record *record, double *weight)
{
    const struct event_count *state = from;
    if (record->region != (int32_t)target->region || record->day > target->last_day ||
        record->day <= window_begin(state, target->frequency, target->period)) {
        return false;
    }
    double number = field_number(&record->fields[state->quantity.slot], state->quantity.otherwise);
    *weight = number * state->scale[target->region];
    return *weight != 0;
}

static void weight_unit(const void *from, char text[WEIGHT_UNIT_SIZE])
{
    const struct event_count *state = from;
    const struct option_value *per = &state->options[PER];
    int length = snprintf(text, WEIGHT_UNIT_SIZE, "%.64s", state->counts ? "events" : state->quantity.name);
    if (per->given && length > 0) {
        snprintf(text + length, WEIGHT_UNIT_SIZE - (size_t)length, " x %g / %.64s", state->options[PER_FACTOR].number,
                 per->text);
    }
}

const struct indicator_module indicator_event_count = {
    .name = "event_count",
    .title = "Event count",
    .text =
        "How many events, or how much of one of their columns, over a trailing window; per inhabitant or per any other "
        "number of the region.",
    .input = INPUT_EVENTS,
    .direction = DIRECTION_RISK,
    .unit = "events",
    .formula = "value = per_factor/per * sum of column over T - window < t <= T, or over the last `periods` periods",
    .source = "plain arithmetic",
    .blind_spots =
        "Large and small events count alike unless a column says how large; reporting differs between regions; "
        "rates of small populations jump.",
    .options = options,
    .option_count = OPTION_COUNT,
    .state_size = sizeof(struct event_count),
    .prepare = prepare,
    .accumulate = accumulate,
    .merge = merge,
    .finish = finish,
    .weigh = weigh,
    .weight_unit = weight_unit,
};
