/**
 * The methods of aggregation, a family of them per entry of one table. A mean of the power family is a transform of
 * every child, a weighted sum (the kernel's, by GSL), and the inverse transform. Methods that need the children of a
 * cell side by side (an order, a spread) are functions of one cell; aggregate_cell.c holds them.
 */
#ifndef TOCSIN_SCORE_AGGREGATE_H
#define TOCSIN_SCORE_AGGREGATE_H

#include "panel/panel.h"
#include "recipe/method.h"
#include "score/share.h"
#include <stddef.h>
#include <stdint.h>

/** A node for a run of cells, its children summed up: only those that are present and have a weight. */
struct aggregate_node {
    const struct aggregation *aggregation;
    size_t cells;
    double total;             /* weight of all children, present or not */
    const double *cell_total; /* NULL, or [cell] in its place: where cells have weights of their own */
    double *sum;              /* weighted sum of the transformed values; finish turns it into the node's value */
    const double *weight; /* weight of the present children, > 0; 1 where there is none, and then `reason` says so */
    const double *lowest; /* of the present children, on the scale; meaningful where there are some */
    const double *highest;
    uint8_t *reason; /* OBSERVATION_NORMAL, or why there is no value */
};

/** One cell of a node: its present children that have a weight, at least one. A method may reorder them. */
struct aggregate_cell {
    const struct aggregation *aggregation;
    const double *order; /* AGGREGATE_OWA: shares of the first 0 .. weight_count order weights in their sum */
    size_t count;
    double *value;  /* in the node's space, if the method minds it */
    double *weight; /* > 0 */
    double present; /* sum of `weight` */
    double total;   /* weight of all children, present or not; equals `present` to the bit if none is missing */
};

struct aggregate_family {
    /** Transforms a child's values in place; NULL: they are taken as they are. `present` is 1 or 0, and what is not
     * present is 0 and stays so. Where a value cannot be used, `reason` says why. */
    void (*transform)(const struct aggregation *aggregation, size_t cells, const double *present, double *value,
                      uint8_t *reason);
    /** Turns sums into values in place. */
    void (*finish)(struct aggregate_node *node);
    /** In place of the two above: the value of one cell, or why there is none. */
    enum observation (*value)(const struct aggregate_cell *cell, double *value);
    bool compares_regions; /* neither: the cells of a period are compared with one another */
    bool is_mean;          /* lies between its lowest and its highest child */
    bool is_of_order;      /* the same on the scale whatever the space */
};

/** NULL for AGGREGATE_FORMULA, which is of no family. */
const struct aggregate_family *aggregate_family_of(enum aggregate_method method);

enum observation aggregate_median(const struct aggregate_cell *cell, double *value);
enum observation aggregate_product(const struct aggregate_cell *cell, double *value);
enum observation aggregate_owa(const struct aggregate_cell *cell, double *value);
enum observation aggregate_mazziotta_pareto(const struct aggregate_cell *cell, double *value);

/** `order[i]` for i of 0 .. weight_count: what struct aggregate_cell needs. False if the weights add up to nothing. */
bool aggregate_cumulate(const struct aggregation *aggregation, double *order);

/** The power to which a product raises a child: its weight, those of missing children shared out. */
static inline double aggregate_exponent(double weight, double present, double total)
{
    return present == total ? weight : weight * (total / present);
}

#endif
