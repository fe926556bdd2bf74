/** How the weights of a tree are resolved: in which order, from what, and what is told when it goes wrong. */
#include "weight_setting.h"

static const struct weighting GIVEN = {.method = WEIGHT_GIVEN};
static const struct weighting EQUAL = {.method = WEIGHT_EQUAL};
static const struct weighting ENTROPY = {.method = WEIGHT_ENTROPY};
static const struct weighting CRITIC = {.method = WEIGHT_CRITIC};
static const struct weighting FIRST = {.method = WEIGHT_PCA};
static const struct weighting DOUBT = {.method = WEIGHT_BENEFIT_OF_DOUBT};
static const double COMPARED[] = {1, 3, 1.0 / 3, 1};
static const struct weighting COMPARISONS = {.method = WEIGHT_AHP, .matrix = COMPARED, .matrix_size = 2};

enum { PERIODS = 4, REGIONS = 9, LEAVES = 8 };

static size_t add_node(struct fixture *fixture, size_t parent, const char *id, double weight,
                       const struct weighting *weighting)
{
    size_t node = fixture_node(fixture, parent, id, weight, INDEX_NONE);
    fixture->nodes[node].weights = *weighting;
    fixture->nodes[node].weights.at = WEIGHT_AT;
    if (weighting->method == WEIGHT_BENEFIT_OF_DOUBT) {
        fixture->nodes[node].aggregation.method = AGGREGATE_SUM;
    }
    return node;
}

/**
 * risk (entropy): north (given: p (critic: a, b), q (benefit of the doubt: c, d)), south (comparisons: e, f), h.
 * Nodes: risk 0, north 1, p 2, a 3, b 4, q 5, c 6, d 7, south 8, e 9, f 10, h 11.
 */
static void build_tree(struct fixture *fixture, const struct weighting *risk)
{
    size_t root = add_node(fixture, INDEX_NONE, "risk", 1, risk);
    size_t north = add_node(fixture, root, "north", 5, &GIVEN);
    size_t p = add_node(fixture, north, "p", 2.5, &CRITIC);
    fixture_node(fixture, p, "a", 7, 0);
    fixture_node(fixture, p, "b", 0, 1);
    size_t q = add_node(fixture, north, "q", 1.25, &DOUBT);
    fixture_node(fixture, q, "c", 1, 2);
    fixture_node(fixture, q, "d", 9, 3);
    size_t south = add_node(fixture, root, "south", 0.5, &COMPARISONS);
    fixture_node(fixture, south, "e", 1, 4);
    fixture_node(fixture, south, "f", 1, 5);
    fixture_node(fixture, root, "h", 3, 7);
}

static void begin_tree(struct fixture *fixture, const struct weighting *risk)
{
    uint64_t state = 42;
    fixture_begin(fixture, PERIODS, LEAVES, REGIONS);
    weight_fill_random(fixture, &state, 0);
    build_tree(fixture, risk);
}

/** What a node's weights must be, by a flat tree over the values that its children have in the end. */
static void check_root(struct fixture *fixture, const struct index_weights *weights,
                       const struct fixture_scores *scores)
{
    static const size_t children[] = {1, 8, 11};
    struct fixture flat;
    struct index_weights expected;
    double values[PERIODS * REGIONS];
    fixture_begin(&flat, PERIODS, 3, REGIONS);
    for (size_t k = 0; k < 3; k++) {
        const struct index_node *child = &fixture->nodes[children[k]];
        bool leaf = child->inner == INDEX_NONE;
        const struct panel *panel = leaf ? fixture->panel : scores->nodes;
        for (size_t i = 0; i < PERIODS * REGIONS; i++) {
            values[i] =
                panel->value[panel_cell(panel, i / REGIONS, leaf ? child->indicator : child->inner, i % REGIONS)];
        }
        fixture_fill(flat.panel, k, values);
    }
    weight_flat_tree(&flat, weight_ids, &fixture->nodes[0].weights);
    CU_ASSERT_EQUAL_FATAL(weight_find(&flat, FIXTURE_SCALE, &expected), TOCSIN_OK);
    for (size_t k = 0; k < 3; k++) {
        CU_ASSERT_EQUAL(weights->node[children[k]], expected.node[k + 1]);
    }
    fixture_end(&flat);
}

/** From the deepest up: the root's weights are those by the values that the resolved tree gives. */
static void test_order(void)
{
    const struct weighting *methods[] = {&ENTROPY, &CRITIC, &FIRST};
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        struct index_weights weights;
        struct fixture_scores scores;
        begin_tree(&fixture, methods[i]);
        CU_ASSERT_EQUAL_FATAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_score_weighted(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
        check_root(&fixture, &weights, &scores);
        CU_ASSERT_TRUE(weights.node[2] == 2.5 && weights.node[5] == 1.25);
        CU_ASSERT_TRUE(close_to(weights.node[9], 0.75, 1e-15) && close_to(weights.node[10], 0.25, 1e-15));
        CU_ASSERT_TRUE(close_to(weights.node[3], 0.5, 0.2) && close_to(weights.node[3] + weights.node[4], 1, 1e-15));
        CU_ASSERT_TRUE(weights.cell[6] && weights.cell[7] && !weights.cell[3]);
        CU_ASSERT_TRUE(weights.node[6] == 1 && weights.node[7] == 1);
        CU_ASSERT_EQUAL(weights.outcome[fixture.nodes[0].inner].cells, PERIODS * REGIONS);
        CU_ASSERT_EQUAL(weights.outcome[fixture.nodes[1].inner].method, WEIGHT_GIVEN);
        CU_ASSERT_EQUAL(weights.outcome[fixture.nodes[2].inner].method, WEIGHT_CRITIC);
        fixture_end(&fixture);
    }
}

/** What needs no data: given weights as they are, equal ones, a child by itself. */
static void test_without_data(void)
{
    struct fixture fixture;
    struct index_weights weights;
    fixture_begin(&fixture, 1, 4, 1);
    size_t root = add_node(&fixture, INDEX_NONE, "risk", 1, &GIVEN);
    size_t equal = add_node(&fixture, root, "equal", 2.385, &EQUAL);
    fixture_node(&fixture, equal, "a", 7, 0);
    fixture_node(&fixture, equal, "b", 0, 1);
    size_t alone = add_node(&fixture, root, "alone", 0.7, &FIRST);
    fixture_node(&fixture, alone, "c", 0, 2);
    CU_ASSERT_EQUAL_FATAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_OK);
    static const double expected[] = {1, 2.385, 1, 1, 0.7, 1};
    CU_ASSERT_EQUAL(memcmp(weights.node, expected, sizeof expected), 0);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
}

/** Faults of several nodes are told together; a node above a faulty one is not looked at. */
static void test_all_faults(void)
{
    struct fixture fixture;
    struct index_weights weights = {0};
    double constant[PERIODS * REGIONS];
    for (size_t i = 0; i < PERIODS * REGIONS; i++) {
        constant[i] = 61.7;
    }
    begin_tree(&fixture, &FIRST);
    fixture.nodes[2].weights.method = WEIGHT_PCA;
    fixture.nodes[8].weights.method = WEIGHT_ENTROPY;
    fixture_fill(fixture.panel, 1, constant);
    fixture.panel->value[panel_cell(fixture.panel, 1, 4, 3)] = -0.25;
    CU_ASSERT_EQUAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 2);
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, 4052, "node 'p' rest on correlations, but 'b' never varies"));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, 4054,
                             "of node 'south' need values of 0 or more, but 1 is below, "
                             "first -0.25 for 'r3' in 2002, of child 'e'"));
    CU_ASSERT_PTR_NULL(weights.node);
    fixture_end(&fixture);
}

/** A formula that cannot be read is told when inner nodes have to be scored for weights. */
static void test_formula_fault(void)
{
    struct fixture fixture;
    struct index_weights weights = {0};
    begin_tree(&fixture, &ENTROPY);
    fixture.nodes[8].aggregation.method = AGGREGATE_FORMULA;
    fixture.nodes[8].aggregation.expression = "e +";
    CU_ASSERT_EQUAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_ERROR_MODEL);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, 4001, 17, 5));
    fixture_end(&fixture);
}

/** With strict findings a warning is a fault. */
static void test_strict(void)
{
    struct fixture fixture;
    struct index_weights weights = {0};
    double constant[PERIODS * REGIONS];
    for (size_t i = 0; i < PERIODS * REGIONS; i++) {
        constant[i] = 61.7;
    }
    begin_tree(&fixture, &ENTROPY);
    fixture_fill(fixture.panel, 7, constant);
    fixture.counted.context->strict = true;
    CU_ASSERT_EQUAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, 4051, "'h' never varies"));
    CU_ASSERT_PTR_NULL(weights.node);
    fixture_end(&fixture);
}

/** Weights of all methods by some random panel, children in an order. */
static void weigh_random(uint64_t seed, const struct weighting *weighting, const size_t *order, double factor,
                         double *found)
{
    struct fixture fixture;
    struct index_weights weights;
    fixture_begin(&fixture, PERIODS, 5, REGIONS);
    for (size_t period = 0; period < PERIODS; period++) {
        for (size_t i = 0; i < 5 * REGIONS; i++) {
            size_t column = 0;
            while (order[column] != i % 5) {
                column++;
            }
            double number = fixture_random(&seed);
            double value = factor * (i % 5 == 0 ? 100 * number : 50 * number + 7 * (double)(i / 5));
            panel_set(fixture.panel, panel_cell(fixture.panel, period, column, i / 5), value, OBSERVATION_NORMAL);
        }
    }
    weight_flat_tree(&fixture, weight_ids, weighting);
    CU_ASSERT_EQUAL_FATAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_OK);
    for (size_t k = 0; k < 5; k++) {
        found[order[k]] = weights.node[k + 1];
    }
    fixture_end(&fixture);
}

/** Not negative, summing to 1 (or of length 1), the same for children in any order and in any common unit. */
static void test_laws(void)
{
    static const size_t natural[] = {0, 1, 2, 3, 4};
    static const size_t turned[] = {3, 0, 4, 2, 1};
    const struct weighting methods[] = {
        {.method = WEIGHT_ENTROPY},
        {.method = WEIGHT_CRITIC},
        {.method = WEIGHT_PCA},
        {.method = WEIGHT_PCA, .form = PCA_FACTORS, .components = 2, .rotation = ROTATION_VARIMAX},
        {.method = WEIGHT_PCA, .form = PCA_FACTORS, .components = 3, .rotation = ROTATION_NONE},
    };
    for (size_t i = 0; i < 5 * 40; i++) {
        double found[5];
        double again[5];
        double scaled[5];
        double sum = 0;
        double square = 0;
        bool first = methods[i % 5].method == WEIGHT_PCA && methods[i % 5].form == PCA_FIRST;
        weigh_random(i + 1, &methods[i % 5], natural, 1, found);
        weigh_random(i + 1, &methods[i % 5], turned, 1, again);
        weigh_random(i + 1, &methods[i % 5], natural, 0.0371, scaled);
        for (size_t k = 0; k < 5; k++) {
            CU_ASSERT_TRUE(found[k] >= 0 && found[k] <= 1);
            CU_ASSERT_TRUE(close_to(again[k], found[k], 1e-11));
            CU_ASSERT_TRUE(close_to(scaled[k], found[k], 1e-11));
            sum += found[k];
            square += found[k] * found[k];
        }
        CU_ASSERT_TRUE(first ? square <= 1 + 1e-14 && square > 0.5 : close_to(sum, 1, 1e-15));
    }
}

/** Doubling all regions leaves all weights but those of CRITIC where they are, and those nearly: sd has n - 1. */
static void test_doubled_regions(void)
{
    const struct weighting *methods[] = {&FIRST, &CRITIC};
    for (size_t i = 0; i < 2; i++) {
        struct fixture once;
        struct fixture twice;
        struct index_weights expected;
        struct index_weights weights;
        uint64_t state = 8;
        fixture_begin(&once, PERIODS, 4, REGIONS);
        fixture_begin(&twice, PERIODS, 4, 2 * REGIONS);
        weight_fill_random(&once, &state, 0);
        for (size_t k = 0; k < PERIODS * 4 * 2 * REGIONS; k++) {
            twice.panel->value[k] = once.panel->value[k / (2 * REGIONS) * REGIONS + k % REGIONS];
            twice.panel->observation[k] = OBSERVATION_NORMAL;
        }
        weight_flat_tree(&once, weight_ids, methods[i]);
        weight_flat_tree(&twice, weight_ids, methods[i]);
        CU_ASSERT_EQUAL_FATAL(weight_find(&once, FIXTURE_SCALE, &expected), TOCSIN_OK);
        CU_ASSERT_EQUAL_FATAL(weight_find(&twice, FIXTURE_SCALE, &weights), TOCSIN_OK);
        for (size_t k = 1; k <= 4; k++) {
            CU_ASSERT_TRUE(close_to(weights.node[k], expected.node[k], 1e-13));
        }
        fixture_end(&once);
        fixture_end(&twice);
    }
}

/** The same bytes on one thread and on four, of a tree in which inner nodes are scored for weights. */
static void test_threads(void)
{
    static double found[2][12];
    static double cells[2][PERIODS * REGIONS];
    for (unsigned threads = 1; threads <= 4; threads += 3) {
        struct fixture fixture;
        struct index_weights weights;
        uint64_t state = 42;
        fixture_begin_threads(&fixture, PERIODS, LEAVES, REGIONS, threads);
        weight_fill_random(&fixture, &state, 0);
        build_tree(&fixture, &CRITIC);
        CU_ASSERT_EQUAL_FATAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_OK);
        memcpy(found[threads / 4], weights.node, sizeof found[0]);
        memcpy(cells[threads / 4], weights.cell[6], sizeof cells[0]);
        fixture_end(&fixture);
    }
    CU_ASSERT_EQUAL(memcmp(found[0], found[1], sizeof found[0]), 0);
    CU_ASSERT_EQUAL(memcmp(cells[0], cells[1], sizeof cells[0]), 0);
    CU_ASSERT_TRUE(found[0][11] > 0);
}

/** Whatever allocation fails, for good or once: told, nothing left behind, the weights untouched. */
static void test_no_memory(void)
{
    const struct weighting *methods[] = {&ENTROPY, &CRITIC, &FIRST, &DOUBT};
    for (size_t i = 0; i < 8; i++) {
        tocsin_status status = TOCSIN_ERROR_MEMORY;
        for (size_t call = 0; status != TOCSIN_OK; call++) {
            struct fixture fixture;
            struct index_weights weights = {0};
            begin_tree(&fixture, methods[i / 2]);
            CU_ASSERT_FATAL(call < 20000);
            fixture.counted.fail_once = i % 2;
            fixture.counted.fail_after = fixture.counted.calls + call;
            status = weight_find(&fixture, FIXTURE_SCALE, &weights);
            fixture.counted.fail_after = SIZE_MAX;
            CU_ASSERT_TRUE(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
            CU_ASSERT_EQUAL(weights.node != NULL, status == TOCSIN_OK);
            CU_ASSERT_TRUE(status != TOCSIN_OK || call > 20);
            fixture_end(&fixture);
        }
    }
}

static CU_TestInfo tests[] = {
    {"from the deepest up", test_order},
    {"what needs no data", test_without_data},
    {"all faults at once", test_all_faults},
    {"a formula on the way", test_formula_fault},
    {"strict", test_strict},
    {"laws", test_laws},
    {"regions twice", test_doubled_regions},
    {"threads", test_threads},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(weight, tests)
