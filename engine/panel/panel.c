/** The panel's cells: made, set, and said to be missing; and the table of observation statuses. */
#include "panel/panel.h"
#include <math.h>
#include <string.h>

const struct observation_description observation_descriptions[OBSERVATION_COUNT] = {
#define OBSERVATION(name, letter, present, words) [OBSERVATION_##name] = {letter, present, words},
#include "panel/observations.def"
#undef OBSERVATION
};

/** As they are in the list: upper-case. */
static const char *const observation_names[OBSERVATION_COUNT] = {
#define OBSERVATION(name, letter, present, words) [OBSERVATION_##name] = #name,
#include "panel/observations.def"
#undef OBSERVATION
};

#define OBSERVATION(name, letter, present, words)                                                                      \
    _Static_assert(sizeof #name <= OBSERVATION_NAME_SIZE, "the name of an observation is too long");
#include "panel/observations.def"
#undef OBSERVATION

const char *observation_name(char name[OBSERVATION_NAME_SIZE], uint8_t observation)
{
    size_t i = 0;
    for (const char *letter = observation_names[observation]; *letter; letter++) {
        name[i++] = (char)(*letter == '_' ? '_' : *letter - 'A' + 'a');
    }
    name[i] = '\0';
    return name;
}

bool observation_find(const char *name, uint8_t *observation)
{
    for (size_t i = 0; i < OBSERVATION_COUNT; i++) {
        char candidate[OBSERVATION_NAME_SIZE];
        if (strcmp(observation_name(candidate, (uint8_t)i), name) == 0) {
            *observation = (uint8_t)i;
            return true;
        }
    }
    return false;
}

/** False if the number of cells does not fit a size. */
static bool cell_count(size_t periods, size_t columns, size_t regions, size_t *cells)
{
    return !__builtin_mul_overflow(periods, columns, cells) && !__builtin_mul_overflow(*cells, regions, cells);
}

tocsin_status panel_create(struct arena *arena, size_t periods, size_t columns, size_t regions, struct panel **panel)
{
    size_t cells;
    if (!cell_count(periods, columns, regions, &cells)) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct panel *made = arena_allocate(arena, 1, sizeof *made);
    if (!made) {
        return TOCSIN_ERROR_MEMORY;
    }
    made->periods = periods;
    made->columns = columns;
    made->regions = regions;
    made->value = arena_allocate(arena, cells, sizeof *made->value);
    made->observation = arena_allocate(arena, cells, sizeof *made->observation);
    if (!made->value || !made->observation) {
        return TOCSIN_ERROR_MEMORY;
    }
    memset(made->observation, OBSERVATION_NOT_MEASURED, cells);
    *panel = made;
    return TOCSIN_OK;
}

tocsin_status panel_add_bounds(struct arena *arena, struct panel *panel)
{
    if (panel->low) {
        return TOCSIN_OK;
    }
    size_t cells = panel->periods * panel->columns * panel->regions;
    double *low = arena_allocate(arena, cells, sizeof *low);
    double *high = arena_allocate(arena, cells, sizeof *high);
    if (!low || !high) {
        return TOCSIN_ERROR_MEMORY;
    }
    memcpy(low, panel->value, cells * sizeof *low);
    memcpy(high, panel->value, cells * sizeof *high);
    panel->low = low;
    panel->high = high;
    return TOCSIN_OK;
}

tocsin_status panel_add_observed(struct arena *arena, struct panel *panel)
{
    if (panel->observed) {
        return TOCSIN_OK;
    }
    size_t cells = panel->periods * panel->columns * panel->regions;
    day_number *observed = arena_allocate(arena, cells, sizeof *observed);
    if (!observed) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < cells; i++) {
        observed[i] = DAY_NONE;
    }
    panel->observed = observed;
    return TOCSIN_OK;
}

tocsin_status panel_tail(struct arena *arena, const struct panel *panel, size_t first, struct panel **tail)
{
    struct panel *view = arena_allocate(arena, 1, sizeof *view);
    if (!view) {
        return TOCSIN_ERROR_MEMORY;
    }
    size_t skipped = panel_cell(panel, first, 0, 0);
    *view = *panel;
    view->periods -= first;
    view->value += skipped;
    view->observation += skipped;
    view->low = panel->low ? panel->low + skipped : NULL;
    view->high = panel->high ? panel->high + skipped : NULL;
    view->observed = panel->observed ? panel->observed + skipped : NULL;
    *tail = view;
    return TOCSIN_OK;
}

tocsin_status panel_copy(struct arena *arena, const struct panel *panel, struct panel **copy)
{
    struct panel *made = NULL;
    tocsin_status status = panel_create(arena, panel->periods, panel->columns, panel->regions, &made);
    size_t cells = panel->periods * panel->columns * panel->regions;
    if (status == TOCSIN_OK && panel->low) {
        status = panel_add_bounds(arena, made);
    }
    if (status == TOCSIN_OK && panel->observed) {
        status = panel_add_observed(arena, made);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    memcpy(made->value, panel->value, cells * sizeof *made->value);
    memcpy(made->observation, panel->observation, cells * sizeof *made->observation);
    if (panel->low) {
        memcpy(made->low, panel->low, cells * sizeof *made->low);
        memcpy(made->high, panel->high, cells * sizeof *made->high);
    }
    if (panel->observed) {
        memcpy(made->observed, panel->observed, cells * sizeof *made->observed);
    }
    *copy = made;
    return TOCSIN_OK;
}

/** Writes a cell; the bounds, if there are any, lie on the value until they are set. */
static void write_cell(struct panel *panel, size_t cell, double value, enum observation observation)
{
    panel->value[cell] = value;
    panel->observation[cell] = (uint8_t)observation;
    if (panel->low) {
        panel->low[cell] = value;
        panel->high[cell] = value;
    }
}

void panel_set(struct panel *panel, size_t cell, double value, enum observation observation)
{
    if (isfinite(value)) {
        write_cell(panel, cell, value, observation);
    } else {
        panel_set_missing(panel, cell, OBSERVATION_NOT_FINITE);
    }
}

void panel_set_missing(struct panel *panel, size_t cell, enum observation why)
{
    write_cell(panel, cell, 0, why);
    if (panel->observed) {
        panel->observed[cell] = DAY_NONE;
    }
}
