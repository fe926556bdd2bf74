/** Sums per region and day: any order, any shards, and what does not fit. */
#include "case_text.h"
#include "indicators/day_cells.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { REGIONS = 7, ROWS = 5000, SHARDS = 5, QUANTITIES = 3 };

struct row {
    uint32_t region;
    day_number day;
    double values[QUANTITIES];
};

static void make_rows(struct row *rows, uint64_t seed)
{
    for (size_t i = 0; i < ROWS; i++) {
        rows[i].region = (uint32_t)(case_random(&seed) % REGIONS);
        rows[i].day = (day_number)(case_random(&seed) % 900) - 300; /* days before 1970 too */
        for (size_t k = 0; k < QUANTITIES; k++) {
            rows[i].values[k] = ldexp((double)(case_random(&seed) >> 20), -30) * (k == 1 ? -1 : 1);
        }
    }
}

static void shuffle(struct row *rows, uint64_t seed)
{
    for (size_t i = ROWS; i > 1; i--) {
        size_t other = case_random(&seed) % i;
        struct row kept = rows[i - 1];
        rows[i - 1] = rows[other];
        rows[other] = kept;
    }
}

/* The table of all rows, dealt to shards at random and merged. */
static void build(struct arena *arena, const struct row *rows, size_t shards, uint64_t seed, struct day_table *table)
{
    struct day_cells cells[SHARDS];
    for (size_t i = 0; i < shards; i++) {
        day_cells_begin(&cells[i], arena, QUANTITIES);
    }
    for (size_t i = 0; i < ROWS; i++) {
        struct day_cells *shard = &cells[case_random(&seed) % shards];
        CU_ASSERT_EQUAL(day_cells_add(shard, rows[i].region, rows[i].day, rows[i].values), TOCSIN_OK);
    }
    for (size_t i = 1; i < shards; i++) {
        CU_ASSERT_EQUAL(day_cells_merge(&cells[0], &cells[i]), TOCSIN_OK);
    }
    CU_ASSERT_EQUAL_FATAL(day_cells_table(&cells[0], arena, REGIONS, table), TOCSIN_OK);
}

static void test_shards_give_the_same_bits(void)
{
    static struct row rows[ROWS];
    struct counted counted;
    counted_begin(&counted);
    struct arena arena;
    arena_begin(&arena, counted.context);
    make_rows(rows, 11);
    struct day_table whole;
    build(&arena, rows, 1, 0, &whole);
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct day_table merged;
        shuffle(rows, seed);
        build(&arena, rows, 1 + seed % SHARDS, seed, &merged);
        CU_ASSERT_EQUAL_FATAL(merged.count, whole.count);
        CU_ASSERT_EQUAL(memcmp(merged.start, whole.start, (REGIONS + 1) * sizeof *whole.start), 0);
        CU_ASSERT_EQUAL(memcmp(merged.days, whole.days, whole.count * sizeof *whole.days), 0);
        CU_ASSERT_EQUAL(memcmp(merged.values, whole.values, whole.count * QUANTITIES * sizeof *whole.values), 0);
    }
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_table_against_rows(void)
{
    static struct row rows[ROWS];
    struct counted counted;
    counted_begin(&counted);
    struct arena arena;
    arena_begin(&arena, counted.context);
    make_rows(rows, 23);
    struct day_table table;
    build(&arena, rows, 3, 5, &table);
    CU_ASSERT_EQUAL(table.start[0], 0);
    CU_ASSERT_EQUAL(table.start[REGIONS], table.count);
    for (size_t r = 0; r < REGIONS; r++) {
        for (size_t cell = table.start[r]; cell < table.start[r + 1]; cell++) {
            CU_ASSERT_TRUE(cell == table.start[r] || table.days[cell - 1] < table.days[cell]);
            double sum = 0; /* of multiples of 2^-30 below 2^44: exact */
            for (size_t i = 0; i < ROWS; i++) {
                sum += rows[i].region == r && rows[i].day == table.days[cell] ? rows[i].values[1] : 0;
            }
            CU_ASSERT_EQUAL(day_table_values(&table, cell)[1], sum);
        }
        for (day_number day = -310; day < 620; day += 7) {
            size_t after = table.start[r];
            while (after < table.start[r + 1] && table.days[after] <= day) {
                after++;
            }
            CU_ASSERT_EQUAL(day_table_after(&table, r, day), after);
        }
    }
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_nothing(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct arena arena;
    arena_begin(&arena, counted.context);
    struct day_cells cells;
    struct day_cells other;
    struct day_table table;
    day_cells_begin(&cells, &arena, 2);
    day_cells_begin(&other, &arena, 2);
    CU_ASSERT_EQUAL(day_cells_merge(&cells, &other), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(day_cells_table(&cells, &arena, 3, &table), TOCSIN_OK);
    CU_ASSERT_EQUAL(table.count, 0);
    CU_ASSERT_EQUAL(table.start[3], 0);
    CU_ASSERT_EQUAL(day_table_after(&table, 1, 7), 0);
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_too_large_leaves_the_cell_alone(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct arena arena;
    arena_begin(&arena, counted.context);
    struct day_cells cells;
    day_cells_begin(&cells, &arena, 2);
    CU_ASSERT_EQUAL(day_cells_add(&cells, 0, 5, (double[]){2.385, 4e18}), TOCSIN_OK);
    CU_ASSERT_EQUAL(day_cells_add(&cells, 0, 5, (double[]){7.25, 4e18}), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(day_cells_add(&cells, 0, 5, (double[]){7.25, NAN}), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(day_cells_add(&cells, 0, 5, (double[]){INFINITY, 1}), TOCSIN_ERROR_DATA);
    struct day_cells other;
    day_cells_begin(&other, &arena, 2);
    CU_ASSERT_EQUAL(day_cells_add(&other, 0, 5, (double[]){1, 4e18}), TOCSIN_OK);
    struct day_table table;
    CU_ASSERT_EQUAL_FATAL(day_cells_table(&cells, &arena, 1, &table), TOCSIN_OK);
    CU_ASSERT_EQUAL(table.count, 1);
    CU_ASSERT_EQUAL(day_table_values(&table, 0)[0], 2.385);
    CU_ASSERT_EQUAL(day_table_values(&table, 0)[1], 4e18);
    CU_ASSERT_EQUAL(day_cells_merge(&cells, &other), TOCSIN_ERROR_DATA);
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

/* Adds cells until there is no memory; what is there stays usable and nothing leaks. */
static void test_memory_runs_out(void)
{
    tocsin_status last = TOCSIN_ERROR_MEMORY;
    for (size_t allowed = 0; last == TOCSIN_ERROR_MEMORY; allowed++) {
        struct counted counted;
        counted_begin(&counted);
        struct arena arena;
        arena_begin(&arena, counted.context);
        struct day_cells cells;
        struct day_table table;
        day_cells_begin(&cells, &arena, 4);
        counted.fail_after = counted.calls + allowed;
        last = TOCSIN_OK;
        size_t added = 0;
        for (day_number day = 0; last == TOCSIN_OK && day < 3000; day++) {
            last = day_cells_add(&cells, 1, day, (double[]){1.5, day, 0, -3.25});
            added += last == TOCSIN_OK;
        }
        CU_ASSERT_EQUAL(cells.index.count, added);
        if (last == TOCSIN_OK) {
            last = day_cells_table(&cells, &arena, 2, &table);
        }
        CU_ASSERT_TRUE(last == TOCSIN_OK || last == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_TRUE_FATAL(allowed < 1000);
        arena_end(&arena);
        CU_ASSERT_TRUE(counted_end(&counted));
    }
}

static CU_TestInfo tests[] = {
    {"shuffled rows in shards give the same bits", test_shards_give_the_same_bits},
    {"the table holds what the rows add up to, sorted", test_table_against_rows},
    {"no cells at all", test_nothing},
    {"a sum that is too large", test_too_large_leaves_the_cell_alone},
    {"memory runs out at every point", test_memory_runs_out},
    CU_TEST_INFO_NULL,
};
SUITE(day_cells, tests)
