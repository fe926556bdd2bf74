/** Effects of rounding, floors, caps and missing children on a score. */
#include "parts.h"
#include "score/effect.h"

struct setting {
    struct fixture fixture;
    struct fixture_scores scores;
    struct contribution_request request;
    struct effect *effects;
    size_t count, root, inner;
};

/** risk = 3 a + 2 inner + 1 d; inner = 4 b + 1 c. */
static void begin(struct setting *setting, const double *values)
{
    struct fixture *fixture = &setting->fixture;
    memset(setting, 0, sizeof *setting);
    fixture_begin(fixture, 1, 4, 2);
    for (size_t i = 0; i < 4; i++) {
        fixture_fill(fixture->panel, i, values + 2 * i);
    }
    setting->root = fixture_node(fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    fixture_node(fixture, setting->root, "a", 3, 0);
    setting->inner = fixture_node(fixture, setting->root, "inner", 2, INDEX_NONE);
    fixture_node(fixture, setting->inner, "b", 4, 1);
    fixture_node(fixture, setting->inner, "c", 1, 2);
    fixture_node(fixture, setting->root, "d", 1, 3);
}

static tocsin_status prepare(struct setting *setting, const double *reference)
{
    struct fixture *fixture = &setting->fixture;
    struct index_weights *weights = fixture_weights(fixture);
    tocsin_status status = fixture_score_weighted(fixture, FIXTURE_SCALE, weights, &setting->scores);
    setting->request = parts_request(fixture, FIXTURE_SCALE, weights, reference, &setting->scores);
    return status;
}

static void find(struct setting *setting, size_t region)
{
    tocsin_context *context = setting->fixture.counted.context;
    CU_ASSERT_EQUAL_FATAL(effect_find(context, &setting->fixture.arena, &setting->request,
                                      (struct contribution_cell){0, region}, &setting->effects, &setting->count),
                          TOCSIN_OK);
}

static void check(const struct setting *setting, size_t i, enum effect_kind kind, size_t node, double before,
                  double after, double score)
{
    CU_ASSERT_TRUE_FATAL(i < setting->count);
    const struct effect *effect = &setting->effects[i];
    CU_ASSERT_EQUAL(effect->kind, kind);
    CU_ASSERT_EQUAL(effect->node, node);
    CU_ASSERT_TRUE(close_to(effect->before, before, 1e-14));
    CU_ASSERT_TRUE(close_to(effect->after, after, 1e-14));
    CU_ASSERT_TRUE(close_to(effect->score, score, 1e-14));
}

static const double VALUES[] = {40, 10, 30.4, 10, 50, 11, 20, 13};

static void test_settings(void)
{
    struct setting setting;
    begin(&setting, VALUES);
    struct index_node *nodes = setting.fixture.nodes;
    nodes[setting.inner].aggregation.round = (struct optional_number){true, 0}; /* 34.32 to 34, 10.2 to 10 */
    nodes[setting.inner].aggregation.floor = (struct optional_number){true, 12};
    nodes[setting.root].aggregation.cap = (struct optional_number){true, 31.5};
    CU_ASSERT_EQUAL_FATAL(prepare(&setting, NULL), TOCSIN_OK);
    find(&setting, 0); /* (120 + 68 + 20) / 6 = 34.67, at most 31.5 */
    CU_ASSERT_EQUAL(setting.count, 2);
    check(&setting, 0, EFFECT_CAP, setting.root, 208 / 6.0, 31.5, 31.5 - 208 / 6.0);
    check(&setting, 1, EFFECT_ROUND, setting.inner, 34.32, 34, 0); /* the cap hides it */
    find(&setting, 1);                                             /* (30 + 24 + 13) / 6 */
    CU_ASSERT_EQUAL(setting.count, 1);
    check(&setting, 0, EFFECT_FLOOR, setting.inner, 10, 12, 4 / 6.0); /* which hides the rounding */
    fixture_end(&setting.fixture);
}

static void test_rescaled(void)
{
    struct setting setting;
    begin(&setting, (double[]){40, NAN, 30, 20, NAN, NAN, 20, NAN});
    CU_ASSERT_EQUAL_FATAL(prepare(&setting, (double[]){5, 0, 10, 35}), TOCSIN_OK);
    find(&setting, 0); /* inner is 30 without c, 26 with c at 10 */
    CU_ASSERT_EQUAL(setting.count, 1);
    check(&setting, 0, EFFECT_RESCALED, setting.inner, 26, 30, 8 / 6.0);
    find(&setting, 1); /* the root has inner only; without c it is 20, with it 18 */
    CU_ASSERT_EQUAL(setting.count, 2);
    check(&setting, 0, EFFECT_RESCALED, setting.root, (15 + 40 + 35) / 6.0, 20, 20 - 15);
    check(&setting, 1, EFFECT_RESCALED, setting.inner, 18, 20, 2);
    fixture_end(&setting.fixture);
}

/** A node that is missing with all its indicators is rescaled away by its parent; it has no effects of its own. */
static void test_missing_node(void)
{
    struct setting setting;
    begin(&setting, (double[]){40, NAN, NAN, NAN, NAN, NAN, 20, NAN});
    CU_ASSERT_EQUAL_FATAL(prepare(&setting, (double[]){5, 4, 10, 35}), TOCSIN_OK);
    find(&setting, 0);
    CU_ASSERT_EQUAL(setting.count, 1);
    double inner = (4 * 4 + 10) / 5.0;
    double without = (120 + 2 * inner + 20) / 6;
    check(&setting, 0, EFFECT_RESCALED, setting.root, without, 35, 35 - without);
    find(&setting, 1); /* no score */
    CU_ASSERT_EQUAL(setting.count, 0);
    fixture_end(&setting.fixture);
}

/** Where the score cannot be had without an effect there is none to name: a geometric mean of a reference of 0. */
static void test_no_score_without(void)
{
    struct setting setting;
    begin(&setting, (double[]){40, 40, 30, 30, NAN, NAN, 20, 20});
    setting.fixture.nodes[setting.inner].aggregation.method = AGGREGATE_GEOMETRIC;
    CU_ASSERT_EQUAL_FATAL(prepare(&setting, NULL), TOCSIN_OK);
    find(&setting, 0);
    CU_ASSERT_EQUAL(setting.count, 0);
    fixture_end(&setting.fixture);
}

/** Where regions are compared all of them are scored again; a child of weight 0 has no effect. */
static void test_compared(void)
{
    struct setting setting;
    begin(&setting, (double[]){40, 10, 30, 90, 50, 11, NAN, 13});
    struct index_node *nodes = setting.fixture.nodes;
    nodes[setting.root].aggregation.method = AGGREGATE_COPELAND;
    nodes[1].weight = 1;                                                       /* a */
    nodes[setting.inner].aggregation.cap = (struct optional_number){true, 20}; /* makes a draw of a defeat */
    nodes[5].weight = 0;                                                       /* d */
    CU_ASSERT_EQUAL_FATAL(prepare(&setting, NULL), TOCSIN_OK);
    find(&setting, 0);
    CU_ASSERT_EQUAL(setting.count, 1);
    check(&setting, 0, EFFECT_CAP, setting.inner, 34, 20, 100);
    CU_ASSERT_EQUAL(fixture_value(setting.scores.nodes, 0, 0), 100);
    fixture_end(&setting.fixture);
}

/** Own weights of the cells count. */
static void test_cell_weights(void)
{
    struct setting setting;
    begin(&setting, VALUES);
    struct fixture *fixture = &setting.fixture;
    fixture->nodes[setting.inner].aggregation.cap = (struct optional_number){true, 35};
    struct index_weights *weights = fixture_weights(fixture);
    fixture_cell_weights(fixture, weights, 3, (double[]){1, 1}); /* b */
    fixture_cell_weights(fixture, weights, 4, (double[]){1, 1}); /* c */
    CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(fixture, FIXTURE_SCALE, weights, &setting.scores), TOCSIN_OK);
    setting.request = parts_request(fixture, FIXTURE_SCALE, weights, NULL, &setting.scores);
    find(&setting, 0);
    CU_ASSERT_EQUAL(setting.count, 1);
    check(&setting, 0, EFFECT_CAP, setting.inner, 40.2, 35, -2 * 5.2 / 6);
    fixture_end(fixture);
}

static void test_no_memory(void)
{
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t allowed = 0;
    for (; status == TOCSIN_ERROR_MEMORY && allowed < 400; allowed++) {
        struct setting setting;
        begin(&setting, (double[]){40, NAN, 30, 20, NAN, NAN, 20, NAN});
        setting.fixture.nodes[setting.root].aggregation.cap = (struct optional_number){true, 31.5};
        CU_ASSERT_EQUAL_FATAL(prepare(&setting, NULL), TOCSIN_OK);
        setting.fixture.counted.fail_after = setting.fixture.counted.calls + allowed;
        status = effect_find(setting.fixture.counted.context, &setting.fixture.arena, &setting.request,
                             (struct contribution_cell){0, 0}, &setting.effects, &setting.count);
        CU_ASSERT_TRUE(status == TOCSIN_OK || setting.count == 0);
        setting.fixture.counted.fail_after = SIZE_MAX;
        fixture_end(&setting.fixture);
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
    CU_ASSERT_TRUE(allowed > 3);
}

static CU_TestInfo tests[] = {
    {"rounding, floors and caps", test_settings},
    {"missing children", test_rescaled},
    {"a missing node", test_missing_node},
    {"no score without", test_no_score_without},
    {"compared regions", test_compared},
    {"cells' own weights", test_cell_weights},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(effect, tests)
