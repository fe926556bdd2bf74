/** Tables that options name (who reacts to whom, who is exposed to what): their columns, rows and cells. */
#ifndef TOCSIN_INDICATORS_OPTION_TABLE_H
#define TOCSIN_INDICATORS_OPTION_TABLE_H

#include "indicators/indicator.h"

enum { OPTION_TABLE_COLUMNS = 8 }; /* that a `range` may list */

/** A row that is being read; a cell is told by its column's position in the option's `range`. */
struct option_row {
    const struct indicator_setup *setup;
    const struct text_table *table;
    const size_t *columns; /* SIZE_MAX for an optional one that is not there */
    size_t row;
};

/**
 * Calls `read` for every row. A missing column is reported, and so is whatever is wrong with the cells of any row:
 * `read` takes a row only if its cells are right.
 */
tocsin_status option_table_each(const struct indicator_setup *setup, const struct option_descriptor *option,
                                const struct text_table *table, void (*read)(const struct option_row *row, void *user),
                                void *user);

/** The text of a cell, NULL if it is empty or its column not there. */
const char *option_row_cell(const struct option_row *row, size_t column);
/** Where the cell is; its column is there. */
struct location option_row_at(const struct option_row *row, size_t column);
/** The text of a cell that must be filled. */
tocsin_status option_row_text(const struct option_row *row, size_t column, const char **text);
/** A cell that must be a number in [low, high]. */
tocsin_status option_row_number(const struct option_row *row, size_t column, double low, double high, double *number);
/** The region that a cell names; -1 with a warning if the model has none of that id. */
tocsin_status option_row_region(const struct option_row *row, size_t column, int32_t *region);

#endif
