/** The treatments themselves. */
#include "score/treat_step.h"
#include "score/statistics.h"
#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

/** The logarithm's offset as a share of the range, if none is given (W. Becker et al., COINr, JOSS 7, 2022: log_CT). */
static const double LOG_OFFSET = 0.01;
/** Below it (2^-6) the subtraction in the formula of Box and Cox loses more than 6 bits of the 53. */
static const double SMALL_LAMBDA = 0.015625;

bool treat_limits_pass(const struct treat_limits *limits, const struct statistics *statistics)
{
    return (statistics->has_skewness && fabs(statistics->skewness) < limits->skewness) ||
           (statistics->has_kurtosis && statistics->kurtosis < limits->kurtosis);
}

/** Sorted values, of which those below `low` and from `high` on are set to the next ones inside. */
struct winsorising {
    double *sorted; /* as they are now */
    size_t count;
    size_t low;  /* how many are set at the lower end */
    size_t high; /* how many are set at the upper end */
};

/** Sets all points at the top to the next lower value, or all at the bottom to the next higher one. */
static bool move_end(struct winsorising *state, bool top)
{
    double *sorted = state->sorted;
    size_t count = state->count;
    size_t tied = 1;
    if (top) {
        while (tied < count && sorted[count - 1 - tied] == sorted[count - 1]) {
            tied++;
        }
    } else {
        while (tied < count && sorted[tied] == sorted[0]) {
            tied++;
        }
    }
    if (tied == count) {
        return false;
    }
    for (size_t i = 0; i < tied; i++) {
        sorted[top ? count - 1 - i : i] = top ? sorted[count - 1 - tied] : sorted[tied];
    }
    *(top ? &state->high : &state->low) = tied;
    return true;
}

/**
 * Winsorises step by step until the shape passes or `max` points are set; a tie at the end is set as a whole, so there
 * can be more (as COINr does). `scratch` becomes the sorted, winsorised values.
 */
static bool winsorise(const struct treatment *treatment, const struct treat_limits *limits, const double *values,
                      size_t count, double *scratch, struct treat_step *step)
{
    struct winsorising state = {.sorted = scratch, .count = count};
    struct statistics statistics;
    if (count == 0) {
        return false;
    }
    memcpy(scratch, values, count * sizeof *values);
    gsl_sort(scratch, 1, count);
    statistics_of(scratch, count, &statistics);
    bool force = limits->force && treatment->max > 0;
    while (statistics.has_skewness && (force || !treat_limits_pass(limits, &statistics)) &&
           (treatment->max == 0 || state.low + state.high < treatment->max)) {
        if (!move_end(&state, statistics.skewness >= 0)) {
            return false;
        }
        statistics_of(scratch, count, &statistics);
    }
    step->low = scratch[0];
    step->high = scratch[count - 1];
    return !statistics_constant(&statistics);
}

/** The logarithm of a column that has a range, so that its default offset is above 0. */
static bool prepare_log(const struct treatment *treatment, const struct statistics *statistics, struct treat_step *step)
{
    double range = statistics->maximum - statistics->minimum;
    step->offset = treatment->offset.given ? treatment->offset.value : LOG_OFFSET * range;
    step->mirrored = treatment->mirror && statistics->has_skewness && statistics->skewness <= 0;
    return !statistics_constant(statistics);
}

bool treat_step_prepare(const struct treatment *treatment, const struct treat_limits *limits, const double *values,
                        size_t count, double *scratch, struct treat_step *step)
{
    *step = (struct treat_step){.treatment = treatment, .low = -INFINITY, .high = INFINITY};
    if (treatment->method == TREAT_WINSORISE) {
        return winsorise(treatment, limits, values, count, scratch, step);
    }
    if (treatment->method == TREAT_CLIP) {
        step->low = treatment->low.given ? treatment->low.value : -INFINITY;
        step->high = treatment->high.given ? treatment->high.value : INFINITY;
        return true;
    }
    struct statistics statistics;
    statistics_of(values, count, &statistics);
    step->minimum = statistics.minimum;
    step->maximum = statistics.maximum;
    if (treatment->method == TREAT_LOG) {
        return prepare_log(treatment, &statistics, step);
    }
    return treatment->method != TREAT_BOXCOX || !treatment->shift || !statistics_constant(&statistics);
}

/**
 * The logarithm of the distance from the lowest value, plus an offset; or, of data that lean to the left, its mirror
 * image: minus the logarithm of the distance to the highest value (COINr's log_CT_plus). Both rise with the value.
 */
static double logarithm(const struct treat_step *step, double value)
{
    return step->mirrored ? -log(step->maximum + step->offset - value) : log(value - step->minimum + step->offset);
}

/**
 * (y^lambda - 1) / lambda and its limit for 0, ln y: G. E. P. Box and D. R. Cox, An analysis of transformations,
 * Journal of the Royal Statistical Society B 26, 1964. y is the value, or the value shifted so that the lowest is 1.
 * For a lambda near 0 the subtraction would lose the digits: expm1 keeps them. y of 0 has an image if lambda > 0.
 */
static double box_cox(const struct treat_step *step, double value)
{
    double lambda = step->treatment->lambda;
    double y = step->treatment->shift ? value - step->minimum + 1 : value;
    if (y < 0) {
        return NAN; /* also for a whole lambda, whose powers of negative numbers do not rise with them */
    }
    if (fabs(lambda) < SMALL_LAMBDA) {
        return lambda == 0 ? log(y) : expm1(lambda * log(y)) / lambda;
    }
    return (pow(y, lambda) - 1) / lambda;
}

static double transform(const struct treat_step *step, double value)
{
    switch (step->treatment->method) {
    case TREAT_LOG:
        return logarithm(step, value);
    case TREAT_LOG1P:
        return log1p(value);
    case TREAT_LOG10:
        return log10(value);
    case TREAT_SQRT:
        return sqrt(value);
    case TREAT_SQUARE:
        return value * value;
    case TREAT_POWER:
        return pow(value, step->treatment->p);
    case TREAT_BOXCOX:
        return box_cox(step, value);
    case TREAT_WINSORISE:
    case TREAT_CLIP:
        return fmin(fmax(value, step->low), step->high);
    case TREAT_COUNT:
        break;
    }
    return NAN;
}

bool treat_step_apply(const struct treat_step *step, double value, double *treated)
{
    double result = transform(step, value);
    if (isfinite(result)) {
        *treated = result;
    }
    return isfinite(result);
}
