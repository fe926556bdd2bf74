/** Effective weights down the tree, and where contributions add up to the score. */
#include "parts.h"

enum { REGIONS = 4, LEAVES = 3 };

struct setting {
    struct fixture fixture;
    struct fixture_scores scores;
    double *weight, *contribution;
    size_t inner;
};

/** risk = 3 a + 2 statecraft; statecraft = 4 b + 1 c; regions: all, without c, without statecraft, nothing. */
static void begin(struct setting *setting)
{
    struct fixture *fixture = &setting->fixture;
    fixture_begin(fixture, 1, LEAVES, REGIONS);
    fixture_fill(fixture->panel, 0, (double[]){40.5, 40.5, 40.5, NAN});
    fixture_fill(fixture->panel, 1, (double[]){20.25, 20.25, NAN, NAN});
    fixture_fill(fixture->panel, 2, (double[]){90.75, NAN, NAN, NAN});
    size_t root = fixture_node(fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    fixture_node(fixture, root, "a", 3, 0);
    setting->inner = fixture_node(fixture, root, "statecraft", 2, INDEX_NONE);
    fixture_node(fixture, setting->inner, "b", 4, 1);
    fixture_node(fixture, setting->inner, "c", 1, 2);
}

static void compute_weighted(struct setting *setting, const struct index_weights *weights)
{
    struct fixture *fixture = &setting->fixture;
    CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(fixture, FIXTURE_SCALE, weights, &setting->scores), TOCSIN_OK);
    struct contributions parts = parts_compute(fixture, FIXTURE_SCALE, weights, NULL, &setting->scores);
    setting->weight = parts.weight;
    setting->contribution = parts.contribution;
}

static void compute(struct setting *setting)
{
    compute_weighted(setting, fixture_weights(&setting->fixture));
}

/** The parts add up to the score, or to nothing. */
static void check_sums(const struct setting *setting)
{
    for (size_t i = 0; i < REGIONS; i++) {
        double score = fixture_value(setting->scores.nodes, 0, i);
        double sum = parts_sum(&setting->fixture, setting->contribution, 0, i);
        CU_ASSERT_TRUE(isnan(score) ? sum == 0 : close_to(sum, score, 1e-14));
    }
}

static void test_weights(void)
{
    struct setting setting;
    begin(&setting);
    compute(&setting);
    const double expected[] = {0.6, 0.6, 1, 0, /* b: */ 0.32, 0.4, 0, 0, /* c: */ 0.08, 0, 0, 0};
    for (size_t i = 0; i < LEAVES * REGIONS; i++) {
        CU_ASSERT_TRUE(close_to(setting.weight[i], expected[i], 1e-15));
        CU_ASSERT_TRUE(close_to(setting.contribution[i], expected[i] * setting.fixture.panel->value[i], 1e-15));
    }
    check_sums(&setting);
    fixture_end(&setting.fixture);
}

/** Whatever is not a plain mean has parts that add up, and the same effective weights. */
static void test_not_plain(void)
{
    for (int i = 0; i < 6; i++) {
        struct setting setting;
        begin(&setting);
        struct aggregation *aggregation = &setting.fixture.nodes[setting.inner].aggregation;
        aggregation->method = i == 0 ? AGGREGATE_GEOMETRIC : AGGREGATE_ARITHMETIC;
        aggregation->round = (struct optional_number){i == 1, 0};
        aggregation->floor = (struct optional_number){i == 2, 50.125};
        aggregation->cap = (struct optional_number){i == 3, 17.25};
        aggregation->has_space = i == 4;
        aggregation->space[1] = 1;
        compute(&setting);
        check_sums(&setting);
        CU_ASSERT_TRUE(close_to(setting.weight[REGIONS], 0.32, 1e-15));
        fixture_end(&setting.fixture);
    }
}

/** A node that is missing for want of coverage takes its children's parts with it. */
static void test_missing_node(void)
{
    struct setting setting;
    begin(&setting);
    setting.fixture.nodes[setting.inner].min_coverage = 0.9;
    setting.fixture.nodes[0].weights.method = WEIGHT_EQUAL;
    compute(&setting);
    CU_ASSERT_EQUAL(setting.weight[0], 0.5);
    CU_ASSERT_EQUAL(setting.weight[1], 1);
    CU_ASSERT_EQUAL(setting.weight[REGIONS + 1], 0);
    CU_ASSERT_EQUAL(setting.contribution[REGIONS + 1], 0);
    fixture_end(&setting.fixture);
}

/** A node of which only a child of weight 0 is present has no part, and neither has the child. */
static void test_no_weight_present(void)
{
    struct setting setting;
    begin(&setting);
    setting.fixture.nodes[4].weight = 0; /* c */
    panel_set_missing(setting.fixture.panel, REGIONS, OBSERVATION_EMPTY);
    compute(&setting);
    CU_ASSERT_EQUAL(setting.weight[0], 1);
    CU_ASSERT_EQUAL(setting.weight[REGIONS], 0);
    CU_ASSERT_EQUAL(setting.weight[8], 0);
    CU_ASSERT_EQUAL(setting.contribution[8], 0);
    fixture_end(&setting.fixture);
}

/** Cells' own weights are what counts, as shares of those of the present siblings; and they add up to the score. */
static void test_cell_weights(void)
{
    struct setting setting;
    begin(&setting);
    setting.fixture.panel->observation[2 * REGIONS + 1] = OBSERVATION_NORMAL; /* c of the second region: 0 */
    struct index_weights *weights = fixture_weights(&setting.fixture);
    fixture_cell_weights(&setting.fixture, weights, 3, (double[]){0.5, 3, 1, 1});
    fixture_cell_weights(&setting.fixture, weights, 4, (double[]){1.5, 0, 1, 1});
    compute_weighted(&setting, weights);
    const double expected[] = {0.6, 0.6, 1, 0, /* b: */ 0.1, 0.4, 0, 0, /* c: */ 0.3, 0, 0, 0};
    for (size_t i = 0; i < LEAVES * REGIONS; i++) {
        CU_ASSERT_TRUE(close_to(setting.weight[i], expected[i], 1e-15));
    }
    check_sums(&setting);
    fixture_end(&setting.fixture);
}

/** Where the kernel does not go by them, effective weights do not: children of weight 0, comparisons of regions. */
static void test_no_use_of_cell_weights(void)
{
    for (int i = 0; i < 2; i++) {
        struct setting setting;
        begin(&setting);
        setting.fixture.nodes[4].weight = i == 0 ? 0 : 1; /* c */
        setting.fixture.nodes[setting.inner].aggregation.method = i == 0 ? AGGREGATE_ARITHMETIC : AGGREGATE_COPELAND;
        struct index_weights *weights = fixture_weights(&setting.fixture);
        fixture_cell_weights(&setting.fixture, weights, 4, (double[]){4, 1, 1, 1});
        compute_weighted(&setting, weights);
        CU_ASSERT_TRUE(close_to(setting.weight[REGIONS], i == 0 ? 0.4 : 0.32, 1e-15));
        CU_ASSERT_TRUE(close_to(setting.weight[8], i == 0 ? 0 : 0.08, 1e-15));
        check_sums(&setting);
        fixture_end(&setting.fixture);
    }
}

static void test_no_memory(void)
{
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t allowed = 0;
    for (; status == TOCSIN_ERROR_MEMORY && allowed < 200; allowed++) {
        struct setting setting;
        begin(&setting);
        setting.fixture.nodes[setting.inner].aggregation.method = AGGREGATE_GEOMETRIC;
        compute(&setting);
        struct index_weights *weights = fixture_weights(&setting.fixture);
        struct contribution_request request =
            parts_request(&setting.fixture, FIXTURE_SCALE, weights, NULL, &setting.scores);
        struct contributions parts = parts_room(&setting.fixture);
        setting.fixture.counted.fail_after = setting.fixture.counted.calls + allowed;
        status = contribution_compute(setting.fixture.counted.context, &request, &parts);
        setting.fixture.counted.fail_after = SIZE_MAX;
        fixture_end(&setting.fixture);
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
    CU_ASSERT_TRUE(allowed > 1);
}

static CU_TestInfo tests[] = {
    {"weights and contributions", test_weights},
    {"nodes that are no plain mean", test_not_plain},
    {"a node that is missing", test_missing_node},
    {"no weight present", test_no_weight_present},
    {"cells' own weights", test_cell_weights},
    {"no use of them", test_no_use_of_cell_weights},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(contribution, tests)
