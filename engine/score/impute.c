/** One function for each way of filling gaps. */
#include "score/impute.h"
#include "base/compensated_sum.h"
#include "score/gsl_trap.h"
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

struct imputation {
    tocsin_context *context;
    const struct missing_rule *rule;
    struct panel *panel;
    size_t column;
    const struct period_axis *axis;
    size_t first; /* first period to be filled */
};

typedef tocsin_status (*impute_method)(const struct imputation *imputation);

static size_t cell_of(const struct imputation *imputation, size_t period, size_t region)
{
    return panel_cell(imputation->panel, period, imputation->column, region);
}

static bool is_there(const struct imputation *imputation, size_t period, size_t region)
{
    return observation_present(imputation->panel->observation[cell_of(imputation, period, region)]);
}

/** Sets what is missing in a period to one value. */
static void fill_period(const struct imputation *imputation, size_t period, double value)
{
    for (size_t region = 0; region < imputation->panel->regions; region++) {
        if (!is_there(imputation, period, region)) {
            panel_set(imputation->panel, cell_of(imputation, period, region), value, OBSERVATION_IMPUTED);
        }
    }
}

static tocsin_status impute_value(const struct imputation *imputation)
{
    double value = imputation->rule->method == MISSING_VALUE ? imputation->rule->value : 0;
    for (size_t period = imputation->first; period < imputation->panel->periods; period++) {
        fill_period(imputation, period, value);
    }
    return TOCSIN_OK;
}

/** For every region a period, none known yet. NULL if there is no memory. */
static size_t *create_periods(const struct imputation *imputation)
{
    size_t *periods = memory_allocate(imputation->context, imputation->panel->regions, sizeof *periods);
    for (size_t i = 0; periods && i < imputation->panel->regions; i++) {
        periods[i] = SIZE_MAX;
    }
    return periods;
}

static day_number observed_day(const struct imputation *imputation, size_t period, size_t cell)
{
    const struct panel *panel = imputation->panel;
    if (panel->observed && panel->observed[cell] != DAY_NONE) {
        return panel->observed[cell];
    }
    return period_last_day(imputation->axis->frequency, axis_period(imputation->axis, period));
}

static void carry(const struct imputation *imputation, size_t from, size_t to, size_t region)
{
    struct panel *panel = imputation->panel;
    size_t source = cell_of(imputation, from, region);
    size_t target = cell_of(imputation, to, region);
    if (imputation->rule->at_most > 0 && to - from > imputation->rule->at_most) {
        panel_set_missing(panel, target, OBSERVATION_TOO_OLD);
        return;
    }
    panel_set(panel, target, panel->value[source], OBSERVATION_CARRIED);
    if (panel->low) {
        panel->low[target] = panel->low[source];
        panel->high[target] = panel->high[source];
    }
    if (panel->observed) {
        panel->observed[target] = observed_day(imputation, from, source);
    }
}

static tocsin_status impute_carry(const struct imputation *imputation)
{
    size_t *last = create_periods(imputation);
    if (!last) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t period = 0; period < imputation->panel->periods; period++) {
        for (size_t region = 0; region < imputation->panel->regions; region++) {
            if (is_there(imputation, period, region)) {
                last[region] = period;
            } else if (period >= imputation->first && last[region] != SIZE_MAX) {
                carry(imputation, last[region], period, region);
            }
        }
    }
    memory_release(imputation->context, last);
    return TOCSIN_OK;
}

static double between(double left, double right, double part)
{
    return left + (right - left) * part;
}

/** Draws the line over the gap between two periods that are there; `left` or `right` SIZE_MAX: the other end holds. */
static void draw_line(const struct imputation *imputation, size_t region, size_t left, size_t right)
{
    struct panel *panel = imputation->panel;
    size_t start = left == SIZE_MAX ? imputation->first : left + 1;
    size_t end = right == SIZE_MAX ? panel->periods : right;
    size_t from = cell_of(imputation, left == SIZE_MAX ? right : left, region);
    size_t to = cell_of(imputation, right == SIZE_MAX ? left : right, region);
    for (size_t period = start; period < end; period++) {
        bool inside = left != SIZE_MAX && right != SIZE_MAX;
        double part = inside ? (double)(period - left) / (double)(right - left) : 0;
        size_t cell = cell_of(imputation, period, region);
        panel_set(panel, cell, between(panel->value[from], panel->value[to], part), OBSERVATION_IMPUTED);
        if (panel->low && observation_present(panel->observation[cell])) {
            panel->low[cell] = between(panel->low[from], panel->low[to], part);
            panel->high[cell] = between(panel->high[from], panel->high[to], part);
        }
    }
}

static tocsin_status impute_linear(const struct imputation *imputation)
{
    size_t *last = create_periods(imputation);
    if (!last) {
        return TOCSIN_ERROR_MEMORY;
    }
    size_t periods = imputation->panel->periods;
    for (size_t period = imputation->first; period < periods; period++) {
        for (size_t region = 0; region < imputation->panel->regions; region++) {
            if (is_there(imputation, period, region)) {
                draw_line(imputation, region, last[region], period);
                last[region] = period;
            }
        }
    }
    for (size_t region = 0; region < imputation->panel->regions; region++) {
        if (last[region] != SIZE_MAX) {
            draw_line(imputation, region, last[region], SIZE_MAX);
        }
    }
    memory_release(imputation->context, last);
    return TOCSIN_OK;
}

static double median_of(double *values, size_t count)
{
    gsl_sort(values, 1, count);
    return gsl_stats_median_from_sorted_data(values, 1, count);
}

static tocsin_status impute_centre(const struct imputation *imputation)
{
    const struct panel *panel = imputation->panel;
    double *values = memory_allocate(imputation->context, panel->regions, sizeof *values);
    if (!values) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t period = imputation->first; period < panel->periods; period++) {
        size_t count = 0;
        for (size_t region = 0; region < panel->regions; region++) {
            if (is_there(imputation, period, region)) {
                values[count++] = panel->value[cell_of(imputation, period, region)];
            }
        }
        if (count > 0) {
            bool mean = imputation->rule->method == MISSING_MEAN;
            fill_period(imputation, period, mean ? compensated_mean(values, count) : median_of(values, count));
        }
    }
    memory_release(imputation->context, values);
    return TOCSIN_OK;
}

static const impute_method methods[MISSING_COUNT] = {
    [MISSING_ZERO] = impute_value,    [MISSING_VALUE] = impute_value, [MISSING_CARRY] = impute_carry,
    [MISSING_LINEAR] = impute_linear, [MISSING_MEAN] = impute_centre, [MISSING_MEDIAN] = impute_centre,
};

tocsin_status impute_column(tocsin_context *context, const struct impute_request *request, struct panel *panel,
                            size_t column)
{
    gsl_trap_install();
    const struct missing_rule *rule = request->rule;
    struct imputation imputation = {context, rule, panel, column, request->axis, request->first_scored};
    return rule->method < MISSING_COUNT && methods[rule->method] ? methods[rule->method](&imputation) : TOCSIN_OK;
}
