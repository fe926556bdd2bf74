/** Event counts: windows in days and periods, rates, real counts by month, and what rows and options may not hold. */
#include "module_run.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define SOME_ROWS                                                                                                      \
    "date,region,deaths,count|2019-01-13,A,3,2|2019-03-31,B,11,1|2019-04-01,A,0.25,4|2019-07-22,A,29,1|"               \
    "2019-07-22,A,1,1|2019-11-05,B,2,6|2020-02-29,A,5,1|2020-03-01,B,17,2|2020-03-30,A,1.125,9"

/* Windows that do not overlap add up to one that holds them all. */
static void test_windows_add_up(void)
{
    struct module_case year = {"event_count", "column=deaths;periods=12", SOME_ROWS, "A|B", "covers=2019-01..2020-03"};
    struct module_case month = {"event_count", "column=deaths", SOME_ROWS, "A|B", "covers=2019-01..2020-03"};
    double sum = 0;
    struct module_run run;
    module_run_begin(&run, &month, IN_ONE_PASS);
    for (size_t p = 0; p < 12; p++) {
        sum += run.panel->value[panel_cell(run.panel, p, run.column, 0)];
    }
    CU_ASSERT_EQUAL(sum, 33.25);
    CU_ASSERT_PTR_NULL(run.panel->low); /* the source has no bounds */
    CU_ASSERT_EQUAL(module_value(&year, "2019-12", "A"), sum);
    CU_ASSERT_TRUE(module_run_end(&run));
}

/* A window of as many days as the period has is the period. */
static void test_days_and_periods(void)
{
    struct module_case days = {"event_count", "window=31", SOME_ROWS, "A|B", ""};
    struct module_case periods = {"event_count", "", SOME_ROWS, "A|B", ""};
    CU_ASSERT_EQUAL(module_value(&days, "2020-03", "A"), 9);
    CU_ASSERT_EQUAL(module_value(&days, "2020-03", "A"), module_value(&periods, "2020-03", "A"));
    CU_ASSERT_EQUAL(module_value(&days, "2019-07", "A"), module_value(&periods, "2019-07", "A"));
}

static void test_rates_scale(void)
{
    struct module_case given = {"event_count", "per=population;per_factor=1000", SOME_ROWS,
                                "region,population|A,64500|B,1290", ""};
    CU_ASSERT_TRUE(close_to(module_value(&given, "2020-03", "A"), 9 * 1000 / 64500.0, 1e-15));
    CU_ASSERT_TRUE(close_to(module_value(&given, "2020-03", "B"), 2 * 1000 / 1290.0, 1e-15));
    given.options = "";
    CU_ASSERT_EQUAL(module_value(&given, "2020-03", "B"), 2);
}

static void test_pakistan_months(void)
{
    static const char *const files[] = {"real/ucdp_ged_pakistan/ged_pak_hdx.csv.gz"};
    static const struct column_pick picks[] = {{"date_end", "date"}, {"adm_1", "region"}, {"best", "deaths"}};
    static const char *const expected_file[] = {"real/ucdp_ged_pakistan/expected_adm1_month_by_date_end.csv"};
    static const struct column_pick expected_picks[] = {
        {"month", "month"}, {"adm_1", "region"}, {"events", "events"}, {"best", "best"}};
    char *input = module_input_of_files(files, 1, picks, 3);
    char *expected = module_input_of_files(expected_file, 1, expected_picks, 4);
    if (!input || !expected) {
        free(input);
        free(expected);
        return;
    }
    static const char regions[] = "Federally Administered Tribal Areas|Khyber Pakhtunkwa province|Balochistan province|"
                                  "Sindh province|Azad Jammu & Kashmir|Punjab province|Gilgit-Baltistan|"
                                  "Islamabad Capital territory";
    struct module_case counting = {"event_count", "", input, regions, "periods=1989-01..2021-12"};
    struct module_case deaths = {"event_count", "column=deaths", input, regions, "periods=1989-01..2021-12"};
    struct module_run events;
    struct module_run best;
    module_run_begin(&events, &counting, IN_ONE_PASS);
    module_run_begin(&best, &deaths, IN_SHARDS);
    double total = 0;
    size_t checked = 0;
    char *rest = expected;
    strsep(&rest, "|");
    for (char *row; (row = strsep(&rest, "|"));) {
        const char *month = strsep(&row, ",");
        const char *region = strsep(&row, ",");
        const char *count = strsep(&row, ",");
        if (!*region) {
            continue; /* events without a province belong to no region */
        }
        CU_ASSERT_EQUAL(events.panel->value[module_run_cell(&events, month, region)], atof(count));
        CU_ASSERT_EQUAL(best.panel->value[module_run_cell(&best, month, region)], atof(row));
        total += atof(count);
        checked++;
    }
    CU_ASSERT_TRUE(checked > 900);
    CU_ASSERT_EQUAL(total, 6371);
    CU_ASSERT_TRUE(module_run_end(&events));
    CU_ASSERT_TRUE(module_run_end(&best));
    free(input);
    free(expected);
}

static void test_rows_without_numbers_are_counted(void)
{
    struct module_case given = {"event_count", "column=deaths",
                                "date,region,deaths|2020-01-01,A,|2020-01-02,A,|2020-01-03,A,|2020-01-04,A,2", "A", ""};
    for (unsigned order = IN_ONE_PASS; order < SHUFFLED + 3; order++) {
        struct module_run run;
        module_run_begin(&run, &given, order);
        CU_ASSERT_EQUAL(run.status, TOCSIN_OK);
        CU_ASSERT_TRUE(diagnosed(run.counted.context, 3003, ": 3 rows without a number in 'deaths' counted as 0"));
        CU_ASSERT_TRUE(module_run_end(&run));
    }
}

/* What is counted is never below zero, so that -99 is no number of deaths; another column may be. */
static void test_counts_are_not_negative(void)
{
    static const char *const columns[] = {"count", "deaths", "injured", "hostages"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char option[32];
        char rows[64];
        snprintf(option, sizeof option, "column=%s", columns[i]);
        snprintf(rows, sizeof rows, "date,region,%s|2020-01-01,A,3|2020-01-02,A,-99", columns[i]);
        struct module_case given = {"event_count", option, rows, "A", ""};
        struct module_run run;
        module_run_begin(&run, &given, IN_ONE_PASS);
        CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_DATA);
        CU_ASSERT_TRUE(diagnosed_once(run.counted.context, 3001, 3, 14));
        CU_ASSERT_TRUE(module_run_end(&run));
    }
    struct module_case value = {"event_count", "column=value", "date,region,value|2020-01-01,A,3|2020-01-02,A,-2.385",
                                "A", ""};
    CU_ASSERT_TRUE(close_to(module_value(&value, "2020-01", "A"), 0.615, 1e-15));
}

/* A rate beyond the largest double is missing, and that is told. */
static void test_rates_too_large(void)
{
    struct module_case given = {"event_count", "per=population;per_factor=1e10",
                                "date,region,count|2020-01-01,A,3|2020-01-01,B,30",
                                "region,population|A,64500|B,1e-297", "covers=2020-01..2020-01"};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(run.panel->observation[module_run_cell(&run, "2020-01", "B")], OBSERVATION_NOT_FINITE);
    CU_ASSERT_TRUE(diagnosed(run.counted.context, 3054, "first for 'B' in 2020-01, where the result is not a finite"));
    CU_ASSERT_TRUE(module_run_end(&run));
}

static void test_findings_name_the_place(void)
{
    struct module_case given = {"event_count", "per=populaton;window=3;periods=2", SOME_ROWS,
                                "region,population|A,64500|B,1290", ""};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_MODEL);
    CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_count(run.counted.context), 2);
    tocsin_diagnostic found;
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(run.counted.context, 1, &found), TOCSIN_OK);
    CU_ASSERT_EQUAL(found.code, 3031);
    CU_ASSERT_STRING_EQUAL(found.hint, "did you mean 'population'?");
    CU_ASSERT_TRUE(module_run_end(&run));
}

static void test_memory_runs_out(void)
{
    struct module_case given = {"event_count", "column=deaths;per=population",
                                "date,region,deaths,deaths_low|2019-01-13,A,3,2|2019-03-31,B,11,1",
                                "region,population|A,64500|B,1290", ""};
    module_run_without_memory(&given);
}

static CU_TestInfo tests[] = {
    {"windows add up", test_windows_add_up},
    {"days and periods", test_days_and_periods},
    {"rates", test_rates_scale},
    {"Pakistan's provinces by month", test_pakistan_months},
    {"rows without numbers are counted", test_rows_without_numbers_are_counted},
    {"counts are not negative", test_counts_are_not_negative},
    {"rates too large for a number", test_rates_too_large},
    {"faults are reported with a suggestion", test_findings_name_the_place},
    {"memory runs out at every point", test_memory_runs_out},
    CU_TEST_INFO_NULL,
};
SUITE(event_count, tests)
