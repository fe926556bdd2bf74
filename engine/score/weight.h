/** The weights of an index: from what the model says to one number for every node. */
#ifndef TOCSIN_SCORE_WEIGHT_H
#define TOCSIN_SCORE_WEIGHT_H

#include "recipe/index.h"

/** `weights` [tree node]: relative within the parent. The root's is 1. */
void weight_resolve(const struct index_tree *tree, double *weights);

#endif
