/** Ranks with ties and gaps; levels that rise at once and fall slowly. */
#include "fixture.h"
#include "score/levels.h"

static struct level_band bands[] = {{"low", 0}, {"guarded", 20}, {"elevated", 40}, {"high", 60}, {"severe", 80}};
static const struct level_rules SLOW = {bands, 5, 5, 2};
static const struct level_rules PLAIN = {bands, 5, 5, 0};

enum { MOST = 16 };

static void check_levels(const struct level_rules *rules, const double *scores, const int16_t *expected, size_t count)
{
    struct fixture fixture;
    int16_t level[MOST];
    fixture_begin(&fixture, count, 1, 1);
    fixture_fill(fixture.panel, 0, scores);
    static const struct alert_rules silent = {.silent = true};
    struct alert_policy policy = {rules, &silent};
    CU_ASSERT_EQUAL(levels_compute(fixture.counted.context, fixture.panel, NULL, &policy, level), TOCSIN_OK);
    for (size_t i = 0; i < count; i++) {
        if (level[i] != expected[i]) {
            fprintf(stderr, "score %zu (%g): level %d, not %d\n", i, scores[i], level[i], expected[i]);
        }
        CU_ASSERT_EQUAL(level[i], expected[i]);
    }
    fixture_end(&fixture);
}

static void test_ranks(void)
{
    struct fixture fixture;
    int32_t rank[14];
    uint32_t ranked[2];
    fixture_begin(&fixture, 2, 1, 7);
    fixture_fill(fixture.panel, 0,
                 (double[]){61.5, 80.25, NAN, 61.5, 12.5, 80.25, 80.25, /* 2002: */
                            NAN, NAN, 3.5, NAN, NAN, -3.5, NAN});
    CU_ASSERT_EQUAL(levels_rank(fixture.counted.context, fixture.panel, rank, ranked), TOCSIN_OK);
    const int32_t expected[] = {4, 1, 0, 4, 6, 1, 1, 0, 0, 1, 0, 0, 2, 0};
    for (size_t i = 0; i < 14; i++) {
        CU_ASSERT_EQUAL(rank[i], expected[i]);
    }
    CU_ASSERT_EQUAL(ranked[0], 6);
    CU_ASSERT_EQUAL(ranked[1], 2);
    for (size_t allowed = 0; allowed < 3; allowed++) {
        fixture.counted.fail_after = fixture.counted.calls + allowed;
        CU_ASSERT_EQUAL(levels_rank(fixture.counted.context, fixture.panel, rank, ranked), TOCSIN_ERROR_MEMORY);
    }
    fixture_end(&fixture);
}

/** The rank is what its definition says, whatever the numbers. */
static void test_ranks_by_definition(void)
{
    enum { REGIONS = 200 };
    struct fixture fixture;
    static int32_t rank[REGIONS];
    uint32_t ranked;
    uint64_t seed = 20230803;
    fixture_begin(&fixture, 1, 1, REGIONS);
    for (size_t i = 0; i < REGIONS; i++) {
        if (fixture_random(&seed) < 0.9) {
            panel_set(fixture.panel, i, floor(fixture_random(&seed) * 60), OBSERVATION_NORMAL);
        }
    }
    CU_ASSERT_EQUAL(levels_rank(fixture.counted.context, fixture.panel, rank, &ranked), TOCSIN_OK);
    for (size_t i = 0; i < REGIONS; i++) {
        int32_t higher = 0;
        for (size_t k = 0; k < REGIONS; k++) {
            higher += fixture_value(fixture.panel, 0, k) > fixture_value(fixture.panel, 0, i);
        }
        CU_ASSERT_EQUAL(rank[i], isnan(fixture_value(fixture.panel, 0, i)) ? 0 : higher + 1);
    }
    fixture_end(&fixture);
}

static void test_plain_bands(void)
{
    const double scores[] = {0, 19.999999999999996, 20, 59.9, 60, 100, 79.5, 3.5, -7, 80, NAN, 41};
    const int16_t expected[] = {0, 0, 1, 2, 3, 4, 3, 0, 0, 4, -1, 2};
    check_levels(&PLAIN, scores, expected, 12);
}

/** The lowest band need not begin at the end of the scale. */
static void test_below_the_lowest(void)
{
    struct level_band high[] = {{"some", 30}, {"much", 70}};
    const struct level_rules rules = {high, 2, 0, 0};
    check_levels(&rules, (double[]){10.5, 30, 69.9, 70}, (int16_t[]){0, 0, 0, 1}, 4);
    const struct level_rules slow = {high, 2, 5, 1};
    check_levels(&slow, (double[]){10.5, 3.5, 2.5, 75, 3.5, 2.5}, (int16_t[]){0, 0, 0, 1, 0, 0}, 6);
    const struct level_rules none = {NULL, 0, 0, 0};
    check_levels(&none, (double[]){10.5, 70}, (int16_t[]){-1, -1}, 2);
}

static void test_no_flapping(void)
{
    const double scores[] = {59, 61, 59, 61, 59, 61, 59, 59, 59, 59};
    const int16_t expected[] = {2, 3, 3, 3, 3, 3, 3, 3, 3, 3};
    check_levels(&SLOW, scores, expected, 10);
}

/** Up to any height at once, down one at a time, each after two scores under its bound less 5. */
static void test_up_and_down(void)
{
    const double scores[] = {10, 85, 74, 74.5, 10, 10, 10, 10, 10, 10, 10};
    const int16_t expected[] = {0, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0};
    check_levels(&SLOW, scores, expected, 11);
}

/** Exactly 5 under the bound is not below it; and one score above interrupts the run. */
static void test_bound_of_the_fall(void)
{
    const double scores[] = {60, 55, 55, 55, 54.99, 55, 54.99, 54.99, 60};
    const int16_t expected[] = {3, 3, 3, 3, 3, 3, 3, 2, 3};
    check_levels(&SLOW, scores, expected, 9);
}

/** A missing score has no level, and neither falls nor interrupts. */
static void test_missing_holds(void)
{
    const double scores[] = {65, 50, NAN, NAN, 50, NAN, 61};
    const int16_t expected[] = {3, 3, -1, -1, 2, -1, 3};
    check_levels(&SLOW, scores, expected, 7);
}

/** Rising within a fall starts the count anew. */
static void test_rise_resets(void)
{
    const double scores[] = {65, 50, 82, 70, 62, 62, 50, 50};
    const int16_t expected[] = {3, 3, 4, 4, 3, 3, 3, 2};
    check_levels(&SLOW, scores, expected, 8);
}

/** A score in the level's own band, or over it, also ends a run of low ones. */
static void test_own_band_resets(void)
{
    const double scores[] = {65, 50, 63, 50, 63, 50, 50};
    const int16_t expected[] = {3, 3, 3, 3, 3, 3, 2};
    check_levels(&SLOW, scores, expected, 7);
}

/** Levels of a panel follow the alert rules, too: a jump raises unless few events are behind it; unknown begins anew.
 */
static void test_rules_of_alerts(void)
{
    enum { PERIODS = 9 };
    struct fixture fixture;
    struct fixture counts;
    int16_t level[PERIODS];
    const struct alert_rules rules = {
        .jump = {true, 15},
        .jump_level = {true, 2},
        .stale_periods = 3,
        .has_guard = true,
        .guard_indicator = 1,
        .guard_periods = 2,
        .guard_before = 2,
        .guard_now = 5,
    };
    struct alert_policy policy = {&SLOW, &rules};
    fixture_begin(&fixture, PERIODS, 1, 1);
    fixture_fill(fixture.panel, 0, (double[]){2.5, 17.5, 33.25, 65, NAN, NAN, NAN, 41, 40});
    fixture_begin(&counts, PERIODS, 2, 1);
    for (size_t i = 0; i < PERIODS; i++) {
        panel_set(counts.panel, panel_cell(counts.panel, i, 1, 0), i < 2 ? 1.5 : 40, OBSERVATION_NORMAL);
    }
    const int16_t expected[] = {0, 0, 2, 3, -1, -1, -1, 2, 2};
    tocsin_context *context = fixture.counted.context;
    CU_ASSERT_EQUAL(levels_compute(context, fixture.panel, counts.panel, &policy, level), TOCSIN_OK);
    for (size_t i = 0; i < PERIODS; i++) {
        CU_ASSERT_EQUAL(level[i], expected[i]);
    }
    CU_ASSERT_EQUAL(levels_compute(context, fixture.panel, NULL, &policy, level), TOCSIN_OK);
    CU_ASSERT_EQUAL(level[1], 2); /* nothing is counted: nothing is known to be small */
    fixture.counted.fail_after = fixture.counted.calls;
    CU_ASSERT_EQUAL(levels_compute(context, fixture.panel, NULL, &policy, level), TOCSIN_ERROR_MEMORY);
    fixture_end(&counts);
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"ranks with ties and gaps", test_ranks},
    {"ranks by their definition", test_ranks_by_definition},
    {"plain bands hold their lower bound", test_plain_bands},
    {"below the lowest band, and no bands", test_below_the_lowest},
    {"no flapping", test_no_flapping},
    {"up at once, down one at a time", test_up_and_down},
    {"the bound of the fall", test_bound_of_the_fall},
    {"a missing score holds", test_missing_holds},
    {"a rise resets", test_rise_resets},
    {"the own band resets", test_own_band_resets},
    {"the rules of alerts", test_rules_of_alerts},
    CU_TEST_INFO_NULL,
};
SUITE(levels, tests)
