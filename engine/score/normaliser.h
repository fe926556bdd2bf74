/** One normalisation as a function of a number, its parameters fixed from the data. Used by normalise.c only. */
#ifndef TOCSIN_SCORE_NORMALISER_H
#define TOCSIN_SCORE_NORMALISER_H

#include "panel/panel.h"
#include "recipe/method.h"

struct normaliser {
    const struct normalisation *normalisation;
    double sign;          /* -1 for safety */
    double from, length;  /* what is taken from a value, what it is divided by */
    double low, high;     /* where 0 and 1 come to lie */
    const double *sorted; /* values times sign: ranks */
    size_t count;
};

/**
 * Fixes the parameters for `count` values as measured, which are multiplied by the sign and, for ranks, sorted in
 * place; they must live as long as the normaliser is used. Returns OBSERVATION_NORMAL, or why no value can be
 * normalised: OBSERVATION_CONSTANT (also where there is no value to compare with), _ZERO_DENOMINATOR or _NOT_FINITE.
 */
enum observation normaliser_prepare(const struct normalisation *normalisation, enum direction direction,
                                    const double scale[2], double *values, size_t count, struct normaliser *normaliser);

/**
 * Fixes what the next values are compared with, for the methods that compare a value with one of its own kind: the
 * value of the region of reference, or the mean of the region's base, as measured. Returns OBSERVATION_NORMAL, or why
 * they cannot be: OBSERVATION_ZERO_DENOMINATOR, _NOT_POSITIVE or _NOT_FINITE.
 */
enum observation normaliser_compare(struct normaliser *normaliser, double reference);

/** The normalised value; OBSERVATION_NORMAL, or OBSERVATION_NOT_POSITIVE or _NOT_FINITE if there is none. */
enum observation normaliser_apply(const struct normaliser *normaliser, double value, double *normalised);

#endif
