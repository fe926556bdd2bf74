/**
 * Compensated summation (A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54,
 * 1974): the rounding of every addition is kept beside the sum. The order is the caller's and fixed, so the bits are.
 */
#ifndef TOCSIN_BASE_COMPENSATED_SUM_H
#define TOCSIN_BASE_COMPENSATED_SUM_H

#include <math.h>
#include <stddef.h>

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

/** The mean of `count` > 0 values, in the order of the array. */
static inline double compensated_mean(const double *values, size_t count)
{
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        compensated_sum_add(&sum, values[i]);
    }
    return compensated_sum_value(&sum) / (double)count;
}

#endif
