/** Counts of what was found in cells, in words. */
#include "panel/tally.h"
#include "base/number.h"
#include <stdio.h>

void tally_add(struct tally *tally, double value, size_t period, size_t region)
{
    if (tally->count++ == 0) {
        tally->value = value;
        tally->period = period;
        tally->region = region;
    }
}

const char *tally_first(const struct tally *tally, const struct region_table *regions, const struct period_axis *axis,
                        char text[TALLY_TEXT_SIZE])
{
    char value[NUMBER_TEXT_SIZE];
    char period[PERIOD_TEXT_SIZE];
    number_format(value, tally->value, -1);
    axis_format(period, axis, tally->period);
    if (regions) {
        snprintf(text, TALLY_TEXT_SIZE, "first %s for '%s' in %s", value, regions->regions[tally->region].id, period);
    } else {
        snprintf(text, TALLY_TEXT_SIZE, "first %s in %s", value, period);
    }
    return text;
}
