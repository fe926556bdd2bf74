/** The module `escalation`: both charts against fixed and trailing baselines, and what is missing. */
#include "derived.h"
#include <math.h>

extern const struct indicator_module indicator_escalation;

/* Events a month in Pakistan, 2018-01 to 2021-12: UCDP GED, by the month in which they ended. */
static const double counts[48] = {9,  16, 8,  5,  10, 7,  9,  6,  6,  5,  8, 2,  10, 8,  5,  13,
                                  13, 6,  11, 6,  8,  5,  6,  8,  4,  10, 5, 16, 12, 10, 18, 9,
                                  20, 11, 15, 15, 12, 21, 13, 10, 14, 15, 8, 25, 19, 24, 10, 18};

static void begin(struct derived *derived, size_t regions)
{
    struct period_axis axis = {FREQUENCY_MONTH, period_of_day(FREQUENCY_MONTH, date_from_civil(2018, 1, 1)), 48};
    derived_begin_table(derived, &indicator_escalation, axis, regions, NULL, 0, NULL);
    derived_option(derived, "of", "a");
}

static void put_counts(struct derived *derived, size_t region)
{
    for (size_t period = 0; period < 48; period++) {
        derived_put(derived, 0, period, region, counts[period]);
    }
}

static double value_at(const struct derived *derived, size_t period, size_t region)
{
    return derived->panel->value[panel_cell(derived->panel, period, DERIVED_OWN, region)];
}

static void fix_baseline(struct derived *derived)
{
    derived_option(derived, "baseline_from", "2018-01");
    derived_option(derived, "baseline_to", "2019-12");
}

static void test_fixed_ewma(void)
{
    static const double expected[9] = {7.133333333333334,  7.706666666666667, 7.165333333333334,
                                       8.932266666666667,  9.545813333333335, 9.636650666666668,
                                       11.309320533333334, 10.84745642666667, 12.677965141333337};
    struct derived derived;
    begin(&derived, 1);
    put_counts(&derived, 0);
    fix_baseline(&derived);
    derived_option(&derived, "measure", "chart");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 0, 0, OBSERVATION_NO_HISTORY));
    CU_ASSERT_TRUE(derived_misses(&derived, 23, 0, OBSERVATION_NO_HISTORY));
    for (size_t i = 0; i < 9; i++) {
        CU_ASSERT_TRUE(derived_is(&derived, 24 + i, 0, expected[i], OBSERVATION_NORMAL));
    }
    derived_end(&derived);
}

static void test_fixed_z_and_percent(void)
{
    struct derived derived;
    begin(&derived, 1);
    put_counts(&derived, 0);
    fix_baseline(&derived);
    derived_option(&derived, "measure", "z");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 24, 0, -1.2499323474927486, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_is(&derived, 30, 0, 3.3219823473520074, OBSERVATION_NORMAL));
    /* the alarm limit of 2.7 standard deviations is first passed in 2020-07 */
    for (size_t period = 24; period < 30; period++) {
        CU_ASSERT_TRUE(value_at(&derived, period, 0) < 2.7);
    }
    derived_end(&derived);
    begin(&derived, 1);
    put_counts(&derived, 0);
    fix_baseline(&derived);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(value_at(&derived, 24, 0), 10.56621308579091, 1e-12));
    CU_ASSERT_TRUE(close_to(value_at(&derived, 30, 0), 99.95530982581697, 1e-12));
    derived_end(&derived);
}

static void test_fixed_cusum(void)
{
    static const double expected[7] = {
        0, 0.16485763164507894, 0, 2.079647610782906, 2.882768568807261, 3.04762620045234, 5.765537137614522};
    struct derived derived;
    begin(&derived, 1);
    put_counts(&derived, 0);
    fix_baseline(&derived);
    derived_option(&derived, "method", "cusum");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    for (size_t i = 0; i < 7; i++) {
        CU_ASSERT_TRUE(derived_is(&derived, 24 + i, 0, expected[i], OBSERVATION_NORMAL));
    }
    derived_end(&derived);
    begin(&derived, 1);
    put_counts(&derived, 0);
    fix_baseline(&derived);
    derived_option(&derived, "method", "cusum");
    derived_option(&derived, "measure", "percent");
    derived_option(&derived, "threshold", "4");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 27, 0, 25 * 2.079647610782906, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_is(&derived, 30, 0, 100, OBSERVATION_NORMAL));
    derived_end(&derived);
}

/** The worked numbers of the trailing baseline, each from an independent program. */
static void test_trailing(void)
{
    static const struct {
        const char *options[4][2];
        size_t period;
        double expected;
        enum observation observation;
    } cases[] = {
        {{{"measure", "z"}}, 30, 2.8609426346734965, OBSERVATION_NORMAL},
        {{{"measure", "chart"}}, 30, 11.206325077531238, OBSERVATION_NORMAL},
        {{{"measure", "percent"}}, 30, 99.78880826414162, OBSERVATION_NORMAL},
        {{{"measure", "z"}, {"gap", "3"}}, 30, 4.158584518153119, OBSERVATION_NORMAL},
        {{{"method", "cusum"}, {"gap", "3"}}, 30, 7.549972913668226, OBSERVATION_NORMAL},
        {{{"method", "cusum"}}, 30, 5.138196281543829, OBSERVATION_NORMAL},
        {{{"measure", "z"}, {"lambda", "0.3"}}, 30, 3.1938674535056863, OBSERVATION_NORMAL},
        {{{"measure", "z"}, {"baseline", "12"}, {"gap", "2"}, {"log1p", "true"}},
         30,
         1.6297667199390542,
         OBSERVATION_NORMAL},
        {{{"measure", "z"}}, 15, 0.3651286972771508, OBSERVATION_SHORT_HISTORY},
        {{{"method", "cusum"}}, 15, 1.186089243169871, OBSERVATION_SHORT_HISTORY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct derived derived;
        begin(&derived, 1);
        put_counts(&derived, 0);
        for (size_t k = 0; k < 4 && cases[i].options[k][0]; k++) {
            derived_option(&derived, cases[i].options[k][0], cases[i].options[k][1]);
        }
        CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
        CU_ASSERT_TRUE(derived_is(&derived, cases[i].period, 0, cases[i].expected, cases[i].observation));
        derived_end(&derived);
    }
}

/** With lambda 1 the chart is the plain z-score of the newest value. */
static void test_plain_z_score(void)
{
    struct derived derived;
    begin(&derived, 1);
    put_counts(&derived, 0);
    derived_option(&derived, "lambda", "1");
    derived_option(&derived, "measure", "z");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 30, 0, (18 - 8.0) / 3.362193900727166, OBSERVATION_NORMAL));
    derived_end(&derived);
}

/** A trailing value rests on a fixed stretch of the past: what lies before it and after it changes nothing. */
static void test_no_future_and_no_distant_past(void)
{
    struct derived derived;
    begin(&derived, 2);
    put_counts(&derived, 0);
    put_counts(&derived, 1);
    derived_put(&derived, 0, 31, 1, 1e6);
    derived_put(&derived, 0, 2, 1, 1e6);
    derived_option(&derived, "gap", "3");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_EQUAL(value_at(&derived, 30, 0), value_at(&derived, 30, 1));
    CU_ASSERT_NOT_EQUAL(value_at(&derived, 31, 0), value_at(&derived, 31, 1));
    CU_ASSERT_NOT_EQUAL(value_at(&derived, 29, 0), value_at(&derived, 29, 1));
    derived_end(&derived);
}

/** Scale and origin of the values do not matter to z. */
static void test_scale_free(void)
{
    struct derived derived;
    begin(&derived, 2);
    put_counts(&derived, 0);
    for (size_t period = 0; period < 48; period++) {
        derived_put(&derived, 0, period, 1, 2.385 * counts[period] - 71.25);
    }
    derived_option(&derived, "measure", "z");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    for (size_t period = 12; period < 48; period++) {
        CU_ASSERT_TRUE(close_to(value_at(&derived, period, 1), value_at(&derived, period, 0), 1e-11));
    }
    derived_end(&derived);
}

static void test_missing(void)
{
    struct derived derived;
    begin(&derived, 2);
    put_counts(&derived, 0);
    panel_set_missing(derived.panel, panel_cell(derived.panel, 30, 0, 0), OBSERVATION_NOT_COVERED);
    derived_option(&derived, "method", "cusum");
    fix_baseline(&derived);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 30, 0, OBSERVATION_INPUT_MISSING));
    CU_ASSERT_TRUE(derived_misses(&derived, 30, 1, OBSERVATION_INPUT_MISSING)); /* a region without any value */
    /* the chart goes on from 2020-06 as if 2020-07 were not there */
    CU_ASSERT_TRUE(
        derived_is(&derived, 31, 0, 3.04762620045234 + (9 - 190.0 / 24) / 3.133502924796807 - 0.5, OBSERVATION_NORMAL));
    derived_end(&derived);
}

static void test_least_history(void)
{
    struct derived derived;
    begin(&derived, 1);
    put_counts(&derived, 0);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 0, 0, OBSERVATION_NO_HISTORY));
    CU_ASSERT_TRUE(derived_misses(&derived, 11, 0, OBSERVATION_NO_HISTORY));
    CU_ASSERT_EQUAL(derived.panel->observation[panel_cell(derived.panel, 12, DERIVED_OWN, 0)],
                    OBSERVATION_SHORT_HISTORY);
    CU_ASSERT_EQUAL(derived.panel->observation[panel_cell(derived.panel, 23, DERIVED_OWN, 0)],
                    OBSERVATION_SHORT_HISTORY);
    CU_ASSERT_EQUAL(derived.panel->observation[panel_cell(derived.panel, 24, DERIVED_OWN, 0)], OBSERVATION_NORMAL);
    derived_end(&derived);
}

/** Years of calm: without a floor no number can be given, with one a first event is finite and calm is 50. */
static void test_constant_baseline(void)
{
    struct derived derived;
    begin(&derived, 1);
    for (size_t period = 0; period < 48; period++) {
        derived_put_as(&derived, 0, period, 0, period == 40 ? 3 : 0, OBSERVATION_NO_EVENT);
    }
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 39, 0, OBSERVATION_ZERO_DENOMINATOR));
    CU_ASSERT_TRUE(derived_misses(&derived, 40, 0, OBSERVATION_ZERO_DENOMINATOR));
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_BASELINE_CONSTANT, 5, 3));
    CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_BASELINE_CONSTANT, "in 29 of"));
    derived_end(&derived);

    begin(&derived, 1);
    for (size_t period = 0; period < 48; period++) {
        derived_put_as(&derived, 0, period, 0, period == 40 ? 3 : 0, OBSERVATION_NO_EVENT);
    }
    derived_option(&derived, "log1p", "true");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 39, 0, 50, OBSERVATION_NORMAL));
    /* 0.2 ln 4 / (0.5 sqrt(0.2 / 1.8 (1 - 0.8^50))) = 1.663565 */
    double z = 0.2 * log(4) / (0.5 * sqrt(0.2 / 1.8 * (1 - pow(0.8, 50))));
    CU_ASSERT_TRUE(derived_is(&derived, 40, 0, 50 * erfc(-z / sqrt(2)), OBSERVATION_NORMAL));
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(derived.counted.context), 0);
    derived_end(&derived);
}

static void test_negative_counts(void)
{
    struct derived derived;
    begin(&derived, 1);
    put_counts(&derived, 0);
    derived_put(&derived, 0, 33, 0, -2.5);
    derived_option(&derived, "log1p", "true");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 33, 0, OBSERVATION_NOT_POSITIVE));
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_ESCALATION_LOG, 5, 3));
    CU_ASSERT_EQUAL(derived.panel->observation[panel_cell(derived.panel, 34, DERIVED_OWN, 0)],
                    OBSERVATION_SHORT_HISTORY);
    derived_end(&derived);
}

static void test_observations(void)
{
    struct derived derived;
    begin(&derived, 1);
    put_counts(&derived, 0);
    derived_put_as(&derived, 0, 5, 0, counts[5], OBSERVATION_CARRIED);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_EQUAL(derived.panel->observation[panel_cell(derived.panel, 29, DERIVED_OWN, 0)],
                    OBSERVATION_IMPUTED_IN_PART);
    CU_ASSERT_EQUAL(derived.panel->observation[panel_cell(derived.panel, 30, DERIVED_OWN, 0)], OBSERVATION_NORMAL);
    derived_end(&derived);
}

/** Every way in which a baseline can be asked for that cannot be had. */
static void test_faults(void)
{
    static const struct {
        const char *options[3][2];
        const char *words;
        size_t option; /* position in the table: the column of the finding */
    } cases[] = {
        {{{"baseline_from", "2018-01"}}, "'baseline_to' is not given", 5},
        {{{"baseline_to", "2018-01"}}, "'baseline_from' is not given", 6},
        {{{"baseline_from", "2018-01"}, {"baseline_to", "2019-12"}, {"gap", "2"}}, "trailing baseline", 4},
        {{{"least", "25"}}, "'least' is 25 known values", 7},
        {{{"baseline", "11"}}, "baseline of 11 periods", 3},
        {{{"baseline_from", "2018"}, {"baseline_to", "2019-12"}}, "'2018' is not a month", 5},
        {{{"baseline_from", "2017-12"}, {"baseline_to", "2019-12"}}, "only 2018-01 to 2021-12", 5},
        {{{"baseline_from", "2018-01"}, {"baseline_to", "2022-01"}}, "reaches to '2022-01'", 6},
        {{{"baseline_from", "2018-01"}, {"baseline_to", "2018-11"}}, "is 11 periods long", 6},
        {{{"baseline_from", "2019-01"}, {"baseline_to", "2018-01"}},
         "ends with '2018-01', before it begins with '2019-01'",
         6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct derived derived;
        begin(&derived, 1);
        put_counts(&derived, 0);
        for (size_t k = 0; k < 3 && cases[i].options[k][0]; k++) {
            derived_option(&derived, cases[i].options[k][0], cases[i].options[k][1]);
        }
        CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_MODEL);
        CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_ESCALATION_BASELINE, 7,
                                      (unsigned)(10 + cases[i].option)));
        CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_ESCALATION_BASELINE, cases[i].words));
        derived_end(&derived);
    }
}

static void test_both_ends_reported(void)
{
    struct derived derived;
    begin(&derived, 1);
    derived_option(&derived, "baseline_from", "2011-01");
    derived_option(&derived, "baseline_to", "nonsense");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_MODEL);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(derived.counted.context), 2);
    derived_end(&derived);
}

static CU_TestInfo tests[] = {
    {"EWMA against a fixed baseline", test_fixed_ewma},
    {"z and percent against a fixed baseline", test_fixed_z_and_percent},
    {"CUSUM against a fixed baseline", test_fixed_cusum},
    {"trailing baselines", test_trailing},
    {"lambda 1 is the plain z-score", test_plain_z_score},
    {"neither the future nor the distant past matters", test_no_future_and_no_distant_past},
    {"scale and origin do not matter", test_scale_free},
    {"missing values are passed over", test_missing},
    {"least history", test_least_history},
    {"a constant baseline", test_constant_baseline},
    {"counts below zero", test_negative_counts},
    {"what the inputs are comes over", test_observations},
    {"baselines that cannot be had", test_faults},
    {"both ends of a baseline are reported", test_both_ends_reported},
    CU_TEST_INFO_NULL,
};

SUITE(escalation, tests)
