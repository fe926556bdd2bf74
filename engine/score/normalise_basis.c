/** Finds the values of reference and the means of bases, and tells where there are none. */
#include "score/normalise_basis.h"
#include "base/compensated_sum.h"
#include "base/number.h"
#include "base/text.h"
#include "score/statistics.h"
#include <stdio.h>

enum { WORDS_SIZE = 256, HINT_SIZE = 128 };

static enum basis_kind kind_of(const struct normalisation *normalisation)
{
    switch (normalisation->method) {
    case NORMALISE_DISTANCE_TO_REFERENCE:
        return BASIS_PERIOD;
    case NORMALISE_BASE_RATIO:
        return BASIS_REGION;
    default:
        return BASIS_NONE;
    }
}

static tocsin_status find_region(tocsin_context *context, const struct normalise_request *request, size_t *region)
{
    const struct region_table *regions = request->regions;
    const char *id = request->normalisation->region;
    if (!regions || !id) {
        return TOCSIN_ERROR_INTERNAL;
    }
    if (region_table_find(regions, id, region)) {
        return TOCSIN_OK;
    }
    char hint[HINT_SIZE];
    const char *nearest = text_nearest(id, regions->regions, regions->count, sizeof *regions->regions);
    return diagnostics_report(context, DIAGNOSTIC_NORMALISE_REGION, request->normalisation->region_at,
                              text_suggestion(hint, sizeof hint, nearest),
                              "indicator '%s': normalisation '%s' names the region '%s', which the model does not have",
                              request->id, normalise_names[request->normalisation->method], id);
}

static void find_values_of(const struct panel *panel, size_t column, size_t region, struct normalise_basis *basis)
{
    for (size_t period = 0; period < panel->periods; period++) {
        size_t cell = panel_cell(panel, period, column, region);
        bool present = observation_present(panel->observation[cell]);
        basis->value[period] = present ? panel->value[cell] : 0;
        basis->fault[period] = present ? OBSERVATION_NORMAL : OBSERVATION_NO_REFERENCE;
    }
}

/** The mean of a region's values in the base, summed from the first period on. */
static void find_mean_of(const struct normalise_request *request, const struct panel *panel, size_t column,
                         const struct period_axis *axis, size_t region, struct normalise_basis *basis)
{
    const struct statistics_over base = {OVER_RANGE, request->normalisation->from, request->normalisation->to};
    struct compensated_sum sum = {0};
    size_t count = 0;
    for (size_t period = 0; period < panel->periods; period++) {
        size_t cell = panel_cell(panel, period, column, region);
        if (observation_present(panel->observation[cell]) && statistics_over_period(&base, axis, period)) {
            compensated_sum_add(&sum, panel->value[cell]);
            count++;
        }
    }
    double mean = count > 0 ? compensated_sum_value(&sum) / (double)count : 0;
    basis->value[region] = isfinite(mean) ? mean : 0;
    basis->fault[region] = count == 0       ? OBSERVATION_NO_REFERENCE
                           : isfinite(mean) ? OBSERVATION_NORMAL
                                            : OBSERVATION_NOT_FINITE;
}

tocsin_status normalise_basis_find(tocsin_context *context, const struct normalise_request *request,
                                   const struct panel *panel, size_t column, const struct period_axis *axis,
                                   struct normalise_basis *basis)
{
    size_t reference = 0;
    basis->kind = kind_of(request->normalisation);
    if (basis->kind == BASIS_NONE) {
        return TOCSIN_OK;
    }
    if (basis->kind == BASIS_PERIOD) {
        tocsin_status status = find_region(context, request, &reference);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    size_t count = basis->kind == BASIS_PERIOD ? panel->periods : panel->regions;
    basis->value = memory_allocate(context, count, sizeof *basis->value);
    basis->fault = memory_allocate(context, count, sizeof *basis->fault);
    basis->met = memory_allocate(context, count, sizeof *basis->met);
    if (!basis->value || !basis->fault || !basis->met) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (basis->kind == BASIS_PERIOD) {
        find_values_of(panel, column, reference, basis);
        return TOCSIN_OK;
    }
    for (size_t region = 0; region < panel->regions; region++) {
        find_mean_of(request, panel, column, axis, region, basis);
    }
    return TOCSIN_OK;
}

void normalise_basis_end(tocsin_context *context, struct normalise_basis *basis)
{
    memory_release(context, basis->value);
    memory_release(context, basis->fault);
    memory_release(context, basis->met);
}

enum observation normalise_basis_compare(struct normalise_basis *basis, struct normaliser *normaliser, size_t period,
                                         size_t region)
{
    if (basis->kind == BASIS_NONE) {
        return OBSERVATION_NORMAL;
    }
    size_t at = basis->kind == BASIS_PERIOD ? period : region;
    enum observation fault = (enum observation)basis->fault[at];
    if (fault == OBSERVATION_NORMAL) {
        fault = normaliser_compare(normaliser, basis->value[at]);
    }
    if (fault != OBSERVATION_NORMAL && !basis->met[at]) {
        tally_add(&basis->faults[fault], basis->value[at], period, region);
    }
    basis->met[at] = true;
    return fault;
}

/** "in 2 of 3 periods, first in 2019" or "for 2 of 51 regions, first 'AUS'". */
static const char *where_is(const struct normalise_request *request, const struct panel *panel,
                            const struct period_axis *axis, const struct normalise_basis *basis,
                            const struct tally *tally, char text[TALLY_TEXT_SIZE])
{
    unsigned long long count = tally->count;
    char period[PERIOD_TEXT_SIZE];
    if (basis->kind == BASIS_PERIOD) {
        snprintf(text, TALLY_TEXT_SIZE, "in %llu of %zu periods, first in %s", count, panel->periods,
                 axis_format(period, axis, tally->period));
    } else if (request->regions) {
        snprintf(text, TALLY_TEXT_SIZE, "for %llu of %zu regions, first '%s'", count, panel->regions,
                 request->regions->regions[tally->region].id);
    } else {
        snprintf(text, TALLY_TEXT_SIZE, "for %llu of %zu regions", count, panel->regions);
    }
    return text;
}

/** Why the first of them cannot be compared with. */
static void explain(const struct normalise_request *request, const struct normalise_basis *basis,
                    enum observation fault, char words[WORDS_SIZE])
{
    const struct normalisation *normalisation = request->normalisation;
    bool safety = request->direction == DIRECTION_SAFETY;
    char value[NUMBER_TEXT_SIZE];
    char from[PERIOD_TEXT_SIZE];
    char to[PERIOD_TEXT_SIZE];
    number_format(value, basis->faults[fault].value, -1);
    if (fault == OBSERVATION_NOT_FINITE) {
        snprintf(words, WORDS_SIZE, "the range of its values is too large a number");
    } else if (basis->kind == BASIS_PERIOD && fault == OBSERVATION_NO_REFERENCE) {
        snprintf(words, WORDS_SIZE, "region '%s' has no value there", normalisation->region);
    } else if (basis->kind == BASIS_PERIOD) {
        snprintf(words, WORDS_SIZE, "the value of region '%s', %s, is not %s value", normalisation->region, value,
                 safety ? "below the highest" : "above the lowest");
    } else if (fault == OBSERVATION_NO_REFERENCE) {
        snprintf(words, WORDS_SIZE, "no value is in its base, from %s to %s",
                 period_format(from, FREQUENCY_DAY, normalisation->from),
                 period_format(to, FREQUENCY_DAY, normalisation->to));
    } else {
        snprintf(words, WORDS_SIZE, "the mean of its base is %s", value);
    }
}

void normalise_basis_report(tocsin_context *context, const struct normalise_request *request, const struct panel *panel,
                            const struct period_axis *axis, const struct normalise_basis *basis)
{
    static const struct {
        enum observation fault;
        enum diagnostic_code code;
        const char *hint;
    } kinds[] = {
        {OBSERVATION_NO_REFERENCE, DIAGNOSTIC_NORMALISE_NO_REFERENCE,
         "values count as they are after 'missing' and 'treat', in the periods that are scored"},
        {OBSERVATION_ZERO_DENOMINATOR, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR, NULL},
        {OBSERVATION_NOT_POSITIVE, DIAGNOSTIC_NORMALISE_NOT_POSITIVE,
         "a ratio to a mean below zero falls where the value rises"},
        {OBSERVATION_NOT_FINITE, DIAGNOSTIC_NORMALISE_NOT_FINITE, NULL},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct tally *tally = &basis->faults[kinds[i].fault];
        char where[TALLY_TEXT_SIZE];
        char words[WORDS_SIZE];
        if (tally->count > 0) {
            explain(request, basis, kinds[i].fault, words);
            diagnostics_report(context, kinds[i].code, request->at, kinds[i].hint,
                               "indicator '%s' is missing %s: '%s' has nothing to divide by, as %s", request->id,
                               where_is(request, panel, axis, basis, tally, where),
                               normalise_names[request->normalisation->method], words);
        }
    }
}
