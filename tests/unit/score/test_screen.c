/** Regions with too little data are left out of a period: counts, limits, and what is said of it. */
#include "fixture.h"
#include "score/screen.h"

static tocsin_status screen(struct fixture *fixture, double min_available, double min_nonzero, const bool *in_index)
{
    const struct screening rule = {true, min_available, min_nonzero, FIXTURE_AT};
    const struct screen_request request = {&rule, in_index, fixture->regions, &fixture->axis};
    return screen_panel(fixture->counted.context, &request, fixture->panel);
}

/** True if all cells of a region in a period are screened out; false if none is. */
static bool is_screened(const struct fixture *fixture, size_t period, size_t region)
{
    size_t screened = 0;
    for (size_t column = 0; column < fixture->panel->columns; column++) {
        size_t cell = panel_cell(fixture->panel, period, column, region);
        screened += fixture->panel->observation[cell] == OBSERVATION_SCREENED;
        CU_ASSERT_TRUE(observation_present(fixture->panel->observation[cell]) || fixture->panel->value[cell] == 0);
    }
    CU_ASSERT_TRUE(screened == 0 || screened == fixture->panel->columns);
    return screened > 0;
}

/** Two years of three regions and four indicators, the last of which is not in the index. */
static void begin(struct fixture *fixture)
{
    fixture_begin(fixture, 2, 4, 3);
    fixture_fill(fixture->panel, 0, (double[]){2.385, NAN, 0, 7.913, NAN, 1.5});
    fixture_fill(fixture->panel, 1, (double[]){0, NAN, 0, -4.25, NAN, 2.5});
    fixture_fill(fixture->panel, 2, (double[]){5.5, 1.25, 8.125, 0.5, NAN, NAN});
    fixture_fill(fixture->panel, 3, (double[]){1, 2, 3, 4, 5, NAN});
}

static const bool IN_INDEX[] = {true, true, true, false};

static void test_availability(void)
{
    struct fixture fixture;
    struct availability found;
    begin(&fixture);
    screen_availability(fixture.panel, IN_INDEX, 0, 2, &found);
    CU_ASSERT_TRUE(found.indicators == 3 && found.missing == 0 && found.zeros == 2);
    CU_ASSERT_TRUE(found.available == 1 && found.nonzero == 1.0 / 3);
    screen_availability(fixture.panel, NULL, 0, 1, &found);
    CU_ASSERT_TRUE(found.indicators == 4 && found.missing == 2 && found.zeros == 0);
    CU_ASSERT_TRUE(found.available == 0.5 && found.nonzero == 1);
    screen_availability(fixture.panel, IN_INDEX, 1, 1, &found);
    CU_ASSERT_TRUE(found.missing == 3 && found.available == 0 && found.nonzero == 0);
    screen_availability(fixture.panel, (bool[4]){false}, 0, 0, &found);
    CU_ASSERT_TRUE(found.indicators == 0 && found.available == 0 && found.nonzero == 0);
    fixture_end(&fixture);
}

static void test_min_available(void)
{
    struct fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(screen(&fixture, 0.5, 0, IN_INDEX), TOCSIN_OK);
    const bool expected[2][3] = {{false, true, false}, {false, true, false}};
    for (size_t i = 0; i < 6; i++) {
        CU_ASSERT_EQUAL(is_screened(&fixture, i / 3, i % 3), expected[i / 3][i % 3]);
    }
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 0), 2.385);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_SCREENED); /* was empty: not to be filled */
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_SCREENED, 17, 5));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_SCREENED,
                             "'screen' leaves out 2 of 6 cells (region and period), first 'r1' in 2001: only 1 of its "
                             "3 indicators have a value, less than the share of 0.5 that 'min_available' asks for"));
    fixture_end(&fixture);
}

/** Zeros count against the values that are there; where none is, too little is not zero. */
static void test_min_nonzero(void)
{
    struct fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(screen(&fixture, 0, 0.4, IN_INDEX), TOCSIN_OK);
    const bool expected[2][3] = {{false, false, true}, {false, true, false}};
    for (size_t i = 0; i < 6; i++) {
        CU_ASSERT_EQUAL(is_screened(&fixture, i / 3, i % 3), expected[i / 3][i % 3]);
    }
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_SCREENED,
                             "first 'r2' in 2001: only 1 of its 3 values are not zero, less than the share of 0.4 that "
                             "'min_nonzero' asks for"));
    fixture_end(&fixture);
}

static void test_both_limits(void)
{
    struct fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(screen(&fixture, 0.5, 0.4, IN_INDEX), TOCSIN_OK);
    const bool expected[2][3] = {{false, true, true}, {false, true, false}};
    for (size_t i = 0; i < 6; i++) {
        CU_ASSERT_EQUAL(is_screened(&fixture, i / 3, i % 3), expected[i / 3][i % 3]);
    }
    fixture_end(&fixture);
}

/** Two of three indicators are a share of 2/3, however the limit is written; and 3/10 are not below 0.1 + 0.2. */
static void test_equal_but_for_rounding(void)
{
    const struct {
        size_t there, of;
        double limit;
        bool screened;
    } cases[] = {
        {2, 3, 2.0 / 3, false},
        {2, 3, 0.6666666666666667, false},
        {2, 3, 0.66666666667, true},
        {3, 10, 0.1 + 0.2, false},
        {3, 5, 0.6, false},
        {49, 50, 0.98, false},
        {7, 10, 1 - 0.1 - 0.1 - 0.1, false},
        {3, 10, 0.30001, true},
        {3, 3, 1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        fixture_begin(&fixture, 1, cases[i].of, 2); /* region 1 has all, so that something is left */
        for (size_t column = 0; column < cases[i].of; column++) {
            fixture_fill(fixture.panel, column, (double[]){column < cases[i].there ? 2.385 : NAN, 7.913});
        }
        CU_ASSERT_EQUAL(screen(&fixture, cases[i].limit, 0, NULL), TOCSIN_OK);
        CU_ASSERT_EQUAL(is_screened(&fixture, 0, 0), cases[i].screened);
        fixture_end(&fixture);
        fixture_begin(&fixture, 1, cases[i].of, 2);
        for (size_t column = 0; column < cases[i].of; column++) {
            fixture_fill(fixture.panel, column, (double[]){column < cases[i].there ? 2.385 : 0, 7.913});
        }
        CU_ASSERT_EQUAL(screen(&fixture, 0, cases[i].limit, NULL), TOCSIN_OK);
        CU_ASSERT_EQUAL(is_screened(&fixture, 0, 0), cases[i].screened);
        fixture_end(&fixture);
    }
}

static void test_nothing_asked_for(void)
{
    struct fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(screen(&fixture, 0, 0, IN_INDEX), TOCSIN_OK);
    for (size_t i = 0; i < 6; i++) {
        CU_ASSERT_FALSE(is_screened(&fixture, i / 3, i % 3));
    }
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture.counted.context), 0);
    fixture_end(&fixture);
}

static void test_nothing_left(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, 2, 3, 2);
    fixture_fill(fixture.panel, 0, (double[]){NAN, 2.385, 7.913, NAN});
    CU_ASSERT_EQUAL(screen(&fixture, 0.5, 0, NULL), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_SCREENED_ALL, 17, 5));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_SCREENED_ALL,
                             "'screen' leaves no region in any period, first 'r0' in 2001: none of its 3 indicators "
                             "has a value"));
    fixture_end(&fixture);
}

/** A single region, in and out. */
static void test_single_region(void)
{
    struct fixture fixture;
    fixture_begin(&fixture, 1, 2, 1);
    fixture_fill(fixture.panel, 0, (double[]){2.385});
    CU_ASSERT_EQUAL(screen(&fixture, 0.5, 1, NULL), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(fixture.panel, 0, 0), 2.385);
    CU_ASSERT_EQUAL(screen(&fixture, 0.51, 0, NULL), TOCSIN_ERROR_DATA);
    fixture_end(&fixture);
}

/** Stricter limits leave out no fewer; what is not left out is untouched; a second pass changes nothing. */
static void test_laws(void)
{
    uint64_t state = 8675309;
    for (size_t i = 0; i < 200; i++) {
        struct fixture fixture;
        size_t left_out[2] = {0, 0};
        uint64_t start = state;
        double limits[2] = {fixture_random(&state), fixture_random(&state)};
        double nonzero = fixture_random(&state) / 2;
        uint64_t data = state;
        for (size_t pass = 0; pass < 2; pass++) {
            struct panel *before = NULL;
            double limit = pass == 0 ? fmin(limits[0], limits[1]) : fmax(limits[0], limits[1]);
            state = data;
            fixture_begin(&fixture, 3, 6, 5);
            struct panel *panel = fixture.panel;
            for (size_t cell = 0; cell < (size_t)3 * 6 * 5; cell++) {
                double kind = fixture_random(&state);
                if (kind > 0.3) {
                    panel_set(panel, cell, kind < 0.5 ? 0 : kind, OBSERVATION_NORMAL);
                }
            }
            CU_ASSERT_EQUAL_FATAL(panel_copy(&fixture.arena, panel, &before), TOCSIN_OK);
            tocsin_status status = screen(&fixture, limit, nonzero, NULL);
            for (size_t k = 0; k < (size_t)3 * 5; k++) {
                bool screened = is_screened(&fixture, k / 5, k % 5);
                left_out[pass] += screened;
                for (size_t column = 0; !screened && column < 6; column++) {
                    size_t cell = panel_cell(panel, k / 5, column, k % 5);
                    CU_ASSERT_TRUE(panel->value[cell] == before->value[cell] &&
                                   panel->observation[cell] == before->observation[cell]);
                }
            }
            CU_ASSERT_EQUAL(status, left_out[pass] == 15 ? TOCSIN_ERROR_DATA : TOCSIN_OK);
            fixture_end(&fixture);
        }
        CU_ASSERT_TRUE(left_out[0] <= left_out[1]);
        CU_ASSERT_NOT_EQUAL(start, state);
    }
}

/** Screening itself takes no memory; telling of it can go without. */
static void test_no_memory(void)
{
    struct fixture fixture;
    begin(&fixture);
    fixture.counted.fail_after = fixture.counted.calls;
    CU_ASSERT_EQUAL(screen(&fixture, 0.5, 0, IN_INDEX), TOCSIN_OK);
    CU_ASSERT_TRUE(is_screened(&fixture, 0, 1));
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"counts and shares", test_availability},
    {"too few values", test_min_available},
    {"too many zeros", test_min_nonzero},
    {"both limits", test_both_limits},
    {"a share equal to the limit but for rounding", test_equal_but_for_rounding},
    {"nothing asked for", test_nothing_asked_for},
    {"nothing left", test_nothing_left},
    {"a single region", test_single_region},
    {"laws", test_laws},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(screen, tests)
