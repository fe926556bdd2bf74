/** The table of aggregation methods, and the sums among them. */
#include "score/aggregate.h"
#include <float.h>
#include <math.h>

/** Marks a cell unless something was wrong with it before. */
static void refuse(uint8_t *reason, enum observation why)
{
    if (*reason == OBSERVATION_NORMAL) {
        *reason = (uint8_t)why;
    }
}

static void transform_logarithm(const struct aggregation *aggregation, size_t cells, const double *present,
                                double *value, uint8_t *reason)
{
    (void)aggregation;
    for (size_t i = 0; i < cells; i++) {
        if (present[i] > 0 && !(value[i] > 0)) {
            refuse(&reason[i], OBSERVATION_NOT_POSITIVE);
        }
        value[i] = present[i] > 0 && value[i] > 0 ? log(value[i]) : 0;
    }
}

static void transform_reciprocal(const struct aggregation *aggregation, size_t cells, const double *present,
                                 double *value, uint8_t *reason)
{
    (void)aggregation;
    for (size_t i = 0; i < cells; i++) {
        if (present[i] > 0 && !(value[i] > 0)) {
            refuse(&reason[i], OBSERVATION_NOT_POSITIVE);
        }
        value[i] = present[i] > 0 && value[i] > 0 ? 1 / value[i] : 0;
    }
}

/**
 * Zero has positive powers; otherwise a power mean, like the geometric and harmonic ones, needs values above zero.
 * Powers too small for a double stop at the smallest normal one, where finish_power finds them.
 */
static void transform_power(const struct aggregation *aggregation, size_t cells, const double *present, double *value,
                            uint8_t *reason)
{
    double p = aggregation->p;
    for (size_t i = 0; i < cells; i++) {
        bool usable = value[i] > 0 || (value[i] == 0 && p > 0);
        if (present[i] > 0 && !usable) {
            refuse(&reason[i], OBSERVATION_NOT_POSITIVE);
        }
        if (present[i] > 0 && value[i] > 0) {
            value[i] = fmax(pow(value[i], p), DBL_MIN);
        } else {
            value[i] = 0;
        }
    }
}

static void finish_arithmetic(struct aggregate_node *node)
{
    for (size_t i = 0; i < node->cells; i++) {
        node->sum[i] /= node->weight[i];
    }
}

static void finish_geometric(struct aggregate_node *node)
{
    for (size_t i = 0; i < node->cells; i++) {
        node->sum[i] = exp(node->sum[i] / node->weight[i]);
    }
}

static void finish_harmonic(struct aggregate_node *node)
{
    for (size_t i = 0; i < node->cells; i++) {
        if (node->sum[i] == 0) {
            refuse(&node->reason[i], OBSERVATION_ZERO_DENOMINATOR);
        }
        node->sum[i] = node->sum[i] == 0 ? 0 : node->weight[i] / node->sum[i];
    }
}

/** A mean of powers at the lower end of the doubles has lost its digits; one over the upper end is infinite anyway. */
static void finish_power(struct aggregate_node *node)
{
    for (size_t i = 0; i < node->cells; i++) {
        double mean = node->sum[i] / node->weight[i];
        if (mean > 0 && mean <= DBL_MIN) {
            refuse(&node->reason[i], OBSERVATION_NOT_FINITE);
        }
        node->sum[i] = pow(mean, 1 / node->aggregation->p);
    }
}

/** A sum with missing children is scaled up to the weight of all, or a region would score low for want of data. */
static void finish_sum(struct aggregate_node *node)
{
    for (size_t i = 0; i < node->cells; i++) {
        double total = node->cell_total ? node->cell_total[i] : node->total;
        if (node->weight[i] != total) {
            node->sum[i] *= total / node->weight[i];
        }
    }
}

static void finish_minimum(struct aggregate_node *node)
{
    bool reversed = node->aggregation->has_space && node->aggregation->space[0] > node->aggregation->space[1];
    for (size_t i = 0; i < node->cells; i++) {
        node->sum[i] = reversed ? node->highest[i] : node->lowest[i];
    }
}

static void finish_maximum(struct aggregate_node *node)
{
    bool reversed = node->aggregation->has_space && node->aggregation->space[0] > node->aggregation->space[1];
    for (size_t i = 0; i < node->cells; i++) {
        node->sum[i] = reversed ? node->lowest[i] : node->highest[i];
    }
}

static const struct aggregate_family families[AGGREGATE_COUNT] = {
    [AGGREGATE_ARITHMETIC] = {.finish = finish_arithmetic, .is_mean = true},
    [AGGREGATE_GEOMETRIC] = {.transform = transform_logarithm, .finish = finish_geometric, .is_mean = true},
    [AGGREGATE_HARMONIC] = {.transform = transform_reciprocal, .finish = finish_harmonic, .is_mean = true},
    [AGGREGATE_POWER] = {.transform = transform_power, .finish = finish_power, .is_mean = true},
    [AGGREGATE_MIN] = {.finish = finish_minimum, .is_of_order = true},
    [AGGREGATE_MAX] = {.finish = finish_maximum, .is_of_order = true},
    [AGGREGATE_SUM] = {.finish = finish_sum},
    [AGGREGATE_MEDIAN] = {.value = aggregate_median, .is_mean = true, .is_of_order = true},
    [AGGREGATE_PRODUCT] = {.value = aggregate_product},
    [AGGREGATE_OWA] = {.value = aggregate_owa, .is_mean = true},
    [AGGREGATE_COPELAND] = {.compares_regions = true, .is_of_order = true},
    [AGGREGATE_MAZZIOTTA_PARETO] = {.value = aggregate_mazziotta_pareto},
};

const struct aggregate_family *aggregate_family_of(enum aggregate_method method)
{
    return method < AGGREGATE_COUNT && method != AGGREGATE_FORMULA ? &families[method] : NULL;
}
