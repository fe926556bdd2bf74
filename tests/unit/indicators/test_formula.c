/** The module `formula`: expressions over inputs, what is missing, what is no number, faults of the text. */
#include "derived.h"
#include <math.h>

extern const struct indicator_module indicator_formula;

static void begin(struct derived *derived, size_t regions, const char *expression)
{
    derived_begin(derived, &indicator_formula, 2, regions);
    derived_option(derived, "expression", expression);
}

static void test_values(void)
{
    struct derived derived;
    begin(&derived, 1, "sqrt(c) + 2 * a - c ^ 2 / 8");
    derived_put(&derived, 0, 0, 0, 2.385);
    derived_put(&derived, 2, 0, 0, 6.25);
    derived_put(&derived, 0, 1, 0, -1.5);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_EQUAL(derived.input_count, 2);
    CU_ASSERT_TRUE(derived_is(&derived, 0, 0, 2.5 + 4.77 - 4.8828125, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 0, OBSERVATION_INPUT_MISSING));
    derived_end(&derived);
}

static void test_observations(void)
{
    struct derived derived;
    begin(&derived, 1, "a * b");
    derived_put_range(&derived, 0, 0, 0, 1, 2, 3);
    derived_put_as(&derived, 1, 0, 0, 4.25, OBSERVATION_CARRIED);
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(&derived.arena, derived.panel), TOCSIN_OK);
    derived.panel->observed[panel_cell(derived.panel, 0, 1, 0)] = date_from_civil(2018, 12, 31);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 0, 0, 8.5, OBSERVATION_IMPUTED_IN_PART));
    CU_ASSERT_TRUE(derived_has_range(&derived, 0, 0, 8.5, 8.5));
    CU_ASSERT_EQUAL(derived.panel->observed[panel_cell(derived.panel, 0, DERIVED_OWN, 0)],
                    date_from_civil(2018, 12, 31));
    derived_end(&derived);
}

static void test_not_finite(void)
{
    struct derived derived;
    begin(&derived, 3, "ln(a) / b");
    derived_put(&derived, 0, 0, 0, 2.385);
    derived_put(&derived, 1, 0, 0, 0.5);
    derived_put(&derived, 0, 0, 1, 2.385);
    derived_put(&derived, 1, 0, 1, 0);
    derived_put(&derived, 0, 1, 2, -4);
    derived_put(&derived, 1, 1, 2, 0.5);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 0, 0, 2 * log(2.385), OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_misses(&derived, 0, 1, OBSERVATION_NOT_FINITE));
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 2, OBSERVATION_NOT_FINITE));
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_RESULT_NOT_FINITE, 7, 10));
    CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_RESULT_NOT_FINITE,
                             "in 2 of 6 measured cells (region and period), first for 'B' in 2020-01"));
    derived_end(&derived);
}

static void test_faults(void)
{
    static const char *const expressions[] = {"a +", "a + (b", "3.5 * 2", "", "nosuch(a)", "a = 3"};
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
        struct derived derived;
        begin(&derived, 1, expressions[i]);
        CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_MODEL);
        CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_FORMULA_FAULT, 7, 10));
        derived_end(&derived);
    }
}

/** Memory that runs out is said to have run out, and nothing stays behind. */
static void test_out_of_memory(void)
{
    size_t failures = 0;
    for (size_t allowed = 0;; allowed++) {
        struct derived derived;
        begin(&derived, 1, "a + 2 * b");
        derived_put(&derived, 0, 0, 0, 2.385);
        derived_put(&derived, 1, 0, 0, 4);
        derived.counted.fail_after = derived.counted.calls + allowed;
        tocsin_status status = derived_run(&derived);
        derived.counted.fail_after = SIZE_MAX;
        bool enough = status == TOCSIN_OK;
        CU_ASSERT_TRUE(enough || status == TOCSIN_ERROR_MEMORY);
        failures += !enough;
        derived_end(&derived);
        if (enough || allowed > 100) {
            break;
        }
    }
    CU_ASSERT_TRUE(failures > 0 && failures <= 100);
}

static CU_TestInfo tests[] = {
    {"values", test_values},
    {"what the inputs are comes over, their bounds do not", test_observations},
    {"results that are no numbers", test_not_finite},
    {"faults of the expression", test_faults},
    {"out of memory", test_out_of_memory},
    CU_TEST_INFO_NULL,
};

SUITE(formula, tests)
