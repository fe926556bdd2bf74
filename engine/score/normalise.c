/** Normalises the cells of a column, period by period or all at once, and tells what could not be. */
#include "score/normalise.h"
#include "score/gsl_trap.h"
#include "score/normaliser.h"
#include "score/statistics.h"
#include <math.h>

/** Cells or groups of periods that failed for one reason. */
struct tally {
    uint64_t count;
    double value;  /* of the first */
    size_t period; /* of the first */
};

struct normalising {
    tocsin_context *context;
    const struct normalise_request *request;
    const struct panel *from;
    struct panel *to;
    size_t column;
    const struct period_axis *axis;
    double *values;
    struct tally groups[OBSERVATION_COUNT]; /* by what was wrong with all values of a group */
    struct tally cells[OBSERVATION_COUNT];  /* by what was wrong with a value */
    struct tally bounds;
};

static void tally_add(struct tally *tally, double value, size_t period)
{
    if (tally->count++ == 0) {
        tally->value = value;
        tally->period = period;
    }
}

/** Bounds change sides where the direction does; one that cannot be normalised falls back on the value. */
static void set_bounds(struct normalising *all, const struct normaliser *normaliser, size_t cell, size_t period)
{
    double value = all->to->value[cell];
    const double measured[2] = {all->from->low[cell], all->from->high[cell]};
    double ends[2] = {value, value};
    for (size_t i = 0; i < 2; i++) {
        if (normaliser_apply(normaliser, measured[i], &ends[i]) != OBSERVATION_NORMAL) {
            tally_add(&all->bounds, measured[i], period);
        }
    }
    all->to->low[cell] = fmin(fmin(ends[0], ends[1]), value);
    all->to->high[cell] = fmax(fmax(ends[0], ends[1]), value);
}

static void normalise_cell(struct normalising *all, const struct normaliser *normaliser, enum observation fault,
                           size_t cell, size_t period)
{
    enum observation measured = (enum observation)all->from->observation[cell];
    double normalised = 0;
    if (!observation_present(all->from->observation[cell])) {
        panel_set_missing(all->to, cell, measured);
        return;
    }
    if (fault == OBSERVATION_NORMAL) {
        fault = normaliser_apply(normaliser, all->from->value[cell], &normalised);
        if (fault != OBSERVATION_NORMAL) {
            tally_add(&all->cells[fault], all->from->value[cell], period);
        }
    }
    if (fault != OBSERVATION_NORMAL) {
        panel_set_missing(all->to, cell, fault);
        return;
    }
    panel_set(all->to, cell, normalised, measured);
    if (all->from->low && all->to->low) {
        set_bounds(all, normaliser, cell, period);
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
    enum observation fault =
        normaliser_prepare(request->normalisation, request->direction, request->scale, all->values, count, &normaliser);
    bool any = false;
    for (size_t period = first; period < end; period++) {
        size_t cell = panel_cell(all->from, period, all->column, 0);
        for (size_t i = 0; i < all->from->regions; i++) {
            any = any || observation_present(all->from->observation[cell + i]);
            normalise_cell(all, &normaliser, fault, cell + i, period);
        }
    }
    if (fault != OBSERVATION_NORMAL && any) {
        tally_add(&all->groups[fault], 0, first);
    }
}

/** Which diagnostic tells of a fault, and how it goes on after "indicator 'x' ". */
struct fault_report {
    enum observation fault;
    enum diagnostic_code code;
    const char *words;
    const char *hint;
};

static const struct fault_report group_reports[] = {
    {OBSERVATION_CONSTANT, DIAGNOSTIC_NORMALISE_CONSTANT, "has no two different values to normalise by",
     "'over' widens what a column is compared with; goalposts and bands need no comparison"},
    {OBSERVATION_ZERO_DENOMINATOR, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR, "is divided by zero", NULL},
    {OBSERVATION_NOT_FINITE, DIAGNOSTIC_NORMALISE_NOT_FINITE, "has a range that is too large for a number", NULL},
};

static const struct fault_report cell_reports[] = {
    {OBSERVATION_NOT_POSITIVE, DIAGNOSTIC_NORMALISE_NOT_POSITIVE, "is not defined for values below zero", NULL},
    {OBSERVATION_NOT_FINITE, DIAGNOSTIC_NORMALISE_NOT_FINITE, "gives a number that is not finite", NULL},
};

static const char *format_period(const struct normalising *all, const struct tally *tally, char *text)
{
    return period_format(text, all->axis->frequency, axis_period(all->axis, tally->period));
}

static void report_groups(const struct normalising *all, const struct fault_report *report)
{
    char period[PERIOD_TEXT_SIZE];
    const struct tally *tally = &all->groups[report->fault];
    const char *method = normalise_names[all->request->normalisation->method];
    if (tally->count == 0) {
        return;
    }
    if (all->request->over->kind == OVER_PERIOD) {
        diagnostics_report(all->context, report->code, all->request->at, report->hint,
                           "indicator '%s' %s with '%s' in %llu of %zu periods, first in %s", all->request->id,
                           report->words, method, (unsigned long long)tally->count, all->from->periods,
                           format_period(all, tally, period));
    } else {
        diagnostics_report(all->context, report->code, all->request->at, report->hint, "indicator '%s' %s with '%s'",
                           all->request->id, report->words, method);
    }
}

static void report_cells(const struct normalising *all, const struct fault_report *report)
{
    char period[PERIOD_TEXT_SIZE];
    const struct tally *tally = &all->cells[report->fault];
    if (tally->count > 0) {
        diagnostics_report(all->context, report->code, all->request->at, report->hint,
                           "indicator '%s': normalisation '%s' %s: %llu, first %g in %s", all->request->id,
                           normalise_names[all->request->normalisation->method], report->words,
                           (unsigned long long)tally->count, tally->value, format_period(all, tally, period));
    }
}

static void report_bounds(const struct normalising *all)
{
    char period[PERIOD_TEXT_SIZE];
    if (all->bounds.count > 0) {
        diagnostics_report(all->context, DIAGNOSTIC_BOUND_UNDEFINED, all->request->at,
                           "on that side the range is taken to end at the value itself",
                           "indicator '%s': its normalisation is not defined for %llu bounds, first %g in %s",
                           all->request->id, (unsigned long long)all->bounds.count, all->bounds.value,
                           format_period(all, &all->bounds, period));
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

tocsin_status normalise_column(tocsin_context *context, const struct normalise_request *request,
                               const struct panel *from, struct panel *to, size_t column,
                               const struct period_axis *axis)
{
    uint64_t mark = diagnostics_mark(context);
    struct normalising all = {
        .context = context, .request = request, .from = from, .to = to, .column = column, .axis = axis};
    gsl_trap_install();
    all.values = memory_allocate(context, from->periods * from->regions, sizeof *all.values);
    if (!all.values) {
        return TOCSIN_ERROR_MEMORY;
    }
    check_bands(&all);
    for (size_t group = 0; group < statistics_groups(from, request->over); group++) {
        normalise_group(&all, group);
    }
    for (size_t i = 0; i < sizeof group_reports / sizeof *group_reports; i++) {
        report_groups(&all, &group_reports[i]);
    }
    for (size_t i = 0; i < sizeof cell_reports / sizeof *cell_reports; i++) {
        report_cells(&all, &cell_reports[i]);
    }
    report_bounds(&all);
    memory_release(context, all.values);
    return diagnostics_since(context, mark);
}
