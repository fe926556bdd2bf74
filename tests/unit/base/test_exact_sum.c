/** Sums that do not depend on their order. */
#include "base/exact_sum.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407); /* Knuth, MMIX */
    return *state >> 11;
}

static double sum_of(const double *values, size_t count)
{
    struct exact_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_TRUE_FATAL(exact_sum_add(&sum, values[i]));
    }
    return exact_sum_value(&sum);
}

static void single_values_come_back(void)
{
    static const double values[] = {0,       2.385,
                                    -2.385,  1e15 + 0.125,
                                    0x1p-12, 0x1.fffffffffffffp-12,
                                    0x1p61,  -0x1.fffffffffffffp61,
                                    0x1p62,  -0x1p62,
                                    0x1p-64, -0x1p-63,
                                    527,     0.1,
                                    1e-3};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        CU_ASSERT_EQUAL(sum_of(&values[i], 1), values[i]);
    }
}

static void small_values_are_rounded(void)
{
    struct exact_sum sum = {0};
    CU_ASSERT_TRUE(exact_sum_add(&sum, 0x1p-65)); /* half a unit: to even, which is none */
    CU_ASSERT(sum.units == 0);
    CU_ASSERT_TRUE(exact_sum_add(&sum, 0x1.8p-64)); /* one and a half: to two */
    CU_ASSERT(sum.units == 2);
    CU_ASSERT_TRUE(exact_sum_add(&sum, -0x1.8p-64));
    CU_ASSERT(sum.units == 0);
    CU_ASSERT_TRUE(exact_sum_add(&sum, 0x1.0000000000001p-65));
    CU_ASSERT(sum.units == 1);
    CU_ASSERT_TRUE(exact_sum_add(&sum, 0x1.fffffffffffffp-66));
    CU_ASSERT(sum.units == 1);
    CU_ASSERT_TRUE(exact_sum_add(&sum, 5e-324));
    CU_ASSERT_TRUE(exact_sum_add(&sum, -1e-200));
    CU_ASSERT(sum.units == 1);
}

static void values_that_do_not_fit(void)
{
    struct exact_sum sum = {0};
    CU_ASSERT_TRUE(exact_sum_add(&sum, 2.385));
    exact_integer before = sum.units;
    CU_ASSERT_FALSE(exact_sum_add(&sum, NAN));
    CU_ASSERT_FALSE(exact_sum_add(&sum, INFINITY));
    CU_ASSERT_FALSE(exact_sum_add(&sum, -INFINITY));
    CU_ASSERT_FALSE(exact_sum_add(&sum, 0x1.0000000000001p62));
    CU_ASSERT_FALSE(exact_sum_add(&sum, -1e300));
    CU_ASSERT_FALSE(exact_sum_add(&sum, 0x1p62));
    CU_ASSERT(sum.units == before);
    struct exact_sum full = {0};
    CU_ASSERT_TRUE(exact_sum_add(&full, 0x1p62));
    CU_ASSERT_FALSE(exact_sum_add(&full, 0x1p62));
    CU_ASSERT_FALSE(exact_sum_merge(&full, &sum));
    CU_ASSERT_EQUAL(exact_sum_value(&full), 0x1p62);
    struct exact_sum empty = {0};
    CU_ASSERT_TRUE(exact_sum_add(&empty, -0x1p62));
    CU_ASSERT_FALSE(exact_sum_add(&empty, -0x1p-64));
    CU_ASSERT_TRUE(exact_sum_merge(&empty, &full));
    CU_ASSERT_EQUAL(exact_sum_value(&empty), 0);
}

static void values_are_rounded_to_even(void)
{
    static const double down[] = {0x1p53, 1};
    static const double up[] = {0x1p53, 2, 1};
    static const double sticky[] = {0x1p53, 1, 0x1p-64};
    static const double below[] = {0x1p53, 1, -0x1p-64};
    static const double carry[] = {0x1.fffffffffffffp52, 0.5};
    CU_ASSERT_EQUAL(sum_of(down, 2), 0x1p53);
    CU_ASSERT_EQUAL(sum_of(up, 3), 0x1p53 + 4);
    CU_ASSERT_EQUAL(sum_of(sticky, 3), 0x1p53 + 2);
    CU_ASSERT_EQUAL(sum_of(below, 3), 0x1p53);
    CU_ASSERT_EQUAL(sum_of(carry, 2), 0x1p53);
    static const double negative[] = {-0x1p53, -1, -0x1p-64};
    CU_ASSERT_EQUAL(sum_of(negative, 3), -0x1p53 - 2);
}

/** Our own rounding against the compiler's conversion of 128-bit integers. */
static void values_agree_with_the_conversion(void)
{
    uint64_t state = 4;
    size_t different = 0;
    for (int i = 0; i < 100000; i++) {
        exact_integer units = (exact_integer)next_random(&state) << (next_random(&state) % 70);
        units += (exact_integer)next_random(&state) << (next_random(&state) % 40);
        units += (exact_integer)(next_random(&state) & 7);
        struct exact_sum sum = {i % 2 ? units : -units};
        different += exact_sum_value(&sum) != ldexp((double)sum.units, -64);
    }
    CU_ASSERT_EQUAL(different, 0);
}

static void order_does_not_matter(void)
{
    enum { COUNT = 5000 };
    static double values[COUNT];
    uint64_t state = 17;
    for (size_t i = 0; i < COUNT; i++) {
        double sign = next_random(&state) % 2 ? 1 : -1;
        values[i] = sign * ldexp((double)next_random(&state), (int)(next_random(&state) % 80) - 100);
    }
    double expected = sum_of(values, COUNT);
    for (int shuffle = 0; shuffle < 50; shuffle++) {
        for (size_t i = COUNT - 1; i > 0; i--) {
            size_t other = next_random(&state) % (i + 1);
            double swapped = values[i];
            values[i] = values[other];
            values[other] = swapped;
        }
        double shuffled = sum_of(values, COUNT);
        CU_ASSERT(memcmp(&shuffled, &expected, sizeof expected) == 0);
        struct exact_sum shards[3] = {{0}, {0}, {0}};
        for (size_t i = 0; i < COUNT; i++) {
            exact_sum_add(&shards[next_random(&state) % 3], values[i]);
        }
        CU_ASSERT_TRUE(exact_sum_merge(&shards[2], &shards[0]));
        CU_ASSERT_TRUE(exact_sum_merge(&shards[2], &shards[1]));
        double merged = exact_sum_value(&shards[2]);
        CU_ASSERT(memcmp(&merged, &expected, sizeof expected) == 0);
    }
}

static CU_TestInfo tests[] = {{"single values come back", single_values_come_back},
                              {"small values are rounded", small_values_are_rounded},
                              {"values that do not fit", values_that_do_not_fit},
                              {"values are rounded to even", values_are_rounded_to_even},
                              {"values agree with the conversion", values_agree_with_the_conversion},
                              {"order does not matter", order_does_not_matter},
                              CU_TEST_INFO_NULL};
SUITE(exact_sum, tests)
