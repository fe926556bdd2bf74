/** The module `spillover`: row-standardised weights, the lag, unknown neighbours, islands. */
#include "derived.h"

extern const struct indicator_module indicator_spillover;

/* A borders on B (weight 3) and C (1); B on A; C on A (2), B (5) and D (1); D is an island that borders on nobody. */
static size_t starts[5] = {0, 2, 3, 6, 6};
static uint32_t others[6] = {1, 2, 0, 0, 1, 3};
static double weights[6] = {3, 1, 1, 2, 5, 1};
static const struct neighbour_table neighbours = {starts, others, weights};

static void begin(struct derived *derived, size_t periods)
{
    derived_begin(derived, &indicator_spillover, periods, 4);
    derived->neighbours = &neighbours;
    derived_option(derived, "of", "a");
}

static void put_row(struct derived *derived, size_t period, double a, double b, double c, double d)
{
    const double values[4] = {a, b, c, d};
    for (size_t region = 0; region < 4; region++) {
        derived_put(derived, 0, period, region, values[region]);
    }
}

static void test_lagged_mean(void)
{
    struct derived derived;
    begin(&derived, 2);
    put_row(&derived, 0, 2.385, 7.5, -3.25, 11);
    put_row(&derived, 1, 1e6, 1e6, 1e6, 1e6); /* what happens now does not count */
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 0, 0, OBSERVATION_NO_HISTORY));
    CU_ASSERT_TRUE(derived_is(&derived, 1, 0, (3 * 7.5 - 3.25) / 4, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_is(&derived, 1, 1, 2.385, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_is(&derived, 1, 2, (2 * 2.385 + 5 * 7.5 + 11) / 8, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 3, OBSERVATION_NO_NEIGHBOUR));
    CU_ASSERT_TRUE(derived_misses(&derived, 0, 3, OBSERVATION_NO_NEIGHBOUR));
    /* the value is from the month before */
    CU_ASSERT_PTR_NOT_NULL_FATAL(derived.panel->observed);
    CU_ASSERT_EQUAL(derived.panel->observed[panel_cell(derived.panel, 1, DERIVED_OWN, 0)],
                    date_from_civil(2020, 1, 31));
    derived_end(&derived);
}

static void test_no_lag(void)
{
    struct derived derived;
    begin(&derived, 1);
    put_row(&derived, 0, 2.385, 7.5, -3.25, 11);
    derived_option(&derived, "lag", "0");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 0, 0, (3 * 7.5 - 3.25) / 4, OBSERVATION_NORMAL));
    CU_ASSERT_PTR_NULL(derived.panel->observed);
    derived_end(&derived);
}

static void test_longer_lag(void)
{
    struct derived derived;
    begin(&derived, 4);
    put_row(&derived, 0, 4.5, 1, 1, 1);
    put_row(&derived, 1, 8.25, 1, 1, 1);
    put_row(&derived, 2, 9, 1, 1, 1);
    put_row(&derived, 3, 9, 1, 1, 1);
    derived_option(&derived, "lag", "2");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 1, OBSERVATION_NO_HISTORY));
    CU_ASSERT_TRUE(derived_is(&derived, 2, 1, 4.5, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_is(&derived, 3, 1, 8.25, OBSERVATION_NORMAL));
    derived_end(&derived);
}

/** The share of weight that is known decides, at the bound itself too. */
static void test_unknown_neighbours(void)
{
    static const struct {
        const char *least;
        bool present;
    } cases[] = {{"0", true}, {"0.75", true}, {"0.76", false}, {"1", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct derived derived;
        begin(&derived, 1);
        derived_option(&derived, "lag", "0");
        derived_option(&derived, "least_share", cases[i].least);
        derived_put(&derived, 0, 0, 1, 7.5); /* of A's neighbours only B, with 3 of 4 */
        CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
        if (cases[i].present) {
            CU_ASSERT_TRUE(derived_is(&derived, 0, 0, 7.5, OBSERVATION_PARTIAL));
        } else {
            CU_ASSERT_TRUE(derived_misses(&derived, 0, 0, OBSERVATION_INPUT_MISSING));
        }
        CU_ASSERT_TRUE(derived_misses(&derived, 0, 1, OBSERVATION_INPUT_MISSING)); /* none is known */
        derived_end(&derived);
    }
}

static void test_island_as_zero(void)
{
    struct derived derived;
    begin(&derived, 2);
    put_row(&derived, 0, 1, 1, 1, 1);
    put_row(&derived, 1, 1, 1, 1, 1);
    derived_option(&derived, "isolated", "zero");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 0, 3, 0, OBSERVATION_ISOLATED));
    CU_ASSERT_TRUE(derived_is(&derived, 1, 3, 0, OBSERVATION_ISOLATED));
    CU_ASSERT_EQUAL(derived.panel->observed[panel_cell(derived.panel, 1, DERIVED_OWN, 3)], DAY_NONE);
    derived_end(&derived);
}

static void test_bounds_and_observations(void)
{
    struct derived derived;
    begin(&derived, 1);
    derived_option(&derived, "lag", "0");
    derived_put_range(&derived, 0, 0, 1, 2, 4, 8);
    derived_put_range(&derived, 0, 0, 2, 6, 6, 10);
    derived.panel->observation[panel_cell(derived.panel, 0, 0, 2)] = OBSERVATION_IMPUTED;
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 0, 0, 4.5, OBSERVATION_IMPUTED_IN_PART));
    CU_ASSERT_TRUE(derived_has_range(&derived, 0, 0, 3, 8.5));
    derived_end(&derived);
}

static void test_no_neighbours(void)
{
    struct derived derived;
    begin(&derived, 1);
    derived.neighbours = NULL;
    CU_ASSERT_TRUE(indicator_spillover.needs_neighbours); /* so that the model's checker asks for them */
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_INTERNAL);
    derived_end(&derived);
}

/** A mean of equal values is that value, whatever the weights. */
static void test_equal_values(void)
{
    struct derived derived;
    begin(&derived, 2);
    put_row(&derived, 0, 0.1, 0.1, 0.1, 0.1);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    for (size_t region = 0; region < 3; region++) {
        CU_ASSERT_TRUE(derived_is(&derived, 1, region, 0.1, OBSERVATION_NORMAL));
    }
    derived_end(&derived);
}

static CU_TestInfo tests[] = {
    {"mean of the neighbours a period before", test_lagged_mean},
    {"no lag", test_no_lag},
    {"a longer lag", test_longer_lag},
    {"unknown neighbours", test_unknown_neighbours},
    {"an island as zero", test_island_as_zero},
    {"bounds and what the inputs are", test_bounds_and_observations},
    {"a model without neighbours", test_no_neighbours},
    {"equal values", test_equal_values},
    CU_TEST_INFO_NULL,
};

SUITE(spillover, tests)
