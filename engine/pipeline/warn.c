/** Levels, alerts and states, period by period: those of all regions side by side, so that alerts come in order. */
#include "pipeline/warn.h"
#include "pipeline/warn_opening.h"
#include "score/levels.h"
#include <math.h>
#include <string.h>

/** Ours: an indicator that makes less than a tenth of a move is no word on why the score moved. */
static const double least_share = 0.1;

struct warning {
    struct plan *plan;
    struct result *result;
    struct alert_policy policy;
    struct level_state *states; /* [region] */
    uint32_t *periods_in_level;
    int16_t *level;
    const double *opening; /* [indicator][region]: parts of the first period's change; NULL: not known */
    struct alert *alerts;
    size_t count, capacity;
};

/** What an indicator added to the change of a score; 0 where that is not known. */
static double part_of(const struct warning *warning, const struct alert *alert, size_t indicator)
{
    const struct result *result = warning->result;
    bool reported =
        alert->period >= result->first_reported && alert->period - result->first_reported < result->reported_periods;
    if (!reported) {
        return 0;
    }
    if (alert->period == 0) {
        return warning->opening ? warning->opening[indicator * result->regions->count + alert->region] : 0;
    }
    return result->change ? result->change[panel_cell(result->raw, alert->period, indicator, alert->region)] : 0;
}

/** Puts a driver in its place among those found so far; of equal ones the first stays first. */
static void offer_driver(struct alert *alert, size_t indicator, double part)
{
    size_t place = alert->driver_count;
    while (place > 0 && fabs(part) > fabs(alert->driver_change[place - 1])) {
        place--;
    }
    if (place == ALERT_DRIVERS) {
        return;
    }
    alert->driver_count += alert->driver_count < ALERT_DRIVERS;
    for (size_t i = alert->driver_count - 1; i > place; i--) {
        alert->drivers[i] = alert->drivers[i - 1];
        alert->driver_change[i] = alert->driver_change[i - 1];
    }
    alert->drivers[place] = indicator;
    alert->driver_change[place] = part;
}

static void find_drivers(const struct warning *warning, struct alert *alert)
{
    double move = alert->change.given ? alert->change.value : 0;
    for (size_t i = 0; move != 0 && i < warning->result->indicator_count; i++) {
        double part = part_of(warning, alert, i);
        if (part / move >= least_share) {
            offer_driver(alert, i, part);
        }
    }
}

/** One alert for each reason. */
static tocsin_status add_alerts(struct warning *warning, const struct alert *happened,
                                const struct alert_outcome *outcome)
{
    tocsin_status status = TOCSIN_OK;
    for (int reason = 0; status == TOCSIN_OK && reason < ALERT_REASON_COUNT; reason++) {
        if (!alert_happened(outcome, (enum alert_reason)reason)) {
            continue;
        }
        status = arena_grow(warning->plan->arena, &warning->alerts, warning->count, sizeof *warning->alerts,
                            &warning->capacity);
        if (status == TOCSIN_OK) {
            struct alert *alert = &warning->alerts[warning->count++];
            *alert = *happened;
            alert->reason = (enum alert_reason)reason;
            alert->guarded = outcome->guarded && (reason == ALERT_JUMP || reason == ALERT_RECORD);
            bool rose = alert->change.given && alert->change.value > 0;
            alert->driver_count = reason == ALERT_LOWERED && rose ? 0 : alert->driver_count;
        }
    }
    return status;
}

static tocsin_status step(struct warning *warning, size_t period, size_t region)
{
    const struct result *result = warning->result;
    struct level_state *state = &warning->states[region];
    struct alert_reading reading = levels_reading(result->nodes, result->raw, warning->policy.alerts, period, region);
    struct alert_outcome outcome;
    alert_step(&warning->policy, &reading, state, &outcome);
    size_t place = result_region_cell(result, period, region);
    warning->level[place] = (int16_t)(reading.score.given ? state->level : -1);
    warning->periods_in_level[place] = state->periods_in_level;
    if (outcome.reasons == 0 || warning->policy.alerts->silent) {
        return TOCSIN_OK;
    }
    struct alert happened = {
        .period = period,
        .region = region,
        .from = outcome.from,
        .to = outcome.to,
        .periods_in_level = state->periods_in_level,
        .score = reading.score,
        .previous_score = outcome.previous_score,
        .change = outcome.change,
    };
    find_drivers(warning, &happened);
    return add_alerts(warning, &happened, &outcome);
}

/** The states file is an input like others. */
static tocsin_status add_input(struct arena *arena, struct result *result, const struct input_file *file)
{
    struct input_file *tables = arena_allocate(arena, result->table_count + 1, sizeof *tables);
    if (!tables) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (result->table_count > 0) {
        memcpy(tables, result->tables, result->table_count * sizeof *tables);
    }
    tables[result->table_count++] = *file;
    result->tables = tables;
    return TOCSIN_OK;
}

tocsin_status warn_begin(struct plan *plan, const char *previous, struct result *result, struct warn_start *start)
{
    struct warn_start begun = {.states =
                                   arena_allocate(plan->arena, result->regions->count, sizeof(struct level_state))};
    tocsin_status status = begun.states ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
    for (size_t region = 0; status == TOCSIN_OK && region < result->regions->count; region++) {
        status = alert_begin(plan->arena, &result->alert_rules, &begun.states[region]);
    }
    if (status == TOCSIN_OK && previous) {
        status = saved_states_read(plan->context, plan->arena, previous, result, begun.states, &begun.saved);
    }
    if (status == TOCSIN_OK && previous) {
        result->previous = arena_text(plan->arena, previous);
        status = result->previous ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
    }
    if (status == TOCSIN_OK) {
        *start = begun;
    }
    return status;
}

/** What a run that goes on from another needs besides its states. */
static tocsin_status go_on(struct warning *warning, const struct saved_states *saved)
{
    struct plan *plan = warning->plan;
    struct result *result = warning->result;
    tocsin_status status = add_input(plan->arena, result, &saved->file);
    if (status == TOCSIN_OK && result->first_reported == 0 && result->change) {
        status = warn_opening(plan, result, saved, warning->states, &warning->opening);
    }
    return status;
}

tocsin_status warn_run(struct plan *plan, const struct warn_start *start, struct result *result)
{
    size_t cells = result->axis.count * result->regions->count;
    struct warning warning = {
        .plan = plan,
        .result = result,
        .policy = {&result->levels, &result->alert_rules},
        .states = start->states,
        .level = arena_allocate(plan->arena, cells, sizeof *warning.level),
        .periods_in_level = arena_allocate(plan->arena, cells, sizeof *warning.periods_in_level),
    };
    tocsin_status status = warning.level && warning.periods_in_level ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK && start->saved.values) {
        status = go_on(&warning, &start->saved);
    }
    for (size_t period = 0; status == TOCSIN_OK && period < result->axis.count; period++) {
        for (size_t region = 0; status == TOCSIN_OK && region < result->regions->count; region++) {
            status = step(&warning, period, region);
        }
    }
    result->level = warning.level;
    result->periods_in_level = warning.periods_in_level;
    result->alerts = warning.alerts;
    result->alert_count = warning.count;
    result->states = warning.states;
    return status;
}
