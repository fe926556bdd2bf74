/** Pearson's correlation of complete columns. */
#include "score/correlation.h"
#include "base/compensated_sum.h"
#include "score/statistics.h"
#include <math.h>

static double product_of(const double *left, const double *right, size_t count)
{
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        compensated_sum_add(&sum, left[i] * right[i]);
    }
    return compensated_sum_value(&sum);
}

/** Deviations from the mean in units of the largest one, so that no square leaves the range of doubles. */
static void deviate(const double *values, size_t count, double *deviations)
{
    struct statistics statistics;
    statistics_of(values, count, &statistics);
    double unit = fmax(statistics.maximum - statistics.mean, statistics.mean - statistics.minimum);
    for (size_t i = 0; i < count; i++) {
        deviations[i] = statistics_constant(&statistics) ? 0 : (values[i] - statistics.mean) / unit;
    }
    double rest = count > 0 ? compensated_mean(deviations, count) : 0; /* what the rounding of the mean left over */
    for (size_t i = 0; i < count; i++) {
        deviations[i] -= rest;
    }
}

tocsin_status correlation_matrix(tocsin_context *context, const double *values, size_t columns, size_t cells,
                                 double *matrix)
{
    double *deviations = memory_allocate(context, columns, (cells + 1) * sizeof *deviations);
    if (!deviations) {
        return TOCSIN_ERROR_MEMORY;
    }
    double *square = deviations + columns * cells; /* [column] */
    for (size_t i = 0; i < columns; i++) {
        double *own = deviations + i * cells;
        deviate(values + i * cells, cells, own);
        square[i] = product_of(own, own, cells);
        matrix[i * columns + i] = 1;
        for (size_t k = 0; k < i; k++) {
            double scale = sqrt(square[i] * square[k]); /* of equal columns just the square */
            double r = scale > 0 ? product_of(own, deviations + k * cells, cells) / scale : 0;
            matrix[i * columns + k] = fmin(fmax(r, -1), 1);
            matrix[k * columns + i] = matrix[i * columns + k];
        }
    }
    memory_release(context, deviations);
    return TOCSIN_OK;
}
