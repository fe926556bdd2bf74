/** Aggregation of one cell at a time: the methods that look at all children side by side. */
#include "score/aggregate.h"
#include <float.h>
#include <gsl/gsl_sort.h>
#include <math.h>

/** By value; of few children, as most nodes have, one after the other. What is equal may come in any order. */
static void sort_cell(const struct aggregate_cell *cell)
{
    enum { FEW = 12 };
    if (cell->count > FEW) {
        gsl_sort2(cell->value, 1, cell->weight, 1, cell->count);
        return;
    }
    for (size_t i = 1; i < cell->count; i++) {
        double value = cell->value[i];
        double weight = cell->weight[i];
        size_t k = i;
        for (; k > 0 && cell->value[k - 1] > value; k--) {
            cell->value[k] = cell->value[k - 1];
            cell->weight[k] = cell->weight[k - 1];
        }
        cell->value[k] = value;
        cell->weight[k] = weight;
    }
}

/**
 * The weighted median: the value at which the cumulated weight, from the lowest value up, passes half. Where it is just
 * half, as with an even number of equal weights, the mean of that value and the next.
 */
enum observation aggregate_median(const struct aggregate_cell *cell, double *value)
{
    double rounding = SHARE_ROUNDING * cell->present;
    double half = cell->present / 2;
    double cumulated = 0;
    size_t last = cell->count - 1;
    size_t i = 0;
    sort_cell(cell);
    for (; i < last; i++) {
        cumulated += cell->weight[i];
        if (cumulated >= half - rounding) {
            break;
        }
    }
    bool is_half = i < last && cumulated <= half + rounding;
    *value = is_half ? cell->value[i] / 2 + cell->value[i + 1] / 2 : cell->value[i];
    return OBSERVATION_NORMAL;
}

/**
 * The product of powers. Factors are multiplied as fractions and exponents of two, so that no order of the children
 * overflows on the way. What falls below the normal numbers has lost its digits, and must not pass for a zero.
 */
enum observation aggregate_product(const struct aggregate_cell *cell, double *value)
{
    enum observation reason = OBSERVATION_NORMAL;
    double fraction = 1;
    long exponent = 0;
    for (size_t i = 0; i < cell->count; i++) {
        double base = cell->value[i];
        double power = aggregate_exponent(cell->weight[i], cell->present, cell->total);
        if (base < 0 && power != floor(power)) {
            return OBSERVATION_NOT_POSITIVE;
        }
        double factor = pow(base, power);
        if (!isfinite(factor) || (base != 0 && fabs(factor) < DBL_MIN)) {
            reason = OBSERVATION_NOT_FINITE;
        }
        int shifts[2] = {0};
        fraction = frexp(fraction * frexp(factor, &shifts[0]), &shifts[1]);
        exponent += shifts[0] + shifts[1];
    }
    if (reason == OBSERVATION_NORMAL && fraction != 0 && (exponent > DBL_MAX_EXP || exponent < DBL_MIN_EXP)) {
        reason = OBSERVATION_NOT_FINITE;
    }
    if (reason == OBSERVATION_NORMAL) {
        *value = fraction == 0 ? 0 : ldexp(fraction, (int)exponent); /* never the negative zero */
    }
    return reason;
}

bool aggregate_cumulate(const struct aggregation *aggregation, double *order)
{
    order[0] = 0;
    for (size_t i = 0; i < aggregation->weight_count; i++) {
        order[i + 1] = order[i] + aggregation->weights[i];
    }
    double total = order[aggregation->weight_count];
    if (!(total > 0) || !isfinite(total)) {
        return false;
    }
    for (size_t i = 0; i <= aggregation->weight_count; i++) {
        order[i] /= total;
    }
    return true;
}

/** The order weights' share that belongs to a share of the children's weight: linear from place to place. */
static double cumulated_share(const struct aggregate_cell *cell, double share)
{
    size_t count = cell->aggregation->weight_count;
    double place = share * (double)count;
    size_t i = (size_t)place;
    return i >= count ? 1 : cell->order[i] + (place - (double)i) * (cell->order[i + 1] - cell->order[i]);
}

/**
 * The weighted OWA operator of V. Torra, The weighted OWA operator, International Journal of Intelligent Systems 12
 * (1997) 153-166: each child, from the highest down, counts what the cumulated order weights gain over its share of the
 * children's weight. With equal children's weights that is R. R. Yager's OWA (1988), with equal order weights the
 * weighted mean.
 */
enum observation aggregate_owa(const struct aggregate_cell *cell, double *value)
{
    double cumulated = 0;
    double reached = 0;
    double sum = 0;
    gsl_sort2(cell->value, 1, cell->weight, 1, cell->count);
    for (size_t i = cell->count; i-- > 0;) {
        cumulated += cell->weight[i];
        double next = i > 0 ? cumulated_share(cell, cumulated / cell->present) : 1;
        sum += (next - reached) * cell->value[i];
        reached = next;
    }
    *value = sum;
    return OBSERVATION_NORMAL;
}

/** The weighted mean, never outside the range of the values; and the largest absolute value, for a measure. */
static double weighted_mean(const struct aggregate_cell *cell, double *lowest, double *highest)
{
    double sum = 0;
    *lowest = cell->value[0];
    *highest = cell->value[0];
    for (size_t i = 0; i < cell->count; i++) {
        sum += cell->weight[i] * cell->value[i];
        *lowest = fmin(*lowest, cell->value[i]);
        *highest = fmax(*highest, cell->value[i]);
    }
    return fmin(fmax(sum / cell->present, *lowest), *highest);
}

/**
 * M. Mazziotta, A. Pareto, A non-compensatory composite index for measuring well-being over time, Cogito 5 (2013)
 * 93-104; On a generalized non-compensatory composite index for measuring socio-economic phenomena, Social Indicators
 * Research 127 (2016) 983-1003: the mean M, with a penalty of S^2 / M for children that are unlike one another. From
 * values of 0 or more the sum stays at or below the highest, for S^2 <= M (highest - M): rounding is held to that.
 */
enum observation aggregate_mazziotta_pareto(const struct aggregate_cell *cell, double *value)
{
    double lowest = 0;
    double highest = 0;
    double variance = 0;
    double mean = weighted_mean(cell, &lowest, &highest);
    for (size_t i = 0; i < cell->count; i++) {
        double difference = cell->value[i] - mean;
        variance += cell->weight[i] * difference * difference;
    }
    variance /= cell->present;
    if (variance == 0) {
        *value = mean;
        return OBSERVATION_NORMAL;
    }
    if (fabs(mean) <= SHARE_ROUNDING * fmax(fabs(lowest), fabs(highest))) {
        return OBSERVATION_ZERO_DENOMINATOR; /* a mean of 0, but for rounding */
    }
    bool plus = cell->aggregation->sign == PENALTY_PLUS;
    double moved = plus ? mean + variance / mean : mean - variance / mean;
    *value = plus && lowest >= 0 ? fmin(moved, highest) : moved;
    return OBSERVATION_NORMAL;
}
