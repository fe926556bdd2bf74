/** Mean and spread of a window, and weights that halve, against closed forms. */
#include "indicators/trailing.h"
#include "suite.h"
#include "support.h"
#include <math.h>

static void test_mean_and_deviation(void)
{
    static const double values[] = {2.385, 7.25, 0.125, 4.5, 1.875, 5.12, 1.275};
    struct trailing_statistics statistics = trailing_statistics_of(values, 7);
    CU_ASSERT_TRUE(close_to(statistics.mean, 22.53 / 7, 1e-15));
    double squares = 0;
    for (size_t i = 0; i < 7; i++) {
        squares += (values[i] - 22.53 / 7) * (values[i] - 22.53 / 7);
    }
    CU_ASSERT_TRUE(close_to(statistics.deviation, sqrt(squares / 6), 1e-14));
}

static void test_few_values(void)
{
    static const double one[] = {-3.75};
    CU_ASSERT_EQUAL(trailing_statistics_of(one, 0).mean, 0);
    CU_ASSERT_EQUAL(trailing_statistics_of(one, 0).deviation, 0);
    CU_ASSERT_EQUAL(trailing_statistics_of(one, 1).mean, -3.75);
    CU_ASSERT_EQUAL(trailing_statistics_of(one, 1).deviation, 0);
}

static void test_equal_values_do_not_spread(void)
{
    double values[37];
    for (size_t count = 2; count <= 37; count++) {
        for (size_t i = 0; i < count; i++) {
            values[i] = 0.1 + 1.0 / 3.0;
        }
        struct trailing_statistics statistics = trailing_statistics_of(values, count);
        CU_ASSERT_EQUAL(statistics.mean, 0.1 + 1.0 / 3.0);
        CU_ASSERT_EQUAL(statistics.deviation, 0);
    }
}

static void test_large_offset(void)
{
    /* a one-pass formula loses all digits here (Chan, Golub and LeVeque 1983) */
    static const double values[] = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    struct trailing_statistics statistics = trailing_statistics_of(values, 4);
    CU_ASSERT_EQUAL(statistics.mean, 1e9 + 10);
    CU_ASSERT_TRUE(close_to(statistics.deviation, sqrt(30), 1e-15));
}

static void test_normal_percent(void)
{
    CU_ASSERT_EQUAL(trailing_normal_percent(0), 50);
    CU_ASSERT_TRUE(close_to(trailing_normal_percent(1.96), 97.50021048517795, 1e-13));
    CU_ASSERT_TRUE(close_to(trailing_normal_percent(-0.731), 100 - trailing_normal_percent(0.731), 1e-13));
    CU_ASSERT_EQUAL(trailing_normal_percent(60), 100);
    CU_ASSERT_EQUAL(trailing_normal_percent(-60), 0);
}

static void test_half_life(void)
{
    CU_ASSERT_EQUAL(trailing_half_life_weight(0, 90), 1);
    CU_ASSERT_EQUAL(trailing_half_life_weight(90, 90), 0.5);
    CU_ASSERT_TRUE(close_to(trailing_half_life_weight(44, 90), 0.71257368478785230, 1e-15));
}

static void test_memory_is_the_full_sum(void)
{
    struct trailing_memory memory = {.half_life = 61.5};
    CU_ASSERT_EQUAL(trailing_memory_at(&memory, 12345), 0);
    double full = 0;
    for (int day = 0; day < 4000; day += 3) {
        double term = 0.25 + (day * 37 % 101) * 1.375;
        trailing_memory_add(&memory, day, term);
        full += term * exp2(-(4003.0 - day) / 61.5);
    }
    CU_ASSERT_TRUE(fabs(trailing_memory_at(&memory, 4003) / full - 1) < 1e-12);
}

static CU_TestInfo tests[] = {
    {"mean and sample standard deviation", test_mean_and_deviation},
    {"no and one value", test_few_values},
    {"equal values have a deviation of exactly zero", test_equal_values_do_not_spread},
    {"values far from zero", test_large_offset},
    {"100 Phi", test_normal_percent},
    {"half-life weights", test_half_life},
    {"a memory brought forward equals the full sum", test_memory_is_the_full_sum},
    CU_TEST_INFO_NULL,
};
SUITE(trailing, tests)
