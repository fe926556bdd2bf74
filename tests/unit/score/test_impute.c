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

/** Regions 0, 3 and 5 are a group, 1 and 4 another, 2 has none; region 6 is alone in its own. */
static const uint32_t GROUPS[] = {7, 2, UINT32_MAX, 7, 2, 7, 900};
static const double GROUPED[2 * 7] = {
    2.385, 40.25, NAN,   NAN, NAN, 7.913, NAN, /* 2001 */
    NAN,   NAN,   0.125, NAN, NAN, -3.5,  NAN, /* 2002 */
};

static void begin_grouped(struct fixture *fixture, enum missing_method method)
{
    const struct missing_rule rule = {.method = method, .group = "income", .at = FIXTURE_AT};
    fixture_begin(fixture, 2, 1, 7);
    fixture_fill(fixture->panel, 0, GROUPED);
    const struct impute_request request = {
        .rule = &rule, .axis = &fixture->axis, .groups = GROUPS, .id = "water", .regions = fixture->regions};
    CU_ASSERT_EQUAL(impute_column(fixture->counted.context, &request, fixture->panel, 0), TOCSIN_OK);
}

static void test_group(void)
{
    const enum missing_method methods[] = {MISSING_GROUP_MEAN, MISSING_GROUP_MEDIAN};
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture;
        begin_grouped(&fixture, methods[i]);
        CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, 3), 5.149, 1e-15));
        CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 4), 40.25);
        CU_ASSERT_EQUAL(fixture_value(fixture.panel, 1, 0), -3.5);
        CU_ASSERT_EQUAL(fixture_value(fixture.panel, 1, 3), -3.5);
        CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 3), OBSERVATION_IMPUTED);
        CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 2), OBSERVATION_EMPTY); /* no group */
        CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 1, 1), OBSERVATION_EMPTY); /* nothing in its group */
        CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 6), OBSERVATION_EMPTY); /* nobody else in its group */
        CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_IMPUTE_NO_GROUP, 17, 5));
        CU_ASSERT_TRUE(
            diagnosed(fixture.counted.context, DIAGNOSTIC_IMPUTE_NO_GROUP,
                      "indicator 'water': gaps of 1 region stay, first 'r2', as 'income' names no group there"));
        fixture_end(&fixture);
    }
}

/** Mean and median differ, and so do those of the group from those of all. */
static void test_group_median(void)
{
    const uint32_t groups[] = {1, 0, 1, 1, 1, 0};
    const double values[] = {2.385, 900.5, 7.913, NAN, 27.988, 901.25};
    const double expected[] = {12.762, 7.913};
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture;
        const struct missing_rule rule = {.method = i == 0 ? MISSING_GROUP_MEAN : MISSING_GROUP_MEDIAN, .group = "g"};
        fixture_begin(&fixture, 1, 1, 6);
        fixture_fill(fixture.panel, 0, values);
        const struct impute_request request = {.rule = &rule, .axis = &fixture.axis, .groups = groups, .id = "x"};
        CU_ASSERT_EQUAL(impute_column(fixture.counted.context, &request, fixture.panel, 0), TOCSIN_OK);
        CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, 3), expected[i], 1e-15));
        CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
        fixture_end(&fixture);
    }
}

/** A region without a group is told of only where it has a gap; without names, by number. */
static void test_group_report(void)
{
    const uint32_t groups[] = {UINT32_MAX, UINT32_MAX, UINT32_MAX, 4};
    struct fixture fixture;
    const struct missing_rule rule = {.method = MISSING_GROUP_MEAN, .group = "bloc", .at = FIXTURE_AT};
    fixture_begin(&fixture, 2, 1, 4);
    fixture_fill(fixture.panel, 0, (double[]){NAN, 2.385, 0.5, 1.25, NAN, NAN, 0.5, 1.75});
    const struct impute_request request = {.rule = &rule, .axis = &fixture.axis, .groups = groups, .id = "water"};
    CU_ASSERT_EQUAL(impute_column(fixture.counted.context, &request, fixture.panel, 0), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_IMPUTE_NO_GROUP,
                             "indicator 'water': gaps of 2 regions stay, as 'bloc' names no group there"));
    fixture_end(&fixture);
}

static void test_indicator(void)
{
    struct fixture fixture;
    struct panel *measured = NULL;
    const struct missing_rule rule = {.method = MISSING_INDICATOR, .indicator_id = "other", .indicator = 1};
    fixture_begin(&fixture, 3, 2, 2);
    CU_ASSERT_EQUAL_FATAL(panel_add_bounds(&fixture.arena, fixture.panel), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(&fixture.arena, fixture.panel), TOCSIN_OK);
    fixture_fill(fixture.panel, 0, (double[]){NAN, NAN, 2.385, NAN, NAN, NAN});
    fixture_fill(fixture.panel, 1, (double[]){-1.5, 0.75, 8.25, 7.913, NAN, 3.125});
    size_t source = panel_cell(fixture.panel, 1, 1, 1);
    fixture.panel->low[source] = 6.5;
    fixture.panel->high[source] = 9.75;
    fixture.panel->observed[source] = date_from_civil(1999, 6, 3);
    CU_ASSERT_EQUAL_FATAL(panel_copy(&fixture.arena, fixture.panel, &measured), TOCSIN_OK);
    panel_set(fixture.panel, source, 555.5, OBSERVATION_NORMAL); /* what has become of it since does not count */
    const struct impute_request request = {
        .rule = &rule, .axis = &fixture.axis, .first_scored = 1, .measured = measured, .id = "water"};
    CU_ASSERT_EQUAL(impute_column(fixture.counted.context, &request, fixture.panel, 0), TOCSIN_OK);
    CU_ASSERT_TRUE(isnan(fixture_value(fixture.panel, 0, 0))); /* not scored */
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 1, 0), 2.385);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 1, 1), 7.913);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 1, 1), OBSERVATION_IMPUTED);
    size_t filled = panel_cell(fixture.panel, 1, 0, 1);
    CU_ASSERT_EQUAL(fixture.panel->low[filled], 6.5);
    CU_ASSERT_EQUAL(fixture.panel->high[filled], 9.75);
    CU_ASSERT_EQUAL(fixture.panel->observed[filled], date_from_civil(1999, 6, 3));
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 2, 0), OBSERVATION_EMPTY); /* the other is missing as well */
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 2, 1), 3.125);
    CU_ASSERT_EQUAL(fixture.panel->observed[panel_cell(fixture.panel, 2, 0, 1)], DAY_NONE);
    fixture_end(&fixture);
}

/** What a rule needs and does not get is a fault of the program, not a gap. */
static void test_incomplete_requests(void)
{
    struct fixture fixture;
    const struct missing_rule rules[] = {{.method = MISSING_GROUP_MEAN, .group = "g"},
                                         {.method = MISSING_INDICATOR, .indicator = 0},
                                         {.method = MISSING_INDICATOR, .indicator = 1}};
    fixture_begin(&fixture, PERIODS, 1, REGIONS);
    fixture_fill(fixture.panel, 0, GAPS);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct impute_request request = {
            .rule = &rules[i], .axis = &fixture.axis, .measured = i == 2 ? fixture.panel : NULL, .id = "x"};
        CU_ASSERT_EQUAL(impute_column(fixture.counted.context, &request, fixture.panel, 0), TOCSIN_ERROR_INTERNAL);
        check_column(&fixture, 0, (double[]){2.385, NAN, NAN, NAN, 7.913, NAN});
    }
    fixture_end(&fixture);
}

/** Not after the first value, which is carried on as ever; and marked as imputed, as it was not known yet. */
static void test_carry_back(void)
{
    struct fixture fixture;
    begin(&fixture, &(struct missing_rule){.method = MISSING_CARRY, .back = true}, 0);
    check_column(&fixture, 0, (double[]){2.385, 2.385, 2.385, 2.385, 7.913, 7.913});
    check_column(&fixture, 1, (double[]){-4.25, -4.25, -4.25, -4.25, -4.25, 1.75});
    check_column(&fixture, 2, (double[]){NAN, NAN, NAN, NAN, NAN, NAN});
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_IMPUTED);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 3, 1), OBSERVATION_CARRIED);
    fixture_end(&fixture);
    begin(&fixture, &(struct missing_rule){.method = MISSING_CARRY, .back = true}, 1); /* scored periods only */
    check_column(&fixture, 1, (double[]){NAN, -4.25, -4.25, -4.25, -4.25, 1.75});
    fixture_end(&fixture);
    begin(&fixture, &(struct missing_rule){.method = MISSING_CARRY, .back = true}, 4); /* the first value lies before */
    check_column(&fixture, 1, (double[]){NAN, NAN, -4.25, NAN, -4.25, 1.75});
    fixture_end(&fixture);
}

static void test_carry_back_at_most(void)
{
    struct fixture fixture;
    begin(&fixture, &(struct missing_rule){.method = MISSING_CARRY, .at_most = 1, .back = true}, 0);
    check_column(&fixture, 0, (double[]){2.385, 2.385, NAN, NAN, 7.913, 7.913});
    check_column(&fixture, 1, (double[]){NAN, -4.25, -4.25, -4.25, NAN, 1.75});
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_EMPTY); /* not old: not known */
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 4, 1), OBSERVATION_TOO_OLD);
    fixture_end(&fixture);
    begin(&fixture, &(struct missing_rule){.method = MISSING_CARRY, .at_most = 2, .back = true}, 0);
    check_column(&fixture, 1, (double[]){-4.25, -4.25, -4.25, -4.25, -4.25, 1.75});
    fixture_end(&fixture);
}

static void test_carry_back_tells_from_when(void)
{
    struct fixture fixture;
    const struct missing_rule rule = {.method = MISSING_CARRY, .back = true};
    fixture_begin(&fixture, PERIODS, 1, REGIONS);
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(&fixture.arena, fixture.panel), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(panel_add_bounds(&fixture.arena, fixture.panel), TOCSIN_OK);
    fixture_fill(fixture.panel, 0, GAPS);
    fixture.panel->low[panel_cell(fixture.panel, 2, 0, 1)] = -6.125;
    const struct impute_request request = {.rule = &rule, .axis = &fixture.axis};
    CU_ASSERT_EQUAL(impute_column(fixture.counted.context, &request, fixture.panel, 0), TOCSIN_OK);
    size_t back = panel_cell(fixture.panel, 0, 0, 1);
    CU_ASSERT_EQUAL(fixture.panel->observed[back], date_from_civil(2003, 12, 31));
    CU_ASSERT_EQUAL(fixture.panel->low[back], -6.125);
    CU_ASSERT_EQUAL(fixture.panel->high[back], -4.25);
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"none leaves gaps", test_none},
    {"zero and a value", test_zero_and_value},
    {"carry", test_carry},
    {"carry at most", test_carry_at_most},
    {"carry from before the first scored period", test_carry_from_the_lead},
    {"carry tells from when, with bounds", test_carry_tells_from_when},
    {"carry back", test_carry_back},
    {"carry back at most", test_carry_back_at_most},
    {"carry back tells from when, with bounds", test_carry_back_tells_from_when},
    {"linear, ends held", test_linear},
    {"linear between bounds", test_linear_bounds},
    {"mean and median of the period", test_mean_and_median},
    {"mean and median of the group", test_group},
    {"mean is not median, group is not all", test_group_median},
    {"regions of no group", test_group_report},
    {"another indicator", test_indicator},
    {"incomplete requests", test_incomplete_requests},
    CU_TEST_INFO_NULL,
};
SUITE(impute, tests)
