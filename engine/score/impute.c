/** Fills the gaps of a column by its rule; the rules that look at nothing else in it are here. */
#include "score/impute.h"
#include "score/gsl_trap.h"
#include "score/imputation.h"

typedef tocsin_status (*impute_method)(const struct imputation *imputation);

static tocsin_status impute_value(const struct imputation *imputation)
{
    const struct missing_rule *rule = imputation->request->rule;
    double value = rule->method == MISSING_VALUE ? rule->value : 0;
    struct panel *panel = imputation->panel;
    for (size_t period = imputation->request->first_scored; period < panel->periods; period++) {
        for (size_t region = 0; region < panel->regions; region++) {
            imputation_fill(panel, imputation_cell(imputation, period, region), value);
        }
    }
    return TOCSIN_OK;
}

/** Sets a gap to what another indicator has there, with its bounds and its age. */
static void substitute(struct panel *panel, size_t cell, const struct panel *from, size_t source)
{
    if (!imputation_may_fill(panel, cell) || !observation_present(from->observation[source])) {
        return;
    }
    panel_set(panel, cell, from->value[source], OBSERVATION_IMPUTED);
    if (panel->low && from->low) {
        panel->low[cell] = from->low[source];
        panel->high[cell] = from->high[source];
    }
    if (panel->observed && from->observed) {
        panel->observed[cell] = from->observed[source];
    }
}

static tocsin_status impute_indicator(const struct imputation *imputation)
{
    const struct panel *from = imputation->request->measured;
    size_t column = imputation->request->rule->indicator;
    if (!from || column >= from->columns) {
        return TOCSIN_ERROR_INTERNAL;
    }
    for (size_t period = imputation->request->first_scored; period < imputation->panel->periods; period++) {
        for (size_t region = 0; region < imputation->panel->regions; region++) {
            substitute(imputation->panel, imputation_cell(imputation, period, region), from,
                       panel_cell(from, period, column, region));
        }
    }
    return TOCSIN_OK;
}

/* Rows are filled by impute_rows, once all columns are. */
static const impute_method methods[MISSING_COUNT] = {
    [MISSING_ZERO] = impute_value,          [MISSING_VALUE] = impute_value,
    [MISSING_CARRY] = impute_time_carry,    [MISSING_LINEAR] = impute_time_linear,
    [MISSING_MEAN] = impute_centre,         [MISSING_MEDIAN] = impute_centre,
    [MISSING_GROUP_MEAN] = impute_centre,   [MISSING_GROUP_MEDIAN] = impute_centre,
    [MISSING_INDICATOR] = impute_indicator,
};

tocsin_status impute_column(tocsin_context *context, const struct impute_request *request, struct panel *panel,
                            size_t column)
{
    gsl_trap_install();
    enum missing_method method = request->rule->method;
    struct imputation imputation = {context, request, panel, column};
    return method < MISSING_COUNT && methods[method] ? methods[method](&imputation) : TOCSIN_OK;
}
