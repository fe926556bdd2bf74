/** Compares measured values and counts what differs. */
#include "audit/compare_panels.h"
#include "audit/compare_cells.h"
#include "audit/compare_inputs.h"
#include "base/text.h"
#include <string.h>

static bool same_regions(const struct region_table *a, const struct region_table *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        same = text_equal(a->regions[i].id, b->regions[i].id);
    }
    return same;
}

/** Periods that only one of the two scores are data. */
static void compare_periods(struct compare_panels *all)
{
    const struct saved_panel *a = all->panel[SIDE_A];
    const struct saved_panel *b = all->panel[SIDE_B];
    period_number begin_a = compare_cells_first_scored(a);
    period_number begin_b = compare_cells_first_scored(b);
    period_number end_a = axis_period(&a->measured, a->measured.count);
    period_number end_b = axis_period(&b->measured, b->measured.count);
    all->periods[VALUE_NEW] = begin_b < begin_a || end_b > end_a;
    all->periods[VALUE_REVISED] = begin_b > begin_a || end_b < end_a;
    all->differs[CAUSE_DATA_NEW] = all->periods[VALUE_NEW];
    all->differs[CAUSE_DATA_REVISED] = all->periods[VALUE_REVISED];
    all->lead_with_method = a->lead != b->lead && all->models->method;
}

/**
 * What values that differ are due to where an indicator is measured in the same way. Where the files are the same ones,
 * the values cannot have been revised: then they are others because of the other regions, or periods.
 */
static void find_causes(struct compare_panels *all, size_t indicator)
{
    static const enum comparison_cause data[VALUE_KINDS] = {CAUSE_DATA_REVISED, CAUSE_DATA_NEW};
    for (size_t kind = 0; kind < VALUE_KINDS; kind++) {
        enum comparison_cause cause = CAUSE_METHOD;
        if (all->resourced[indicator] || (!all->regions && all->unbordered[indicator])) {
            cause = data[kind];
        } else if (all->regions) {
            cause = CAUSE_REGIONS;
        } else if (all->periods[VALUE_NEW]) {
            cause = CAUSE_DATA_NEW;
        } else if (all->periods[VALUE_REVISED]) {
            cause = CAUSE_DATA_REVISED;
        }
        all->cause[indicator][kind] = cause;
    }
}

static void count_value(struct compare_tally *tally, period_number period)
{
    tally->first = tally->values == 0 || period < tally->first ? period : tally->first;
    tally->last = tally->values == 0 || period > tally->last ? period : tally->last;
    tally->values++;
}

/** Counts the values of an indicator and a region that differ, by cause. */
static void count_region(struct compare_panels *all, const size_t indicator[SIDE_COUNT],
                         const size_t region[SIDE_COUNT])
{
    const struct period_axis *a = &all->panel[SIDE_A]->measured;
    const struct period_axis *b = &all->panel[SIDE_B]->measured;
    period_number end_a = axis_period(a, a->count);
    period_number end_b = axis_period(b, b->count);
    size_t before[CAUSE_COUNT];
    for (size_t cause = 0; cause < CAUSE_COUNT; cause++) {
        before[cause] = all->tally[indicator[SIDE_A]][cause].values;
    }
    for (period_number period = a->first < b->first ? a->first : b->first; period < end_a || period < end_b; period++) {
        struct compare_cell at = compare_cells_at(all, period, indicator, region);
        if (!compare_cells_same(all, &at)) {
            enum comparison_cause cause = compare_cells_cause(all, period, indicator[SIDE_A], &at);
            count_value(&all->tally[indicator[SIDE_A]][cause], period);
            all->differs[cause] = true;
            all->unexplained |= cause == CAUSE_METHOD && !all->models->method;
        }
    }
    for (size_t cause = 0; cause < CAUSE_COUNT; cause++) {
        struct compare_tally *tally = &all->tally[indicator[SIDE_A]][cause];
        tally->regions += tally->values > before[cause];
    }
}

static void count_values(struct compare_panels *all)
{
    const struct region_table *a = all->panel[SIDE_A]->regions;
    const struct tocsin_model *model = all->models->model[SIDE_A];
    for (size_t i = 0; i < model->indicator_count; i++) {
        size_t indicator[SIDE_COUNT] = {i, all->models->other[SIDE_A][i]};
        if (indicator[SIDE_B] == SIZE_MAX) {
            continue;
        }
        find_causes(all, i);
        for (size_t k = 0; k < a->count; k++) {
            size_t region[SIDE_COUNT] = {k, 0};
            if (region_table_find(all->panel[SIDE_B]->regions, a->regions[k].id, &region[SIDE_B])) {
                count_region(all, indicator, region);
            }
        }
    }
}

/** True if a method of a model works with a column of the regions. */
static bool is_used(const struct tocsin_model *model, const char *column)
{
    for (size_t i = 0; i < model->indicator_count; i++) {
        const struct indicator_recipe *indicator = &model->indicators[i];
        if ((indicator->per.kind == PER_COLUMN && text_equal(indicator->per.name, column)) ||
            text_equal(indicator->missing.group, column)) {
            return true;
        }
    }
    return false;
}

/** Counts cells of the columns that methods work with, of regions that both have. */
static void count_columns(struct compare_panels *all)
{
    const struct region_table *a = all->panel[SIDE_A]->regions;
    const struct region_table *b = all->panel[SIDE_B]->regions;
    for (size_t column = 0; column < a->column_count; column++) {
        const char *name = a->column_names[column];
        size_t there = 0;
        if (!region_table_column(b, name, &there) ||
            !(is_used(all->models->model[SIDE_A], name) || is_used(all->models->model[SIDE_B], name))) {
            continue;
        }
        for (size_t i = 0; i < a->count; i++) {
            size_t region = 0;
            const char *text = region_table_text(a, i, column);
            if (region_table_find(b, a->regions[i].id, &region) &&
                !text_equal(text, region_table_text(b, region, there))) {
                all->column[column][text ? VALUE_REVISED : VALUE_NEW].values++;
                all->differs[text ? CAUSE_DATA_REVISED : CAUSE_DATA_NEW] = true;
            }
        }
    }
}

tocsin_status compare_panels_make(struct arena *arena, const struct compare_models *models,
                                  const struct saved_run *const runs[SIDE_COUNT],
                                  const struct saved_panel *const panels[SIDE_COUNT], struct compare_panels *made)
{
    size_t count = models->model[SIDE_A]->indicator_count;
    struct compare_panels all = {.models = models,
                                 .run = {runs[SIDE_A], runs[SIDE_B]},
                                 .panel = {panels[SIDE_A], panels[SIDE_B]},
                                 .resourced = arena_allocate(arena, count, sizeof *all.resourced),
                                 .unbordered = arena_allocate(arena, count, sizeof *all.unbordered),
                                 .cause = arena_allocate(arena, count, sizeof *all.cause),
                                 .tally = arena_allocate(arena, count, sizeof *all.tally),
                                 .column =
                                     arena_allocate(arena, panels[SIDE_A]->regions->column_count, sizeof *all.column)};
    if (!all.resourced || !all.unbordered || !all.cause || !all.tally || !all.column) {
        return TOCSIN_ERROR_MEMORY;
    }
    all.regions = !same_regions(panels[SIDE_A]->regions, panels[SIDE_B]->regions);
    all.differs[CAUSE_REGIONS] = all.regions;
    all.differs[CAUSE_METHOD] = models->method;
    compare_inputs_find(&all);
    compare_periods(&all);
    count_values(&all);
    count_columns(&all);
    *made = all;
    return TOCSIN_OK;
}
