/** What each indicator adds to a score: weight times value for trees that are arithmetic throughout. */
#ifndef TOCSIN_SCORE_CONTRIBUTION_H
#define TOCSIN_SCORE_CONTRIBUTION_H

#include "panel/panel.h"
#include "panel/weights.h"

/**
 * `weight` [period][indicator][region]: the effective weight, the product down the tree of weight over the weight of
 * the present siblings (the cell's own weights, where it has such); 0 for what had no part. Contributions are weight
 * times normalised value, and add up to the score where every node on the way is arithmetic without rounding, floor,
 * cap or space: `has_contributions` [period][region] says where.
 */
tocsin_status contribution_compute(tocsin_context *context, const struct index_tree *tree,
                                   const struct index_weights *weights, const struct panel *normalised,
                                   const struct panel *nodes, double *weight, double *contribution,
                                   uint8_t *has_contributions);

#endif
