/** Eigenvectors of a correlation matrix by GSL, and varimax by rotations in planes. */
#include "score/principal.h"
#include "base/compensated_sum.h"
#include "base/diagnostics.h"
#include "score/gsl_trap.h"
#include <gsl/gsl_eigen.h>
#include <string.h>

/**
 * Eigenvalues nearer to one another than this share of the largest are taken as equal: rounding (1e-16) turns the
 * vectors by about its ratio to the gap, and beyond 1e-7 no digits would be left that anybody could repeat.
 */
#define TIE 1e-9

/** Turning ends when a round over all planes turns none by more than this, in radians. */
#define SMALLEST_TURN 1e-14
/** What is left of sums over n columns of numbers up to 1 when they cancel: no direction to turn to. */
#define ROUNDING 1e-14
/** Rounds of turning. Each gains a factor of two at least, commonly far more; this is far beyond need. */
enum { MOST_ROUNDS = 1000 };

/** Turns the sign so that the sum of the elements is positive. */
static void settle_sign(double *elements, size_t count)
{
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        compensated_sum_add(&sum, elements[i]);
    }
    for (size_t i = 0; i < count && compensated_sum_value(&sum) < 0; i++) {
        elements[i] = -elements[i];
    }
}

static tocsin_status report_gsl(tocsin_context *context)
{
    const char *reason = NULL;
    int error = gsl_trap_error(&reason);
    if (error == GSL_ENOMEM) {
        return TOCSIN_ERROR_MEMORY;
    }
    return diagnostics_report(context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, NULL,
                              "GSL could not decompose a correlation matrix: %s", reason ? reason : "no reason given");
}

/** `matrix` is destroyed; values and vectors (columns) come out from the largest down. */
static tocsin_status decompose(tocsin_context *context, double *matrix, size_t count, double *values, double *vectors)
{
    gsl_trap_install();
    gsl_trap_clear();
    gsl_matrix_view from = gsl_matrix_view_array(matrix, count, count);
    gsl_matrix_view columns = gsl_matrix_view_array(vectors, count, count);
    gsl_vector_view sizes = gsl_vector_view_array(values, count);
    gsl_eigen_symmv_workspace *workspace = gsl_eigen_symmv_alloc(count);
    if (workspace) {
        gsl_eigen_symmv(&from.matrix, &sizes.vector, &columns.matrix, workspace);
        gsl_eigen_symmv_sort(&sizes.vector, &columns.matrix, GSL_EIGEN_SORT_VAL_DESC);
        gsl_eigen_symmv_free(workspace);
    }
    return workspace && gsl_trap_error(NULL) == GSL_SUCCESS ? TOCSIN_OK : report_gsl(context);
}

tocsin_status principal_decompose(tocsin_context *context, struct arena *arena, const double *correlation, size_t count,
                                  struct principal_components *components)
{
    double *scratch = memory_allocate(context, 2 * count, count * sizeof *scratch);
    struct principal_components made = {
        .count = count,
        .eigenvalue = arena_allocate(arena, count, sizeof *made.eigenvalue),
        .vector = arena_allocate(arena, count, count * sizeof *made.vector),
    };
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    if (!scratch || !made.eigenvalue || !made.vector) {
        goto done;
    }
    double *vectors = scratch + count * count;
    memcpy(scratch, correlation, count * count * sizeof *scratch);
    status = decompose(context, scratch, count, made.eigenvalue, vectors);
    if (status != TOCSIN_OK) {
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        made.eigenvalue[i] = fmax(made.eigenvalue[i], 0); /* below 0 by rounding only */
        for (size_t k = 0; k < count; k++) {
            made.vector[i * count + k] = vectors[k * count + i];
        }
        settle_sign(made.vector + i * count, count);
    }
    *components = made;
done:
    memory_release(context, scratch);
    return status;
}

bool principal_tied(const struct principal_components *components, size_t component)
{
    const double *eigenvalue = components->eigenvalue;
    return component + 1 < components->count &&
           eigenvalue[component] - eigenvalue[component + 1] <= TIE * eigenvalue[0];
}

void principal_load(const struct principal_components *components, size_t factors, double *loadings)
{
    for (size_t i = 0; i < factors; i++) {
        double length = sqrt(components->eigenvalue[i]);
        for (size_t k = 0; k < components->count; k++) {
            loadings[i * components->count + k] = components->vector[i * components->count + k] * length;
        }
    }
}

/** By how much Kaiser's criterion wants two factors to be turned in their plane, in radians. */
static double turn_of(const double *x, const double *y, size_t count)
{
    struct compensated_sum a = {0};
    struct compensated_sum b = {0};
    struct compensated_sum c = {0};
    struct compensated_sum d = {0};
    for (size_t i = 0; i < count; i++) {
        double u = (x[i] - y[i]) * (x[i] + y[i]);
        double v = 2 * x[i] * y[i];
        compensated_sum_add(&a, u);
        compensated_sum_add(&b, v);
        compensated_sum_add(&c, (u - v) * (u + v));
        compensated_sum_add(&d, 2 * u * v);
    }
    double n = (double)count;
    double sum_a = compensated_sum_value(&a);
    double sum_b = compensated_sum_value(&b);
    double sine = compensated_sum_value(&d) - 2 * sum_a * sum_b / n;
    double cosine = compensated_sum_value(&c) - (sum_a - sum_b) * (sum_a + sum_b) / n;
    return hypot(sine, cosine) <= ROUNDING * n ? 0 : atan2(sine, cosine) / 4;
}

static void turn(double *x, double *y, size_t count, double angle)
{
    double sine = sin(angle);
    double cosine = cos(angle);
    for (size_t i = 0; i < count; i++) {
        double along = cosine * x[i] + sine * y[i];
        y[i] = cosine * y[i] - sine * x[i];
        x[i] = along;
    }
}

/** One round over all planes; the largest turn made. */
static double turn_planes(double *loadings, size_t factors, size_t columns)
{
    double largest = 0;
    for (size_t i = 0; i < factors; i++) {
        for (size_t k = i + 1; k < factors; k++) {
            double *x = loadings + i * columns;
            double *y = loadings + k * columns;
            double angle = turn_of(x, y, columns);
            turn(x, y, columns, angle);
            largest = fmax(largest, fabs(angle));
        }
    }
    return largest;
}

/** Divides every column by the square root of its communality, or multiplies it back. */
static void scale_columns(double *loadings, size_t factors, size_t columns, const double *length, bool back)
{
    for (size_t i = 0; i < factors; i++) {
        for (size_t k = 0; k < columns; k++) {
            double *loading = &loadings[i * columns + k];
            if (length[k] > 0) {
                *loading = back ? *loading * length[k] : *loading / length[k];
            }
        }
    }
}

tocsin_status principal_varimax(tocsin_context *context, size_t factors, size_t columns, double *loadings)
{
    double *length = memory_allocate(context, columns, sizeof *length);
    if (!length) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t k = 0; k < columns; k++) {
        struct compensated_sum communality = {0};
        for (size_t i = 0; i < factors; i++) {
            compensated_sum_add(&communality, loadings[i * columns + k] * loadings[i * columns + k]);
        }
        length[k] = sqrt(compensated_sum_value(&communality));
    }
    scale_columns(loadings, factors, columns, length, false);
    size_t round = 0;
    while (round < MOST_ROUNDS && turn_planes(loadings, factors, columns) > SMALLEST_TURN) {
        round++;
    }
    scale_columns(loadings, factors, columns, length, true);
    for (size_t i = 0; i < factors; i++) {
        settle_sign(loadings + i * columns, columns);
    }
    memory_release(context, length);
    return TOCSIN_OK;
}
