/** What the rules that fill a column share. Used by impute.c, impute_time.c, impute_centre.c and impute_rows.c only. */
#ifndef TOCSIN_SCORE_IMPUTATION_H
#define TOCSIN_SCORE_IMPUTATION_H

#include "score/impute.h"
#include <math.h>

struct imputation {
    tocsin_context *context;
    const struct impute_request *request;
    struct panel *panel;
    size_t column;
};

static inline size_t imputation_cell(const struct imputation *imputation, size_t period, size_t region)
{
    return panel_cell(imputation->panel, period, imputation->column, region);
}

static inline bool imputation_is_there(const struct imputation *imputation, size_t period, size_t region)
{
    return observation_present(imputation->panel->observation[imputation_cell(imputation, period, region)]);
}

/** True for a cell that a rule may fill: what was screened out is missing for good. */
static inline bool imputation_may_fill(const struct panel *panel, size_t cell)
{
    return !observation_present(panel->observation[cell]) && panel->observation[cell] != OBSERVATION_SCREENED;
}

/** Fills a cell; one that may not be filled, or whose value would be no finite number, keeps its reason. */
static inline void imputation_fill(struct panel *panel, size_t cell, double value)
{
    if (imputation_may_fill(panel, cell) && isfinite(value)) {
        panel_set(panel, cell, value, OBSERVATION_IMPUTED);
    }
}

/** The rules that look along the time of each region. */
tocsin_status impute_time_carry(const struct imputation *imputation);
tocsin_status impute_time_linear(const struct imputation *imputation);

/** Mean and median over the regions of a period, or over those of a group. */
tocsin_status impute_centre(const struct imputation *imputation);
/** The mean, or else the median, of `count` > 0 values; sorts them for the median. */
double impute_centre_of(bool mean, double *values, size_t count);

#endif
