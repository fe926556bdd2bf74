/** Normalisation by the place in the order: ranks, percentiles, Borda counts. */
#include "score/normaliser_method.h"
#include <gsl/gsl_sort.h>

static enum observation prepare(struct normaliser *normaliser, double *values)
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
    *normalised = normaliser_place(normaliser, fmin(share, 1));
    return OBSERVATION_NORMAL;
}

/** J.-C. de Borda, Mémoire sur les élections au scrutin, 1784: how many are below. */
static enum observation apply_borda(const struct normaliser *normaliser, double value, double *normalised)
{
    *normalised = rank_of(normaliser, value) - 1;
    return OBSERVATION_NORMAL;
}

const struct normaliser_method normaliser_rank_plain = {.prepare = prepare, .apply = apply_rank};
const struct normaliser_method normaliser_rank_percentile = {.prepare = prepare, .apply = apply_percentile};
const struct normaliser_method normaliser_rank_borda = {.prepare = prepare, .apply = apply_borda};
