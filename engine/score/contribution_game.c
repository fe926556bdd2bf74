/** Plays games: evaluates both ends and the mixtures between them, and adds the parts where they belong. */
#include "score/contribution_parts.h"
#include <stdlib.h>
#include <string.h>

static void mark_inside(struct contribution_game *game, size_t top)
{
    const struct index_tree *tree = game->setup->tree;
    game->top = top;
    for (size_t k = 0; k < tree->count; k++) {
        size_t parent = tree->nodes[k].parent;
        game->inside[k] = k == top || (parent != INDEX_NONE && game->inside[parent] && game->setup->has_part[k]);
    }
}

static void place_columns(struct contribution_game *game, size_t node, const struct contribution_columns *columns)
{
    const struct index_node *placed = &game->setup->tree->nodes[node];
    if (placed->inner == INDEX_NONE) {
        game->leaf[placed->indicator] = columns->value;
        game->leaf_observation[placed->indicator] = columns->observation;
    } else {
        game->node[placed->inner] = columns->value;
        game->node_observation[placed->inner] = columns->observation;
        game->node_coverage[placed->inner] = columns->coverage;
    }
    game->cell_weights[node] = columns->weight;
    game->transformed[node] = columns->is_transformed ? columns->transformed : NULL;
}

void contribution_place(struct contribution_game *game, size_t node, enum contribution_state state)
{
    place_columns(game, node, &game->state[state][node]);
    if (game->any_moves) {
        game->arrived[node] = state == STATE_ACTUAL ? game->active_count[node] : game->nothing;
    }
}

void contribution_place_mixture(struct contribution_game *game, size_t node)
{
    place_columns(game, node, &game->mixture[node]);
    if (game->any_moves) {
        game->arrived[node] = game->mixed_count[node];
    }
}

/**
 * A node that is there at both ends is there in between, at its base where the kernel has no value for it; one that is
 * at neither end is nowhere in between. At the base of a score what is missing is missing too.
 */
static void settle_mixture(const struct contribution_game *game, size_t node)
{
    const struct contribution_columns *actual = &game->state[STATE_ACTUAL][node];
    const struct contribution_columns *base = &game->state[STATE_BASE][node];
    const struct contribution_columns *mixture = &game->mixture[node];
    bool missing = !game->lean.complete;
    for (size_t i = 0; !missing && i < game->cells; i++) {
        missing = !observation_present(mixture->observation[i]);
    }
    for (size_t i = 0; missing && i < game->cells; i++) {
        bool now = observation_present(actual->observation[i]);
        bool before = observation_present(base->observation[i]);
        if (!now && !before) {
            mixture->value[i] = 0;
            mixture->observation[i] = actual->observation[i];
        } else if (now && before && !observation_present(mixture->observation[i])) {
            mixture->value[i] = base->value[i];
            mixture->observation[i] = base->observation[i];
        }
    }
}

/** The own weight of an inner node moves from one state to the other as its active indicators come. */
static void mix_weight(struct contribution_game *game, size_t node)
{
    const struct index_node *mixed = &game->setup->tree->nodes[node];
    double *count = game->mixed_count[node];
    memset(count, 0, game->cells * sizeof *count);
    for (size_t k = 0; k < mixed->child_count; k++) {
        size_t child = mixed->children[k];
        for (size_t i = 0; game->inside[child] && i < game->cells; i++) {
            count[i] += game->arrived[child][i];
        }
    }
    const double *actual = game->state[STATE_ACTUAL][node].weight;
    const double *base = game->state[STATE_BASE][node].weight;
    for (size_t i = 0; actual && i < game->cells; i++) {
        double come = game->active_count[node][i] > 0 ? count[i] / game->active_count[node][i] : 1;
        game->mixture[node].weight[i] = (1 - come) * base[i] + come * actual[i];
    }
}

void contribution_mix(struct contribution_game *game, size_t node)
{
    const struct index_node *mixed = &game->setup->tree->nodes[node];
    game->node[mixed->inner] = game->mixture[node].value;
    game->node_observation[mixed->inner] = game->mixture[node].observation;
    game->node_coverage[mixed->inner] = game->mixture[node].coverage;
    kernel_evaluate_node(game->setup->request->kernel, game->workspace, game->steady ? &game->lean : &game->block,
                         node);
    settle_mixture(game, node);
    if (game->any_moves) {
        mix_weight(game, node);
    } else if (game->mixture[node].weight) {
        memcpy(game->mixture[node].weight, game->state[STATE_ACTUAL][node].weight, game->cells * sizeof(double));
    }
}

/** What a node of a score stands at when all indicators stand at their reference. */
static void settle_base(struct contribution_game *game, size_t node)
{
    const struct contribution_columns *actual = &game->state[STATE_ACTUAL][node];
    const struct contribution_columns *base = &game->state[STATE_BASE][node];
    for (size_t i = 0; i < game->cells; i++) {
        if (!observation_present(actual->observation[i])) {
            base->value[i] = 0;
            base->observation[i] = actual->observation[i];
        } else if (!observation_present(base->observation[i])) {
            base->value[i] = game->setup->request->scale[0];
            base->observation[i] = OBSERVATION_NORMAL;
        }
    }
}

/** Both ends of every inner node. */
static void evaluate_ends(struct contribution_game *game)
{
    const struct index_tree *tree = game->setup->tree;
    for (size_t state = STATE_COUNT; state-- > 0;) { /* the base of a score needs its actual state */
        for (size_t k = tree->count; k-- > 0;) {
            if (!game->inside[k]) {
                continue;
            }
            contribution_place(game, k, (enum contribution_state)state);
            if (contribution_is_inner(game->setup, k)) {
                bool lean = game->is_level && state == STATE_BASE;
                kernel_evaluate_node(game->setup->request->kernel, game->workspace, lean ? &game->lean : &game->block,
                                     k);
            }
            if (contribution_is_inner(game->setup, k) && game->is_level && state == STATE_BASE) {
                settle_base(game, k);
            }
        }
    }
}

/** Children of nodes that are evaluated again and again are transformed once. */
static void transform_ends(struct contribution_game *game)
{
    for (size_t k = 0; k < game->setup->tree->count; k++) {
        for (size_t state = 0; game->inside[k] && k != game->top && state < STATE_COUNT; state++) {
            struct contribution_columns *columns = &game->state[state][k];
            contribution_place(game, k, (enum contribution_state)state);
            columns->is_transformed = kernel_transform_child(game->setup->request->kernel, game->workspace, &game->lean,
                                                             k, columns->transformed);
        }
    }
}

/**
 * What is present is so in all mixtures if there are the same indicators in both states, and every node in both. The
 * block is complete if nothing is missing at all.
 */
static void see_gaps(struct contribution_game *game)
{
    bool complete = true;
    bool steady = true;
    for (size_t k = 0; k < game->setup->tree->count; k++) {
        const uint8_t *actual = game->state[STATE_ACTUAL][k].observation;
        const uint8_t *base = game->state[STATE_BASE][k].observation;
        for (size_t i = 0; game->inside[k] && i < game->cells; i++) {
            bool now = observation_present(actual[i]);
            bool same = now == observation_present(base[i]);
            complete = complete && now && same;
            steady = steady && same && (now || !contribution_is_inner(game->setup, k));
        }
    }
    game->steady = steady || game->is_level;
    game->lean.complete = complete;
}

size_t contribution_players(const struct contribution_game *game, size_t node, size_t *children)
{
    const struct index_node *parent = &game->setup->tree->nodes[node];
    size_t count = 0;
    for (size_t k = 0; k < parent->child_count; k++) {
        if (game->player[parent->children[k]]) {
            if (children) {
                children[count] = parent->children[k];
            }
            count++;
        }
    }
    return count;
}

/** True if the mixtures are few enough below every node that has indicators of its own at play. */
static bool is_small(const struct contribution_game *game)
{
    const struct index_tree *tree = game->setup->tree;
    for (size_t k = 0; k < tree->count; k++) {
        if (!game->player[k] || contribution_is_inner(game->setup, k)) {
            continue;
        }
        size_t players = contribution_players(game, tree->nodes[k].parent, NULL);
        for (size_t p = tree->nodes[k].parent; p != game->top; p = tree->nodes[p].parent) {
            players += contribution_players(game, tree->nodes[p].parent, NULL) - 1;
        }
        if (players > CONTRIBUTION_EXACT) {
            return false;
        }
    }
    return true;
}

static void add_parts(const struct contribution_game *game, const struct contribution_pair *pairs)
{
    const struct index_tree *tree = game->setup->tree;
    bool compares = game->setup->compares[game->top]; /* then what is the same here may not be so elsewhere */
    for (size_t k = 0; k < tree->count; k++) {
        if (contribution_is_inner(game->setup, k) || !game->player[k]) {
            continue;
        }
        for (size_t i = 0; i < game->cells; i++) {
            if ((game->active[k][i] || compares) && pairs[i].factor > 0) {
                pairs[i].part[tree->nodes[k].indicator * pairs[i].stride] += pairs[i].factor * game->part[k][i];
            }
        }
    }
    for (size_t i = 0; game->is_level && i < game->cells; i++) {
        if (pairs[i].factor > 0) {
            *pairs[i].start += pairs[i].factor * game->state[STATE_BASE][game->top].value[i];
        }
    }
}

/** True if the parts are an average over a sample. */
static bool play_block(struct contribution_game *game, const struct contribution_pair *pairs, size_t cells)
{
    game->cells = cells;
    game->block.cells = cells;
    game->lean.cells = cells;
    game->lean.complete = false;
    for (size_t k = 0; k < game->setup->tree->count; k++) {
        game->state[STATE_BASE][k].is_transformed = false;
        game->state[STATE_ACTUAL][k].is_transformed = false;
    }
    contribution_gather(game, pairs);
    evaluate_ends(game);
    see_gaps(game);
    transform_ends(game);
    bool small = is_small(game);
    if (small) {
        contribution_enumerate(game);
    } else {
        contribution_sample(game);
    }
    add_parts(game, pairs);
    return !small;
}

/** A cell to be played, with what decides who plays in it and how. */
struct ranked {
    uint64_t pattern;
    size_t at; /* among those noted down */
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    return a->pattern != b->pattern ? (a->pattern > b->pattern) - (a->pattern < b->pattern)
                                    : (a->at > b->at) - (a->at < b->at);
}

/** Brings cells of one pattern together; `ranked[i].pattern` is that of `pairs->items[i]`. */
static tocsin_status sort_pairs(const struct contribution_game *game, struct contribution_pairs *pairs,
                                struct ranked **ranked)
{
    tocsin_context *context = game->setup->context;
    struct ranked *order = memory_allocate(context, pairs->count, sizeof *order);
    struct contribution_pair *noted = memory_allocate(context, pairs->count, sizeof *noted);
    if (!order || !noted) {
        memory_release(context, order);
        memory_release(context, noted);
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < pairs->count; i++) {
        order[i] = (struct ranked){contribution_pattern(game, &pairs->items[i]), i};
    }
    qsort(order, pairs->count, sizeof *order, compare_ranked);
    memcpy(noted, pairs->items, pairs->count * sizeof *noted);
    for (size_t i = 0; i < pairs->count; i++) {
        pairs->items[i] = noted[order[i].at];
    }
    memory_release(context, noted);
    *ranked = order;
    return TOCSIN_OK;
}

static void play_blocks(struct contribution_desk *desk, const struct contribution_pair *pairs, size_t count,
                        size_t tile)
{
    for (size_t first = 0; first < count; first += tile) {
        size_t left = count - first;
        bool sampled = play_block(desk->game, pairs + first, left < tile ? left : tile);
        desk->sampled = desk->sampled || sampled;
    }
}

/**
 * Cells meet in a block only with cells in which the same indicators play: what comes of a cell depends on nothing but
 * its own two states, whatever else is asked for.
 */
static tocsin_status play_alike(struct contribution_desk *desk, struct contribution_pairs *pairs)
{
    struct ranked *ranked = NULL;
    tocsin_status status = sort_pairs(desk->game, pairs, &ranked);
    if (status != TOCSIN_OK) {
        return status;
    }
    for (size_t first = 0, end = 0; first < pairs->count; first = end) {
        while (end < pairs->count && ranked[end].pattern == ranked[first].pattern) {
            end++;
        }
        play_blocks(desk, pairs->items + first, end - first, CONTRIBUTION_TILE);
    }
    memory_release(desk->setup->context, ranked);
    return TOCSIN_OK;
}

static tocsin_status play_top(struct contribution_desk *desk, size_t top, bool is_level)
{
    struct contribution_pairs *pairs = &desk->pairs[top];
    tocsin_status status = TOCSIN_OK;
    if (!desk->game) {
        status = contribution_game_create(desk->setup, desk->row_cells, &desk->game);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    desk->game->is_level = is_level;
    mark_inside(desk->game, top);
    if (desk->setup->compares[top]) { /* a period's regions together */
        play_blocks(desk, pairs->items, pairs->count, desk->row_cells);
    } else {
        status = play_alike(desk, pairs);
    }
    pairs->count = 0;
    return status;
}

tocsin_status contribution_play(struct contribution_desk *desk, bool is_level)
{
    tocsin_status status = TOCSIN_OK;
    for (size_t top = 0; status == TOCSIN_OK && top < desk->setup->tree->count; top++) {
        if (desk->pairs[top].count > 0) {
            status = play_top(desk, top, is_level);
        }
    }
    return status;
}
