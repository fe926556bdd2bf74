/** Random trees and panels for laws: of every shape, made from the number of the tree. */
#ifndef TOCSIN_TESTS_SCORE_RANDOM_TREE_H
#define TOCSIN_TESTS_SCORE_RANDOM_TREE_H

#include "fixture.h"

#ifdef __SANITIZE_THREAD__ /* ten times slower, and trees are of one thread */
enum { TREES = 100 };
#else
enum { TREES = 1000 };
#endif
enum { LEAVES = 12, REGIONS = 40, PERIODS = 3 };
static const double SCALE[2] = {1, 100};

/** Which methods a random tree has. */
enum mix {
    MIX_ARITHMETIC,
    MIX_MONOTONE, /* a node never falls when a value rises */
    MIX_OWN,      /* nor when one of the region's own does: comparisons of regions, too */
    MIX_BOUNDED,  /* results are on the scale */
    MIX_CELLS     /* a cell depends on no other: sums and products, too */
};

static inline enum aggregate_method random_tree_method(enum mix mix, uint64_t *seed)
{
    static const enum aggregate_method methods[] = {
        AGGREGATE_ARITHMETIC, AGGREGATE_GEOMETRIC, AGGREGATE_HARMONIC, AGGREGATE_POWER,           AGGREGATE_MIN,
        AGGREGATE_MAX,        AGGREGATE_MEDIAN,    AGGREGATE_OWA,      AGGREGATE_MAZZIOTTA_PARETO};
    size_t pick = (size_t)(fixture_random(seed) * 11);
    if (pick < 9) {
        return methods[pick];
    }
    if (mix == MIX_CELLS) {
        return pick == 9 ? AGGREGATE_SUM : AGGREGATE_PRODUCT;
    }
    return mix == MIX_MONOTONE ? AGGREGATE_OWA : AGGREGATE_COPELAND;
}

/** A method with its parameters. Order weights are of any kind, zeros among them. */
static inline void random_tree_choose(struct fixture *fixture, struct index_node *node, enum mix mix, uint64_t *seed)
{
    struct aggregation *aggregation = &node->aggregation;
    double *order = arena_allocate(&fixture->arena, node->child_count, sizeof *order);
    CU_ASSERT_PTR_NOT_NULL_FATAL(order);
    for (size_t i = 0; i < node->child_count; i++) {
        order[i] = i > 0 && fixture_random(seed) < 0.3 ? 0 : 0.1 + fixture_random(seed);
    }
    aggregation->method = random_tree_method(mix, seed);
    aggregation->p = fixture_random(seed) < 0.5 ? -1.7 : 2.385;
    aggregation->weights = order;
    aggregation->weight_count = node->child_count;
    aggregation->has_space = fixture_random(seed) < 0.25;
    aggregation->space[0] = 10;
    aggregation->space[1] = 1;
    if (aggregation->method == AGGREGATE_MAZZIOTTA_PARETO && mix != MIX_BOUNDED && mix != MIX_CELLS) {
        aggregation->has_space = true; /* where the highest is at most twice the lowest it is monotone */
        aggregation->space[0] = 70;
        aggregation->space[1] = 130;
    }
    node->min_coverage = fixture_random(seed) < 0.3 ? 0.3 : 0;
    node->min_children = fixture_random(seed) < 0.2 ? 0.4 : 0;
}

/** A tree of three levels with random weights, methods and shape. */
static inline void random_tree_grow(struct fixture *fixture, uint64_t *seed, enum mix mix)
{
    static const char *const ids[] = {"n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10", "n11"};
    size_t parents[4];
    size_t parent_count = 1;
    parents[0] = fixture_node(fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    for (size_t i = 0; i < 3; i++) {
        size_t under = parents[(size_t)(fixture_random(seed) * (double)parent_count)];
        parents[parent_count++] = fixture_node(fixture, under, "inner", 0.25 + fixture_random(seed), INDEX_NONE);
    }
    for (size_t i = 0; i < LEAVES; i++) {
        size_t under = i < 4 ? parents[i] : parents[(size_t)(fixture_random(seed) * 4)];
        fixture_node(fixture, under, ids[i], 0.25 + fixture_random(seed), i);
    }
    for (size_t i = 0; i < 4 && mix != MIX_ARITHMETIC; i++) {
        random_tree_choose(fixture, &fixture->nodes[parents[i]], mix, seed);
    }
}

/** Values from 1 to 100, a share of them missing. */
static inline void random_tree_fill(struct panel *panel, uint64_t *seed, double missing)
{
    for (size_t i = 0; i < panel->periods * panel->columns * panel->regions; i++) {
        double value = 1 + 99 * fixture_random(seed);
        if (fixture_random(seed) < missing) {
            panel_set_missing(panel, i, OBSERVATION_EMPTY);
        } else {
            panel_set(panel, i, value, fixture_random(seed) < 0.1 ? OBSERVATION_IMPUTED : OBSERVATION_NORMAL);
        }
    }
}

static inline uint64_t random_tree_begin(struct fixture *fixture, size_t tree, enum mix mix, double missing)
{
    uint64_t seed = 0x9e3779b97f4a7c15U * (tree + 1);
    fixture_begin(fixture, PERIODS, LEAVES, REGIONS);
    random_tree_grow(fixture, &seed, mix);
    random_tree_fill(fixture->panel, &seed, missing);
    return seed;
}

static inline void random_tree_score(struct fixture *fixture, struct fixture_scores *scores)
{
    CU_ASSERT_EQUAL_FATAL(fixture_score(fixture, SCALE, scores), TOCSIN_OK);
}

#endif
