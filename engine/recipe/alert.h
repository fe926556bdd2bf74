/** When a score is worth a word of warning, besides rising to a higher level. */
#ifndef TOCSIN_RECIPE_ALERT_H
#define TOCSIN_RECIPE_ALERT_H

#include "base/diagnostics.h"
#include "base/number.h"
#include <stdint.h>

struct alert_rules {
    struct optional_number jump;   /* points of the scale that a score rises in one period; not given: no such alerts */
    struct optional_number jump_level; /* position of the level that a jump raises a region to at least */
    uint32_t record_periods;       /* a score above all of so many periods before; 0: no such alerts */
    uint32_t stale_periods;        /* periods on end without a score after which the level is unknown; 0: never */
    /* Small numbers: no jump or record where a count of events was and is small. */
    bool has_guard;
    size_t guard_indicator;        /* position; its raw values count */
    uint32_t guard_periods;        /* over so many periods before ... */
    double guard_before;           /* ... it averaged at most this, and ... */
    double guard_now;              /* ... is at most this now */
    struct location at;
};

#endif
