/**
 * Principal components of a correlation matrix, their loadings, and the rotation of loadings (OECD/JRC Handbook on
 * Constructing Composite Indicators, 2008, step 4; I. T. Jolliffe, Principal Component Analysis, 2002).
 */
#ifndef TOCSIN_SCORE_PRINCIPAL_H
#define TOCSIN_SCORE_PRINCIPAL_H

#include "base/memory.h"

struct principal_components {
    size_t count;       /* of components, and of the columns that were correlated */
    double *eigenvalue; /* [component]: from the largest down, not negative; they sum to `count` */
    double *vector; /* [component][column]: unit vectors, with the sign that makes the sum of the elements positive */
};

/**
 * Decomposes the symmetric matrix `correlation` [column][column] of `count` > 0 columns. Where two eigenvalues are
 * equal, any turn of their vectors is as good: principal_tied tells.
 */
tocsin_status principal_decompose(tocsin_context *context, struct arena *arena, const double *correlation, size_t count,
                                  struct principal_components *components);

/** True if the eigenvalues of a component and the next one cannot be told apart. */
bool principal_tied(const struct principal_components *components, size_t component);

/** `loadings` [factor][column] of the first `factors` components: the unit vector times the eigenvalue's square root.
 */
void principal_load(const struct principal_components *components, size_t factors, double *loadings);

/**
 * Turns `loadings` [factor][column] to simple structure: varimax (H. F. Kaiser, The varimax criterion for analytic
 * rotation in factor analysis, Psychometrika 23, 1958), every column scaled to a communality of 1 for the turning.
 * Factors stay in order, each with the sign that makes the sum of its loadings positive.
 */
tocsin_status principal_varimax(tocsin_context *context, size_t factors, size_t columns, double *loadings);

#endif
