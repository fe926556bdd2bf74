/**
 * Sums per region and day: what event modules keep instead of rows. Every cell holds a few quantities as exact sums,
 * so neither the order of rows nor the way they are cut into shards shows in the result.
 */
#ifndef TOCSIN_INDICATORS_DAY_CELLS_H
#define TOCSIN_INDICATORS_DAY_CELLS_H

#include "base/exact_sum.h"
#include "indicators/day_index.h"

/** Cells lie densely, in the order of the index. */
struct day_cells {
    struct day_index index;
    size_t quantities;      /* sums per cell */
    struct exact_sum *sums; /* [cell][quantity] */
    size_t capacity;        /* of `sums`, in cells */
};

/** Empty cells with so many quantities each; memory comes from the arena. Nothing is allocated yet. */
void day_cells_begin(struct day_cells *cells, struct arena *arena, size_t quantities);

/**
 * Adds `values[0..quantities)` to the cell of a region and day. Fails with MEMORY, or with DATA when a value is not
 * finite or a sum would leave +-2^62; then none of the values is added.
 */
tocsin_status day_cells_add(struct day_cells *cells, uint32_t region, day_number day, const double *values);

/** Adds all cells of `other`, which has the same quantities. Fails as day_cells_add does. */
tocsin_status day_cells_merge(struct day_cells *cells, const struct day_cells *other);

/** The cells as numbers, by region and then by day: those of region r are start[r]..start[r + 1). */
struct day_table {
    size_t quantities;
    size_t count;
    const size_t *start;    /* [regions + 1] */
    const day_number *days; /* [cell], rising within a region */
    const double *values;   /* [cell][quantity] */
};

/** Sorts the cells of `regions` regions into the arena. Fails with MEMORY only. */
tocsin_status day_cells_table(const struct day_cells *cells, struct arena *arena, size_t regions,
                              struct day_table *table);

static inline const double *day_table_values(const struct day_table *table, size_t cell)
{
    return table->values + cell * table->quantities;
}

/** The first cell of the region whose day is later than `day`, or the end of the region's cells. */
size_t day_table_after(const struct day_table *table, size_t region, day_number day);

#endif
