/** The children of a node as columns of complete cells, and what the methods of weighting have to say about them. */
#include "base/compensated_sum.h"
#include "panel/tally.h"
#include "score/statistics.h"
#include "score/weight_method.h"
#include <stdio.h>

static bool is_present(const struct weight_source *source, size_t period, size_t region)
{
    size_t cell = panel_cell(source->panel, period, source->column, region);
    return observation_present(source->panel->observation[cell]);
}

/** Finds the complete cells; `present` [child] counts those of each child. */
static void find_cells(struct weight_work *work, size_t *present)
{
    const struct panel *panel = work->request->normalised;
    for (size_t period = 0; period < panel->periods; period++) {
        for (size_t region = 0; region < panel->regions; region++) {
            size_t found = 0;
            for (size_t i = 0; i < work->count; i++) {
                bool here = is_present(&work->sources[i], period, region);
                present[i] += here;
                found += here;
            }
            if (found == work->count) {
                work->places[work->cells++] = period * panel->regions + region;
            }
        }
    }
}

static tocsin_status report_few(const struct weight_work *work, size_t least, const size_t *present)
{
    size_t scarce = 0;
    for (size_t i = 1; i < work->count; i++) {
        scarce = present[i] < present[scarce] ? i : scarce;
    }
    return diagnostics_report(
        work->context, DIAGNOSTIC_WEIGHTS_CELLS, work->node->weights.at,
        "fill gaps with 'missing', leave the child out, or give the weights in numbers",
        "weights '%s' of node '%s' need %zu cells (a region in a period) or more in which every child has a value, but "
        "there are %zu of %zu; '%s' has the fewest values, %zu",
        weight_names[work->node->weights.method], work->node->id, least, work->cells,
        work->request->normalised->periods * work->request->normalised->regions, weight_child(work, scarce)->id,
        present[scarce]);
}

tocsin_status weight_gather(struct weight_work *work, size_t least)
{
    const struct panel *panel = work->request->normalised;
    size_t *present = arena_allocate(work->arena, work->count, sizeof *present);
    work->places = arena_allocate(work->arena, panel->periods * panel->regions, sizeof *work->places);
    if (!present || !work->places) {
        return TOCSIN_ERROR_MEMORY;
    }
    find_cells(work, present);
    work->outcome->cells = work->cells;
    if (work->cells < least) {
        return report_few(work, least, present);
    }
    work->values = arena_allocate(work->arena, work->count, work->cells * sizeof *work->values);
    if (!work->values) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < work->count; i++) {
        const struct weight_source *source = &work->sources[i];
        for (size_t k = 0; k < work->cells; k++) {
            size_t period = work->places[k] / panel->regions;
            size_t cell = panel_cell(source->panel, period, source->column, work->places[k] % panel->regions);
            work->values[i * work->cells + k] = source->panel->value[cell];
        }
    }
    return TOCSIN_OK;
}

size_t weight_mark_constant(const struct weight_work *work, bool *constant)
{
    size_t count = 0;
    for (size_t i = 0; i < work->count; i++) {
        struct statistics statistics;
        statistics_of(work->values + i * work->cells, work->cells, &statistics);
        constant[i] = statistics_constant(&statistics);
        count += constant[i];
    }
    return count;
}

size_t weight_report_constant(const struct weight_work *work, bool *constant)
{
    char names[WEIGHT_NAMES_SIZE];
    size_t count = weight_mark_constant(work, constant);
    if (count > 0 && count < work->count) {
        diagnostics_report(work->context, DIAGNOSTIC_WEIGHTS_CONSTANT, work->node->weights.at,
                           "leave out what never varies, or give the weights in numbers",
                           "in node '%s' %s never %s in the %zu cells, and %s 0 by '%s'", work->node->id,
                           weight_names_of(work, constant, names), count == 1 ? "varies" : "vary", work->cells,
                           count == 1 ? "weighs" : "weigh", weight_names[work->node->weights.method]);
    }
    return count;
}

tocsin_status weight_report_negative(const struct weight_work *work, const struct tally *tally, size_t child)
{
    const struct weight_request *request = work->request;
    char first[TALLY_TEXT_SIZE];
    if (tally->count == 0) {
        return TOCSIN_OK;
    }
    return diagnostics_report(
        work->context, DIAGNOSTIC_WEIGHTS_BELOW_ZERO, work->node->weights.at,
        "normalise onto a scale that begins at zero or above, as 'minmax' does",
        "weights '%s' of node '%s' need values of 0 or more, but %llu %s below, %s, of child '%s'",
        weight_names[work->node->weights.method], work->node->id, (unsigned long long)tally->count,
        tally->count == 1 ? "is" : "are", tally_first(tally, request->regions, request->axis, first),
        weight_child(work, child)->id);
}

const char *weight_names_of(const struct weight_work *work, const bool *marked, char text[WEIGHT_NAMES_SIZE])
{
    size_t left = 0;
    size_t length = 0;
    for (size_t i = 0; i < work->count; i++) {
        left += marked[i];
    }
    text[0] = '\0';
    for (size_t i = 0; i < work->count && length < WEIGHT_NAMES_SIZE; i++) {
        if (marked[i]) {
            const char *join = length == 0 ? "" : left == 1 ? " and " : ", ";
            int written =
                snprintf(text + length, WEIGHT_NAMES_SIZE - length, "%s'%s'", join, weight_child(work, i)->id);
            length += written > 0 ? (size_t)written : 0;
            left--;
        }
    }
    return text;
}

tocsin_status weight_settle(struct weight_work *work, const char *why)
{
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < work->count; i++) {
        compensated_sum_add(&sum, work->weight[i]);
    }
    double total = compensated_sum_value(&sum);
    for (size_t i = 0; i < work->count && total > 0; i++) {
        work->weight[i] /= total;
    }
    if (total > 0) {
        return TOCSIN_OK;
    }
    return diagnostics_report(work->context, DIAGNOSTIC_WEIGHTS_ALL_ZERO, work->node->weights.at,
                              "give the weights in numbers, or take another method",
                              "weights '%s' of node '%s' are all 0: %s", weight_names[work->node->weights.method],
                              work->node->id, why);
}
