/** Moments against values computed in exact fractions, and which cells they are taken over. */
#include "fixture.h"
#include "score/statistics.h"

static const double SAMPLE[] = {2.385, -1.27, 7.913, 0.456, 3.141, 12.77, -4.05};
enum { SAMPLE_COUNT = 7 };

static void check_moments(const double *values, size_t count, double mean, double sd, double skewness, double kurtosis)
{
    struct statistics statistics;
    statistics_of(values, count, &statistics);
    CU_ASSERT_EQUAL(statistics.count, count);
    CU_ASSERT_TRUE(statistics.has_skewness && statistics.has_kurtosis);
    CU_ASSERT_TRUE(close_to(statistics.mean / mean, 1, 1e-15));
    CU_ASSERT_TRUE(close_to(statistics.sd / sd, 1, 1e-14));
    CU_ASSERT_TRUE(close_to(statistics.skewness, skewness, 1e-14));
    CU_ASSERT_TRUE(close_to(statistics.kurtosis, kurtosis, 1e-14));
}

static void test_moments(void)
{
    check_moments(SAMPLE, SAMPLE_COUNT, 3.0492857142857144, 5.6917909810031295, 0.7307341693607879,
                  0.12335307480243898);
}

/** A large offset costs no digits of the deviation but those that the numbers themselves have lost. */
static void test_moments_far_from_zero(void)
{
    double shifted[SAMPLE_COUNT];
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        shifted[i] = 1e9 + SAMPLE[i];
    }
    check_moments(shifted, SAMPLE_COUNT, 1000000003.0492858, 5.691790964001022, 0.7307341746423753,
                  0.12335307074719176);
}

/** Fourth powers of these leave the range of doubles. */
static void test_moments_of_extreme_numbers(void)
{
    double huge[SAMPLE_COUNT];
    double tiny[SAMPLE_COUNT];
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        huge[i] = SAMPLE[i] * 1e150;
        tiny[i] = SAMPLE[i] * 1e-150;
    }
    check_moments(huge, SAMPLE_COUNT, 3.049285714285714e150, 5.69179098100313e150, 0.7307341693607879,
                  0.12335307480243934);
    check_moments(tiny, SAMPLE_COUNT, 3.049285714285714e-150, 5.69179098100313e-150, 0.730734169360788,
                  0.12335307480243958);
}

static void test_few_and_constant(void)
{
    const double constant[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    struct statistics statistics;
    statistics_of(constant, 10, &statistics);
    CU_ASSERT_EQUAL(statistics.mean, 0.1);
    CU_ASSERT_EQUAL(statistics.sd, 0);
    CU_ASSERT_TRUE(statistics_constant(&statistics));
    CU_ASSERT_FALSE(statistics.has_skewness || statistics.has_kurtosis);
    statistics_of(SAMPLE, 0, &statistics);
    CU_ASSERT_EQUAL(statistics.count, 0);
    CU_ASSERT_TRUE(statistics_constant(&statistics));
    statistics_of(SAMPLE, 2, &statistics);
    CU_ASSERT_TRUE(close_to(statistics.sd, 2.5844752852368313, 1e-15)); /* 3.655 / sqrt(2) */
    CU_ASSERT_FALSE(statistics.has_skewness);
    statistics_of(SAMPLE, 3, &statistics);
    CU_ASSERT_TRUE(statistics.has_skewness);
    CU_ASSERT_FALSE(statistics.has_kurtosis);
}

static void test_gathering(void)
{
    struct fixture fixture;
    double values[12];
    fixture_begin(&fixture, 4, 2, 3);
    fixture_fill(fixture.panel, 1, (double[]){1.5, 2.5, NAN, 3.5, NAN, 4.5, 5.5, 6.5, 7.5, NAN, NAN, NAN});
    struct statistics_over all = {.kind = OVER_ALL};
    struct statistics_over period = {.kind = OVER_PERIOD};
    struct statistics_over range = {OVER_RANGE, date_from_civil(2002, 12, 31), date_from_civil(2004, 12, 30)};
    CU_ASSERT_EQUAL(statistics_gather(fixture.panel, 1, &fixture.axis, &all, 0, values), 7);
    CU_ASSERT_EQUAL(values[2], 3.5);
    CU_ASSERT_EQUAL(statistics_gather(fixture.panel, 1, &fixture.axis, &period, 1, values), 2);
    CU_ASSERT_EQUAL(values[1], 4.5);
    CU_ASSERT_EQUAL(statistics_gather(fixture.panel, 1, &fixture.axis, &period, 3, values), 0);
    CU_ASSERT_EQUAL(statistics_gather(fixture.panel, 1, &fixture.axis, &range, 0, values), 5);
    CU_ASSERT_EQUAL(values[0], 3.5);
    CU_ASSERT_EQUAL(statistics_gather(fixture.panel, 0, &fixture.axis, &all, 0, values), 0);
    CU_ASSERT_EQUAL(statistics_groups(fixture.panel, &all), 1);
    CU_ASSERT_EQUAL(statistics_groups(fixture.panel, &period), 4);
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"moments of a sample", test_moments},
    {"moments far from zero", test_moments_far_from_zero},
    {"moments of extreme numbers", test_moments_of_extreme_numbers},
    {"few values and constant ones", test_few_and_constant},
    {"which cells are gathered", test_gathering},
    CU_TEST_INFO_NULL,
};
SUITE(statistics, tests)
