/** One measured value in two runs, and whose it is in a mixture of them. */
#ifndef TOCSIN_AUDIT_COMPARE_CELLS_H
#define TOCSIN_AUDIT_COMPARE_CELLS_H

#include "audit/compare_panels.h"

/** A value of a region, a measured period and an indicator that both models have. */
struct compare_cell {
    bool measured[SIDE_COUNT]; /* the run measured the period */
    size_t cell[SIDE_COUNT];   /* in its panel */
};

/** The first scored period of a run. */
period_number compare_cells_first_scored(const struct saved_panel *panel);
/** Positions are those of A and B. */
struct compare_cell compare_cells_at(const struct compare_panels *panels, period_number period,
                                     const size_t indicator[SIDE_COUNT], const size_t region[SIDE_COUNT]);
/** True if it is missing in both, or there and the same in both. */
bool compare_cells_same(const struct compare_panels *panels, const struct compare_cell *at);
/** The cause that decides whose value counts; CAUSE_COUNT if it is the same in both. */
enum comparison_cause compare_cells_cause(const struct compare_panels *panels, period_number period, size_t indicator,
                                          const struct compare_cell *at);

#endif
