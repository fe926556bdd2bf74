/** The prepared tree, shared by the files of the kernel and by nobody else. */
#ifndef TOCSIN_SCORE_KERNEL_TREE_H
#define TOCSIN_SCORE_KERNEL_TREE_H

#include "score/aggregate.h"
#include "score/kernel.h"

/** What a formula node needs beside the tree: its children's ids, and which of them the formula uses. */
struct kernel_formula {
    const char **names;
    bool *used;
};

struct kernel {
    const struct index_tree *tree;
    double scale[2];
    const struct index_weights *weights;
    bool compares_regions;
    struct kernel_formula *formulas; /* [inner node]; names NULL for other methods */
    const double **orders;           /* [inner node]; of AGGREGATE_OWA: see struct aggregate_cell; NULL for others */
    size_t most_children;
};

/** A value of the scale in the space of a node that has one. */
static inline double kernel_into_space(const struct kernel *kernel, const struct aggregation *aggregation, double value)
{
    const double *scale = kernel->scale;
    const double *space = aggregation->space;
    return space[0] + (value - scale[0]) / (scale[1] - scale[0]) * (space[1] - space[0]);
}

/** And back. */
static inline double kernel_out_of_space(const struct kernel *kernel, const struct aggregation *aggregation,
                                         double value)
{
    const double *scale = kernel->scale;
    const double *space = aggregation->space;
    return scale[0] + (value - space[0]) / (space[1] - space[0]) * (scale[1] - scale[0]);
}

#endif
