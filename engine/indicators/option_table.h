/** Tables that options name (who reacts to whom, who is exposed to what): their columns, cells and actors. */
#ifndef TOCSIN_INDICATORS_OPTION_TABLE_H
#define TOCSIN_INDICATORS_OPTION_TABLE_H

#include "indicators/indicator.h"

/**
 * Finds the columns that the option's `range` lists, in its order; SIZE_MAX for an optional one that is not there. A
 * missing column is reported.
 */
tocsin_status option_table_columns(tocsin_context *context, const struct option_descriptor *option,
                                   const struct text_table *table, size_t *columns);
/** The text of a cell that must be filled. */
tocsin_status option_table_text(tocsin_context *context, const struct text_table *table, size_t row, size_t column,
                                const char **text);
/** A cell that must be a number in [low, high]. */
tocsin_status option_table_number(tocsin_context *context, const struct text_table *table, size_t row, size_t column,
                                  double low, double high, double *number);
/** The region that a cell names; -1 with a warning if the model has none of that id. */
tocsin_status option_table_region(tocsin_context *context, const struct region_table *regions,
                                  const struct text_table *table, size_t row, size_t column, int32_t *region);

/** One side of a dyad: a region of the model, or a text of the data such as USA. */
struct actor {
    int32_t region;   /* position, or -1: no region of the model */
    const char *text; /* as written */
};

/** The actor that a text stands for. */
struct actor actor_of(const struct region_table *regions, const char *text);
/** True if a side of a record (its position, and its text as read) is this actor. */
bool actor_is(const struct actor *actor, int32_t region, const char *text);

#endif
