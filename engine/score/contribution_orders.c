/**
 * The orders in which the indicators of a game come: all of them, by coalition, or a sample of them.
 *
 * The value is that of L. S. Shapley (1953) with the tree as its unions, as G. Owen, Values of games with a priori
 * unions (1977) and E. Winter, A value for cooperative games with levels structure of cooperation (1989) have it: all
 * orders are equally likely in which the indicators of a node come one after the other, none from elsewhere between.
 * A sampled order is taken backwards as well (R. Mitchell, J. Cooper, E. Frank, G. Holmes, Sampling permutations for
 * Shapley value estimation, Journal of Machine Learning Research 23, 2022): what errs in one errs against it in the
 * other. Every order, and so their average, adds up to the whole.
 */
#include "score/contribution_parts.h"
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <string.h>

enum { ORDER_SEED = 19530317 };

/** The siblings of a node that play, and by how many orders each number of them counts. */
struct siblings {
    size_t node[CONTRIBUTION_EXACT];
    size_t count;
};

static struct siblings siblings_of(const struct contribution_game *game, size_t node)
{
    const struct index_tree *tree = game->setup->tree;
    const struct index_node *parent = &tree->nodes[tree->nodes[node].parent];
    struct siblings siblings = {.count = 0};
    for (size_t k = 0; k < parent->child_count; k++) {
        size_t child = parent->children[k];
        if (game->player[child] && child != node) {
            siblings.node[siblings.count++] = child;
        }
    }
    return siblings;
}

static size_t size_of(size_t coalition)
{
    return (size_t)__builtin_popcountll(coalition);
}

/** Places what changes from the coalition before to this one. */
static void place_coalition(struct contribution_game *game, const size_t *nodes, size_t coalition, size_t changed)
{
    for (; changed != 0; changed &= changed - 1) {
        size_t k = (size_t)__builtin_ctzll(changed);
        contribution_place(game, nodes[k], coalition >> k & 1 ? STATE_ACTUAL : STATE_BASE);
    }
}

static void place_all(struct contribution_game *game, size_t node, enum contribution_state state)
{
    const struct index_node *parent = &game->setup->tree->nodes[node];
    for (size_t k = 0; k < parent->child_count; k++) {
        if (game->inside[parent->children[k]]) {
            contribution_place(game, parent->children[k], state);
        }
    }
}

/** What the top is worth with this mixture of a node: the average over what the siblings on the way up do. */
static const double *lift(struct contribution_game *game, size_t node)
{
    if (node == game->top) {
        return game->mixture[node].value;
    }
    size_t parent = game->setup->tree->nodes[node].parent;
    struct siblings siblings = siblings_of(game, node);
    size_t coalitions = (size_t)1 << siblings.count;
    double *gain = game->gain[node];
    contribution_place_mixture(game, node);
    memset(gain, 0, game->cells * sizeof *gain);
    for (size_t coalition = 0; coalition < coalitions; coalition++) {
        size_t changed = coalition == 0 ? coalitions - 1 : coalition ^ (coalition - 1);
        place_coalition(game, siblings.node, coalition, changed);
        contribution_mix(game, parent);
        const double *worth = lift(game, parent);
        double chance = contribution_chance(size_of(coalition), siblings.count + 1);
        for (size_t i = 0; i < game->cells; i++) {
            gain[i] += chance * worth[i];
        }
    }
    return gain;
}

/** Adds what a mixture of a node is worth to its indicators: for those that have come, against those that have not. */
static void add_worth(struct contribution_game *game, const size_t *players, size_t count, size_t coalition,
                      const double *worth)
{
    size_t size = size_of(coalition);
    double with = size > 0 ? contribution_chance(size - 1, count) : 0;
    double without = size < count ? -contribution_chance(size, count) : 0;
    for (size_t k = 0; k < count; k++) {
        double factor = coalition >> k & 1 ? with : without;
        double *part = game->part[players[k]];
        for (size_t i = 0; part && i < game->cells; i++) {
            part[i] += factor * worth[i];
        }
    }
}

/**
 * The same for a node at one of its ends: its parent's coalitions have all been evaluated, if they were kept. NULL:
 * they were not.
 */
static const double *lift_end(struct contribution_game *game, size_t node, enum contribution_state state)
{
    size_t parent = game->setup->tree->nodes[node].parent;
    if (node == game->top || !game->keeps[parent]) {
        return NULL;
    }
    size_t players[CONTRIBUTION_EXACT];
    size_t count = contribution_players(game, parent, players);
    double *gain = game->gain[node];
    size_t own = 0;
    while (players[own] != node) {
        own++;
    }
    memset(gain, 0, game->cells * sizeof *gain);
    for (size_t coalition = 0; coalition < (size_t)1 << count; coalition++) {
        if ((coalition >> own & 1) != (size_t)state) {
            continue;
        }
        const double *worth = game->kept[parent] + coalition * game->room;
        double chance = contribution_chance(size_of(coalition) - (size_t)state, count);
        for (size_t i = 0; i < game->cells; i++) {
            gain[i] += chance * worth[i];
        }
    }
    return gain;
}

/** What a coalition of the node's children is worth, the others being as they were. */
static const double *value_coalition(struct contribution_game *game, size_t node, size_t coalition, size_t coalitions)
{
    const double *worth = NULL;
    if (coalition == 0 || coalition == coalitions - 1) {
        worth = lift_end(game, node, coalition == 0 ? STATE_BASE : STATE_ACTUAL);
    }
    if (!worth) {
        contribution_mix(game, node);
        worth = lift(game, node);
    }
    return worth;
}

/** All coalitions of a node's children, each for all of what is around it. */
static void enumerate_node(struct contribution_game *game, size_t node)
{
    size_t players[CONTRIBUTION_EXACT];
    size_t count = contribution_players(game, node, players);
    size_t coalitions = (size_t)1 << count;
    place_all(game, node, STATE_BASE);
    for (size_t coalition = 0; coalition < coalitions; coalition++) {
        size_t changed = coalition == 0 ? 0 : coalition ^ (coalition - 1);
        place_coalition(game, players, coalition, changed);
        const double *worth = value_coalition(game, node, coalition, coalitions);
        add_worth(game, players, count, coalition, worth);
        if (game->keeps[node]) {
            memcpy(game->kept[node] + coalition * game->room, worth, game->cells * sizeof *worth);
        }
    }
}

/** How many players of the node are inner nodes, or are not. */
static size_t count_players(const struct contribution_game *game, size_t node, bool inner)
{
    const struct index_node *parent = &game->setup->tree->nodes[node];
    size_t count = 0;
    for (size_t k = 0; k < parent->child_count; k++) {
        count += game->player[parent->children[k]] && contribution_is_inner(game->setup, parent->children[k]) == inner;
    }
    return count;
}

void contribution_enumerate(struct contribution_game *game)
{
    size_t nodes = game->setup->tree->count;
    for (size_t k = 0; k < nodes; k++) { /* those that do not play stay where they are */
        game->keeps[k] = false;
        if (game->inside[k]) {
            place_all(game, k, STATE_BASE);
        }
    }
    for (size_t k = 0; k < nodes; k++) { /* a node before its children, for which its coalitions are kept */
        size_t inner = count_players(game, k, true);
        size_t leaves = count_players(game, k, false);
        game->keeps[k] = inner + leaves <= CONTRIBUTION_KEPT && inner > 0 && (inner > 1 || leaves > 0);
        if (leaves > 0 || game->keeps[k]) {
            enumerate_node(game, k);
        }
    }
}

/** The child that comes at a place of an order. */
static size_t child_at(const struct contribution_game *game, size_t order, size_t node, size_t place)
{
    const struct contribution_setup *setup = game->setup;
    const struct index_node *parent = &setup->tree->nodes[node];
    size_t from = order % 2 == 0 ? place : parent->child_count - 1 - place;
    return parent->children[setup->orders[order / 2 * setup->order_length + setup->first_order[node] + from]];
}

/** An indicator comes: what the top gains is its part. `worth` is what the top was worth before, and becomes after. */
static void come(struct contribution_game *game, size_t leaf, double *worth)
{
    const struct index_tree *tree = game->setup->tree;
    size_t node = tree->nodes[leaf].parent;
    contribution_place(game, leaf, STATE_ACTUAL);
    for (contribution_mix(game, node); node != game->top; contribution_mix(game, node)) {
        contribution_place_mixture(game, node);
        node = tree->nodes[node].parent;
    }
    const double *after = game->mixture[game->top].value;
    double *part = game->part[leaf];
    for (size_t i = 0; i < game->cells; i++) {
        part[i] += (after[i] - worth[i]) / CONTRIBUTION_ORDERS;
        worth[i] = after[i];
    }
}

static void walk(struct contribution_game *game, size_t order, size_t node, double *worth)
{
    place_all(game, node, STATE_BASE);
    for (size_t place = 0; place < game->setup->tree->nodes[node].child_count; place++) {
        size_t child = child_at(game, order, node, place);
        if (!game->player[child]) {
            continue;
        }
        if (game->setup->tree->nodes[child].inner == INDEX_NONE) {
            come(game, child, worth);
        } else {
            walk(game, order, child, worth);
            contribution_place(game, child, STATE_ACTUAL);
        }
    }
}

void contribution_sample(struct contribution_game *game)
{
    double *worth = game->gain[game->top];
    for (size_t order = 0; order < CONTRIBUTION_ORDERS; order++) {
        memcpy(worth, game->state[STATE_BASE][game->top].value, game->cells * sizeof *worth);
        walk(game, order, game->top, worth);
    }
}

tocsin_status contribution_draw_orders(struct arena *arena, struct contribution_setup *setup)
{
    const struct index_tree *tree = setup->tree;
    setup->first_order = arena_allocate(arena, tree->count, sizeof *setup->first_order);
    setup->orders = arena_allocate(arena, CONTRIBUTION_PAIRS, tree->count * sizeof *setup->orders);
    void *state = arena_allocate(arena, 1, gsl_rng_mt19937->size);
    if (!setup->first_order || !setup->orders || !state) {
        return TOCSIN_ERROR_MEMORY;
    }
    gsl_rng random = {gsl_rng_mt19937, state}; /* in memory of ours */
    setup->order_length = tree->count;
    for (size_t k = 0, first = 0; k < tree->count; k++) {
        setup->first_order[k] = first;
        gsl_rng_set(&random, ORDER_SEED + (unsigned long)k);
        for (size_t pair = 0; pair < CONTRIBUTION_PAIRS; pair++) {
            uint32_t *order = setup->orders + pair * setup->order_length + first;
            for (size_t i = 0; i < tree->nodes[k].child_count; i++) {
                order[i] = (uint32_t)i;
            }
            if (tree->nodes[k].child_count > 1) {
                gsl_ran_shuffle(&random, order, tree->nodes[k].child_count, sizeof *order);
            }
        }
        first += tree->nodes[k].child_count;
    }
    return TOCSIN_OK;
}
