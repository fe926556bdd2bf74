/** Sums that keep what rounding takes off, and the mean made of them. */
#include "base/compensated_sum.h"
#include "suite.h"

static void test_keeps_small_terms(void)
{
    struct compensated_sum sum = {0};
    compensated_sum_add(&sum, 1);
    compensated_sum_add(&sum, 1e100);
    compensated_sum_add(&sum, 1.385);
    compensated_sum_add(&sum, -1e100);
    CU_ASSERT_EQUAL(compensated_sum_value(&sum), 2.385);
}

static void test_adds_nothing_to_nothing(void)
{
    struct compensated_sum sum = {0};
    CU_ASSERT_EQUAL(compensated_sum_value(&sum), 0);
    compensated_sum_add(&sum, -2.385);
    CU_ASSERT_EQUAL(compensated_sum_value(&sum), -2.385);
}

static void test_many_small_after_a_large_one(void)
{
    struct compensated_sum sum = {0};
    compensated_sum_add(&sum, 1e16);
    for (int i = 0; i < 1000; i++) {
        compensated_sum_add(&sum, 0.75); /* the doubles at 1e16 are 2 apart: each term by itself is lost */
    }
    CU_ASSERT_EQUAL(compensated_sum_value(&sum), 1e16 + 750);
}

static void test_mean(void)
{
    static const double values[] = {1e100, 2.25, -1e100, 5.5};
    CU_ASSERT_EQUAL(compensated_mean(values, 4), 7.75 / 4);
    CU_ASSERT_EQUAL(compensated_mean(values + 1, 1), 2.25);
}

static CU_TestInfo tests[] = {
    {"a sum keeps what is small", test_keeps_small_terms},
    {"no term and one", test_adds_nothing_to_nothing},
    {"many small terms after a large one", test_many_small_after_a_large_one},
    {"the mean", test_mean},
    CU_TEST_INFO_NULL,
};
SUITE(compensated_sum, tests)
