/** The regions and periods that two runs have in common, and the scores that any mixture of the two has there. */
#ifndef TOCSIN_ANALYSIS_COMPARE_GRID_H
#define TOCSIN_ANALYSIS_COMPARE_GRID_H

#include "panel/comparison.h"
#include "panel/result.h"

struct compare_grid {
    struct period_axis axis;            /* of the periods in both; none if its count is 0 */
    size_t regions;                     /* in both, in the order of B */
    const size_t *position[SIDE_COUNT]; /* [region of the grid]: in each run */
};

/** Fails with MEMORY. */
tocsin_status compare_grid_make(struct arena *arena, const struct result *a, const struct result *b,
                                struct compare_grid *grid);

/**
 * The scores of a mixture, whose periods hold those of the grid: `score` and `there` are [period][region] of the grid.
 * `regions` are those of B.
 */
void compare_grid_gather(const struct compare_grid *grid, const struct region_table *regions,
                         const struct result *mixture, double *score, bool *there);

#endif
