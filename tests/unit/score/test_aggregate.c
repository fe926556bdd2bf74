/** The methods that look at the children of a cell side by side, by hand. Numbers: 50-digit arithmetic. */
#include "fixture.h"
#include "score/kernel.h"

static const double WEIGHTS[] = {2.5, 1.25, 0.7};
static const double CHILDREN[] = {12.385, 57.91, 83.07};
static const double ORDER[] = {0.6, 0.3, 0.15};

/** One period, one region; children a, b, c. */
static void begin(struct fixture *fixture, const double *values, enum aggregate_method method)
{
    fixture_begin(fixture, 1, 3, 1);
    for (size_t i = 0; i < 3; i++) {
        fixture_fill(fixture->panel, i, &values[i]);
    }
    fixture_flat_tree(fixture, WEIGHTS, 3, method);
    fixture->nodes[0].aggregation.weights = ORDER;
    fixture->nodes[0].aggregation.weight_count = 3;
}

static void set_weights(struct fixture *fixture, double a, double b, double c)
{
    fixture->nodes[1].weight = a;
    fixture->nodes[2].weight = b;
    fixture->nodes[3].weight = c;
}

static void set_space(struct fixture *fixture, double low, double high)
{
    fixture->nodes[0].aggregation.has_space = true;
    fixture->nodes[0].aggregation.space[0] = low;
    fixture->nodes[0].aggregation.space[1] = high;
}

/** Scores and ends. */
static void check_score(struct fixture *fixture, double expected)
{
    struct fixture_scores scores;
    CU_ASSERT_EQUAL(fixture_score(fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), expected, 1e-15));
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture->counted.context), 0);
    fixture_end(fixture);
}

/** Scores, finds the node missing for this reason, told in these words, and ends. */
static void check_missing(struct fixture *fixture, enum observation reason, int code, const char *words)
{
    struct fixture_scores scores;
    CU_ASSERT_EQUAL(fixture_score(fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), reason);
    CU_ASSERT_EQUAL(scores.nodes->value[0], 0);
    CU_ASSERT_TRUE(diagnosed_once(fixture->counted.context, code, 17, 5));
    CU_ASSERT_TRUE(diagnosed(fixture->counted.context, code, words));
    fixture_end(fixture);
}

/** Full weights, a gap, and the node's own space. */
static void test_values(void)
{
    static const struct {
        enum aggregate_method method;
        enum penalty_sign sign;
        bool gap; /* b is missing */
        double space[2];
        double expected;
    } cases[] = {
        {AGGREGATE_MEDIAN, 0, false, {0, 0}, 12.385}, /* 2.5 of 4.45 is more than half */
        {AGGREGATE_MEDIAN, 0, true, {0, 0}, 12.385},
        {AGGREGATE_MEDIAN, 0, false, {10, 1}, 12.385},
        {AGGREGATE_PRODUCT, 0, false, {0, 0}, 1902360.9861282116},
        {AGGREGATE_PRODUCT, 0, true, {0, 0}, 465564.93341547577},
        {AGGREGATE_PRODUCT, 0, false, {1, 10}, 3152.1039914577461},
        {AGGREGATE_OWA, 0, false, {0, 0}, 49.276139646869984},
        {AGGREGATE_OWA, 0, true, {0, 0}, 38.891875},
        {AGGREGATE_OWA, 0, false, {10, 1}, 24.676886035313002}, /* the highest there is the lowest here */
        {AGGREGATE_MAZZIOTTA_PARETO, PENALTY_PLUS, false, {0, 0}, 58.241030083777609},
        {AGGREGATE_MAZZIOTTA_PARETO, PENALTY_MINUS, false, {0, 0}, 14.342790140941493},
        {AGGREGATE_MAZZIOTTA_PARETO, PENALTY_PLUS, true, {0, 0}, 58.509934099414778},
        {AGGREGATE_MAZZIOTTA_PARETO, PENALTY_PLUS, false, {70, 130}, 41.499695813705897},
        {AGGREGATE_MAZZIOTTA_PARETO, PENALTY_MINUS, false, {70, 130}, 31.084124411013204},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, (double[]){CHILDREN[0], cases[i].gap ? (double)NAN : CHILDREN[1], CHILDREN[2]},
              cases[i].method);
        fixture.nodes[0].aggregation.sign = cases[i].sign;
        if (cases[i].space[0] > 0) {
            set_space(&fixture, cases[i].space[0], cases[i].space[1]);
        }
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), cases[i].expected, 4e-15));
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0),
                        cases[i].gap ? OBSERVATION_PARTIAL : OBSERVATION_NORMAL);
        CU_ASSERT_TRUE(close_to(scores.coverage[0], cases[i].gap ? 0.719101123595505618 : 1, 1e-15));
        fixture_end(&fixture);
    }
}

/** Halves that rounding hides: 0.1 + 0.2 against 0.3; and the ordinary median of one, two and three. */
static void test_median(void)
{
    static const struct {
        double weights[3];
        double values[3];
        double expected;
    } cases[] = {
        {{1, 1, 1}, {83.07, 12.385, 57.91}, 57.91},
        {{1, 1, 1}, {83.07, NAN, 57.91}, 70.49},
        {{1, 1, 1}, {NAN, NAN, 57.91}, 57.91},
        {{0.1, 0.2, 0.3}, {12.385, 57.91, 83.07}, 70.49},
        {{0.1, 0.7, 0.8}, {12.385, 57.91, 83.07}, 70.49}, /* 0.1 + 0.7 is less than 0.8 */
        {{0.2, 0.3, 0.1}, {57.91, 83.07, 12.385}, 70.49}, /* 0.1 + 0.2 is more than half of 0.6 */
        {{0.1, 0.2, 0.30001}, {12.385, 57.91, 83.07}, 83.07},
        {{0.1, 0.2, 0.29999}, {12.385, 57.91, 83.07}, 57.91},
        {{0.5, 0, 0.5}, {12.385, 57.91, 83.07}, 47.7275}, /* b has no part */
        {{0.25, 0.5, 0.25}, {57.91, 57.91, 12.385}, 57.91},
        {{1, 1, 1}, {-7.25, -7.25, 3.5}, -7.25},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, cases[i].values, AGGREGATE_MEDIAN);
        set_weights(&fixture, cases[i].weights[0], cases[i].weights[1], cases[i].weights[2]);
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), cases[i].expected, 1e-15));
        fixture_end(&fixture);
    }
}

/** Powers as given; zero; negative numbers to whole powers; and no overflow on the way to a number that there is. */
static void test_product(void)
{
    static const struct {
        double weights[3];
        double values[3];
        double expected;
    } cases[] = {
        {{1, 1, 1}, {12.385, 57.91, 83.07}, 12.385 * 57.91 * 83.07},
        {{1, 1, 1}, {12.385, 0, 83.07}, 0},
        {{2, 1, 3}, {-1.5, 2.25, -0.5}, 2.25 * 2.25 * -0.125},
        {{1, 1, 1}, {-1.5, 0, 2}, 0},
        {{1, 1, 1}, {NAN, 1.5, 1.5}, 3.375}, /* 1.5^2, to the power of 3/2 */
        {{1, 1, 2}, {-1.5, 2, NAN}, 9},      /* both squared */
        {{1, 1, 1}, {1e200, 1e200, 1e-300}, 1e100},
        {{1, 1, 1}, {1e-300, 1e200, 1e200}, 1e100},
        {{1, 1, 1}, {1e-200, 1e-200, 1e300}, 1e-100},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, cases[i].values, AGGREGATE_PRODUCT);
        set_weights(&fixture, cases[i].weights[0], cases[i].weights[1], cases[i].weights[2]);
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        double value = fixture_value(scores.nodes, 0, 0);
        CU_ASSERT_TRUE(fabs(value - cases[i].expected) <= 1e-15 * fabs(cases[i].expected));
        CU_ASSERT_FALSE(signbit(value) && value == 0);
        fixture_end(&fixture);
    }
}

/** What a product has no number for: told with the child, and never a silent 0. */
static void test_product_faults(void)
{
    struct fixture fixture;
    begin(&fixture, (double[]){-1.5, -83.07, 57.91}, AGGREGATE_PRODUCT);
    set_weights(&fixture, 0.5, 2, 1);
    check_missing(&fixture, OBSERVATION_NOT_POSITIVE, DIAGNOSTIC_SCORE_NOT_POSITIVE,
                  "a negative number has no power of 0.5, but 'a' is -1.5");
    begin(&fixture, (double[]){0, -2.25, NAN}, AGGREGATE_PRODUCT); /* the gap is what makes the power uneven */
    set_weights(&fixture, 1, 1, 1);
    check_missing(&fixture, OBSERVATION_NOT_POSITIVE, DIAGNOSTIC_SCORE_NOT_POSITIVE,
                  "no power of 1.5, but 'b' is -2.25");
    begin(&fixture, (double[]){110, 57.91, 83.07}, AGGREGATE_PRODUCT);
    set_space(&fixture, 10, 0);
    check_missing(&fixture, OBSERVATION_NOT_POSITIVE, DIAGNOSTIC_SCORE_NOT_POSITIVE, "'a' is 110, in 'space' -1");
    begin(&fixture, (double[]){1e200, 1e200, 1}, AGGREGATE_PRODUCT);
    set_weights(&fixture, 1, 1, 1);
    check_missing(&fixture, OBSERVATION_NOT_FINITE, DIAGNOSTIC_SCORE_NOT_FINITE, "too large or too small for a number");
    begin(&fixture, (double[]){1e-200, 1e-200, 1}, AGGREGATE_PRODUCT);
    set_weights(&fixture, 1, 1, 1);
    check_missing(&fixture, OBSERVATION_NOT_FINITE, DIAGNOSTIC_SCORE_NOT_FINITE, "too large or too small for a number");
    begin(&fixture, (double[]){1e-200, 1e300, 1}, AGGREGATE_PRODUCT);
    set_weights(&fixture, 2, 1, 1);
    check_missing(&fixture, OBSERVATION_NOT_FINITE, DIAGNOSTIC_SCORE_NOT_FINITE, "too large or too small for a number");
    begin(&fixture, (double[]){1e200, 0, 1}, AGGREGATE_PRODUCT); /* a power that is none, whatever it is times 0 */
    set_weights(&fixture, 2, 1, 1);
    check_missing(&fixture, OBSERVATION_NOT_FINITE, DIAGNOSTIC_SCORE_NOT_FINITE, "'risk' has no value in 1 of 1 cells");
}

/** Torra's operator has Yager's and the weighted mean as its ends, and maximum, minimum and median within. */
static void test_owa(void)
{
    static const struct {
        double weights[3];
        double order[3];
        double expected;
    } cases[] = {
        {{1, 1, 1}, {0.6, 0.3, 0.15}, 65.783571428571429}, /* Yager's */
        {{0.1, 0.1, 0.1}, {0.6, 0.3, 0.15}, 65.783571428571429},
        {{2.5, 1.25, 0.7}, {1, 1, 1}, 36.291910112359551}, /* the weighted mean */
        {{2.5, 1.25, 0.7}, {0.1, 0.1, 0.1}, 36.291910112359551},
        {{1, 1, 1}, {3, 0, 0}, 83.07},
        {{1, 1, 1}, {0, 0, 0.7}, 12.385},
        {{1, 1, 1}, {0, 2, 0}, 57.91},
        {{1, 0, 1}, {0, 0, 0.7}, 12.385}, /* b has no part */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        begin(&fixture, CHILDREN, AGGREGATE_OWA);
        set_weights(&fixture, cases[i].weights[0], cases[i].weights[1], cases[i].weights[2]);
        fixture.nodes[0].aggregation.weights = cases[i].order;
        check_score(&fixture, cases[i].expected);
    }
}

/** Order weights that come to nothing are the reader's to refuse: here they are a fault of the engine, not a NaN. */
static void test_owa_without_weights(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin(&fixture, CHILDREN, AGGREGATE_OWA);
    fixture.nodes[0].aggregation.weights = (double[]){0, 0, 0};
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_INTERNAL, "order weights of node 'risk'"));
    fixture_end(&fixture);
}

static void test_mazziotta_pareto(void)
{
    static const struct {
        double values[3];
        enum penalty_sign sign;
        double expected;
    } cases[] = {
        {{79.3, 79.3, 79.3}, PENALTY_PLUS, 79.3}, /* no spread, no penalty */
        {{0, 0, 0}, PENALTY_PLUS, 0},
        {{0, 0, 0}, PENALTY_MINUS, 0},
        {{0, 0, 100}, PENALTY_PLUS, 100}, /* as far as it can go: the highest child */
        {{0, NAN, 60}, PENALTY_PLUS, 60},
        {{NAN, NAN, 57.91}, PENALTY_MINUS, 57.91},
        {{-20, -40, -60}, PENALTY_PLUS, -40 - 800.0 / 3 / 40}, /* as the formula has it: towards the low side */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, cases[i].values, AGGREGATE_MAZZIOTTA_PARETO);
        fixture.nodes[0].weights.method = WEIGHT_EQUAL;
        fixture.nodes[0].aggregation.sign = cases[i].sign;
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), cases[i].expected, 1e-15));
        fixture_end(&fixture);
    }
    const double zeros[][3] = {{-25.5, 0, 25.5}, {-0.1, -0.2, 0.3}}; /* the second is 0 but for rounding */
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture;
        begin(&fixture, zeros[i], AGGREGATE_MAZZIOTTA_PARETO);
        fixture.nodes[0].weights.method = WEIGHT_EQUAL;
        check_missing(&fixture, OBSERVATION_ZERO_DENOMINATOR, DIAGNOSTIC_SCORE_ZERO_DENOMINATOR,
                      "its penalty divides by the mean of its children, which is 0");
    }
}

/**
 * On a scale that begins at 0 a child that rises can lower the result; in the space from 70 to 130 of the adjusted
 * index it cannot here. The numbers of docs/method/aggregation.md.
 */
static void test_mazziotta_pareto_is_not_monotone(void)
{
    static const double plain[] = {60, 52.857142857142857, 50};
    static const double adjusted[] = {36.136363636363636, 39.120879120879121, 42.553191489361702};
    for (size_t i = 0; i < 6; i++) {
        struct fixture fixture;
        begin(&fixture, (double[]){10 * (double)(i % 3), NAN, 60}, AGGREGATE_MAZZIOTTA_PARETO);
        fixture.nodes[0].weights.method = WEIGHT_EQUAL;
        if (i >= 3) {
            set_space(&fixture, 70, 130);
        }
        check_score(&fixture, i < 3 ? plain[i] : adjusted[i - 3]);
    }
}

/** What a node may do with its result, it may do with these. */
static void test_round_floor_cap(void)
{
    static const enum aggregate_method methods[] = {AGGREGATE_MEDIAN, AGGREGATE_PRODUCT, AGGREGATE_OWA,
                                                    AGGREGATE_MAZZIOTTA_PARETO};
    static const double rounded[] = {12, 1902361, 49, 58};
    for (size_t i = 0; i < 12; i++) {
        struct fixture fixture;
        begin(&fixture, CHILDREN, methods[i % 4]);
        fixture.nodes[0].aggregation.round = (struct optional_number){i < 4, 0};
        fixture.nodes[0].aggregation.floor = (struct optional_number){i / 4 == 1, 2e6};
        fixture.nodes[0].aggregation.cap = (struct optional_number){i / 4 == 2, 3.25};
        check_score(&fixture, i < 4 ? rounded[i] : i / 4 == 1 ? 2e6 : 3.25);
    }
}

/** Nothing there, or nothing that has a weight. */
static void test_nothing(void)
{
    static const enum aggregate_method methods[] = {AGGREGATE_MEDIAN, AGGREGATE_PRODUCT, AGGREGATE_OWA,
                                                    AGGREGATE_MAZZIOTTA_PARETO, AGGREGATE_COPELAND};
    for (size_t i = 0; i < 10; i++) {
        struct fixture fixture;
        begin(&fixture, i < 5 ? (double[]){NAN, NAN, NAN} : CHILDREN, methods[i % 5]);
        if (i >= 5) {
            set_weights(&fixture, 0, 0, 0);
        }
        check_missing(&fixture, OBSERVATION_NO_CHILD, DIAGNOSTIC_SCORE_NO_CHILD, "none of its children has one");
    }
}

/** A node of equal children, and of one child, is that child to the bit, whatever the weights. */
static void test_equal_children(void)
{
    static const enum aggregate_method methods[] = {AGGREGATE_MEDIAN, AGGREGATE_OWA, AGGREGATE_MAZZIOTTA_PARETO};
    uint64_t seed = 79;
    for (size_t i = 0; i < 90; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, i < 75 ? (double[]){79.3, 79.3, 79.3} : (double[]){NAN, 79.3, NAN}, methods[i % 3]);
        set_weights(&fixture, fixture_random(&seed), fixture_random(&seed), fixture_random(&seed));
        double order[] = {fixture_random(&seed), fixture_random(&seed), fixture_random(&seed)};
        fixture.nodes[0].aggregation.weights = order;
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), 79.3);
        fixture_end(&fixture);
    }
}

/** A median is one of the children to the bit, whatever the space: 12.385 to 10..1 and back is another number. */
static void test_median_in_a_space(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin(&fixture, (double[]){12.385, 83.07, 1.5}, AGGREGATE_MEDIAN);
    fixture.nodes[0].weights.method = WEIGHT_EQUAL;
    set_space(&fixture, 10, 1);
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), 12.385);
    fixture_end(&fixture);
}

/** The penalty takes no result beyond the highest child by rounding. */
static void test_mazziotta_pareto_at_its_end(void)
{
    static const double weights[][3] = {{2.5, 2.5, 0.2}, {2.5, 2.5, 1.25}, {0.2, 0.3, 0.2}};
    static const double highest[] = {83.07, 60.1, 60.1};
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, (double[]){0, 0, highest[i]}, AGGREGATE_MAZZIOTTA_PARETO);
        set_weights(&fixture, weights[i][0], weights[i][1], weights[i][2]);
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), highest[i]);
        fixture_end(&fixture);
    }
}

static CU_TestInfo tests[] = {
    {"every method, with gaps and in a space", test_values},
    {"median", test_median},
    {"product", test_product},
    {"products that are none", test_product_faults},
    {"ordered weights", test_owa},
    {"ordered weights that are none", test_owa_without_weights},
    {"Mazziotta and Pareto", test_mazziotta_pareto},
    {"Mazziotta and Pareto are not monotone", test_mazziotta_pareto_is_not_monotone},
    {"round, floor and cap", test_round_floor_cap},
    {"nothing to aggregate", test_nothing},
    {"equal children", test_equal_children},
    {"a median in a space", test_median_in_a_space},
    {"Mazziotta and Pareto at their end", test_mazziotta_pareto_at_its_end},
    CU_TEST_INFO_NULL,
};
SUITE(aggregate, tests)
