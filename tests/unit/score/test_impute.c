/** Every way of filling gaps, with where it stops. */
#include "fixture.h"
#include "score/impute.h"

enum { PERIODS = 6, REGIONS = 3 };

/* region 1 begins late, region 2 has nothing */
static const double GAPS[PERIODS * REGIONS] = {
    2.385, NAN,   NAN, /* 2001 */
    NAN,   NAN,   NAN, /* 2002 */
    NAN,   -4.25, NAN, /* 2003 */
    NAN,   NAN,   NAN, /* 2004 */
    7.913, NAN,   NAN, /* 2005 */
    NAN,   1.75,  NAN, /* 2006 */
};

static void begin(struct fixture *fixture, const struct missing_rule *rule, size_t first_scored)
{
    fixture_begin(fixture, PERIODS, 1, REGIONS);
    fixture_fill(fixture->panel, 0, GAPS);
    CU_ASSERT_EQUAL(
        impute_column(fixture->counted.context,
                      &(struct impute_request){.rule = rule, .axis = &fixture->axis, .first_scored = first_scored},
                      fixture->panel, 0),
        TOCSIN_OK);
}

static void check_column(const struct fixture *fixture, size_t region, const double *expected)
{
    for (size_t period = 0; period < PERIODS; period++) {
        double value = fixture_value(fixture->panel, period, region);
        if (isnan(expected[period])) {
            CU_ASSERT_TRUE(isnan(value));
            CU_ASSERT_EQUAL(fixture->panel->value[panel_cell(fixture->panel, period, 0, region)], 0);
        } else {
            CU_ASSERT_TRUE(close_to(value, expected[period], 1e-15));
        }
    }
}

static void test_none(void)
{
    struct fixture fixture;
    begin(&fixture, &(struct missing_rule){.method = MISSING_NONE}, 0);
    check_column(&fixture, 0, (double[]){2.385, NAN, NAN, NAN, 7.913, NAN});
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 1, 0), OBSERVATION_EMPTY);
    fixture_end(&fixture);
}

static void test_zero_and_value(void)
{
    struct fixture fixture;
    begin(&fixture, &(struct missing_rule){.method = MISSING_ZERO, .value = 9.25}, 2);
    check_column(&fixture, 0, (double[]){2.385, NAN, 0, 0, 7.913, 0});
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 2, 0), OBSERVATION_IMPUTED);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 4, 0), OBSERVATION_NORMAL);
    fixture_end(&fixture);
    begin(&fixture, &(struct missing_rule){.method = MISSING_VALUE, .value = 9.25}, 0);
    check_column(&fixture, 2, (double[]){9.25, 9.25, 9.25, 9.25, 9.25, 9.25});
    fixture_end(&fixture);
}

static void test_carry(void)
{
    struct fixture fixture;
    begin(&fixture, &(struct missing_rule){.method = MISSING_CARRY}, 1);
    check_column(&fixture, 0, (double[]){2.385, 2.385, 2.385, 2.385, 7.913, 7.913});
    check_column(&fixture, 1, (double[]){NAN, NAN, -4.25, -4.25, -4.25, 1.75});
    check_column(&fixture, 2, (double[]){NAN, NAN, NAN, NAN, NAN, NAN});
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 1, 0), OBSERVATION_CARRIED);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_EMPTY);
    fixture_end(&fixture);
}

/** The limit counts from the value itself, not from where it was carried to. */
static void test_carry_at_most(void)
{
    struct fixture fixture;
    begin(&fixture, &(struct missing_rule){.method = MISSING_CARRY, .at_most = 2}, 0);
    check_column(&fixture, 0, (double[]){2.385, 2.385, 2.385, NAN, 7.913, 7.913});
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 3, 0), OBSERVATION_TOO_OLD);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_EMPTY);
    fixture_end(&fixture);
}

/** Periods before the first scored one are looked at, but not filled. */
static void test_carry_from_the_lead(void)
{
    struct fixture fixture;
    begin(&fixture, &(struct missing_rule){.method = MISSING_CARRY}, 3);
    check_column(&fixture, 0, (double[]){2.385, NAN, NAN, 2.385, 7.913, 7.913});
    fixture_end(&fixture);
}

static void test_carry_tells_from_when(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, PERIODS, 1, REGIONS);
    CU_ASSERT_EQUAL(panel_add_observed(&fixture.arena, fixture.panel), TOCSIN_OK);
    CU_ASSERT_EQUAL(panel_add_bounds(&fixture.arena, fixture.panel), TOCSIN_OK);
    fixture_fill(fixture.panel, 0, GAPS);
    fixture.panel->observed[0] = date_from_civil(1999, 6, 3);
    fixture.panel->low[0] = 1.5;
    fixture.panel->high[0] = 3.25;
    struct missing_rule rule = {.method = MISSING_CARRY};
    CU_ASSERT_EQUAL(impute_column(fixture.counted.context,
                                  &(struct impute_request){.rule = &rule, .axis = &fixture.axis, .first_scored = 0},
                                  fixture.panel, 0),
                    TOCSIN_OK);
    size_t carried = panel_cell(fixture.panel, 2, 0, 0);
    CU_ASSERT_EQUAL(fixture.panel->observed[carried], date_from_civil(1999, 6, 3));
    CU_ASSERT_EQUAL(fixture.panel->low[carried], 1.5);
    CU_ASSERT_EQUAL(fixture.panel->high[carried], 3.25);
    size_t of_period = panel_cell(fixture.panel, 5, 0, 0);
    CU_ASSERT_EQUAL(fixture.panel->observed[of_period], date_from_civil(2005, 12, 31));
    fixture_end(&fixture);
}

static void test_linear(void)
{
    struct fixture fixture;
    begin(&fixture, &(struct missing_rule){.method = MISSING_LINEAR}, 0);
    check_column(&fixture, 0, (double[]){2.385, 3.767, 5.149, 6.531, 7.913, 7.913});
    check_column(&fixture, 1, (double[]){-4.25, -4.25, -4.25, -2.25, -0.25, 1.75});
    check_column(&fixture, 2, (double[]){NAN, NAN, NAN, NAN, NAN, NAN});
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 3, 1), OBSERVATION_IMPUTED);
    fixture_end(&fixture);
    begin(&fixture, &(struct missing_rule){.method = MISSING_LINEAR}, 1); /* 2001 is not looked at */
    check_column(&fixture, 0, (double[]){2.385, 7.913, 7.913, 7.913, 7.913, 7.913});
    fixture_end(&fixture);
}

static void test_linear_bounds(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, PERIODS, 1, REGIONS);
    CU_ASSERT_EQUAL(panel_add_bounds(&fixture.arena, fixture.panel), TOCSIN_OK);
    fixture_fill(fixture.panel, 0, GAPS);
    fixture.panel->low[0] = 1;
    fixture.panel->high[0] = 4;
    struct missing_rule rule = {.method = MISSING_LINEAR};
    CU_ASSERT_EQUAL(impute_column(fixture.counted.context,
                                  &(struct impute_request){.rule = &rule, .axis = &fixture.axis, .first_scored = 0},
                                  fixture.panel, 0),
                    TOCSIN_OK);
    size_t half_way = panel_cell(fixture.panel, 2, 0, 0);
    CU_ASSERT_TRUE(close_to(fixture.panel->low[half_way], (1 + 7.913) / 2, 1e-15));
    CU_ASSERT_TRUE(close_to(fixture.panel->high[half_way], (4 + 7.913) / 2, 1e-15));
    fixture_end(&fixture);
}

static void test_mean_and_median(void)
{
    const double values[] = {2.385, NAN, 7.913, 0.5, 40.25, NAN, 2.5, NAN, NAN, NAN, NAN, NAN};
    const enum missing_method methods[] = {MISSING_MEAN, MISSING_MEDIAN};
    const double expected[][2] = {{12.762, 2.5}, {5.149, 2.5}};
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture;
        fixture_begin(&fixture, 3, 1, 4);
        fixture_fill(fixture.panel, 0, (double[]){2.385, NAN, 7.913, 0.5, 2.5, NAN, NAN, NAN, NAN, NAN, NAN, NAN});
        panel_set(fixture.panel, 3, 27.988, OBSERVATION_NORMAL);
        struct missing_rule rule = {.method = methods[i]};
        CU_ASSERT_EQUAL(impute_column(fixture.counted.context,
                                      &(struct impute_request){.rule = &rule, .axis = &fixture.axis, .first_scored = 0},
                                      fixture.panel, 0),
                        TOCSIN_OK);
        CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, 1), i == 0 ? expected[0][0] : 7.913, 1e-15));
        CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 1, 3), expected[i][1], 1e-15));
        CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_IMPUTED);
        CU_ASSERT_TRUE(isnan(fixture_value(fixture.panel, 2, 0))); /* a period without any value */
        fixture_end(&fixture);
    }
    struct fixture fixture; /* of an even number of values the median lies half way */
    fixture_begin(&fixture, 2, 1, 6);
    fixture_fill(fixture.panel, 0, values);
    struct missing_rule rule = {.method = MISSING_MEDIAN};
    CU_ASSERT_EQUAL(impute_column(fixture.counted.context,
                                  &(struct impute_request){.rule = &rule, .axis = &fixture.axis, .first_scored = 0},
                                  fixture.panel, 0),
                    TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, 1), expected[1][0], 1e-15));
    fixture_end(&fixture);
}

static void test_no_memory(void)
{
    const enum missing_method methods[] = {MISSING_CARRY, MISSING_LINEAR, MISSING_MEAN};
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        fixture_begin(&fixture, PERIODS, 1, REGIONS);
        fixture_fill(fixture.panel, 0, GAPS);
        fixture.counted.fail_after = fixture.counted.calls;
        struct missing_rule rule = {.method = methods[i]};
        CU_ASSERT_EQUAL(impute_column(fixture.counted.context,
                                      &(struct impute_request){.rule = &rule, .axis = &fixture.axis, .first_scored = 0},
                                      fixture.panel, 0),
                        TOCSIN_ERROR_MEMORY);
        check_column(&fixture, 0, (double[]){2.385, NAN, NAN, NAN, 7.913, NAN});
        fixture_end(&fixture);
    }
}

static CU_TestInfo tests[] = {
    {"none leaves gaps", test_none},
    {"zero and a value", test_zero_and_value},
    {"carry", test_carry},
    {"carry at most", test_carry_at_most},
    {"carry from before the first scored period", test_carry_from_the_lead},
    {"carry tells from when, with bounds", test_carry_tells_from_when},
    {"linear, ends held", test_linear},
    {"linear between bounds", test_linear_bounds},
    {"mean and median of the period", test_mean_and_median},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(impute, tests)
