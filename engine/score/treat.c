/** Which treatments a column needs, and their application to its cells. */
#include "score/treat.h"
#include "panel/tally.h"
#include "score/gsl_trap.h"
#include "score/statistics.h"
#include "score/treat_step.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

struct treating {
    tocsin_context *context;
    const struct treat_request *request;
    const struct treatment_list *list;
    struct treat_limits limits;
    struct panel *panel;
    size_t column;
    const struct period_axis *axis;
    double *original, *current, *trial, *scratch; /* values that the statistics are taken over */
    struct treat_step *steps;                     /* what is to be applied, one after the other */
    size_t step_count;
    struct tally undefined, bounds;
    struct tally shapeless, flattened; /* of groups; `value` is how many values the first has */
    size_t refused, left_out;          /* treatments of the first undefined and of the first flattened */
};

/** Applies a step to the values at hand; those for which it is not defined drop out. */
static size_t apply_to_values(const struct treat_step *step, const double *values, size_t count, double *treated)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        kept += treat_step_apply(step, values[i], &treated[kept]);
    }
    return kept;
}

static size_t count_held(const struct treat_step *step, const double *values, size_t count)
{
    size_t held = 0;
    for (size_t i = 0; i < count; i++) {
        held += values[i] < step->low || values[i] > step->high;
    }
    return held;
}

static void swap(double **left, double **right)
{
    double *kept = *left;
    *left = *right;
    *right = kept;
}

/** Points that winsorising sets, along the steps that are kept. */
static size_t count_winsorised(struct treating *treating, size_t count)
{
    size_t held = 0;
    memcpy(treating->current, treating->original, count * sizeof *treating->current);
    for (size_t i = 0; i < treating->step_count; i++) {
        const struct treat_step *step = &treating->steps[i];
        if (step->treatment->method == TREAT_WINSORISE) {
            held += count_held(step, treating->current, count);
        }
        count = apply_to_values(step, treating->current, count, treating->trial);
        swap(&treating->current, &treating->trial);
    }
    return held;
}

/** Tries the treatments in turn; `statistics` are those of the original values, and become those of the treated. */
static void choose_steps(struct treating *treating, size_t original_count, size_t period, struct statistics *statistics,
                         struct treatment_outcome *outcome)
{
    const struct treatment_list *list = treating->list;
    bool chained = list->combine || list->always;
    bool flattens = false; /* a treatment of this group was left out */
    size_t count = original_count;
    memcpy(treating->current, treating->original, count * sizeof *treating->current);
    for (size_t i = 0; i < list->count; i++) {
        if (!list->always && treat_limits_pass(&treating->limits, statistics)) {
            break;
        }
        if (!chained) {
            count = original_count;
            memcpy(treating->current, treating->original, count * sizeof *treating->current);
        }
        struct treat_step step;
        if (!treat_step_prepare(&list->treatments[i], &treating->limits, treating->current, count, treating->scratch,
                                &step)) {
            if (!flattens) {
                treating->left_out = treating->flattened.count == 0 ? i : treating->left_out;
                tally_add(&treating->flattened, (double)count, period, 0);
            }
            flattens = true;
            continue;
        }
        count = apply_to_values(&step, treating->current, count, treating->trial);
        swap(&treating->current, &treating->trial);
        treating->step_count = chained ? treating->step_count : 0;
        treating->steps[treating->step_count++] = step;
        outcome->applied = i;
        statistics_of(treating->current, count, statistics);
    }
}

/** How many steps are defined for the value, one after the other: all of them, or it is not treated. */
static size_t apply_steps(const struct treating *treating, double value, double *treated)
{
    size_t i = 0;
    while (i < treating->step_count && treat_step_apply(&treating->steps[i], value, &value)) {
        i++;
    }
    if (i == treating->step_count) {
        *treated = value;
    }
    return i;
}

/** A bound that cannot be treated falls back on the value; those that can stay on their sides of it. */
static void set_bounds(struct treating *treating, size_t period, size_t region, double low, double high)
{
    struct panel *panel = treating->panel;
    size_t cell = panel_cell(panel, period, treating->column, region);
    double value = panel->value[cell];
    double ends[2] = {low, high};
    for (size_t i = 0; i < 2; i++) {
        double end = ends[i];
        if (apply_steps(treating, end, &ends[i]) < treating->step_count) {
            tally_add(&treating->bounds, end, period, region);
            ends[i] = value;
        }
    }
    panel->low[cell] = fmin(fmin(ends[0], ends[1]), value);
    panel->high[cell] = fmax(fmax(ends[0], ends[1]), value);
}

static void treat_cell(struct treating *treating, size_t period, size_t region)
{
    struct panel *panel = treating->panel;
    size_t cell = panel_cell(panel, period, treating->column, region);
    double value = panel->value[cell];
    double low = panel->low ? panel->low[cell] : value;
    double high = panel->high ? panel->high[cell] : value;
    double treated = value;
    size_t defined = apply_steps(treating, value, &treated);
    if (defined < treating->step_count) {
        const struct treatment *refused = treating->steps[defined].treatment;
        size_t position = (size_t)(refused - treating->list->treatments);
        treating->refused = treating->undefined.count == 0 ? position : treating->refused;
        tally_add(&treating->undefined, value, period, region);
        panel_set_missing(panel, cell, value > 0 ? OBSERVATION_NOT_FINITE : OBSERVATION_NOT_POSITIVE);
        return;
    }
    panel_set(panel, cell, treated, (enum observation)panel->observation[cell]);
    if (panel->low) {
        set_bounds(treating, period, region, low, high);
    }
}

static void treat_periods(struct treating *treating, size_t first, size_t end)
{
    for (size_t period = first; treating->step_count > 0 && period < end; period++) {
        size_t cell = panel_cell(treating->panel, period, treating->column, 0);
        for (size_t i = 0; i < treating->panel->regions; i++) {
            if (observation_present(treating->panel->observation[cell + i])) {
                treat_cell(treating, period, i);
            }
        }
    }
}

static void treat_group(struct treating *treating, size_t group, struct treatment_outcome *outcome)
{
    const struct statistics_over *over = treating->request->over;
    struct statistics before;
    size_t first;
    size_t end;
    statistics_group_periods(treating->panel, over, group, &first, &end);
    size_t count =
        statistics_gather(treating->panel, treating->column, treating->axis, over, group, treating->original);
    statistics_of(treating->original, count, &before);
    if (count == 0 && over->kind != OVER_RANGE) {
        return; /* nothing to treat; a range without data can have values outside it */
    }
    bool has_shape = before.has_skewness && before.has_kurtosis;
    if (!has_shape && !treating->list->always) {
        tally_add(&treating->shapeless, (double)count, first, 0);
        return;
    }
    struct statistics after = before;
    treating->step_count = 0;
    outcome->applied = SIZE_MAX;
    choose_steps(treating, count, first, &after, outcome);
    outcome->winsorised += count_winsorised(treating, count);
    treat_periods(treating, first, end);
    outcome->has_shape = has_shape && after.has_skewness && after.has_kurtosis;
    outcome->skewness_before = before.skewness;
    outcome->kurtosis_before = before.kurtosis;
    outcome->skewness_after = after.skewness;
    outcome->kurtosis_after = after.kurtosis;
}

/** " in 2 of 3 periods, first in 2019," if each period is treated by itself, else ",". */
static const char *which_groups(const struct treating *treating, const struct tally *tally, char text[TALLY_TEXT_SIZE])
{
    char period[PERIOD_TEXT_SIZE];
    snprintf(text, TALLY_TEXT_SIZE, ",");
    if (treating->request->over->kind == OVER_PERIOD) {
        snprintf(text, TALLY_TEXT_SIZE, " in %llu of %zu periods, first in %s,", (unsigned long long)tally->count,
                 treating->panel->periods, axis_format(period, treating->axis, tally->period));
    }
    return text;
}

static void report_groups(const struct treating *treating)
{
    const struct treat_request *request = treating->request;
    const struct tally *shapeless = &treating->shapeless;
    const struct tally *flattened = &treating->flattened;
    char where[TALLY_TEXT_SIZE];
    if (shapeless->count > 0) {
        diagnostics_report(treating->context, DIAGNOSTIC_TREAT_NO_SHAPE, request->at, NULL,
                           "indicator '%s' is not treated%s as %s", request->id,
                           which_groups(treating, shapeless, where),
                           shapeless->value < 4 ? "fewer than 4 values have no shape to be judged"
                                                : "equal values have no shape to be judged");
    }
    if (flattened->count > 0) {
        diagnostics_report(treating->context, DIAGNOSTIC_TREAT_FLATTENS, request->at, NULL,
                           "indicator '%s': treatment '%s' is left out%s as %s", request->id,
                           treat_names[treating->list->treatments[treating->left_out].method],
                           which_groups(treating, flattened, where),
                           flattened->value > 0 ? "it would leave all values equal"
                                                : "no value is in the periods of 'over'");
    }
}

static void report_cells(const struct treating *treating)
{
    const struct treat_request *request = treating->request;
    const struct tally *undefined = &treating->undefined;
    const struct tally *bounds = &treating->bounds;
    char first[TALLY_TEXT_SIZE];
    if (undefined->count > 0) {
        diagnostics_report(treating->context, DIAGNOSTIC_TREAT_DOMAIN, request->at,
                           "such values are left missing; treat with a method that is defined for them",
                           "indicator '%s': treatment '%s' is not defined for %llu value%s, %s", request->id,
                           treat_names[treating->list->treatments[treating->refused].method],
                           (unsigned long long)undefined->count, tally_plural(undefined->count),
                           tally_first(undefined, request->regions, treating->axis, first));
    }
    if (bounds->count > 0) {
        diagnostics_report(treating->context, DIAGNOSTIC_BOUND_UNDEFINED, request->at,
                           "on that side the range is taken to end at the value itself",
                           "indicator '%s': its treatment is not defined for %llu bound%s, %s", request->id,
                           (unsigned long long)bounds->count, tally_plural(bounds->count),
                           tally_first(bounds, request->regions, treating->axis, first));
    }
}

static tocsin_status create_scratch(struct treating *treating)
{
    size_t cells = treating->panel->periods * treating->panel->regions;
    double **arrays[] = {&treating->original, &treating->current, &treating->trial, &treating->scratch};
    treating->steps = memory_allocate(treating->context, treating->list->count, sizeof *treating->steps);
    tocsin_status status = treating->steps ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        *arrays[i] = memory_allocate(treating->context, cells, sizeof(double));
        status = *arrays[i] ? status : TOCSIN_ERROR_MEMORY;
    }
    return status;
}

static void destroy_scratch(struct treating *treating)
{
    memory_release(treating->context, treating->original);
    memory_release(treating->context, treating->current);
    memory_release(treating->context, treating->trial);
    memory_release(treating->context, treating->scratch);
    memory_release(treating->context, treating->steps);
}

tocsin_status treat_column(tocsin_context *context, const struct treat_request *request, struct panel *panel,
                           size_t column, const struct period_axis *axis, struct treatment_outcome *outcome)
{
    uint64_t mark = diagnostics_mark(context);
    const struct treatment_list *treatments = request->treatments;
    struct treatment_outcome found = {.applied = SIZE_MAX};
    struct treating treating = {
        .context = context,
        .request = request,
        .list = treatments,
        .limits = {treatments->skewness, treatments->kurtosis, treatments->always},
        .panel = panel,
        .column = column,
        .axis = axis,
    };
    gsl_trap_install();
    tocsin_status status = TOCSIN_OK;
    if (treatments->count > 0) {
        status = create_scratch(&treating);
        for (size_t group = 0; status == TOCSIN_OK && group < statistics_groups(panel, request->over); group++) {
            treat_group(&treating, group, &found);
        }
        destroy_scratch(&treating);
    }
    if (status == TOCSIN_OK) {
        report_cells(&treating);
        report_groups(&treating);
        status = diagnostics_since(context, mark);
    }
    if (status == TOCSIN_OK) {
        *outcome = found;
    }
    return status;
}
