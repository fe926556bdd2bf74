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

/** The numbers with which one value was normalised; 0 where its method has no use for one. */
struct normalise_numbers {
    uint8_t observation; /* OBSERVATION_NORMAL, or why there is no normalised value; then nothing else counts */
    double value;        /* what goes in */
    double sign;         /* -1: of an indicator of safety */
    double from, length; /* what is taken from the value, what it is divided by; of a logarithm ln(1 + maximum) */
    double low, high;    /* where 0 and 1 come to lie */
    size_t count;        /* values that the numbers were taken from */
    double normalised;
};

/** Finds them for a cell of a column of `from`, as normalise_column goes about it. Reports nothing that it does not. */
tocsin_status normalise_numbers_of(tocsin_context *context, const struct normalise_request *request,
                                   const struct panel *from, size_t column, const struct period_axis *axis,
                                   size_t period, size_t region, struct normalise_numbers *numbers);

#endif
