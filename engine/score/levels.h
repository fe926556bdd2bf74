/** Ranks and levels of scores. */
#ifndef TOCSIN_SCORE_LEVELS_H
#define TOCSIN_SCORE_LEVELS_H

#include "panel/panel.h"
#include "recipe/index.h"

/** `rank` [period][region]: 1 + number of regions with a strictly higher score, 0 without one; `ranked` [period]. */
tocsin_status levels_rank(tocsin_context *context, const struct panel *nodes, int32_t *rank, uint32_t *ranked);

/**
 * `level` [period][region], -1 without a score or without levels. A band holds its lower bound; what is below the
 * lowest band belongs to it. Up at once and to any height; down by one level only after `rules->periods` successive
 * scores more than `rules->down` below the bound of the level at hand, and then the count begins anew; a missing score
 * holds the state. With `rules->periods` 0 the level is the score's band.
 */
void levels_compute(const struct panel *nodes, const struct level_rules *rules, int16_t *level);

#endif
