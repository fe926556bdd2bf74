/**
 * How much of a number's variance a smooth function of another explains: the main effect S = V(E(y|x)) / V(y) of
 * variance-based sensitivity analysis.
 */
#ifndef TOCSIN_ANALYSIS_SMOOTH_H
#define TOCSIN_ANALYSIS_SMOOTH_H

#include "base/memory.h"
#include "base/number.h"

/** The curve that was chosen. */
struct smooth {
    struct optional_number effect; /* share of the variance, 0..1; none for fewer than 3 points or a constant */
    size_t knots;                  /* of the spline; 2 is a straight line */
};

/**
 * Fits restricted cubic splines (F. E. Harrell, Regression Modeling Strategies, 2015, 2.4: linear beyond the outer
 * knots, which lie at fixed quantiles of `x`) with 2, 3, 4 and 5 knots by least squares, and keeps the one with the
 * lowest generalised cross-validation (P. Craven and G. Wahba, 1979), n RSS / (n - p)^2. `count` values each; the
 * order of the points is of no account but to rounding.
 */
tocsin_status smooth_fit(tocsin_context *context, const double *x, const double *y, size_t count,
                         struct smooth *smooth);

#endif
