/** Gathers the cells of a game: their two states, and who plays. */
#include "score/contribution_parts.h"
#include <string.h>

/** The panel's cell of an indicator. */
static size_t cell_of(const struct contribution_setup *setup, size_t leaf, const struct contribution_cell *cell)
{
    return panel_cell(setup->request->normalised, cell->period, setup->tree->nodes[leaf].indicator, cell->region);
}

static void gather_leaf(struct contribution_game *game, const struct contribution_pair *pairs, size_t leaf)
{
    const struct panel *panel = game->setup->request->normalised;
    const struct contribution_columns *actual = &game->state[STATE_ACTUAL][leaf];
    const struct contribution_columns *base = &game->state[STATE_BASE][leaf];
    double reference = game->setup->request->reference[game->setup->tree->nodes[leaf].indicator];
    for (size_t i = 0; i < game->cells; i++) {
        size_t cell = cell_of(game->setup, leaf, &pairs[i].actual);
        actual->value[i] = panel->value[cell];
        actual->observation[i] = panel->observation[cell];
        if (game->is_level) {
            base->observation[i] = actual->observation[i];
            base->value[i] = observation_present(actual->observation[i]) ? reference : 0;
        } else {
            cell = cell_of(game->setup, leaf, &pairs[i].base);
            base->value[i] = panel->value[cell];
            base->observation[i] = panel->observation[cell];
        }
    }
}

/** The weights that cells have of their own for a node, as far as the kernel goes by them. */
static void gather_weights(struct contribution_game *game, const struct contribution_pair *pairs, size_t node)
{
    const struct contribution_request *request = game->setup->request;
    double *actual = game->state[STATE_ACTUAL][node].weight;
    double *base = game->state[STATE_BASE][node].weight;
    size_t regions = request->normalised->regions;
    for (size_t i = 0; i < game->cells; i++) {
        const struct contribution_cell *before = game->is_level ? &pairs[i].actual : &pairs[i].base;
        actual[i] = request->weights->cell[node][pairs[i].actual.period * regions + pairs[i].actual.region];
        base[i] = request->weights->cell[node][before->period * regions + before->region];
        game->moves[node] = game->moves[node] || actual[i] != base[i];
    }
    game->any_moves = game->any_moves || game->moves[node];
}

/** What of a node of the cell decides who plays: whether it is there now, before, and is not the same (of a leaf). */
static unsigned pattern_of(const struct contribution_game *game, const struct contribution_pair *pair, size_t node)
{
    const struct contribution_request *request = game->setup->request;
    bool leaf = !contribution_is_inner(game->setup, node);
    const struct index_node *about = &game->setup->tree->nodes[node];
    const struct panel *panel = leaf ? request->normalised : request->nodes;
    size_t column = leaf ? about->indicator : about->inner;
    const struct contribution_cell *base = game->is_level ? &pair->actual : &pair->base;
    size_t actual_cell = panel_cell(panel, pair->actual.period, column, pair->actual.region);
    size_t base_cell = panel_cell(panel, base->period, column, base->region);
    bool now = observation_present(panel->observation[actual_cell]);
    bool before = observation_present(panel->observation[base_cell]);
    double value = leaf && game->is_level ? request->reference[about->indicator] : panel->value[base_cell];
    bool differs = leaf && now && before && panel->value[actual_cell] != value;
    bool moves = false;
    if (game->state[STATE_ACTUAL][node].weight && !game->is_level) {
        const double *weight = request->weights->cell[node];
        size_t regions = request->normalised->regions;
        moves = weight[pair->actual.period * regions + pair->actual.region] !=
                weight[base->period * regions + base->region];
    }
    return (unsigned)now | (unsigned)before << 1 | (unsigned)differs << 2 | (unsigned)moves << 3;
}

/** FNV-1a: of patterns that fall together nothing worse comes than players without a part. */
uint64_t contribution_pattern(const struct contribution_game *game, const struct contribution_pair *pair)
{
    uint64_t pattern = 0xcbf29ce484222325U;
    for (size_t k = 0; k < game->setup->tree->count; k++) {
        if (game->inside[k]) {
            pattern = (pattern ^ pattern_of(game, pair, k)) * 0x100000001b3U;
        }
    }
    return pattern;
}

/** Where the indicator, or the weight of its own, is not the same in the two states. */
static void find_active(struct contribution_game *game, size_t leaf)
{
    const struct contribution_columns *actual = &game->state[STATE_ACTUAL][leaf];
    const struct contribution_columns *base = &game->state[STATE_BASE][leaf];
    uint8_t *active = game->active[leaf];
    for (size_t i = 0; i < game->cells; i++) {
        bool now = observation_present(actual->observation[i]);
        bool before = observation_present(base->observation[i]);
        bool moved = game->moves[leaf] && actual->weight[i] != base->weight[i];
        active[i] = now != before || (now && actual->value[i] != base->value[i]) || moved;
    }
}

static bool is_below(const struct index_tree *tree, size_t node, size_t above)
{
    while (node != INDEX_NONE && node != above) {
        node = tree->nodes[node].parent;
    }
    return node == above;
}

static bool is_there(const struct contribution_game *game, size_t leaf, size_t cell)
{
    return observation_present(game->state[STATE_ACTUAL][leaf].observation[cell]) ||
           observation_present(game->state[STATE_BASE][leaf].observation[cell]);
}

/** Where the weight of a node moves, all indicators below it that are there have a part in that. */
static void activate_below(struct contribution_game *game, size_t node, size_t cell)
{
    const struct index_tree *tree = game->setup->tree;
    bool any = false;
    for (size_t k = 0; k < tree->count; k++) {
        any = any || (!contribution_is_inner(game->setup, k) && game->inside[k] && is_below(tree, k, node) &&
                      is_there(game, k, cell));
    }
    for (size_t k = 0; k < tree->count; k++) {
        if (!contribution_is_inner(game->setup, k) && game->inside[k] && is_below(tree, k, node) &&
            (!any || is_there(game, k, cell))) {
            game->active[k][cell] = true;
        }
    }
}

static void find_moved(struct contribution_game *game)
{
    for (size_t k = 0; k < game->setup->tree->count; k++) {
        if (!game->moves[k] || !contribution_is_inner(game->setup, k)) {
            continue;
        }
        const double *actual = game->state[STATE_ACTUAL][k].weight;
        const double *base = game->state[STATE_BASE][k].weight;
        for (size_t i = 0; i < game->cells; i++) {
            if (actual[i] != base[i]) {
                activate_below(game, k, i);
            }
        }
    }
}

/** A node plays if one of its indicators is active in some cell. */
static void find_players(struct contribution_game *game)
{
    const struct index_tree *tree = game->setup->tree;
    for (size_t k = tree->count; k-- > 0;) {
        if (!contribution_is_inner(game->setup, k) && game->inside[k]) {
            game->player[k] = memchr(game->active[k], 1, game->cells) != NULL;
        }
        if (game->player[k] && k != game->top) {
            game->player[tree->nodes[k].parent] = true;
        }
    }
}

/** How many active indicators are below each node. */
static void count_active(struct contribution_game *game)
{
    const struct index_tree *tree = game->setup->tree;
    for (size_t k = tree->count; k-- > 0;) {
        double *count = game->active_count[k];
        for (size_t i = 0; game->inside[k] && i < game->cells; i++) {
            count[i] = contribution_is_inner(game->setup, k) ? 0 : game->active[k][i];
        }
        for (size_t j = 0; game->inside[k] && j < tree->nodes[k].child_count; j++) {
            size_t child = tree->nodes[k].children[j];
            for (size_t i = 0; game->inside[child] && i < game->cells; i++) {
                count[i] += game->active_count[child][i];
            }
        }
    }
}

void contribution_gather(struct contribution_game *game, const struct contribution_pair *pairs)
{
    const struct contribution_setup *setup = game->setup;
    game->any_moves = false;
    for (size_t k = 0; k < setup->tree->count; k++) {
        game->player[k] = false;
        game->moves[k] = false;
        if (game->inside[k] && k != game->top && game->state[STATE_ACTUAL][k].weight) {
            gather_weights(game, pairs, k);
        }
        if (game->inside[k] && !contribution_is_inner(setup, k)) {
            gather_leaf(game, pairs, k);
            find_active(game, k);
            memset(game->part[k], 0, game->cells * sizeof(double));
        }
    }
    if (game->any_moves) {
        find_moved(game);
        count_active(game);
    }
    find_players(game);
}
