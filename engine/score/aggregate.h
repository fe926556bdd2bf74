/**
 * The methods of aggregation, a family of them per entry of one table. A mean of the power family is a transform of
 * every child, a weighted sum (the kernel's, by GSL), and the inverse transform.
 */
#ifndef TOCSIN_SCORE_AGGREGATE_H
#define TOCSIN_SCORE_AGGREGATE_H

#include "recipe/method.h"
#include <stddef.h>
#include <stdint.h>

/** A node for a run of cells, its children summed up: only those that are present and have a weight. */
struct aggregate_node {
    const struct aggregation *aggregation;
    size_t cells;
    double total;         /* weight of all children, present or not */
    double *sum;          /* weighted sum of the transformed values; finish turns it into the node's value */
    const double *weight; /* weight of the present children, > 0; 1 where there is none, and then `reason` says so */
    const double *lowest; /* of the present children, on the scale; meaningful where there are some */
    const double *highest;
    uint8_t *reason; /* OBSERVATION_NORMAL, or why there is no value */
};

struct aggregate_family {
    /** Transforms a child's values in place; NULL: they are taken as they are. `present` is 1 or 0, and what is not
     * present is 0 and stays so. Where a value cannot be used, `reason` says why. */
    void (*transform)(const struct aggregation *aggregation, size_t cells, const double *present, double *value,
                      uint8_t *reason);
    /** Turns sums into values in place. */
    void (*finish)(struct aggregate_node *node);
    bool is_mean;     /* lies between its lowest and its highest child */
    bool is_of_order; /* the value is one of the children's, on the scale whatever the space */
};

/** NULL for AGGREGATE_FORMULA, which is not a sum. */
const struct aggregate_family *aggregate_family_of(enum aggregate_method method);

#endif
