/** Something found in several cells, to be told once: how often, and where first. */
#ifndef TOCSIN_PANEL_TALLY_H
#define TOCSIN_PANEL_TALLY_H

#include "base/date.h"
#include "panel/region.h"

/** Zero-initialise. */
struct tally {
    uint64_t count;
    double value; /* where it was first found, if a value tells more; and where that was */
    size_t period, region;
};

enum { TALLY_TEXT_SIZE = 256 };

void tally_add(struct tally *tally, double value, size_t period, size_t region);
/** "first -2.385 for 'NOR' in 2019"; without the region if `regions` is NULL. Long ids are cut. */
const char *tally_first(const struct tally *tally, const struct region_table *regions, const struct period_axis *axis,
                        char text[TALLY_TEXT_SIZE]);
/** The ending of a noun that is counted. */
static inline const char *tally_plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

#endif
