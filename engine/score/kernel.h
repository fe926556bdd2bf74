/**
 * The kernel: the only code that aggregates. It evaluates the index tree for a block of cells (regions of a period)
 * at once, children column by column. Scores, and later draws, Shapley terms and backtests, differ only in the values
 * and weights that they feed it. The arithmetic is GSL's vector operations in a fixed order, so that the bits depend on
 * neither the size of a block nor the number of threads.
 *
 * A node takes its present children, their weights rescaled. Its coverage is the weighted mean of its children's (a
 * leaf has 1 or 0, a missing inner child counts 0). It is missing, in this order, if none of its children with a weight
 * is present (OBSERVATION_NO_CHILD), its coverage is below `min_coverage` or the share of its children, by number, that
 * are present is below `min_children` (BELOW_COVERAGE), a formula uses a missing child (INPUT_MISSING), or the
 * arithmetic has no result (NOT_POSITIVE, ZERO_DENOMINATOR, NOT_FINITE; CONSTANT where a comparison of regions finds no
 * second region). Children of weight 0 have no part in anything but formulas. A mean never leaves the range of its
 * children, so that equal children give exactly their value.
 *
 * Cells can have weights of their own. They make the values of all methods but two: a formula has no use for weights,
 * and regions are compared with one another by the same weights. A child whose weight is 0 in a cell has no part in
 * that cell's value. Coverage and imputed shares, and whether a child has any part at all, go by the node's weights.
 */
#ifndef TOCSIN_SCORE_KERNEL_H
#define TOCSIN_SCORE_KERNEL_H

#include "panel/panel.h"
#include "panel/region.h"
#include "panel/weights.h"
#include "recipe/index.h"

struct kernel;

/** Everything of the tree that evaluation needs, prepared once; `weights` must live as long as it. Reports a formula
 * that does not compile. */
tocsin_status kernel_create(tocsin_context *context, struct arena *arena, const struct index_tree *tree,
                            const struct index_weights *weights, const double scale[2], struct kernel **kernel);
/**
 * True if a node compares regions with one another: then a block must hold all regions of one period, for what is in a
 * block is what is compared. Any workspace will do: the nodes are taken one by one, in pieces of its size.
 */
bool kernel_compares_regions(const struct kernel *kernel);

/** Scratch memory of one thread. Larger blocks than `cells` are evaluated in pieces of that size. */
struct kernel_workspace;
tocsin_status kernel_workspace_create(tocsin_context *context, const struct kernel *kernel, size_t cells,
                                      struct kernel_workspace **workspace);
void kernel_workspace_destroy(tocsin_context *context, struct kernel_workspace *workspace);

struct kernel_block {
    size_t cells;
    const double *const *leaf;              /* [indicator][cell]; 0 where missing */
    const uint8_t *const *leaf_observation; /* [indicator][cell] */
    const double *weights;                  /* [tree node], finite and not negative; NULL: the kernel's own */
    /* NULL, or [tree node]: NULL or [cell], finite and not negative, in place of `weights` for values */
    const double *const *cell_weights;
    /* NULL, or [tree node]: NULL or [cell], what kernel_transform_child made of the child's values, to save doing it
     * anew */
    const double *const *transformed;
    bool complete; /* every child of the nodes evaluated is present in every cell: observations are not looked at */
    /* results, [inner node][cell] */
    double *const *node;
    uint8_t *const *node_observation;
    /* share of the node's weight that had data, 0..1; NULL: taken to be 1, where a node's presence is known */
    double *const *node_coverage;
    double *const *node_imputed; /* share of the node's weight that was imputed, 0..1; NULL: nobody asks for it */
};

void kernel_evaluate(const struct kernel *kernel, struct kernel_workspace *workspace, const struct kernel_block *block);
/** Evaluates one inner node (a position in the tree) from its children as they stand in the block. */
void kernel_evaluate_node(const struct kernel *kernel, struct kernel_workspace *workspace,
                          const struct kernel_block *block, size_t node);

/**
 * A child's values as its parent sums them up, for blocks that evaluate the parent again and again: what is placed in
 * `transformed` changes no bit. False if the parent sums up the values as they are, not at all, or cannot use them.
 */
bool kernel_transform_child(const struct kernel *kernel, struct kernel_workspace *workspace,
                            const struct kernel_block *block, size_t child, double *transformed);

/**
 * Evaluates a whole panel on the context's threads, with the cells' own weights where the kernel's have them: `nodes`
 * is [period][inner node][region], `coverage` and `imputed` (of the root only) as documented in panel/result.h.
 */
tocsin_status kernel_score_panel(tocsin_context *context, const struct kernel *kernel, const struct panel *normalised,
                                 struct panel *nodes, double *coverage, double *imputed);

/** Reports each reason for which a node of a scored panel went missing once, with how often and where first. */
tocsin_status kernel_report_missing(tocsin_context *context, const struct kernel *kernel,
                                    const struct panel *normalised, const struct panel *nodes, const double *coverage,
                                    const struct region_table *regions, const struct period_axis *axis);

#endif
