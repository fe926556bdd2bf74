/** The methods of normalisation, a pair of functions each. */
#include "score/normaliser.h"
#include "score/statistics.h"
#include <gsl/gsl_sort.h>
#include <math.h>

typedef enum observation (*prepare_method)(struct normaliser *normaliser, double *values);
typedef enum observation (*apply_method)(const struct normaliser *normaliser, double value, double *normalised);

/** Puts a share of the scale onto it: 0 and 1 come to lie exactly on its ends, and nothing between leaves it. */
static double place(const struct normaliser *normaliser, double share)
{
    double low = normaliser->low;
    double high = normaliser->high;
    double placed = share * (high - low) + low;
    if (share >= 0 && share <= 1) {
        placed = share == 1 ? high : fmin(fmax(placed, fmin(low, high)), fmax(low, high));
    }
    return placed;
}

static enum observation prepare_minmax(struct normaliser *normaliser, double *values)
{
    struct statistics statistics;
    statistics_of(values, normaliser->count, &statistics);
    if (statistics_constant(&statistics)) {
        return OBSERVATION_CONSTANT;
    }
    normaliser->from = statistics.minimum;
    normaliser->length = statistics.maximum - statistics.minimum;
    normaliser->low = normaliser->normalisation->low.given ? normaliser->normalisation->low.value : normaliser->low;
    normaliser->high = normaliser->normalisation->high.given ? normaliser->normalisation->high.value : normaliser->high;
    return isfinite(normaliser->length) ? OBSERVATION_NORMAL : OBSERVATION_NOT_FINITE;
}

static enum observation apply_minmax(const struct normaliser *normaliser, double value, double *normalised)
{
    double x = normaliser->sign * value;
    *normalised = place(normaliser, (x - normaliser->from) / normaliser->length);
    return OBSERVATION_NORMAL;
}

static enum observation prepare_goalposts(struct normaliser *normaliser, double *values)
{
    (void)values;
    double low = normaliser->normalisation->low.value;
    double high = normaliser->normalisation->high.value;
    normaliser->from = normaliser->sign < 0 ? -high : low;
    normaliser->length = high - low;
    if (normaliser->length == 0) {
        return OBSERVATION_ZERO_DENOMINATOR;
    }
    return isfinite(normaliser->length) ? OBSERVATION_NORMAL : OBSERVATION_NOT_FINITE;
}

static enum observation apply_goalposts(const struct normaliser *normaliser, double value, double *normalised)
{
    double share = (normaliser->sign * value - normaliser->from) / normaliser->length;
    if (normaliser->normalisation->clip) {
        share = fmin(fmax(share, 0), 1);
    }
    *normalised = place(normaliser, share);
    return OBSERVATION_NORMAL;
}

static enum observation prepare_zscore(struct normaliser *normaliser, double *values)
{
    struct statistics statistics;
    statistics_of(values, normaliser->count, &statistics);
    if (statistics_constant(&statistics)) {
        return OBSERVATION_CONSTANT;
    }
    normaliser->from = statistics.mean;
    normaliser->length = statistics.sd;
    return isfinite(statistics.mean) && isfinite(statistics.sd) && statistics.sd > 0 ? OBSERVATION_NORMAL
                                                                                     : OBSERVATION_NOT_FINITE;
}

static enum observation apply_zscore(const struct normaliser *normaliser, double value, double *normalised)
{
    const struct normalisation *normalisation = normaliser->normalisation;
    double mean = normalisation->mean.given ? normalisation->mean.value : 0;
    double sd = normalisation->sd.given ? normalisation->sd.value : 1;
    *normalised = (normaliser->sign * value - normaliser->from) / normaliser->length * sd + mean;
    return OBSERVATION_NORMAL;
}

static enum observation prepare_ranks(struct normaliser *normaliser, double *values)
{
    gsl_sort(values, 1, normaliser->count);
    normaliser->sorted = values;
    bool constant = normaliser->count == 0 || values[0] == values[normaliser->count - 1];
    return constant ? OBSERVATION_CONSTANT : OBSERVATION_NORMAL;
}

/** How many of the sorted values are below x (or, with `ties`, not above it). */
static size_t count_below(const struct normaliser *normaliser, double x, bool ties)
{
    size_t first = 0;
    size_t end = normaliser->count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        double there = normaliser->sorted[middle];
        if (there < x || (ties && there == x)) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    return first;
}

/** The rank from the lowest up. A number that is not among the values ranks as if it stood beside them. */
static double rank_of(const struct normaliser *normaliser, double value)
{
    double x = normaliser->sign * value;
    double lowest = (double)count_below(normaliser, x, false) + 1;
    double highest = fmax((double)count_below(normaliser, x, true), lowest);
    switch (normaliser->normalisation->ties) {
    case TIES_MAX:
        return highest;
    case TIES_AVERAGE:
        return (lowest + highest) / 2;
    case TIES_MIN:
    case TIES_COUNT:
        break;
    }
    return lowest;
}

static enum observation apply_rank(const struct normaliser *normaliser, double value, double *normalised)
{
    *normalised = rank_of(normaliser, value);
    return OBSERVATION_NORMAL;
}

static enum observation apply_percentile(const struct normaliser *normaliser, double value, double *normalised)
{
    double share = (rank_of(normaliser, value) - 1) / (double)(normaliser->count - 1);
    *normalised = place(normaliser, fmin(share, 1));
    return OBSERVATION_NORMAL;
}

static enum observation prepare_nothing(struct normaliser *normaliser, double *values)
{
    (void)normaliser;
    (void)values;
    return OBSERVATION_NORMAL;
}

static enum observation apply_bands(const struct normaliser *normaliser, double value, double *normalised)
{
    const struct normalisation *normalisation = normaliser->normalisation;
    size_t band = 0;
    while (band < normalisation->edge_count && value >= normalisation->edges[band]) {
        band++;
    }
    *normalised = normalisation->values[band];
    return OBSERVATION_NORMAL;
}

static enum observation prepare_log_max(struct normaliser *normaliser, double *values)
{
    double maximum = normaliser->normalisation->high.value;
    if (!normaliser->normalisation->high.given) {
        maximum = 0;
        for (size_t i = 0; i < normaliser->count; i++) {
            maximum = fmax(maximum, normaliser->sign * values[i]); /* as measured again */
        }
    }
    normaliser->length = maximum > 0 ? log1p(maximum) : 0;
    return normaliser->length > 0 ? OBSERVATION_NORMAL : OBSERVATION_ZERO_DENOMINATOR;
}

static enum observation apply_log_max(const struct normaliser *normaliser, double value, double *normalised)
{
    if (value < 0) {
        return OBSERVATION_NOT_POSITIVE;
    }
    double share = log1p(value) / normaliser->length;
    *normalised = place(normaliser, normaliser->sign < 0 ? 1 - share : share);
    return OBSERVATION_NORMAL;
}

static enum observation apply_none(const struct normaliser *normaliser, double value, double *normalised)
{
    *normalised = normaliser->sign * value;
    return OBSERVATION_NORMAL;
}

static const struct {
    prepare_method prepare;
    apply_method apply;
} methods[NORMALISE_COUNT] = {
    [NORMALISE_MINMAX] = {prepare_minmax, apply_minmax},
    [NORMALISE_GOALPOSTS] = {prepare_goalposts, apply_goalposts},
    [NORMALISE_ZSCORE] = {prepare_zscore, apply_zscore},
    [NORMALISE_RANK] = {prepare_ranks, apply_rank},
    [NORMALISE_PERCENTILE] = {prepare_ranks, apply_percentile},
    [NORMALISE_BANDS] = {prepare_nothing, apply_bands},
    [NORMALISE_LOG_MAX] = {prepare_log_max, apply_log_max},
    [NORMALISE_NONE] = {prepare_nothing, apply_none},
};

enum observation normaliser_prepare(const struct normalisation *normalisation, enum direction direction,
                                    const double scale[2], double *values, size_t count, struct normaliser *normaliser)
{
    *normaliser = (struct normaliser){
        .normalisation = normalisation,
        .sign = direction == DIRECTION_SAFETY ? -1 : 1,
        .low = scale[0],
        .high = scale[1],
        .count = count,
    };
    for (size_t i = 0; i < count; i++) {
        values[i] *= normaliser->sign;
    }
    return methods[normalisation->method].prepare(normaliser, values);
}

enum observation normaliser_apply(const struct normaliser *normaliser, double value, double *normalised)
{
    double result;
    enum observation observation = methods[normaliser->normalisation->method].apply(normaliser, value, &result);
    if (observation == OBSERVATION_NORMAL && !isfinite(result)) {
        return OBSERVATION_NOT_FINITE;
    }
    if (observation == OBSERVATION_NORMAL) {
        *normalised = result;
    }
    return observation;
}
