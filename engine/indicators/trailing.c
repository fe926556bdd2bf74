/** What several modules take over the past: mean and spread of a window, weights that halve with age. */
#include "indicators/trailing.h"
#include <gsl/gsl_cdf.h>
#include <math.h>

/* Neumaier's variant of Kahan summation: the error of every addition is kept beside the sum. */
struct compensated {
    double sum;
    double rest;
};

static void add(struct compensated *total, double value)
{
    double sum = total->sum + value;
    if (fabs(total->sum) >= fabs(value)) {
        total->rest += (total->sum - sum) + value;
    } else {
        total->rest += (value - sum) + total->sum;
    }
    total->sum = sum;
}

static double value_of(const struct compensated *total)
{
    return total->sum + total->rest;
}

struct trailing_statistics trailing_statistics_of(const double *values, size_t count)
{
    struct trailing_statistics statistics = {0, 0};
    if (count == 0) {
        return statistics;
    }
    /* Differences from the first value: equal values then have a deviation of exactly 0. */
    struct compensated differences = {0, 0};
    for (size_t i = 0; i < count; i++) {
        add(&differences, values[i] - values[0]);
    }
    statistics.mean = values[0] + value_of(&differences) / (double)count;
    if (count == 1) {
        return statistics;
    }
    struct compensated squares = {0, 0};
    struct compensated remainders = {0, 0};
    for (size_t i = 0; i < count; i++) {
        double remainder = values[i] - statistics.mean;
        add(&squares, remainder * remainder);
        add(&remainders, remainder);
    }
    /* The corrected two-pass formula (Chan, Golub and LeVeque 1983) takes off what rounding the mean has added. */
    double remainder = value_of(&remainders);
    double sum = value_of(&squares) - remainder * remainder / (double)count;
    statistics.deviation = sum > 0 ? sqrt(sum / (double)(count - 1)) : 0;
    return statistics;
}

double trailing_normal_percent(double z)
{
    return 100.0 * gsl_cdf_ugaussian_P(z);
}

double trailing_half_life_weight(double days, double half_life)
{
    return exp2(-days / half_life);
}
