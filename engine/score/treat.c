/** Which treatments a column needs, and their application to its cells. */
#include "score/treat.h"
#include "score/gsl_trap.h"
#include "score/statistics.h"
#include "score/treat_step.h"
#include <math.h>
#include <string.h>

/** Something found in several cells or periods, to be told once. */
struct tally {
    uint64_t count;
    double value;     /* of the first */
    size_t period;    /* of the first */
    size_t treatment; /* of the first */
};

struct treating {
    tocsin_context *context;
    const struct treatment_list *list;
    struct treat_limits limits;
    struct panel *panel;
    size_t column;
    const struct period_axis *axis;
    double *original, *current, *trial, *scratch; /* values that the statistics are taken over */
    struct treat_step *steps;                     /* what is to be applied, one after the other */
    size_t step_count;
    struct tally undefined, shapeless, flattened, bounds;
};

static void tally_add(struct tally *tally, double value, size_t period, size_t treatment)
{
    if (tally->count++ == 0) {
        *tally = (struct tally){1, value, period, treatment};
    }
}

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
            tally_add(&treating->flattened, 0, period, i);
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
static void set_bounds(struct treating *treating, size_t cell, size_t period, double low, double high)
{
    struct panel *panel = treating->panel;
    double value = panel->value[cell];
    double ends[2] = {low, high};
    for (size_t i = 0; i < 2; i++) {
        double end = ends[i];
        if (apply_steps(treating, end, &ends[i]) < treating->step_count) {
            tally_add(&treating->bounds, end, period, 0);
            ends[i] = value;
        }
    }
    panel->low[cell] = fmin(fmin(ends[0], ends[1]), value);
    panel->high[cell] = fmax(fmax(ends[0], ends[1]), value);
}

static void treat_cell(struct treating *treating, size_t cell, size_t period)
{
    struct panel *panel = treating->panel;
    double value = panel->value[cell];
    double low = panel->low ? panel->low[cell] : value;
    double high = panel->high ? panel->high[cell] : value;
    double treated = value;
    size_t defined = apply_steps(treating, value, &treated);
    if (defined < treating->step_count) {
        const struct treatment *refused = treating->steps[defined].treatment;
        tally_add(&treating->undefined, value, period, (size_t)(refused - treating->list->treatments));
        panel_set_missing(panel, cell, value > 0 ? OBSERVATION_NOT_FINITE : OBSERVATION_NOT_POSITIVE);
        return;
    }
    panel_set(panel, cell, treated, (enum observation)panel->observation[cell]);
    if (panel->low) {
        set_bounds(treating, cell, period, low, high);
    }
}

static void treat_periods(struct treating *treating, size_t first, size_t end)
{
    for (size_t period = first; treating->step_count > 0 && period < end; period++) {
        size_t cell = panel_cell(treating->panel, period, treating->column, 0);
        for (size_t i = 0; i < treating->panel->regions; i++) {
            if (observation_present(treating->panel->observation[cell + i])) {
                treat_cell(treating, cell + i, period);
            }
        }
    }
}

static void treat_group(struct treating *treating, const struct statistics_over *over, size_t group,
                        struct treatment_outcome *outcome)
{
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
        tally_add(&treating->shapeless, before.mean, first, 0);
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

static void report(const struct treating *treating, const char *id, struct location at)
{
    const struct treatment_list *list = treating->list;
    const struct tally *tallies[] = {&treating->undefined, &treating->shapeless, &treating->flattened,
                                     &treating->bounds};
    char periods[4][PERIOD_TEXT_SIZE];
    for (size_t i = 0; i < 4; i++) {
        period_format(periods[i], treating->axis->frequency, axis_period(treating->axis, tallies[i]->period));
    }
    if (treating->undefined.count > 0) {
        diagnostics_report(treating->context, DIAGNOSTIC_TREAT_DOMAIN, at,
                           "such values are left missing; treat with a method that is defined for them",
                           "indicator '%s': treatment '%s' is not defined for %llu values, first %g in %s", id,
                           treat_names[list->treatments[treating->undefined.treatment].method],
                           (unsigned long long)treating->undefined.count, treating->undefined.value, periods[0]);
    }
    if (treating->shapeless.count > 0) {
        diagnostics_report(treating->context, DIAGNOSTIC_TREAT_NO_SHAPE, at, NULL,
                           "indicator '%s' is not treated: its column is constant or has fewer than 4 values (%llu "
                           "time(s), first in %s)",
                           id, (unsigned long long)treating->shapeless.count, periods[1]);
    }
    if (treating->flattened.count > 0) {
        diagnostics_report(treating->context, DIAGNOSTIC_TREAT_FLATTENS, at, NULL,
                           "indicator '%s': treatment '%s' is left out, as it would leave all values equal (%llu "
                           "time(s), first in %s)",
                           id, treat_names[list->treatments[treating->flattened.treatment].method],
                           (unsigned long long)treating->flattened.count, periods[2]);
    }
    if (treating->bounds.count > 0) {
        diagnostics_report(treating->context, DIAGNOSTIC_BOUND_UNDEFINED, at,
                           "on that side the range is taken to end at the value itself",
                           "indicator '%s': its treatment is not defined for %llu bounds, first %g in %s", id,
                           (unsigned long long)treating->bounds.count, treating->bounds.value, periods[3]);
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

tocsin_status treat_column(tocsin_context *context, const struct treatment_list *treatments,
                           const struct statistics_over *over, const char *id, struct location at, struct panel *panel,
                           size_t column, const struct period_axis *axis, struct treatment_outcome *outcome)
{
    uint64_t mark = diagnostics_mark(context);
    struct treatment_outcome found = {.applied = SIZE_MAX};
    struct treating treating = {
        .context = context,
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
        for (size_t group = 0; status == TOCSIN_OK && group < statistics_groups(panel, over); group++) {
            treat_group(&treating, over, group, &found);
        }
        destroy_scratch(&treating);
    }
    if (status == TOCSIN_OK) {
        report(&treating, id, at);
        status = diagnostics_since(context, mark);
    }
    if (status == TOCSIN_OK) {
        *outcome = found;
    }
    return status;
}
