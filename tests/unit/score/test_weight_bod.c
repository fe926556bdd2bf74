/** Benefit of the doubt: by hand, its laws, bounds of shares, gaps and zeros. */
#include "weight_setting.h"

static const struct weighting DOUBT = {.method = WEIGHT_BENEFIT_OF_DOUBT};

/** Resolves and scores; the fixture is to be ended. */
static tocsin_status score(struct fixture *fixture, const double scale[2], struct index_weights *weights,
                           struct fixture_scores *scores)
{
    tocsin_status status = weight_find(fixture, scale, weights);
    return status == TOCSIN_OK ? fixture_score_weighted(fixture, scale, weights, scores) : status;
}

/**
 * Three regions, (80, 20), (40, 60), (30, 30). The first two are at the end. For the third w 80 + v 20 = 100 and
 * w 40 + v 60 = 100 meet at w = 1, v = 1: 60.
 */
static void test_by_hand(void)
{
    static const double values[] = {80, 20, 40, 60, 30, 30};
    struct fixture fixture;
    struct index_weights weights;
    struct fixture_scores scores;
    weight_begin_matrix(&fixture, values, 3, 2, &DOUBT);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), 100);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 1), 100);
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 2), 60, 1e-15));
    CU_ASSERT_TRUE(close_to(weights.cell[1][2], 1, 1e-15));
    CU_ASSERT_TRUE(close_to(weights.cell[2][2], 1, 1e-15));
    CU_ASSERT_PTR_NULL(weights.cell[0]);
    CU_ASSERT_TRUE(weights.node[1] == 1 && weights.node[2] == 1);
    CU_ASSERT_EQUAL(weights.outcome[0].cells, 3);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
}

/**
 * The same with shares of the value of at least 0.4: for the third both are w 30 >= 0.4 V, so that V = 30 (w + v), and
 * shares of 0.4 and 0.6; (w, v) = (1, 1) has half and half: 60 still. The first, (80, 20): v 20 >= 0.4 V; most weight
 * goes to a while b has its 0.4, and the second bounds it: w = 0.6 V / 80, v = 0.4 V / 20, w 40 + v 60 = 1.5 V = 100.
 */
static void test_shares_of_value(void)
{
    static const double values[] = {80, 20, 40, 60, 30, 30};
    struct fixture fixture;
    struct index_weights weights;
    struct fixture_scores scores;
    struct weighting shares = DOUBT;
    shares.min_share = (struct optional_number){true, 0.4};
    weight_begin_matrix(&fixture, values, 3, 2, &shares);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), 100 / 1.5, 1e-15));
    CU_ASSERT_TRUE(close_to(weights.cell[2][0] * 20, 40 / 1.5, 1e-15));
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 2), 60, 1e-15));
    fixture_end(&fixture);
    shares.min_share.given = false;
    shares.max_share = (struct optional_number){true, 0.6}; /* with two children the same bound */
    weight_begin_matrix(&fixture, values, 3, 2, &shares);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), 100 / 1.5, 1e-15));
    fixture_end(&fixture);
}

/**
 * Weights of at least 0.4 of their sum s. The first takes w = 0.6 s, v = 0.4 s and is at the end, as the second then
 * has less; the second likewise. The third, (0, 30), puts all it can on b, v = 0.6 s, where the second has 52 s = 100.
 * That it has a 0 is no matter.
 */
static void test_shares_of_weight(void)
{
    static const double values[] = {80, 20, 40, 60, 0, 30};
    struct fixture fixture;
    struct index_weights weights;
    struct fixture_scores scores;
    struct weighting shares = DOUBT;
    shares.min_share = (struct optional_number){true, 0.4};
    shares.share_of = SHARE_OF_WEIGHT;
    weight_begin_matrix(&fixture, values, 3, 2, &shares);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), 100);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 1), 100);
    for (size_t i = 0; i < 3; i++) {
        double share = weights.cell[1][i] / (weights.cell[1][i] + weights.cell[2][i]);
        CU_ASSERT_TRUE(share >= 0.4 - 1e-15 && share <= 0.6 + 1e-15);
    }
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 2), 30 * 0.6 * 100 / 52, 1e-15));
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
}

/** Bounds that leave one way only: all shares are a third. */
static void test_equal_shares(void)
{
    static const double values[] = {80, 20, 35, 40, 60, 50, 30, 30, 90};
    struct fixture fixture;
    struct index_weights weights;
    struct fixture_scores scores;
    struct weighting shares = DOUBT;
    shares.max_share = (struct optional_number){true, 1.0 / 3};
    weight_begin_matrix(&fixture, values, 3, 3, &shares);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    for (size_t i = 0; i < 3; i++) {
        double value = fixture_value(scores.nodes, 0, i);
        CU_ASSERT_TRUE(value > 0);
        for (size_t k = 0; k < 3; k++) {
            CU_ASSERT_TRUE(close_to(weights.cell[k + 1][i] * values[3 * i + k] / value, 1.0 / 3, 1e-11));
        }
    }
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
}

/** A child of 0 or missing has no share: the region is missing, and told of once, with how often. */
static void test_impossible_shares(void)
{
    static const double values[] = {80, 20, 0, 60, 30, (double)NAN, 50, 10};
    struct fixture fixture;
    struct index_weights weights;
    struct fixture_scores scores;
    struct weighting shares = DOUBT;
    shares.min_share = (struct optional_number){true, 0.1};
    shares.max_share = (struct optional_number){true, 0.9};
    weight_begin_matrix(&fixture, values, 4, 2, &shares);
    CU_ASSERT_EQUAL_FATAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, 4061, 23, 7));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, 4061, "missing in 2 cells, first for 'r1' in 2001"));
    CU_ASSERT_EQUAL(weights.outcome[0].cells, 2);
    CU_ASSERT_EQUAL(fixture_score_weighted(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_TRUE(fixture_value(scores.nodes, 0, 0) > 0);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 1), OBSERVATION_NO_CHILD);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 2), OBSERVATION_NO_CHILD);
    fixture_end(&fixture);
}

/** Over the children that a region has; what it lacks bounds nobody. */
static void test_gaps(void)
{
    static const double values[] = {80, (double)NAN, 40, 60, (double)NAN, (double)NAN, (double)NAN, 30};
    struct fixture fixture;
    struct index_weights weights;
    struct fixture_scores scores;
    weight_begin_matrix(&fixture, values, 4, 2, &DOUBT);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), 100);
    CU_ASSERT_EQUAL(weights.cell[2][0], 0);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 1), 100);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 2), OBSERVATION_NO_CHILD);
    CU_ASSERT_TRUE(weights.cell[1][2] == 0 && weights.cell[2][2] == 0);
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 3), 50, 1e-15));
    CU_ASSERT_EQUAL(weights.outcome[0].cells, 3);
    fixture_end(&fixture);
}

/** A child that is 0 everywhere would have a weight without bound; a region of nothing but 0 scores 0. */
static void test_zeros(void)
{
    static const double values[] = {80, 0, 0, 0, 40, 0};
    static const double nothing[] = {0, 0, 0, (double)NAN};
    struct fixture fixture;
    struct index_weights weights;
    struct fixture_scores scores;
    weight_begin_matrix(&fixture, values, 3, 2, &DOUBT);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), 100);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 1), 0);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 2), 50);
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(weights.cell[2][i], 0);
    }
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, 4062, 23, 7));
    CU_ASSERT_TRUE(
        diagnosed(fixture.counted.context, 4062, "child 'b' of node 'risk' is 0 in every region in 1 period"));
    fixture_end(&fixture);
    weight_begin_matrix(&fixture, nothing, 2, 2, &DOUBT);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), 0);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 1), 0);
    fixture_end(&fixture);
}

/** Numbers next to 0 whose weights no double could hold are taken for 0, and the region keeps its score. */
static void test_next_to_zero(void)
{
    static const double child[] = {5e-324, 1, 1e-310, 0.5};
    static const double region[] = {1e-312, 1e-315, 5, 40};
    struct fixture fixture;
    struct index_weights weights;
    struct fixture_scores scores;
    weight_begin_matrix(&fixture, child, 2, 2, &DOUBT);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), 100);
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 1), 50, 1e-15));
    CU_ASSERT_EQUAL(weights.cell[1][0], 0);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, 4062, 23, 7));
    fixture_end(&fixture);
    weight_begin_matrix(&fixture, region, 2, 2, &DOUBT);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), 0, 1e-300));
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 1), 100);
    fixture_end(&fixture);
}

static void test_faults(void)
{
    static const double values[] = {80, -0.5, 0, 60, -30, -7.25};
    static const double ends[2] = {-10, 0};
    struct fixture fixture;
    struct index_weights weights;
    weight_begin_matrix(&fixture, values, 3, 2, &DOUBT);
    CU_ASSERT_EQUAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, 4054, 23, 7));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, 4054, "3 are below, first -30 for 'r2' in 2001, of child 'a'"));
    fixture_end(&fixture);
    weight_begin_matrix(&fixture, values + 2, 1, 2, &DOUBT);
    CU_ASSERT_EQUAL(weight_find(&fixture, ends, &weights), TOCSIN_ERROR_MODEL);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, 4060, 23, 7));
    fixture_end(&fixture);
}

/** One child, one region: at the end of the scale. */
static void test_alone(void)
{
    static const double scale[2] = {0, 7};
    struct fixture fixture;
    struct index_weights weights;
    struct fixture_scores scores;
    weight_begin_matrix(&fixture, (double[]){2.385}, 1, 1, &DOUBT);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, scale, &weights, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), 7);
    fixture_end(&fixture);
}

enum { PERIODS = 3, REGIONS = 17, CHILDREN = 5, ROUNDS = 60 };

/** The regions' scores by some random panel, whose regions and children stand in the orders given. */
static void score_random(uint64_t seed, const size_t *regions, const size_t *children,
                         const struct weighting *weighting, double *values)
{
    struct fixture fixture;
    struct index_weights weights;
    struct fixture_scores scores;
    fixture_begin(&fixture, PERIODS, CHILDREN, REGIONS);
    for (size_t i = 0; i < PERIODS * CHILDREN * REGIONS; i++) {
        size_t period = i / REGIONS / CHILDREN;
        size_t child = i / REGIONS % CHILDREN;
        double number = fixture_random(&seed);
        /* the first region is above all others, the second its double, the rest of many sizes */
        double value = i % REGIONS < 2 ? 101 + (double)child : 100 * number * number;
        size_t to = 0;
        size_t column = 0;
        while (regions[to] != i % REGIONS) {
            to++;
        }
        while (children[column] != child) {
            column++;
        }
        panel_set(fixture.panel, panel_cell(fixture.panel, period, column, to), value, OBSERVATION_NORMAL);
    }
    weight_flat_tree(&fixture, weight_ids, weighting);
    CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
    for (size_t i = 0; i < PERIODS * REGIONS; i++) {
        values[i / REGIONS * REGIONS + regions[i % REGIONS]] = fixture_value(scores.nodes, i / REGIONS, i % REGIONS);
    }
    fixture_end(&fixture);
}

static void shuffle(size_t *order, size_t count, uint64_t *state)
{
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
    }
    for (size_t i = count; i-- > 1;) {
        size_t other = (size_t)(fixture_random(state) * (double)(i + 1));
        size_t kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

/** On the scale; the best region at its end; doubles alike to the bit; order matters to rounding only. */
static void test_laws(void)
{
    uint64_t state = 97;
    size_t regions[REGIONS];
    size_t children[CHILDREN];
    for (size_t round = 0; round < ROUNDS; round++) {
        double values[PERIODS * REGIONS];
        double shuffled[PERIODS * REGIONS];
        struct weighting weighting = DOUBT;
        weighting.min_share = (struct optional_number){round % 3 == 1, 0.1};
        weighting.max_share = (struct optional_number){round % 3 == 2, 0.3};
        weighting.share_of = round % 2 ? SHARE_OF_VALUE : SHARE_OF_WEIGHT;
        for (size_t i = 0; i < REGIONS; i++) {
            regions[i] = i;
        }
        for (size_t i = 0; i < CHILDREN; i++) {
            children[i] = i;
        }
        score_random(round + 1, regions, children, &weighting, values);
        shuffle(regions, REGIONS, &state);
        shuffle(children, CHILDREN, &state);
        score_random(round + 1, regions, children, &weighting, shuffled);
        for (size_t i = 0; i < PERIODS * REGIONS; i++) {
            CU_ASSERT_TRUE(values[i] >= 0 && values[i] <= 100);
            CU_ASSERT_TRUE(values[i] == 100 || values[i] < 100 - 1e-9);
            CU_ASSERT_TRUE(close_to(shuffled[i], values[i], 1e-12));
        }
        for (size_t i = 0; i < PERIODS; i++) {
            CU_ASSERT_EQUAL(values[i * REGIONS], 100);
            CU_ASSERT_EQUAL(values[i * REGIONS + 1], 100);
        }
    }
}

/** A higher value never lowers the region's own score. */
static void test_monotone(void)
{
    uint64_t state = 3;
    for (size_t round = 0; round < ROUNDS; round++) {
        double values[8 * 3];
        double before = 0;
        for (size_t i = 0; i < 24; i++) {
            values[i] = 100 * fixture_random(&state);
        }
        for (size_t step = 0; step < 4; step++) {
            struct fixture fixture;
            struct index_weights weights;
            struct fixture_scores scores;
            weight_begin_matrix(&fixture, values, 8, 3, &DOUBT);
            CU_ASSERT_EQUAL_FATAL(score(&fixture, FIXTURE_SCALE, &weights, &scores), TOCSIN_OK);
            CU_ASSERT_TRUE(fixture_value(scores.nodes, 0, 4) >= before - 1e-11);
            before = fixture_value(scores.nodes, 0, 4);
            values[4 * 3 + step % 3] += 100 * fixture_random(&state);
            fixture_end(&fixture);
        }
    }
}

/** The same bytes on one thread and on four. */
static void test_threads(void)
{
    static double cells[2][40 * 12 * CHILDREN];
    for (unsigned threads = 1; threads <= 4; threads += 3) {
        struct fixture fixture;
        struct index_weights weights;
        uint64_t state = 1234567;
        fixture_begin_threads(&fixture, 12, CHILDREN, 40, threads);
        weight_fill_random(&fixture, &state, 0);
        weight_flat_tree(&fixture, weight_ids, &DOUBT);
        CU_ASSERT_EQUAL_FATAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_OK);
        for (size_t k = 0; k < CHILDREN; k++) {
            memcpy(cells[threads / 4] + k * 480, weights.cell[k + 1], 480 * sizeof(double));
        }
        fixture_end(&fixture);
    }
    CU_ASSERT_EQUAL(memcmp(cells[0], cells[1], sizeof cells[0]), 0);
    CU_ASSERT_TRUE(cells[0][0] > 0);
}

static int stop_at_once(void *user, const char *stage, uint64_t done, uint64_t total)
{
    size_t *calls = user;
    *calls += strcmp(stage, "weigh") == 0 && done < total;
    return 1;
}

/** The host can stop it. */
static void test_interrupted(void)
{
    static const double values[] = {80, 20, 40, 60, 30, 30};
    size_t calls = 0;
    struct fixture fixture;
    struct index_weights weights = {0};
    weight_begin_matrix(&fixture, values, 3, 2, &DOUBT);
    CU_ASSERT_EQUAL(tocsin_context_set_progress(fixture.counted.context, stop_at_once, &calls), TOCSIN_OK);
    CU_ASSERT_EQUAL(weight_find(&fixture, FIXTURE_SCALE, &weights), TOCSIN_ERROR_INTERRUPTED);
    CU_ASSERT_EQUAL(calls, 1);
    CU_ASSERT_PTR_NULL(weights.node);
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"by hand", test_by_hand},
    {"shares of the value", test_shares_of_value},
    {"shares of the weight", test_shares_of_weight},
    {"shares that are all equal", test_equal_shares},
    {"shares that cannot be", test_impossible_shares},
    {"regions with gaps", test_gaps},
    {"nothing but zeros", test_zeros},
    {"numbers next to zero", test_next_to_zero},
    {"values below zero, a scale that ends there", test_faults},
    {"one region and one child", test_alone},
    {"laws", test_laws},
    {"more is never less", test_monotone},
    {"threads", test_threads},
    {"interrupted", test_interrupted},
    CU_TEST_INFO_NULL,
};
SUITE(weight_bod, tests)
