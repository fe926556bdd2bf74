/** Early warnings, and what has to be remembered of a run for the next one to go on from. */
#ifndef TOCSIN_PANEL_ALERT_H
#define TOCSIN_PANEL_ALERT_H

#include "base/number.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum alert_reason {
    ALERT_RAISED,   /* the level rose */
    ALERT_LOWERED,  /* the level fell */
    ALERT_JUMP,     /* the score rose by more than the rule's points in one period */
    ALERT_RECORD,   /* the score is above all of the periods before that the rule names */
    ALERT_UNKNOWN,  /* no score for so long that the level is not known any more */
    ALERT_RETURNED, /* a score again after the level was unknown */
    ALERT_REASON_COUNT
};
extern const char *const alert_reason_names[ALERT_REASON_COUNT]; /* "raised", "lowered", "jump", ... */

enum { ALERT_DRIVERS = 3 };

struct alert {
    size_t period, region; /* positions */
    enum alert_reason reason;
    int16_t from, to;          /* levels before and after, -1: none; the same where the level stayed */
    uint32_t periods_in_level; /* how long the region has been in `to`, this period included; 0 where that is -1 */
    struct optional_number score, previous_score, change;
    /* Indicators that moved the score most in its direction, the largest first; none if it rose and the level fell. */
    size_t drivers[ALERT_DRIVERS];
    double driver_change[ALERT_DRIVERS];
    size_t driver_count;
    bool guarded; /* small numbers: told, but no cause for alarm */
};

/** What a region's next level and alerts depend on besides its next score. */
struct level_state {
    int16_t level;             /* -1: none yet, or unknown */
    int16_t last_level;        /* the one before it became unknown; -1: none */
    uint32_t below;            /* successive scores under the level's bound less `down` */
    uint32_t stale;            /* successive periods without a score */
    uint32_t periods_in_level; /* stale ones included; 0 without a level */
    double *recent;            /* [recent_count]: scores of the periods before, the latest last; NAN where missing */
    size_t recent_count;
    double *counts; /* [count_count]: the same of what the guard against small numbers counts */
    size_t count_count;
};

#endif
