/** Looks through all regions and periods of both runs for scores that the other has not. */
#include "analysis/compare_only.h"
#include <stdio.h>

enum { WHY_SIZE = 160 };

struct only {
    const struct compare_request *request;
    struct comparison *comparison;
    int side; /* the run whose scores are looked at */
};

/** The cell of a run's score by its period and the region's id; false if the run has no such period or region. */
static bool find_cell(const struct result *result, period_number period, const char *id, size_t *cell, const char **why)
{
    size_t region = 0;
    if (!region_table_find(result->regions, id, &region)) {
        *why = "does not have the region";
        return false;
    }
    if (period < result->axis.first || period >= axis_period(&result->axis, result->axis.count)) {
        *why = "does not score the period";
        return false;
    }
    *cell = result_score_cell(result, (size_t)(period - result->axis.first), region);
    return true;
}

static bool has_score(const struct result *result, period_number period, const char *id)
{
    size_t cell = 0;
    const char *why = NULL;
    return find_cell(result, period, id, &cell, &why) && observation_present(result->nodes->observation[cell]);
}

/** Why the other run has no score there. */
static const char *reason(const struct only *only, period_number period, const char *id)
{
    int other = only->side == SIDE_A ? SIDE_B : SIDE_A;
    char letter = other == SIDE_A ? 'A' : 'B';
    char text[WHY_SIZE];
    const struct result *result = only->request->results[other];
    size_t cell = 0;
    const char *why = NULL;
    if (find_cell(result, period, id, &cell, &why)) {
        snprintf(text, sizeof text, "in %c the score %s", letter,
                 observation_descriptions[result->nodes->observation[cell]].words);
    } else {
        snprintf(text, sizeof text, "%c %s", letter, why);
    }
    return arena_text(&only->comparison->arena, text);
}

static tocsin_status add(const struct only *only, const char *period, size_t own_period, size_t region)
{
    const struct result *result = only->request->results[only->side];
    struct arena *arena = &only->comparison->arena;
    const struct region *about = &result->regions->regions[region];
    size_t cell = result_region_cell(result, own_period, region);
    const char *level = only->request->levels[only->side][cell];
    struct data_cell *cells = data_table_add(arena, &only->comparison->tables[COMPARISON_ONLY]);
    if (!cells) {
        return TOCSIN_ERROR_MEMORY;
    }
    *cells++ = data_text(period);
    *cells++ = data_text(arena_text(arena, about->id));
    *cells++ = data_text(arena_text(arena, about->name));
    *cells++ = data_text(only->side == SIDE_A ? "a" : "b");
    *cells++ = data_text(only->side == SIDE_A ? "gone" : "appeared");
    *cells++ = data_number(result->nodes->value[result_score_cell(result, own_period, region)]);
    *cells++ = data_count((size_t)result->rank[cell]);
    *cells++ = data_text(level ? arena_text(arena, level) : NULL);
    *cells++ = data_text(reason(only, axis_period(&result->axis, own_period), about->id));
    only->comparison->only[only->side]++;
    return TOCSIN_OK;
}

/** The scores of a period that the other run has not. */
static tocsin_status take_period(const struct only *only, period_number period, const char *text)
{
    const struct result *result = only->request->results[only->side];
    const struct result *other = only->request->results[only->side == SIDE_A ? SIDE_B : SIDE_A];
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < result->regions->count && status == TOCSIN_OK; i++) {
        const char *id = result->regions->regions[i].id;
        if (has_score(result, period, id) && !has_score(other, period, id)) {
            status = add(only, text, (size_t)(period - result->axis.first), i);
        }
    }
    return status;
}

tocsin_status compare_only_tabulate(const struct compare_request *request, struct comparison *comparison)
{
    struct only only = {request, comparison, SIDE_A};
    const struct period_axis *a = &request->results[SIDE_A]->axis;
    const struct period_axis *b = &request->results[SIDE_B]->axis;
    period_number first = a->first < b->first ? a->first : b->first;
    period_number a_end = axis_period(a, a->count);
    period_number b_end = axis_period(b, b->count);
    tocsin_status status = TOCSIN_OK;
    for (period_number period = first; period < a_end || period < b_end; period++) {
        char text[PERIOD_TEXT_SIZE];
        const char *kept = arena_text(&comparison->arena, period_format(text, b->frequency, period));
        for (only.side = SIDE_A; only.side < SIDE_COUNT && status == TOCSIN_OK; only.side++) {
            status = take_period(&only, period, kept);
        }
    }
    return status;
}
