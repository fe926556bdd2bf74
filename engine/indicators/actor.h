/** One side of a dyad: a region of the model, or a text of the data such as USA. */
#ifndef TOCSIN_INDICATORS_ACTOR_H
#define TOCSIN_INDICATORS_ACTOR_H

#include "panel/region.h"

struct actor {
    int32_t region;   /* position, or -1: no region of the model */
    const char *text; /* as written */
};

/** The actor that a text stands for. */
struct actor actor_of(const struct region_table *regions, const char *text);
/** True if a side of a record (its position, and its text as read) is this actor. */
bool actor_is(const struct actor *actor, int32_t region, const char *text);

#endif
