/**
 * Levels and alerts of one region, period by period: a state, what there is to go by, a new state and what happened.
 * Nothing else is looked at, so that the order of regions does not matter, and a run that begins with the states of
 * another goes on as one long run would.
 *
 * A level holds its lower bound; what is below the lowest belongs to it. It rises at once and to any height; a jump
 * (a score higher by the rule's points than in the period before) raises it at least to the rule's level. It falls by
 * one level only after `periods` scores on end more than `down` points below its bound, and then the count begins anew;
 * with `periods` 0 it is the score's own. A missing score holds the state. After `stale_periods` of them on end the
 * level is unknown, and the next score begins in its own band.
 *
 * A record is a score above all of the `record_periods` before, if at least half of them have one. Both are marked, and
 * raise nothing, where a count was small (its mean over the periods before, of which at least half must have a value)
 * and is small: the rule by which ACLED tells change from noise.
 */
#ifndef TOCSIN_SCORE_ALERT_H
#define TOCSIN_SCORE_ALERT_H

#include "base/memory.h"
#include "panel/alert.h"
#include "recipe/alert.h"
#include "recipe/index.h"

struct alert_policy {
    const struct level_rules *levels;
    const struct alert_rules *alerts;
};

/** What a period has. */
struct alert_reading {
    struct optional_number score;
    struct optional_number count; /* of what the guard counts */
};

/** What came of it. */
struct alert_outcome {
    unsigned reasons;                      /* bits of enum alert_reason; 0: nothing happened */
    int16_t from, to;                      /* levels before and after */
    bool guarded;                          /* small numbers: said of jumps and records only */
    struct optional_number previous_score; /* not given if it is not there */
    struct optional_number change;         /* not given if not both scores are there */
};

static inline bool alert_happened(const struct alert_outcome *outcome, enum alert_reason reason)
{
    return (outcome->reasons >> reason & 1U) != 0;
}

/** A state that knows nothing yet. Fails with TOCSIN_ERROR_MEMORY. */
tocsin_status alert_begin(struct arena *arena, const struct alert_rules *rules, struct level_state *state);

/** One period. */
void alert_step(const struct alert_policy *policy, const struct alert_reading *reading, struct level_state *state,
                struct alert_outcome *outcome);

#endif
