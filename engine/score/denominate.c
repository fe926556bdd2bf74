/** Divides a column by its denominators. */
#include "score/denominate.h"
#include "panel/tally.h"
#include <math.h>

struct denominating {
    tocsin_context *context;
    const struct denominate_request *request;
    struct panel *panel;
    size_t column;
    struct tally missing, zero, not_finite; /* `value`: what was to be divided */
};

/** A denominator as it stands in the regions file or in the cell of another indicator. */
struct divisor {
    bool present;
    double value;
    enum observation observation;
    day_number day; /* last day of its observation; DAY_NONE: of no time, or the period's */
};

static struct divisor find_divisor(const struct denominate_request *request, size_t period, size_t region)
{
    if (request->per->kind == PER_COLUMN) {
        double value = request->by_region[region];
        return (struct divisor){!isnan(value), value, OBSERVATION_NORMAL, DAY_NONE};
    }
    const struct panel *panel = request->panel;
    size_t cell = panel_cell(panel, period, request->per->indicator, region);
    enum observation observation = (enum observation)panel->observation[cell];
    return (struct divisor){
        .present = observation_present(panel->observation[cell]),
        .value = panel->value[cell],
        .observation = observation,
        .day = panel->observed ? panel->observed[cell] : DAY_NONE,
    };
}

/** What was measured in full is only as good as what it is divided by. */
static enum observation combine(enum observation value, enum observation divisor)
{
    bool normal = observation_descriptions[value].letter == 'A';
    return normal && observation_descriptions[divisor].letter != 'A' ? divisor : value;
}

/** The older of two observation days of a period; DAY_NONE is the period's own last day. */
static day_number older(const struct period_axis *axis, size_t period, day_number one, day_number other)
{
    day_number last = period_last_day(axis->frequency, axis_period(axis, period));
    one = one == DAY_NONE ? last : one;
    other = other == DAY_NONE ? last : other;
    day_number day = one < other ? one : other;
    return day == last ? DAY_NONE : day;
}

static double held(double bound, double value)
{
    return isfinite(bound) ? bound : value;
}

/** Sets the quotient with its bounds and its day; the result is finite. */
static void set_quotient(struct denominating *all, size_t period, size_t cell, double by, const struct divisor *divisor)
{
    struct panel *panel = all->panel;
    double quotient = panel->value[cell] / by;
    double low = panel->low ? panel->low[cell] / by : quotient;
    double high = panel->high ? panel->high[cell] / by : quotient;
    panel_set(panel, cell, quotient, combine((enum observation)panel->observation[cell], divisor->observation));
    if (panel->low) {
        panel->low[cell] = held(by < 0 ? high : low, quotient);
        panel->high[cell] = held(by < 0 ? low : high, quotient);
    }
    if (panel->observed) {
        panel->observed[cell] = older(all->request->axis, period, panel->observed[cell], divisor->day);
    }
}

static void divide_cell(struct denominating *all, size_t period, size_t region)
{
    struct panel *panel = all->panel;
    size_t cell = panel_cell(panel, period, all->column, region);
    double value = panel->value[cell];
    if (!observation_present(panel->observation[cell])) {
        return;
    }
    struct divisor divisor = find_divisor(all->request, period, region);
    double by = divisor.value / all->request->per->factor;
    if (!divisor.present) {
        tally_add(&all->missing, value, period, region);
        panel_set_missing(panel, cell, OBSERVATION_INPUT_MISSING);
    } else if (divisor.value == 0) {
        tally_add(&all->zero, value, period, region);
        panel_set_missing(panel, cell, OBSERVATION_ZERO_DENOMINATOR);
    } else if (!isfinite(by) || !isfinite(value / by)) {
        tally_add(&all->not_finite, value, period, region);
        panel_set_missing(panel, cell, OBSERVATION_NOT_FINITE);
    } else {
        set_quotient(all, period, cell, by, &divisor);
    }
}

static void report(const struct denominating *all, const struct tally *tally, enum diagnostic_code code,
                   const char *words, const char *hint)
{
    const struct denominate_request *request = all->request;
    char first[TALLY_TEXT_SIZE];
    if (tally->count > 0) {
        diagnostics_report(all->context, code, request->per->at, hint,
                           "indicator '%s': %llu value%s missing, as %s '%s' %s, %s", request->id,
                           (unsigned long long)tally->count, tally->count == 1 ? " is" : "s are",
                           code == DIAGNOSTIC_DENOMINATED_NOT_FINITE ? "the quotient with" : "the denominator",
                           request->per->name, words, tally_first(tally, request->regions, request->axis, first));
    }
}

tocsin_status denominate_column(tocsin_context *context, const struct denominate_request *request, struct panel *panel,
                                size_t column)
{
    uint64_t mark = diagnostics_mark(context);
    struct denominating all = {.context = context, .request = request, .panel = panel, .column = column};
    if (request->per->kind == PER_NOTHING) {
        return TOCSIN_OK;
    }
    if (request->per->kind == PER_COLUMN ? !request->by_region : !request->panel) {
        return TOCSIN_ERROR_INTERNAL;
    }
    for (size_t period = 0; period < panel->periods; period++) {
        for (size_t region = 0; region < panel->regions; region++) {
            divide_cell(&all, period, region);
        }
    }
    report(&all, &all.missing, DIAGNOSTIC_DENOMINATOR_MISSING, "is", NULL);
    report(&all, &all.zero, DIAGNOSTIC_DENOMINATOR_ZERO, "is zero",
           "such values are left missing; leave the denominator empty where it is not known");
    report(&all, &all.not_finite, DIAGNOSTIC_DENOMINATED_NOT_FINITE, "is not a finite number", NULL);
    return diagnostics_since(context, mark);
}
