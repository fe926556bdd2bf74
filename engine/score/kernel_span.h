/** A piece of a block at work, and its scratch memory: shared by the files of the kernel that evaluate. */
#ifndef TOCSIN_SCORE_KERNEL_SPAN_H
#define TOCSIN_SCORE_KERNEL_SPAN_H

#include "score/aggregate.h"
#include "score/kernel_tree.h"

/** A child with a weight, from the first cell of a span on. */
struct kernel_column {
    const double *value;
    const uint8_t *observation;
    const double *own_weight; /* [cell], or NULL */
    double weight;            /* > 0 */
};

struct kernel_workspace {
    size_t cells;
    double *memory;                          /* of the columns below */
    double *present, *value, *part;          /* of the child at hand; present is 1 or 0 */
    double *sum, *weight, *lowest, *highest; /* of the node at hand */
    double *total;                           /* of the node at hand, if its cells have weights of their own */
    double *found;                           /* children of the node at hand that are present, if it counts them */
    uint8_t *reason;                         /* of the node at hand */
    struct expression **expressions;         /* [inner node], NULL for other methods */
    size_t expression_count;
    struct kernel_column *columns;      /* of the node at hand, if kernel_list_columns was called */
    double *gathered, *gathered_weight; /* [column] of one cell */
    double *rivals; /* [column][cells]: who of a run of regions has a value; NULL if no node compares regions */
};

/** A run of cells of a block, no longer than the workspace. */
struct kernel_span {
    const struct kernel *kernel;
    struct kernel_workspace *workspace;
    const struct kernel_block *block;
    const double *weights; /* [tree node] */
    size_t first, count;
};

static inline const double *kernel_child_value(const struct kernel_span *span, const struct index_node *child)
{
    const struct kernel_block *block = span->block;
    return (child->inner == INDEX_NONE ? block->leaf[child->indicator] : block->node[child->inner]) + span->first;
}

static inline const uint8_t *kernel_child_observation(const struct kernel_span *span, const struct index_node *child)
{
    const struct kernel_block *block = span->block;
    bool leaf = child->inner == INDEX_NONE;
    return (leaf ? block->leaf_observation[child->indicator] : block->node_observation[child->inner]) + span->first;
}

/**
 * The weights that the cells of the span have of their own for a child, or NULL. A comparison of regions goes by the
 * same weights for all of them, and a formula by none.
 */
static inline const double *kernel_cell_weights(const struct kernel_span *span, const struct aggregate_family *family,
                                                size_t child)
{
    const double *const *weights = span->block->cell_weights;
    bool has_own = weights && weights[child] && family && !family->compares_regions;
    return has_own ? weights[child] + span->first : NULL;
}

/** Lists the children that have a weight in the workspace's columns; returns how many there are. */
size_t kernel_list_columns(const struct kernel_span *span, const struct index_node *node);

/** Nodes whose method looks at the children of a cell side by side: `sum` becomes their values, in their space. */
void kernel_gather_cells(const struct kernel_span *span, const struct index_node *node, double total, bool cell_totals);
/** Nodes whose method compares regions: `sum` becomes their values, on the scale. */
void kernel_compare_cells(const struct kernel_span *span, const struct index_node *node);

#endif
