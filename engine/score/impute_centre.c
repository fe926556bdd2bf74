/** The rules that fill gaps from the other regions of the period: mean and median, of all or of a group. */
#include "base/compensated_sum.h"
#include "score/imputation.h"
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAMED_SIZE = 128 }; /* longer ids are cut */

/** A region and its group: sorted by group, and within a group in the order of regions. */
struct member {
    uint32_t group;
    uint32_t region;
};

struct centring {
    const struct imputation *imputation;
    struct member *members; /* [region] */
    double *values;         /* room for all regions */
    bool mean;              /* else the median */
};

static int compare_members(const void *left, const void *right)
{
    const struct member *one = left;
    const struct member *other = right;
    int order = (one->group > other->group) - (one->group < other->group);
    return order != 0 ? order : (one->region > other->region) - (one->region < other->region);
}

double impute_centre_of(bool mean, double *values, size_t count)
{
    if (mean) {
        return compensated_mean(values, count);
    }
    gsl_sort(values, 1, count);
    return gsl_stats_median_from_sorted_data(values, 1, count);
}

static void fill_group(const struct centring *centring, size_t period, const struct member *members, size_t count)
{
    const struct imputation *imputation = centring->imputation;
    struct panel *panel = imputation->panel;
    size_t there = 0;
    for (size_t i = 0; i < count; i++) {
        if (imputation_is_there(imputation, period, members[i].region)) {
            centring->values[there++] = panel->value[imputation_cell(imputation, period, members[i].region)];
        }
    }
    if (there == 0 || there == count) {
        return;
    }
    double centre = impute_centre_of(centring->mean, centring->values, there);
    for (size_t i = 0; i < count; i++) {
        imputation_fill(panel, imputation_cell(imputation, period, members[i].region), centre);
    }
}

/** Fills all scored periods from each group of regions by itself; those of no group come last and are passed by. */
static void fill_groups(const struct centring *centring)
{
    const struct imputation *imputation = centring->imputation;
    size_t regions = imputation->panel->regions;
    size_t start = 0;
    while (start < regions && centring->members[start].group != UINT32_MAX) {
        size_t end = start + 1;
        while (end < regions && centring->members[end].group == centring->members[start].group) {
            end++;
        }
        for (size_t period = imputation->request->first_scored; period < imputation->panel->periods; period++) {
            fill_group(centring, period, &centring->members[start], end - start);
        }
        start = end;
    }
}

static bool has_gap(const struct imputation *imputation, size_t region)
{
    size_t period = imputation->request->first_scored;
    while (period < imputation->panel->periods &&
           !imputation_may_fill(imputation->panel, imputation_cell(imputation, period, region))) {
        period++;
    }
    return period < imputation->panel->periods;
}

/** Tells of regions that keep gaps because the column of groups has nothing for them. */
static tocsin_status report_no_group(const struct imputation *imputation)
{
    const struct impute_request *request = imputation->request;
    size_t count = 0;
    size_t first = 0;
    for (size_t region = 0; region < imputation->panel->regions; region++) {
        if (request->groups[region] == UINT32_MAX && has_gap(imputation, region)) {
            first = count++ == 0 ? region : first;
        }
    }
    if (count == 0) {
        return TOCSIN_OK;
    }
    char named[NAMED_SIZE] = "";
    if (request->regions) {
        snprintf(named, sizeof named, ", first '%s'", request->regions->regions[first].id);
    }
    return diagnostics_report(imputation->context, DIAGNOSTIC_IMPUTE_NO_GROUP, request->rule->at, NULL,
                              "indicator '%s': gaps of %zu region%s stay%s, as '%s' names no group there", request->id,
                              count, count == 1 ? "" : "s", named, request->rule->group);
}

tocsin_status impute_centre(const struct imputation *imputation)
{
    const struct impute_request *request = imputation->request;
    enum missing_method method = request->rule->method;
    bool grouped = method == MISSING_GROUP_MEAN || method == MISSING_GROUP_MEDIAN;
    size_t regions = imputation->panel->regions;
    if (grouped && !request->groups) {
        return TOCSIN_ERROR_INTERNAL;
    }
    struct centring centring = {
        .imputation = imputation,
        .members = memory_allocate(imputation->context, regions, sizeof *centring.members),
        .values = memory_allocate(imputation->context, regions, sizeof *centring.values),
        .mean = method == MISSING_MEAN || method == MISSING_GROUP_MEAN,
    };
    tocsin_status status = centring.members && centring.values ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK) {
        for (size_t i = 0; i < regions; i++) {
            centring.members[i] = (struct member){grouped ? request->groups[i] : 0, (uint32_t)i};
        }
        qsort(centring.members, regions, sizeof *centring.members, compare_members);
        fill_groups(&centring);
        status = grouped ? report_no_group(imputation) : TOCSIN_OK;
    }
    memory_release(imputation->context, centring.members);
    memory_release(imputation->context, centring.values);
    return status;
}
