/** Data treatment: taming skewed columns before they are normalised. */
#ifndef TOCSIN_SCORE_TREAT_H
#define TOCSIN_SCORE_TREAT_H

#include "base/diagnostics.h"
#include "panel/panel.h"
#include "recipe/method.h"

/** What treatment did to a column, for explanations. */
struct treatment_outcome {
    size_t applied; /* position of the treatment that was kept; SIZE_MAX: none was needed or none is given */
    size_t winsorised; /* points set to another value */
    double skewness_before, kurtosis_before, skewness_after, kurtosis_after;
    bool has_shape;
};

/**
 * Treats one column in place. Bounds, if the panel has them, are transformed with it. `id` and `at` name the indicator
 * in diagnostics (a logarithm of a negative number, a constant column).
 */
tocsin_status treat_column(tocsin_context *context, const struct treatment_list *treatments,
                           const struct statistics_over *over, const char *id, struct location at,
                           struct panel *panel, size_t column, const struct period_axis *axis,
                           struct treatment_outcome *outcome);

#endif
