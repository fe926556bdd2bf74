/** Division by a column of the regions file and by another indicator, and where it cannot be done. */
#include "fixture.h"
#include "score/denominate.h"

enum { REGIONS = 4 };

static tocsin_status divide_by_column(struct fixture *fixture, const double *numbers, double factor)
{
    const struct denominator per = {PER_COLUMN, "population", 0, factor, FIXTURE_AT};
    const struct denominate_request request = {
        .per = &per, .by_region = numbers, .id = "water", .regions = fixture->regions, .axis = &fixture->axis};
    return denominate_column(fixture->counted.context, &request, fixture->panel, 0);
}

/** Column 0 by column 1 of another panel. */
static tocsin_status divide_by_indicator(struct fixture *fixture, const struct panel *measured, double factor)
{
    const struct denominator per = {PER_INDICATOR, "gdp", 1, factor, FIXTURE_AT};
    const struct denominate_request request = {
        .per = &per, .panel = measured, .id = "water", .regions = fixture->regions, .axis = &fixture->axis};
    return denominate_column(fixture->counted.context, &request, fixture->panel, 0);
}

static void test_column(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, 2, 1, REGIONS);
    fixture_fill(fixture.panel, 0, (double[]){2.385, NAN, 0, 7.913, -4.25, 1.5, 0.125, 900});
    CU_ASSERT_EQUAL(divide_by_column(&fixture, (double[]){4, 5, 0.75, -2.5}, 1), TOCSIN_OK);
    const double expected[] = {2.385 / 4, NAN, 0, 7.913 / -2.5, -4.25 / 4, 0.3, 0.125 / 0.75, -360};
    for (size_t i = 0; i < 8; i++) {
        double value = fixture_value(fixture.panel, i / REGIONS, i % REGIONS);
        CU_ASSERT_TRUE(isnan(expected[i]) ? isnan(value) : close_to(value, expected[i], 1e-15));
    }
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_EMPTY);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 0), OBSERVATION_NORMAL);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
}

/** Per 1000 is a thousand times as much. */
static void test_factor(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, 1, 1, 1);
    fixture_fill(fixture.panel, 0, (double[]){2.385});
    CU_ASSERT_EQUAL(divide_by_column(&fixture, (double[]){240000}, 1000), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, 0), 0.0099375, 1e-15));
    fixture_end(&fixture);
}

static void test_indicator(void)
{
    struct fixture fixture;
    struct panel *measured = NULL;
    fixture_begin(&fixture, 2, 2, 2);
    fixture_fill(fixture.panel, 0, (double[]){2.385, 7.913, 1.5, -4.25});
    fixture_fill(fixture.panel, 1, (double[]){0.5, 4, 8, 2.5});
    CU_ASSERT_EQUAL_FATAL(panel_copy(&fixture.arena, fixture.panel, &measured), TOCSIN_OK);
    fixture_fill(fixture.panel, 1, (double[]){1, 1, 1, 1}); /* what has become of it since does not count */
    CU_ASSERT_EQUAL(divide_by_indicator(&fixture, measured, 10), TOCSIN_OK);
    const double expected[] = {47.7, 19.7825, 1.875, -17};
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, i / 2, i % 2), expected[i], 1e-15));
    }
    fixture_end(&fixture);
}

static void test_bounds(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, 1, 1, 3);
    CU_ASSERT_EQUAL_FATAL(panel_add_bounds(&fixture.arena, fixture.panel), TOCSIN_OK);
    fixture_fill(fixture.panel, 0, (double[]){5, 5, 5});
    for (size_t i = 0; i < 3; i++) {
        fixture.panel->low[i] = i == 2 ? -1.5e308 : 2.5;
        fixture.panel->high[i] = 7.5;
    }
    CU_ASSERT_EQUAL(divide_by_column(&fixture, (double[]){4, -4, 0.5}, 1), TOCSIN_OK);
    CU_ASSERT_TRUE(fixture.panel->low[0] == 0.625 && fixture.panel->high[0] == 1.875);
    CU_ASSERT_TRUE(fixture.panel->low[1] == -1.875 && fixture.panel->high[1] == -0.625); /* they change sides */
    CU_ASSERT_TRUE(fixture.panel->low[2] == 10 && fixture.panel->high[2] == 15);         /* no double is so low */
    fixture_end(&fixture);
}

/** A value is as old, and as good, as the older and the less good of the two. */
static void test_status_and_day(void)
{
    struct fixture fixture;
    struct panel *measured = NULL;
    const enum observation values[] = {OBSERVATION_NORMAL, OBSERVATION_NO_EVENT, OBSERVATION_SHORT_HISTORY,
                                       OBSERVATION_NORMAL};
    const enum observation divisors[] = {OBSERVATION_NORMAL, OBSERVATION_PARTIAL, OBSERVATION_PARTIAL,
                                         OBSERVATION_PARTLY_COVERED};
    const enum observation expected[] = {OBSERVATION_NORMAL, OBSERVATION_PARTIAL, OBSERVATION_SHORT_HISTORY,
                                         OBSERVATION_PARTLY_COVERED};
    const day_number last = date_from_civil(2001, 12, 31);
    const day_number old = date_from_civil(1999, 6, 3);
    const day_number days[][3] = {
        {DAY_NONE, DAY_NONE, DAY_NONE}, {DAY_NONE, old, old}, {old, DAY_NONE, old}, {old, old - 9, old - 9}};
    fixture_begin(&fixture, 1, 2, REGIONS);
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(&fixture.arena, fixture.panel), TOCSIN_OK);
    for (size_t i = 0; i < REGIONS; i++) {
        panel_set(fixture.panel, i, 2.385, values[i]);
        panel_set(fixture.panel, REGIONS + i, 7.913, divisors[i]);
        fixture.panel->observed[i] = days[i][0];
        fixture.panel->observed[REGIONS + i] = i == 2 ? last : days[i][1]; /* said or not, it is the period's last */
    }
    CU_ASSERT_EQUAL_FATAL(panel_copy(&fixture.arena, fixture.panel, &measured), TOCSIN_OK);
    CU_ASSERT_EQUAL(divide_by_indicator(&fixture, measured, 1), TOCSIN_OK);
    for (size_t i = 0; i < REGIONS; i++) {
        CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, i), expected[i]);
        CU_ASSERT_EQUAL(fixture.panel->observed[i], days[i][2]);
        CU_ASSERT_EQUAL(fixture.panel->value[i], 2.385 / 7.913);
    }
    fixture_end(&fixture);
}

static void test_missing_denominator(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, 2, 1, REGIONS);
    fixture_fill(fixture.panel, 0, (double[]){2.385, NAN, 0, 7.913, -4.25, 1.5, 0.125, 900});
    CU_ASSERT_EQUAL(divide_by_column(&fixture, (double[]){4, NAN, 8, NAN}, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_EMPTY); /* had nothing to be divided */
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 3), OBSERVATION_INPUT_MISSING);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 1, 1), OBSERVATION_INPUT_MISSING);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 2), 0);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_DENOMINATOR_MISSING, 17, 5));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_DENOMINATOR_MISSING,
                             "indicator 'water': 3 values are missing, as the denominator 'population' is, first 7.913 "
                             "for 'r3' in 2001"));
    fixture_end(&fixture);
}

/** Zero over zero is no number either. */
static void test_zero_denominator(void)
{
    struct fixture fixture;
    struct panel *measured = NULL;
    fixture_begin(&fixture, 1, 2, REGIONS);
    fixture_fill(fixture.panel, 0, (double[]){0, 2.385, 7.913, NAN});
    fixture_fill(fixture.panel, 1, (double[]){0, 0, NAN, 0});
    CU_ASSERT_EQUAL_FATAL(panel_copy(&fixture.arena, fixture.panel, &measured), TOCSIN_OK);
    CU_ASSERT_EQUAL(divide_by_indicator(&fixture, measured, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 0), OBSERVATION_ZERO_DENOMINATOR);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_ZERO_DENOMINATOR);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 2), OBSERVATION_INPUT_MISSING);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 3), OBSERVATION_EMPTY);
    for (size_t i = 0; i < REGIONS; i++) {
        CU_ASSERT_EQUAL(fixture.panel->value[i], 0);
    }
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 2);
    CU_ASSERT_TRUE(diagnosed_at(fixture.counted.context, DIAGNOSTIC_DENOMINATOR_ZERO, 17, 5));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_DENOMINATOR_ZERO,
                             "indicator 'water': 2 values are missing, as the denominator 'gdp' is zero, first 0 for "
                             "'r0' in 2001"));
    fixture_end(&fixture);
}

static void test_strict(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, 1, 1, 1);
    tocsin_context_set_strict(fixture.counted.context, true);
    fixture_fill(fixture.panel, 0, (double[]){2.385});
    CU_ASSERT_EQUAL(divide_by_column(&fixture, (double[]){0}, 1), TOCSIN_ERROR_DATA);
    fixture_end(&fixture);
}

/** A denominator that leaves the range of numbers must not make a silent 0 of the value. */
static void test_not_finite(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, 1, 1, REGIONS);
    fixture_fill(fixture.panel, 0, (double[]){2.385, 2.385, 0, 2.385});
    CU_ASSERT_EQUAL(divide_by_column(&fixture, (double[]){1e300, 1e-320, 1e300, 1e290}, 1e-15), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 0), OBSERVATION_NOT_FINITE);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_NORMAL);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 2), OBSERVATION_NOT_FINITE);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 3), OBSERVATION_NORMAL);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_DENOMINATED_NOT_FINITE, 17, 5));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_DENOMINATED_NOT_FINITE,
                             "2 values are missing, as the quotient with 'population' is not a finite number"));
    fixture_end(&fixture);
    fixture_begin(&fixture, 1, 1, 1);
    fixture_fill(fixture.panel, 0, (double[]){1e300});
    CU_ASSERT_EQUAL(divide_by_column(&fixture, (double[]){1e-20}, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 0), OBSERVATION_NOT_FINITE);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_DENOMINATED_NOT_FINITE, 17, 5));
    fixture_end(&fixture);
}

static void test_nothing_to_divide_by(void)
{
    struct fixture fixture;
    const struct denominator nothing = {.kind = PER_NOTHING, .factor = 1};
    fixture_begin(&fixture, 1, 2, 1);
    fixture_fill(fixture.panel, 0, (double[]){2.385});
    const struct denominate_request request = {
        .per = &nothing, .id = "water", .regions = fixture.regions, .axis = &fixture.axis};
    CU_ASSERT_EQUAL(denominate_column(fixture.counted.context, &request, fixture.panel, 0), TOCSIN_OK);
    CU_ASSERT_EQUAL(divide_by_column(&fixture, NULL, 1), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_EQUAL(divide_by_indicator(&fixture, NULL, 1), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 0), 2.385);
    fixture_end(&fixture);
}

/** All missing: there is nothing to be said of the denominators, and what was screened out stays so. */
static void test_all_missing(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, 2, 1, 2);
    panel_set_missing(fixture.panel, 1, OBSERVATION_SCREENED);
    CU_ASSERT_EQUAL(divide_by_column(&fixture, (double[]){0, NAN}, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 0), OBSERVATION_NOT_MEASURED);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_SCREENED);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
}

/** Twice the values, or half the denominators, give twice as much; a region does not depend on the others. */
static void test_laws(void)
{
    uint64_t state = 31337;
    for (size_t i = 0; i < 200; i++) {
        double results[3][REGIONS];
        double values[REGIONS];
        double numbers[REGIONS];
        for (size_t k = 0; k < REGIONS; k++) {
            values[k] = 100 * fixture_random(&state) - 50;
            numbers[k] = 10 * fixture_random(&state) - 5;
        }
        for (size_t pass = 0; pass < 3; pass++) {
            struct fixture fixture;
            double doubled[REGIONS];
            double halved[REGIONS];
            for (size_t k = 0; k < REGIONS; k++) {
                doubled[k] = pass == 1 ? 2 * values[k] : values[k];
                halved[k] = pass == 2 ? numbers[k] / 2 : numbers[k];
            }
            fixture_begin(&fixture, 1, 1, REGIONS);
            fixture_fill(fixture.panel, 0, doubled);
            CU_ASSERT_EQUAL(divide_by_column(&fixture, halved, 1.7), TOCSIN_OK);
            memcpy(results[pass], fixture.panel->value, sizeof results[pass]);
            fixture_end(&fixture);
        }
        for (size_t k = 0; k < REGIONS; k++) {
            CU_ASSERT_EQUAL(results[1][k], 2 * results[0][k]);
            CU_ASSERT_EQUAL(results[2][k], 2 * results[0][k]);
            CU_ASSERT_EQUAL(results[0][k], values[k] / (numbers[k] / 1.7));
        }
    }
}

/** Dividing itself takes no memory; telling of it can go without. */
static void test_no_memory(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, 1, 1, 2);
    fixture_fill(fixture.panel, 0, (double[]){2.385, 7.913});
    fixture.counted.fail_after = fixture.counted.calls;
    CU_ASSERT_EQUAL(divide_by_column(&fixture, (double[]){NAN, 0}, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 0), OBSERVATION_INPUT_MISSING);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_ZERO_DENOMINATOR);
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"by a column of the regions", test_column},
    {"by a factor", test_factor},
    {"by another indicator", test_indicator},
    {"bounds", test_bounds},
    {"status and day", test_status_and_day},
    {"a missing denominator", test_missing_denominator},
    {"a denominator of zero", test_zero_denominator},
    {"strict", test_strict},
    {"numbers of absurd size", test_not_finite},
    {"nothing to divide by", test_nothing_to_divide_by},
    {"all missing", test_all_missing},
    {"laws", test_laws},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(denominate, tests)
