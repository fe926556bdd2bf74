/** The correlation matrix of complete columns, by Pearson: compensated sums in a fixed order. */
#ifndef TOCSIN_SCORE_CORRELATION_H
#define TOCSIN_SCORE_CORRELATION_H

#include "base/memory.h"

/**
 * `matrix` [column][column] of `values` [column][cell], all present. The diagonal is 1, and so is, to the bit, the
 * correlation of equal columns. A constant column correlates with nothing: 0 beside its diagonal.
 */
tocsin_status correlation_matrix(tocsin_context *context, const double *values, size_t columns, size_t cells,
                                 double *matrix);

#endif
