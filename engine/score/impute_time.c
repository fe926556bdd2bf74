/** The rules that fill a region's gaps from its own values at other times. */
#include "score/imputation.h"

/** For every region a period, none known yet. NULL if there is no memory. */
static size_t *create_periods(const struct imputation *imputation)
{
    size_t *periods = memory_allocate(imputation->context, imputation->panel->regions, sizeof *periods);
    for (size_t i = 0; periods && i < imputation->panel->regions; i++) {
        periods[i] = SIZE_MAX;
    }
    return periods;
}

static day_number observed_day(const struct imputation *imputation, size_t period, size_t cell)
{
    const struct panel *panel = imputation->panel;
    const struct period_axis *axis = imputation->request->axis;
    if (panel->observed && panel->observed[cell] != DAY_NONE) {
        return panel->observed[cell];
    }
    return period_last_day(axis->frequency, axis_period(axis, period));
}

/** Sets the region's gap in period `to` to what it has in `from`. */
static void copy_value(const struct imputation *imputation, size_t from, size_t to, size_t region,
                       enum observation observation)
{
    struct panel *panel = imputation->panel;
    size_t source = imputation_cell(imputation, from, region);
    size_t target = imputation_cell(imputation, to, region);
    if (!imputation_may_fill(panel, target)) {
        return;
    }
    panel_set(panel, target, panel->value[source], observation);
    if (panel->low) {
        panel->low[target] = panel->low[source];
        panel->high[target] = panel->high[source];
    }
    if (panel->observed) {
        panel->observed[target] = observed_day(imputation, from, source);
    }
}

static void carry_on(const struct imputation *imputation, size_t from, size_t to, size_t region)
{
    size_t at_most = imputation->request->rule->at_most;
    size_t target = imputation_cell(imputation, to, region);
    if (at_most == 0 || to - from <= at_most) {
        copy_value(imputation, from, to, region, OBSERVATION_CARRIED);
    } else if (imputation_may_fill(imputation->panel, target)) {
        panel_set_missing(imputation->panel, target, OBSERVATION_TOO_OLD);
    }
}

/** Takes the region's first value back to the scored periods before it: imputed, as it was not known then. */
static void carry_back(const struct imputation *imputation, size_t from, size_t region)
{
    size_t at_most = imputation->request->rule->at_most;
    size_t start = imputation->request->first_scored;
    if (at_most > 0 && from > at_most && from - at_most > start) {
        start = from - at_most;
    }
    for (size_t to = start; to < from; to++) {
        copy_value(imputation, from, to, region, OBSERVATION_IMPUTED);
    }
}

tocsin_status impute_time_carry(const struct imputation *imputation)
{
    size_t *last = create_periods(imputation);
    if (!last) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t period = 0; period < imputation->panel->periods; period++) {
        for (size_t region = 0; region < imputation->panel->regions; region++) {
            bool known = last[region] != SIZE_MAX;
            if (imputation_is_there(imputation, period, region)) {
                if (!known && imputation->request->rule->back) {
                    carry_back(imputation, period, region);
                }
                last[region] = period;
            } else if (known && period >= imputation->request->first_scored) {
                carry_on(imputation, last[region], period, region);
            }
        }
    }
    memory_release(imputation->context, last);
    return TOCSIN_OK;
}

static double between(double left, double right, double part)
{
    double rise = right - left;
    return isfinite(rise) ? left + rise * part : left * (1 - part) + right * part;
}

/** Draws the line over the gap between two periods that are there; `left` or `right` SIZE_MAX: the other end holds. */
static void draw_line(const struct imputation *imputation, size_t region, size_t left, size_t right)
{
    struct panel *panel = imputation->panel;
    size_t start = left == SIZE_MAX ? imputation->request->first_scored : left + 1;
    size_t end = right == SIZE_MAX ? panel->periods : right;
    size_t from = imputation_cell(imputation, left == SIZE_MAX ? right : left, region);
    size_t to = imputation_cell(imputation, right == SIZE_MAX ? left : right, region);
    for (size_t period = start; period < end; period++) {
        bool inside = left != SIZE_MAX && right != SIZE_MAX;
        double part = inside ? (double)(period - left) / (double)(right - left) : 0;
        size_t cell = imputation_cell(imputation, period, region);
        if (!imputation_may_fill(panel, cell)) {
            continue;
        }
        panel_set(panel, cell, between(panel->value[from], panel->value[to], part), OBSERVATION_IMPUTED);
        if (panel->low) {
            panel->low[cell] = between(panel->low[from], panel->low[to], part);
            panel->high[cell] = between(panel->high[from], panel->high[to], part);
        }
    }
}

tocsin_status impute_time_linear(const struct imputation *imputation)
{
    size_t *last = create_periods(imputation);
    if (!last) {
        return TOCSIN_ERROR_MEMORY;
    }
    size_t periods = imputation->panel->periods;
    for (size_t period = imputation->request->first_scored; period < periods; period++) {
        for (size_t region = 0; region < imputation->panel->regions; region++) {
            if (imputation_is_there(imputation, period, region)) {
                draw_line(imputation, region, last[region], period);
                last[region] = period;
            }
        }
    }
    for (size_t region = 0; region < imputation->panel->regions; region++) {
        if (last[region] != SIZE_MAX) {
            draw_line(imputation, region, last[region], SIZE_MAX);
        }
    }
    memory_release(imputation->context, last);
    return TOCSIN_OK;
}
