/**
 * A sum that keeps the error of every addition beside it (Neumaier 1974, a variant of Kahan summation): for terms that
 * come in a fixed order and have no limit of size. Where the order is not fixed, base/exact_sum.h is the one to take.
 */
#ifndef TOCSIN_BASE_COMPENSATED_SUM_H
#define TOCSIN_BASE_COMPENSATED_SUM_H

#include <math.h>

/** Zero-initialise. */
struct compensated_sum {
    double sum;
    double rest;
};

static inline void compensated_sum_add(struct compensated_sum *total, double value)
{
    double sum = total->sum + value;
    if (fabs(total->sum) >= fabs(value)) {
        total->rest += (total->sum - sum) + value;
    } else {
        total->rest += (value - sum) + total->sum;
    }
    total->sum = sum;
}

/** Not finite when the sum itself has left the range of doubles: the caller checks. */
static inline double compensated_sum_value(const struct compensated_sum *total)
{
    return total->sum + total->rest;
}

#endif
