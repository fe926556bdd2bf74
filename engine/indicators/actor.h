/** One side of a dyad as a table of an option names it: a region of the model, or a text of the data such as USA. */
#ifndef TOCSIN_INDICATORS_ACTOR_H
#define TOCSIN_INDICATORS_ACTOR_H

#include "indicators/indicator.h"

struct actor {
    int32_t region;   /* position, or -1: no region of the model */
    const char *text; /* as written */
};

/** The actor that a text stands for. */
struct actor actor_of(const struct region_table *regions, const char *text);
/** True if a side of a record (its position, and its text as read) is this actor. */
bool actor_is(const struct actor *actor, int32_t region, const char *text);

/** A cell of an option's table that must be filled; an empty one is reported. `columns` from text_table_column. */
tocsin_status actor_cell(tocsin_context *context, const struct text_table *table, size_t row, size_t column,
                         const char **text);
/** A cell that must be a number in [low, high]. */
tocsin_status actor_number(tocsin_context *context, const struct text_table *table, size_t row, size_t column,
                           double low, double high, double *number);
/** The region that a cell names; -1 with a warning if the model has none of that id. */
tocsin_status actor_region(tocsin_context *context, const struct region_table *regions, const struct text_table *table,
                           size_t row, size_t column, int32_t *region);

#endif
