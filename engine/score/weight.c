/** Resolves the weights of an index. */
#include "score/weight.h"

static double weight_of(const struct index_tree *tree, const struct index_node *node)
{
    if (node->parent == INDEX_NONE || tree->nodes[node->parent].weights.method != WEIGHT_GIVEN) {
        return 1;
    }
    return node->weight;
}

tocsin_status weight_begin(struct arena *arena, const struct index_tree *tree, struct index_weights *weights)
{
    struct index_weights made = {
        .node = arena_allocate(arena, tree->count, sizeof *made.node),
        .cell = arena_allocate(arena, tree->count, sizeof(double *)),
        .outcome = arena_allocate(arena, tree->inner_count, sizeof *made.outcome),
    };
    if (!made.node || !made.cell || !made.outcome) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < tree->count; i++) {
        made.node[i] = weight_of(tree, &tree->nodes[i]);
        if (tree->nodes[i].inner != INDEX_NONE) {
            made.outcome[tree->nodes[i].inner].method = tree->nodes[i].weights.method;
        }
    }
    *weights = made;
    return TOCSIN_OK;
}

tocsin_status weight_resolve(tocsin_context *context, struct arena *arena, const struct weight_request *request,
                             struct index_weights *weights)
{
    (void)context;
    return weight_begin(arena, request->tree, weights);
}
