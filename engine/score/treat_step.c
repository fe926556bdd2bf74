/** The treatments themselves. */
#include "score/treat_step.h"
#include "score/statistics.h"
#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

/** The offset of the logarithm, as a share of the range (W. Becker, COINr: log_CT). */
static const double LOG_OFFSET = 0.01;

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
    return treatment->method != TREAT_LOG || !statistics_constant(&statistics);
}

/** G. E. P. Box and D. R. Cox, An analysis of transformations, 1964; shifted so that the smallest value becomes 1. */
static double box_cox(const struct treat_step *step, double value)
{
    const struct treatment *treatment = step->treatment;
    double y = treatment->shift ? value - step->minimum + 1 : value;
    return treatment->lambda == 0 ? log(y) : (pow(y, treatment->lambda) - 1) / treatment->lambda;
}

static double transform(const struct treat_step *step, double value)
{
    switch (step->treatment->method) {
    case TREAT_LOG:
        return log(value - step->minimum + LOG_OFFSET * (step->maximum - step->minimum));
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
