/** Moments of a column, and which cells they are taken over. */
#include "score/statistics.h"
#include "base/compensated_sum.h"

/** Sums of powers of the deviations, in units of the largest one so that no power leaves the range of doubles. */
struct deviations {
    double unit;
    double second, third, fourth;
};

/** Mean of the deviations from `mean`: what its own rounding left over. */
static double remainder_of_mean(const double *values, size_t count, double mean)
{
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        compensated_sum_add(&sum, values[i] - mean);
    }
    return compensated_sum_value(&sum) / (double)count;
}

static struct deviations deviations_of(const double *values, size_t count, const struct statistics *statistics)
{
    double mean = statistics->mean;
    double rest = remainder_of_mean(values, count, mean);
    double unit = fmax(statistics->maximum - mean, mean - statistics->minimum);
    struct compensated_sum second = {0};
    struct compensated_sum third = {0};
    struct compensated_sum fourth = {0};
    for (size_t i = 0; i < count; i++) {
        double deviation = ((values[i] - mean) - rest) / unit;
        double square = deviation * deviation;
        compensated_sum_add(&second, square);
        compensated_sum_add(&third, square * deviation);
        compensated_sum_add(&fourth, square * square);
    }
    return (struct deviations){unit, compensated_sum_value(&second), compensated_sum_value(&third),
                               compensated_sum_value(&fourth)};
}

/** Sample-corrected G1 and G2 (D. N. Joanes and C. A. Gill, Comparing measures of sample skewness and kurtosis, 1998).
 */
static void shape_of(const struct deviations *deviations, struct statistics *statistics)
{
    double n = (double)statistics->count;
    double second = deviations->second;
    if (statistics->count >= 3) {
        double g1 = sqrt(n) * deviations->third / (second * sqrt(second));
        statistics->skewness = g1 * sqrt(n * (n - 1)) / (n - 2);
        statistics->has_skewness = isfinite(statistics->skewness);
    }
    if (statistics->count >= 4) {
        double ratio = n * deviations->fourth / (second * second);
        statistics->kurtosis = ((n + 1) * (ratio - 3) + 6) * (n - 1) / ((n - 2) * (n - 3));
        statistics->has_kurtosis = isfinite(statistics->kurtosis);
    }
}

void statistics_of(const double *values, size_t count, struct statistics *statistics)
{
    *statistics = (struct statistics){.count = count};
    if (count == 0) {
        return;
    }
    statistics->minimum = values[0];
    statistics->maximum = values[0];
    for (size_t i = 1; i < count; i++) {
        statistics->minimum = values[i] < statistics->minimum ? values[i] : statistics->minimum;
        statistics->maximum = values[i] > statistics->maximum ? values[i] : statistics->maximum;
    }
    if (statistics_constant(statistics)) {
        statistics->mean = values[0]; /* exactly: a sum of equal numbers need not divide back */
        return;
    }
    statistics->mean = compensated_mean(values, count);
    struct deviations deviations = deviations_of(values, count, statistics);
    statistics->sd = deviations.unit * sqrt(deviations.second / (double)(count - 1));
    shape_of(&deviations, statistics);
}

size_t statistics_groups(const struct panel *panel, const struct statistics_over *over)
{
    return over->kind == OVER_PERIOD ? panel->periods : panel->periods > 0;
}

void statistics_group_periods(const struct panel *panel, const struct statistics_over *over, size_t group,
                              size_t *first, size_t *end)
{
    *first = over->kind == OVER_PERIOD ? group : 0;
    *end = over->kind == OVER_PERIOD ? group + 1 : panel->periods;
}

bool statistics_over_period(const struct statistics_over *over, const struct period_axis *axis, size_t period)
{
    if (over->kind == OVER_RANGE) {
        day_number last = period_last_day(axis->frequency, axis_period(axis, period));
        return over->from <= last && last <= over->to;
    }
    return true;
}

size_t statistics_gather(const struct panel *panel, size_t column, const struct period_axis *axis,
                         const struct statistics_over *over, size_t period, double *values)
{
    size_t first;
    size_t end;
    size_t count = 0;
    statistics_group_periods(panel, over, period, &first, &end);
    for (size_t at = first; at < end; at++) {
        if (!statistics_over_period(over, axis, at)) {
            continue;
        }
        size_t cell = panel_cell(panel, at, column, 0);
        for (size_t i = 0; i < panel->regions; i++) {
            if (observation_present(panel->observation[cell + i])) {
                values[count++] = panel->value[cell + i];
            }
        }
    }
    return count;
}
