/** Panels, trees and region names for the tests of score/: small, but of every shape. */
#ifndef TOCSIN_TESTS_SCORE_FIXTURE_H
#define TOCSIN_TESTS_SCORE_FIXTURE_H

#include "base/context.h"
#include "panel/panel.h"
#include "panel/region.h"
#include "recipe/index.h"
#include "score/kernel.h"
#include "score/weight.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIXTURE_NODES = 96, FIXTURE_CHILDREN = 64 };

struct fixture {
    struct counted counted;
    struct arena arena;
    struct panel *panel;
    struct period_axis axis; /* years from 2001 */
    struct region_table *regions;
    /* a tree that is built node by node, parents first */
    struct index_tree tree;
    struct index_node nodes[FIXTURE_NODES];
    size_t children[FIXTURE_NODES][FIXTURE_CHILDREN];
};

static const struct location FIXTURE_AT = {"model.yaml", 17, 5};
static const double FIXTURE_SCALE[2] = {0, 100};

/** A panel whose cells are all missing, in a context that is already there. */
static inline void fixture_open(struct fixture *fixture, size_t periods, size_t columns, size_t regions)
{
    arena_begin(&fixture->arena, fixture->counted.context);
    CU_ASSERT_EQUAL_FATAL(panel_create(&fixture->arena, periods, columns, regions, &fixture->panel), TOCSIN_OK);
    fixture->axis = (struct period_axis){FREQUENCY_YEAR, 2001, periods};
    struct region *names = arena_allocate(&fixture->arena, regions, sizeof *names);
    CU_ASSERT_PTR_NOT_NULL_FATAL(names);
    for (size_t i = 0; i < regions; i++) {
        char name[24];
        snprintf(name, sizeof name, "r%zu", i);
        names[i].id = arena_text(&fixture->arena, name);
    }
    CU_ASSERT_EQUAL_FATAL(region_table_create(&fixture->arena, names, regions, NULL, 0, NULL, &fixture->regions),
                          TOCSIN_OK);
    fixture->tree.nodes = fixture->nodes;
}

static inline void fixture_begin(struct fixture *fixture, size_t periods, size_t columns, size_t regions)
{
    memset(fixture, 0, sizeof *fixture);
    counted_begin(&fixture->counted);
    fixture_open(fixture, periods, columns, regions);
}

/** With the C library's allocator and so many threads: a counting allocator is for one. */
static inline void fixture_begin_threads(struct fixture *fixture, size_t periods, size_t columns, size_t regions,
                                         unsigned threads)
{
    memset(fixture, 0, sizeof *fixture);
    CU_ASSERT_EQUAL_FATAL(tocsin_context_create(NULL, &fixture->counted.context), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_context_set_threads(fixture->counted.context, threads), TOCSIN_OK);
    fixture_open(fixture, periods, columns, regions);
}

static inline void fixture_end(struct fixture *fixture)
{
    arena_end(&fixture->arena);
    CU_ASSERT_TRUE(counted_end(&fixture->counted));
}

/** Sets a column from numbers [period][region]; NAN is OBSERVATION_EMPTY. */
static inline void fixture_fill(struct panel *panel, size_t column, const double *values)
{
    for (size_t period = 0; period < panel->periods; period++) {
        for (size_t region = 0; region < panel->regions; region++) {
            double value = values[period * panel->regions + region];
            size_t cell = panel_cell(panel, period, column, region);
            if (isnan(value)) {
                panel_set_missing(panel, cell, OBSERVATION_EMPTY);
            } else {
                panel_set(panel, cell, value, OBSERVATION_NORMAL);
            }
        }
    }
}

/** A value of column 0, NAN if it is missing. */
static inline double fixture_value(const struct panel *panel, size_t period, size_t region)
{
    size_t cell = panel_cell(panel, period, 0, region);
    return observation_present(panel->observation[cell]) ? panel->value[cell] : (double)NAN;
}

static inline uint8_t fixture_observation(const struct panel *panel, size_t period, size_t region)
{
    return panel->observation[panel_cell(panel, period, 0, region)];
}

/** Adds a node; `indicator` INDEX_NONE makes it an inner one. The root's parent is INDEX_NONE. */
static inline size_t fixture_node(struct fixture *fixture, size_t parent, const char *id, double weight,
                                  size_t indicator)
{
    struct index_tree *tree = &fixture->tree;
    size_t position = tree->count++;
    CU_ASSERT_FATAL(position < FIXTURE_NODES);
    tree->nodes[position] = (struct index_node){
        .id = id,
        .title = id,
        .parent = parent,
        .indicator = indicator,
        .inner = indicator == INDEX_NONE ? tree->inner_count++ : INDEX_NONE,
        .weight = weight,
        .children = fixture->children[position],
        .at = FIXTURE_AT,
    };
    if (parent != INDEX_NONE) {
        tree->nodes[position].depth = tree->nodes[parent].depth + 1;
        CU_ASSERT_FATAL(tree->nodes[parent].child_count < FIXTURE_CHILDREN);
        fixture->children[parent][tree->nodes[parent].child_count++] = position;
    }
    return position;
}

/** A root with leaves 0 .. count-1 called a, b, c, ... */
static inline void fixture_flat_tree(struct fixture *fixture, const double *weights, size_t count,
                                     enum aggregate_method method)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    size_t root = fixture_node(fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    fixture->nodes[root].aggregation.method = method;
    for (size_t i = 0; i < count; i++) {
        fixture_node(fixture, root, ids[i], weights[i], i);
    }
}

/** The weights of the tree, as far as they need no data. */
static inline struct index_weights *fixture_weights(struct fixture *fixture)
{
    struct index_weights *weights = arena_allocate(&fixture->arena, 1, sizeof *weights);
    CU_ASSERT_PTR_NOT_NULL_FATAL(weights);
    CU_ASSERT_EQUAL_FATAL(weight_begin(&fixture->arena, &fixture->tree, weights), TOCSIN_OK);
    return weights;
}

/** What kernel_score_panel gives. */
struct fixture_scores {
    struct panel *nodes;
    double *coverage;
    double *imputed;
};

/** Scores the panel with the tree and these weights; the status is the kernel's. */
static inline tocsin_status fixture_score_weighted(struct fixture *fixture, const double scale[2],
                                                   const struct index_weights *weights, struct fixture_scores *scores)
{
    const struct panel *panel = fixture->panel;
    tocsin_context *context = fixture->counted.context;
    struct kernel *kernel = NULL;
    size_t inner = fixture->tree.inner_count;
    CU_ASSERT_EQUAL_FATAL(panel_create(&fixture->arena, panel->periods, inner, panel->regions, &scores->nodes),
                          TOCSIN_OK);
    scores->coverage = arena_allocate(&fixture->arena, panel->periods * inner * panel->regions, sizeof(double));
    scores->imputed = arena_allocate(&fixture->arena, panel->periods * panel->regions, sizeof(double));
    CU_ASSERT_FATAL(scores->coverage && scores->imputed);
    tocsin_status status = kernel_create(context, &fixture->arena, &fixture->tree, weights, scale, &kernel);
    if (status == TOCSIN_OK) {
        status = kernel_score_panel(context, kernel, panel, scores->nodes, scores->coverage, scores->imputed);
    }
    if (status == TOCSIN_OK) {
        status = kernel_report_missing(context, kernel, panel, scores->nodes, scores->coverage, fixture->regions,
                                       &fixture->axis);
    }
    return status;
}

/** With the tree's own weights. */
static inline tocsin_status fixture_score(struct fixture *fixture, const double scale[2], struct fixture_scores *scores)
{
    return fixture_score_weighted(fixture, scale, fixture_weights(fixture), scores);
}

/** Gives a child weights of its own, [period][region]. */
static inline void fixture_cell_weights(struct fixture *fixture, struct index_weights *weights, size_t child,
                                        const double *values)
{
    size_t count = fixture->panel->periods * fixture->panel->regions;
    weights->cell[child] = arena_allocate(&fixture->arena, count, sizeof(double));
    CU_ASSERT_PTR_NOT_NULL_FATAL(weights->cell[child]);
    memcpy(weights->cell[child], values, count * sizeof(double));
}

/** Numbers for laws: xorshift64*, seeded by the test. */
static inline double fixture_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (double)((*state * 2685821657736338717U) >> 11) * 0x1p-53;
}

#endif
