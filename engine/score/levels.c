/** Where a score stands: among the regions of its period, and among the bands of the scale. */
#include "score/levels.h"
#include "score/gsl_trap.h"
#include <gsl/gsl_sort.h>

/** Scratch of one period: the scores that are there, where they are, and their order. */
struct ranking {
    double *scores;
    size_t *regions;
    size_t *order;
};

static uint32_t rank_period(const struct panel *nodes, size_t period, const struct ranking *ranking, int32_t *rank)
{
    size_t count = 0;
    size_t cell = panel_cell(nodes, period, 0, 0);
    for (size_t i = 0; i < nodes->regions; i++) {
        rank[i] = 0;
        if (observation_present(nodes->observation[cell + i])) {
            ranking->scores[count] = nodes->value[cell + i];
            ranking->regions[count++] = i;
        }
    }
    gsl_sort_index(ranking->order, ranking->scores, 1, count);
    size_t tied_from = count; /* place, from the lowest up, of the highest score of the same value */
    for (size_t i = count; i-- > 0;) {
        size_t at = ranking->order[i];
        if (i + 1 == count || ranking->scores[at] != ranking->scores[ranking->order[i + 1]]) {
            tied_from = i;
        }
        rank[ranking->regions[at]] = (int32_t)(count - tied_from);
    }
    return (uint32_t)count;
}

tocsin_status levels_rank(tocsin_context *context, const struct panel *nodes, int32_t *rank, uint32_t *ranked)
{
    gsl_trap_install();
    struct ranking ranking = {
        .scores = memory_allocate(context, nodes->regions, sizeof(double)),
        .regions = memory_allocate(context, nodes->regions, sizeof(size_t)),
        .order = memory_allocate(context, nodes->regions, sizeof(size_t)),
    };
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    if (ranking.scores && ranking.regions && ranking.order) {
        for (size_t period = 0; period < nodes->periods; period++) {
            ranked[period] = rank_period(nodes, period, &ranking, rank + period * nodes->regions);
        }
        status = TOCSIN_OK;
    }
    memory_release(context, ranking.scores);
    memory_release(context, ranking.regions);
    memory_release(context, ranking.order);
    return status;
}

static struct optional_number number_at(const struct panel *panel, size_t cell)
{
    bool given = observation_present(panel->observation[cell]);
    return (struct optional_number){given, given ? panel->value[cell] : 0};
}

struct alert_reading levels_reading(const struct panel *nodes, const struct panel *raw, const struct alert_rules *rules,
                                    size_t period, size_t region)
{
    struct alert_reading reading = {.score = number_at(nodes, panel_cell(nodes, period, 0, region))};
    if (rules->has_guard && raw) {
        reading.count = number_at(raw, panel_cell(raw, period, rules->guard_indicator, region));
    }
    return reading;
}

tocsin_status levels_compute(tocsin_context *context, const struct panel *nodes, const struct panel *raw,
                             const struct alert_policy *policy, int16_t *level)
{
    struct arena arena;
    tocsin_status status = TOCSIN_OK;
    arena_begin(&arena, context);
    for (size_t region = 0; status == TOCSIN_OK && region < nodes->regions; region++) {
        struct level_state state;
        status = alert_begin(&arena, policy->alerts, &state);
        for (size_t period = 0; status == TOCSIN_OK && period < nodes->periods; period++) {
            struct alert_reading reading = levels_reading(nodes, raw, policy->alerts, period, region);
            struct alert_outcome outcome;
            alert_step(policy, &reading, &state, &outcome);
            level[period * nodes->regions + region] = (int16_t)(reading.score.given ? state.level : -1);
        }
    }
    arena_end(&arena);
    return status;
}
