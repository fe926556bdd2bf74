/**
 * The kernel: the only code that aggregates. It evaluates the index tree for a block of cells (regions of a period)
 * at once, children column by column. Scores, and later draws, Shapley terms and backtests, differ only in the values
 * and weights that they feed it. The arithmetic is GSL's vector operations in a fixed order, so that the bits depend on
 * neither the size of a block nor the number of threads.
 *
 * A node takes its present children, their weights rescaled. Its coverage is the weighted mean of its children's (a
 * leaf has 1 or 0, a missing inner child counts 0). It is missing, in this order, if none of its children with a weight
 * is present (OBSERVATION_NO_CHILD), its coverage is below `min_coverage` (BELOW_COVERAGE), a formula uses a missing
 * child (INPUT_MISSING), or the arithmetic has no result (NOT_POSITIVE, ZERO_DENOMINATOR, NOT_FINITE). Children of
 * weight 0 have no part in anything but formulas. A mean never leaves the range of its children, so that equal children
 * give exactly their value.
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
/** True if a node compares regions with one another: then a block holds all regions of one period, in order. */
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
    const double *const *cell_weights;      /* NULL, or [tree node]: NULL or [cell], in place of `weights` for values */
    /* results, [inner node][cell] */
    double *const *node;
    uint8_t *const *node_observation;
    double *const *node_coverage; /* share of the node's weight that had data, 0..1 */
    double *const *node_imputed;  /* share of the node's weight that was imputed, 0..1 */
};

void kernel_evaluate(const struct kernel *kernel, struct kernel_workspace *workspace, const struct kernel_block *block);

/**
 * Evaluates a whole panel on the context's threads: `nodes` is [period][inner node][region], `coverage` and `imputed`
 * (of the root only) as documented in panel/result.h.
 */
tocsin_status kernel_score_panel(tocsin_context *context, const struct kernel *kernel, const struct panel *normalised,
                                 struct panel *nodes, double *coverage, double *imputed);

/** Reports each reason for which a node of a scored panel went missing once, with how often and where first. */
tocsin_status kernel_report_missing(tocsin_context *context, const struct kernel *kernel,
                                    const struct panel *normalised, const struct panel *nodes, const double *coverage,
                                    const struct region_table *regions, const struct period_axis *axis);

#endif
