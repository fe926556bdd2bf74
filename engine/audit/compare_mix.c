/** Panels of which some causes are as in one run and the others as in another. */
#include "audit/compare_cells.h"
#include "audit/compare_panels.h"
#include <string.h>

struct mixing {
    struct arena *arena;
    const struct compare_panels *panels;
    const bool *in;
    struct saved_panel made;
    size_t *region[SIDE_COUNT]; /* [region of the mixture]: in each run; SIZE_MAX: not there */
};

static size_t find_region(const struct region_table *regions, const char *id)
{
    size_t position = SIZE_MAX;
    return region_table_find(regions, id, &position) ? position : SIZE_MAX;
}

/** Text of a column of a region as the mixture has it. `column` are its positions, SIZE_MAX where a run has none. */
static const char *mix_text(const struct mixing *all, size_t region, const size_t column[SIDE_COUNT])
{
    const char *text[SIDE_COUNT] = {NULL, NULL};
    bool has[SIDE_COUNT];
    for (int side = 0; side < SIDE_COUNT; side++) {
        has[side] = all->region[side][region] != SIZE_MAX && column[side] != SIZE_MAX;
        if (has[side]) {
            text[side] = region_table_text(all->panels->panel[side]->regions, all->region[side][region], column[side]);
        }
    }
    if (!has[SIDE_A] || !has[SIDE_B]) {
        return has[SIDE_A] ? text[SIDE_A] : text[SIDE_B];
    }
    return all->in[text[SIDE_A] ? CAUSE_DATA_REVISED : CAUSE_DATA_NEW] ? text[SIDE_B] : text[SIDE_A];
}

/** The columns of both runs, those of A first. */
static size_t join_columns(const struct mixing *all, const char **names, size_t (*columns)[SIDE_COUNT])
{
    const struct region_table *a = all->panels->panel[SIDE_A]->regions;
    const struct region_table *b = all->panels->panel[SIDE_B]->regions;
    size_t count = 0;
    for (size_t i = 0; i < a->column_count; i++) {
        names[count] = a->column_names[i];
        columns[count][SIDE_A] = i;
        columns[count][SIDE_B] = SIZE_MAX;
        region_table_column(b, names[count], &columns[count][SIDE_B]);
        count++;
    }
    for (size_t i = 0; i < b->column_count; i++) {
        size_t there = 0;
        if (!region_table_column(a, b->column_names[i], &there)) {
            names[count] = b->column_names[i];
            columns[count][SIDE_A] = SIZE_MAX;
            columns[count][SIDE_B] = i;
            count++;
        }
    }
    return count;
}

static tocsin_status mix_regions(struct mixing *all)
{
    const struct saved_panel *const *panel = all->panels->panel;
    const struct region_table *base = panel[all->in[CAUSE_REGIONS] ? SIDE_B : SIDE_A]->regions;
    size_t most = panel[SIDE_A]->regions->column_count + panel[SIDE_B]->regions->column_count;
    const char **names = arena_allocate(all->arena, most, sizeof *names);
    size_t(*columns)[SIDE_COUNT] = arena_allocate(all->arena, most, sizeof *columns);
    if (!names || !columns) {
        return TOCSIN_ERROR_MEMORY;
    }
    size_t count = join_columns(all, names, columns);
    const char **cells = arena_allocate(all->arena, base->count, count * sizeof *cells);
    for (int side = 0; side < SIDE_COUNT; side++) {
        all->region[side] = arena_allocate(all->arena, base->count, sizeof *all->region[side]);
    }
    if (all->arena->failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < base->count; i++) {
        for (int side = 0; side < SIDE_COUNT; side++) {
            all->region[side][i] = find_region(panel[side]->regions, base->regions[i].id);
        }
        for (size_t column = 0; column < count; column++) {
            cells[i * count + column] = mix_text(all, i, columns[column]);
        }
    }
    return region_table_create(all->arena, base->regions, base->count, names, count, cells, &all->made.regions);
}

/** Whichever of two bounds the causes bring: that of B is earlier (with `earlier`) or later than that of A. */
static period_number pick(const struct mixing *all, period_number a, period_number b, enum comparison_cause earlier,
                          enum comparison_cause later)
{
    return all->in[b < a ? earlier : later] ? b : a;
}

/** New periods come with new data, dropped ones go with revised data. */
static void mix_axis(struct mixing *all)
{
    const struct saved_panel *a = all->panels->panel[SIDE_A];
    const struct saved_panel *b = all->panels->panel[SIDE_B];
    period_number scored =
        pick(all, compare_cells_first_scored(a), compare_cells_first_scored(b), CAUSE_DATA_NEW, CAUSE_DATA_REVISED);
    period_number first = pick(all, a->measured.first, b->measured.first, CAUSE_DATA_NEW, CAUSE_DATA_REVISED);
    period_number end = pick(all, axis_period(&a->measured, a->measured.count),
                             axis_period(&b->measured, b->measured.count), CAUSE_DATA_REVISED, CAUSE_DATA_NEW);
    if (all->panels->lead_with_method) {
        first = scored - (period_number)(all->in[CAUSE_METHOD] ? b->lead : a->lead);
    }
    all->made.measured = (struct period_axis){a->measured.frequency, first, (size_t)(end - first)};
    all->made.lead = (size_t)(scored - first);
}

static void copy_cell(struct panel *to, size_t cell, const struct panel *from, size_t source)
{
    to->value[cell] = from->value[source];
    to->observation[cell] = from->observation[source];
    if (to->low) {
        to->low[cell] = from->low ? from->low[source] : from->value[source];
        to->high[cell] = from->high ? from->high[source] : from->value[source];
    }
    if (to->observed) {
        to->observed[cell] = from->observed ? from->observed[source] : DAY_NONE;
    }
}

/** The run that decides on a value of an indicator (positions in both models) and a region that both have. */
static int side_of(const struct mixing *all, period_number period, const size_t indicator[SIDE_COUNT],
                   const struct compare_cell *at)
{
    enum comparison_cause cause = compare_cells_cause(all->panels, period, indicator[SIDE_A], at);
    return cause < CAUSE_COUNT && all->in[cause] ? SIDE_B : SIDE_A;
}

/** Mixes one value; what no run has measured stays missing. */
static void mix_cell(struct mixing *all, period_number period, const size_t indicator[SIDE_COUNT], size_t region,
                     size_t cell)
{
    size_t regions[SIDE_COUNT] = {all->region[SIDE_A][region], all->region[SIDE_B][region]};
    bool has[SIDE_COUNT];
    for (int side = 0; side < SIDE_COUNT; side++) {
        has[side] = indicator[side] != SIZE_MAX && regions[side] != SIZE_MAX;
    }
    size_t column[SIDE_COUNT] = {has[SIDE_A] ? indicator[SIDE_A] : 0, has[SIDE_B] ? indicator[SIDE_B] : 0};
    size_t row[SIDE_COUNT] = {has[SIDE_A] ? regions[SIDE_A] : 0, has[SIDE_B] ? regions[SIDE_B] : 0};
    struct compare_cell at = compare_cells_at(all->panels, period, column, row);
    int side = has[SIDE_A] && has[SIDE_B] ? side_of(all, period, indicator, &at) : has[SIDE_A] ? SIDE_A : SIDE_B;
    if (has[side] && at.measured[side]) {
        copy_cell(all->made.panel, cell, all->panels->panel[side]->panel, at.cell[side]);
    }
}

static tocsin_status create_panel(struct mixing *all, size_t indicators)
{
    const struct panel *a = all->panels->panel[SIDE_A]->panel;
    const struct panel *b = all->panels->panel[SIDE_B]->panel;
    tocsin_status status =
        panel_create(all->arena, all->made.measured.count, indicators, all->made.regions->count, &all->made.panel);
    if (status == TOCSIN_OK && (a->low || b->low)) {
        status = panel_add_bounds(all->arena, all->made.panel);
    }
    if (status == TOCSIN_OK && (a->observed || b->observed)) {
        status = panel_add_observed(all->arena, all->made.panel);
    }
    return status;
}

static void mix_values(struct mixing *all, int side)
{
    struct panel *panel = all->made.panel;
    for (size_t period = 0; period < panel->periods; period++) {
        for (size_t i = 0; i < panel->columns; i++) {
            size_t indicator[SIDE_COUNT];
            indicator[side] = i;
            indicator[side == SIDE_A ? SIDE_B : SIDE_A] = all->panels->models->other[side][i];
            for (size_t region = 0; region < panel->regions; region++) {
                mix_cell(all, axis_period(&all->made.measured, period), indicator, region,
                         panel_cell(panel, period, i, region));
            }
        }
    }
}

tocsin_status compare_panels_mix(struct arena *arena, const struct compare_panels *panels, const bool in[CAUSE_COUNT],
                                 struct saved_panel *mixture)
{
    struct mixing all = {.arena = arena, .panels = panels, .in = in};
    int side = in[CAUSE_METHOD] ? SIDE_B : SIDE_A;
    tocsin_status status = mix_regions(&all);
    if (status == TOCSIN_OK) {
        mix_axis(&all);
        status = create_panel(&all, panels->models->model[side]->indicator_count);
    }
    if (status == TOCSIN_OK) {
        mix_values(&all, side);
        *mixture = all.made;
    }
    return status;
}
