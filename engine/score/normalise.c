/** Normalises the cells of a column, period by period or all at once, and tells what could not be. */
#include "score/normalise.h"
#include "base/number.h"
#include "panel/tally.h"
#include "score/gsl_trap.h"
#include "score/normalise_basis.h"
#include "score/normaliser.h"
#include "score/statistics.h"
#include <math.h>
#include <stdio.h>

enum { EXPLANATION_SIZE = 256 };

struct normalising {
    tocsin_context *context;
    const struct normalise_request *request;
    const struct panel *from;
    struct panel *to;
    size_t column;
    const struct period_axis *axis;
    double *values;
    struct normalise_basis basis;
    struct tally groups[OBSERVATION_COUNT]; /* by what was wrong with all values of a group; `value`: one that tells */
    size_t counts[OBSERVATION_COUNT];       /* values that the first such group compares */
    struct tally cells[OBSERVATION_COUNT];  /* by what was wrong with a value */
    struct tally bounds;
};

/** Bounds change sides where the direction does; one that cannot be normalised falls back on the value. */
static void set_bounds(struct normalising *all, const struct normaliser *normaliser, size_t cell, size_t period,
                       size_t region)
{
    double value = all->to->value[cell];
    const double measured[2] = {all->from->low[cell], all->from->high[cell]};
    double ends[2] = {value, value};
    for (size_t i = 0; i < 2; i++) {
        if (normaliser_apply(normaliser, measured[i], &ends[i]) != OBSERVATION_NORMAL) {
            tally_add(&all->bounds, measured[i], period, region);
        }
    }
    all->to->low[cell] = fmin(fmin(ends[0], ends[1]), value);
    all->to->high[cell] = fmax(fmax(ends[0], ends[1]), value);
}

/** `fault` is what is wrong with all values of the group. */
static void normalise_cell(struct normalising *all, struct normaliser *normaliser, enum observation fault,
                           size_t period, size_t region)
{
    size_t cell = panel_cell(all->from, period, all->column, region);
    enum observation measured = (enum observation)all->from->observation[cell];
    double normalised = 0;
    if (!observation_present(all->from->observation[cell])) {
        panel_set_missing(all->to, cell, measured);
        return;
    }
    if (fault == OBSERVATION_NORMAL) {
        fault = normalise_basis_compare(&all->basis, normaliser, period, region);
        if (fault == OBSERVATION_NORMAL) {
            fault = normaliser_apply(normaliser, all->from->value[cell], &normalised);
            if (fault != OBSERVATION_NORMAL) {
                tally_add(&all->cells[fault], all->from->value[cell], period, region);
            }
        }
    }
    if (fault != OBSERVATION_NORMAL) {
        panel_set_missing(all->to, cell, fault);
        return;
    }
    panel_set(all->to, cell, normalised, measured);
    if (all->from->low && all->to->low) {
        set_bounds(all, normaliser, cell, period, region);
    }
    if (all->from->observed && all->to->observed) {
        all->to->observed[cell] = all->from->observed[cell];
    }
}

static void normalise_group(struct normalising *all, size_t group)
{
    const struct normalise_request *request = all->request;
    struct normaliser normaliser;
    size_t first;
    size_t end;
    statistics_group_periods(all->from, request->over, group, &first, &end);
    size_t count = statistics_gather(all->from, all->column, all->axis, request->over, group, all->values);
    double value = count > 0 ? all->values[0] : 0; /* before they are turned round and sorted */
    enum observation fault =
        normaliser_prepare(request->normalisation, request->direction, request->scale, all->values, count, &normaliser);
    if (request->normalisation->method == NORMALISE_DISTANCE_TO_TARGET) {
        value = normaliser.sign * normaliser.from; /* the one that the target is not beyond */
    }
    bool any = false;
    for (size_t period = first; period < end; period++) {
        size_t cell = panel_cell(all->from, period, all->column, 0);
        for (size_t i = 0; i < all->from->regions; i++) {
            any = any || observation_present(all->from->observation[cell + i]);
            normalise_cell(all, &normaliser, fault, period, i);
        }
    }
    if (fault != OBSERVATION_NORMAL && any) {
        all->counts[fault] = all->groups[fault].count == 0 ? count : all->counts[fault];
        tally_add(&all->groups[fault], value, first, 0);
    }
}

/** What makes the divisor of a whole group zero, or less. */
static void explain_divisor(const struct normalising *all, const char *value, char text[EXPLANATION_SIZE])
{
    const struct normalisation *normalisation = all->request->normalisation;
    const char *method = normalise_names[normalisation->method];
    bool safety = all->request->direction == DIRECTION_SAFETY;
    char target[NUMBER_TEXT_SIZE];
    switch (normalisation->method) {
    case NORMALISE_GOALPOSTS:
    case NORMALISE_SCALED:
        snprintf(text, EXPLANATION_SIZE, "'%s' would divide by zero, as its 'high' is not above its 'low'", method);
        break;
    case NORMALISE_ABOVE_MEAN:
        snprintf(text, EXPLANATION_SIZE, "'%s' would divide by zero, as the mean is zero", method);
        break;
    case NORMALISE_DISTANCE_TO_TARGET:
        number_format(target, normalisation->target, -1);
        snprintf(text, EXPLANATION_SIZE, "'%s' has nothing to divide by, as its target, %s, is not %s value, %s",
                 method, target, safety ? "below the highest" : "above the lowest", value);
        break;
    default:
        snprintf(text, EXPLANATION_SIZE, "'%s' would divide by zero, as no value is above zero", method);
        break;
    }
}

/** Why a whole group of values could not be normalised. */
static void explain_group(const struct normalising *all, enum observation fault, char text[EXPLANATION_SIZE])
{
    const char *method = normalise_names[all->request->normalisation->method];
    size_t count = all->counts[fault];
    char value[NUMBER_TEXT_SIZE];
    number_format(value, all->groups[fault].value, -1);
    if (fault == OBSERVATION_NOT_FINITE) {
        snprintf(text, EXPLANATION_SIZE, "the range of its values is too large a number for '%s'", method);
    } else if (fault == OBSERVATION_ZERO_DENOMINATOR) {
        explain_divisor(all, value, text);
    } else if (count == 0) {
        snprintf(text, EXPLANATION_SIZE, "'%s' has nothing to compare with, as no value is in the periods of 'over'",
                 method);
    } else if (count == 1) {
        snprintf(text, EXPLANATION_SIZE, "'%s' needs two different values, but there is only one, %s", method, value);
    } else {
        snprintf(text, EXPLANATION_SIZE, "'%s' needs two different values, but all %zu are %s", method, count, value);
    }
}

static void report_groups(const struct normalising *all, enum observation fault, enum diagnostic_code code,
                          const char *hint)
{
    const struct tally *tally = &all->groups[fault];
    char explanation[EXPLANATION_SIZE];
    char period[PERIOD_TEXT_SIZE];
    if (tally->count == 0) {
        return;
    }
    explain_group(all, fault, explanation);
    if (all->request->over->kind == OVER_PERIOD) {
        diagnostics_report(all->context, code, all->request->at, hint,
                           "indicator '%s' is missing in %llu of %zu periods, first in %s: %s", all->request->id,
                           (unsigned long long)tally->count, all->from->periods,
                           axis_format(period, all->axis, tally->period), explanation);
    } else {
        diagnostics_report(all->context, code, all->request->at, hint, "indicator '%s' is missing everywhere: %s",
                           all->request->id, explanation);
    }
}

static void report_cells(const struct normalising *all, enum observation fault, enum diagnostic_code code,
                         const char *words)
{
    const struct tally *tally = &all->cells[fault];
    char first[TALLY_TEXT_SIZE];
    if (tally->count > 0) {
        diagnostics_report(all->context, code, all->request->at, NULL,
                           "indicator '%s': normalisation '%s' %s: %llu value%s missing, %s", all->request->id,
                           normalise_names[all->request->normalisation->method], words,
                           (unsigned long long)tally->count, tally->count == 1 ? " is" : "s are",
                           tally_first(tally, all->request->regions, all->axis, first));
    }
}

static void report_bounds(const struct normalising *all)
{
    const struct tally *tally = &all->bounds;
    char first[TALLY_TEXT_SIZE];
    if (tally->count > 0) {
        diagnostics_report(all->context, DIAGNOSTIC_BOUND_UNDEFINED, all->request->at,
                           "on that side the range is taken to end at the value itself",
                           "indicator '%s': its normalisation is not defined for %llu bound%s, %s", all->request->id,
                           (unsigned long long)tally->count, tally_plural(tally->count),
                           tally_first(tally, all->request->regions, all->axis, first));
    }
}

/** Bands say themselves what is worse; that they say the opposite of the direction is hardly meant. */
static void check_bands(const struct normalising *all)
{
    const struct normalisation *normalisation = all->request->normalisation;
    bool against = normalisation->method == NORMALISE_BANDS && normalisation->value_count > 1;
    for (size_t i = 1; against && i < normalisation->value_count; i++) {
        double step = normalisation->values[i] - normalisation->values[i - 1];
        against = all->request->direction == DIRECTION_SAFETY ? step > 0 : step < 0;
    }
    if (against) {
        diagnostics_report(all->context, DIAGNOSTIC_NORMALISE_DIRECTION, all->request->at,
                           "values of bands are points of risk, from the lowest band of the indicator up",
                           "indicator '%s' has direction '%s', but the values of its bands %s with it",
                           all->request->id, direction_names[all->request->direction],
                           all->request->direction == DIRECTION_SAFETY ? "rise" : "fall");
    }
}

static void report(const struct normalising *all)
{
    report_groups(all, OBSERVATION_CONSTANT, DIAGNOSTIC_NORMALISE_CONSTANT,
                  "'over' widens what a column is compared with; goalposts and bands need no comparison");
    report_groups(all, OBSERVATION_ZERO_DENOMINATOR, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR, NULL);
    report_groups(all, OBSERVATION_NOT_FINITE, DIAGNOSTIC_NORMALISE_NOT_FINITE, NULL);
    normalise_basis_report(all->context, all->request, all->from, all->axis, &all->basis);
    report_cells(all, OBSERVATION_NOT_POSITIVE, DIAGNOSTIC_NORMALISE_NOT_POSITIVE, "is not defined below zero");
    report_cells(all, OBSERVATION_NOT_FINITE, DIAGNOSTIC_NORMALISE_NOT_FINITE, "gives no finite number");
    report_bounds(all);
}

tocsin_status normalise_column(tocsin_context *context, const struct normalise_request *request,
                               const struct panel *from, struct panel *to, size_t column,
                               const struct period_axis *axis)
{
    uint64_t mark = diagnostics_mark(context);
    struct normalising all = {
        .context = context, .request = request, .from = from, .to = to, .column = column, .axis = axis};
    gsl_trap_install();
    tocsin_status status = normalise_basis_find(context, request, from, column, axis, &all.basis);
    if (status != TOCSIN_OK) {
        goto done;
    }
    all.values = memory_allocate(context, from->periods * from->regions, sizeof *all.values);
    if (!all.values) {
        status = TOCSIN_ERROR_MEMORY;
        goto done;
    }
    check_bands(&all);
    for (size_t group = 0; group < statistics_groups(from, request->over); group++) {
        normalise_group(&all, group);
    }
    report(&all);
    status = diagnostics_since(context, mark);
done:
    memory_release(context, all.values);
    normalise_basis_end(context, &all.basis);
    return status;
}
