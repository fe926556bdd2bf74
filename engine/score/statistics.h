/**
 * Statistics of a column, over the present values of a set of periods: compensated sums in a fixed order, because
 * published numbers rest on them.
 */
#ifndef TOCSIN_SCORE_STATISTICS_H
#define TOCSIN_SCORE_STATISTICS_H

#include "panel/panel.h"
#include "recipe/method.h"

struct statistics {
    size_t count;
    double minimum, maximum;
    double mean;
    double sd;       /* n - 1; 0 if count < 2 or all values are equal */
    double skewness; /* G1; meaningful if has_skewness: count >= 3 and sd > 0 */
    double kurtosis; /* G2; meaningful if has_kurtosis: count >= 4 and sd > 0 */
    bool has_skewness, has_kurtosis;
};

/** All zero for no values. The values are finite. */
void statistics_of(const double *values, size_t count, struct statistics *statistics);

/** True if all values are the same (or there are none): nothing to be measured against. */
static inline bool statistics_constant(const struct statistics *statistics)
{
    return !(statistics->minimum < statistics->maximum);
}

/** True if the statistics are taken over this period of the axis, too. */
bool statistics_over_period(const struct statistics_over *over, const struct period_axis *axis, size_t period);

/**
 * Gathers the present values of a column over the periods that `over` names (period `period` for OVER_PERIOD), in order
 * of period and region. `values` has room for periods x regions numbers. Returns how many there are.
 */
size_t statistics_gather(const struct panel *panel, size_t column, const struct period_axis *axis,
                         const struct statistics_over *over, size_t period, double *values);

/**
 * Statistics are taken over groups of periods: one group for OVER_ALL and OVER_RANGE, each period by itself for
 * OVER_PERIOD. How many groups there are, and which periods [*first, *end) take the results of one.
 */
size_t statistics_groups(const struct panel *panel, const struct statistics_over *over);
void statistics_group_periods(const struct panel *panel, const struct statistics_over *over, size_t group,
                              size_t *first, size_t *end);

#endif
