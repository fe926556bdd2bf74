/** Parts of scores and changes that are known by hand, and what is asked for and refused. */
#include "parts.h"

struct taken {
    struct fixture fixture;
    struct fixture_scores scores;
    struct index_weights *weights;
    struct contribution_request request;
    struct contributions parts;
};

/** A root over `count` leaves; `values` is [leaf][period][region]. Take it apart with `take`. */
static struct index_node *begin(struct taken *taken, enum aggregate_method method, const double *weights, size_t count,
                                size_t periods, size_t regions, const double *values)
{
    struct fixture *fixture = &taken->fixture;
    fixture_begin(fixture, periods, count, regions);
    fixture_flat_tree(fixture, weights, count, method);
    for (size_t i = 0; i < count; i++) {
        fixture_fill(fixture->panel, i, values + i * periods * regions);
    }
    return &fixture->nodes[0];
}

static void take(struct taken *taken, const double *reference)
{
    struct fixture *fixture = &taken->fixture;
    taken->weights = taken->weights ? taken->weights : fixture_weights(fixture);
    CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(fixture, FIXTURE_SCALE, taken->weights, &taken->scores), TOCSIN_OK);
    taken->request = parts_request(fixture, FIXTURE_SCALE, taken->weights, reference, &taken->scores);
    taken->parts = parts_room(fixture);
    CU_ASSERT_EQUAL_FATAL(contribution_compute(fixture->counted.context, &taken->request, &taken->parts), TOCSIN_OK);
}

static double contribution(const struct taken *taken, size_t period, size_t leaf, size_t region)
{
    return taken->parts.contribution[panel_cell(taken->fixture.panel, period, leaf, region)];
}

static double change(const struct taken *taken, size_t period, size_t leaf, size_t region)
{
    return taken->parts.change[panel_cell(taken->fixture.panel, period, leaf, region)];
}

/** exp(0.75 ln a + 0.25 ln b) from a reference of 1, where it is 1. */
static void test_geometric_of_two(void)
{
    struct taken taken = {0};
    double a = pow(40.5, 0.75);
    double b = pow(7.25, 0.25);
    begin(&taken, AGGREGATE_GEOMETRIC, (double[]){3, 1}, 2, 1, 1, (double[]){40.5, 7.25});
    take(&taken, (double[]){1, 1});
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 0, 0), ((a - 1) + (a * b - b)) / 2 + 0.75, 1e-14));
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 1, 0), ((b - 1) + (a * b - a)) / 2 + 0.25, 1e-14));
    CU_ASSERT_FALSE(taken.parts.sampled);
    fixture_end(&taken.fixture);
}

/** From a reference of 0 a geometric mean is nothing until all have come: equal shares, whatever the weights. */
static void test_geometric_from_zero(void)
{
    struct taken taken = {0};
    begin(&taken, AGGREGATE_GEOMETRIC, (double[]){5, 1, 2}, 3, 1, 2, (double[]){40.5, 20.5, 7.25, NAN, 88, 33});
    take(&taken, NULL);
    for (size_t i = 0; i < 3; i++) {
        double third = fixture_value(taken.scores.nodes, 0, 0) / 3;
        double half = fixture_value(taken.scores.nodes, 0, 1) / 2;
        CU_ASSERT_TRUE(close_to(contribution(&taken, 0, i, 0), third, 1e-14));
        CU_ASSERT_TRUE(i == 1 ? contribution(&taken, 0, i, 1) == 0
                              : close_to(contribution(&taken, 0, i, 1), half, 1e-14));
    }
    fixture_end(&taken.fixture);
}

/** The highest of three, from 0: 30 is shared by all, what is above it by two, what is above that has one author. */
static void test_maximum(void)
{
    struct taken taken = {0};
    begin(&taken, AGGREGATE_MAX, (double[]){1, 1, 1}, 3, 1, 1, (double[]){30, 90, 50});
    take(&taken, NULL);
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 0, 0), 10, 1e-14));
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 1, 0), 10 + 10 + 40, 1e-14));
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 2, 0), 10 + 10, 1e-14));
    fixture_end(&taken.fixture);
}

/** A cap that acts takes from both alike: 60 and 60 from 0, at most 70, are 35 and 35, and so are the steps. */
static void test_cap(void)
{
    struct taken taken = {0};
    struct index_node *root = begin(&taken, AGGREGATE_SUM, (double[]){1, 1}, 2, 1, 2, (double[]){60, 60, 60, 20});
    root->aggregation.cap = (struct optional_number){true, 70};
    take(&taken, NULL);
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 0, 0), 35, 1e-14));
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 1, 0), 35, 1e-14));
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 0, 1), (60 + 50) / 2.0, 1e-14));
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 1, 1), (20 + 10) / 2.0, 1e-14));
    fixture_end(&taken.fixture);
}

/** What is at its reference adds nothing, and what did not change has changed nothing: exactly. */
static void test_null_players(void)
{
    const enum aggregate_method methods[] = {AGGREGATE_ARITHMETIC, AGGREGATE_GEOMETRIC, AGGREGATE_OWA,
                                             AGGREGATE_MAZZIOTTA_PARETO};
    for (size_t i = 0; i < 4; i++) {
        struct taken taken = {0};
        struct index_node *root =
            begin(&taken, methods[i], (double[]){3, 1, 2, 5}, 4, 2, 2,
                  (double[]){40.5, 30, 50.5, 31, 7.25, 9, 7.25, 9, 0, 22, 12, 20, NAN, NAN, NAN, NAN});
        root->aggregation.weights = (double[]){4, 3, 2, 1};
        root->aggregation.weight_count = 4;
        root->aggregation.floor = (struct optional_number){true, -20};
        take(&taken, (double[]){1, 1, 0, 1});
        for (size_t region = 0; region < 2; region++) {
            CU_ASSERT_EQUAL(change(&taken, 1, 1, region), 0);
            CU_ASSERT_EQUAL(contribution(&taken, 1, 3, region), 0);
            CU_ASSERT_EQUAL(change(&taken, 1, 3, region), 0);
        }
        CU_ASSERT_NOT_EQUAL(methods[i] == AGGREGATE_GEOMETRIC ? 1 : change(&taken, 1, 2, 0), 0);
        fixture_end(&taken.fixture);
    }
}

/** Two indicators that are alike in everything add the same. */
static void test_symmetry(void)
{
    const enum aggregate_method methods[] = {AGGREGATE_GEOMETRIC, AGGREGATE_HARMONIC, AGGREGATE_MEDIAN, AGGREGATE_MIN,
                                             AGGREGATE_PRODUCT};
    for (size_t i = 0; i < 5; i++) {
        struct taken taken = {0};
        begin(&taken, methods[i], (double[]){2, 1, 2}, 3, 2, 1, (double[]){40.5, 50.25, 7.25, 9, 40.5, 50.25});
        take(&taken, (double[]){3.5, 3.5, 3.5});
        CU_ASSERT_TRUE(close_to(contribution(&taken, 1, 0, 0), contribution(&taken, 1, 2, 0), 1e-13));
        CU_ASSERT_TRUE(close_to(change(&taken, 1, 0, 0), change(&taken, 1, 2, 0), 1e-13));
        fixture_end(&taken.fixture);
    }
}

/**
 * An indicator that appears beside one that rises, weights 3 and 1: 40 becomes (3 x 60 + 80) / 4 = 65. First the rise:
 * 20, and then 5; first the new one: 10, and then 15. On average 17.5 and 7.5. And back again.
 */
static void test_appearing(void)
{
    struct taken taken = {0};
    begin(&taken, AGGREGATE_ARITHMETIC, (double[]){3, 1}, 2, 3, 1, (double[]){40, 60, 40, NAN, 80, NAN});
    take(&taken, NULL);
    CU_ASSERT_TRUE(close_to(change(&taken, 1, 0, 0), 17.5, 1e-14));
    CU_ASSERT_TRUE(close_to(change(&taken, 1, 1, 0), 7.5, 1e-14));
    CU_ASSERT_TRUE(close_to(change(&taken, 2, 0, 0), -17.5, 1e-14));
    CU_ASSERT_TRUE(close_to(change(&taken, 2, 1, 0), -7.5, 1e-14));
    CU_ASSERT_EQUAL(contribution(&taken, 0, 1, 0), 0);
    CU_ASSERT_TRUE(close_to(contribution(&taken, 1, 1, 0), 20, 1e-14));
    fixture_end(&taken.fixture);
}

/** One takes the place of the other: in between there are both, 50, or none, and then the node stands where it stood.
 */
static void test_replacement(void)
{
    struct taken taken = {0};
    begin(&taken, AGGREGATE_ARITHMETIC, (double[]){1, 1}, 2, 2, 1, (double[]){40, NAN, NAN, 60});
    take(&taken, NULL);
    CU_ASSERT_TRUE(close_to(change(&taken, 1, 0, 0), ((40 - 40) + (60 - 50)) / 2.0, 1e-14));
    CU_ASSERT_TRUE(close_to(change(&taken, 1, 1, 0), ((50 - 40) + (60 - 40)) / 2.0, 1e-14));
    fixture_end(&taken.fixture);
}

/** A mixture of too few children has no value: the score stands where it stood, until enough have come. */
static void test_too_few_in_between(void)
{
    for (int i = 0; i < 2; i++) {
        struct taken taken = {0};
        struct index_node *root =
            begin(&taken, AGGREGATE_ARITHMETIC, (double[]){1, 1, 1}, 3, 2, 1, (double[]){40, NAN, 10, 13, NAN, 70});
        root->min_coverage = i == 0 ? 0.5 : 0;
        root->min_children = i == 1 ? 0.5 : 0;
        take(&taken, NULL);
        double with[8] = {25, 25, 26.5, 25, 40, 40, 41, 41.5}; /* sets of a (goes), b, c (comes): 1, 2 and 4 */
        double a = (with[1] - with[0] + with[7] - with[6]) / 3 + (with[3] - with[2] + with[5] - with[4]) / 6;
        double b = (with[2] - with[0] + with[7] - with[5]) / 3 + (with[3] - with[1] + with[6] - with[4]) / 6;
        CU_ASSERT_TRUE(close_to(change(&taken, 1, 0, 0), a, 1e-13));
        CU_ASSERT_TRUE(close_to(change(&taken, 1, 1, 0), b, 1e-13));
        CU_ASSERT_TRUE(close_to(parts_sum(&taken.fixture, taken.parts.change, 1, 0), 41.5 - 25, 1e-14));
        fixture_end(&taken.fixture);
    }
}

/** A node with a value neither before nor after has none in between, though there both of its children would be. */
static void test_at_neither_end(void)
{
    for (int i = 0; i < 2; i++) {
        struct taken taken = {0};
        struct fixture *fixture = &taken.fixture;
        fixture_begin(fixture, 2, 3, 1);
        fixture_fill(fixture->panel, 0, (double[]){40.5, 23.85});
        fixture_fill(fixture->panel, 1, (double[]){17.25, NAN});
        fixture_fill(fixture->panel, 2, (double[]){NAN, 70.75});
        size_t root = fixture_node(fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
        fixture_node(fixture, root, "a", 3, 0);
        size_t pair = fixture_node(fixture, root, "pair", 2, INDEX_NONE);
        fixture_node(fixture, pair, "b", 4, 1);
        fixture_node(fixture, pair, "c", 1, 2);
        fixture->nodes[root].aggregation.method = i == 0 ? AGGREGATE_GEOMETRIC : AGGREGATE_ARITHMETIC;
        fixture->nodes[pair].min_children = 1;
        take(&taken, NULL);
        CU_ASSERT_TRUE(close_to(change(&taken, 1, 0, 0), 23.85 - 40.5, 1e-14));
        CU_ASSERT_EQUAL(change(&taken, 1, 1, 0), 0);
        CU_ASSERT_EQUAL(change(&taken, 1, 2, 0), 0);
        fixture_end(fixture);
    }
}

/** Without a score before or after there are no parts of a change; the first period has none. */
static void test_no_score(void)
{
    struct taken taken = {0};
    begin(&taken, AGGREGATE_GEOMETRIC, (double[]){1, 1}, 2, 3, 1, (double[]){40, NAN, 20, 30, NAN, 20});
    take(&taken, NULL);
    for (size_t period = 0; period < 3; period++) {
        CU_ASSERT_EQUAL(change(&taken, period, 0, 0), 0);
        CU_ASSERT_EQUAL(change(&taken, period, 1, 0), 0);
    }
    CU_ASSERT_EQUAL(contribution(&taken, 1, 0, 0), 0);
    CU_ASSERT_NOT_EQUAL(contribution(&taken, 2, 0, 0), 0);
    fixture_end(&taken.fixture);
}

/** A formula over children of weight 0: no effective weight to share by, so what is there without them is halved. */
static void test_no_weight(void)
{
    struct taken taken = {0};
    struct index_node *root = begin(&taken, AGGREGATE_FORMULA, (double[]){0, 0, 0}, 3, 1, 1, (double[]){30, 7.5, NAN});
    root->aggregation.expression = "10 + a + 2 * b";
    take(&taken, (double[]){5, 2.5, 0});
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 0, 0), 25 + (10 + 5 + 5) / 2.0, 1e-14));
    CU_ASSERT_TRUE(close_to(contribution(&taken, 0, 1, 0), 10 + (10 + 5 + 5) / 2.0, 1e-14));
    CU_ASSERT_EQUAL(contribution(&taken, 0, 2, 0), 0);
    fixture_end(&taken.fixture);
}

/** Cells of periods that are not asked for are left alone; the first one asked for has a period before it. */
static void test_some_periods(void)
{
    struct taken taken = {0};
    begin(&taken, AGGREGATE_MIN, (double[]){1, 1}, 2, 3, 1, (double[]){40, 20, 35, 30, 25, 36});
    take(&taken, NULL);
    struct contributions some = parts_room(&taken.fixture);
    double *all[3] = {some.weight, some.contribution, some.change};
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 6; k++) {
            all[i][k] = -17.25;
        }
    }
    taken.request.first_period = 1;
    taken.request.periods = 1;
    CU_ASSERT_EQUAL(contribution_compute(taken.fixture.counted.context, &taken.request, &some), TOCSIN_OK);
    const double *whole[3] = {taken.parts.weight, taken.parts.contribution, taken.parts.change};
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 6; k++) {
            CU_ASSERT_EQUAL(all[i][k], k / 2 == 1 ? whole[i][k] : -17.25);
        }
    }
    taken.request.periods = 0;
    CU_ASSERT_EQUAL(contribution_compute(taken.fixture.counted.context, &taken.request, &some), TOCSIN_OK);
    fixture_end(&taken.fixture);
}

/** The example of docs/method/contributions.md: hazard, and poverty and health below vulnerability. */
static void test_manual(void)
{
    struct taken taken = {0};
    struct fixture *fixture = &taken.fixture;
    const double values[] = {64, 30, 20};
    const double expected[] = {21.5, 10.817, 7.683};
    fixture_begin(fixture, 1, 3, 1);
    size_t root = fixture_node(fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    fixture->nodes[root].aggregation.method = AGGREGATE_GEOMETRIC;
    fixture_node(fixture, root, "hazard", 1, 0);
    size_t vulnerability = fixture_node(fixture, root, "vulnerability", 1, INDEX_NONE);
    fixture_node(fixture, vulnerability, "poverty", 1, 1);
    fixture_node(fixture, vulnerability, "health", 1, 2);
    for (size_t i = 0; i < 3; i++) {
        fixture_fill(fixture->panel, i, &values[i]);
    }
    take(&taken, (double[]){1, 1, 1});
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_TRUE(fabs(contribution(&taken, 0, i, 0) - expected[i]) < 0.0006);
    }
    CU_ASSERT_TRUE(close_to(parts_sum(fixture, taken.parts.contribution, 0, 0), 40, 1e-14));
    fixture_end(fixture);
}

/** Two regions, or one in two periods: a change from the one to the other. */
static void test_difference(void)
{
    struct taken taken = {0};
    double part[3];
    begin(&taken, AGGREGATE_HARMONIC, (double[]){3, 1, 2}, 3, 2, 3,
          (double[]){40, 20, NAN, 35, 30, NAN, 25, 36, NAN, 11, 12, NAN, 44, NAN, NAN, 55, 66, NAN});
    take(&taken, NULL);
    tocsin_context *context = taken.fixture.counted.context;
    struct contribution_cell from = {0, 0};
    struct contribution_cell to = {1, 0};
    CU_ASSERT_EQUAL(contribution_difference(context, &taken.request, from, to, part), TOCSIN_OK);
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(part[i], change(&taken, 1, i, 0));
    }
    to = (struct contribution_cell){0, 1}; /* which has no third indicator */
    CU_ASSERT_EQUAL(contribution_difference(context, &taken.request, from, to, part), TOCSIN_OK);
    double difference = fixture_value(taken.scores.nodes, 0, 1) - fixture_value(taken.scores.nodes, 0, 0);
    CU_ASSERT_TRUE(close_to(part[0] + part[1] + part[2], difference, 1e-13));
    CU_ASSERT_NOT_EQUAL(part[2], 0);
    to.region = 2;
    part[0] = -17.25;
    CU_ASSERT_EQUAL(contribution_difference(context, &taken.request, from, to, part), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(contribution_difference(context, &taken.request, to, from, part), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(part[0], -17.25);
    fixture_end(&taken.fixture);
}

/** Where regions are compared, the difference of the parts of the two scores. */
static void test_difference_of_compared(void)
{
    struct taken taken = {0};
    double part[2];
    begin(&taken, AGGREGATE_COPELAND, (double[]){3, 1}, 2, 2, 3,
          (double[]){40, 20, 30, 35, 30, 55, 25, 36, 27, 11, 12, 13});
    take(&taken, (double[]){30, 20});
    tocsin_context *context = taken.fixture.counted.context;
    struct contribution_cell from = {0, 1};
    struct contribution_cell to = {1, 2};
    CU_ASSERT_EQUAL(contribution_difference(context, &taken.request, from, to, part), TOCSIN_OK);
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(part[i], contribution(&taken, 1, i, 2) - contribution(&taken, 0, i, 1));
    }
    double difference = fixture_value(taken.scores.nodes, 1, 2) - fixture_value(taken.scores.nodes, 0, 1);
    CU_ASSERT_NOT_EQUAL(difference, 0);
    CU_ASSERT_TRUE(close_to(part[0] + part[1], difference, 1e-13));
    fixture_end(&taken.fixture);
}

/** All of it at every allocation that can fail: closed forms, games, samples, comparisons. */
static void test_no_memory(void)
{
    const enum aggregate_method methods[] = {AGGREGATE_ARITHMETIC, AGGREGATE_GEOMETRIC, AGGREGATE_COPELAND,
                                             AGGREGATE_FORMULA};
    for (size_t i = 0; i < 8; i++) {
        tocsin_status status = TOCSIN_ERROR_MEMORY;
        size_t allowed = 0;
        for (; status == TOCSIN_ERROR_MEMORY && allowed < 400; allowed++) {
            struct taken taken = {0};
            double part[2] = {-17.25, 0};
            struct index_node *root = begin(&taken, methods[i / 2], (double[]){3, 1}, 2, 2, 3,
                                            (double[]){40, 20, 30, 35, 30, 25, 25, 36, 27, 11, NAN, 13});
            root->aggregation.expression = "a";
            root->min_coverage = 0.2;
            take(&taken, (double[]){30, 20});
            tocsin_context *context = taken.fixture.counted.context;
            taken.fixture.counted.fail_after = taken.fixture.counted.calls + allowed;
            status = i % 2 == 0 ? contribution_compute(context, &taken.request, &taken.parts)
                                : contribution_difference(context, &taken.request, (struct contribution_cell){0, 0},
                                                          (struct contribution_cell){1, 1}, part);
            CU_ASSERT_TRUE(status == TOCSIN_OK || part[0] == -17.25);
            taken.fixture.counted.fail_after = SIZE_MAX;
            fixture_end(&taken.fixture);
        }
        CU_ASSERT_EQUAL(status, TOCSIN_OK);
        CU_ASSERT_TRUE(allowed > 3);
    }
}

static CU_TestInfo tests[] = {
    {"a geometric mean of two", test_geometric_of_two},
    {"a geometric mean from 0", test_geometric_from_zero},
    {"a maximum", test_maximum},
    {"a cap", test_cap},
    {"null players", test_null_players},
    {"symmetry", test_symmetry},
    {"an indicator that appears", test_appearing},
    {"one takes the place of the other", test_replacement},
    {"too few in between", test_too_few_in_between},
    {"at neither end", test_at_neither_end},
    {"no score", test_no_score},
    {"no weight", test_no_weight},
    {"some periods", test_some_periods},
    {"the example of the manual", test_manual},
    {"a difference", test_difference},
    {"a difference of compared regions", test_difference_of_compared},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(contribution_values, tests)
