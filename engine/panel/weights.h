/** The weights of an index as they were resolved: one number for every node, and where a method has them, one a cell.
 */
#ifndef TOCSIN_PANEL_WEIGHTS_H
#define TOCSIN_PANEL_WEIGHTS_H

#include "recipe/index.h"

/** What a method of weighting found out about itself. Numbers that its method does not have are not given. */
struct weight_outcome {
    enum weight_method method;
    size_t cells;                             /* regions and periods with all children, that it rests on */
    uint32_t components;                      /* WEIGHT_PCA: used */
    struct optional_number explained;         /* WEIGHT_PCA: share of the variance that the components used explain */
    struct optional_number eigenvalue;        /* WEIGHT_PCA, WEIGHT_AHP: the largest */
    struct optional_number consistency_index; /* WEIGHT_AHP: (largest eigenvalue - n) / (n - 1) */
    struct optional_number consistency_ratio; /* WEIGHT_AHP: that over the random index; up to 0.1 is consistent */
    size_t negative;                          /* WEIGHT_PCA: children whose weight came out negative, and is 0 */
};

struct index_weights {
    double *node;  /* [tree node]: relative within the parent, finite, not negative; the root's is 1 */
    double **cell; /* [tree node]: NULL, or [period][region]: the cell's own weight, used in place of `node` */
    struct weight_outcome *outcome; /* [inner node] */
};

#endif
