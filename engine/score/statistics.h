/**
 * Statistics of a column, over the present values of a set of periods: exact in order (compensated sums in a fixed
 * order), because published numbers rest on them.
 */
#ifndef TOCSIN_SCORE_STATISTICS_H
#define TOCSIN_SCORE_STATISTICS_H

#include "panel/panel.h"
#include "recipe/method.h"

struct statistics {
    size_t count;
    double minimum, maximum;
    double mean;
    double sd;       /* n - 1; 0 if count < 2 */
    double skewness; /* G1; meaningful if count >= 3 and sd > 0 */
    double kurtosis; /* G2; meaningful if count >= 4 and sd > 0 */
    bool has_skewness, has_kurtosis;
};

void statistics_of(const double *values, size_t count, struct statistics *statistics);

/**
 * Gathers the present values of a column over the periods that `over` names (period `period` for OVER_PERIOD), in order
 * of period and region. `values` has room for periods x regions numbers. Returns how many there are.
 */
size_t statistics_gather(const struct panel *panel, size_t column, const struct period_axis *axis,
                         const struct statistics_over *over, size_t period, double *values);

#endif
