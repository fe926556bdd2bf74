/**
 * Which region a text stands for: its id, name or one of its aliases (`match`), exactly or, failing that, without
 * regard to ASCII case and blanks around it. Texts that match nothing are counted by name.
 */
#ifndef TOCSIN_INPUT_REGION_MATCH_H
#define TOCSIN_INPUT_REGION_MATCH_H

#include "base/diagnostics.h"
#include "panel/region.h"

struct region_match;

/** Reports a name or alias that stands for two regions. */
tocsin_status region_match_create(tocsin_context *context, const struct region_table *regions,
                                  struct region_match **match);
/** Where a region stands in its file. */
enum region_place { REGION_PLACE_ID, REGION_PLACE_NAME, REGION_PLACE_MATCH, REGION_PLACES };
/** As region_match_create; `places` are REGION_PLACES of every region. */
tocsin_status region_match_create_at(tocsin_context *context, const struct region_table *regions,
                                     const struct location *places, struct region_match **match);
/** Position of the region, or -1. */
int32_t region_match_find(const struct region_match *match, const char *text, size_t length);
/** The id, name or alias nearest to a text that is none, or NULL; for suggestions. */
const char *region_match_nearest(const struct region_match *match, const char *text);
size_t region_match_count(const struct region_match *match);
/** NULL is accepted. */
void region_match_destroy(tocsin_context *context, struct region_match *match);

#endif
