/** Each method of aggregation by hand, what is done about gaps, and every diagnostic. Numbers: 50-digit arithmetic. */
#include "fixture.h"
#include "score/kernel.h"

static const double WEIGHTS[] = {2.5, 1.25, 0.7};
static const double CHILDREN[] = {12.385, 57.91, 83.07};

/** One period, one region; children a, b, c. */
static void begin(struct fixture *fixture, const double *values, enum aggregate_method method)
{
    fixture_begin(fixture, 1, 3, 1);
    for (size_t i = 0; i < 3; i++) {
        fixture_fill(fixture->panel, i, &values[i]);
    }
    fixture_flat_tree(fixture, WEIGHTS, 3, method);
}

static void check_score(struct fixture *fixture, const double scale[2], double expected, double coverage)
{
    struct fixture_scores scores;
    CU_ASSERT_EQUAL(fixture_score(fixture, scale, &scores), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), expected, 1e-15));
    CU_ASSERT_TRUE(close_to(scores.coverage[0], coverage, 1e-15));
    fixture_end(fixture);
}

static void test_means(void)
{
    static const struct {
        enum aggregate_method method;
        double p;
        double expected;
    } cases[] = {
        {AGGREGATE_ARITHMETIC, 0, 36.291910112359551},
        {AGGREGATE_GEOMETRIC, 0, 25.767783511882691},
        {AGGREGATE_HARMONIC, 0, 19.191876919475349},
        {AGGREGATE_POWER, 2, 45.974756428410639},
        {AGGREGATE_POWER, -1.5, 17.436304595147813},
        {AGGREGATE_POWER, 0.37, 29.3997843211433},
        {AGGREGATE_MIN, 0, 12.385},
        {AGGREGATE_MAX, 0, 83.07},
        {AGGREGATE_SUM, 0, 161.499},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        begin(&fixture, CHILDREN, cases[i].method);
        fixture.nodes[0].aggregation.p = cases[i].p;
        check_score(&fixture, FIXTURE_SCALE, cases[i].expected, 1);
    }
}

static void test_missing_child(void)
{
    static const struct {
        enum aggregate_method method;
        double expected;
    } cases[] = {
        {AGGREGATE_ARITHMETIC, 27.84734375},
        {AGGREGATE_SUM, 123.9206796875},
        {AGGREGATE_MIN, 12.385},
        {AGGREGATE_MAX, 83.07},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, (double[]){12.385, NAN, 83.07}, cases[i].method);
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 0), cases[i].expected, 1e-15));
        CU_ASSERT_TRUE(close_to(scores.coverage[0], 0.719101123595505618, 1e-15));
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), OBSERVATION_PARTIAL);
        fixture_end(&fixture);
    }
}

/** Equal weights are equal whatever the numbers beside them. */
static void test_equal_weights(void)
{
    struct fixture fixture;
    begin(&fixture, CHILDREN, AGGREGATE_ARITHMETIC);
    fixture.nodes[0].weights.method = WEIGHT_EQUAL;
    check_score(&fixture, FIXTURE_SCALE, 51.121666666666667, 1);
}

/** Children of weight 0: no extreme, no zero, no gap of theirs counts. */
static void test_weight_of_zero(void)
{
    static const enum aggregate_method methods[] = {AGGREGATE_MIN, AGGREGATE_MAX, AGGREGATE_GEOMETRIC,
                                                    AGGREGATE_HARMONIC};
    for (size_t i = 0; i < 4; i++) {
        struct fixture fixture;
        begin(&fixture, (double[]){0, 57.91, NAN}, methods[i]);
        fixture.nodes[1].weight = 0;
        fixture.nodes[3].weight = 0;
        check_score(&fixture, FIXTURE_SCALE, 57.91, 1);
    }
}

/** A mean of equal numbers is that number to the bit, so that a score on a bound is on it. */
static void test_equal_children(void)
{
    static const enum aggregate_method methods[] = {AGGREGATE_ARITHMETIC, AGGREGATE_GEOMETRIC, AGGREGATE_HARMONIC,
                                                    AGGREGATE_POWER};
    for (size_t i = 0; i < 8; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, (double[]){79.3, 79.3, 79.3}, methods[i % 4]);
        fixture.nodes[0].aggregation.p = 3.7;
        fixture.nodes[1].weight = 0.1;
        fixture.nodes[2].weight = 0.2;
        if (i >= 4) {
            fixture.nodes[0].aggregation.has_space = true;
            fixture.nodes[0].aggregation.space[0] = 10;
            fixture.nodes[0].aggregation.space[1] = 1;
        }
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), 79.3);
        fixture_end(&fixture);
    }
}

/** INFORM's scaled geometric mean: 0..10 turned to 10..1, so that high risk weighs most. */
static void test_space(void)
{
    static const struct {
        enum aggregate_method method;
        double expected;
    } cases[] = {{AGGREGATE_GEOMETRIC, 4.75925013956960659},
                 {AGGREGATE_ARITHMETIC, 4.2732921348314607},
                 {AGGREGATE_MIN, 8.307}, /* the lowest there is the highest here */
                 {AGGREGATE_MAX, 2.385}};
    for (size_t i = 0; i < 4; i++) {
        struct fixture fixture;
        begin(&fixture, (double[]){2.385, 5.791, 8.307}, cases[i].method);
        fixture.nodes[0].aggregation.has_space = true;
        fixture.nodes[0].aggregation.space[0] = 10;
        fixture.nodes[0].aggregation.space[1] = 1;
        check_score(&fixture, (double[]){0, 10}, cases[i].expected, 1);
    }
}

static void test_round_floor_cap(void)
{
    static const struct {
        struct optional_number round, floor, cap;
        double expected;
    } cases[] = {
        {{true, 1}, {0}, {0}, 36.3},          {{true, 0}, {0}, {0}, 36},
        {{0}, {true, 40.5}, {0}, 40.5},       {{0}, {0}, {true, 30.25}, 30.25},
        {{true, 0}, {true, 36.2}, {0}, 36.2}, {{true, 2}, {true, 1}, {true, 99}, 36.29},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        begin(&fixture, CHILDREN, AGGREGATE_ARITHMETIC);
        fixture.nodes[0].aggregation.round = cases[i].round;
        fixture.nodes[0].aggregation.floor = cases[i].floor;
        fixture.nodes[0].aggregation.cap = cases[i].cap;
        check_score(&fixture, FIXTURE_SCALE, cases[i].expected, 1);
    }
}

static void test_formula(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin(&fixture, CHILDREN, AGGREGATE_FORMULA);
    fixture.nodes[0].aggregation.expression = "sqrt(a*b)/3 + c";
    check_score(&fixture, FIXTURE_SCALE, 91.996958857553027, 1);
    begin(&fixture, (double[]){12.385, NAN, 83.07}, AGGREGATE_FORMULA); /* b is missing, and not used */
    fixture.nodes[0].aggregation.expression = "a + c/2";
    check_score(&fixture, FIXTURE_SCALE, 53.92, 0.719101123595505618);
    begin(&fixture, (double[]){12.385, NAN, 83.07}, AGGREGATE_FORMULA);
    fixture.nodes[0].aggregation.expression = "a + b";
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), OBSERVATION_INPUT_MISSING);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_SCORE_INPUT_MISSING, 17, 5));
    CU_ASSERT_TRUE(
        diagnosed(fixture.counted.context, DIAGNOSTIC_SCORE_INPUT_MISSING, "its formula uses 'b', which is missing"));
    fixture_end(&fixture);
    begin(&fixture, (double[]){NAN, NAN, NAN}, AGGREGATE_FORMULA);
    fixture.nodes[0].aggregation.expression = "a + b";
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), OBSERVATION_NO_CHILD);
    fixture_end(&fixture);
    begin(&fixture, (double[]){5, 2.5, 7.5}, AGGREGATE_FORMULA); /* 1 + 2.5/10*9 = 3.25 and back: twice is 5 */
    fixture.nodes[0].aggregation.expression = "2*b - 1";
    fixture.nodes[0].aggregation.has_space = true;
    fixture.nodes[0].aggregation.space[0] = 1;
    fixture.nodes[0].aggregation.space[1] = 10;
    check_score(&fixture, (double[]){0, 10}, 5, 1);
}

static void test_formula_that_is_none(void)
{
    static const char *const expressions[] = {"a + ", "a + nobody", "a ** b)"};
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, CHILDREN, AGGREGATE_FORMULA);
        fixture.nodes[0].aggregation.expression = expressions[i];
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_ERROR_MODEL);
        CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_SCORE_FORMULA, 17, 5));
        CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_SCORE_FORMULA, expressions[i]));
        fixture_end(&fixture);
    }
}

/** What has no result is missing, told once with how often and where first. */
static void check_fault(enum aggregate_method method, double p, const double *values, const char *expression,
                        enum observation reason, int code)
{
    struct fixture fixture;
    struct fixture_scores scores;
    fixture_begin(&fixture, 2, 2, 3);
    fixture_fill(fixture.panel, 0, (double[]){values[0], 5.5, 7.25, 5.5, values[0], 2.5});
    fixture_fill(fixture.panel, 1, (double[]){values[1], 3.5, 9.75, 4.5, values[1], 2.25});
    fixture_flat_tree(&fixture, WEIGHTS, 2, method);
    fixture.nodes[0].aggregation.p = p;
    fixture.nodes[0].aggregation.expression = expression;
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), reason);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 1, 1), reason);
    CU_ASSERT_EQUAL(scores.nodes->value[0], 0);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, code, 17, 5));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, code, "node 'risk' has no value in 2 of 6 cells"));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, code, "first in 'r0' in 2001"));
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 1), OBSERVATION_NORMAL);
    fixture_end(&fixture);
}

static void test_faults(void)
{
    const int positive = DIAGNOSTIC_SCORE_NOT_POSITIVE;
    const int finite = DIAGNOSTIC_SCORE_NOT_FINITE;
    check_fault(AGGREGATE_GEOMETRIC, 0, (double[]){0, 3.5}, NULL, OBSERVATION_NOT_POSITIVE, positive);
    check_fault(AGGREGATE_HARMONIC, 0, (double[]){3.5, -2.5}, NULL, OBSERVATION_NOT_POSITIVE, positive);
    check_fault(AGGREGATE_POWER, -1, (double[]){3.5, 0}, NULL, OBSERVATION_NOT_POSITIVE, positive);
    check_fault(AGGREGATE_POWER, 2, (double[]){3.5, -1e-9}, NULL, OBSERVATION_NOT_POSITIVE, positive);
    check_fault(AGGREGATE_POWER, 200, (double[]){3.5, 1000}, NULL, OBSERVATION_NOT_FINITE, finite);
    check_fault(AGGREGATE_POWER, 200, (double[]){0.001, 0.002}, NULL, OBSERVATION_NOT_FINITE, finite);
    check_fault(AGGREGATE_SUM, 0, (double[]){1e308, 1.7e308}, NULL, OBSERVATION_NOT_FINITE, finite);
    check_fault(AGGREGATE_FORMULA, 0, (double[]){1, 1}, "a/(a - b)", OBSERVATION_NOT_FINITE, finite);
    check_fault(AGGREGATE_ARITHMETIC, 0, (double[]){NAN, NAN}, NULL, OBSERVATION_NO_CHILD, DIAGNOSTIC_SCORE_NO_CHILD);
}

/** The child that a mean has no place for is named: the lowest one with a weight, as the node's space has it. */
static void test_mean_names_the_child(void)
{
    static const struct {
        enum aggregate_method method;
        double p;
        double values[3];
        bool has_space;
        const char *words;
    } cases[] = {
        {AGGREGATE_GEOMETRIC, 0, {12.385, 0, 83.07}, false, "its mean needs values above 0, but 'b' is 0"},
        {AGGREGATE_HARMONIC, 0, {12.385, -1.5, -2.25}, false, "values above 0, but 'b' is -1.5"}, /* c has no weight */
        {AGGREGATE_POWER, 2, {-0.25, 57.91, 83.07}, false, "values of 0 or more, but 'a' is -0.25"},
        {AGGREGATE_GEOMETRIC, 0, {12.385, 200, 83.07}, true, "values above 0, but 'b' is 200, in 'space' -8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, cases[i].values, cases[i].method);
        fixture.nodes[0].aggregation.p = cases[i].p;
        fixture.nodes[0].aggregation.has_space = cases[i].has_space;
        fixture.nodes[0].aggregation.space[0] = 10;
        fixture.nodes[0].aggregation.space[1] = 1;
        fixture.nodes[3].weight = 0;
        CU_ASSERT_EQUAL(fixture_score(&fixture, (double[]){0, 100}, &scores), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), OBSERVATION_NOT_POSITIVE);
        CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_SCORE_NOT_POSITIVE, cases[i].words));
        fixture_end(&fixture);
    }
}

/** Reciprocals that vanish beside tiny weights. */
static void test_zero_denominator(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin(&fixture, (double[]){1e300, 1e300, NAN}, AGGREGATE_HARMONIC);
    fixture.nodes[1].weight = 1e-30;
    fixture.nodes[2].weight = 1e-30;
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), OBSERVATION_ZERO_DENOMINATOR);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_SCORE_ZERO_DENOMINATOR, 17, 5));
    fixture_end(&fixture);
}

/** A zero has powers, if they are positive: the quadratic mean of 0 and 3 by weight 2.5 and 1.25. */
static void test_zero_in_a_power_mean(void)
{
    struct fixture fixture;
    begin(&fixture, (double[]){0, 3, NAN}, AGGREGATE_POWER);
    fixture.nodes[0].aggregation.p = 2;
    check_score(&fixture, FIXTURE_SCALE, 1.7320508075688773, 3.75 / 4.45);
    begin(&fixture, (double[]){0, 0, 0}, AGGREGATE_POWER);
    fixture.nodes[0].aggregation.p = 2;
    check_score(&fixture, FIXTURE_SCALE, 0, 1);
}

/** The least coverage is enough, even where sums of weights round. */
static void test_min_coverage(void)
{
    static const struct {
        double least;
        bool present;
    } cases[] = {{0.8, true}, {0.80000001, false}, {0, true}};
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, (double[]){12.385, 57.91, NAN}, AGGREGATE_ARITHMETIC);
        fixture.nodes[0].min_coverage = cases[i].least;
        fixture.nodes[1].weight = 0.7;
        fixture.nodes[2].weight = 0.1; /* 0.7 + 0.1 < 0.8 in doubles */
        fixture.nodes[3].weight = 0.2;
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0),
                        cases[i].present ? OBSERVATION_PARTIAL : OBSERVATION_BELOW_COVERAGE);
        CU_ASSERT_TRUE(close_to(scores.coverage[0], 0.8, 1e-15)); /* told even where it is too little */
        CU_ASSERT_TRUE(cases[i].present ||
                       diagnosed_once(fixture.counted.context, DIAGNOSTIC_SCORE_BELOW_COVERAGE, 17, 5));
        CU_ASSERT_TRUE(cases[i].present || diagnosed(fixture.counted.context, DIAGNOSTIC_SCORE_BELOW_COVERAGE,
                                                     "below the 'min_coverage' of 0.80000001"));
        fixture_end(&fixture);
    }
}

static void test_all_weights_zero(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin(&fixture, (double[]){12.385, NAN, NAN}, AGGREGATE_ARITHMETIC);
    fixture.nodes[1].weight = 0;
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), OBSERVATION_NO_CHILD);
    CU_ASSERT_EQUAL(scores.coverage[0], 0);
    fixture_end(&fixture);
}

/**
 * risk = 3 a + 2 statecraft; statecraft = 4 b + 1 c. With c missing, statecraft has coverage 0.8 and the score
 * (3 + 2 * 0.8) / 5; with b missing too little is left of statecraft, and its 0.2 count for nothing.
 */
static void test_coverage_through_levels(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    fixture_begin(&fixture, 1, 3, 4);
    fixture_fill(fixture.panel, 0, (double[]){40.5, 40.5, 40.5, NAN});
    fixture_fill(fixture.panel, 1, (double[]){20.25, 20.25, NAN, 20.25});
    fixture_fill(fixture.panel, 2, (double[]){90.75, NAN, 90.75, 90.75});
    fixture.panel->observation[panel_cell(fixture.panel, 0, 2, 0)] = OBSERVATION_CARRIED;
    fixture.panel->observation[panel_cell(fixture.panel, 0, 0, 1)] = OBSERVATION_IMPUTED;
    size_t root = fixture_node(&fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    fixture_node(&fixture, root, "a", 3, 0);
    size_t inner = fixture_node(&fixture, root, "statecraft", 2, INDEX_NONE);
    fixture_node(&fixture, inner, "b", 4, 1);
    fixture_node(&fixture, inner, "c", 1, 2);
    fixture.nodes[inner].min_coverage = 0.5;
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    const double coverage[] = {1, 0.92, 0.6, 0.4, /* statecraft: */ 1, 0.8, 0.2, 1};
    const double imputed[] = {0.08, 0.6, 0, 0};
    const double score[] = {38.04, 32.4, 40.5, 34.35};
    const enum observation observation[] = {OBSERVATION_IMPUTED_IN_PART, OBSERVATION_PARTIAL, OBSERVATION_PARTIAL,
                                            OBSERVATION_PARTIAL};
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_TRUE(close_to(scores.coverage[i], coverage[i], 1e-15));
        CU_ASSERT_TRUE(close_to(scores.coverage[4 + i], coverage[4 + i], 1e-15));
        CU_ASSERT_TRUE(close_to(scores.imputed[i], imputed[i], 1e-15));
        CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, i), score[i], 1e-15));
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, i), observation[i]);
    }
    CU_ASSERT_EQUAL(scores.nodes->observation[4 + 2], OBSERVATION_BELOW_COVERAGE);
    CU_ASSERT_EQUAL(scores.nodes->observation[4 + 0], OBSERVATION_IMPUTED_IN_PART);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_SCORE_BELOW_COVERAGE, 17, 5));
    fixture_end(&fixture);
}

/** Weights handed in with the block count as they are, in place of the tree's. */
static void test_weights_of_a_block(void)
{
    struct fixture fixture;
    struct kernel *kernel = NULL;
    struct kernel_workspace *workspace = NULL;
    const double weights[] = {1, 1, 3, 0};
    double value = 0;
    double coverage = 0;
    double imputed = 0;
    uint8_t observation = 0;
    begin(&fixture, CHILDREN, AGGREGATE_ARITHMETIC);
    tocsin_context *context = fixture.counted.context;
    CU_ASSERT_EQUAL_FATAL(
        kernel_create(context, &fixture.arena, &fixture.tree, fixture_weights(&fixture), FIXTURE_SCALE, &kernel),
        TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(kernel_workspace_create(context, kernel, 1, &workspace), TOCSIN_OK);
    const double *leaf[3];
    const uint8_t *leaf_observation[3];
    for (size_t i = 0; i < 3; i++) {
        leaf[i] = &fixture.panel->value[i];
        leaf_observation[i] = &fixture.panel->observation[i];
    }
    struct kernel_block block = {.cells = 1,
                                 .leaf = leaf,
                                 .leaf_observation = leaf_observation,
                                 .weights = weights,
                                 .node = (double *[]){&value},
                                 .node_observation = (uint8_t *[]){&observation},
                                 .node_coverage = (double *[]){&coverage},
                                 .node_imputed = (double *[]){&imputed}};
    kernel_evaluate(kernel, workspace, &block);
    CU_ASSERT_TRUE(close_to(value, (12.385 + 3 * 57.91) / 4, 1e-15));
    block.weights = NULL;
    kernel_evaluate(kernel, workspace, &block);
    CU_ASSERT_TRUE(close_to(value, 36.291910112359551, 1e-15));
    block.weights = (double[]){1, 0, 0, 0};
    kernel_evaluate(kernel, workspace, &block);
    CU_ASSERT_EQUAL(observation, OBSERVATION_NO_CHILD);
    CU_ASSERT_EQUAL(coverage, 0);
    kernel_workspace_destroy(context, workspace);
    fixture_end(&fixture);
}

static void test_strict(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin(&fixture, (double[]){0, 3.5, 2.5}, AGGREGATE_GEOMETRIC);
    CU_ASSERT_EQUAL(tocsin_context_set_strict(fixture.counted.context, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_ERROR_DATA);
    fixture_end(&fixture);
    begin(&fixture, (double[]){NAN, NAN, NAN}, AGGREGATE_GEOMETRIC); /* a gap is no fault */
    CU_ASSERT_EQUAL(tocsin_context_set_strict(fixture.counted.context, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    fixture_end(&fixture);
}

/** Every allocation of scoring fails once; nothing is left behind and the status says why. */
static void test_no_memory(void)
{
    bool done = false;
    for (size_t allowed = 0; allowed < 200 && !done; allowed++) {
        struct fixture fixture;
        struct kernel *kernel = NULL;
        struct panel *nodes = NULL;
        double coverage;
        double imputed;
        begin(&fixture, CHILDREN, AGGREGATE_FORMULA);
        fixture.nodes[0].aggregation.expression = "a + b";
        tocsin_context *context = fixture.counted.context;
        CU_ASSERT_EQUAL_FATAL(panel_create(&fixture.arena, 1, 1, 1, &nodes), TOCSIN_OK);
        CU_ASSERT_EQUAL_FATAL(
            kernel_create(context, &fixture.arena, &fixture.tree, fixture_weights(&fixture), FIXTURE_SCALE, &kernel),
            TOCSIN_OK);
        fixture.counted.fail_after = fixture.counted.calls + allowed;
        tocsin_status status = kernel_score_panel(context, kernel, fixture.panel, nodes, &coverage, &imputed);
        CU_ASSERT_TRUE(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        done = status == TOCSIN_OK;
        CU_ASSERT_TRUE(!done || allowed > 8);
        fixture_end(&fixture);
    }
    CU_ASSERT_TRUE(done);
}

/** A formula that there is no memory for is not a fault of the model. */
static void test_no_memory_to_prepare(void)
{
    bool done = false;
    for (size_t allowed = 0; allowed < 20 && !done; allowed++) {
        struct fixture fixture;
        struct kernel *kernel = NULL;
        begin(&fixture, CHILDREN, AGGREGATE_FORMULA);
        fixture.nodes[0].aggregation.expression = "a + b";
        tocsin_context *context = fixture.counted.context;
        fixture.counted.fail_after = fixture.counted.calls + allowed;
        tocsin_status status =
            kernel_create(context, &fixture.arena, &fixture.tree, fixture_weights(&fixture), FIXTURE_SCALE, &kernel);
        CU_ASSERT_TRUE(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_EQUAL(tocsin_diagnostic_total(context, TOCSIN_ERROR), 0);
        done = status == TOCSIN_OK;
        CU_ASSERT_TRUE(!done || allowed > 1);
        fixture_end(&fixture);
    }
    CU_ASSERT_TRUE(done);
}

static CU_TestInfo tests[] = {
    {"every method", test_means},
    {"no memory to prepare", test_no_memory_to_prepare},
    {"a missing child", test_missing_child},
    {"equal weights", test_equal_weights},
    {"children of weight 0", test_weight_of_zero},
    {"equal children", test_equal_children},
    {"space", test_space},
    {"round, floor and cap", test_round_floor_cap},
    {"formula", test_formula},
    {"a formula that is none", test_formula_that_is_none},
    {"numbers that cannot be", test_faults},
    {"a mean names the child it has no place for", test_mean_names_the_child},
    {"a denominator of zero", test_zero_denominator},
    {"zero in a power mean", test_zero_in_a_power_mean},
    {"least coverage", test_min_coverage},
    {"all weights zero", test_all_weights_zero},
    {"coverage through levels", test_coverage_through_levels},
    {"weights of a block", test_weights_of_a_block},
    {"strict", test_strict},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(kernel, tests)
