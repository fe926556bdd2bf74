/** Denomination: what an indicator is divided by, before anything else is done to it. */
#ifndef TOCSIN_SCORE_DENOMINATE_H
#define TOCSIN_SCORE_DENOMINATE_H

#include "panel/panel.h"
#include "panel/region.h"
#include "recipe/method.h"

struct denominate_request {
    const struct denominator *per;
    const double *by_region;   /* PER_COLUMN: [region], NAN where missing */
    const struct panel *panel; /* PER_INDICATOR: same periods and regions, values as measured */
    const char *id;            /* of the indicator, for diagnostics */
    const struct region_table *regions;
    const struct period_axis *axis;
};

/**
 * Divides a column in place: x / (d / factor), its bounds with it (they change sides with a negative denominator). A
 * missing denominator makes the value OBSERVATION_INPUT_MISSING, one of zero OBSERVATION_ZERO_DENOMINATOR: each is
 * reported once, with how often and where first.
 */
tocsin_status denominate_column(tocsin_context *context, const struct denominate_request *request, struct panel *panel,
                                size_t column);

#endif
