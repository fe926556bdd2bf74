/**
 * The panel: one number per period, column (indicator or node) and region, column-major as [period][column][region],
 * with an observation byte beside every number. A number counts only if its observation says that it is there.
 */
#ifndef TOCSIN_PANEL_PANEL_H
#define TOCSIN_PANEL_PANEL_H

#include "base/date.h"
#include "base/memory.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Whether a number is there, and why or why not. Letters: SDMX code list CL_OBS_STATUS. */
enum observation {
#define OBSERVATION(name, letter, present, words) OBSERVATION_##name,
#include "panel/observations.def"
#undef OBSERVATION
    OBSERVATION_COUNT
};

struct observation_description {
    char letter;       /* SDMX OBS_STATUS */
    bool present;      /* the number counts */
    const char *words; /* reason, for people */
};
extern const struct observation_description observation_descriptions[OBSERVATION_COUNT];

enum { OBSERVATION_NAME_SIZE = 32 };
/** Its name in files: "normal", "no_event". Returns `name`. */
const char *observation_name(char name[OBSERVATION_NAME_SIZE], uint8_t observation);
/** The observation of a name; false if there is none. */
bool observation_find(const char *name, uint8_t *observation);

static inline bool observation_present(uint8_t observation)
{
    return observation_descriptions[observation].present;
}

struct panel {
    size_t periods, columns, regions;
    double *value;        /* 0 where missing, so that no NaN can leak */
    uint8_t *observation; /* enum observation */
    double *low, *high;   /* NULL, or bounds of the same shape: equal to the value where a source gives none */
    day_number
        *observed; /* NULL, or the last day of the observation that the value rests on (DAY_NONE: the period's) */
};

/** All observations are OBSERVATION_NOT_MEASURED. */
tocsin_status panel_create(struct arena *arena, size_t periods, size_t columns, size_t regions, struct panel **panel);
/** Adds bounds (equal to the values) or observation days (DAY_NONE) if the panel has none yet. */
tocsin_status panel_add_bounds(struct arena *arena, struct panel *panel);
tocsin_status panel_add_observed(struct arena *arena, struct panel *panel);

/** The periods from `first` on, sharing the panel's numbers. */
tocsin_status panel_tail(struct arena *arena, const struct panel *panel, size_t first, struct panel **tail);
/** A panel of its own with the same numbers. */
tocsin_status panel_copy(struct arena *arena, const struct panel *panel, struct panel **copy);

static inline size_t panel_cell(const struct panel *panel, size_t period, size_t column, size_t region)
{
    return (period * panel->columns + column) * panel->regions + region;
}

/** Sets a number that is there. The value must be finite: one that is not becomes OBSERVATION_NOT_FINITE. */
void panel_set(struct panel *panel, size_t cell, double value, enum observation observation);
/** Says why there is no number. */
void panel_set_missing(struct panel *panel, size_t cell, enum observation why);

#endif
