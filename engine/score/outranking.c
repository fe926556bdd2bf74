/** The outranking matrix, a row at a time. */
#include "score/outranking.h"
#include "score/share.h"
#include <math.h>
#include <string.h>

/* isgreater and isless raise no floating-point exception, so that compilers take several regions at a time. */

void outranking_add_column(double weight, double own, const double *value, const double *present, size_t regions,
                           double *net, double *common)
{
    for (size_t j = 0; j < regions; j++) {
        double shared = weight * present[j];
        double side = isgreater(own, value[j]) ? shared : 0;
        side = isless(own, value[j]) ? -shared : side;
        net[j] += side;
        common[j] += shared;
    }
}

static double sign_of(double net, double common)
{
    double limit = SHARE_ROUNDING * common;
    double sign = isgreater(net, limit) ? 1 : 0;
    return isless(net, -limit) ? -1 : sign;
}

int outranking_sign(double net, double common)
{
    return (int)sign_of(net, common);
}

/** Whole numbers, so that they add up to the same in any order. */
double outranking_wins(const double *net, const double *common, size_t regions)
{
    double sums[4] = {0};
    size_t j = 0;
    for (; j + 4 <= regions; j += 4) {
        for (size_t k = 0; k < 4; k++) {
            sums[k] += sign_of(net[j + k], common[j + k]);
        }
    }
    for (; j < regions; j++) {
        sums[0] += sign_of(net[j], common[j]);
    }
    return sums[0] + sums[1] + sums[2] + sums[3];
}

void outranking_row(const struct outranking *outranking, size_t region, double *share, double *common)
{
    size_t regions = outranking->regions;
    memset(share, 0, regions * sizeof *share);
    memset(common, 0, regions * sizeof *common);
    for (size_t k = 0; k < outranking->columns; k++) {
        if (outranking->weight[k] > 0 && outranking->present[k][region] > 0) {
            outranking_add_column(outranking->weight[k], outranking->value[k][region], outranking->value[k],
                                  outranking->present[k], regions, share, common);
        }
    }
    for (size_t j = 0; j < regions; j++) {
        share[j] = common[j] > 0 ? 0.5 + 0.5 * (share[j] / common[j]) : 0;
    }
    share[region] = 0;
    common[region] = 0;
}

size_t outranking_dominated(const double *share, const double *common, size_t regions)
{
    size_t count = 0;
    for (size_t j = 0; j < regions; j++) {
        count += common[j] > 0 && share[j] == 1;
    }
    return count;
}
