/** The module `ratio`: two indicators, columns of the regions file, zero denominators, bounds. */
#include "derived.h"

extern const struct indicator_module indicator_ratio;

static void test_two_indicators(void)
{
    struct derived derived;
    derived_begin(&derived, &indicator_ratio, 4, 1);
    derived_option(&derived, "of", "b");
    derived_option(&derived, "per", "a");
    derived_option(&derived, "factor", "100");
    derived_put(&derived, 1, 0, 0, 2.385);
    derived_put(&derived, 0, 0, 0, 7.5);
    derived_put(&derived, 1, 1, 0, 4);
    derived_put(&derived, 0, 1, 0, 0);
    derived_put(&derived, 1, 2, 0, 4);
    derived_put_as(&derived, 1, 3, 0, -3, OBSERVATION_CARRIED);
    derived_put(&derived, 0, 3, 0, 8);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 0, 0, 31.8, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 0, OBSERVATION_ZERO_DENOMINATOR));
    CU_ASSERT_TRUE(derived_misses(&derived, 2, 0, OBSERVATION_INPUT_MISSING));
    CU_ASSERT_TRUE(derived_is(&derived, 3, 0, -37.5, OBSERVATION_IMPUTED_IN_PART));
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_ZERO_DENOMINATORS, 5, 3));
    derived_end(&derived);
}

/** A quotient beyond the largest double is missing, and that is told. */
static void test_not_finite(void)
{
    struct derived derived;
    derived_begin(&derived, &indicator_ratio, 2, 2);
    derived_option(&derived, "of", "b");
    derived_option(&derived, "per", "a");
    derived_put(&derived, 1, 0, 0, 2.385);
    derived_put(&derived, 0, 0, 0, 7.5);
    derived_put(&derived, 1, 1, 1, 2.385e10);
    derived_put(&derived, 0, 1, 1, 1e-300);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 0, 0, 0.318, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 1, OBSERVATION_NOT_FINITE));
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_RESULT_NOT_FINITE, 5, 3));
    CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_RESULT_NOT_FINITE, "in 1 of 4 measured cells"));
    CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_RESULT_NOT_FINITE, "first for 'B'"));
    derived_end(&derived);
}

/** The same indicator above and below the line is one input. */
static void test_over_itself(void)
{
    struct derived derived;
    derived_begin(&derived, &indicator_ratio, 1, 1);
    derived_option(&derived, "of", "d");
    derived_option(&derived, "per", "d");
    derived_put(&derived, 3, 0, 0, 2.385);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_EQUAL(derived.input_count, 1);
    CU_ASSERT_TRUE(derived_is(&derived, 0, 0, 1, OBSERVATION_NORMAL));
    derived_end(&derived);
}

static const char *const columns[2] = {"region", "population"};

static void begin_column(struct derived *derived, const char *const cells[8])
{
    struct period_axis axis = {FREQUENCY_YEAR, 2020, 2};
    derived_begin_table(derived, &indicator_ratio, axis, 4, columns, 2, cells);
    derived_option(derived, "of", "b");
}

static void test_column(void)
{
    static const char *const cells[8] = {"A", "231402117", "B", NULL, "C", "0", "D", " 515000 "};
    struct derived derived;
    begin_column(&derived, cells);
    derived_option(&derived, "per_column", "population");
    derived_option(&derived, "factor", "100000");
    for (size_t region = 0; region < 4; region++) {
        derived_put(&derived, 1, 1, region, 643);
    }
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 1, 0, 643e5 / 231402117, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 1, OBSERVATION_INPUT_MISSING));
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 2, OBSERVATION_ZERO_DENOMINATOR));
    CU_ASSERT_TRUE(derived_is(&derived, 1, 3, 643e5 / 515000, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_misses(&derived, 0, 0, OBSERVATION_INPUT_MISSING));
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_ZERO_DENOMINATORS, 5, 3));
    derived_end(&derived);
}

static void test_column_faults(void)
{
    static const char *const cells[8] = {"A", "many", "B", "12", "C", "1e", "D", NULL};
    struct derived derived;
    begin_column(&derived, cells);
    derived_option(&derived, "per_column", "population");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(derived.counted.context), 2);
    CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_PER_NUMBER, "'population' of region 'A' is 'many'"));
    CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_PER_NUMBER, "'population' of region 'C' is '1e'"));
    derived_end(&derived);
    begin_column(&derived, cells);
    derived_option(&derived, "per_column", "popluation");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_MODEL);
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_PER_COLUMN_UNKNOWN, 7, 12));
    tocsin_diagnostic found;
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(derived.counted.context, 0, &found), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(found.hint, "did you mean 'population'?");
    derived_end(&derived);
}

static void test_one_denominator(void)
{
    struct derived derived;
    derived_begin(&derived, &indicator_ratio, 1, 1);
    derived_option(&derived, "of", "b");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_MODEL);
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_RATIO_PER, 5, 3));
    CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_RATIO_PER, "nothing to divide by"));
    derived_end(&derived);
    derived_begin(&derived, &indicator_ratio, 1, 1);
    derived_option(&derived, "of", "b");
    derived_option(&derived, "per", "a");
    derived_option(&derived, "per_column", "population");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_MODEL);
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_RATIO_PER, 7, 12));
    CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_RATIO_PER, "two things"));
    derived_end(&derived);
}

static void test_bounds(void)
{
    struct derived derived;
    derived_begin(&derived, &indicator_ratio, 1, 3);
    derived_option(&derived, "of", "b");
    derived_option(&derived, "per", "a");
    derived_option(&derived, "factor", "-10");
    derived_put_range(&derived, 1, 0, 0, 3, 6, 9);
    derived_put_range(&derived, 0, 0, 0, 2, 4, 5);
    derived_put_range(&derived, 1, 0, 1, -3, 6, 9);
    derived_put_range(&derived, 0, 0, 1, -5, -4, -2);
    derived_put_range(&derived, 1, 0, 2, 3, 6, 9);
    derived_put_range(&derived, 0, 0, 2, -1, 4, 5); /* holds zero: only the range above the line counts */
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 0, 0, -15, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_has_range(&derived, 0, 0, -45, -6));
    CU_ASSERT_TRUE(derived_is(&derived, 0, 1, 15, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_has_range(&derived, 0, 1, -15, 45));
    CU_ASSERT_TRUE(derived_has_range(&derived, 0, 2, -22.5, -7.5));
    derived_end(&derived);
}

static void test_age(void)
{
    struct derived derived;
    derived_begin(&derived, &indicator_ratio, 2, 1);
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(&derived.arena, derived.panel), TOCSIN_OK);
    derived_option(&derived, "of", "b");
    derived_option(&derived, "per", "a");
    for (size_t period = 0; period < 2; period++) {
        derived_put(&derived, 1, period, 0, 2.5);
        derived_put(&derived, 0, period, 0, 5);
    }
    derived.panel->observed[panel_cell(derived.panel, 0, 0, 0)] = date_from_civil(2019, 12, 31);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_EQUAL(derived.panel->observed[panel_cell(derived.panel, 0, DERIVED_OWN, 0)],
                    date_from_civil(2019, 12, 31));
    CU_ASSERT_EQUAL(derived.panel->observed[panel_cell(derived.panel, 1, DERIVED_OWN, 0)], DAY_NONE);
    derived_end(&derived);
}

static CU_TestInfo tests[] = {
    {"one indicator over another", test_two_indicators},
    {"a result that is no number", test_not_finite},
    {"an indicator over itself", test_over_itself},
    {"over a column of the regions file", test_column},
    {"columns that cannot be used", test_column_faults},
    {"one denominator, neither none nor two", test_one_denominator},
    {"bounds", test_bounds},
    {"the age of the older input", test_age},
    CU_TEST_INFO_NULL,
};

SUITE(ratio, tests)
