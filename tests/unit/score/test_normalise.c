/** Every method by hand, direction, over what, and each diagnostic. */
#include "normalise_setting.h"

static const struct statistics_over PERIOD = {.kind = OVER_PERIOD};

static void test_minmax(void)
{
    const double share = 3.635 / 9.163; /* (2.385 + 1.25) / (7.913 + 1.25) */
    const double other = 6 / 9.163;
    setting_both((struct normalisation){.method = NORMALISE_MINMAX},
                 (double[]){100 * share, 0, 100, 100 * share, 100 * other, NAN},
                 (double[]){100 - 100 * share, 100, 0, 100 - 100 * share, 100 - 100 * other, NAN});
    setting_both((struct normalisation){.method = NORMALISE_MINMAX, .low = {true, 1}, .high = {true, 10}},
                 (double[]){1 + 9 * share, 1, 10, 1 + 9 * share, 1 + 9 * other, NAN},
                 (double[]){10 - 9 * share, 10, 1, 10 - 9 * share, 10 - 9 * other, NAN});
}

/** The ends of the scale are hit exactly, though (high - low) + low need not be high. */
static void test_ends_are_exact(void)
{
    struct setting setting;
    const double scale[] = {0.1, 0.7};
    setting_begin(&setting, 1, SETTING_COUNT, SETTING_VALUES, (struct normalisation){.method = NORMALISE_MINMAX});
    setting.request.scale = scale;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(setting.to, 0, 1), 0.1);
    CU_ASSERT_EQUAL(fixture_value(setting.to, 0, 2), 0.7);
    fixture_end(&setting.fixture);
}

static void test_goalposts(void)
{
    struct normalisation posts = {.method = NORMALISE_GOALPOSTS, .low = {true, 0}, .high = {true, 6.25}, .clip = true};
    setting_both(posts, (double[]){38.16, 0, 100, 38.16, 76, NAN}, (double[]){61.84, 100, 0, 61.84, 24, NAN});
    posts.clip = false;
    setting_both(posts, (double[]){38.16, -20, 126.608, 38.16, 76, NAN},
                 (double[]){61.84, 120, -26.608, 61.84, 24, NAN});
}

/** Mean 3.2366, deviation by exact arithmetic 3.4008... (n - 1). */
static void test_zscore(void)
{
    const double mean = 3.2366;
    double squares = 0;
    for (size_t i = 0; i < 5; i++) {
        squares += (SETTING_VALUES[i] - mean) * (SETTING_VALUES[i] - mean);
    }
    double sd = sqrt(squares / 4);
    double plain[SETTING_COUNT];
    double turned[SETTING_COUNT];
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        plain[i] = (SETTING_VALUES[i] - mean) / sd;
        turned[i] = 10 - 2 * plain[i];
    }
    double minus[SETTING_COUNT];
    double moved[SETTING_COUNT];
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        minus[i] = -plain[i];
        moved[i] = 10 + 2 * plain[i];
    }
    setting_both((struct normalisation){.method = NORMALISE_ZSCORE}, plain, minus);
    setting_both((struct normalisation){.method = NORMALISE_ZSCORE, .mean = {true, 10}, .sd = {true, 2}}, moved,
                 turned);
}

static void test_rank_and_percentile(void)
{
    setting_both((struct normalisation){.method = NORMALISE_RANK, .ties = TIES_MIN}, (double[]){2, 1, 5, 2, 4, NAN},
                 (double[]){3, 5, 1, 3, 2, NAN});
    setting_both((struct normalisation){.method = NORMALISE_RANK, .ties = TIES_MAX}, (double[]){3, 1, 5, 3, 4, NAN},
                 (double[]){4, 5, 1, 4, 2, NAN});
    setting_both((struct normalisation){.method = NORMALISE_RANK, .ties = TIES_AVERAGE},
                 (double[]){2.5, 1, 5, 2.5, 4, NAN}, (double[]){3.5, 5, 1, 3.5, 2, NAN});
    setting_both((struct normalisation){.method = NORMALISE_PERCENTILE, .ties = TIES_MIN},
                 (double[]){25, 0, 100, 25, 75, NAN}, (double[]){50, 100, 0, 50, 25, NAN});
}

static void test_bands(void)
{
    const double edges[] = {-1.25, 2.385, 5};
    const double rising[] = {5, 35, 60, 95};
    const double falling[] = {95, 60, 35, 5};
    struct normalisation bands = {
        .method = NORMALISE_BANDS, .edges = edges, .edge_count = 3, .values = rising, .value_count = 4};
    struct setting setting;
    setting_begin(&setting, 1, SETTING_COUNT, SETTING_VALUES, bands);
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){60, 35, 95, 60, 60, NAN},
                   SETTING_COUNT); /* an edge belongs to the band above it */
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(setting.fixture.counted.context), 0);
    setting.request.direction = DIRECTION_SAFETY; /* the values say what is worse, but something is odd */
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){60, 35, 95, 60, 60, NAN}, SETTING_COUNT);
    CU_ASSERT_TRUE(diagnosed_once(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_DIRECTION, 17, 5));
    CU_ASSERT_TRUE(diagnosed(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_DIRECTION, "'safety'"));
    tocsin_diagnostics_clear(setting.fixture.counted.context);
    setting.normalisation.values = falling;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(setting.fixture.counted.context), 0);
    setting.request.direction = DIRECTION_RISK;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_DIRECTION, "fall"));
    fixture_end(&setting.fixture);
}

static void test_log_max(void)
{
    const double values[] = {0, 2.385, 19.25, (double)NAN};
    const double share = 0.4053494550804731; /* ln 3.385 / ln 20.25 */
    struct setting setting;
    setting_begin(&setting, 1, 4, values, (struct normalisation){.method = NORMALISE_LOG_MAX});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){0, 100 * share, 100, NAN}, 4);
    setting.request.direction = DIRECTION_SAFETY;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){100, 100 - 100 * share, 0, NAN}, 4);
    setting.request.direction = DIRECTION_RISK;
    setting.normalisation.high = (struct optional_number){true, 81};
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(setting.to, 0, 1), 100 * log(3.385) / log(82), 1e-14));
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(setting.fixture.counted.context), 0);
    fixture_end(&setting.fixture);
}

static void test_log_max_below_zero(void)
{
    struct setting setting;
    setting_begin(&setting, 1, 4, (double[]){4.5, -2.5, -0.25, 19},
                  (struct normalisation){.method = NORMALISE_LOG_MAX});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 1), OBSERVATION_NOT_POSITIVE);
    CU_ASSERT_EQUAL(fixture_value(setting.to, 0, 3), 100);
    CU_ASSERT_TRUE(diagnosed_once(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_NOT_POSITIVE, 17, 5));
    CU_ASSERT_TRUE(diagnosed(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_NOT_POSITIVE,
                             "2 values are missing, first -2.5 for 'r1' in 2001"));
    fixture_end(&setting.fixture);
}

static void test_none(void)
{
    setting_both((struct normalisation){.method = NORMALISE_NONE}, SETTING_VALUES,
                 (double[]){-2.385, 1.25, -7.913, -2.385, -4.75, NAN});
}

/** A column that cannot be told apart is missing with a reason, whatever compares; what does not compare works. */
static void test_constant(void)
{
    static const enum normalise_method comparing[] = {NORMALISE_MINMAX, NORMALISE_ZSCORE, NORMALISE_RANK,
                                                      NORMALISE_PERCENTILE};
    for (size_t i = 0; i < 4; i++) {
        for (size_t count = 1; count <= 3; count += 2) { /* a single value is constant too */
            struct setting setting;
            setting_begin(&setting, 1, count, (double[]){0.1, 0.1, 0.1},
                          (struct normalisation){.method = comparing[i]});
            CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
            CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 0), OBSERVATION_CONSTANT);
            CU_ASSERT_TRUE(diagnosed_once(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_CONSTANT, 17, 5));
            CU_ASSERT_TRUE(diagnosed(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_CONSTANT,
                                     count == 1 ? "but there is only one, 0.1" : "but all 3 are 0.1"));
            fixture_end(&setting.fixture);
        }
    }
    struct setting setting;
    setting_begin(&setting, 1, 3, (double[]){0.1, 0.1, 0.1},
                  (struct normalisation){.method = NORMALISE_GOALPOSTS, .low = {true, 0}, .high = {true, 1}});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(setting.to, 0, 2), 10);
    fixture_end(&setting.fixture);
}

static void test_over_period(void)
{
    struct setting setting;
    setting_begin(&setting, 4, 3, (double[]){1, 3, 5, /**/ 7, 7, 7, /**/ 2, 10, 4, /**/ NAN, NAN, NAN},
                  (struct normalisation){.method = NORMALISE_MINMAX});
    setting.request.over = &PERIOD;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){0, 50, 100}, 3);
    setting_values(&setting, 1, (double[]){NAN, NAN, NAN}, 3);
    setting_values(&setting, 2, (double[]){0, 100, 25}, 3);
    CU_ASSERT_TRUE(diagnosed_once(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_CONSTANT, 17, 5));
    CU_ASSERT_TRUE(diagnosed(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_CONSTANT,
                             "in 1 of 4 periods, first in 2002: 'minmax' needs two different values, but all 3 are 7"));
    fixture_end(&setting.fixture);
}

/** Beyond the base, values leave the scale, ranks stay beside it, percentiles within. */
static void test_over_range(void)
{
    const struct statistics_over range = {OVER_RANGE, date_from_civil(2001, 12, 31), date_from_civil(2002, 12, 30)};
    const double values[] = {1, 3, 5, /**/ 9, -3, 4};
    struct setting setting;
    setting_begin(&setting, 2, 3, values, (struct normalisation){.method = NORMALISE_MINMAX});
    setting.request.over = &range;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 0, (double[]){0, 50, 100}, 3);
    setting_values(&setting, 1, (double[]){200, -100, 75}, 3);
    setting.normalisation.method = NORMALISE_RANK;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 1, (double[]){4, 1, 3}, 3);
    setting.normalisation.method = NORMALISE_PERCENTILE;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    setting_values(&setting, 1, (double[]){100, 0, 100}, 3);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(setting.fixture.counted.context), 0);
    const struct statistics_over nothing = {OVER_RANGE, date_from_civil(1990, 12, 31), date_from_civil(1992, 12, 30)};
    setting.request.over = &nothing;
    setting.normalisation.method = NORMALISE_ZSCORE;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed_once(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_CONSTANT, 17, 5));
    CU_ASSERT_TRUE(diagnosed(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_CONSTANT,
                             "'conflict' is missing everywhere: 'zscore' has nothing to compare with"));
    fixture_end(&setting.fixture);
}

static void test_zero_denominators(void)
{
    struct setting setting;
    setting_begin(&setting, 1, 3, (double[]){0, 0, 0}, (struct normalisation){.method = NORMALISE_LOG_MAX});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 1), OBSERVATION_ZERO_DENOMINATOR);
    CU_ASSERT_TRUE(diagnosed_once(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR, 17, 5));
    CU_ASSERT_TRUE(
        diagnosed(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR, "no value is above zero"));
    tocsin_diagnostics_clear(setting.fixture.counted.context);
    setting.normalisation =
        (struct normalisation){.method = NORMALISE_GOALPOSTS, .low = {true, 2.5}, .high = {true, 2.5}, .clip = true};
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed_once(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR, 17, 5));
    fixture_end(&setting.fixture);
}

/** A range beyond the largest double is no reason for a silent zero. */
static void test_not_finite(void)
{
    static const enum normalise_method methods[] = {NORMALISE_MINMAX, NORMALISE_ZSCORE};
    for (size_t i = 0; i < 2; i++) {
        struct setting setting;
        setting_begin(&setting, 1, 3, (double[]){-1.7e308, 1.7e308, 1.6e308},
                      (struct normalisation){.method = methods[i]});
        CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 2), OBSERVATION_NOT_FINITE);
        CU_ASSERT_TRUE(diagnosed_once(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_NOT_FINITE, 17, 5));
        fixture_end(&setting.fixture);
    }
    struct setting setting;
    setting_begin(&setting, 1, 3, (double[]){1.5, 2.5, 1.7e308},
                  (struct normalisation){.method = NORMALISE_GOALPOSTS, .low = {true, 0}, .high = {true, 0.001}});
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 2), OBSERVATION_NOT_FINITE);
    CU_ASSERT_EQUAL(fixture_value(setting.to, 0, 0), 150000);
    CU_ASSERT_TRUE(diagnosed(setting.fixture.counted.context, DIAGNOSTIC_NORMALISE_NOT_FINITE,
                             "1 value is missing, first 1.7e+308 for 'r2' in 2001"));
    fixture_end(&setting.fixture);
}

static void test_bounds_and_days(void)
{
    struct setting setting;
    setting_begin(&setting, 1, 3, (double[]){0, 5, 10}, (struct normalisation){.method = NORMALISE_MINMAX});
    struct panel *from = setting.fixture.panel;
    struct arena *arena = &setting.fixture.arena;
    CU_ASSERT_EQUAL(panel_add_bounds(arena, from) + panel_add_bounds(arena, setting.to), TOCSIN_OK);
    CU_ASSERT_EQUAL(panel_add_observed(arena, from) + panel_add_observed(arena, setting.to), TOCSIN_OK);
    from->low[1] = 4;
    from->high[1] = 7;
    from->observed[1] = 12345;
    setting.request.direction = DIRECTION_SAFETY;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(setting.to->low[1], 30);
    CU_ASSERT_EQUAL(setting.to->value[1], 50);
    CU_ASSERT_EQUAL(setting.to->high[1], 60);
    CU_ASSERT_EQUAL(setting.to->observed[1], 12345);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(setting.fixture.counted.context), 0);
    from->low[1] = -4;
    setting.normalisation.method = NORMALISE_LOG_MAX; /* has no place for what is below zero */
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(setting.to->high[1], setting.to->value[1]);
    CU_ASSERT_TRUE(diagnosed_once(setting.fixture.counted.context, DIAGNOSTIC_BOUND_UNDEFINED, 17, 5));
    CU_ASSERT_TRUE(diagnosed(setting.fixture.counted.context, DIAGNOSTIC_BOUND_UNDEFINED,
                             "not defined for 1 bound, first -4 for 'r1' in 2001"));
    tocsin_diagnostics_clear(setting.fixture.counted.context);
    setting.request.regions = NULL; /* then the period alone is told */
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed(setting.fixture.counted.context, DIAGNOSTIC_BOUND_UNDEFINED, "first -4 in 2001"));
    fixture_end(&setting.fixture);
}

static void test_observations_stay(void)
{
    struct setting setting;
    setting_begin(&setting, 1, 3, (double[]){0, 5, 10}, (struct normalisation){.method = NORMALISE_MINMAX});
    setting.fixture.panel->observation[1] = OBSERVATION_CARRIED;
    setting.fixture.panel->observation[2] = OBSERVATION_SHORT_HISTORY;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 1), OBSERVATION_CARRIED);
    CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 2), OBSERVATION_SHORT_HISTORY);
    fixture_end(&setting.fixture);
}

static void test_strict_and_memory(void)
{
    struct setting setting;
    setting_begin(&setting, 1, 3, (double[]){4, 4, 4}, (struct normalisation){.method = NORMALISE_MINMAX});
    CU_ASSERT_EQUAL(tocsin_context_set_strict(setting.fixture.counted.context, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_ERROR_DATA);
    setting.fixture.counted.fail_after = setting.fixture.counted.calls;
    CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_ERROR_MEMORY);
    fixture_end(&setting.fixture);
}

static CU_TestInfo tests[] = {
    {"minmax", test_minmax},
    {"ends are exact", test_ends_are_exact},
    {"goalposts", test_goalposts},
    {"zscore", test_zscore},
    {"rank and percentile", test_rank_and_percentile},
    {"bands", test_bands},
    {"log_max", test_log_max},
    {"log_max below zero", test_log_max_below_zero},
    {"none", test_none},
    {"constant columns", test_constant},
    {"over each period", test_over_period},
    {"over a range", test_over_range},
    {"zero denominators", test_zero_denominators},
    {"not finite", test_not_finite},
    {"bounds and days of observation", test_bounds_and_days},
    {"observations stay", test_observations_stay},
    {"strict, and no memory", test_strict_and_memory},
    CU_TEST_INFO_NULL,
};
SUITE(normalise, tests)
