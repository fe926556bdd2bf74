/**
 * Weights from pairwise comparisons: the principal eigenvector of the matrix, and how consistent its comparisons are
 * (T. L. Saaty, The Analytic Hierarchy Process, McGraw-Hill, 1980).
 *
 * The matrix is positive, so that its powers are, and all sums here are of positive numbers: squaring it again and
 * again brings out the eigenvector to the last digits (O. Perron, 1907), which a solver for matrices of any kind, such
 * as gsl_eigen_nonsymmv, does not promise for each element.
 */
#include "base/compensated_sum.h"
#include "base/number.h"
#include "score/weight_method.h"
#include <float.h>
#include <string.h>

/** Comparisons are taken as consistent up to this ratio (Saaty, 1980). */
#define CONSISTENT 0.1

/** Mean consistency index of random matrices of n comparisons, by n from 0 (Saaty, 1980, table of p. 21). */
static const double random_index[] = {0,    0,    0,    0.58, 0.90, 1.12, 1.24, 1.32,
                                      1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};
enum { RANDOM_INDICES = sizeof random_index / sizeof *random_index };

/** The matrix to the power of 2^64 is the eigenvector's as far as any double can tell. */
enum { MOST_SQUARES = 64, POLISHES = 16 };

/** to = from times from, in units of its largest element. */
static void square(const double *from, size_t count, double *to)
{
    double largest = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            struct compensated_sum sum = {0};
            for (size_t m = 0; m < count; m++) {
                compensated_sum_add(&sum, from[i * count + m] * from[m * count + k]);
            }
            to[i * count + k] = compensated_sum_value(&sum);
            largest = fmax(largest, to[i * count + k]);
        }
    }
    for (size_t i = 0; i < count * count; i++) {
        to[i] /= largest;
    }
}

/** to = matrix times from, as shares of its sum, which is returned. */
static double multiply(const double *matrix, const double *from, size_t count, double *to)
{
    struct compensated_sum total = {0};
    for (size_t i = 0; i < count; i++) {
        struct compensated_sum sum = {0};
        for (size_t k = 0; k < count; k++) {
            compensated_sum_add(&sum, matrix[i * count + k] * from[k]);
        }
        to[i] = compensated_sum_value(&sum);
        compensated_sum_add(&total, to[i]);
    }
    for (size_t i = 0; i < count; i++) {
        to[i] /= compensated_sum_value(&total);
    }
    return compensated_sum_value(&total);
}

static bool is_same(const double *left, const double *right, size_t count)
{
    bool same = true;
    for (size_t i = 0; i < count; i++) {
        same = same && fabs(left[i] - right[i]) <= 2 * DBL_EPSILON * right[i];
    }
    return same;
}

/**
 * The eigenvector of the largest eigenvalue, as shares that sum to 1; returns the eigenvalue. `scratch` has room for
 * two matrices and two vectors.
 */
static double eigenvector(const double *matrix, size_t count, double *scratch, double *weight)
{
    double *power = scratch;
    double *next = power + count * count;
    double *ones = next + count * count;
    double *last = ones + count;
    double largest = 0;
    for (size_t i = 0; i < count * count; i++) {
        largest = fmax(largest, matrix[i]);
    }
    for (size_t i = 0; i < count * count; i++) {
        power[i] = matrix[i] / largest;
    }
    for (size_t i = 0; i < count; i++) {
        ones[i] = 1;
        weight[i] = 0;
    }
    size_t squares = 0;
    do {
        memcpy(last, weight, count * sizeof *last);
        multiply(power, ones, count, weight);
        square(power, count, next);
        memcpy(power, next, count * count * sizeof *power);
    } while (!is_same(weight, last, count) && ++squares < MOST_SQUARES);
    double eigenvalue = 0;
    for (size_t i = 0; i < POLISHES; i++) { /* the matrix itself, free of the rounding of its squares */
        memcpy(last, weight, count * sizeof *last);
        eigenvalue = multiply(matrix, last, count, weight);
    }
    return eigenvalue;
}

/** How far a triple is from consistent: the logarithm of going round it. */
static double round_trip(const double *matrix, size_t count, const size_t triple[3])
{
    return fabs(log(matrix[triple[0] * count + triple[1]]) + log(matrix[triple[1] * count + triple[2]]) -
                log(matrix[triple[0] * count + triple[2]]));
}

static void find_worst(const double *matrix, size_t count, size_t worst[3])
{
    double largest = -1;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++) {
            for (size_t m = k + 1; m < count; m++) {
                const size_t triple[3] = {i, k, m};
                double trip = round_trip(matrix, count, triple);
                if (trip > largest) {
                    largest = trip;
                    memcpy(worst, triple, sizeof triple);
                }
            }
        }
    }
}

static void report_inconsistent(const struct weight_work *work)
{
    const double *matrix = work->node->weights.matrix;
    size_t worst[3] = {0};
    find_worst(matrix, work->count, worst);
    double first = matrix[worst[0] * work->count + worst[1]];
    double second = matrix[worst[1] * work->count + worst[2]];
    double direct = matrix[worst[0] * work->count + worst[2]];
    char text[4][NUMBER_TEXT_SIZE];
    number_format(text[0], work->outcome->consistency_ratio.value, 3);
    number_format(text[1], first, -1);
    number_format(text[2], second, -1);
    number_format(text[3], direct, -1);
    const char *ids[3];
    for (size_t i = 0; i < 3; i++) {
        ids[i] = weight_child(work, worst[i])->id;
    }
    diagnostics_report(
        work->context, DIAGNOSTIC_WEIGHTS_INCONSISTENT, work->node->weights.at, "ask again about these three",
        "the comparisons of node '%s' contradict one another: their consistency ratio is %s, above 0.1; "
        "most of all '%s' to '%s' is %s and '%s' to '%s' is %s, but '%s' to '%s' is %s",
        work->node->id, text[0], ids[0], ids[1], text[1], ids[1], ids[2], text[2], ids[0], ids[2], text[3]);
}

static void judge(struct weight_work *work)
{
    struct weight_outcome *outcome = work->outcome;
    double n = (double)work->count;
    double index = work->count > 1 ? fmax((outcome->eigenvalue.value - n) / (n - 1), 0) : 0;
    outcome->consistency_index = (struct optional_number){true, index};
    if (work->count >= RANDOM_INDICES) {
        char text[NUMBER_TEXT_SIZE];
        number_format(text, index, 3);
        diagnostics_report(work->context, DIAGNOSTIC_WEIGHTS_NO_RATIO, work->node->weights.at,
                           "compare fewer children, in nodes of nodes",
                           "the comparisons of node '%s' are of %zu children: there is no consistency ratio for more "
                           "than %d; their consistency index is %s",
                           work->node->id, work->count, RANDOM_INDICES - 1, text);
        return;
    }
    double random = random_index[work->count];
    outcome->consistency_ratio = (struct optional_number){true, random > 0 ? index / random : 0};
    if (outcome->consistency_ratio.value > CONSISTENT) {
        report_inconsistent(work);
    }
}

tocsin_status weight_ahp(struct weight_work *work)
{
    const struct weighting *weighting = &work->node->weights;
    if (!weighting->matrix || weighting->matrix_size != work->count) {
        return diagnostics_report(work->context, DIAGNOSTIC_INTERNAL, weighting->at, NULL,
                                  "node '%s' has no matrix of %zu children", work->node->id, work->count);
    }
    double *scratch = arena_allocate(work->arena, 2 * (work->count + 1), work->count * sizeof *scratch);
    if (!scratch) {
        return TOCSIN_ERROR_MEMORY;
    }
    double eigenvalue = eigenvector(weighting->matrix, work->count, scratch, work->weight);
    work->outcome->eigenvalue = (struct optional_number){true, eigenvalue};
    judge(work);
    return TOCSIN_OK;
}
