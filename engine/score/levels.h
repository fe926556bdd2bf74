/** Ranks and levels of scores. */
#ifndef TOCSIN_SCORE_LEVELS_H
#define TOCSIN_SCORE_LEVELS_H

#include "panel/panel.h"
#include "recipe/index.h"

/** `rank` [period][region]: 1 + number of regions with a strictly higher score, 0 without one; `ranked` [period]. */
tocsin_status rank_compute(tocsin_context *context, const struct panel *nodes, int32_t *rank, uint32_t *ranked);

/**
 * `level` [period][region], -1 without a score. Up at once; down by one level only after `rules->periods` successive
 * scores more than `rules->down` below the level's bound; a missing score holds the state.
 */
void levels_compute(const struct panel *nodes, const struct level_rules *rules, int16_t *level);

#endif
