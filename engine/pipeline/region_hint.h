/** Which region may be meant by a text that is no region's id. */
#ifndef TOCSIN_PIPELINE_REGION_HINT_H
#define TOCSIN_PIPELINE_REGION_HINT_H

#include "panel/region.h"

enum { REGION_HINT_SIZE = 256 };

/** "did you mean 'x'?" with the id of the region whose id or name is nearest; NULL if none is near. */
const char *region_hint(const struct region_table *regions, const char *text, char hint[REGION_HINT_SIZE]);

#endif
