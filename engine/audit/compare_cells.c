/** Decides what a value that differs between two runs is due to. */
#include "audit/compare_cells.h"

period_number compare_cells_first_scored(const struct saved_panel *panel)
{
    return axis_period(&panel->measured, panel->lead);
}

struct compare_cell compare_cells_at(const struct compare_panels *panels, period_number period,
                                     const size_t indicator[SIDE_COUNT], const size_t region[SIDE_COUNT])
{
    struct compare_cell at = {0};
    for (int side = 0; side < SIDE_COUNT; side++) {
        const struct saved_panel *saved = panels->panel[side];
        period_number end = axis_period(&saved->measured, saved->measured.count);
        at.measured[side] = period >= saved->measured.first && period < end;
        if (at.measured[side]) {
            size_t position = (size_t)(period - saved->measured.first);
            at.cell[side] = panel_cell(saved->panel, position, indicator[side], region[side]);
        }
    }
    return at;
}

static bool is_there(const struct compare_panels *panels, const struct compare_cell *at, int side)
{
    return at->measured[side] && observation_present(panels->panel[side]->panel->observation[at->cell[side]]);
}

bool compare_cells_same(const struct compare_panels *panels, const struct compare_cell *at)
{
    bool a = is_there(panels, at, SIDE_A);
    bool b = is_there(panels, at, SIDE_B);
    return a == b && (!a || panels->panel[SIDE_A]->panel->value[at->cell[SIDE_A]] ==
                                panels->panel[SIDE_B]->panel->value[at->cell[SIDE_B]]);
}

enum comparison_cause compare_cells_cause(const struct compare_panels *panels, period_number period, size_t indicator,
                                          const struct compare_cell *at)
{
    if (panels->models->remeasured[indicator]) {
        return CAUSE_METHOD;
    }
    for (int side = 0; side < SIDE_COUNT; side++) {
        int other = side == SIDE_A ? SIDE_B : SIDE_A;
        if (at->measured[side] && !at->measured[other]) {
            bool before = period < compare_cells_first_scored(panels->panel[side]);
            return panels->lead_with_method && before ? CAUSE_METHOD
                   : side == SIDE_A                   ? CAUSE_DATA_REVISED
                                                      : CAUSE_DATA_NEW;
        }
    }
    if (compare_cells_same(panels, at)) {
        return CAUSE_COUNT;
    }
    return panels->cause[indicator][is_there(panels, at, SIDE_A) ? VALUE_REVISED : VALUE_NEW];
}
