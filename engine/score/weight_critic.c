/**
 * Weights by CRITIC (D. Diakoulaki, G. Mavrotas, L. Papayannakis, Determining objective weights in multiple criteria
 * problems: the CRITIC method, Computers and Operations Research 22, 1995): sd_j sum_k (1 - r_jk), the contrast of a
 * child times its conflict with the others.
 */
#include "base/compensated_sum.h"
#include "score/correlation.h"
#include "score/statistics.h"
#include "score/weight_method.h"

enum { LEAST_CELLS = 3 };

/** Correlations nearer to 1 than this are taken as 1: what is left over is rounding, and would be rescaled to weights.
 */
#define ROUNDING 1e-12

/** Sum over the other children of 1 - r. Constant children are in nobody's way. */
static double conflict_of(const double *correlation, size_t count, size_t child, const bool *constant)
{
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        double distance = 1 - correlation[child * count + i];
        if (i != child && !constant[i] && distance > ROUNDING) {
            compensated_sum_add(&sum, distance);
        }
    }
    return compensated_sum_value(&sum);
}

/** One child that varies has nobody to be in conflict with, and all of the weight. */
static void weigh(struct weight_work *work, const double *correlation, const bool *constant, size_t varying)
{
    for (size_t i = 0; i < work->count; i++) {
        struct statistics statistics;
        statistics_of(work->values + i * work->cells, work->cells, &statistics);
        double conflict = varying == 1 ? 1 : conflict_of(correlation, work->count, i, constant);
        work->weight[i] = constant[i] ? 0 : statistics.sd * conflict;
    }
}

tocsin_status weight_critic(struct weight_work *work)
{
    bool *constant = arena_allocate(work->arena, work->count, sizeof *constant);
    double *correlation = arena_allocate(work->arena, work->count, work->count * sizeof *correlation);
    tocsin_status status = constant && correlation ? weight_gather(work, LEAST_CELLS) : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK) {
        status = correlation_matrix(work->context, work->values, work->count, work->cells, correlation);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    size_t count = weight_report_constant(work, constant);
    weigh(work, correlation, constant, work->count - count);
    return weight_settle(work, count == work->count ? "no child varies" : "all children rise and fall together");
}
