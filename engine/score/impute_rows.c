/** Fills gaps of a region from what its other indicators below the same node say in the period. */
#include "panel/tally.h"
#include "score/gsl_trap.h"
#include "score/imputation.h"
#include "score/statistics.h"
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>

/** The values of a column as they lie from 0 to 1, 1 being the worst. */
struct span {
    size_t values;       /* that it rests on */
    bool given;          /* false: they are all equal, or there are none */
    double unit;         /* 0.5 where the length would be too large a number, else 1 */
    double zero, length; /* times unit; the length is negative where low values are the worst */
};

/** A column, sorted by the node above it. */
struct sibling {
    size_t parent, column;
    bool filled; /* has a rule for rows */
    struct span span;
    struct tally unplaced; /* gaps on a column without a span; `value`: how many values it has */
};

struct row_filling {
    tocsin_context *context;
    const struct impute_row_column *columns;
    struct panel *panel;
    const struct period_axis *axis;
    struct sibling *siblings; /* all columns of the index */
    size_t count;
    double *values; /* room for a column's values */
    double *shares; /* room for a row's siblings */
};

static int compare_siblings(const void *left, const void *right)
{
    const struct sibling *one = left;
    const struct sibling *other = right;
    int order = (one->parent > other->parent) - (one->parent < other->parent);
    return order != 0 ? order : (one->column > other->column) - (one->column < other->column);
}

static struct span find_span(const struct row_filling *all, size_t column, size_t period)
{
    const struct impute_row_column *about = &all->columns[column];
    double low = 0;
    double high = 0;
    size_t count = statistics_gather(all->panel, column, all->axis, about->over, period, all->values);
    if (count > 0) {
        gsl_stats_minmax(&low, &high, all->values, 1, count);
    }
    double unit = isfinite(high - low) ? 1 : 0.5;
    bool safety = about->direction == DIRECTION_SAFETY;
    double length = high * unit - low * unit;
    return (struct span){
        .values = count,
        .given = low < high,
        .unit = unit,
        .zero = unit * (safety ? high : low),
        .length = safety ? -length : length,
    };
}

static double share_of(const struct span *span, double value)
{
    return (span->unit * value - span->zero) / span->length;
}

static double value_of(const struct span *span, double share)
{
    return (span->zero + share * span->length) / span->unit;
}

/** What the siblings with a value say, in order of size, so that the order of indicators is of no account. */
static size_t gather_shares(const struct row_filling *all, const struct sibling *siblings, size_t count, size_t period,
                            size_t region)
{
    size_t there = 0;
    for (size_t i = 0; i < count; i++) {
        size_t cell = panel_cell(all->panel, period, siblings[i].column, region);
        if (siblings[i].span.given && observation_present(all->panel->observation[cell])) {
            all->shares[there++] = share_of(&siblings[i].span, all->panel->value[cell]);
        }
    }
    gsl_sort(all->shares, 1, there);
    return there;
}

static bool has_gap(const struct row_filling *all, const struct sibling *siblings, size_t count, size_t period,
                    size_t region)
{
    for (size_t i = 0; i < count; i++) {
        if (siblings[i].filled &&
            imputation_may_fill(all->panel, panel_cell(all->panel, period, siblings[i].column, region))) {
            return true;
        }
    }
    return false;
}

static void fill_row(const struct row_filling *all, struct sibling *siblings, size_t count, size_t period,
                     size_t region)
{
    if (!has_gap(all, siblings, count, period, region)) {
        return;
    }
    size_t there = gather_shares(all, siblings, count, period, region);
    for (size_t i = 0; i < count; i++) {
        struct sibling *sibling = &siblings[i];
        size_t cell = panel_cell(all->panel, period, sibling->column, region);
        if (!sibling->filled || !imputation_may_fill(all->panel, cell)) {
            continue;
        }
        if (!sibling->span.given) {
            tally_add(&sibling->unplaced, (double)sibling->span.values, period, region);
        } else if (there > 0) {
            bool mean = all->columns[sibling->column].rule->method == MISSING_ROW_MEAN;
            imputation_fill(all->panel, cell, value_of(&sibling->span, impute_centre_of(mean, all->shares, there)));
        }
    }
}

/** Spans over all periods are found once, before anything is filled; those of a period in its turn. */
static void fill_below_node(const struct row_filling *all, struct sibling *siblings, size_t count)
{
    for (size_t period = 0; period < all->panel->periods; period++) {
        for (size_t i = 0; i < count; i++) {
            size_t column = siblings[i].column;
            if (period == 0 || all->columns[column].over->kind == OVER_PERIOD) {
                siblings[i].span = find_span(all, column, period);
            }
        }
        for (size_t region = 0; region < all->panel->regions; region++) {
            fill_row(all, siblings, count, period, region);
        }
    }
}

static void fill_nodes(const struct row_filling *all)
{
    size_t start = 0;
    while (start < all->count) {
        bool filled = false;
        size_t end = start;
        while (end < all->count && all->siblings[end].parent == all->siblings[start].parent) {
            filled = filled || all->siblings[end].filled;
            end++;
        }
        if (filled) {
            fill_below_node(all, &all->siblings[start], end - start);
        }
        start = end;
    }
}

static tocsin_status report_unplaced(const struct row_filling *all)
{
    uint64_t mark = diagnostics_mark(all->context);
    for (size_t i = 0; i < all->count; i++) {
        const struct impute_row_column *about = &all->columns[all->siblings[i].column];
        const struct tally *tally = &all->siblings[i].unplaced;
        char period[PERIOD_TEXT_SIZE];
        if (tally->count > 0) {
            diagnostics_report(all->context, DIAGNOSTIC_IMPUTE_ROW_CONSTANT, about->rule->at, NULL,
                               "indicator '%s': %llu gap%s stay%s, first in %s: '%s' needs two different values of it "
                               "there, but %s",
                               about->id, (unsigned long long)tally->count, tally_plural(tally->count),
                               tally->count == 1 ? "s" : "", axis_format(period, all->axis, tally->period),
                               missing_names[about->rule->method],
                               tally->value > 0 ? "all are equal" : "there is none");
        }
    }
    return diagnostics_since(all->context, mark);
}

static bool has_row_rule(const struct impute_row_column *column)
{
    return column->rule->method == MISSING_ROW_MEAN || column->rule->method == MISSING_ROW_MEDIAN;
}

static void find_siblings(struct row_filling *all)
{
    for (size_t i = 0; i < all->panel->columns; i++) {
        if (all->columns[i].parent != INDEX_NONE) {
            all->siblings[all->count++] = (struct sibling){
                .parent = all->columns[i].parent, .column = i, .filled = has_row_rule(&all->columns[i])};
        }
    }
    qsort(all->siblings, all->count, sizeof *all->siblings, compare_siblings);
}

tocsin_status impute_rows(tocsin_context *context, const struct impute_row_column *columns, struct panel *panel,
                          const struct period_axis *axis)
{
    gsl_trap_install();
    bool any = false;
    for (size_t i = 0; i < panel->columns; i++) {
        any = any || has_row_rule(&columns[i]);
    }
    if (!any) {
        return TOCSIN_OK;
    }
    struct row_filling all = {
        .context = context,
        .columns = columns,
        .panel = panel,
        .axis = axis,
        .siblings = memory_allocate(context, panel->columns, sizeof *all.siblings),
        .values = memory_allocate(context, panel->periods * panel->regions, sizeof *all.values),
        .shares = memory_allocate(context, panel->columns, sizeof *all.shares),
    };
    tocsin_status status = all.siblings && all.values && all.shares ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK) {
        find_siblings(&all);
        fill_nodes(&all);
        status = report_unplaced(&all);
    }
    memory_release(context, all.siblings);
    memory_release(context, all.values);
    memory_release(context, all.shares);
    return status;
}
