/** Ranks and levels of scores. */
#ifndef TOCSIN_SCORE_LEVELS_H
#define TOCSIN_SCORE_LEVELS_H

#include "panel/panel.h"
#include "score/alert.h"

/** `rank` [period][region]: 1 + number of regions with a strictly higher score, 0 without one; `ranked` [period]. */
tocsin_status levels_rank(tocsin_context *context, const struct panel *nodes, int32_t *rank, uint32_t *ranked);

/** What score/alert.h goes by in a period. `raw` are the measured values of the same periods; NULL: no guard. */
struct alert_reading levels_reading(const struct panel *nodes, const struct panel *raw, const struct alert_rules *rules,
                                    size_t period, size_t region);

/**
 * `level` [period][region] by score/alert.h, of regions of which nothing is known before the first period. A level
 * stands for a score: it is -1 where there is none, whatever the state remembers, and without levels.
 */
tocsin_status levels_compute(tocsin_context *context, const struct panel *nodes, const struct panel *raw,
                             const struct alert_policy *policy, int16_t *level);

#endif
