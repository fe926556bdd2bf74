/** The prepared tree, shared by the files of the kernel and by nobody else. */
#ifndef TOCSIN_SCORE_KERNEL_TREE_H
#define TOCSIN_SCORE_KERNEL_TREE_H

#include "score/kernel.h"

/** What a formula node needs beside the tree: its children's ids, and which of them the formula uses. */
struct kernel_formula {
    const char **names;
    bool *used;
};

struct kernel {
    const struct index_tree *tree;
    double scale[2];
    double *weights;                 /* [tree node] */
    struct kernel_formula *formulas; /* [inner node]; names NULL for other methods */
    size_t most_children;
};

#endif
