/** What several modules take over the past: mean and spread of a window, weights that halve with age. */
#include "indicators/trailing.h"
#include "base/compensated_sum.h"
#include <gsl/gsl_cdf.h>
#include <math.h>

struct trailing_statistics trailing_statistics_of(const double *values, size_t count)
{
    struct trailing_statistics statistics = {0, 0};
    if (count == 0) {
        return statistics;
    }
    /* Differences from the first value: equal values then have a deviation of exactly 0. */
    struct compensated_sum differences = {0, 0};
    for (size_t i = 0; i < count; i++) {
        compensated_sum_add(&differences, values[i] - values[0]);
    }
    statistics.mean = values[0] + compensated_sum_value(&differences) / (double)count;
    if (count == 1) {
        return statistics;
    }
    struct compensated_sum squares = {0, 0};
    struct compensated_sum remainders = {0, 0};
    for (size_t i = 0; i < count; i++) {
        double remainder = values[i] - statistics.mean;
        compensated_sum_add(&squares, remainder * remainder);
        compensated_sum_add(&remainders, remainder);
    }
    /* The corrected two-pass formula (Chan, Golub and LeVeque 1983) takes off what rounding the mean has added. */
    double remainder = compensated_sum_value(&remainders);
    double sum = compensated_sum_value(&squares) - remainder * remainder / (double)count;
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

double trailing_memory_at(const struct trailing_memory *memory, int32_t at)
{
    return memory->sum > 0 ? memory->sum * trailing_half_life_weight(at - memory->at, memory->half_life) : 0;
}

void trailing_memory_add(struct trailing_memory *memory, int32_t at, double term)
{
    memory->sum = trailing_memory_at(memory, at) + term;
    memory->at = at;
}
