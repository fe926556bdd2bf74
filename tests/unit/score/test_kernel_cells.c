/** Cells with weights of their own, the least share of children, and what is done when memory runs out. */
#include "fixture.h"
#include "score/kernel.h"

enum { CELLS = 4 };

/** Two periods of two regions; children a, b, c; the third cell has no b. */
static const double VALUES[3][CELLS] = {
    {12.385, 20.5, 40.25, 61.5}, {57.91, 30.75, NAN, 11.25}, {83.07, 5.125, 17.5, 33.125}};
/** Of the second cell b alone counts, of the last one nothing that is there. */
static const double OWN[3][CELLS] = {{0.5, 0, 1, 0}, {0.25, 2, 3, 0}, {1.25, 0, 2, 0}};

static const double ORDER[] = {0.6, 0.3, 0.15};

static void begin(struct fixture *fixture, enum aggregate_method method)
{
    fixture_begin(fixture, 2, 3, 2);
    for (size_t k = 0; k < 3; k++) {
        fixture_fill(fixture->panel, k, VALUES[k]);
    }
    fixture_flat_tree(fixture, (double[]){2.5, 1.25, 0.7}, 3, method);
    fixture->nodes[0].aggregation.p = 2;
    fixture->nodes[0].aggregation.expression = "a + c";
    fixture->nodes[0].aggregation.weights = ORDER;
    fixture->nodes[0].aggregation.weight_count = 3;
}

static struct index_weights *own_weights(struct fixture *fixture)
{
    struct index_weights *weights = fixture_weights(fixture);
    for (size_t k = 0; k < 3; k++) {
        fixture_cell_weights(fixture, weights, k + 1, OWN[k]);
    }
    return weights;
}

/** The third cell has 40.25 and 17.5 by 1 and 2, and misses a b that weighs 3: that matters to sums and products. */
static void test_methods(void)
{
    static const struct {
        enum aggregate_method method;
        double first, second, third;
    } cases[] = {
        {AGGREGATE_ARITHMETIC, 62.25375, 30.75, 25.083333333333333},
        {AGGREGATE_GEOMETRIC, 49.342463654366375, 30.75, 23.100107131428467},
        {AGGREGATE_HARMONIC, 33.480642029050427, 30.75, 21.5625},
        {AGGREGATE_POWER, 69.068325817627866, 30.75, 27.279800219209817},
        {AGGREGATE_MIN, 12.385, 30.75, 17.5},
        {AGGREGATE_MAX, 83.07, 30.75, 40.25},
        {AGGREGATE_SUM, 124.5075, 61.5, 150.5},
        {AGGREGATE_MEDIAN, 83.07, 30.75, 17.5},
        {AGGREGATE_PRODUCT, 2434.6787194824667, 945.5625, 151944143.06640625},
        {AGGREGATE_OWA, 73.699464285714286, 30.75, 30.5},
        {AGGREGATE_MAZZIOTTA_PARETO, 76.628855791819770, 30.75, 29.668604651162791},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, cases[i].method);
        CU_ASSERT_EQUAL(fixture_score_weighted(&fixture, FIXTURE_SCALE, own_weights(&fixture), &scores), TOCSIN_OK);
        CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), cases[i].first, 2e-15));
        CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 1), cases[i].second, 2e-15));
        CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 1, 0), cases[i].third, 2e-15));
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 1, 1), OBSERVATION_NO_CHILD);
        CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_SCORE_NO_CHILD, 17, 5));
        /* coverage is of the node's weights: all of it where all is there */
        CU_ASSERT_EQUAL(scores.coverage[1], 1);
        CU_ASSERT_TRUE(close_to(scores.coverage[2], 0.719101123595505618, 1e-15));
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 1), OBSERVATION_NORMAL);
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 1, 0), OBSERVATION_PARTIAL);
        fixture_end(&fixture);
    }
}

/** Formulas know no weights; a child without weight of its node has no part whatever its cells say. */
static void test_no_use_for_them(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin(&fixture, AGGREGATE_FORMULA);
    CU_ASSERT_EQUAL(fixture_score_weighted(&fixture, FIXTURE_SCALE, own_weights(&fixture), &scores), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), 12.385 + 83.07, 1e-15));
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 1, 1), 61.5 + 33.125, 1e-15));
    fixture_end(&fixture);
    static const enum aggregate_method methods[] = {AGGREGATE_ARITHMETIC, AGGREGATE_MEDIAN};
    for (size_t i = 0; i < 2; i++) {
        begin(&fixture, methods[i]);
        fixture.nodes[2].weight = 0;
        CU_ASSERT_EQUAL(fixture_score_weighted(&fixture, FIXTURE_SCALE, own_weights(&fixture), &scores), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 1), OBSERVATION_NO_CHILD);
        CU_ASSERT_EQUAL(scores.coverage[2], 1);
        fixture_end(&fixture);
    }
}

/** One child with weights of its own beside others with one for all; and what a fault says of them. */
static void test_some_have_them(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin(&fixture, AGGREGATE_SUM);
    struct index_weights *weights = fixture_weights(&fixture);
    fixture_cell_weights(&fixture, weights, 1, OWN[0]);
    CU_ASSERT_EQUAL(fixture_score_weighted(&fixture, FIXTURE_SCALE, weights, &scores), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), 136.729, 1e-15));
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 1), 42.025, 1e-15)); /* no a, and no b scaled up */
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 1, 0), (40.25 + 0.7 * 17.5) * 2.95 / 1.7, 1e-15));
    fixture_end(&fixture);
    begin(&fixture, AGGREGATE_PRODUCT);
    weights = fixture_weights(&fixture);
    fixture_cell_weights(&fixture, weights, 1, (double[]){0, 1.5, 2, 1});
    fixture.panel->value[0] = -3.5; /* has no part */
    fixture.panel->value[1] = -2.25;
    CU_ASSERT_EQUAL(fixture_score_weighted(&fixture, FIXTURE_SCALE, weights, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), OBSERVATION_NORMAL);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 1), OBSERVATION_NOT_POSITIVE);
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_SCORE_NOT_POSITIVE,
                             "in 1 of 4 cells (region and period), first in 'r1' in 2001: a negative number has "
                             "no power of 1.5, but 'a' is -2.25"));
    fixture_end(&fixture);
}

enum { MANY = 1500 };

/** More regions than one block of the panel holds: each finds its own weights. */
static void test_many_regions(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    uint64_t seed = 31;
    static double values[2][2 * MANY];
    static double own[2 * MANY];
    fixture_begin(&fixture, 2, 2, MANY);
    for (size_t i = 0; i < 2 * (size_t)MANY; i++) {
        values[0][i] = 100 * fixture_random(&seed);
        values[1][i] = 100 * fixture_random(&seed);
        own[i] = fixture_random(&seed);
    }
    fixture_fill(fixture.panel, 0, values[0]);
    fixture_fill(fixture.panel, 1, values[1]);
    fixture_flat_tree(&fixture, (double[]){2.5, 1.25}, 2, AGGREGATE_ARITHMETIC);
    struct index_weights *weights = fixture_weights(&fixture);
    fixture_cell_weights(&fixture, weights, 1, own);
    CU_ASSERT_EQUAL(fixture_score_weighted(&fixture, FIXTURE_SCALE, weights, &scores), TOCSIN_OK);
    bool agrees = true;
    for (size_t i = 0; i < 2 * (size_t)MANY; i++) {
        double expected = (own[i] * values[0][i] + 1.25 * values[1][i]) / (own[i] + 1.25);
        agrees = agrees && close_to(scores.nodes->value[i], expected, 1e-14);
    }
    CU_ASSERT_TRUE(agrees);
    fixture_end(&fixture);
}

/** A block brings cell weights of its own, in a workspace smaller than itself. */
static void test_of_a_block(void)
{
    struct fixture fixture;
    struct kernel *kernel = NULL;
    struct kernel_workspace *workspace = NULL;
    double value[CELLS];
    double coverage[CELLS];
    double imputed[CELLS];
    uint8_t observation[CELLS];
    const double *leaf[3];
    const uint8_t *leaf_observation[3];
    static const uint8_t observations[CELLS] = {0};
    static const double ones[CELLS] = {1, 1, 1, 1};
    const double *cell_weights[4] = {NULL, OWN[0], OWN[1], OWN[2]};
    begin(&fixture, AGGREGATE_ARITHMETIC);
    tocsin_context *context = fixture.counted.context;
    CU_ASSERT_EQUAL_FATAL(
        kernel_create(context, &fixture.arena, &fixture.tree, fixture_weights(&fixture), FIXTURE_SCALE, &kernel),
        TOCSIN_OK);
    CU_ASSERT_FALSE(kernel_compares_regions(kernel));
    CU_ASSERT_EQUAL_FATAL(kernel_workspace_create(context, kernel, 3, &workspace), TOCSIN_OK);
    for (size_t k = 0; k < 3; k++) {
        leaf[k] = VALUES[k == 1 ? 0 : k]; /* b as a, without a gap */
        leaf_observation[k] = observations;
    }
    struct kernel_block block = {.cells = CELLS,
                                 .leaf = leaf,
                                 .leaf_observation = leaf_observation,
                                 .cell_weights = cell_weights,
                                 .node = (double *[]){value},
                                 .node_observation = (uint8_t *[]){observation},
                                 .node_coverage = (double *[]){coverage},
                                 .node_imputed = (double *[]){imputed}};
    kernel_evaluate(kernel, workspace, &block);
    CU_ASSERT_TRUE(close_to(value[0], (0.75 * 12.385 + 1.25 * 83.07) / 2, 1e-15));
    CU_ASSERT_TRUE(close_to(value[2], (4 * 40.25 + 2 * 17.5) / 6, 1e-15));
    CU_ASSERT_EQUAL(observation[3], OBSERVATION_NO_CHILD);
    CU_ASSERT_EQUAL(coverage[3], 1);
    cell_weights[1] = cell_weights[2] = cell_weights[3] = ones;
    kernel_evaluate(kernel, workspace, &block);
    CU_ASSERT_TRUE(close_to(value[3], (2 * 61.5 + 33.125) / 3, 1e-15));
    kernel_workspace_destroy(context, workspace);
    fixture_end(&fixture);
}

/** Leaves 0 .. 4 of different weight; regions with 5, 4, 3, 2 and 0 of them. Cells' own weights do not count here. */
static void begin_children(struct fixture *fixture, enum aggregate_method method, double least)
{
    static const double weights[] = {8, 0.5, 0.25, 0.125, 0.0625};
    fixture_begin(fixture, 1, 5, 5);
    for (size_t k = 0; k < 5; k++) {
        double values[5];
        for (size_t i = 0; i < 5; i++) {
            values[i] = i < 4 && k < 5 - i ? 12.385 + (double)(k * k + i) : (double)NAN;
        }
        fixture_fill(fixture->panel, k, values);
    }
    fixture_flat_tree(fixture, weights, 5, method);
    fixture->nodes[0].min_children = least;
    fixture->nodes[0].aggregation.expression = "a + b";
    fixture->nodes[0].aggregation.weights = weights;
    fixture->nodes[0].aggregation.weight_count = 5;
}

static void test_min_children(void)
{
    static const enum aggregate_method methods[] = {AGGREGATE_ARITHMETIC, AGGREGATE_MEDIAN, AGGREGATE_FORMULA,
                                                    AGGREGATE_COPELAND,   AGGREGATE_MAX,    AGGREGATE_OWA};
    static const struct {
        double least;
        size_t enough; /* regions that have at least that */
    } cases[] = {{0, 4}, {0.4, 4}, {0.4 + 1e-13, 4}, {0.4 + 1e-11, 3}, {0.6, 3}, {0.61, 2}, {0.8, 2}, {1, 1}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods * (sizeof cases / sizeof *cases); i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        size_t enough = cases[i / 6].enough;
        begin_children(&fixture, methods[i % 6], cases[i / 6].least);
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        for (size_t region = 0; region < 4; region++) {
            uint8_t found = fixture_observation(scores.nodes, 0, region);
            CU_ASSERT_TRUE(region < enough ? observation_present(found) : found == OBSERVATION_BELOW_COVERAGE);
        }
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 4), OBSERVATION_NO_CHILD);
        CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), enough < 4 ? 2 : 1); /* one of no child */
        CU_ASSERT_TRUE(enough == 4 || diagnosed_at(fixture.counted.context, DIAGNOSTIC_SCORE_TOO_FEW_CHILDREN, 17, 5));
        fixture_end(&fixture);
    }
}

/** Which of the two limits it was is told; where it was both, the first. Children of weight 0 are not counted. */
static void test_which_limit(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin_children(&fixture, AGGREGATE_ARITHMETIC, 0.75);
    fixture.nodes[0].min_coverage = 0.96;
    fixture.nodes[2].weight = 0;
    fixture_fill(fixture.panel, 0, (double[]){12.385, 13.25, 57.91, NAN, NAN});
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 1), OBSERVATION_PARTIAL); /* 3 of 4 */
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 2), OBSERVATION_BELOW_COVERAGE);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 3), OBSERVATION_NO_CHILD); /* b alone, without a weight */
    CU_ASSERT_EQUAL(scores.nodes->value[2], 0);
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_SCORE_TOO_FEW_CHILDREN,
                             "node 'risk' has no value in 1 of 5 cells (region and period), first in 'r2' in 2001: it "
                             "has 2 of its 4 children with a weight, a share below the 'min_children' of 0.75"));
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 2); /* and that no child is there */
    fixture_end(&fixture);
    begin_children(&fixture, AGGREGATE_ARITHMETIC, 0.75);
    fixture.nodes[0].min_coverage = 0.99; /* of r2 8.75, of r3 8.5 are there, of 8.9375 */
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_SCORE_BELOW_COVERAGE,
                             "no value in 2 of 5 cells (region and period), first in 'r2' in 2001: its coverage is"));
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 2);
    fixture_end(&fixture);
}

/** Every allocation fails once: of a kernel with order weights, one that compares regions, one with cell weights. */
static void test_no_memory(void)
{
    static const enum aggregate_method methods[] = {AGGREGATE_OWA, AGGREGATE_COPELAND, AGGREGATE_MEDIAN};
    for (size_t i = 0; i < 3; i++) {
        bool done = false;
        size_t allowed = 0;
        for (; allowed < 200 && !done; allowed++) {
            struct fixture fixture;
            struct kernel *kernel = NULL;
            struct panel *nodes = NULL;
            double coverage[CELLS];
            double imputed[CELLS];
            begin(&fixture, methods[i]);
            tocsin_context *context = fixture.counted.context;
            struct index_weights *weights = own_weights(&fixture);
            CU_ASSERT_EQUAL_FATAL(panel_create(&fixture.arena, 2, 1, 2, &nodes), TOCSIN_OK);
            fixture.counted.fail_after = fixture.counted.calls + allowed;
            tocsin_status status =
                kernel_create(context, &fixture.arena, &fixture.tree, weights, FIXTURE_SCALE, &kernel);
            if (status == TOCSIN_OK) {
                status = kernel_score_panel(context, kernel, fixture.panel, nodes, coverage, imputed);
            }
            CU_ASSERT_TRUE(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
            CU_ASSERT_EQUAL(tocsin_diagnostic_total(context, TOCSIN_ERROR), 0);
            done = status == TOCSIN_OK;
            fixture_end(&fixture);
        }
        CU_ASSERT_TRUE(done && allowed > 12);
    }
}

/** An arena that is full at any of the kernel's own tables. */
static void test_no_memory_to_prepare(void)
{
    size_t failed = 0;
    bool done = false;
    for (size_t allowed = 0; allowed < 20 && !done; allowed++) {
        struct fixture fixture;
        struct kernel *kernel = NULL;
        struct arena arena;
        begin(&fixture, AGGREGATE_OWA);
        tocsin_context *context = fixture.counted.context;
        double many[20000];
        for (size_t i = 0; i < 20000; i++) {
            many[i] = 1;
        }
        fixture.nodes[0].aggregation.weights = many; /* larger than a block of the arena */
        fixture.nodes[0].aggregation.weight_count = 20000;
        struct index_weights *weights = fixture_weights(&fixture);
        arena_begin(&arena, context);
        fixture.counted.fail_after = fixture.counted.calls + allowed;
        tocsin_status status = kernel_create(context, &arena, &fixture.tree, weights, FIXTURE_SCALE, &kernel);
        CU_ASSERT_TRUE(status == TOCSIN_OK ? kernel != NULL : status == TOCSIN_ERROR_MEMORY && kernel == NULL);
        failed += status == TOCSIN_ERROR_MEMORY;
        done = status == TOCSIN_OK;
        arena_end(&arena);
        fixture_end(&fixture);
    }
    CU_ASSERT_TRUE(done && failed >= 2);
}

static CU_TestInfo tests[] = {
    {"cells' own weights, by every method", test_methods},
    {"methods and children that have no use for them", test_no_use_for_them},
    {"some children have them", test_some_have_them},
    {"many regions", test_many_regions},
    {"those of a block", test_of_a_block},
    {"least share of children", test_min_children},
    {"which limit it was", test_which_limit},
    {"no memory", test_no_memory},
    {"no memory to prepare", test_no_memory_to_prepare},
    CU_TEST_INFO_NULL,
};
SUITE(kernel_cells, tests)
