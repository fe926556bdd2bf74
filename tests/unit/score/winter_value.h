/**
 * What parts must be, by brute force: the average over all orders in which the indicators can come, of a node one after
 * the other. Written from the definition, without coalitions' chances, without closed forms, one node after the other
 * by the kernel, for all regions of a period at once.
 */
#ifndef TOCSIN_TESTS_SCORE_WINTER_VALUE_H
#define TOCSIN_TESTS_SCORE_WINTER_VALUE_H

#include "parts.h"

enum { WINTER_NODES = 24, WINTER_REGIONS = 16, WINTER_CHILDREN = 6 };

struct winter {
    struct fixture *fixture;
    const struct contribution_request *request;
    struct kernel_workspace *workspace;
    size_t period, regions, leaves; /* leaf positions in `leaf` */
    size_t leaf[WINTER_NODES];
    bool is_level;
    double value[2][WINTER_NODES][WINTER_REGIONS]; /* 0: base, 1: actual */
    uint8_t observation[2][WINTER_NODES][WINTER_REGIONS];
    double *worth; /* [set of leaves][region] */
};

static inline bool winter_is_leaf(const struct winter *winter, size_t node)
{
    return winter->fixture->tree.nodes[node].inner == INDEX_NONE;
}

/** Leaves at or below a node, as a set. */
static inline size_t winter_below(const struct winter *winter, size_t node)
{
    size_t set = 0;
    for (size_t i = 0; i < winter->leaves; i++) {
        for (size_t k = winter->leaf[i]; k != INDEX_NONE; k = winter->fixture->nodes[k].parent) {
            set |= k == node ? (size_t)1 << i : 0;
        }
    }
    return set;
}

static inline double winter_weight(const struct winter *winter, size_t node, size_t state, size_t region)
{
    size_t period = winter->is_level ? winter->period : winter->period - 1 + state;
    return winter->request->weights->cell[node][period * winter->regions + region];
}

static inline bool winter_moves(const struct winter *winter, size_t node, size_t region)
{
    enum aggregate_method method = winter->fixture->nodes[winter->fixture->nodes[node].parent].aggregation.method;
    return winter->request->weights->cell[node] && winter->request->weights->node[node] > 0 &&
           method != AGGREGATE_FORMULA && method != AGGREGATE_COPELAND &&
           winter_weight(winter, node, 0, region) != winter_weight(winter, node, 1, region);
}

static inline bool winter_there(const struct winter *winter, size_t leaf, size_t region)
{
    return observation_present(winter->observation[0][leaf][region]) ||
           observation_present(winter->observation[1][leaf][region]);
}

/** True if the leaf has a weight in `node`, all the way down; not said of leaves elsewhere. */
static inline bool winter_weighs(const struct winter *winter, size_t leaf, size_t node)
{
    const struct index_node *nodes = winter->fixture->nodes;
    for (size_t k = leaf; k != node; k = nodes[k].parent) {
        bool formula = nodes[nodes[k].parent].aggregation.method == AGGREGATE_FORMULA;
        if (!formula && !(winter->request->weights->node[k] > 0)) {
            return false;
        }
    }
    return true;
}

/**
 * The indicators that have a part in the move of a node's own weight: those that are there in either state, or whose
 * own weight moves; or all, if there are none.
 */
static inline size_t winter_movers(const struct winter *winter, size_t node, size_t region)
{
    size_t below = winter_below(winter, node);
    size_t there = 0;
    size_t weighted = 0;
    size_t nested = 0;
    for (size_t i = 0; i < winter->leaves; i++) {
        size_t one = (size_t)1 << i;
        if ((below & one) == 0 || !winter_weighs(winter, winter->leaf[i], node)) {
            continue;
        }
        weighted |= one;
        there |= winter_there(winter, winter->leaf[i], region) ? one : 0;
        for (size_t k = winter->leaf[i]; k != node; k = winter->fixture->nodes[k].parent) {
            nested |= winter_moves(winter, k, region) ? winter_movers(winter, k, region) & one : 0;
            nested |= k == winter->leaf[i] && winter_moves(winter, k, region) ? one : 0;
        }
    }
    return there | nested ? there | nested : weighted;
}

/** The own weight of a child with these leaves come. */
static inline double winter_mixed_weight(const struct winter *winter, size_t node, size_t set, size_t region)
{
    if (!winter_moves(winter, node, region)) {
        return winter_weight(winter, node, 1, region);
    }
    size_t movers = winter_movers(winter, node, region);
    double come = (double)__builtin_popcountll(movers & set) / (double)__builtin_popcountll(movers);
    return (1 - come) * winter_weight(winter, node, 0, region) + come * winter_weight(winter, node, 1, region);
}

/** What a node's rules make of the kernel's result. */
static inline void winter_settle(struct winter *winter, size_t node, double *value, uint8_t *observation, bool is_base)
{
    for (size_t i = 0; i < winter->regions; i++) {
        bool now = observation_present(winter->observation[1][node][i]);
        bool present = observation_present(observation[i]);
        bool before = observation_present(winter->observation[0][node][i]);
        if (!now && (winter->is_level || (!is_base && !before))) {
            value[i] = 0;
            observation[i] = winter->observation[1][node][i];
        } else if (winter->is_level && is_base && !present) {
            value[i] = winter->request->scale[0];
            observation[i] = OBSERVATION_NORMAL;
        } else if (!is_base && !present && now && before) {
            value[i] = winter->value[0][node][i];
            observation[i] = OBSERVATION_NORMAL;
        }
    }
}

/** The root's values when these leaves are as they are and the others as in the base. */
static inline void winter_evaluate(struct winter *winter, size_t set, bool is_base, double *root)
{
    const struct index_tree *tree = &winter->fixture->tree;
    static double value[WINTER_NODES][WINTER_REGIONS], coverage[WINTER_NODES][WINTER_REGIONS];
    static double imputed[WINTER_NODES][WINTER_REGIONS], weight[WINTER_NODES][WINTER_REGIONS];
    static uint8_t observation[WINTER_NODES][WINTER_REGIONS];
    const double *leaf[WINTER_NODES], *cell_weights[WINTER_NODES];
    const uint8_t *leaf_observation[WINTER_NODES];
    double *node[WINTER_NODES], *node_coverage[WINTER_NODES], *node_imputed[WINTER_NODES];
    uint8_t *node_observation[WINTER_NODES];
    for (size_t i = 0; i < winter->leaves; i++) {
        size_t k = winter->leaf[i];
        leaf[tree->nodes[k].indicator] = winter->value[set >> i & 1][k];
        leaf_observation[tree->nodes[k].indicator] = winter->observation[set >> i & 1][k];
    }
    for (size_t k = 0; k < tree->count; k++) {
        cell_weights[k] = k > 0 && winter->request->weights->cell[k] ? weight[k] : NULL;
        for (size_t i = 0; cell_weights[k] && i < winter->regions; i++) {
            weight[k][i] = winter_mixed_weight(winter, k, set, i);
        }
        if (!winter_is_leaf(winter, k)) {
            size_t inner = tree->nodes[k].inner;
            node[inner] = value[k];
            node_observation[inner] = observation[k];
            node_coverage[inner] = coverage[k];
            node_imputed[inner] = imputed[k];
        }
    }
    const struct kernel_block block = {.cells = winter->regions,
                                       .leaf = leaf,
                                       .leaf_observation = leaf_observation,
                                       .cell_weights = cell_weights,
                                       .node = node,
                                       .node_observation = node_observation,
                                       .node_coverage = node_coverage,
                                       .node_imputed = node_imputed};
    for (size_t k = tree->count; k-- > 0;) {
        if (!winter_is_leaf(winter, k)) {
            kernel_evaluate_node(winter->request->kernel, winter->workspace, &block, k);
            winter_settle(winter, k, value[k], observation[k], is_base);
        }
        if (is_base && !winter_is_leaf(winter, k)) {
            memcpy(winter->value[0][k], value[k], sizeof value[k]);
            memcpy(winter->observation[0][k], observation[k], sizeof observation[k]);
        }
    }
    for (size_t i = 0; i < winter->regions; i++) {
        root[i] = observation_present(observation[0][i]) ? value[0][i] : winter->value[0][0][i];
    }
}

static inline void winter_read_states(struct winter *winter)
{
    const struct contribution_request *request = winter->request;
    for (size_t k = 0; k < winter->fixture->tree.count; k++) {
        const struct index_node *node = &winter->fixture->nodes[k];
        bool leaf = winter_is_leaf(winter, k);
        const struct panel *panel = leaf ? request->normalised : request->nodes;
        size_t column = leaf ? node->indicator : node->inner;
        for (size_t state = 0; state < 2; state++) {
            size_t period = winter->is_level ? winter->period : winter->period - 1 + state;
            for (size_t i = 0; i < winter->regions; i++) {
                size_t cell = panel_cell(panel, period, column, i);
                bool reference =
                    leaf && winter->is_level && state == 0 && observation_present(panel->observation[cell]);
                winter->value[state][k][i] = reference ? request->reference[column] : panel->value[cell];
                winter->observation[state][k][i] = panel->observation[cell];
            }
        }
        if (leaf) {
            winter->leaf[winter->leaves++] = k;
        }
    }
}

/** `period` against the one before it, or against the reference. */
static inline void winter_begin(struct winter *winter, struct fixture *fixture,
                                const struct contribution_request *request, size_t period, bool is_level)
{
    memset(winter, 0, sizeof *winter);
    winter->fixture = fixture;
    winter->request = request;
    winter->period = period;
    winter->is_level = is_level;
    winter->regions = request->normalised->regions;
    CU_ASSERT_FATAL(fixture->tree.count <= WINTER_NODES && winter->regions <= WINTER_REGIONS);
    winter_read_states(winter);
    size_t sets = (size_t)1 << winter->leaves;
    winter->worth = arena_allocate(&fixture->arena, sets, winter->regions * sizeof(double));
    CU_ASSERT_PTR_NOT_NULL_FATAL(winter->worth);
    CU_ASSERT_EQUAL_FATAL(
        kernel_workspace_create(fixture->counted.context, request->kernel, winter->regions, &winter->workspace),
        TOCSIN_OK);
    for (size_t set = 0; set < sets; set++) {
        winter_evaluate(winter, set, set == 0 && is_level, winter->worth + set * winter->regions);
    }
    kernel_workspace_destroy(fixture->counted.context, winter->workspace);
}

/** The orders of one node's children after another, and what has come before the leaf in them. */
struct winter_orders {
    const struct winter *winter;
    size_t leaf; /* number among the leaves */
    double sum[WINTER_REGIONS];
    size_t count;
};

static inline void winter_add(struct winter_orders *orders, size_t set)
{
    size_t regions = orders->winter->regions;
    const double *before = orders->winter->worth + set * regions;
    const double *after = orders->winter->worth + (set | (size_t)1 << orders->leaf) * regions;
    for (size_t i = 0; i < regions; i++) {
        orders->sum[i] += after[i] - before[i];
    }
    orders->count++;
}

static inline void winter_go_up(struct winter_orders *orders, size_t node, size_t set);

/** Every order of what is left of a node's children. `set`: what has come. At its own place the path goes on up. */
static inline void winter_order(struct winter_orders *orders, size_t own, size_t *left, size_t count, size_t set)
{
    for (size_t i = 0; i < count; i++) {
        size_t next = left[i];
        if (next == own) { /* whatever order the rest is in: so many times */
            size_t times = 1;
            for (size_t k = 2; k < count; k++) {
                times *= k;
            }
            for (size_t k = 0; k < times; k++) {
                winter_go_up(orders, orders->winter->fixture->nodes[own].parent, set);
            }
            continue;
        }
        size_t rest[WINTER_CHILDREN];
        for (size_t k = 0, j = 0; k < count; k++) {
            if (k != i) {
                rest[j++] = left[k];
            }
        }
        winter_order(orders, own, rest, count - 1, set | winter_below(orders->winter, next));
    }
}

static inline void winter_go_up(struct winter_orders *orders, size_t node, size_t set)
{
    const struct index_node *nodes = orders->winter->fixture->nodes;
    size_t parent = nodes[node].parent;
    if (parent == INDEX_NONE) {
        winter_add(orders, set);
        return;
    }
    size_t children[WINTER_CHILDREN];
    CU_ASSERT_FATAL(nodes[parent].child_count <= WINTER_CHILDREN);
    memcpy(children, nodes[parent].children, nodes[parent].child_count * sizeof *children);
    winter_order(orders, node, children, nodes[parent].child_count, set);
}

/** The part of a leaf (number among the leaves) in every region, of the root's move from base to actual. */
static inline void winter_part(const struct winter *winter, size_t leaf, double *part)
{
    struct winter_orders orders = {.winter = winter, .leaf = leaf};
    winter_go_up(&orders, winter->leaf[leaf], 0);
    for (size_t i = 0; i < winter->regions; i++) {
        part[i] = orders.sum[i] / (double)orders.count;
    }
}

#endif
