/** An open-addressing table of regions and days that grows. */
#include "indicators/day_index.h"

enum { FIRST_SLOTS = 64 };

void day_index_begin(struct day_index *index, struct arena *arena)
{
    *index = (struct day_index){.arena = arena};
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
static size_t slot_of(const struct day_index *index, struct day_key key)
{
    size_t mask = index->slot_count - 1;
    size_t slot = hash_of(key) & mask;
    while (index->slots[slot] != 0) {
        const struct day_key *found = &index->keys[index->slots[slot] - 1];
        if (found->region == key.region && found->day == key.day) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return slot;
}

static tocsin_status grow_slots(struct day_index *index)
{
    if (index->count >= UINT32_MAX - 1) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (index->slot_count > 0 && index->count + 1 <= index->slot_count / 2) {
        return TOCSIN_OK;
    }
    size_t slot_count = index->slot_count > 0 ? index->slot_count * 2 : FIRST_SLOTS;
    uint32_t *slots = arena_allocate(index->arena, slot_count, sizeof *slots);
    if (!slots) {
        return TOCSIN_ERROR_MEMORY;
    }
    index->slots = slots;
    index->slot_count = slot_count;
    for (size_t i = 0; i < index->count; i++) {
        slots[slot_of(index, index->keys[i])] = (uint32_t)i + 1;
    }
    return TOCSIN_OK;
}

tocsin_status day_index_place(struct day_index *index, struct day_key key, size_t *position)
{
    tocsin_status status = grow_slots(index);
    if (status != TOCSIN_OK) {
        return status;
    }
    size_t slot = slot_of(index, key);
    if (index->slots[slot] == 0) {
        status = arena_grow(index->arena, &index->keys, index->count, sizeof *index->keys, &index->capacity);
        if (status != TOCSIN_OK) {
            return status;
        }
        index->keys[index->count++] = key;
        index->slots[slot] = (uint32_t)index->count;
    }
    *position = index->slots[slot] - 1;
    return TOCSIN_OK;
}
