/** Regions: the units scored, in model order, with the columns of their file; and who borders on whom. */
#ifndef TOCSIN_PANEL_REGION_H
#define TOCSIN_PANEL_REGION_H

#include "base/memory.h"
#include "panel/record.h"
#include <stdint.h>

struct region {
    const char *id;
    const char *name; /* the id when the file has no name */
};

struct region_table {
    struct region *regions;
    size_t count;
    const char **column_names; /* all columns of the file, `region` and `name` included */
    size_t column_count;
    const char **cells;            /* [region][column]; NULL where missing */
    uint32_t *by_id;               /* positions sorted by id, for region_table_find */
    const struct text_table *file; /* that the regions are the rows of; NULL if they are from elsewhere */
};

/**
 * Makes a table of `count` regions in the arena. `cells` is [region][column] and may be NULL when there are no further
 * columns. Texts are not copied. Ids are unique: the caller has seen to it.
 */
tocsin_status region_table_create(struct arena *arena, const struct region *regions, size_t count,
                                  const char *const *column_names, size_t column_count, const char *const *cells,
                                  struct region_table **table);

/** Position of the region with this id; false if there is none. */
bool region_table_find(const struct region_table *table, const char *id, size_t *position);
/** Position of a column; false if there is none. */
bool region_table_column(const struct region_table *table, const char *name, size_t *column);
/** Text of a cell, NULL if missing. */
const char *region_table_text(const struct region_table *table, size_t region, size_t column);
/** The place of a cell, or `otherwise` if the regions are from no file. */
struct location region_table_at(const struct region_table *table, size_t region, size_t column,
                                struct location otherwise);

/** For region r the neighbours are neighbour[start[r]..start[r+1]), with weights > 0. */
struct neighbour_table {
    size_t *start; /* region count + 1 */
    uint32_t *neighbour;
    double *weight;
};

#endif
