/** The table of regions. */
#include "base/text.h"
#include "panel/region.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>

static const struct region REGIONS[] = {{"PAK", "Pakistan"}, {"AFG", "Afghanistan"}, {"IND", NULL}, {"pak", "lower"}};
static const char *const COLUMNS[] = {"region", "name", "population"};
static const char *const CELLS[] = {"PAK", "Pakistan", "240.5", "AFG", "Afghanistan", NULL,
                                    "IND", NULL,       "1428",  "pak", "lower",       "1"};

static void test_table(void)
{
    struct counted counted;
    struct arena arena;
    struct region_table *table = NULL;
    size_t position = 99;
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    CU_ASSERT_EQUAL_FATAL(region_table_create(&arena, REGIONS, 4, COLUMNS, 3, CELLS, &table), TOCSIN_OK);
    CU_ASSERT_EQUAL(table->count, 4);
    CU_ASSERT_STRING_EQUAL(table->regions[2].name, "IND"); /* the id when there is no name */
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_TRUE(region_table_find(table, REGIONS[i].id, &position));
        CU_ASSERT_EQUAL(position, i);
    }
    position = 99;
    CU_ASSERT_FALSE(region_table_find(table, "PA", &position));
    CU_ASSERT_FALSE(region_table_find(table, "", &position));
    CU_ASSERT_FALSE(region_table_find(table, "zzz", &position));
    CU_ASSERT_FALSE(region_table_column(table, "area", &position));
    CU_ASSERT_EQUAL(position, 99);
    CU_ASSERT_TRUE(region_table_column(table, "population", &position));
    CU_ASSERT_EQUAL(position, 2);
    CU_ASSERT_STRING_EQUAL(region_table_text(table, 2, 2), "1428");
    CU_ASSERT_PTR_NULL(region_table_text(table, 1, 2));
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_without_columns(void)
{
    struct counted counted;
    struct arena arena;
    struct region_table *table = NULL;
    struct region_table *empty = NULL;
    size_t position = 99;
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    CU_ASSERT_EQUAL_FATAL(region_table_create(&arena, REGIONS, 4, NULL, 0, NULL, &table), TOCSIN_OK);
    CU_ASSERT_FALSE(region_table_column(table, "name", &position));
    CU_ASSERT_EQUAL_FATAL(region_table_create(&arena, NULL, 0, NULL, 0, NULL, &empty), TOCSIN_OK);
    CU_ASSERT_FALSE(region_table_find(empty, "PAK", &position));
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

enum { MANY = 5000 };

/** Every id is found where it is, whatever the order of the rows. */
static void test_many(void)
{
    struct counted counted;
    struct arena arena;
    static struct region regions[MANY];
    static char ids[MANY][8];
    struct region_table *table = NULL;
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(ids[i], sizeof ids[i], "%u", i * 7919U % MANY);
        regions[i] = (struct region){ids[i], NULL};
    }
    CU_ASSERT_EQUAL_FATAL(region_table_create(&arena, regions, MANY, NULL, 0, NULL, &table), TOCSIN_OK);
    size_t found = 0;
    for (size_t i = 0; i < MANY; i++) {
        size_t position = MANY;
        found += region_table_find(table, ids[i], &position) && position == i;
    }
    CU_ASSERT_EQUAL(found, MANY);
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** Cells have the places of the file that the regions are from, if they are from one. */
static void test_places(void)
{
    struct counted counted;
    struct arena arena;
    struct region_table *table = NULL;
    struct text_cell cells[12] = {[7] = {"12.5", 4, 17}};
    const struct text_table file = {.file = "regions.csv", .column_count = 3, .cells = cells, .row_count = 4};
    const struct location otherwise = {"model.yaml", 7, 5};
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    CU_ASSERT_EQUAL_FATAL(region_table_create(&arena, REGIONS, 4, COLUMNS, 3, CELLS, &table), TOCSIN_OK);
    struct location at = region_table_at(table, 2, 1, otherwise);
    CU_ASSERT_STRING_EQUAL(at.file, "model.yaml");
    CU_ASSERT_TRUE(at.line == 7 && at.column == 5);
    table->file = &file;
    at = region_table_at(table, 2, 1, otherwise);
    CU_ASSERT_STRING_EQUAL(at.file, "regions.csv");
    CU_ASSERT_TRUE(at.line == 4 && at.column == 17);
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_no_memory(void)
{
    struct counted counted;
    struct arena arena;
    struct region_table *table = NULL;
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    counted.fail_after = counted.calls;
    CU_ASSERT_EQUAL(region_table_create(&arena, REGIONS, 4, COLUMNS, 3, CELLS, &table), TOCSIN_ERROR_MEMORY);
    CU_ASSERT_PTR_NULL(table);
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"regions and their columns", test_table},
    {"a table without columns", test_without_columns},
    {"many regions", test_many},
    {"places of cells", test_places},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(region, tests)
