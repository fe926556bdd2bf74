/** When a score is worth a word of warning, besides a change of its level. */
#ifndef TOCSIN_RECIPE_ALERT_H
#define TOCSIN_RECIPE_ALERT_H

#include "base/number.h"
#include <stdint.h>

enum { ALERT_MOST_PERIODS = 1000 }; /* that a rule may look back */

struct alert_rules {
    bool silent;                 /* no alerts are given, whatever happens */
    struct optional_number jump; /* points of the scale that a score rises in one period; not given: no such alerts */
    struct optional_number jump_level; /* position of the level that a jump raises a region to at least */
    uint32_t record_periods;           /* a score above all of so many periods before; 0: no such alerts */
    uint32_t stale_periods;            /* periods on end without a score after which the level is unknown; 0: never */
    /* Small numbers: a jump or record is marked where a count of events was and is small. */
    bool has_guard;
    size_t guard_indicator; /* position; its raw values count */
    uint32_t guard_periods; /* over so many periods before ... */
    double guard_before;    /* ... it averaged at most this, and ... */
    double guard_now;       /* ... is at most this now */
};

#endif
