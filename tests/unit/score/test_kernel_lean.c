/** What saves the kernel work changes no bit: no shares asked for, no gaps to look for, children transformed before. */
#include "random_tree.h"

enum { INNER = 4, NODES = INNER + LEAVES };

struct lean {
    struct fixture fixture;
    struct kernel *kernel;
    struct kernel_workspace *workspace;
    const double *leaf[LEAVES];
    const uint8_t *leaf_observation[LEAVES];
    double *node[INNER], *node_coverage[INNER], *node_imputed[INNER];
    uint8_t *node_observation[INNER];
    double value[2][INNER][REGIONS], coverage[INNER][REGIONS], imputed[INNER][REGIONS];
    uint8_t observation[2][INNER][REGIONS];
    double transformed[NODES][REGIONS];
    const double *known[NODES];
    struct kernel_block block;
};

static void begin(struct lean *lean, size_t tree, double missing)
{
    struct fixture *fixture = &lean->fixture;
    random_tree_begin(fixture, tree, tree % 2 == 0 ? MIX_CELLS : MIX_BOUNDED, missing);
    for (size_t k = 0; k < fixture->tree.count; k++) {
        fixture->nodes[k].min_coverage = 0;
    }
    CU_ASSERT_EQUAL_FATAL(kernel_create(fixture->counted.context, &fixture->arena, &fixture->tree,
                                        fixture_weights(fixture), SCALE, &lean->kernel),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(kernel_workspace_create(fixture->counted.context, lean->kernel, 7, &lean->workspace),
                          TOCSIN_OK);
    for (size_t i = 0; i < LEAVES; i++) {
        lean->leaf[i] = fixture->panel->value + i * REGIONS;
        lean->leaf_observation[i] = fixture->panel->observation + i * REGIONS;
    }
    lean->block = (struct kernel_block){.cells = REGIONS,
                                        .leaf = lean->leaf,
                                        .leaf_observation = lean->leaf_observation,
                                        .node = lean->node,
                                        .node_observation = lean->node_observation,
                                        .node_coverage = lean->node_coverage,
                                        .node_imputed = lean->node_imputed};
}

static void evaluate(struct lean *lean, size_t way)
{
    for (size_t i = 0; i < INNER; i++) {
        lean->node[i] = lean->value[way][i];
        lean->node_observation[i] = lean->observation[way][i];
        lean->node_coverage[i] = lean->coverage[i];
        lean->node_imputed[i] = lean->imputed[i];
    }
    for (size_t k = lean->fixture.tree.count; k-- > 0;) {
        const struct index_node *node = &lean->fixture.nodes[k];
        if (node->inner != INDEX_NONE) {
            kernel_evaluate_node(lean->kernel, lean->workspace, &lean->block, k);
        }
        if (lean->block.transformed && k > 0) {
            bool known = kernel_transform_child(lean->kernel, lean->workspace, &lean->block, k, lean->transformed[k]);
            lean->known[k] = known ? lean->transformed[k] : NULL;
        }
    }
}

/** The same values, and the same cells missing for the same reasons. */
static bool same_bits(const struct lean *lean)
{
    bool same = true;
    for (size_t i = 0; i < INNER; i++) {
        same = same && memcmp(lean->value[0][i], lean->value[1][i], sizeof lean->value[0][i]) == 0;
        for (size_t k = 0; k < REGIONS; k++) {
            uint8_t whole = lean->observation[0][i][k];
            uint8_t spared = lean->observation[1][i][k];
            same = same && (whole == spared || (observation_present(whole) && observation_present(spared)));
        }
    }
    return same;
}

static void end(struct lean *lean)
{
    kernel_workspace_destroy(lean->fixture.counted.context, lean->workspace);
    fixture_end(&lean->fixture);
}

static void test_same_bits(void)
{
    static struct lean lean;
    size_t known = 0;
    for (size_t tree = 0; tree < 400; tree++) {
        memset(&lean, 0, sizeof lean);
        begin(&lean, tree, tree % 4 < 2 ? 0 : 0.2);
        evaluate(&lean, 0);
        bool gaps = false;
        for (size_t i = 0; i < INNER; i++) {
            for (size_t k = 0; k < REGIONS; k++) {
                gaps = gaps || !observation_present(lean.observation[0][i][k]);
            }
        }
        lean.block.node_coverage = NULL;
        lean.block.node_imputed = NULL;
        lean.block.complete = tree % 4 < 2 && !gaps;
        lean.block.transformed = tree % 3 > 0 ? lean.known : NULL;
        evaluate(&lean, 1);
        for (size_t k = 0; k < lean.fixture.tree.count; k++) {
            known += lean.known[k] != NULL;
        }
        CU_ASSERT_TRUE(same_bits(&lean));
        end(&lean);
    }
    CU_ASSERT_TRUE(known > 400);
}

/** Children that the parent cannot use, or takes as they are, are not known before. */
static void test_not_transformed(void)
{
    const struct {
        enum aggregate_method method;
        bool has_space, known[2];
    } cases[] = {{AGGREGATE_GEOMETRIC, false, {true, false}}, {AGGREGATE_ARITHMETIC, false, {false, false}},
                 {AGGREGATE_ARITHMETIC, true, {true, true}},  {AGGREGATE_MAX, true, {false, false}},
                 {AGGREGATE_MEDIAN, true, {false, false}},    {AGGREGATE_FORMULA, true, {false, false}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct kernel *kernel = NULL;
        struct kernel_workspace *workspace = NULL;
        double transformed[2];
        fixture_begin(&fixture, 1, 2, 2);
        fixture_fill(fixture.panel, 0, (double[]){40.5, NAN});
        fixture_fill(fixture.panel, 1, (double[]){0, 12.25});
        fixture_flat_tree(&fixture, (double[]){1, 1}, 2, cases[i].method);
        fixture.nodes[0].aggregation.expression = "a";
        fixture.nodes[0].aggregation.has_space = cases[i].has_space;
        fixture.nodes[0].aggregation.space[1] = 1;
        CU_ASSERT_EQUAL_FATAL(kernel_create(fixture.counted.context, &fixture.arena, &fixture.tree,
                                            fixture_weights(&fixture), FIXTURE_SCALE, &kernel),
                              TOCSIN_OK);
        CU_ASSERT_EQUAL_FATAL(kernel_workspace_create(fixture.counted.context, kernel, 2, &workspace), TOCSIN_OK);
        const double *leaf[] = {fixture.panel->value, fixture.panel->value + 2};
        const uint8_t *observation[] = {fixture.panel->observation, fixture.panel->observation + 2};
        const struct kernel_block block = {.cells = 2, .leaf = leaf, .leaf_observation = observation};
        for (size_t k = 0; k < 2; k++) {
            bool known = kernel_transform_child(kernel, workspace, &block, 1 + k, transformed);
            CU_ASSERT_EQUAL(known, cases[i].known[k]);
            CU_ASSERT_TRUE(k > 0 || i > 0 || (transformed[0] == log(40.5) && transformed[1] == 0));
        }
        kernel_workspace_destroy(fixture.counted.context, workspace);
        fixture_end(&fixture);
    }
}

static CU_TestInfo tests[] = {
    {"the same bits", test_same_bits},
    {"what is not transformed", test_not_transformed},
    CU_TEST_INFO_NULL,
};
SUITE(kernel_lean, tests)
