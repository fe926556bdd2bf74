/** Data treatment: taming skewed columns before they are normalised. */
#ifndef TOCSIN_SCORE_TREAT_H
#define TOCSIN_SCORE_TREAT_H

#include "base/diagnostics.h"
#include "panel/panel.h"
#include "panel/region.h"
#include "recipe/method.h"

/** What treatment did to a column, for explanations. With OVER_PERIOD: to its last period with data, but `winsorised`
 * is of all. */
struct treatment_outcome {
    size_t applied;    /* position of the treatment that was kept; SIZE_MAX: none was needed or none is given */
    size_t winsorised; /* points of those the statistics are taken over that were set to another value */
    double skewness_before, kurtosis_before, skewness_after, kurtosis_after;
    bool has_shape; /* the four above are known */
};

struct treat_request {
    const struct treatment_list *treatments;
    const struct statistics_over *over;
    const char *id; /* of the indicator, for diagnostics (a logarithm of a negative number, a constant column) */
    struct location at;
    const struct region_table *regions; /* for diagnostics; NULL: cells are told by their period alone */
};

/**
 * Treats one column in place. Bounds, if the panel has them, are transformed with it and stay around the value.
 *
 * A column passes if |skewness| or kurtosis is under its limit; the first treatment after which it does is kept, else
 * the last one. A constant column, or one of fewer than four values, has no shape and is left as it is. With `always`
 * all treatments are applied one after the other, whatever the shape, and winsorising goes on to its `max`. Treatments
 * are found from the periods of `over` and applied to all: outside a range, winsorising holds values to its ends.
 * Winsorising, the logarithm and the shifted Box-Cox transformation are left out where all values are or would become
 * equal, and the next treatment is tried. A value that the treatment kept is not defined for becomes missing.
 */
tocsin_status treat_column(tocsin_context *context, const struct treat_request *request, struct panel *panel,
                           size_t column, const struct period_axis *axis, struct treatment_outcome *outcome);

#endif
