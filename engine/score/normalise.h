/** Normalisation: every indicator onto one scale, higher meaning more risk. */
#ifndef TOCSIN_SCORE_NORMALISE_H
#define TOCSIN_SCORE_NORMALISE_H

#include "base/diagnostics.h"
#include "panel/panel.h"
#include "recipe/method.h"

struct normalise_request {
    const struct normalisation *normalisation;
    const struct statistics_over *over;
    enum direction direction;
    const double *scale; /* two numbers */
    const char *id;      /* of the indicator, for diagnostics */
    struct location at;
};

/** Normalises one column of `from` into the same column of `to` (shapes alike). A constant column is a diagnostic and
 * OBSERVATION_CONSTANT. */
tocsin_status normalise_column(tocsin_context *context, const struct normalise_request *request,
                               const struct panel *from, struct panel *to, size_t column,
                               const struct period_axis *axis);

#endif
