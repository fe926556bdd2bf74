/** What holds for all rules that fill a column, whatever the data; and columns that have little to fill from. */
#include "fixture.h"
#include "score/impute.h"

/** All rules that fill a column, each with parameters that would fill as much as it can. */
static const struct missing_rule ALL_RULES[] = {
    {.method = MISSING_NONE},
    {.method = MISSING_ZERO},
    {.method = MISSING_VALUE, .value = 3.625},
    {.method = MISSING_CARRY},
    {.method = MISSING_CARRY, .at_most = 2, .back = true},
    {.method = MISSING_LINEAR},
    {.method = MISSING_MEAN},
    {.method = MISSING_MEDIAN},
    {.method = MISSING_GROUP_MEAN, .group = "g"},
    {.method = MISSING_GROUP_MEDIAN, .group = "g"},
    {.method = MISSING_INDICATOR, .indicator = 1},
};
enum { ALL_RULES_COUNT = sizeof ALL_RULES / sizeof *ALL_RULES };

/** Applies a rule to column 0; regions are in groups by threes, every fifth is in none. Column 1 is another
 * indicator's.
 */
static tocsin_status apply(struct fixture *fixture, const struct missing_rule *rule, const struct panel *measured,
                           size_t first_scored)
{
    uint32_t groups[32];
    CU_ASSERT_FATAL(fixture->panel->regions <= 32);
    for (uint32_t i = 0; i < fixture->panel->regions; i++) {
        groups[i] = i % 5 == 4 ? UINT32_MAX : i % 3;
    }
    const struct impute_request request = {.rule = rule,
                                           .axis = &fixture->axis,
                                           .first_scored = first_scored,
                                           .groups = groups,
                                           .measured = measured,
                                           .id = "x",
                                           .regions = fixture->regions};
    return impute_column(fixture->counted.context, &request, fixture->panel, 0);
}

/** Fills a panel of two columns with numbers, gaps and cells that were screened out. */
static void fill_randomly(struct panel *panel, uint64_t *state)
{
    double gaps = fixture_random(state);
    for (size_t cell = 0; cell < panel->periods * panel->columns * panel->regions; cell++) {
        double kind = fixture_random(state);
        if (kind < gaps) {
            panel_set_missing(panel, cell, kind < gaps / 4 ? OBSERVATION_SCREENED : OBSERVATION_NO_ROW);
        } else {
            panel_set(panel, cell, 100 * fixture_random(state) - 50, OBSERVATION_NORMAL);
        }
    }
}

/** True if a cell is as it was, bounds and day included. */
static bool is_untouched(const struct panel *panel, const struct panel *before, size_t cell)
{
    return panel->value[cell] == before->value[cell] && panel->observation[cell] == before->observation[cell] &&
           panel->low[cell] == before->low[cell] && panel->high[cell] == before->high[cell] &&
           panel->observed[cell] == before->observed[cell];
}

/** True if a cell that was a gap is as a rule may leave it: filled within the range of all values, or missing. */
static bool is_sound(const struct panel *panel, size_t cell, double lowest, double highest)
{
    double value = panel->value[cell];
    if (!observation_present(panel->observation[cell])) {
        return value == 0 && panel->observed[cell] == DAY_NONE;
    }
    bool marked = panel->observation[cell] == OBSERVATION_IMPUTED || panel->observation[cell] == OBSERVATION_CARRIED;
    return marked && value >= lowest && value <= highest && panel->low[cell] <= value && panel->high[cell] >= value;
}

/** Whatever the rule: cells that are there, that were screened out or that are not scored stay as they are. */
static void check_laws(const struct missing_rule *rule, uint64_t *state)
{
    struct fixture fixture;
    struct panel *before = NULL;
    size_t periods = 1 + (size_t)(6 * fixture_random(state));
    size_t first = (size_t)((double)periods * fixture_random(state));
    fixture_begin(&fixture, periods, 2, 1 + (size_t)(9 * fixture_random(state)));
    struct panel *panel = fixture.panel;
    CU_ASSERT_EQUAL_FATAL(panel_add_bounds(&fixture.arena, panel), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(&fixture.arena, panel), TOCSIN_OK);
    fill_randomly(panel, state);
    CU_ASSERT_EQUAL_FATAL(panel_copy(&fixture.arena, panel, &before), TOCSIN_OK);
    CU_ASSERT_EQUAL(apply(&fixture, rule, before, first), TOCSIN_OK);
    size_t wrong = 0;
    for (size_t cell = 0; cell < periods * 2 * panel->regions; cell++) {
        size_t period = cell / panel->regions / 2;
        bool own = cell / panel->regions % 2 == 0;
        bool gap = own && period >= first && !observation_present(before->observation[cell]) &&
                   before->observation[cell] != OBSERVATION_SCREENED;
        wrong += gap ? !is_sound(panel, cell, -50, 50) : !is_untouched(panel, before, cell);
    }
    CU_ASSERT_EQUAL(wrong, 0);
    fixture_end(&fixture);
}

static void test_laws(void)
{
    uint64_t state = 20240229;
    for (size_t i = 0; i < 60 * ALL_RULES_COUNT; i++) {
        check_laws(&ALL_RULES[i % ALL_RULES_COUNT], &state);
    }
}

/** A column without any value can only be filled by what is given or another's. */
static void test_all_missing(void)
{
    for (size_t i = 0; i < ALL_RULES_COUNT; i++) {
        struct fixture fixture;
        enum missing_method method = ALL_RULES[i].method;
        fixture_begin(&fixture, 4, 2, 3);
        CU_ASSERT_EQUAL(apply(&fixture, &ALL_RULES[i], fixture.panel, 0), TOCSIN_OK);
        bool filled = method == MISSING_ZERO || method == MISSING_VALUE;
        for (size_t k = 0; k < 12; k++) {
            CU_ASSERT_EQUAL(fixture_observation(fixture.panel, k / 3, k % 3),
                            filled ? OBSERVATION_IMPUTED : OBSERVATION_NOT_MEASURED);
        }
        fixture_end(&fixture);
    }
}

/** One region and equal values: only time has something to say, and it says the same number. */
static void test_single_region(void)
{
    for (size_t i = 0; i < ALL_RULES_COUNT; i++) {
        struct fixture fixture;
        enum missing_method method = ALL_RULES[i].method;
        bool in_time = method == MISSING_CARRY || method == MISSING_LINEAR;
        fixture_begin(&fixture, 3, 2, 1);
        fixture_fill(fixture.panel, 0, (double[]){2.385, NAN, 2.385});
        CU_ASSERT_EQUAL(apply(&fixture, &ALL_RULES[i], fixture.panel, 0), TOCSIN_OK);
        double value = fixture_value(fixture.panel, 1, 0);
        if (in_time) {
            CU_ASSERT_EQUAL(value, 2.385);
        } else if (method == MISSING_ZERO || method == MISSING_VALUE) {
            CU_ASSERT_EQUAL(value, method == MISSING_ZERO ? 0 : 3.625);
        } else {
            CU_ASSERT_TRUE(isnan(value));
        }
        fixture_end(&fixture);
    }
}

/** A constant column stays constant. */
static void test_constant_column(void)
{
    const enum missing_method methods[] = {MISSING_CARRY,  MISSING_LINEAR,     MISSING_MEAN,
                                           MISSING_MEDIAN, MISSING_GROUP_MEAN, MISSING_GROUP_MEDIAN};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        struct fixture fixture;
        const struct missing_rule rule = {.method = methods[i], .group = "g", .back = true};
        fixture_begin(&fixture, 3, 1, 3);
        fixture_fill(fixture.panel, 0, (double[]){0.1, NAN, 0.1, NAN, 0.1, NAN, 0.1, NAN, 0.1});
        const struct impute_request request = {
            .rule = &rule, .axis = &fixture.axis, .groups = (uint32_t[]){5, 5, 5}, .id = "x"};
        CU_ASSERT_EQUAL(impute_column(fixture.counted.context, &request, fixture.panel, 0), TOCSIN_OK);
        for (size_t k = 0; k < 9; k++) {
            CU_ASSERT_EQUAL(fixture_value(fixture.panel, k / 3, k % 3), 0.1);
        }
        fixture_end(&fixture);
    }
}

/** Sums and differences that no double holds leave a gap or a number between the two, never an infinite one. */
static void test_absurd_sizes(void)
{
    struct fixture fixture;
    const struct missing_rule linear = {.method = MISSING_LINEAR};
    const struct missing_rule mean = {.method = MISSING_MEAN};
    fixture_begin(&fixture, 3, 2, 1);
    CU_ASSERT_EQUAL_FATAL(panel_add_bounds(&fixture.arena, fixture.panel), TOCSIN_OK);
    fixture_fill(fixture.panel, 0, (double[]){-1.5e308, NAN, 1.25e308});
    CU_ASSERT_EQUAL(apply(&fixture, &linear, NULL, 0), TOCSIN_OK);
    size_t cell = panel_cell(fixture.panel, 1, 0, 0);
    CU_ASSERT_TRUE(close_to(fixture.panel->value[cell], -0.125e308, 1e-15));
    CU_ASSERT_TRUE(fixture.panel->low[cell] == fixture.panel->value[cell]);
    fixture_end(&fixture);
    fixture_begin(&fixture, 1, 2, 3);
    fixture_fill(fixture.panel, 0, (double[]){1.5e308, NAN, 1.25e308});
    CU_ASSERT_EQUAL(apply(&fixture, &mean, NULL, 0), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(fixture.panel, 0, 1), OBSERVATION_EMPTY);
    fixture_end(&fixture);
}

/** Whichever allocation fails: nothing is filled, and nothing left behind. */
static void test_no_memory(void)
{
    const double values[] = {2.385, NAN, NAN, 7.913, NAN, -4.25, NAN, 0.5, NAN};
    for (size_t i = 0; i < ALL_RULES_COUNT; i++) {
        tocsin_status status = TOCSIN_ERROR_MEMORY;
        for (size_t allocations = 0; status != TOCSIN_OK; allocations++) {
            struct fixture fixture;
            CU_ASSERT_FATAL(allocations < 20);
            fixture_begin(&fixture, 3, 2, 3);
            fixture_fill(fixture.panel, 0, values);
            fixture.counted.fail_after = fixture.counted.calls + allocations;
            status = apply(&fixture, &ALL_RULES[i], fixture.panel, 0);
            CU_ASSERT_TRUE(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
            for (size_t k = 0; status != TOCSIN_OK && k < 9; k++) {
                uint8_t expected = isnan(values[k]) ? OBSERVATION_EMPTY : OBSERVATION_NORMAL;
                CU_ASSERT_EQUAL(fixture_observation(fixture.panel, k / 3, k % 3), expected);
            }
            fixture_end(&fixture);
        }
    }
}

static CU_TestInfo tests[] = {
    {"laws of all rules", test_laws},
    {"all missing", test_all_missing},
    {"a single region", test_single_region},
    {"a constant column", test_constant_column},
    {"numbers of absurd size", test_absurd_sizes},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(impute_laws, tests)
