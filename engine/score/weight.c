/** Weights as given, or equal. */
#include "score/weight.h"

static double weight_of(const struct index_tree *tree, const struct index_node *node)
{
    if (node->parent == INDEX_NONE || tree->nodes[node->parent].weights == WEIGHT_EQUAL) {
        return 1;
    }
    return node->weight;
}

void weight_resolve(const struct index_tree *tree, double *weights)
{
    for (size_t i = 0; i < tree->count; i++) {
        weights[i] = weight_of(tree, &tree->nodes[i]);
    }
}
