/** The module `series`: periods by last day, several observations in one, repeats, bounds, shards. */
#include "indicators/indicator.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

extern const struct indicator_module indicator_series;

enum { OPTION_COLUMN, OPTION_WITHIN, MOST_ROWS = 4096 };

/** One row of a source: a date as written, and a value; NAN stands for an empty field, `low` and `high` for none. */
struct row {
    int32_t region;
    const char *date; /* NULL: none */
    double value, low, high;
};

#define ROW(region, date, value)                                                                                       \
    {                                                                                                                  \
        region, date, value, NAN, NAN                                                                                  \
    }

struct run {
    struct counted counted;
    struct arena arena;
    struct region_table *regions;
    struct option_value options[2];
    struct column_set columns;
    struct period_axis axis;
    struct panel *panel;
};

static void begin(struct run *run, const char *within, struct period_axis axis)
{
    static const struct region regions[3] = {{"AFG", "AFG"}, {"IND", "IND"}, {"PAK", "PAK"}};
    static const char *const choices[6] = {"last", "first", "mean", "sum", "min", "max"};
    memset(run, 0, sizeof *run);
    counted_begin(&run->counted);
    arena_begin(&run->arena, run->counted.context);
    CU_ASSERT_EQUAL_FATAL(region_table_create(&run->arena, regions, 3, NULL, 0, NULL, &run->regions), TOCSIN_OK);
    run->columns.arena = &run->arena;
    for (size_t i = 0; i < 6; i++) {
        if (strcmp(choices[i], within) == 0) {
            run->options[OPTION_WITHIN] = (struct option_value){.number = (double)i, .text = within};
        }
    }
    run->axis = axis;
    CU_ASSERT_EQUAL_FATAL(panel_create(&run->arena, axis.count, 2, 3, &run->panel), TOCSIN_OK);
}

static struct period_axis months(int year, int month, size_t count)
{
    return (struct period_axis){FREQUENCY_MONTH, period_of_day(FREQUENCY_MONTH, date_from_civil(year, month, 1)),
                                count};
}

static void end(struct run *run)
{
    arena_end(&run->arena);
    CU_ASSERT_TRUE(counted_end(&run->counted));
}

static void *prepare(struct run *run)
{
    void *state = arena_allocate(&run->arena, 1, indicator_series.state_size);
    struct indicator_setup setup = {
        .context = run->counted.context,
        .arena = &run->arena,
        .id = "corruption",
        .at = {"model.yaml", 5, 3},
        .options = run->options,
        .regions = run->regions,
        .columns = &run->columns,
    };
    CU_ASSERT_EQUAL_FATAL(indicator_series.prepare(&setup, state), TOCSIN_OK);
    return state;
}

static struct field number_field(double value, uint64_t column)
{
    return (struct field){.state = isnan(value) ? FIELD_MISSING : FIELD_NUMBER,
                          .number = isnan(value) ? 0 : value,
                          .text = "",
                          .column = column};
}

static tocsin_status feed(void *state, const struct row *row, uint64_t line)
{
    struct field fields[3] = {number_field(row->value, 20), number_field(row->low, 30), number_field(row->high, 40)};
    struct record record = {
        .at = {"data.csv", line, 0},
        .region = row->region,
        .partner = -1,
        .region_text = "",
        .partner_text = "",
        .day = DAY_NONE,
        .frequency = FREQUENCY_YEAR,
        .fields = fields,
    };
    if (row->date) {
        CU_ASSERT_FATAL(date_parse(row->date, strlen(row->date), &record.day, &record.frequency));
    }
    return indicator_series.accumulate(state, &record);
}

static tocsin_status finish(struct run *run, void *state)
{
    struct indicator_frame frame = {
        .context = run->counted.context,
        .arena = &run->arena,
        .id = "corruption",
        .at = {"model.yaml", 5, 3},
        .regions = run->regions,
        .axis = run->axis,
        .coverage = {DAY_NONE, DAY_NONE, NULL},
        .frequency = run->axis.frequency,
        .panel = run->panel,
        .column = 1,
    };
    return indicator_series.finish(state, &frame);
}

/** One pass over the rows, which begin in line 2. */
static tocsin_status measure(struct run *run, const struct row *rows, size_t count)
{
    void *state = prepare(run);
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_EQUAL(feed(state, &rows[i], i + 2), TOCSIN_OK);
    }
    return finish(run, state);
}

static size_t cell_of(const struct run *run, size_t period, size_t region)
{
    return panel_cell(run->panel, period, 1, region);
}

static bool is(const struct run *run, size_t period, size_t region, double expected, enum observation observation)
{
    size_t cell = cell_of(run, period, region);
    return run->panel->observation[cell] == observation && observation_present(run->panel->observation[cell]) &&
           close_to(run->panel->value[cell], expected, 1e-12);
}

static bool misses(const struct run *run, size_t period, size_t region, enum observation why)
{
    size_t cell = cell_of(run, period, region);
    return run->panel->observation[cell] == why && run->panel->value[cell] == 0;
}

static void test_annual_in_months(void)
{
    static const struct row rows[] = {ROW(2, "2021", 2.385), ROW(2, "2022", -0.75), ROW(0, "2022-Q1", 4.5)};
    struct run run;
    begin(&run, "last", months(2021, 11, 16)); /* 2021-11 .. 2023-02 */
    CU_ASSERT_EQUAL(measure(&run, rows, 3), TOCSIN_OK);
    CU_ASSERT_TRUE(misses(&run, 0, 2, OBSERVATION_NO_ROW)); /* the year 2021 is not known in its November */
    CU_ASSERT_TRUE(is(&run, 1, 2, 2.385, OBSERVATION_NORMAL));
    for (size_t period = 2; period < 13; period++) {
        CU_ASSERT_TRUE(misses(&run, period, 2, OBSERVATION_NO_ROW));
    }
    CU_ASSERT_TRUE(is(&run, 13, 2, -0.75, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(misses(&run, 14, 2, OBSERVATION_NO_ROW));
    CU_ASSERT_TRUE(is(&run, 4, 0, 4.5, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(misses(&run, 4, 1, OBSERVATION_NO_ROW));
    CU_ASSERT_EQUAL(run.panel->observed[cell_of(&run, 13, 2)], date_from_civil(2022, 12, 31));
    CU_ASSERT_PTR_NULL(run.panel->low);
    end(&run);
}

static void test_outside_the_panel(void)
{
    static const struct row rows[] = {ROW(0, "2019-12-31", 1.5), ROW(0, "2020-01-01", 2.5), ROW(0, "2020-03-31", 3.5),
                                      ROW(0, "2020-04-01", 4.5)};
    struct run run;
    begin(&run, "last", months(2020, 1, 3));
    CU_ASSERT_EQUAL(measure(&run, rows, 4), TOCSIN_OK);
    CU_ASSERT_TRUE(is(&run, 0, 0, 2.5, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(misses(&run, 1, 0, OBSERVATION_NO_ROW));
    CU_ASSERT_TRUE(is(&run, 2, 0, 3.5, OBSERVATION_NORMAL));
    end(&run);
}

static void test_within(void)
{
    static const struct row rows[] = {ROW(1, "2020-02", 7.25), ROW(1, "2020-01", 2.5), ROW(1, "2020-03", -4)};
    static const struct {
        const char *within;
        double expected;
        day_number month;
    } cases[] = {{"last", -4, 3},  {"first", 2.5, 1}, {"mean", 5.75 / 3, 3},
                 {"sum", 5.75, 3}, {"min", -4, 3},    {"max", 7.25, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        begin(&run, cases[i].within, (struct period_axis){FREQUENCY_QUARTER, 2020 * 4, 1});
        CU_ASSERT_EQUAL(measure(&run, rows, 3), TOCSIN_OK);
        CU_ASSERT_TRUE(is(&run, 0, 1, cases[i].expected, OBSERVATION_NORMAL));
        CU_ASSERT_EQUAL(run.panel->observed[cell_of(&run, 0, 1)],
                        period_last_day(FREQUENCY_MONTH, 2020 * 12 + cases[i].month - 1));
        end(&run);
    }
}

/** An empty field is not a number: the others stand for the period, except in a sum. */
static void test_empty_within(void)
{
    static const struct row rows[] = {ROW(1, "2020-01", 2.5),  ROW(1, "2020-02", NAN), ROW(1, "2020-03", 7),
                                      ROW(0, "2020-01", 1.25), ROW(0, "2020-02", 3),   ROW(2, "2020-02", NAN)};
    static const struct {
        const char *within;
        double empty, absent; /* NAN: missing */
        enum observation observation;
    } cases[] = {
        {"last", 7, 3, OBSERVATION_NORMAL},         {"first", 2.5, 1.25, OBSERVATION_NORMAL},
        {"mean", 4.75, 2.125, OBSERVATION_PARTIAL}, {"sum", NAN, 4.25, OBSERVATION_PARTIAL},
        {"min", 2.5, 1.25, OBSERVATION_PARTIAL},    {"max", 7, 3, OBSERVATION_PARTIAL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        begin(&run, cases[i].within, (struct period_axis){FREQUENCY_QUARTER, 2020 * 4, 1});
        CU_ASSERT_EQUAL(measure(&run, rows, 6), TOCSIN_OK);
        CU_ASSERT_TRUE(isnan(cases[i].empty) ? misses(&run, 0, 1, OBSERVATION_EMPTY)
                                             : is(&run, 0, 1, cases[i].empty, cases[i].observation));
        CU_ASSERT_TRUE(is(&run, 0, 0, cases[i].absent, cases[i].observation));
        CU_ASSERT_TRUE(misses(&run, 0, 2, OBSERVATION_EMPTY));
        end(&run);
    }
}

/** Days may come irregularly, weeks may not: a month has as many weeks as end in it. */
static void test_days_and_weeks(void)
{
    static const struct row rows[] = {ROW(0, "2021-02-03", 1.5), ROW(0, "2021-02-20", 2.25), ROW(1, "2021-W05", 1.5),
                                      ROW(1, "2021-W06", 1.5),   ROW(1, "2021-W07", 1.5),    ROW(1, "2021-W08", 1.5),
                                      ROW(2, "2021-W05", 2.385), ROW(2, "2021-W06", 4)};
    struct run run;
    begin(&run, "sum", months(2021, 2, 1));
    CU_ASSERT_EQUAL(measure(&run, rows, 8), TOCSIN_OK);
    CU_ASSERT_TRUE(is(&run, 0, 0, 3.75, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(is(&run, 0, 1, 6, OBSERVATION_NORMAL)); /* the weeks end on 7, 14, 21 and 28 February */
    CU_ASSERT_TRUE(is(&run, 0, 2, 6.385, OBSERVATION_PARTIAL));
    end(&run);
}

static void test_cross_section(void)
{
    static const struct row rows[] = {ROW(0, NULL, 2.385), ROW(1, NULL, NAN), ROW(0, "2020-02", 9.5)};
    struct run run;
    begin(&run, "last", months(2020, 1, 3));
    CU_ASSERT_EQUAL(measure(&run, rows, 3), TOCSIN_OK);
    for (size_t period = 0; period < 3; period++) {
        CU_ASSERT_TRUE(is(&run, period, 0, period == 1 ? 9.5 : 2.385, OBSERVATION_NORMAL));
        CU_ASSERT_TRUE(misses(&run, period, 1, OBSERVATION_EMPTY));
        CU_ASSERT_TRUE(misses(&run, period, 2, OBSERVATION_NO_ROW));
    }
    CU_ASSERT_EQUAL(run.panel->observed[cell_of(&run, 0, 0)], DAY_NONE);
    end(&run);
}

static void test_bounds(void)
{
    static const struct row rows[] = {
        {0, "2020-01", 4, 2.5, 9}, {0, "2020-02", 6, NAN, 7}, {1, "2020-01", 3, NAN, NAN}};
    static const struct {
        const char *within;
        double value, low, high;
    } cases[] = {{"sum", 10, 8.5, 16}, {"mean", 5, 4.25, 8}, {"min", 4, 2.5, 7}, {"max", 6, 6, 9}, {"last", 6, 6, 7}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        begin(&run, cases[i].within, (struct period_axis){FREQUENCY_YEAR, 2020, 1});
        CU_ASSERT_EQUAL(measure(&run, rows, 3), TOCSIN_OK);
        CU_ASSERT_PTR_NOT_NULL_FATAL(run.panel->low);
        CU_ASSERT_TRUE(close_to(run.panel->value[cell_of(&run, 0, 0)], cases[i].value, 1e-12));
        CU_ASSERT_TRUE(close_to(run.panel->low[cell_of(&run, 0, 0)], cases[i].low, 1e-12));
        CU_ASSERT_TRUE(close_to(run.panel->high[cell_of(&run, 0, 0)], cases[i].high, 1e-12));
        CU_ASSERT_EQUAL(run.panel->low[cell_of(&run, 0, 1)], 3);
        CU_ASSERT_EQUAL(run.panel->high[cell_of(&run, 0, 1)], 3);
        end(&run);
    }
}

static void test_crossed_bounds(void)
{
    static const struct row rows[] = {{0, "2020-01", 4, 4.5, 9}, {1, "2020-01", 4, 2, 3.25}};
    struct run run;
    begin(&run, "last", months(2020, 1, 1));
    CU_ASSERT_EQUAL(measure(&run, rows, 2), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(run.counted.context), 2);
    CU_ASSERT_TRUE(diagnosed(run.counted.context, DIAGNOSTIC_SERIES_BOUNDS_CROSSED, "the lower bound 4.5"));
    CU_ASSERT_TRUE(diagnosed(run.counted.context, DIAGNOSTIC_SERIES_BOUNDS_CROSSED, "the upper bound 3.25"));
    tocsin_diagnostic found;
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(run.counted.context, 1, &found), TOCSIN_OK);
    CU_ASSERT_EQUAL(found.line, 3);
    CU_ASSERT_EQUAL(found.column, 40);
    CU_ASSERT_EQUAL(found.severity, TOCSIN_WARNING);
    CU_ASSERT_EQUAL(run.panel->low[cell_of(&run, 0, 0)], 4);
    CU_ASSERT_EQUAL(run.panel->high[cell_of(&run, 0, 0)], 9);
    CU_ASSERT_EQUAL(run.panel->low[cell_of(&run, 0, 1)], 2);
    CU_ASSERT_EQUAL(run.panel->high[cell_of(&run, 0, 1)], 4);
    end(&run);
}

static void test_same_row_twice(void)
{
    static const struct row rows[] = {ROW(2, "2020-01", 2.385), ROW(1, "2020-01", 2.385), ROW(2, "2020-01", 2.385)};
    struct run run;
    begin(&run, "sum", months(2020, 1, 1));
    CU_ASSERT_EQUAL(measure(&run, rows, 3), TOCSIN_OK);
    CU_ASSERT_TRUE(is(&run, 0, 2, 2.385, OBSERVATION_NORMAL)); /* taken once */
    CU_ASSERT_TRUE(diagnosed_once(run.counted.context, DIAGNOSTIC_SERIES_ROW_TWICE, 4, 20));
    CU_ASSERT_TRUE(diagnosed(run.counted.context, DIAGNOSTIC_SERIES_ROW_TWICE,
                             "'corruption' has the same value for region 'PAK' and 2020-01 as in line 2 of data.csv"));
    end(&run);
}

/** Differing rows are told apart in one pass and across shards alike, with both lines. */
static void test_rows_differ(void)
{
    static const struct row rows[] = {ROW(2, "2020-01", 2.385), ROW(2, "2020-01", 4.5), ROW(2, "2020-01", NAN)};
    struct run run;
    begin(&run, "last", months(2020, 1, 1));
    void *state = prepare(&run);
    CU_ASSERT_EQUAL(feed(state, &rows[0], 2), TOCSIN_OK);
    CU_ASSERT_EQUAL(feed(state, &rows[1], 17), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(run.counted.context, DIAGNOSTIC_SERIES_ROWS_DIFFER, 17, 20));
    CU_ASSERT_TRUE(diagnosed(run.counted.context, DIAGNOSTIC_SERIES_ROWS_DIFFER,
                             "has 4.5 for region 'PAK' and 2020-01, but 2.385 in line 2 of data.csv"));
    CU_ASSERT_EQUAL(feed(state, &rows[2], 18), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed(run.counted.context, DIAGNOSTIC_SERIES_ROWS_DIFFER, "has an empty field for"));
    end(&run);

    begin(&run, "last", months(2020, 1, 1));
    void *first = prepare(&run);
    void *second = prepare(&run);
    CU_ASSERT_EQUAL(feed(first, &rows[0], 2), TOCSIN_OK);
    CU_ASSERT_EQUAL(feed(second, &rows[1], 17), TOCSIN_OK);
    CU_ASSERT_EQUAL(indicator_series.merge(first, second), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(run.counted.context, DIAGNOSTIC_SERIES_ROWS_DIFFER, 17, 20));
    CU_ASSERT_TRUE(diagnosed(run.counted.context, DIAGNOSTIC_SERIES_ROWS_DIFFER, "2.385 in line 2 of data.csv"));
    end(&run);

    begin(&run, "last", months(2020, 1, 1));
    static const struct row undated[] = {ROW(1, NULL, 1.5), ROW(1, NULL, 2.5)};
    state = prepare(&run);
    CU_ASSERT_EQUAL(feed(state, &undated[0], 2), TOCSIN_OK);
    CU_ASSERT_EQUAL(feed(state, &undated[1], 3), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed(run.counted.context, DIAGNOSTIC_SERIES_ROWS_DIFFER, "2.5 for region 'IND', but 1.5 in"));
    tocsin_diagnostic found;
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(run.counted.context, 0, &found), TOCSIN_OK);
    CU_ASSERT_TRUE(found.hint && strstr(found.hint, "columns: {period: ...}"));
    end(&run);
}

/** Rows of other regions and rows about another column are none of this indicator's. */
static void test_rows_of_others(void)
{
    struct run run;
    begin(&run, "last", months(2020, 1, 1));
    void *state = prepare(&run);
    CU_ASSERT_EQUAL(run.columns.count, 3);
    CU_ASSERT_STRING_EQUAL(run.columns.requests[0].name, "corruption");
    CU_ASSERT_TRUE(run.columns.requests[0].required);
    CU_ASSERT_EQUAL(run.columns.requests[1].kind, COLUMN_LOW);
    CU_ASSERT_FALSE(run.columns.requests[1].required);
    CU_ASSERT_EQUAL(run.columns.requests[2].kind, COLUMN_HIGH);
    struct row stranger = ROW(-1, "2020-01", 8.5);
    CU_ASSERT_EQUAL(feed(state, &stranger, 2), TOCSIN_OK);
    struct field absent[3] = {{.state = FIELD_ABSENT}, {.state = FIELD_ABSENT}, {.state = FIELD_ABSENT}};
    struct record record = {
        .region = 0, .day = date_from_civil(2020, 1, 5), .frequency = FREQUENCY_DAY, .fields = absent};
    CU_ASSERT_EQUAL(indicator_series.accumulate(state, &record), TOCSIN_OK);
    CU_ASSERT_EQUAL(finish(&run, state), TOCSIN_OK);
    CU_ASSERT_TRUE(misses(&run, 0, 0, OBSERVATION_NO_ROW));
    end(&run);
}

static void test_named_column(void)
{
    struct run run;
    begin(&run, "last", months(2020, 1, 1));
    run.options[OPTION_COLUMN] = (struct option_value){.given = true, .text = "cce", .at = {"model.yaml", 9, 21}};
    prepare(&run);
    CU_ASSERT_STRING_EQUAL(run.columns.requests[0].name, "cce");
    CU_ASSERT_EQUAL(run.columns.requests[0].at.line, 9);
    end(&run);
}

static void test_sum_too_large(void)
{
    static const struct row rows[] = {ROW(0, "2020-01", 1.5e308), ROW(0, "2020-02", 1.5e308)};
    struct run run;
    begin(&run, "sum", (struct period_axis){FREQUENCY_YEAR, 2020, 1});
    CU_ASSERT_EQUAL(measure(&run, rows, 2), TOCSIN_OK);
    CU_ASSERT_TRUE(misses(&run, 0, 0, OBSERVATION_NOT_FINITE));
    end(&run);
}

/* ---------------------------------------------------------------------------------------------- laws */

/** A fixed sequence of numbers (Lehmer, modulus 2^31 - 1). */
static uint32_t next_number(uint32_t *seed)
{
    *seed = (uint32_t)((uint64_t)*seed * 48271 % 2147483647);
    return *seed;
}

/** Days of four years in random order, each region and day once, with values that round when they are summed. */
static size_t random_rows(struct row *rows, char dates[MOST_ROWS][16])
{
    uint32_t seed = 20230831;
    size_t count = 0;
    for (int day = 0; day < 1461 && count + 2 < MOST_ROWS; day++) {
        for (int32_t region = 0; region < 2; region++) {
            if (next_number(&seed) % 5 == 0) {
                continue;
            }
            period_format(dates[count], FREQUENCY_DAY, date_from_civil(2019, 1, 1) + day);
            double value = (double)next_number(&seed) / 7.0 * (next_number(&seed) % 2 ? 1 : -1);
            bool empty = next_number(&seed) % 50 == 0;
            rows[count] = (struct row){region, dates[count], empty ? NAN : value, NAN, value + 2.385};
            count++;
        }
    }
    for (size_t i = count - 1; i > 0; i--) {
        size_t other = next_number(&seed) % (i + 1);
        struct row swapped = rows[i];
        rows[i] = rows[other];
        rows[other] = swapped;
    }
    return count;
}

/** Cuts the rows into shards, merges them in the order given, and returns the panel. */
static void measure_shards(struct run *run, const char *within, const struct row *rows, size_t count, size_t shards,
                           bool backwards)
{
    void *states[8];
    begin(run, within, months(2019, 1, 48));
    for (size_t k = 0; k < shards; k++) {
        states[k] = prepare(run);
        for (size_t i = k * count / shards; i < (k + 1) * count / shards; i++) {
            CU_ASSERT_EQUAL(feed(states[k], &rows[backwards ? count - 1 - i : i], i + 2), TOCSIN_OK);
        }
    }
    size_t target = backwards ? shards - 1 : 0;
    for (size_t k = 1; k < shards; k++) {
        CU_ASSERT_EQUAL(indicator_series.merge(states[target], states[backwards ? shards - 1 - k : k]), TOCSIN_OK);
    }
    CU_ASSERT_EQUAL(finish(run, states[target]), TOCSIN_OK);
}

static void test_shards(void)
{
    static struct row rows[MOST_ROWS];
    static char dates[MOST_ROWS][16];
    static const char *const within[6] = {"last", "first", "mean", "sum", "min", "max"};
    size_t count = random_rows(rows, dates);
    CU_ASSERT_TRUE(count > 2000);
    for (size_t i = 0; i < 6; i++) {
        struct run whole;
        measure_shards(&whole, within[i], rows, count, 1, false);
        size_t present = 0;
        for (size_t cell = 0; cell < 48 * 2 * 3; cell++) {
            present += observation_present(whole.panel->observation[cell]);
        }
        CU_ASSERT_TRUE(present > 30);
        for (size_t shards = 1; shards <= 8; shards += 3) {
            for (int backwards = 0; backwards < 2; backwards++) {
                struct run cut;
                measure_shards(&cut, within[i], rows, count, shards, backwards);
                CU_ASSERT_EQUAL(memcmp(whole.panel->value, cut.panel->value, 48 * 2 * 3 * sizeof(double)), 0);
                CU_ASSERT_EQUAL(memcmp(whole.panel->low, cut.panel->low, 48 * 2 * 3 * sizeof(double)), 0);
                CU_ASSERT_EQUAL(memcmp(whole.panel->high, cut.panel->high, 48 * 2 * 3 * sizeof(double)), 0);
                CU_ASSERT_EQUAL(memcmp(whole.panel->observation, cut.panel->observation, 48 * 2 * 3), 0);
                CU_ASSERT_EQUAL(memcmp(whole.panel->observed, cut.panel->observed, 48 * 2 * 3 * sizeof(day_number)), 0);
                end(&cut);
            }
        }
        end(&whole);
    }
}

static void test_out_of_memory(void)
{
    static struct row rows[MOST_ROWS];
    static char dates[MOST_ROWS][16];
    size_t count = random_rows(rows, dates);
    struct run run;
    begin(&run, "last", months(2019, 1, 48));
    void *state = prepare(&run);
    run.counted.fail_after = run.counted.calls;
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < count && status == TOCSIN_OK; i++) {
        status = feed(state, &rows[i], i + 2);
    }
    CU_ASSERT_EQUAL(status, TOCSIN_ERROR_MEMORY);
    run.counted.fail_after = SIZE_MAX;
    end(&run);
}

static CU_TestInfo tests[] = {
    {"annual values in a monthly model", test_annual_in_months},
    {"days outside the panel", test_outside_the_panel},
    {"several observations in a period", test_within},
    {"empty fields among several observations", test_empty_within},
    {"days may be irregular, weeks may not", test_days_and_weeks},
    {"a cross-section holds for all periods", test_cross_section},
    {"bounds", test_bounds},
    {"bounds that do not hold the value", test_crossed_bounds},
    {"the same row twice", test_same_row_twice},
    {"rows that differ", test_rows_differ},
    {"rows of others", test_rows_of_others},
    {"a column by name", test_named_column},
    {"a sum too large for a number", test_sum_too_large},
    {"shards give the bits of one pass", test_shards},
    {"out of memory", test_out_of_memory},
    CU_TEST_INFO_NULL,
};

SUITE(series, tests)
