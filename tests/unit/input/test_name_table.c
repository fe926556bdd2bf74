/** Names counted and looked up, few and many. */
#include "input/name_table.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static void names_and_their_values(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct name_table table;
    name_table_begin(&table, counted.context, false);
    CU_ASSERT_PTR_NULL(name_table_find(&table, "x", 1));
    enum { NAMES = 5000 };
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i < NAMES; i++) {
            char name[32];
            int length = snprintf(name, sizeof name, "region-%zu", i * 7919 % NAMES);
            struct name_entry *entry = name_table_add(&table, name, (size_t)length);
            CU_ASSERT_PTR_NOT_NULL_FATAL(entry);
            CU_ASSERT_EQUAL(entry->value, round == 0 ? 0 : (int64_t)(i + 1));
            entry->value = (int64_t)(i + 1);
        }
    }
    CU_ASSERT_EQUAL(table.count, NAMES);
    CU_ASSERT_EQUAL(name_table_find(&table, "region-0", 8)->value, 1);
    CU_ASSERT_PTR_NULL(name_table_find(&table, "REGION-0", 8));
    CU_ASSERT_PTR_NULL(name_table_find(&table, "region-0", 7));
    name_table_end(&table);
    name_table_end(&table);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void names_without_regard_to_case(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct name_table table;
    name_table_begin(&table, counted.context, true);
    name_table_add(&table, "Gilgit-Baltistan", 16)->value = 23;
    CU_ASSERT_EQUAL(name_table_add(&table, "GILGIT-baltistan", 16)->value, 23);
    CU_ASSERT_EQUAL(table.count, 1);
    CU_ASSERT_PTR_NULL(name_table_find(&table, "gilgit_baltistan", 16));
    name_table_end(&table);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void names_in_order(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct arena arena;
    arena_begin(&arena, counted.context);
    struct name_table table;
    name_table_begin(&table, counted.context, false);
    static const char *const names[] = {"b", "c", "a", "c", "b", "c", "\xC3\xA9", "a"};
    uint64_t others = 0;
    for (size_t i = 0; i < 8; i++) {
        CU_ASSERT_EQUAL(name_table_count(&table, names[i], strlen(names[i]), &others), TOCSIN_OK);
    }
    struct unmatched_name *largest = NULL;
    size_t count = 0;
    CU_ASSERT_EQUAL(name_table_largest(&table, &arena, 3, &largest, &count), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(count, 3);
    CU_ASSERT_STRING_EQUAL(largest[0].name, "c");
    CU_ASSERT_EQUAL(largest[0].rows, 3);
    CU_ASSERT_STRING_EQUAL(largest[1].name, "a"); /* as often as b, but before it */
    CU_ASSERT_STRING_EQUAL(largest[2].name, "b");
    const char **sorted = NULL;
    CU_ASSERT_EQUAL(name_table_sorted(&table, &arena, &sorted), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(sorted[0], "a");
    CU_ASSERT_STRING_EQUAL(sorted[3], "\xC3\xA9");
    CU_ASSERT_EQUAL(others, 0);
    name_table_end(&table);
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void names_beyond_number(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct name_table table;
    name_table_begin(&table, counted.context, false);
    uint64_t others = 0;
    for (size_t i = 0; i < 100010; i++) {
        char name[32];
        int length = snprintf(name, sizeof name, "%zu", i);
        CU_ASSERT_EQUAL(name_table_count(&table, name, (size_t)length, &others), TOCSIN_OK);
    }
    CU_ASSERT_EQUAL(name_table_count(&table, "99999", 5, &others), TOCSIN_OK);
    CU_ASSERT_EQUAL(table.count, 100000);
    CU_ASSERT_EQUAL(others, 10);
    CU_ASSERT_EQUAL(name_table_find(&table, "99999", 5)->value, 2);
    name_table_end(&table);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"names and their values", names_and_their_values},
    {"names without regard to case", names_without_regard_to_case},
    {"names in order", names_in_order},
    {"names beyond number", names_beyond_number},
    CU_TEST_INFO_NULL,
};
SUITE(name_table, tests)
