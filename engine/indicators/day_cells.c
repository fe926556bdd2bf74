/** Sums per region and day; sorted once, at the end. */
#include "indicators/day_cells.h"
#include <stdlib.h>

void day_cells_begin(struct day_cells *cells, struct arena *arena, size_t quantities)
{
    *cells = (struct day_cells){.quantities = quantities};
    day_index_begin(&cells->index, arena);
}

/* The sums of the key's cell, made if it is new. Arena memory is zeroed: a new cell's sums are 0. */
static tocsin_status find_or_make(struct day_cells *cells, struct day_key key, struct exact_sum **sums)
{
    size_t position;
    size_t size = cells->quantities * sizeof *cells->sums;
    tocsin_status status = arena_grow(cells->index.arena, &cells->sums, cells->index.count, size, &cells->capacity);
    if (status == TOCSIN_OK) {
        status = day_index_place(&cells->index, key, &position);
    }
    if (status == TOCSIN_OK) {
        *sums = cells->sums + position * cells->quantities;
    }
    return status;
}

tocsin_status day_cells_add(struct day_cells *cells, uint32_t region, day_number day, const double *values)
{
    struct exact_sum *sums = NULL;
    tocsin_status status = find_or_make(cells, (struct day_key){region, day}, &sums);
    for (size_t i = 0; status == TOCSIN_OK && i < cells->quantities; i++) {
        if (!exact_sum_add(&sums[i], values[i])) {
            status = TOCSIN_ERROR_DATA;
            while (i-- > 0) {
                exact_sum_add(&sums[i], -values[i]);
            }
            break;
        }
    }
    return status;
}

tocsin_status day_cells_merge(struct day_cells *cells, const struct day_cells *other)
{
    for (size_t i = 0; i < other->index.count; i++) {
        struct exact_sum *sums = NULL;
        tocsin_status status = find_or_make(cells, other->index.keys[i], &sums);
        if (status != TOCSIN_OK) {
            return status;
        }
        for (size_t k = 0; k < cells->quantities; k++) {
            if (!exact_sum_merge(&sums[k], &other->sums[i * cells->quantities + k])) {
                return TOCSIN_ERROR_DATA;
            }
        }
    }
    return TOCSIN_OK;
}

struct sortable {
    struct day_key key;
    uint32_t cell;
};

static int compare(const void *left, const void *right)
{
    const struct day_key *a = &((const struct sortable *)left)->key;
    const struct day_key *b = &((const struct sortable *)right)->key;
    if (a->region != b->region) {
        return a->region < b->region ? -1 : 1;
    }
    return (a->day > b->day) - (a->day < b->day);
}

tocsin_status day_cells_table(const struct day_cells *cells, struct arena *arena, size_t regions,
                              struct day_table *table)
{
    struct sortable *order = arena_allocate(arena, cells->index.count, sizeof *order);
    size_t *start = arena_allocate(arena, regions + 1, sizeof *start);
    day_number *days = arena_allocate(arena, cells->index.count, sizeof *days);
    double *values = arena_allocate(arena, cells->index.count * cells->quantities, sizeof *values);
    if (!order || !start || !days || !values) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < cells->index.count; i++) {
        order[i] = (struct sortable){cells->index.keys[i], (uint32_t)i};
    }
    qsort(order, cells->index.count, sizeof *order, compare);
    for (size_t i = 0; i < cells->index.count; i++) {
        start[order[i].key.region + 1]++;
        days[i] = order[i].key.day;
        for (size_t k = 0; k < cells->quantities; k++) {
            values[i * cells->quantities + k] = exact_sum_value(&cells->sums[order[i].cell * cells->quantities + k]);
        }
    }
    for (size_t r = 0; r < regions; r++) {
        start[r + 1] += start[r];
    }
    *table = (struct day_table){cells->quantities, cells->index.count, start, days, values};
    return TOCSIN_OK;
}

size_t day_table_after(const struct day_table *table, size_t region, day_number day)
{
    size_t low = table->start[region];
    size_t high = table->start[region + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (table->days[middle] <= day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
