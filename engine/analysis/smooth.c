/** Restricted cubic splines by orthogonalisation of their columns. */
#include "analysis/smooth.h"
#include "base/compensated_sum.h"
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <string.h>

enum {
    LEAST_KNOTS = 2,
    MOST_KNOTS = 5,
    MOST_COLUMNS = MOST_KNOTS - 1, /* besides the constant */
    POINTS_A_COLUMN = 5            /* fewer points for each column fit their own noise */
};

/** Quantiles of x at which the knots lie (Harrell, table 2.3); 2 knots are a line whatever they are. */
static const double quantiles[MOST_KNOTS + 1][MOST_KNOTS] = {
    [2] = {0, 1},
    [3] = {0.10, 0.50, 0.90},
    [4] = {0.05, 0.35, 0.65, 0.95},
    [5] = {0.05, 0.275, 0.50, 0.725, 0.95},
};

/** What is left of a column beside the others, as a share of it, below which it says nothing of its own. */
#define DEPENDENT 1e-7

struct fit {
    const double *x, *y;
    size_t count;
    double *column[MOST_COLUMNS]; /* orthogonal, of unit length */
    double *sorted;
};

static double product(const double *left, const double *right, size_t count)
{
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        compensated_sum_add(&sum, left[i] * right[i]);
    }
    return compensated_sum_value(&sum);
}

static double cube(double value)
{
    return value > 0 ? value * value * value : 0;
}

/** Column 0 is x itself, column k >= 1 Harrell's k-th term. */
static void fill_column(const struct fit *fit, const double *knots, size_t knot_count, size_t at)
{
    double last = knots[knot_count - 1];
    double before = knots[knot_count - 2];
    double unit = last - knots[0];
    for (size_t i = 0; i < fit->count; i++) {
        double x = fit->x[i];
        double term = x;
        if (at > 0) {
            double from = knots[at - 1];
            term = cube((x - from) / unit) - cube((x - before) / unit) * ((last - from) / (last - before)) +
                   cube((x - last) / unit) * ((before - from) / (last - before));
        }
        fit->column[at][i] = term;
    }
}

/** Takes the mean and all earlier columns out, twice, because once leaves rounding; false if nothing is left. */
static bool make_orthogonal(const struct fit *fit, size_t at)
{
    double *column = fit->column[at];
    size_t count = fit->count;
    double before = 0;
    for (size_t round = 0; round < 2; round++) {
        double mean = compensated_mean(column, count);
        for (size_t i = 0; i < count; i++) {
            column[i] -= mean;
        }
        before = round == 0 ? sqrt(product(column, column, count)) : before;
        for (size_t k = 0; k < at; k++) {
            double along = product(column, fit->column[k], count);
            for (size_t i = 0; i < count; i++) {
                column[i] -= along * fit->column[k][i];
            }
        }
    }
    double length = sqrt(product(column, column, count));
    if (!(length > DEPENDENT * before)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        column[i] /= length;
    }
    return true;
}

/** The share of y's variance that a spline with so many knots explains; false if the knots are not apart. */
static bool explain(const struct fit *fit, size_t knot_count, double total, double *share)
{
    double knots[MOST_KNOTS];
    for (size_t i = 0; i < knot_count; i++) {
        knots[i] = gsl_stats_quantile_from_sorted_data(fit->sorted, 1, fit->count, quantiles[knot_count][i]);
        if (i > 0 && !(knots[i] > knots[i - 1])) {
            return false;
        }
    }
    double explained = 0;
    for (size_t i = 0; i + 1 < knot_count; i++) {
        fill_column(fit, knots, knot_count, i);
        if (!make_orthogonal(fit, i)) {
            return false;
        }
        double along = product(fit->column[i], fit->y, fit->count);
        explained += along * along / total;
    }
    *share = fmin(1, explained);
    return isfinite(explained);
}

/** The curve of the lowest score; the simpler one where two are alike. `total` is the sum of squares of y. */
static void choose(const struct fit *fit, double total, struct smooth *smooth)
{
    double n = (double)fit->count;
    double lowest = INFINITY;
    for (size_t knots = LEAST_KNOTS; knots <= MOST_KNOTS; knots++) {
        double share;
        double parameters = (double)knots; /* the constant and a column for each knot but one */
        if ((knots > LEAST_KNOTS && fit->count < POINTS_A_COLUMN * knots) || !explain(fit, knots, total, &share)) {
            continue;
        }
        double score = (1 - share) * n / ((n - parameters) * (n - parameters));
        if (score < lowest) {
            lowest = score;
            *smooth = (struct smooth){{true, share}, knots};
        }
    }
}

tocsin_status smooth_fit(tocsin_context *context, const double *x, const double *y, size_t count, struct smooth *smooth)
{
    enum { FEWEST_POINTS = 3, ARRAYS = MOST_COLUMNS + 3 };
    *smooth = (struct smooth){0};
    if (count < FEWEST_POINTS) {
        return TOCSIN_OK;
    }
    double *scratch = memory_allocate(context, count, ARRAYS * sizeof *scratch);
    if (!scratch) {
        return TOCSIN_ERROR_MEMORY;
    }
    double *unit_x = scratch + MOST_COLUMNS * count;
    double *unit_y = unit_x + count;
    struct fit fit = {.x = unit_x, .y = unit_y, .count = count, .sorted = unit_y + count};
    for (size_t i = 0; i < MOST_COLUMNS; i++) {
        fit.column[i] = scratch + i * count;
    }
    memcpy(fit.sorted, y, count * sizeof *y);
    gsl_sort(fit.sorted, 1, count);
    double low_y = fit.sorted[0];
    double span_y = fit.sorted[count - 1] - low_y;
    memcpy(fit.sorted, x, count * sizeof *x);
    gsl_sort(fit.sorted, 1, count);
    double low_x = fit.sorted[0];
    double span_x = fit.sorted[count - 1] - low_x;
    if (span_x > 0 && isfinite(span_x) && span_y > 0 && isfinite(span_y)) {
        for (size_t i = 0; i < count; i++) {
            unit_x[i] = (x[i] - low_x) / span_x;
            unit_y[i] = (y[i] - low_y) / span_y;
            fit.sorted[i] = (fit.sorted[i] - low_x) / span_x;
        }
        double mean = compensated_mean(unit_y, count);
        for (size_t i = 0; i < count; i++) {
            unit_y[i] -= mean;
        }
        choose(&fit, product(unit_y, unit_y, count), smooth);
    }
    memory_release(context, scratch);
    return TOCSIN_OK;
}
