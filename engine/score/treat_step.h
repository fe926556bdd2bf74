/** One treatment as a function of a number, its parameters fixed from the data it is to tame. Used by treat.c only. */
#ifndef TOCSIN_SCORE_TREAT_STEP_H
#define TOCSIN_SCORE_TREAT_STEP_H

#include "recipe/method.h"
#include <stddef.h>

/** Limits of the shape: it passes if either holds. */
struct treat_limits {
    double skewness, kurtosis;
    bool force; /* winsorise up to `max` whatever the shape */
};

struct treat_step {
    const struct treatment *treatment;
    double minimum, maximum; /* of the data: TREAT_LOG, TREAT_BOXCOX with `shift` */
    double offset;    /* TREAT_LOG: what the lowest (mirrored: the highest) value comes to before its logarithm */
    bool mirrored;    /* TREAT_LOG: the data lean to the left, so that it is their upper end that is spread */
    double low, high; /* TREAT_CLIP, TREAT_WINSORISE: values are held to these */
};

/**
 * Fixes the parameters of a treatment for `count` values; `scratch` has room for as many. False if the treatment would
 * make them all equal, or cannot tell them apart.
 */
bool treat_step_prepare(const struct treatment *treatment, const struct treat_limits *limits, const double *values,
                        size_t count, double *scratch, struct treat_step *step);

/** The treated value; false if the treatment is not defined for it. */
bool treat_step_apply(const struct treat_step *step, double value, double *treated);

/** True if a shape needs no (further) treatment. */
struct statistics;
bool treat_limits_pass(const struct treat_limits *limits, const struct statistics *statistics);

#endif
