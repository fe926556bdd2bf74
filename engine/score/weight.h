/** The weights of an index: from what the model says, and where it asks for that from the data, to numbers. */
#ifndef TOCSIN_SCORE_WEIGHT_H
#define TOCSIN_SCORE_WEIGHT_H

#include "base/diagnostics.h"
#include "panel/panel.h"
#include "panel/region.h"
#include "panel/weights.h"

struct weight_request {
    const struct index_tree *tree;
    const double *scale;            /* two numbers */
    const struct panel *normalised; /* [period][indicator][region] */
    const struct region_table *regions;
    const struct period_axis *axis;
};

/** Weights as far as they need no data: given ones, and 1 for all children of every other node. */
tocsin_status weight_begin(struct arena *arena, const struct index_tree *tree, struct index_weights *weights);

/**
 * Resolves all weights of a tree, the deepest nodes first. Reports what keeps a method from giving weights (a constant
 * child, too few cells, a matrix that is not reciprocal) or makes them doubtful (inconsistent comparisons, a child that
 * loads against the others).
 */
tocsin_status weight_resolve(tocsin_context *context, struct arena *arena, const struct weight_request *request,
                             struct index_weights *weights);

#endif
