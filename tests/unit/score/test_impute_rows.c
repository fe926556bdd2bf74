/** Gaps filled from the region's other indicators: against numbers worked out by hand, and laws. */
#include "fixture.h"
#include "score/impute.h"

enum { COLUMNS = 5 };

static const struct statistics_over OVER_EVERYTHING = {.kind = OVER_ALL};
static const struct statistics_over OVER_EACH_PERIOD = {.kind = OVER_PERIOD};
static const struct missing_rule NO_RULE = {.method = MISSING_NONE};
static const struct missing_rule ROW_MEAN = {.method = MISSING_ROW_MEAN, .at = {"model.yaml", 17, 5}};
static const struct missing_rule ROW_MEDIAN = {.method = MISSING_ROW_MEDIAN, .at = {"model.yaml", 17, 5}};

/** Columns 0 to 3 lie below node 6, column 4 below node 2; nothing is filled yet. */
struct rows {
    struct fixture fixture;
    struct impute_row_column columns[COLUMNS];
};

static void begin(struct rows *rows, size_t periods, size_t regions)
{
    static const char *const ids[COLUMNS] = {"water", "roads", "clinics", "schools", "ports"};
    memset(rows, 0, sizeof *rows);
    fixture_begin(&rows->fixture, periods, COLUMNS, regions);
    for (size_t i = 0; i < COLUMNS; i++) {
        rows->columns[i] =
            (struct impute_row_column){&NO_RULE, DIRECTION_RISK, &OVER_EVERYTHING, i == 4 ? 2 : 6, ids[i]};
    }
}

static void fill(struct rows *rows)
{
    CU_ASSERT_EQUAL(impute_rows(rows->fixture.counted.context, rows->columns, rows->fixture.panel, &rows->fixture.axis),
                    TOCSIN_OK);
}

static double value_at(const struct rows *rows, size_t period, size_t column, size_t region)
{
    const struct panel *panel = rows->fixture.panel;
    size_t cell = panel_cell(panel, period, column, region);
    return observation_present(panel->observation[cell]) ? panel->value[cell] : (double)NAN;
}

/** Four regions of one period: shares of region 1 are 0.25, 0.75 and 0.9 by direction; of another node, 1. */
static void fill_example(struct rows *rows, const struct missing_rule *rule)
{
    begin(rows, 1, 4);
    rows->columns[0].rule = rule;
    rows->columns[2].direction = DIRECTION_SAFETY;
    fixture_fill(rows->fixture.panel, 0, (double[]){-2.5, NAN, 7.5, 3.75});
    fixture_fill(rows->fixture.panel, 1, (double[]){10, 12.5, 20, 15});
    fixture_fill(rows->fixture.panel, 2, (double[]){100, 50, 200, 0});   /* (200 - 50) / 200 = 0.75 */
    fixture_fill(rows->fixture.panel, 3, (double[]){0.5, 0.95, 1, 0.5}); /* 0.45 / 0.5 = 0.9 */
    fixture_fill(rows->fixture.panel, 4, (double[]){1, 9, 3, 4});
    fill(rows);
}

static void test_mean_and_median(void)
{
    struct rows rows;
    fill_example(&rows, &ROW_MEAN);
    CU_ASSERT_TRUE(close_to(value_at(&rows, 0, 0, 1), -2.5 + 10 * (0.25 + 0.75 + 0.9) / 3, 1e-15));
    size_t cell = panel_cell(rows.fixture.panel, 0, 0, 1);
    CU_ASSERT_EQUAL(rows.fixture.panel->observation[cell], OBSERVATION_IMPUTED);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(rows.fixture.counted.context), 0);
    fixture_end(&rows.fixture);
    fill_example(&rows, &ROW_MEDIAN);
    CU_ASSERT_TRUE(close_to(value_at(&rows, 0, 0, 1), 5, 1e-15));
    fixture_end(&rows.fixture);
}

/** High values of a safety column are good: a region whose siblings are at their worst gets its lowest value. */
static void test_safety(void)
{
    struct rows rows;
    begin(&rows, 1, 3);
    rows.columns[0].rule = &ROW_MEAN;
    rows.columns[0].direction = DIRECTION_SAFETY;
    fixture_fill(rows.fixture.panel, 0, (double[]){2.385, 7.913, NAN});
    fixture_fill(rows.fixture.panel, 1, (double[]){0.25, 0.5, 0.75});
    fixture_fill(rows.fixture.panel, 2, (double[]){NAN, NAN, NAN});
    fill(&rows);
    CU_ASSERT_TRUE(close_to(value_at(&rows, 0, 0, 2), 2.385, 1e-15));
    fixture_end(&rows.fixture);
}

/** Two gaps in a row do not see each other's filling, in whichever order the indicators stand. */
static void test_filled_siblings_do_not_count(void)
{
    struct rows rows;
    begin(&rows, 1, 3);
    rows.columns[0].rule = &ROW_MEAN;
    rows.columns[1].rule = &ROW_MEDIAN;
    fixture_fill(rows.fixture.panel, 0, (double[]){0, NAN, 10});
    fixture_fill(rows.fixture.panel, 1, (double[]){1, NAN, 3});
    fixture_fill(rows.fixture.panel, 2, (double[]){0, 2, 8});
    fixture_fill(rows.fixture.panel, 3, (double[]){0, 4, 5});
    fill(&rows);
    CU_ASSERT_TRUE(close_to(value_at(&rows, 0, 0, 1), 5.25, 1e-15)); /* (0.25 + 0.8) / 2 of the way */
    CU_ASSERT_TRUE(close_to(value_at(&rows, 0, 1, 1), 2.05, 1e-15));
    fixture_end(&rows.fixture);
}

/** A sibling that is the same everywhere has no place between 0 and 1. */
static void test_constant_sibling(void)
{
    struct rows rows;
    begin(&rows, 1, 3);
    rows.columns[0].rule = &ROW_MEAN;
    fixture_fill(rows.fixture.panel, 0, (double[]){0, NAN, 10});
    fixture_fill(rows.fixture.panel, 1, (double[]){4.5, 4.5, 4.5});
    fixture_fill(rows.fixture.panel, 2, (double[]){0, 2, 8});
    fill(&rows);
    CU_ASSERT_TRUE(close_to(value_at(&rows, 0, 0, 1), 2.5, 1e-15));
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(rows.fixture.counted.context), 0);
    fixture_end(&rows.fixture);
}

static void test_constant_own_column(void)
{
    struct rows rows;
    begin(&rows, 2, 2);
    rows.columns[0].rule = &ROW_MEAN;
    rows.columns[1].rule = &ROW_MEDIAN;
    fixture_fill(rows.fixture.panel, 0, (double[]){4.5, NAN, NAN, 4.5});
    fixture_fill(rows.fixture.panel, 2, (double[]){0, 2, 8, 3});
    fill(&rows); /* column 1 has nothing at all */
    CU_ASSERT_TRUE(isnan(value_at(&rows, 0, 0, 1)));
    CU_ASSERT_EQUAL(rows.fixture.panel->observation[panel_cell(rows.fixture.panel, 0, 0, 1)], OBSERVATION_EMPTY);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(rows.fixture.counted.context), 2);
    CU_ASSERT_TRUE(diagnosed_at(rows.fixture.counted.context, DIAGNOSTIC_IMPUTE_ROW_CONSTANT, 17, 5));
    CU_ASSERT_TRUE(diagnosed(rows.fixture.counted.context, DIAGNOSTIC_IMPUTE_ROW_CONSTANT,
                             "indicator 'water': 2 gaps stay, first in 2001: 'row_mean' needs two different values of "
                             "it there, but all are equal"));
    CU_ASSERT_TRUE(diagnosed(rows.fixture.counted.context, DIAGNOSTIC_IMPUTE_ROW_CONSTANT,
                             "indicator 'roads': 4 gaps stay, first in 2001: 'row_median' needs two different values "
                             "of it there, but there is none"));
    fixture_end(&rows.fixture);
}

static void test_nothing_beside_it(void)
{
    struct rows rows;
    begin(&rows, 1, 3);
    rows.columns[0].rule = &ROW_MEAN;
    rows.columns[4].rule = &ROW_MEAN; /* alone below its node */
    fixture_fill(rows.fixture.panel, 0, (double[]){0, NAN, 10});
    fixture_fill(rows.fixture.panel, 1, (double[]){4.5, NAN, 2.5});
    fixture_fill(rows.fixture.panel, 4, (double[]){0, NAN, 10});
    fill(&rows);
    CU_ASSERT_TRUE(isnan(value_at(&rows, 0, 0, 1)));
    CU_ASSERT_TRUE(isnan(value_at(&rows, 0, 4, 1)));
    fixture_end(&rows.fixture);
}

/** By period, a column's extremes are those of the period, before anything is filled in it. */
static void test_over(void)
{
    struct rows rows;
    const double own[] = {0, NAN, 10, 40, NAN, 60};
    const double other[] = {0, 2, 8, 0, 12, 16};
    const struct statistics_over first_year = {.kind = OVER_RANGE, .from = 0, .to = date_from_civil(2001, 12, 31)};
    const struct {
        const struct statistics_over *own, *other;
        double expected[2];
    } cases[] = {
        {&OVER_EVERYTHING, &OVER_EVERYTHING, {7.5, 45}},   /* 2/16 and 12/16 of 0..60 */
        {&OVER_EACH_PERIOD, &OVER_EACH_PERIOD, {2.5, 55}}, /* 2/8 of 0..10, 12/16 of 40..60 */
        {&OVER_EACH_PERIOD, &OVER_EVERYTHING, {1.25, 55}}, /* 2/16 of 0..10, 12/16 of 40..60 */
        {&first_year, &first_year, {2.5, 15}},             /* 2/8 of 0..10, 12/8 of 0..10 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin(&rows, 2, 3);
        rows.columns[0].rule = &ROW_MEAN;
        rows.columns[0].over = cases[i].own;
        rows.columns[1].over = cases[i].other;
        fixture_fill(rows.fixture.panel, 0, own);
        fixture_fill(rows.fixture.panel, 1, other);
        fill(&rows);
        CU_ASSERT_TRUE(close_to(value_at(&rows, 0, 0, 1), cases[i].expected[0], 1e-15));
        CU_ASSERT_TRUE(close_to(value_at(&rows, 1, 0, 1), cases[i].expected[1], 1e-15));
        fixture_end(&rows.fixture);
    }
}

/** By period, a period of equal values alone keeps its gaps. */
static void test_constant_period(void)
{
    struct rows rows;
    begin(&rows, 2, 3);
    rows.columns[0].rule = &ROW_MEAN;
    rows.columns[0].over = &OVER_EACH_PERIOD;
    fixture_fill(rows.fixture.panel, 0, (double[]){0, NAN, 10, 4.5, NAN, 4.5});
    fixture_fill(rows.fixture.panel, 1, (double[]){0, 2, 8, 0, 12, 16});
    fill(&rows);
    CU_ASSERT_TRUE(close_to(value_at(&rows, 0, 0, 1), 1.25, 1e-15));
    CU_ASSERT_TRUE(isnan(value_at(&rows, 1, 0, 1)));
    CU_ASSERT_TRUE(
        diagnosed(rows.fixture.counted.context, DIAGNOSTIC_IMPUTE_ROW_CONSTANT, "1 gap stays, first in 2002"));
    fixture_end(&rows.fixture);
}

static void test_outside_the_index(void)
{
    struct rows rows;
    begin(&rows, 1, 3);
    for (size_t i = 0; i < COLUMNS; i++) {
        rows.columns[i].parent = INDEX_NONE;
        rows.columns[i].rule = &ROW_MEAN;
        fixture_fill(rows.fixture.panel, i, (double[]){0, i == 1 ? NAN : 1, 10});
    }
    fill(&rows);
    CU_ASSERT_TRUE(isnan(value_at(&rows, 0, 1, 1)));
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(rows.fixture.counted.context), 0);
    fixture_end(&rows.fixture);
}

/** A range that no double holds still has its places; a number that no double holds is no filling. */
static void test_absurd_sizes(void)
{
    struct rows rows;
    const struct statistics_over first_year = {.kind = OVER_RANGE, .from = 0, .to = date_from_civil(2001, 12, 31)};
    begin(&rows, 2, 3);
    rows.columns[0].rule = &ROW_MEAN;
    rows.columns[0].over = &first_year;
    rows.columns[1].over = &first_year;
    fixture_fill(rows.fixture.panel, 0, (double[]){-1.5e308, NAN, 1.5e308, 0, NAN, 0});
    fixture_fill(rows.fixture.panel, 1, (double[]){0, 1.5, 2, 0, 1000, 16});
    fill(&rows);
    CU_ASSERT_TRUE(close_to(value_at(&rows, 0, 0, 1), 0.75e308, 1e-15));
    CU_ASSERT_EQUAL(rows.fixture.panel->observation[panel_cell(rows.fixture.panel, 1, 0, 1)], OBSERVATION_EMPTY);
    fixture_end(&rows.fixture);
}

/** Random rows below two nodes; every column has a row rule but the last. */
static void fill_randomly(struct rows *rows, uint64_t *state)
{
    begin(rows, 1 + (size_t)(4 * fixture_random(state)), 1 + (size_t)(9 * fixture_random(state)));
    struct panel *panel = rows->fixture.panel;
    for (size_t i = 0; i < COLUMNS; i++) {
        rows->columns[i].rule = i == 4 ? &NO_RULE : i % 2 == 0 ? &ROW_MEAN : &ROW_MEDIAN;
        rows->columns[i].direction = fixture_random(state) < 0.5 ? DIRECTION_SAFETY : DIRECTION_RISK;
        rows->columns[i].over = fixture_random(state) < 0.5 ? &OVER_EACH_PERIOD : &OVER_EVERYTHING;
        rows->columns[i].parent = i < 2 ? 1 : 0;
    }
    for (size_t cell = 0; cell < panel->periods * COLUMNS * panel->regions; cell++) {
        double kind = fixture_random(state);
        if (kind < 0.3) {
            panel_set_missing(panel, cell, kind < 0.1 ? OBSERVATION_SCREENED : OBSERVATION_NO_ROW);
        } else {
            panel_set(panel, cell, 100 * fixture_random(state) - 50, OBSERVATION_NORMAL);
        }
    }
}

/** What is there stays, what was screened out stays out, and what is filled lies in its column's range. */
static void test_laws(void)
{
    uint64_t state = 19991231;
    size_t filled = 0;
    for (size_t i = 0; i < 300; i++) {
        struct rows rows;
        struct panel *before = NULL;
        fill_randomly(&rows, &state);
        const struct panel *panel = rows.fixture.panel;
        CU_ASSERT_EQUAL_FATAL(panel_copy(&rows.fixture.arena, panel, &before), TOCSIN_OK);
        fill(&rows);
        size_t wrong = 0;
        for (size_t cell = 0; cell < panel->periods * COLUMNS * panel->regions; cell++) {
            size_t column = cell / panel->regions % COLUMNS;
            bool changed = panel->observation[cell] != before->observation[cell];
            filled += changed;
            wrong += changed && (before->observation[cell] != OBSERVATION_NO_ROW || column == 4 ||
                                 panel->observation[cell] != OBSERVATION_IMPUTED || fabs(panel->value[cell]) > 50);
            wrong += !changed && panel->value[cell] != before->value[cell];
        }
        CU_ASSERT_EQUAL(wrong, 0);
        fixture_end(&rows.fixture);
    }
    CU_ASSERT_TRUE(filled > 1000);
}

/** The same bits in whatever order the indicators stand. */
static void test_order_of_indicators(void)
{
    uint64_t state = 5551212;
    for (size_t i = 0; i < 100; i++) {
        struct rows rows;
        struct rows turned;
        uint64_t again = state;
        fill_randomly(&rows, &state);
        fill_randomly(&turned, &again);
        size_t regions = rows.fixture.panel->regions;
        size_t periods = rows.fixture.panel->periods;
        for (size_t cell = 0; cell < periods * COLUMNS * regions; cell++) {
            size_t column = COLUMNS - 1 - cell / regions % COLUMNS;
            size_t from = panel_cell(rows.fixture.panel, cell / regions / COLUMNS, column, cell % regions);
            turned.fixture.panel->value[cell] = rows.fixture.panel->value[from];
            turned.fixture.panel->observation[cell] = rows.fixture.panel->observation[from];
        }
        for (size_t column = 0; column < COLUMNS; column++) {
            turned.columns[column] = rows.columns[COLUMNS - 1 - column];
        }
        fill(&rows);
        fill(&turned);
        size_t wrong = 0;
        for (size_t cell = 0; cell < periods * COLUMNS * regions; cell++) {
            size_t column = COLUMNS - 1 - cell / regions % COLUMNS;
            size_t from = panel_cell(rows.fixture.panel, cell / regions / COLUMNS, column, cell % regions);
            wrong += turned.fixture.panel->value[cell] != rows.fixture.panel->value[from];
        }
        CU_ASSERT_EQUAL(wrong, 0);
        fixture_end(&rows.fixture);
        fixture_end(&turned.fixture);
    }
}

/** A single region has constant columns within a period, but not along time. */
static void test_single_region(void)
{
    struct rows rows;
    begin(&rows, 3, 1);
    rows.columns[0].rule = &ROW_MEAN;
    fixture_fill(rows.fixture.panel, 0, (double[]){0, NAN, 10});
    fixture_fill(rows.fixture.panel, 1, (double[]){1, 1.5, 3});
    fill(&rows);
    CU_ASSERT_TRUE(close_to(value_at(&rows, 1, 0, 0), 2.5, 1e-15));
    fixture_end(&rows.fixture);
    begin(&rows, 1, 1);
    rows.columns[0].rule = &ROW_MEAN;
    fixture_fill(rows.fixture.panel, 1, (double[]){1});
    fill(&rows);
    CU_ASSERT_TRUE(isnan(value_at(&rows, 0, 0, 0)));
    CU_ASSERT_TRUE(diagnosed_once(rows.fixture.counted.context, DIAGNOSTIC_IMPUTE_ROW_CONSTANT, 17, 5));
    fixture_end(&rows.fixture);
}

static void test_no_memory(void)
{
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t allocations = 0;
    for (; status != TOCSIN_OK; allocations++) {
        struct rows rows;
        CU_ASSERT_FATAL(allocations < 20);
        begin(&rows, 1, 3);
        rows.columns[0].rule = &ROW_MEAN;
        fixture_fill(rows.fixture.panel, 0, (double[]){0, NAN, 10});
        fixture_fill(rows.fixture.panel, 1, (double[]){0, 2, 8});
        rows.fixture.counted.fail_after = rows.fixture.counted.calls + allocations;
        status = impute_rows(rows.fixture.counted.context, rows.columns, rows.fixture.panel, &rows.fixture.axis);
        CU_ASSERT_TRUE(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_EQUAL(isnan(value_at(&rows, 0, 0, 1)), status != TOCSIN_OK);
        fixture_end(&rows.fixture);
    }
    CU_ASSERT_TRUE(allocations > 1);
}

static CU_TestInfo tests[] = {
    {"mean and median of the row", test_mean_and_median},
    {"safety turns a column round", test_safety},
    {"filled siblings do not count", test_filled_siblings_do_not_count},
    {"a constant sibling", test_constant_sibling},
    {"a constant column of its own", test_constant_own_column},
    {"nothing beside it", test_nothing_beside_it},
    {"over all, a period, a range", test_over},
    {"a constant period", test_constant_period},
    {"outside the index", test_outside_the_index},
    {"numbers of absurd size", test_absurd_sizes},
    {"laws", test_laws},
    {"order of indicators", test_order_of_indicators},
    {"a single region", test_single_region},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(impute_rows, tests)
