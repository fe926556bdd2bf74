/** Sums per region and day, in an open-addressing table that grows; sorted once, at the end. */
#include "indicators/day_cells.h"
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

void day_cells_begin(struct day_cells *cells, struct arena *arena, size_t quantities)
{
    *cells = (struct day_cells){.arena = arena, .quantities = quantities};
}

/* The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit of the key reaches the low bits. */
static size_t hash_of(struct day_key key)
{
    uint64_t hash = (uint64_t)key.region << 32 | (uint32_t)key.day;
    hash = (hash ^ hash >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    hash = (hash ^ hash >> 27) * UINT64_C(0x94d049bb133111eb);
    return (size_t)(hash ^ hash >> 31);
}

/* The slot that holds the key, or the empty one where it belongs. The table is never full. */
static size_t slot_of(const struct day_cells *cells, struct day_key key)
{
    size_t mask = cells->slot_count - 1;
    size_t slot = hash_of(key) & mask;
    while (cells->slots[slot] != 0) {
        const struct day_key *found = &cells->keys[cells->slots[slot] - 1];
        if (found->region == key.region && found->day == key.day) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return slot;
}

static tocsin_status grow_slots(struct day_cells *cells)
{
    if (cells->count >= UINT32_MAX - 1) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (cells->slot_count > 0 && cells->count + 1 <= cells->slot_count / 2) {
        return TOCSIN_OK;
    }
    size_t slot_count = cells->slot_count > 0 ? cells->slot_count * 2 : FIRST_SLOTS;
    uint32_t *slots = arena_allocate(cells->arena, slot_count, sizeof *slots);
    if (!slots) {
        return TOCSIN_ERROR_MEMORY;
    }
    cells->slots = slots;
    cells->slot_count = slot_count;
    for (size_t i = 0; i < cells->count; i++) {
        slots[slot_of(cells, cells->keys[i])] = (uint32_t)i + 1;
    }
    return TOCSIN_OK;
}

/* The sums of the key's cell, made if it is new. */
static tocsin_status find_or_make(struct day_cells *cells, struct day_key key, struct exact_sum **sums)
{
    tocsin_status status = grow_slots(cells);
    if (status != TOCSIN_OK) {
        return status;
    }
    size_t slot = slot_of(cells, key);
    if (cells->slots[slot] == 0) {
        size_t size = cells->quantities * sizeof *cells->sums;
        status = arena_grow(cells->arena, &cells->keys, cells->count, sizeof *cells->keys, &cells->key_capacity);
        if (status == TOCSIN_OK) {
            status = arena_grow(cells->arena, &cells->sums, cells->count, size, &cells->sum_capacity);
        }
        if (status != TOCSIN_OK) {
            return status;
        }
        memset(cells->sums + cells->count * cells->quantities, 0, size);
        cells->keys[cells->count++] = key;
        cells->slots[slot] = (uint32_t)cells->count;
    }
    *sums = cells->sums + (cells->slots[slot] - 1) * cells->quantities;
    return TOCSIN_OK;
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
    for (size_t i = 0; i < other->count; i++) {
        struct exact_sum *sums = NULL;
        tocsin_status status = find_or_make(cells, other->keys[i], &sums);
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
    struct sortable *order = arena_allocate(arena, cells->count, sizeof *order);
    size_t *start = arena_allocate(arena, regions + 1, sizeof *start);
    day_number *days = arena_allocate(arena, cells->count, sizeof *days);
    double *values = arena_allocate(arena, cells->count * cells->quantities, sizeof *values);
    if (!order || !start || !days || !values) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < cells->count; i++) {
        order[i] = (struct sortable){cells->keys[i], (uint32_t)i};
    }
    qsort(order, cells->count, sizeof *order, compare);
    for (size_t i = 0; i < cells->count; i++) {
        start[order[i].key.region + 1]++;
        days[i] = order[i].key.day;
        for (size_t k = 0; k < cells->quantities; k++) {
            values[i * cells->quantities + k] = exact_sum_value(&cells->sums[order[i].cell * cells->quantities + k]);
        }
    }
    for (size_t r = 0; r < regions; r++) {
        start[r + 1] += start[r];
    }
    *table = (struct day_table){cells->quantities, cells->count, start, days, values};
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
