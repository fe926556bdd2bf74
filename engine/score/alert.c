/** Levels that rise at once and fall slowly, and the alerts that go with them. */
#include "score/alert.h"
#include "base/compensated_sum.h"
#include <math.h>
#include <string.h>

static void forget(double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        values[i] = NAN;
    }
}

tocsin_status alert_begin(struct arena *arena, const struct alert_rules *rules, struct level_state *state)
{
    size_t scores = rules->record_periods > 0 ? rules->record_periods : 1; /* a change is since the period before */
    size_t counts = rules->has_guard ? rules->guard_periods : 0;
    double *recent = arena_allocate(arena, scores, sizeof *recent);
    double *counted = arena_allocate(arena, counts, sizeof *counted);
    if (!recent || !counted) {
        return TOCSIN_ERROR_MEMORY;
    }
    forget(recent, scores);
    forget(counted, counts);
    *state = (struct level_state){.level = -1,
                                  .last_level = -1,
                                  .recent = recent,
                                  .recent_count = scores,
                                  .counts = counted,
                                  .count_count = counts};
    return TOCSIN_OK;
}

/** The latest comes last; the oldest is forgotten. */
static void remember(double *values, size_t count, struct optional_number value)
{
    if (count > 0) {
        memmove(values, values + 1, (count - 1) * sizeof *values);
        values[count - 1] = value.given ? value.value : NAN;
    }
}

static bool is_record(const struct alert_rules *rules, const struct level_state *state, double score)
{
    size_t present = 0;
    for (size_t i = 0; i < state->recent_count; i++) {
        if (!isnan(state->recent[i])) {
            present++;
            if (score <= state->recent[i]) {
                return false;
            }
        }
    }
    return rules->record_periods > 0 && 2 * present >= state->recent_count;
}

static bool is_small(const struct alert_rules *rules, const struct level_state *state, struct optional_number count)
{
    size_t present = 0;
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < state->count_count; i++) {
        if (!isnan(state->counts[i])) {
            present++;
            compensated_sum_add(&sum, state->counts[i]);
        }
    }
    return rules->has_guard && count.given && count.value <= rules->guard_now && 2 * present >= state->count_count &&
           compensated_sum_value(&sum) <= rules->guard_before * (double)present;
}

static int16_t band_of(const struct level_rules *rules, double score)
{
    size_t band = 0;
    while (band + 1 < rules->count && score >= rules->bands[band + 1].from) {
        band++;
    }
    return (int16_t)band;
}

/** The level of a score, with `least` as the lowest that it can be now. */
static void advance(const struct level_rules *rules, double score, int16_t least, struct level_state *state)
{
    int16_t band = band_of(rules, score);
    int16_t before = state->level;
    if (band < least) {
        band = least;
    }
    if (before < 0 || rules->periods == 0 || band >= before) {
        state->level = band;
        state->below = 0;
    } else if (score >= rules->bands[before].from - rules->down) {
        state->below = 0;
    } else {
        state->below++;
        if (state->below >= rules->periods) {
            state->level--;
            state->below = 0;
        }
    }
    state->periods_in_level = state->level == before ? state->periods_in_level + 1 : 1;
}

static void step_present(const struct alert_policy *policy, const struct alert_reading *reading,
                         struct level_state *state, struct alert_outcome *outcome)
{
    const struct alert_rules *rules = policy->alerts;
    double score = reading->score.value;
    double before = state->recent[state->recent_count - 1];
    bool jumped = false;
    if (!isnan(before)) {
        outcome->previous_score = (struct optional_number){true, before};
        outcome->change = isfinite(score - before) ? (struct optional_number){true, score - before} : outcome->change;
        jumped = rules->jump.given && score - before >= rules->jump.value;
    }
    bool record = is_record(rules, state, score);
    outcome->guarded = (jumped || record) && is_small(rules, state, reading->count);
    bool returned = state->level < 0 && state->last_level >= 0;
    if (policy->levels->count > 0) {
        bool raises = jumped && rules->jump_level.given && !outcome->guarded;
        advance(policy->levels, score, (int16_t)(raises ? rules->jump_level.value : 0), state);
        state->last_level = -1;
    }
    outcome->to = state->level;
    bool had_level = outcome->from >= 0;
    outcome->reasons = (unsigned)(had_level && outcome->to > outcome->from) << ALERT_RAISED |
                       (unsigned)(had_level && outcome->to < outcome->from) << ALERT_LOWERED |
                       (unsigned)jumped << ALERT_JUMP | (unsigned)record << ALERT_RECORD |
                       (unsigned)returned << ALERT_RETURNED;
    state->stale = 0;
}

static void step_missing(const struct alert_rules *rules, struct level_state *state, struct alert_outcome *outcome)
{
    double before = state->recent[state->recent_count - 1];
    if (!isnan(before)) {
        outcome->previous_score = (struct optional_number){true, before};
    }
    state->stale += state->stale < UINT32_MAX;
    if (state->level >= 0) {
        state->periods_in_level++;
        if (rules->stale_periods > 0 && state->stale >= rules->stale_periods) {
            outcome->reasons = 1U << ALERT_UNKNOWN;
            state->last_level = state->level;
            state->level = -1;
            state->below = 0;
            state->periods_in_level = 0;
        }
    }
    outcome->to = state->level;
}

void alert_step(const struct alert_policy *policy, const struct alert_reading *reading, struct level_state *state,
                struct alert_outcome *outcome)
{
    *outcome = (struct alert_outcome){.from = state->level};
    if (reading->score.given) {
        step_present(policy, reading, state, outcome);
    } else {
        step_missing(policy->alerts, state, outcome);
    }
    remember(state->recent, state->recent_count, reading->score);
    remember(state->counts, state->count_count, reading->count);
}
