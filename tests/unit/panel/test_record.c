/** Columns that readers ask for, and tables of texts. */
#include "panel/record.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>

static const struct location FIRST = {"model.yaml", 11, 3};
static const struct location SECOND = {"model.yaml", 29, 7};

static void test_column_set(void)
{
    struct counted counted;
    struct arena arena;
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    struct column_set set = {.arena = &arena};
    char name[] = "deaths";
    CU_ASSERT_EQUAL(column_set_add(&set, name, COLUMN_NUMBER, false, FIRST), 0);
    name[0] = 'D'; /* the set keeps its own copy */
    CU_ASSERT_EQUAL(column_set_add(&set, "deaths", COLUMN_LOW, false, FIRST), 1);
    CU_ASSERT_EQUAL(column_set_add(&set, "type", COLUMN_TEXT, true, FIRST), 2);
    CU_ASSERT_EQUAL(column_set_add(&set, "deaths", COLUMN_NUMBER, true, SECOND), 0);
    CU_ASSERT_EQUAL(column_set_add(&set, "type", COLUMN_TEXT, true, SECOND), 2);
    CU_ASSERT_EQUAL(set.count, 3);
    CU_ASSERT_STRING_EQUAL(set.requests[0].name, "deaths");
    CU_ASSERT_TRUE(set.requests[0].required);
    CU_ASSERT_EQUAL(set.requests[0].at.line, 29); /* whoever insists on it is named */
    CU_ASSERT_EQUAL(set.requests[2].at.line, 11);
    CU_ASSERT_FALSE(set.requests[1].required);
    for (size_t i = 3; i < 60; i++) {
        char column[16];
        snprintf(column, sizeof column, "c%zu", i);
        CU_ASSERT_EQUAL(column_set_add(&set, column, COLUMN_NUMBER, false, FIRST), i);
    }
    CU_ASSERT_STRING_EQUAL(set.requests[59].name, "c59");
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_column_set_without_memory(void)
{
    struct counted counted;
    struct arena arena;
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    struct column_set set = {.arena = &arena};
    counted.fail_after = counted.calls;
    CU_ASSERT_EQUAL(column_set_add(&set, "deaths", COLUMN_NUMBER, false, FIRST), SIZE_MAX);
    CU_ASSERT_EQUAL(set.count, 0);
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_text_table(void)
{
    const char *columns[] = {"party", "exposure"};
    struct text_cell cells[] = {{"USA", 2, 1}, {"0.75", 2, 5}, {"CHN", 3, 1}, {NULL, 3, 5}};
    const struct text_table table = {"third.csv", columns, NULL, 2, cells, 2, NULL};
    size_t column = 99;
    CU_ASSERT_FALSE(text_table_column(&table, "partner", &column));
    CU_ASSERT_EQUAL(column, 99);
    CU_ASSERT_TRUE(text_table_column(&table, "exposure", &column));
    CU_ASSERT_EQUAL(column, 1);
    const struct text_cell *cell = text_table_cell(&table, 1, column);
    CU_ASSERT_PTR_NULL(cell->text);
    CU_ASSERT_EQUAL(text_table_at(&table, cell).line, 3);
    CU_ASSERT_STRING_EQUAL(text_table_at(&table, cell).file, "third.csv");
}

static void test_coverage(void)
{
    const bool regions[] = {true, false};
    struct coverage coverage = {100, 200, regions};
    CU_ASSERT_TRUE(coverage_holds(&coverage, 0, 200, 230));
    CU_ASSERT_TRUE(coverage_holds(&coverage, 0, 70, 100));
    CU_ASSERT_FALSE(coverage_holds(&coverage, 0, 201, 230));
    CU_ASSERT_FALSE(coverage_holds(&coverage, 0, 70, 99));
    CU_ASSERT_FALSE(coverage_holds(&coverage, 1, 120, 130));
    coverage.regions = NULL;
    CU_ASSERT_TRUE(coverage_holds(&coverage, 1, 120, 130));
    coverage.first = DAY_NONE;
    coverage.last = DAY_NONE;
    CU_ASSERT_FALSE(coverage_holds(&coverage, 1, 120, 130));
}

static CU_TestInfo tests[] = {
    {"each column once", test_column_set},
    {"no memory for a column", test_column_set_without_memory},
    {"columns of a table", test_text_table},
    {"what a coverage holds", test_coverage},
    CU_TEST_INFO_NULL,
};
SUITE(record, tests)
