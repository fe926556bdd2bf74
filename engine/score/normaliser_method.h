/** The methods of normalisation by family, and what they share. Included by normaliser*.c only. */
#ifndef TOCSIN_SCORE_NORMALISER_METHOD_H
#define TOCSIN_SCORE_NORMALISER_METHOD_H

#include "score/normaliser.h"
#include <math.h>

struct normaliser_method {
    enum observation (*prepare)(struct normaliser *normaliser, double *values);   /* NULL: nothing is to be fixed */
    enum observation (*compare)(struct normaliser *normaliser, double reference); /* NULL: compares with no one */
    enum observation (*apply)(const struct normaliser *normaliser, double value, double *normalised);
};

/* normaliser_line.c: a straight line through two points, multiplied by -1 first if the direction is safety */
extern const struct normaliser_method normaliser_line_minmax, normaliser_line_goalposts, normaliser_line_scaled,
    normaliser_line_zscore, normaliser_line_to_max, normaliser_line_to_reference, normaliser_line_to_target,
    normaliser_line_none;
/* normaliser_rank.c: places in the order */
extern const struct normaliser_method normaliser_rank_plain, normaliser_rank_percentile, normaliser_rank_borda;
/* normaliser_measured.c: the value as measured against a number of its own unit */
extern const struct normaliser_method normaliser_measured_bands, normaliser_measured_log_max,
    normaliser_measured_fraction, normaliser_measured_above_mean, normaliser_measured_base_ratio;

/** Puts a share of the scale onto it: 0 and 1 come to lie exactly on its ends, and nothing between leaves it. */
static inline double normaliser_place(const struct normaliser *normaliser, double share)
{
    double low = normaliser->low;
    double high = normaliser->high;
    double placed = share * (high - low) + low;
    if (share >= 0 && share <= 1) {
        placed = share == 1 ? high : fmin(fmax(placed, fmin(low, high)), fmax(low, high));
    }
    return placed;
}

#endif
