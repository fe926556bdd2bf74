/** What two runs have in common. */
#include "analysis/compare_grid.h"
#include <string.h>

static void find_periods(const struct period_axis *a, const struct period_axis *b, struct period_axis *common)
{
    period_number first = a->first > b->first ? a->first : b->first;
    period_number a_end = axis_period(a, a->count);
    period_number b_end = axis_period(b, b->count);
    period_number end = a_end < b_end ? a_end : b_end;
    *common = (struct period_axis){b->frequency, first, end > first ? (size_t)(end - first) : 0};
}

tocsin_status compare_grid_make(struct arena *arena, const struct result *a, const struct result *b,
                                struct compare_grid *grid)
{
    size_t *in_a = arena_allocate(arena, b->regions->count, sizeof *in_a);
    size_t *in_b = arena_allocate(arena, b->regions->count, sizeof *in_b);
    if (!in_a || !in_b) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct compare_grid made = {.position = {in_a, in_b}};
    for (size_t i = 0; i < b->regions->count; i++) {
        if (region_table_find(a->regions, b->regions->regions[i].id, &in_a[made.regions])) {
            in_b[made.regions++] = i;
        }
    }
    find_periods(&a->axis, &b->axis, &made.axis);
    *grid = made;
    return TOCSIN_OK;
}

void compare_grid_gather(const struct compare_grid *grid, const struct region_table *regions,
                         const struct result *mixture, double *score, bool *there)
{
    memset(there, 0, grid->axis.count * grid->regions * sizeof *there);
    for (size_t i = 0; i < grid->regions; i++) {
        size_t region = 0;
        const char *id = regions->regions[grid->position[SIDE_B][i]].id;
        if (!region_table_find(mixture->regions, id, &region)) {
            continue;
        }
        for (size_t k = 0; k < grid->axis.count; k++) {
            size_t period = (size_t)(axis_period(&grid->axis, k) - mixture->axis.first);
            size_t cell = result_score_cell(mixture, period, region);
            there[k * grid->regions + i] = observation_present(mixture->nodes->observation[cell]);
            score[k * grid->regions + i] = mixture->nodes->value[cell];
        }
    }
}
