/** The methods that count places, compare with a number of the column, or with a region of reference or a base. */
#include "base/diagnostics.h"
#include "normalise_setting.h"

static const struct statistics_over PERIOD = {.kind = OVER_PERIOD};
static const struct statistics_over NEVER = {OVER_RANGE, -20000, -19000};

/** The one diagnostic, and a part of what it says; none is left behind. */
static void check_diagnosed(struct setting *setting, int code, const char *text)
{
    tocsin_context *context = setting->fixture.counted.context;
    bool said = diagnosed_once(context, code, 17, 5) && diagnosed(context, code, text);
    if (!said) {
        print_diagnostics(context);
    }
    CU_ASSERT_TRUE(said);
    tocsin_diagnostics_clear(context);
}

static void test_borda(void)
{
    setting_both((struct normalisation){.method = NORMALISE_BORDA}, (double[]){1, 0, 4, 1, 3, NAN},
                 (double[]){2, 4, 0, 2, 1, NAN});
    setting_both((struct normalisation){.method = NORMALISE_BORDA, .ties = TIES_AVERAGE},
                 (double[]){1.5, 0, 4, 1.5, 3, NAN}, (double[]){2.5, 4, 0, 2.5, 1, NAN});
    setting_both((struct normalisation){.method = NORMALISE_BORDA, .ties = TIES_MAX}, (double[]){2, 0, 4, 2, 3, NAN},
                 (double[]){3, 4, 0, 3, 1, NAN});
}

static void test_distance_to_max(void)
{
    const double share = 3.635 / 9.163; /* (2.385 + 1.25) / (7.913 + 1.25) */
    const double other = 6 / 9.163;
    setting_both((struct normalisation){.method = NORMALISE_DISTANCE_TO_MAX},
                 (double[]){100 * share, 0, 100, 100 * share, 100 * other, NAN},
                 (double[]){100 - 100 * share, 100, 0, 100 - 100 * share, 100 - 100 * other, NAN});
}

/** Beyond the base's highest value the scale is left, unless `cap` forbids it; below its lowest it always is. */
static void test_distance_to_max_of_a_base(void)
{
    const struct statistics_over range = {OVER_RANGE, date_from_civil(2001, 1, 1), date_from_civil(2001, 12, 31)};
    struct setting setting;
    setting_begin(&setting, 2, 3, (double[]){1.5, 3, 5.5, /**/ 7.5, -0.5, 2.5},
                  (struct normalisation){.method = NORMALISE_DISTANCE_TO_MAX});
    setting.request.over = &range;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){0, 37.5, 100}, 3);
    setting_values(&setting, 1, (double[]){150, -50, 25}, 3);
    setting.normalisation.cap = true;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 1, (double[]){100, -50, 25}, 3);
    fixture_end(&setting.fixture);
}

static void test_fraction_of_max(void)
{
    const double share = 2.385 / 7.95;
    struct setting setting;
    setting_begin(&setting, 1, 4, (double[]){2.385, 7.95, -0.25, 0},
                  (struct normalisation){.method = NORMALISE_FRACTION_OF_MAX});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100 * share, 100, NAN, 0}, 4);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 2), OBSERVATION_NOT_POSITIVE);
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_NOT_POSITIVE,
                    "'fraction_of_max' is not defined below zero: 1 value is missing, first -0.25 for 'r2' in 2001");
    setting.request.direction = DIRECTION_SAFETY; /* the safest is at the lower end: not -x / max(-x) */
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100 - 100 * share, 0, NAN, 100}, 4);
    tocsin_diagnostics_clear(setting.fixture.counted.context);
    fixture_fill(setting.fixture.panel, 0, (double[]){-1.5, 0, -2.385, 0});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 1), OBSERVATION_ZERO_DENOMINATOR);
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR,
                    "is missing everywhere: 'fraction_of_max' would divide by zero, as no value is above zero");
    fixture_end(&setting.fixture);
}

static void test_distance_to_target(void)
{
    struct normalisation target = {.method = NORMALISE_DISTANCE_TO_TARGET, .target = 5};
    const double risk[] = {100 * 3.635 / 6.25, 0, 100 * 9.163 / 6.25, 100 * 3.635 / 6.25, 96, NAN};
    /* turned round: from -7.913 up to -5; every distance is over 2.913 */
    const double safety[] = {100 * 5.528 / 2.913, 100 * 9.163 / 2.913, 0,
                             100 * 5.528 / 2.913, 100 * 3.163 / 2.913, NAN};
    setting_both(target, risk, safety);
    target.cap = true;
    setting_both(target, (double[]){risk[0], 0, 100, risk[3], 96, NAN}, (double[]){100, 100, 0, 100, 100, NAN});
}

/** A target at or beyond the wrong end would turn the order round: the indicator is missing, with both numbers. */
static void test_target_out_of_reach(void)
{
    struct setting setting;
    setting_begin(&setting, 1, SETTING_COUNT, SETTING_VALUES,
                  (struct normalisation){.method = NORMALISE_DISTANCE_TO_TARGET, .target = -1.25});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 2), OBSERVATION_ZERO_DENOMINATOR);
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR,
                    "as its target, -1.25, is not above the lowest value, -1.25");
    setting.normalisation.target = 8.5;
    setting.request.direction = DIRECTION_SAFETY;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 2), OBSERVATION_ZERO_DENOMINATOR);
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR,
                    "as its target, 8.5, is not below the highest value, 7.913");
    fixture_end(&setting.fixture);
}

/** `low` and `high` are of the value after it is turned round: with safety they are below zero here. */
static void test_scaled(void)
{
    struct normalisation scaled = {.method = NORMALISE_SCALED, .low = {true, -4}, .high = {true, 12}};
    setting_both(scaled, (double[]){39.90625, 17.1875, 74.45625, 39.90625, 54.6875, NAN},
                 (double[]){10.09375, 32.8125, -24.45625, 10.09375, -4.6875, NAN});
    scaled.factor = (struct optional_number){true, 8};
    setting_both(scaled, (double[]){3.1925, 1.375, 5.9565, 3.1925, 4.375, NAN},
                 (double[]){0.8075, 2.625, -1.9565, 0.8075, -0.375, NAN});
    struct setting setting;
    setting_begin(&setting, 1, SETTING_COUNT, SETTING_VALUES,
                  (struct normalisation){.method = NORMALISE_SCALED, .low = {true, 2.5}, .high = {true, 2.5}});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 0), OBSERVATION_ZERO_DENOMINATOR);
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR, "as its 'high' is not above its 'low'");
    fixture_end(&setting.fixture);
}

static void test_above_mean(void)
{
    /* mean 3.2366 */
    setting_both((struct normalisation){.method = NORMALISE_ABOVE_MEAN}, (double[]){0, 0, 100, 0, 100, NAN},
                 (double[]){100, 100, 0, 100, 0, NAN});
    setting_both((struct normalisation){.method = NORMALISE_ABOVE_MEAN, .threshold = 0.3},
                 (double[]){50, 0, 100, 50, 100, NAN}, (double[]){50, 100, 0, 50, 0, NAN});
    setting_both((struct normalisation){.method = NORMALISE_ABOVE_MEAN, .threshold = 0.5},
                 (double[]){50, 0, 100, 50, 50, NAN}, (double[]){50, 100, 0, 50, 50, NAN});
}

/** Of a mean below zero, what is less far below is above it; exactly at the bounds is about the mean. */
static void test_above_negative_mean(void)
{
    struct setting setting;
    setting_begin(&setting, 1, 4, (double[]){-1, -5, -2.5, -1.5},
                  (struct normalisation){.method = NORMALISE_ABOVE_MEAN, .threshold = 0.4});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100, 0, 50, 50}, 4);
    setting.normalisation.threshold = 0.25;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100, 0, 50, 100}, 4);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(setting.fixture.counted.context), 0);
    fixture_fill(setting.fixture.panel, 0, (double[]){-1.5, 1.5, -2.25, 2.25});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 1), OBSERVATION_ZERO_DENOMINATOR);
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR,
                    "'above_mean' would divide by zero, as the mean is zero");
    fixture_fill(setting.fixture.panel, 0, (double[]){1.7e308, 1.7e308, 1.7e308, 1.6e308});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 1), OBSERVATION_NOT_FINITE);
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_NOT_FINITE, "too large a number for 'above_mean'");
    fixture_end(&setting.fixture);
}

static struct normalisation to_reference(const char *region)
{
    return (struct normalisation){
        .method = NORMALISE_DISTANCE_TO_REFERENCE, .region = region, .region_at = {"model.yaml", 23, 9}};
}

/** The minimum is of all periods, the reference of the value's own. */
static void test_distance_to_reference(void)
{
    const double values[] = {2.5, 6.5, 0.5, /**/ 4.5, 2.75, 8.5};
    struct setting setting;
    setting_begin(&setting, 2, 3, values, to_reference("r0"));
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100, 300, 0}, 3);
    setting_values(&setting, 1, (double[]){100, 56.25, 200}, 3);
    setting.normalisation.cap = true;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100, 100, 0}, 3);
    setting_values(&setting, 1, (double[]){100, 56.25, 100}, 3);
    setting.normalisation.cap = false;
    setting.request.over = &PERIOD; /* then the minimum is the period's, too */
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100, 300, 0}, 3);
    setting_values(&setting, 1, (double[]){100, 0, 100 * 5.75 / 1.75}, 3);
    setting.request.over = &SETTING_ALL;
    setting.request.direction = DIRECTION_SAFETY; /* from -8.5 up to -2.5, and to -4.5 */
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100, 100 * 2 / 6.0, 100 * 8 / 6.0}, 3);
    setting_values(&setting, 1, (double[]){100, 143.75, 0}, 3);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(setting.fixture.counted.context), 0);
    fixture_end(&setting.fixture);
}

/** Where it has no value, and where its value is the lowest: missing, each told once with the first period. */
static void test_reference_missing(void)
{
    const double values[] = {2.5,    6.5,  NAN, /**/ NAN, 2.75, 8.5, /**/ NAN, 1.25, 3, /**/ NAN, NAN, NAN,
                             /**/ 4, 7.25, 8};
    struct setting setting;
    setting_begin(&setting, 5, 3, values, to_reference("r0"));
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100, 420, NAN}, 3);
    setting_values(&setting, 1, (double[]){NAN, NAN, NAN}, 3);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 2), OBSERVATION_EMPTY);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 1, 1), OBSERVATION_NO_REFERENCE);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 1, 0), OBSERVATION_EMPTY);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 3, 1), OBSERVATION_EMPTY); /* and not counted below */
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_NO_REFERENCE,
                    "'conflict' is missing in 2 of 5 periods, first in 2002: 'distance_to_reference' has nothing to "
                    "divide by, as region 'r0' has no value there");
    setting.request.over = &PERIOD;
    setting.normalisation.region = "r1"; /* the lowest of 2002 and 2003, the one of 2001 but not its lowest */
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){0, 100, NAN}, 3);
    setting_values(&setting, 4, (double[]){0, 100, 400 / 3.25}, 3);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 2, 2), OBSERVATION_ZERO_DENOMINATOR);
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR,
                    "is missing in 2 of 5 periods, first in 2002: 'distance_to_reference' has nothing to divide by, "
                    "as the value of region 'r1', 2.75, is not above the lowest value");
    setting.request.direction = DIRECTION_SAFETY;
    setting.normalisation.region = "r2";
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR,
                             "first in 2002: 'distance_to_reference' has nothing to divide by, as the value of region "
                             "'r2', 8.5, is not below the highest value"));
    fixture_end(&setting.fixture);
}

/** A period whose reference is below the lowest of a base would have its order turned round. */
static void test_reference_below_a_base(void)
{
    const struct statistics_over range = {OVER_RANGE, date_from_civil(2001, 1, 1), date_from_civil(2001, 12, 31)};
    struct setting setting;
    setting_begin(&setting, 2, 2, (double[]){3.5, 2.25, /**/ 1.5, 4}, to_reference("r0"));
    setting.request.over = &range;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100, 0}, 2);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 1, 1), OBSERVATION_ZERO_DENOMINATOR);
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR, "in 1 of 2 periods, first in 2002");
    fixture_end(&setting.fixture);
}

static void test_reference_unknown(void)
{
    struct setting setting;
    setting_begin(&setting, 1, 3, (double[]){2.5, 6.5, 0.5}, to_reference("rr1"));
    tocsin_context *context = setting.fixture.counted.context;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_ERROR_MODEL);
    CU_ASSERT_TRUE(diagnosed_once(context, DIAGNOSTIC_NORMALISE_REGION, 23, 9));
    CU_ASSERT_TRUE(diagnosed(context, DIAGNOSTIC_NORMALISE_REGION,
                             "indicator 'conflict': normalisation 'distance_to_reference' names the region 'rr1'"));
    tocsin_diagnostic diagnostic;
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(context, 0, &diagnostic), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(diagnostic.hint, "did you mean 'r1'?");
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 0), OBSERVATION_NOT_MEASURED); /* untouched */
    setting.request.regions = NULL;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_ERROR_INTERNAL);
    fixture_end(&setting.fixture);
}

static struct normalisation base_ratio(int first, int last)
{
    return (struct normalisation){.method = NORMALISE_BASE_RATIO,
                                  .from = date_from_civil(first, 1, 1),
                                  .to = date_from_civil(last, 12, 31),
                                  .times = 100};
}

/** Each region over its own mean, of the base's periods that have a value; other periods are compared with it too. */
static void test_base_ratio(void)
{
    const double values[] = {2.5, 40, /**/ 7.5, NAN, /**/ 6, 30, /**/ 1.25, 70};
    struct setting setting;
    setting_begin(&setting, 4, 2, values, base_ratio(2001, 2002));
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){50, 100}, 2);
    setting_values(&setting, 1, (double[]){150, NAN}, 2);
    setting_values(&setting, 2, (double[]){120, 75}, 2);
    setting_values(&setting, 3, (double[]){25, 175}, 2);
    setting.request.direction = DIRECTION_SAFETY;
    setting.normalisation.times = 1;
    setting.request.over = &PERIOD; /* makes no difference */
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 3, (double[]){-0.25, -1.75}, 2);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(setting.fixture.counted.context), 0);
    fixture_end(&setting.fixture);
}

/** A period belongs to the base if its last day does. */
static void test_base_by_last_day(void)
{
    struct setting setting;
    setting_begin(&setting, 3, 1, (double[]){2.5, 5, 12}, base_ratio(2002, 2003));
    setting.normalisation.to = date_from_civil(2003, 12, 30);
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(setting.to, 0, 0), 50);
    setting.normalisation.from = date_from_civil(2001, 12, 31);
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(setting.to, 2, 0), 320, 1e-15));
    fixture_end(&setting.fixture);
}

/** No base, a base of mean zero, one below zero, one beyond all numbers; and regions that have nothing anyway. */
static void test_base_missing(void)
{
    const double values[] = {NAN, 1.5,  -2.25, 1.7e308, NAN, NAN,  2,   /**/
                             NAN, -1.5, -4,    1.7e308, NAN, NAN,  4,   /**/
                             3.5, 2.5,  8,     1.5,     NAN, 0.25, 7.5, /**/
                             4.5, NAN,  9,     2.5,     NAN, 1.25, 6};
    const enum observation expected[] = {
        OBSERVATION_NO_REFERENCE, OBSERVATION_ZERO_DENOMINATOR, OBSERVATION_NOT_POSITIVE, OBSERVATION_NOT_FINITE,
        OBSERVATION_EMPTY,        OBSERVATION_NO_REFERENCE,     OBSERVATION_NORMAL};
    struct setting setting;
    setting_begin(&setting, 4, 7, values, base_ratio(2001, 2002));
    tocsin_context *context = setting.fixture.counted.context;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    for (size_t i = 0; i < 7; i++) {
        CU_ASSERT_EQUAL(fixture_observation(setting.to, 2, i), expected[i]);
    }
    CU_ASSERT_EQUAL(fixture_value(setting.to, 2, 6), 250);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(context), 4);
    CU_ASSERT_TRUE(diagnosed(context, DIAGNOSTIC_NORMALISE_NO_REFERENCE,
                             "'conflict' is missing for 2 of 7 regions, first 'r0': 'base_ratio' has nothing to divide "
                             "by, as no value is in its base, from 2001-01-01 to 2002-12-31"));
    CU_ASSERT_TRUE(diagnosed(context, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR,
                             "for 1 of 7 regions, first 'r1': 'base_ratio' has nothing to divide by, as the mean of "
                             "its base is 0"));
    CU_ASSERT_TRUE(diagnosed(context, DIAGNOSTIC_NORMALISE_NOT_POSITIVE, "first 'r2': 'base_ratio' has nothing to"));
    CU_ASSERT_TRUE(diagnosed(context, DIAGNOSTIC_NORMALISE_NOT_POSITIVE, "as the mean of its base is -3.125"));
    CU_ASSERT_TRUE(diagnosed(context, DIAGNOSTIC_NORMALISE_NOT_FINITE, "first 'r3'"));
    tocsin_diagnostics_clear(context);
    setting.request.regions = NULL;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_TRUE(
        diagnosed(context, DIAGNOSTIC_NORMALISE_NO_REFERENCE, "is missing for 2 of 7 regions: 'base_ratio'"));
    fixture_end(&setting.fixture);
}

/** A ratio beyond the largest double is missing, not infinite. */
static void test_ratio_not_finite(void)
{
    struct setting setting;
    setting_begin(&setting, 2, 1, (double[]){1e-300, 2.5e10}, base_ratio(2001, 2001));
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 1, 0), OBSERVATION_NOT_FINITE);
    check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_NOT_FINITE,
                    "1 value is missing, first 25000000000 for 'r0' in 2002");
    fixture_end(&setting.fixture);
}

/** A base of `over` without a value: there is nothing to compare with, whatever compares. */
static void test_nothing_to_compare_with(void)
{
    static const enum normalise_method comparing[] = {
        NORMALISE_BORDA,   NORMALISE_FRACTION_OF_MAX, NORMALISE_DISTANCE_TO_MAX,   NORMALISE_DISTANCE_TO_REFERENCE,
        NORMALISE_LOG_MAX, NORMALISE_ABOVE_MEAN,      NORMALISE_DISTANCE_TO_TARGET};
    for (size_t i = 0; i < sizeof comparing / sizeof *comparing; i++) {
        struct setting setting;
        struct normalisation normalisation = to_reference("r1");
        normalisation.method = comparing[i];
        setting_begin(&setting, 1, 3, (double[]){2.5, 6.5, 0.5}, normalisation);
        setting.request.over = &NEVER;
        CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 1), OBSERVATION_CONSTANT);
        check_diagnosed(&setting, DIAGNOSTIC_NORMALISE_CONSTANT,
                        "has nothing to compare with, as no value is in the periods of 'over'");
        fixture_end(&setting.fixture);
    }
}

/** Equal values: places and distances to the maximum cannot be told; what has another number to compare with can. */
static void test_constant(void)
{
    static const struct {
        struct normalisation normalisation;
        enum observation observation;
        double value;
    } cases[] = {
        {{.method = NORMALISE_BORDA}, OBSERVATION_CONSTANT, 0},
        {{.method = NORMALISE_DISTANCE_TO_MAX}, OBSERVATION_CONSTANT, 0},
        {{.method = NORMALISE_DISTANCE_TO_REFERENCE, .region = "r1"}, OBSERVATION_ZERO_DENOMINATOR, 0},
        {{.method = NORMALISE_DISTANCE_TO_TARGET, .target = 4}, OBSERVATION_NORMAL, 0},
        {{.method = NORMALISE_FRACTION_OF_MAX}, OBSERVATION_NORMAL, 100},
        {{.method = NORMALISE_ABOVE_MEAN}, OBSERVATION_NORMAL, 50},
        {{.method = NORMALISE_SCALED, .low = {true, 0}, .high = {true, 10}}, OBSERVATION_NORMAL, 23.85},
        {{.method = NORMALISE_BASE_RATIO, .from = 0, .to = 40000, .times = 100}, OBSERVATION_NORMAL, 100},
    };
    const double values[] = {2.385, 2.385, 2.385};
    for (size_t i = 0; i < 2 * (sizeof cases / sizeof *cases); i++) {
        struct setting setting;
        size_t regions = i % 2 ? 2 : 1; /* one value is constant, too */
        struct normalisation normalisation = cases[i / 2].normalisation;
        if (normalisation.region && regions == 1) {
            normalisation.region = "r0";
        }
        setting_begin(&setting, 1, regions, values, normalisation);
        CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, regions - 1), cases[i / 2].observation);
        if (cases[i / 2].observation == OBSERVATION_NORMAL) {
            CU_ASSERT_TRUE(close_to(fixture_value(setting.to, 0, 0), cases[i / 2].value, 1e-15));
        }
        fixture_end(&setting.fixture);
    }
}

/** Bounds go through the same function as their value, and come out on both sides of it. */
static void test_bounds_follow(void)
{
    static const struct {
        struct normalisation normalisation;
        double low, high; /* of 5 in 4 to 7, with 0 and 10 beside it */
    } cases[] = {
        {{.method = NORMALISE_BORDA}, 1, 2},
        {{.method = NORMALISE_FRACTION_OF_MAX}, 40, 70},
        {{.method = NORMALISE_DISTANCE_TO_MAX}, 40, 70},
        {{.method = NORMALISE_DISTANCE_TO_REFERENCE, .region = "r2"}, 40, 70},
        {{.method = NORMALISE_DISTANCE_TO_TARGET, .target = 5, .cap = true}, 80, 100},
        {{.method = NORMALISE_SCALED, .low = {true, 0}, .high = {true, 20}}, 20, 35},
        {{.method = NORMALISE_ABOVE_MEAN, .threshold = 0.1}, 0, 100},
        {{.method = NORMALISE_BASE_RATIO, .from = 0, .to = 40000, .times = 1}, 0.8, 1.4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct setting setting;
        setting_begin(&setting, 1, 3, (double[]){0, 5, 10}, cases[i].normalisation);
        CU_ASSERT_EQUAL(panel_add_bounds(&setting.fixture.arena, setting.fixture.panel), TOCSIN_OK);
        CU_ASSERT_EQUAL(panel_add_bounds(&setting.fixture.arena, setting.to), TOCSIN_OK);
        setting.fixture.panel->low[1] = 4;
        setting.fixture.panel->high[1] = 7;
        CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
        CU_ASSERT_TRUE(close_to(setting.to->low[1], cases[i].low, 1e-15));
        CU_ASSERT_TRUE(close_to(setting.to->high[1], cases[i].high, 1e-15));
        fixture_end(&setting.fixture);
    }
}

static void test_strict_and_memory(void)
{
    const struct normalisation methods[] = {to_reference("r0"), base_ratio(2001, 2001)};
    for (size_t i = 0; i < 2; i++) {
        struct setting setting;
        setting_begin(&setting, 2, 1, (double[]){NAN, 2.5}, methods[i]);
        struct counted *counted = &setting.fixture.counted;
        CU_ASSERT_EQUAL(tocsin_context_set_strict(counted->context, 1), TOCSIN_OK);
        CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_ERROR_DATA);
        CU_ASSERT_EQUAL(tocsin_context_set_strict(counted->context, 0), TOCSIN_OK);
        for (size_t allowed = 0; allowed < 4; allowed++) {
            counted->fail_after = counted->calls + allowed;
            CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_ERROR_MEMORY);
        }
        counted->fail_after = counted->calls + 4;
        CU_ASSERT_NOT_EQUAL(setting_normalise(&setting), TOCSIN_ERROR_MEMORY);
        counted->fail_after = SIZE_MAX;
        fixture_end(&setting.fixture);
    }
}

static CU_TestInfo tests[] = {
    {"borda", test_borda},
    {"distance_to_max", test_distance_to_max},
    {"distance_to_max of a base", test_distance_to_max_of_a_base},
    {"fraction_of_max", test_fraction_of_max},
    {"distance_to_target", test_distance_to_target},
    {"a target out of reach", test_target_out_of_reach},
    {"scaled", test_scaled},
    {"above_mean", test_above_mean},
    {"above a mean below zero", test_above_negative_mean},
    {"distance_to_reference", test_distance_to_reference},
    {"the reference is missing or lowest", test_reference_missing},
    {"the reference is below a base", test_reference_below_a_base},
    {"the reference is unknown", test_reference_unknown},
    {"base_ratio", test_base_ratio},
    {"a base takes periods by their last day", test_base_by_last_day},
    {"bases that cannot be divided by", test_base_missing},
    {"a ratio that is not finite", test_ratio_not_finite},
    {"nothing to compare with", test_nothing_to_compare_with},
    {"constant columns", test_constant},
    {"bounds follow", test_bounds_follow},
    {"strict, and no memory", test_strict_and_memory},
    CU_TEST_INFO_NULL,
};
SUITE(normalise_methods, tests)
