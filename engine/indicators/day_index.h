/** Which of the things that a module keeps, one for each region and day it has met, belongs to a region and day. */
#ifndef TOCSIN_INDICATORS_DAY_INDEX_H
#define TOCSIN_INDICATORS_DAY_INDEX_H

#include "base/date.h"
#include "base/memory.h"
#include <stdint.h>

struct day_key {
    uint32_t region;
    day_number day;
};

/** Keys lie densely in order of arrival; `slots` is an open-addressing table of their positions plus one. */
struct day_index {
    struct arena *arena;
    struct day_key *keys;
    size_t count;
    size_t capacity;
    uint32_t *slots;
    size_t slot_count; /* 0 or a power of two */
};

/** An empty index; memory comes from the arena. Nothing is allocated yet. */
void day_index_begin(struct day_index *index, struct arena *arena);

/** The position of a key, which is added at the end if it is new: it was if `count` has grown. Fails with MEMORY. */
tocsin_status day_index_place(struct day_index *index, struct day_key key, size_t *position);

#endif
