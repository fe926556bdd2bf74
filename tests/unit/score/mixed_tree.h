/** Small random trees of all methods, with rounding, floors, caps, spaces, gaps and cells' own weights. */
#ifndef TOCSIN_TESTS_SCORE_MIXED_TREE_H
#define TOCSIN_TESTS_SCORE_MIXED_TREE_H

#include "random_tree.h"

enum { MIXED_LEAVES = 8, MIXED_REGIONS = 6, MIXED_PERIODS = 3, MIXED_INNER = 4, MIXED_MOST_CHILDREN = 4 };

/** A formula over all children but the last, if there is more than one. */
static inline void mixed_tree_formula(struct fixture *fixture, struct index_node *node)
{
    char text[256] = "1";
    for (size_t i = 0; i < node->child_count && (i == 0 || i + 1 < node->child_count); i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, " + 0.%zu * max(%s, 20)", 3 + i,
                 fixture->nodes[node->children[i]].id);
    }
    node->aggregation.method = AGGREGATE_FORMULA;
    node->aggregation.has_space = false;
    node->aggregation.expression = arena_text(&fixture->arena, text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(node->aggregation.expression);
}

static inline void mixed_tree_choose(struct fixture *fixture, struct index_node *node, bool compares, uint64_t *seed)
{
    random_tree_choose(fixture, node, compares ? MIX_OWN : MIX_CELLS, seed);
    double pick = fixture_random(seed);
    struct aggregation *aggregation = &node->aggregation;
    if (pick < 0.12) {
        mixed_tree_formula(fixture, node);
    } else if (pick < 0.5) {
        aggregation->method = AGGREGATE_ARITHMETIC;
        aggregation->has_space = aggregation->has_space && pick < 0.3;
    }
    aggregation->round = (struct optional_number){fixture_random(seed) < 0.12, 0};
    aggregation->floor = (struct optional_number){fixture_random(seed) < 0.12, 35.5};
    aggregation->cap = (struct optional_number){fixture_random(seed) < 0.12, 52.25};
}

/** A tree of up to four levels. No node has more than MIXED_MOST_CHILDREN children. */
static inline void mixed_tree_grow(struct fixture *fixture, bool compares, uint64_t *seed)
{
    static const char *const leaves[] = {"n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"};
    static const char *const inner[] = {"i0", "i1", "i2", "i3"};
    size_t parents[MIXED_INNER];
    parents[0] = fixture_node(fixture, INDEX_NONE, inner[0], 1, INDEX_NONE);
    for (size_t i = 1; i < MIXED_INNER; i++) {
        size_t under = parents[(size_t)(fixture_random(seed) * (double)i)];
        parents[i] = fixture_node(fixture, under, inner[i], 0.25 + fixture_random(seed), INDEX_NONE);
    }
    for (size_t i = 0; i < MIXED_LEAVES; i++) {
        size_t under = parents[i % MIXED_INNER];
        while (fixture->nodes[under].child_count == MIXED_MOST_CHILDREN ||
               (i >= MIXED_INNER && fixture_random(seed) < 0.6)) {
            under = parents[(size_t)(fixture_random(seed) * MIXED_INNER)];
        }
        double weight = fixture_random(seed) < 0.06 ? 0 : 0.25 + fixture_random(seed);
        fixture_node(fixture, under, leaves[i], weight, i);
    }
    for (size_t i = 0; i < MIXED_INNER; i++) {
        mixed_tree_choose(fixture, &fixture->nodes[parents[i]], compares, seed);
    }
}

static inline struct index_weights *mixed_tree_weights(struct fixture *fixture, bool own, uint64_t *seed)
{
    struct index_weights *weights = fixture_weights(fixture);
    for (size_t k = 1; own && k < fixture->tree.count; k++) {
        double cells[MIXED_PERIODS * MIXED_REGIONS];
        for (size_t i = 0; i < MIXED_PERIODS * MIXED_REGIONS; i++) {
            cells[i] = fixture_random(seed) < 0.05 ? 0 : 0.25 + fixture_random(seed);
        }
        if (fixture_random(seed) < 0.4) {
            fixture_cell_weights(fixture, weights, k, cells);
        }
    }
    return weights;
}

/** Numbers that stay the same for a while, so that some indicators have no part in a change. */
static inline void mixed_tree_fill(struct panel *panel, double missing, uint64_t *seed)
{
    size_t period_cells = panel->columns * panel->regions;
    random_tree_fill(panel, seed, missing);
    for (size_t i = period_cells; i < panel->periods * period_cells; i++) {
        if (fixture_random(seed) < 0.4) {
            panel->value[i] = panel->value[i - period_cells];
            panel->observation[i] = panel->observation[i - period_cells];
        }
    }
}

/** Every third tree compares regions, every fourth has cells' own weights. */
static inline struct index_weights *mixed_tree_begin(struct fixture *fixture, size_t tree, double missing,
                                                     double *reference, const double scale[2])
{
    uint64_t seed = 0x2545f4914f6cdd1dU * (tree + 1);
    fixture_begin(fixture, MIXED_PERIODS, MIXED_LEAVES, MIXED_REGIONS);
    mixed_tree_grow(fixture, tree % 3 == 0, &seed);
    mixed_tree_fill(fixture->panel, missing, &seed);
    for (size_t i = 0; i < MIXED_LEAVES; i++) {
        reference[i] = fixture_random(&seed) < 0.5 ? scale[0] : scale[0] + 60 * fixture_random(&seed);
    }
    return mixed_tree_weights(fixture, tree % 4 == 1, &seed);
}

#endif
