/** When treatment stops, what it does to values and bounds, and what it has to say. Numbers: exact arithmetic. */
#include "base/diagnostics.h"
#include "fixture.h"
#include "score/treat.h"

static const double SKEWED[] = {0.31, 0.42, 0.53, 0.61, 0.22, 0.47, 0.55, 0.38, 0.44, 1200.5, 0.5, 0.29, 0.35, 0.41};
static const double SPREAD[] = {2.385, 3.71, 1.92, 4.43, 2.87, 3.33, 2.04, 3.98, 97.6, 2.61, 3.07, 55.2};
enum { SKEWED_COUNT = 14, SPREAD_COUNT = 12 };
static const struct statistics_over ALL = {.kind = OVER_ALL};

static struct treatment_list list_of(struct treatment *treatments, size_t count)
{
    return (struct treatment_list){.treatments = treatments, .count = count, .skewness = 2, .kurtosis = 3.5};
}

static tocsin_status treat(struct fixture *fixture, const struct treatment_list *list,
                           const struct statistics_over *over, struct treatment_outcome *outcome)
{
    struct treat_request request = {list, over, "conflict", FIXTURE_AT, fixture->regions};
    return treat_column(fixture->counted.context, &request, fixture->panel, 0, &fixture->axis, outcome);
}

/** One period whose regions are the values. */
static void begin(struct fixture *fixture, const double *values, size_t count)
{
    fixture_begin(fixture, 1, 1, count);
    fixture_fill(fixture->panel, 0, values);
}

static void test_winsorise(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment winsorise = {.method = TREAT_WINSORISE, .max = 5};
    begin(&fixture, SKEWED, SKEWED_COUNT);
    struct treatment_list list = list_of(&winsorise, 1);
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(outcome.applied, 0);
    CU_ASSERT_EQUAL(outcome.winsorised, 1);
    CU_ASSERT_TRUE(outcome.has_shape);
    CU_ASSERT_TRUE(close_to(outcome.skewness_before, 3.7416566524762946, 1e-13));
    CU_ASSERT_TRUE(close_to(outcome.kurtosis_before, 13.99999607504365, 1e-13));
    CU_ASSERT_TRUE(close_to(outcome.skewness_after, -0.12498065669311184, 1e-13));
    CU_ASSERT_TRUE(close_to(outcome.kurtosis_after, -0.7289887327581492, 1e-13));
    for (size_t i = 0; i < SKEWED_COUNT; i++) {
        CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, i), SKEWED[i] > 1 ? 0.61 : SKEWED[i]);
    }
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
}

/** After one point, skewness is still over 2, but kurtosis is under 3.5: either is enough. */
static void test_either_limit_is_enough(void)
{
    for (int sign = 1; sign >= -1; sign -= 2) { /* the lower end works as the upper one does */
        struct fixture fixture;
        struct treatment_outcome outcome;
        double values[SPREAD_COUNT];
        struct treatment winsorise = {.method = TREAT_WINSORISE};
        for (size_t i = 0; i < SPREAD_COUNT; i++) {
            values[i] = sign * SPREAD[i];
        }
        begin(&fixture, values, SPREAD_COUNT);
        struct treatment_list list = list_of(&winsorise, 1);
        CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
        CU_ASSERT_EQUAL(outcome.winsorised, 1);
        CU_ASSERT_TRUE(close_to(outcome.skewness_after, sign * 2.0488952144645207, 1e-13));
        CU_ASSERT_TRUE(close_to(outcome.kurtosis_after, 2.6242438098868672, 1e-13));
        CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 8), sign * 55.2);
        fixture_end(&fixture);
    }
}

/** Ties at the end are set together, even beyond `max`. */
static void test_ties_count_together(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    double values[60];
    struct treatment winsorise = {.method = TREAT_WINSORISE, .max = 2};
    for (size_t i = 0; i < 60; i++) {
        values[i] = i < 3 ? 900.25 : i == 3 ? 700.5 : 1 + (double)(i * 37 % 50) / 16;
    }
    begin(&fixture, values, 60);
    struct treatment_list list = list_of(&winsorise, 1);
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(outcome.winsorised, 3);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 0), 700.5);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 3), 700.5);
    fixture_end(&fixture);
}

static void test_pass_is_untouched(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment treatments[] = {{.method = TREAT_LOG}, {.method = TREAT_SQRT}};
    begin(&fixture, SKEWED, 9); /* without the outlier */
    struct treatment_list list = list_of(treatments, 2);
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(outcome.applied, SIZE_MAX);
    CU_ASSERT_TRUE(outcome.has_shape);
    CU_ASSERT_EQUAL(outcome.skewness_after, outcome.skewness_before);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 3), 0.61);
    fixture_end(&fixture);
}

/** The logarithm is taken of the original values; as it is the last, it is kept although it does not pass. */
static void test_next_on_originals(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    double values[SKEWED_COUNT];
    memcpy(values, SKEWED, sizeof values);
    values[1] = 1100.25; /* two outliers, of which one may be set */
    struct treatment treatments[] = {{.method = TREAT_WINSORISE, .max = 1}, {.method = TREAT_LOG}};
    begin(&fixture, values, SKEWED_COUNT);
    struct treatment_list list = list_of(treatments, 2);
    list.kurtosis = 0.5;
    list.skewness = 0.5;
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(outcome.applied, 1);
    CU_ASSERT_EQUAL(outcome.winsorised, 0);
    for (size_t i = 0; i < SKEWED_COUNT; i++) {
        double expected = log(values[i] - 0.22 + 0.01 * (1200.5 - 0.22));
        CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, i), expected, 1e-15));
    }
    fixture_end(&fixture);
    begin(&fixture, values, SKEWED_COUNT);
    list.combine = true;
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(outcome.winsorised, 1);
    CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, 9), log(1100.25 - 0.22 + 0.01 * (1100.25 - 0.22)), 1e-15));
    fixture_end(&fixture);
}

static void test_every_function(void)
{
    static const struct {
        struct treatment treatment;
        double of[4]; /* of 2.385, 3.141, 7.913, 0.25 */
    } cases[] = {
        {{.method = TREAT_LOG}, {0.7937298002295742, 1.087763654461271, 2.0463538828414354, -2.5687666339998243}},
        {{.method = TREAT_LOG, .mirror = true}, /* skewed to the right: nothing to mirror */
         {0.7937298002295742, 1.087763654461271, 2.0463538828414354, -2.5687666339998243}},
        {{.method = TREAT_LOG, .offset = {true, 1}}, {1.142629174084884, 1.3586661940024165, 2.1590610829080035, 0}},
        {{.method = TREAT_BOXCOX, .lambda = 0.25, .shift = true},
         {1.322545437607953, 1.617916747129038, 2.8624164496482645, 0}},
        {{.method = TREAT_BOXCOX, .lambda = 0, .shift = true},
         {1.142629174084884, 1.3586661940024165, 2.1590610829080035, 0}},
        {{.method = TREAT_BOXCOX, .lambda = 1e-9, .shift = true}, /* no digit is lost near 0 */
         {1.1426291747376847, 1.3586661949254035, 2.1590610852387755, 0}},
        {{.method = TREAT_BOXCOX, .lambda = -1.5, .shift = true},
         {0.5465640627910887, 0.579807252729637, 0.6405206057105355, 0}},
        {{.method = TREAT_BOXCOX, .lambda = 0.5}, {1.0886890422961, 1.5445733170580631, 3.626011020252271, -1}},
        {{.method = TREAT_BOXCOX, .lambda = 0},
         {0.8691991243403044, 1.1445412205565095, 2.0685069766270563, -1.3862943611198906}},
        {{.method = TREAT_BOXCOX, .lambda = -0.004},
         {0.8676898597467455, 1.1419252649599916, 2.059973087168403, -1.3901450996170426}},
        {{.method = TREAT_LOG1P}, {1.2193539063642382, 1.4209373045634301, 2.1875108851485803, 0.22314355131420976}},
        {{.method = TREAT_LOG10}, {0.3774883833761327, 0.4970679363985048, 0.8983411657275092, -0.6020599913279624}},
        {{.method = TREAT_SQRT}, {1.54434452114805, 1.7722866585290316, 2.8130055101261355, 0.5}},
        {{.method = TREAT_SQUARE}, {5.688225, 9.865881, 62.615569, 0.0625}},
        {{.method = TREAT_POWER, .p = -1}, {0.4192872117400419, 0.3183699458771092, 0.12637432073802604, 4.0}},
        {{.method = TREAT_CLIP, .low = {true, 1}, .high = {true, 3}}, {2.385, 3, 3, 1}},
        {{.method = TREAT_CLIP, .high = {true, 3}}, {2.385, 3, 3, 0.25}},
        {{.method = TREAT_CLIP, .low = {true, 1}}, {2.385, 3.141, 7.913, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct treatment_outcome outcome;
        struct treatment treatment = cases[i].treatment;
        begin(&fixture, (double[]){2.385, 3.141, 7.913, 0.25}, 4);
        struct treatment_list list = list_of(&treatment, 1);
        list.always = true;
        CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
        CU_ASSERT_EQUAL(outcome.applied, 0);
        for (size_t k = 0; k < 4; k++) {
            CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, k), cases[i].of[k], 1e-15));
        }
        fixture_end(&fixture);
    }
}

/** Of data that lean to the left it is the upper end that is spread: the mirror image of the logarithm. */
static void test_mirror(void)
{
    static const double image[] = {-0.7937298002295741, -1.087763654461271, -2.0463538828414354, 2.568766633999824};
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment treatment = {.method = TREAT_LOG, .mirror = true};
    struct treatment_list list = list_of(&treatment, 1);
    list.always = true;
    begin(&fixture, (double[]){-2.385, -3.141, -7.913, -0.25}, 4);
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, i), image[i], 1e-15));
    }
    fixture_end(&fixture);
    begin(&fixture, (double[]){-1.5, 0, 1.5, -4, 4}, 5); /* skewness 0 is mirrored, too, and 8 and 0.5 are given */
    treatment.offset = (struct optional_number){true, 0.5};
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, 3), -log(8.5), 1e-15));
    CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, 4), -log(0.5), 1e-15));
    fixture_end(&fixture);
    begin(&fixture, (double[]){2.5, 1.5}, 2); /* two values have no skewness */
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 0, 0), log(1.5), 1e-15));
    fixture_end(&fixture);
}

/** What lies further out than the offset, in periods outside the range, has no logarithm: missing, and told. */
static void test_log_outside_range(void)
{
    const struct statistics_over range = {OVER_RANGE, date_from_civil(2001, 1, 1), date_from_civil(2001, 12, 31)};
    for (int sign = 1; sign >= -1; sign -= 2) {
        struct fixture fixture;
        struct treatment_outcome outcome;
        struct treatment treatment = {.method = TREAT_LOG, .mirror = true, .offset = {true, 2}};
        struct treatment_list list = list_of(&treatment, 1);
        double values[] = {3, 4, 5.5, 19, /**/ 1, 1.5, 7, 25};
        for (size_t i = 0; i < 8; i++) {
            values[i] *= sign;
        }
        list.always = true;
        fixture_begin(&fixture, 2, 1, 4);
        fixture_fill(fixture.panel, 0, values);
        CU_ASSERT_EQUAL(treat(&fixture, &list, &range, &outcome), TOCSIN_OK);
        CU_ASSERT_FALSE(observation_present(fixture_observation(fixture.panel, 1, 0)));
        CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 1, 1), sign * log(0.5), 1e-15));
        CU_ASSERT_TRUE(close_to(fixture_value(fixture.panel, 1, 3), sign * log(24), 1e-15));
        CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_TREAT_DOMAIN, 17, 5));
        CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_TREAT_DOMAIN,
                                 sign > 0 ? "'log' is not defined for 1 value, first 1 for 'r0' in 2002"
                                          : "'log' is not defined for 1 value, first -1 for 'r0' in 2002"));
        fixture_end(&fixture);
    }
}

/** Without the shift, below zero there is no image; of zero there is one for a lambda above 0. */
static void test_boxcox_domain(void)
{
    static const struct {
        double lambda;
        enum observation of_zero;
    } cases[] = {{0.5, OBSERVATION_NORMAL},
                 {2, OBSERVATION_NORMAL},
                 {0, OBSERVATION_NOT_POSITIVE},
                 {-0.5, OBSERVATION_NOT_POSITIVE},
                 {0.001, OBSERVATION_NORMAL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct treatment_outcome outcome;
        struct treatment treatment = {.method = TREAT_BOXCOX, .lambda = cases[i].lambda};
        struct treatment_list list = list_of(&treatment, 1);
        list.always = true;
        begin(&fixture, (double[]){2.385, -2.5, 0, 7.5}, 4);
        CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_NOT_POSITIVE);
        CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 2), cases[i].of_zero);
        bool zero = cases[i].of_zero == OBSERVATION_NORMAL;
        CU_ASSERT_TRUE(!zero || close_to(fixture_value(fixture.panel, 0, 2), -1 / cases[i].lambda, 1e-15));
        CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_TREAT_DOMAIN,
                                 zero ? "treatment 'boxcox' is not defined for 1 value, first -2.5 for 'r1' in 2001"
                                      : "treatment 'boxcox' is not defined for 2 values"));
        fixture_end(&fixture);
    }
}

/** Equal values cannot be shifted apart: as with `log`, the treatment is left out. A plain function works on them. */
static void test_boxcox_constant(void)
{
    for (size_t shift = 0; shift < 2; shift++) {
        struct fixture fixture;
        struct treatment_outcome outcome;
        struct treatment treatment = {.method = TREAT_BOXCOX, .lambda = 2, .shift = shift == 1};
        struct treatment_list list = list_of(&treatment, 1);
        list.always = true;
        begin(&fixture, (double[]){2.5, 2.5, 2.5, 2.5}, 4);
        CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
        CU_ASSERT_EQUAL(outcome.applied, shift ? SIZE_MAX : 0);
        CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 2), shift ? 2.5 : 2.625);
        CU_ASSERT_EQUAL(diagnosed_once(fixture.counted.context, DIAGNOSTIC_TREAT_FLATTENS, 17, 5), shift == 1);
        fixture_end(&fixture);
    }
}

/** All are applied, one on the other, and winsorising goes on to its `max` although the shape passes. */
static void test_always(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment treatments[] = {{.method = TREAT_WINSORISE, .max = 2}, {.method = TREAT_SQUARE}};
    begin(&fixture, (double[]){1.5, 2.5, 3.25, 4.75, 9.5}, 5);
    struct treatment_list list = list_of(treatments, 2);
    list.always = true;
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(outcome.applied, 1);
    CU_ASSERT_EQUAL(outcome.winsorised, 2);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 4), 4.75 * 4.75); /* first the top, */
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 0), 2.5 * 2.5);   /* then, skewed to the left, the bottom */
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 2), 3.25 * 3.25);
    fixture_end(&fixture);
}

/** Each period by itself: the one with the outlier is treated, the other is not. */
static void test_over_period(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment winsorise = {.method = TREAT_WINSORISE, .max = 5};
    double values[2 * SKEWED_COUNT];
    for (size_t i = 0; i < SKEWED_COUNT; i++) {
        values[i] = SKEWED[i];
        values[SKEWED_COUNT + i] = 1000 + SKEWED[i == 9 ? 0 : i];
    }
    fixture_begin(&fixture, 2, 1, SKEWED_COUNT);
    fixture_fill(fixture.panel, 0, values);
    struct treatment_list list = list_of(&winsorise, 1);
    struct statistics_over period = {.kind = OVER_PERIOD};
    CU_ASSERT_EQUAL(treat(&fixture, &list, &period, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(outcome.winsorised, 1);
    CU_ASSERT_EQUAL(outcome.applied, SIZE_MAX); /* in the last period */
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 9), 0.61);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 1, 9), 1000.31);
    fixture_end(&fixture);
}

/** Found in 2001, applied to 2002 as well: what is beyond the ends is held to them. */
static void test_over_range(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment winsorise = {.method = TREAT_WINSORISE, .max = 5};
    double values[2 * SKEWED_COUNT];
    for (size_t i = 0; i < SKEWED_COUNT; i++) {
        values[i] = SKEWED[i];
        values[SKEWED_COUNT + i] = i % 2 ? 5000.0 : -5000.0;
    }
    fixture_begin(&fixture, 2, 1, SKEWED_COUNT);
    fixture_fill(fixture.panel, 0, values);
    struct treatment_list list = list_of(&winsorise, 1);
    struct statistics_over range = {OVER_RANGE, date_from_civil(2001, 1, 1), date_from_civil(2001, 12, 31)};
    CU_ASSERT_EQUAL(treat(&fixture, &list, &range, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(outcome.winsorised, 1);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 1, 0), 0.22);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 1, 1), 0.61);
    fixture_end(&fixture);
}

static void test_bounds_follow(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment reciprocal = {.method = TREAT_POWER, .p = -1};
    begin(&fixture, (double[]){2, 4, 5, 8}, 4);
    CU_ASSERT_EQUAL(panel_add_bounds(&fixture.arena, fixture.panel), TOCSIN_OK);
    fixture.panel->low[1] = 2.5;
    fixture.panel->high[1] = 16;
    fixture.panel->low[2] = 0; /* has no reciprocal */
    fixture.panel->high[2] = 10;
    struct treatment_list list = list_of(&reciprocal, 1);
    list.always = true;
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture.panel->low[1], 1 / 16.0);
    CU_ASSERT_EQUAL(fixture.panel->high[1], 0.4);
    CU_ASSERT_EQUAL(fixture.panel->low[2], 0.1);
    CU_ASSERT_EQUAL(fixture.panel->high[2], 0.2);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_BOUND_UNDEFINED, 17, 5));
    fixture_end(&fixture);
}

static void test_undefined(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment treatment = {.method = TREAT_LOG10};
    begin(&fixture, (double[]){2.385, -2.5, 0, 7.5}, 4);
    struct treatment_list list = list_of(&treatment, 1);
    list.always = true;
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_NOT_POSITIVE);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 2), OBSERVATION_NOT_POSITIVE);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_TREAT_DOMAIN, 17, 5));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_TREAT_DOMAIN,
                             "treatment 'log10' is not defined for 2 values, first -2.5 for 'r1' in 2001"));
    fixture_end(&fixture);
    treatment = (struct treatment){.method = TREAT_POWER, .p = 300};
    begin(&fixture, (double[]){2.385, 1000, 3, 7.5}, 4);
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_NOT_FINITE);
    fixture_end(&fixture);
}

/** The first step of a chain lets zero through, the second does not: it is the second that is named. */
static void test_undefined_names_the_step(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment treatments[] = {{.method = TREAT_SQRT}, {.method = TREAT_LOG10}};
    begin(&fixture, (double[]){2.385, 0, 3, 7.5}, 4);
    struct treatment_list list = list_of(treatments, 2);
    list.always = true;
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_TREAT_DOMAIN, "treatment 'log10'"));
    fixture_end(&fixture);
}

/** The zero that the logarithm has no place for is there again for the root, which is taken of the original values. */
static void test_refused_values_come_back(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment treatments[] = {{.method = TREAT_LOG10}, {.method = TREAT_SQRT}};
    begin(&fixture, (double[]){2.25, 0, 6.25, 90.25, 4}, 5);
    struct treatment_list list = list_of(treatments, 2);
    list.skewness = 0.01;
    list.kurtosis = -100;
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(outcome.applied, 1);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 1), 0);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 3), 9.5);
    CU_ASSERT_TRUE(close_to(outcome.skewness_after, 1.867963701522604, 1e-14)); /* of 1.5, 0, 2.5, 9.5, 2 */
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
}

static void test_no_shape(void)
{
    static const struct {
        double values[4];
        size_t count;
    } cases[] = {{{2.385, 2.385, 2.385, 2.385}, 4}, {{2.385, 900.5, 1.25, (double)NAN}, 4}};
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture;
        struct treatment_outcome outcome;
        struct treatment treatment = {.method = TREAT_LOG};
        begin(&fixture, cases[i].values, cases[i].count);
        struct treatment_list list = list_of(&treatment, 1);
        CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
        CU_ASSERT_EQUAL(outcome.applied, SIZE_MAX);
        CU_ASSERT_FALSE(outcome.has_shape);
        CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 1), cases[i].values[1]);
        CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_TREAT_NO_SHAPE, 17, 5));
        fixture_end(&fixture);
    }
}

/** Sixty zeros and one other value: winsorising would leave nothing, so the next treatment has its turn. */
static void test_flattening_is_left_out(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    double values[61] = {0};
    struct treatment treatments[] = {{.method = TREAT_WINSORISE, .max = 5}, {.method = TREAT_SQRT}};
    values[33] = 6.25;
    begin(&fixture, values, 61);
    struct treatment_list list = list_of(treatments, 2);
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_OK);
    CU_ASSERT_EQUAL(outcome.applied, 1);
    CU_ASSERT_EQUAL(outcome.winsorised, 0);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 33), 2.5);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_TREAT_FLATTENS, 17, 5));
    fixture_end(&fixture);
}

/** Nothing in the range, something outside: it is not treated, and that is told. */
static void test_empty_range(void)
{
    const bool always[] = {false, true};
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture;
        struct treatment_outcome outcome;
        struct treatment treatments[] = {{.method = TREAT_WINSORISE, .max = 5}};
        begin(&fixture, SKEWED, SKEWED_COUNT);
        struct treatment_list list = list_of(treatments, 1);
        list.always = always[i];
        struct statistics_over range = {OVER_RANGE, date_from_civil(1990, 1, 1), date_from_civil(1991, 12, 31)};
        CU_ASSERT_EQUAL(treat(&fixture, &list, &range, &outcome), TOCSIN_OK);
        CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 9), 1200.5);
        const int code = always[i] ? DIAGNOSTIC_TREAT_FLATTENS : DIAGNOSTIC_TREAT_NO_SHAPE;
        CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, code, 17, 5));
        CU_ASSERT_TRUE(diagnosed(fixture.counted.context, code,
                                 always[i] ? "is left out, as no value is in the periods of 'over'"
                                           : "is not treated, as fewer than 4 values"));
        fixture_end(&fixture);
    }
}

/** What happens in some of the periods is told with how many, however many treatments are tried in each. */
static void test_words_by_period(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome;
    struct treatment treatments[] = {{.method = TREAT_WINSORISE, .max = 9}, {.method = TREAT_CLIP, .high = {true, 1}}};
    struct treatment_list list = list_of(treatments, 2);
    fixture_begin(&fixture, 3, 1, 6);
    fixture_fill(fixture.panel, 0,
                 (double[]){0, 0, 0, 0, 0, 6.25, /**/ 4.5, 4.5, 4.5, 4.5, 4.5, 4.5, /**/ 0, 0, 0, 2.385, 0, 0});
    CU_ASSERT_EQUAL(treat(&fixture, &list, &(struct statistics_over){.kind = OVER_PERIOD}, &outcome), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_TREAT_FLATTENS,
                             "treatment 'winsorise' is left out in 2 of 3 periods, first in 2001, as it would leave"));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_TREAT_NO_SHAPE,
                             "is not treated in 1 of 3 periods, first in 2002, as equal values"));
    fixture_end(&fixture);
}

static void test_strict_and_memory(void)
{
    struct fixture fixture;
    struct treatment_outcome outcome = {.applied = 77};
    struct treatment treatment = {.method = TREAT_LOG10};
    struct treatment_list list = list_of(&treatment, 1);
    list.always = true;
    begin(&fixture, (double[]){2.385, -2.5, 3, 7.5}, 4);
    CU_ASSERT_EQUAL(tocsin_context_set_strict(fixture.counted.context, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(outcome.applied, 77);
    fixture_end(&fixture);
    for (size_t allowed = 0; allowed < 5; allowed++) {
        begin(&fixture, (double[]){2.385, 2.5, 3, 7.5}, 4);
        fixture.counted.fail_after = fixture.counted.calls + allowed;
        CU_ASSERT_EQUAL(treat(&fixture, &list, &ALL, &outcome), TOCSIN_ERROR_MEMORY);
        CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 0), 2.385);
        fixture_end(&fixture);
    }
}

static CU_TestInfo tests[] = {
    {"winsorise until the shape passes", test_winsorise},
    {"one limit is enough, at either end", test_either_limit_is_enough},
    {"ties are set together", test_ties_count_together},
    {"what passes is untouched", test_pass_is_untouched},
    {"the next one on originals, or combined", test_next_on_originals},
    {"every function", test_every_function},
    {"the mirror image of the logarithm", test_mirror},
    {"logarithms outside a range", test_log_outside_range},
    {"where Box and Cox's function is defined", test_boxcox_domain},
    {"Box and Cox's function of equal values", test_boxcox_constant},
    {"always", test_always},
    {"over each period", test_over_period},
    {"over a range", test_over_range},
    {"bounds follow", test_bounds_follow},
    {"values without a treated value", test_undefined},
    {"the step that refuses is named", test_undefined_names_the_step},
    {"values that were refused come back", test_refused_values_come_back},
    {"no shape", test_no_shape},
    {"flattening is left out", test_flattening_is_left_out},
    {"a range without data", test_empty_range},
    {"what happens in some periods", test_words_by_period},
    {"strict, and no memory", test_strict_and_memory},
    CU_TEST_INFO_NULL,
};
SUITE(treat, tests)
