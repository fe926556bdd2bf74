/** Normalisation: every indicator onto one scale, higher meaning more risk. */
#ifndef TOCSIN_SCORE_NORMALISE_H
#define TOCSIN_SCORE_NORMALISE_H

#include "base/diagnostics.h"
#include "panel/panel.h"
#include "panel/region.h"
#include "recipe/method.h"

struct normalise_request {
    const struct normalisation *normalisation;
    const struct statistics_over *over;
    enum direction direction;
    const double *scale; /* two numbers */
    const char *id;      /* of the indicator, for diagnostics */
    struct location at;
    const struct region_table *regions; /* for diagnostics; NULL: cells are told by their period alone. The region of
                                           reference of NORMALISE_DISTANCE_TO_REFERENCE is one of them */
};

/**
 * Normalises one column of `from` into the same column of `to` (shapes alike), with its bounds and days of observation
 * where both panels have them. A value is multiplied by -1 first if its direction is safety; goalposts go with it, from
 * (low, high) to (-high, -low), and so do a target and the value of a region of reference: all of them stand in the
 * model in the indicator's own numbers. The two ends of NORMALISE_SCALED do not: they are those of the value after
 * that, as in COINr.
 *
 * Some methods take the value as measured: NORMALISE_BANDS, whose values say themselves what is worse (a warning tells
 * if they run against the direction); NORMALISE_LOG_MAX, NORMALISE_FRACTION_OF_MAX and NORMALISE_ABOVE_MEAN, whose
 * result is turned round on the scale; NORMALISE_BASE_RATIO, whose result is multiplied by -1.
 *
 * Minimum, maximum, mean, deviation and ranks are those of the periods of `over`; values outside a range can come to
 * lie outside the scale, except percentiles. A constant column cannot be told apart by minmax, zscore, distance_to_max,
 * rank, borda and percentile: that is a diagnostic and OBSERVATION_CONSTANT. Where a method has nothing above zero to
 * divide by, it is OBSERVATION_ZERO_DENOMINATOR; where the region of reference or the base has no value,
 * OBSERVATION_NO_REFERENCE.
 */
tocsin_status normalise_column(tocsin_context *context, const struct normalise_request *request,
                               const struct panel *from, struct panel *to, size_t column,
                               const struct period_axis *axis);

#endif
