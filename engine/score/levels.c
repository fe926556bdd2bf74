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

static int16_t band_of(const struct level_rules *rules, double score)
{
    size_t band = 0;
    while (band + 1 < rules->count && score >= rules->bands[band + 1].from) {
        band++;
    }
    return (int16_t)band;
}

struct level_state {
    int16_t level;  /* -1: no score yet */
    uint32_t below; /* successive scores under the level's bound less `down` */
};

static void advance(const struct level_rules *rules, double score, struct level_state *state)
{
    int16_t band = band_of(rules, score);
    if (state->level < 0 || rules->periods == 0 || band >= state->level) {
        *state = (struct level_state){band, 0};
        return;
    }
    if (score >= rules->bands[state->level].from - rules->down) {
        state->below = 0;
        return;
    }
    state->below++;
    if (state->below >= rules->periods) {
        *state = (struct level_state){(int16_t)(state->level - 1), 0};
    }
}

void levels_compute(const struct panel *nodes, const struct level_rules *rules, int16_t *level)
{
    for (size_t region = 0; region < nodes->regions; region++) {
        struct level_state state = {-1, 0};
        for (size_t period = 0; period < nodes->periods; period++) {
            size_t cell = panel_cell(nodes, period, 0, region);
            int16_t reached = -1;
            if (rules->count > 0 && observation_present(nodes->observation[cell])) {
                advance(rules, nodes->value[cell], &state);
                reached = state.level;
            }
            level[period * nodes->regions + region] = reached;
        }
    }
}
