/**
 * Compensated summation (A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54,
 * 1974): the rounding of every addition is kept beside the sum. The order is the caller's and fixed, so the bits are.
 */
#ifndef TOCSIN_SCORE_COMPENSATED_SUM_H
#define TOCSIN_SCORE_COMPENSATED_SUM_H

#include <math.h>

/** Zero-initialise. */
struct compensated_sum {
    double sum;
    double correction;
};

static inline void compensated_sum_add(struct compensated_sum *total, double value)
{
    double sum = total->sum + value;
    if (fabs(total->sum) >= fabs(value)) {
        total->correction += (total->sum - sum) + value;
    } else {
        total->correction += (value - sum) + total->sum;
    }
    total->sum = sum;
}

static inline double compensated_sum_value(const struct compensated_sum *total)
{
    return total->sum + total->correction;
}

#endif
