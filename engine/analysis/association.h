/**
 * How two columns go together: covariance, and the coefficients of Pearson, Spearman and Kendall with their p-values,
 * over the cells in which both have a value. What is computed does not depend on the order of the cells, to the bit.
 */
#ifndef TOCSIN_ANALYSIS_ASSOCIATION_H
#define TOCSIN_ANALYSIS_ASSOCIATION_H

#include "base/memory.h"
#include "base/number.h"
#include <stdint.h>

/** Values of one item over the cells that are analysed. */
struct association_column {
    const double *value;    /* [cell]; 0 where missing */
    const uint8_t *present; /* [cell]: 1 where there is a value */
    size_t cells;           /* fewer than 2^31 */
    size_t count;           /* cells with a value */
    /* made by association_column_prepare */
    uint32_t *place;  /* [cell]: which of the different values the cell has; 0 where missing */
    double *distinct; /* the different values, the lowest first */
};

/** Sorts a column, so that it can be measured with others. Once made, the arrays are used again for other values. */
tocsin_status association_column_prepare(struct arena *arena, struct association_column *column);

enum association_method { ASSOCIATION_PEARSON, ASSOCIATION_SPEARMAN, ASSOCIATION_KENDALL, ASSOCIATION_METHODS };
extern const char *const association_names[ASSOCIATION_METHODS];

struct association_coefficient {
    struct optional_number value;   /* -1..1; none with fewer than 3 pairs or a constant column */
    struct optional_number p_value; /* of no association, two-sided */
};

struct association {
    size_t pairs;                      /* cells in which both have a value */
    struct optional_number covariance; /* n - 1; none with fewer than 2 pairs */
    struct association_coefficient coefficient[ASSOCIATION_METHODS];
};

/** Scratch of one thread for columns of up to `cells` cells. Release it after a failure, too. */
struct association_desk {
    uint64_t *points, *spare; /* cells in which both have a value: place in the first, and below it in the second */
    uint32_t *counts, *places;
    double *first, *second;
};
tocsin_status association_desk_create(tocsin_context *context, size_t cells, struct association_desk *desk);
void association_desk_release(tocsin_context *context, struct association_desk *desk);

/** Measures two prepared columns; only Pearson's coefficient and the covariance if `ranks` is false. */
void association_measure(struct association_desk *desk, const struct association_column *first,
                         const struct association_column *second, bool ranks, struct association *association);

#endif
