/**
 * Weights by entropy: a child that tells cells apart weighs more than one that is nearly the same everywhere
 * (C. E. Shannon, A mathematical theory of communication, 1948; as weights: M. Zeleny, Multiple Criteria Decision
 * Making, 1982). With p = x / sum(x) over n cells, e = -sum(p ln p) / ln n, and the weight is 1 - e, rescaled.
 */
#include "base/compensated_sum.h"
#include "score/weight_method.h"

enum { LEAST_CELLS = 3 };
/** Five terms of the series are all of a double below this. */
#define SMALL 1e-3

/** (1 + u) ln(1 + u) - u for u of -1 or more, which is never below zero; by its series where that would cancel. */
static double excess_of(double u)
{
    if (fabs(u) < SMALL) {
        return u * u * (1.0 / 2 - u * (1.0 / 6 - u * (1.0 / 12 - u * (1.0 / 20 - u / 30))));
    }
    return u > -1 ? fmax((1 + u) * log1p(u) - u, 0) : 1;
}

/**
 * 1 - e of a column of values of 0 or more that are not all 0. With u = n p - 1 it is sum((1 + u) ln(1 + u) - u) over
 * n ln n, as the u sum to 0: nothing is lost where the values hardly differ and e is near 1.
 */
static double divergence_of(const double *values, size_t count)
{
    struct compensated_sum sum = {0};
    double n = (double)count;
    double mean = compensated_mean(values, count);
    for (size_t i = 0; i < count; i++) {
        compensated_sum_add(&sum, excess_of((values[i] - mean) / mean));
    }
    return compensated_sum_value(&sum) / (n * log(n));
}

static tocsin_status check_negative(const struct weight_work *work)
{
    struct tally tally = {0};
    size_t child = 0;
    size_t regions = work->request->normalised->regions;
    for (size_t i = 0; i < work->count; i++) {
        for (size_t k = 0; k < work->cells; k++) {
            double value = work->values[i * work->cells + k];
            if (value < 0) {
                child = tally.count == 0 ? i : child;
                tally_add(&tally, value, work->places[k] / regions, work->places[k] % regions);
            }
        }
    }
    return weight_report_negative(work, &tally, child);
}

tocsin_status weight_entropy(struct weight_work *work)
{
    bool *constant = arena_allocate(work->arena, work->count, sizeof *constant);
    tocsin_status status = constant ? weight_gather(work, LEAST_CELLS) : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK) {
        status = check_negative(work);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    weight_report_constant(work, constant);
    for (size_t i = 0; i < work->count; i++) {
        work->weight[i] = constant[i] ? 0 : divergence_of(work->values + i * work->cells, work->cells);
    }
    return weight_settle(work, "no child varies");
}
