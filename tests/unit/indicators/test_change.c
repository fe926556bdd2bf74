/** The module `change`: differences and percentages, what is missing, bounds. */
#include "derived.h"

extern const struct indicator_module indicator_change;

static void begin(struct derived *derived, size_t periods, size_t regions)
{
    derived_begin(derived, &indicator_change, periods, regions);
    derived_option(derived, "of", "b");
}

static void test_difference(void)
{
    struct derived derived;
    begin(&derived, 4, 2);
    static const double values[4] = {2.385, 7.125, -1.5, -1.5};
    for (size_t period = 0; period < 4; period++) {
        derived_put(&derived, 1, period, 1, values[period]);
    }
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 0, 1, OBSERVATION_NO_HISTORY));
    CU_ASSERT_TRUE(derived_is(&derived, 1, 1, 4.74, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_is(&derived, 2, 1, -8.625, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_is(&derived, 3, 1, 0, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_misses(&derived, 2, 0, OBSERVATION_INPUT_MISSING));
    derived_end(&derived);
}

static void test_relative(void)
{
    struct derived derived;
    begin(&derived, 5, 1);
    derived_option(&derived, "periods", "2");
    derived_option(&derived, "relative", "true");
    static const double values[5] = {-4, 0, 3, 5.5, 1.5};
    for (size_t period = 0; period < 5; period++) {
        derived_put(&derived, 1, period, 0, values[period]);
    }
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 0, OBSERVATION_NO_HISTORY));
    CU_ASSERT_TRUE(derived_is(&derived, 2, 0, 175, OBSERVATION_NORMAL)); /* -4 to 3 is a rise */
    CU_ASSERT_TRUE(derived_misses(&derived, 3, 0, OBSERVATION_ZERO_DENOMINATOR));
    CU_ASSERT_TRUE(derived_is(&derived, 4, 0, -50, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_ZERO_DENOMINATORS, 5, 3));
    CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_ZERO_DENOMINATORS, "in 1 of"));
    derived_end(&derived);
}

static void test_strict(void)
{
    struct derived derived;
    begin(&derived, 2, 1);
    derived_option(&derived, "relative", "true");
    derived_put(&derived, 1, 0, 0, 0);
    derived_put(&derived, 1, 1, 0, 2.5);
    CU_ASSERT_EQUAL(tocsin_context_set_strict(derived.counted.context, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_DATA);
    derived_end(&derived);
}

static void test_missing(void)
{
    struct derived derived;
    begin(&derived, 4, 1);
    derived_put(&derived, 1, 0, 0, 1.25);
    derived_put(&derived, 1, 1, 0, 2.5);
    panel_set_missing(derived.panel, panel_cell(derived.panel, 2, 1, 0), OBSERVATION_EMPTY);
    derived_put(&derived, 1, 3, 0, 2.75);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 1, 0, 1.25, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_misses(&derived, 2, 0, OBSERVATION_INPUT_MISSING));
    CU_ASSERT_TRUE(derived_misses(&derived, 3, 0, OBSERVATION_INPUT_MISSING));
    derived_end(&derived);
}

/** What the inputs are comes over: a carried value gives a value that rests on it in part. */
static void test_observations(void)
{
    static const struct {
        enum observation earlier, later, expected;
    } cases[] = {
        {OBSERVATION_NORMAL, OBSERVATION_NO_EVENT, OBSERVATION_NORMAL},
        {OBSERVATION_NO_AGREEMENT, OBSERVATION_ISOLATED, OBSERVATION_NORMAL},
        {OBSERVATION_CARRIED, OBSERVATION_NORMAL, OBSERVATION_IMPUTED_IN_PART},
        {OBSERVATION_NORMAL, OBSERVATION_IMPUTED, OBSERVATION_IMPUTED_IN_PART},
        {OBSERVATION_IMPUTED_IN_PART, OBSERVATION_PARTIAL, OBSERVATION_IMPUTED_IN_PART},
        {OBSERVATION_UNRELIABLE, OBSERVATION_IMPUTED, OBSERVATION_UNRELIABLE},
        {OBSERVATION_SHORT_HISTORY, OBSERVATION_NEUTRAL, OBSERVATION_SHORT_HISTORY},
        {OBSERVATION_SHORT_HISTORY, OBSERVATION_PARTIAL, OBSERVATION_PARTIAL},
        {OBSERVATION_NEUTRAL, OBSERVATION_NORMAL, OBSERVATION_NEUTRAL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct derived derived;
        begin(&derived, 2, 2);
        derived_put_as(&derived, 1, 0, 0, 1.5, cases[i].earlier);
        derived_put_as(&derived, 1, 1, 0, 4.75, cases[i].later);
        derived_put_as(&derived, 1, 0, 1, 1.5, cases[i].later); /* the order does not matter */
        derived_put_as(&derived, 1, 1, 1, 4.75, cases[i].earlier);
        CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
        CU_ASSERT_TRUE(derived_is(&derived, 1, 0, 3.25, cases[i].expected));
        CU_ASSERT_TRUE(derived_is(&derived, 1, 1, 3.25, cases[i].expected));
        derived_end(&derived);
    }
}

static void test_bounds(void)
{
    struct derived derived;
    begin(&derived, 2, 1);
    derived_put_range(&derived, 1, 0, 0, 1.5, 2.25, 4);
    derived_put_range(&derived, 1, 1, 0, 6, 7.5, 11);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 1, 0, 5.25, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_has_range(&derived, 1, 0, 2, 9.5));
    derived_end(&derived);
}

static void test_relative_bounds(void)
{
    struct derived derived;
    begin(&derived, 2, 3);
    derived_option(&derived, "relative", "true");
    derived_put_range(&derived, 1, 0, 0, 2, 4, 5);
    derived_put_range(&derived, 1, 1, 0, 6, 8, 10);
    derived_put_range(&derived, 1, 0, 1, -5, -4, -2);
    derived_put_range(&derived, 1, 1, 1, -1, 2, 3);
    derived_put_range(&derived, 1, 0, 2, -1, 4, 5); /* spans zero: no bounds can be given */
    derived_put_range(&derived, 1, 1, 2, 6, 8, 10);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 1, 0, 100, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_has_range(&derived, 1, 0, 20, 400)); /* 6 / 5 and 10 / 2 */
    CU_ASSERT_TRUE(derived_is(&derived, 1, 1, 150, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_has_range(&derived, 1, 1, 50, 250)); /* (-1 + 2) / 2 and (3 + 2) / 2 */
    CU_ASSERT_TRUE(derived_has_range(&derived, 1, 2, 100, 100));
    derived_end(&derived);
}

/** A difference too large for a number is missing, and its age stays that of the newer value. */
static void test_not_finite_and_age(void)
{
    struct derived derived;
    begin(&derived, 2, 2);
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(&derived.arena, derived.panel), TOCSIN_OK);
    day_number observed = date_from_civil(2019, 12, 31);
    derived_put(&derived, 1, 0, 0, -1.5e308);
    derived_put(&derived, 1, 1, 0, 1.5e308);
    derived_put(&derived, 1, 0, 1, 3.5);
    derived_put(&derived, 1, 1, 1, 8.75);
    derived.panel->observed[panel_cell(derived.panel, 1, 1, 1)] = observed;
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 0, OBSERVATION_NOT_FINITE));
    CU_ASSERT_TRUE(derived_is(&derived, 1, 1, 5.25, OBSERVATION_NORMAL));
    CU_ASSERT_EQUAL(derived.panel->observed[panel_cell(derived.panel, 1, DERIVED_OWN, 1)], observed);
    derived_end(&derived);
}

static CU_TestInfo tests[] = {
    {"difference to the period before", test_difference},
    {"relative change over two periods", test_relative},
    {"a zero denominator is an error when strict", test_strict},
    {"missing if either value is missing", test_missing},
    {"what the inputs are comes over", test_observations},
    {"bounds of a difference", test_bounds},
    {"bounds of a relative change", test_relative_bounds},
    {"no infinity, and the age of the newer value", test_not_finite_and_age},
    CU_TEST_INFO_NULL,
};

SUITE(change, tests)
