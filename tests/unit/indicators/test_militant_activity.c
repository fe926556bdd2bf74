/** Militant activity against values computed apart, its laws, any order of rows, and what they may not hold. */
#include "base/text.h"
#include "module_run.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const ucdp[] = {"real/ucdp_ged_pakistan/ged_pak_hdx.csv.gz"};
static const struct column_pick ucdp_picks[] = {
    {"date_end", "date"}, {"adm_1", "region"}, {"best", "deaths"}, {"low", "deaths_low"}, {"high", "deaths_high"}};

enum { FATA, KP, BALOCHISTAN, SINDH, PROVINCES };
static const char *const provinces[PROVINCES] = {"Federally Administered Tribal Areas", "Khyber Pakhtunkwa province",
                                                 "Balochistan province", "Sindh province"};
#define PAKISTAN                                                                                                       \
    "Federally Administered Tribal Areas|Khyber Pakhtunkwa province|Balochistan province|Sindh province|"              \
    "Azad Jammu & Kashmir|Punjab province|Gilgit-Baltistan|Islamabad Capital territory"
#define FRAME "periods=1989-01..2021-12"

static const char *const dates[2] = {"2014-12", "2021-12"};
static const double severities[2][PROVINCES] = {{3514.9542, 634.7372, 188.0109, 245.3142},
                                                {188.8800, 114.8145, 235.9149, 2.4854}};
static const double levels[2][PROVINCES] = {{92.032, 72.754, 59.082, 62.067}, {59.134, 53.561, 61.629, 14.073}};

static double cell_value(const struct module_run *run, const char *period, const char *region)
{
    size_t cell = module_run_cell(run, period, region);
    CU_ASSERT_TRUE(observation_present(run->panel->observation[cell]));
    return run->panel->value[cell];
}

/* The published numbers to the digits that are given. */
static void check_vectors(const struct module_case *given, const double expected[2][PROVINCES], double digits)
{
    struct module_run run;
    module_run_begin(&run, given, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_OK);
    for (size_t d = 0; d < 2; d++) {
        for (size_t p = 0; p < PROVINCES; p++) {
            double value = cell_value(&run, dates[d], provinces[p]);
            CU_ASSERT_EQUAL(round(value * digits), round(expected[d][p] * digits));
        }
    }
    CU_ASSERT_TRUE(module_run_end(&run));
}

static void test_pakistan(void)
{
    char *input = module_input_of_files(ucdp, 1, ucdp_picks, 5);
    if (!input) {
        return;
    }
    struct module_case severity = {"militant_activity", "measure=severity", input, PAKISTAN, FRAME};
    check_vectors(&severity, severities, 1e4);
    struct module_case level = {"militant_activity", "trend_weight=0;calibration=7128.743757", input, PAKISTAN, FRAME};
    check_vectors(&level, levels, 1e3);
    struct module_case own = {"militant_activity", "trend_weight=0", input, PAKISTAN, FRAME};
    check_vectors(&own, levels, 1e3);
    free(input);
}

static void test_pakistan_calibration_and_bounds(void)
{
    char *input = module_input_of_files(ucdp, 1, ucdp_picks, 5);
    if (!input) {
        return;
    }
    struct module_case given = {"militant_activity", "", input, PAKISTAN, FRAME};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed(run.counted.context, 3004, "7128.743757"));
    size_t narrow = 0;
    for (size_t p = 0; p < run.axis.count; p++) {
        for (size_t r = 0; r < run.regions->count; r++) {
            size_t cell = panel_cell(run.panel, p, run.column, r);
            double value = run.panel->value[cell];
            CU_ASSERT_TRUE(value >= 0 && value <= 100);
            CU_ASSERT_TRUE(run.panel->low[cell] <= value && value <= run.panel->high[cell]);
            narrow += run.panel->low[cell] < run.panel->high[cell];
        }
    }
    CU_ASSERT_TRUE(narrow > 1000); /* the bounds are not only copies of the value */
    for (unsigned order = BACKWARDS; order < SHUFFLED + 3; order++) {
        struct module_run other;
        module_run_begin(&other, &given, order);
        CU_ASSERT_TRUE(module_run_same(&run, &other));
        CU_ASSERT_TRUE(diagnosed(other.counted.context, 3004, "7128.743757"));
        CU_ASSERT_TRUE(module_run_end(&other));
    }
    CU_ASSERT_TRUE(module_run_end(&run));
    free(input);
}

#define SOME_ROWS                                                                                                      \
    "date,region,deaths,injured,count|2019-01-13,A,3,7,2|2019-03-31,B,11,,1|2019-04-01,A,0,1,4|2019-07-22,A,29,40,1|"  \
    "2019-07-22,A,1,0,1|2019-11-05,B,2,2,6|2020-02-29,A,5,8,1|2020-03-01,B,17,3,2|2020-03-30,A,1,1,9"
static const char some_rows[] = SOME_ROWS;

static void test_later_rows_change_nothing(void)
{
    struct module_case before = {"militant_activity", "calibration=300", some_rows, "A|B",
                                 "periods=2019-01..2020-03;covers=2019-01..2020-12"};
    struct module_case after = before;
    after.input = SOME_ROWS "|2020-04-01,A,500,9,3|2020-12-31,B,70,1,1";
    struct module_run left;
    struct module_run right;
    module_run_begin(&left, &before, IN_ONE_PASS);
    module_run_begin(&right, &after, IN_ONE_PASS);
    CU_ASSERT_EQUAL(left.status, TOCSIN_OK);
    CU_ASSERT_TRUE(module_run_same(&left, &right));
    CU_ASSERT_TRUE(module_run_end(&left));
    CU_ASSERT_TRUE(module_run_end(&right));
}

/* Laws: more violence never lowers the level; the trend moves it by at most its weight; the scale of weights cancels
 * in nothing but the severity. */
static void test_laws(void)
{
    static const char base[] = "date,region,deaths|2015-01-31,A,3";
    double before = -1;
    for (int deaths = 0; deaths < 400; deaths += 13) {
        char input[128];
        snprintf(input, sizeof input, "%s|2015-02-28,A,%d", base, deaths);
        struct module_case level = {"militant_activity", "calibration=2000;trend_weight=0", input, "A", ""};
        struct module_case moved = {"militant_activity",
                                    "calibration=2000;trend_weight=0.4;minimum_history=2;baseline=5", input, "A",
                                    "periods=2014-08..2015-02;covers=2014-08..2015-02"};
        double value = module_value(&level, "2015-02", "A");
        double trended = module_value(&moved, "2015-02", "A");
        CU_ASSERT_TRUE(value > before);
        CU_ASSERT_TRUE(trended >= 0.6 * value && trended <= 1.4 * value && trended <= 100);
        CU_ASSERT_TRUE(deaths < 20 || trended > value);
        before = value;
    }
    struct module_case once = {"militant_activity", "measure=severity", some_rows, "A|B", ""};
    struct module_case thrice = {"militant_activity", "measure=severity;weights=3 9 1.5 1.5", some_rows, "A|B", ""};
    CU_ASSERT_TRUE(close_to(module_value(&thrice, "2020-03", "A"), 3 * module_value(&once, "2020-03", "A"), 1e-14));
}

/* One row that stands for many events is the same as many rows. */
static void test_aggregated_rows(void)
{
    struct module_case many = {"militant_activity", "measure=severity",
                               "date,region,deaths,injured,hostages|2020-03-05,A,2,3,0|2020-03-05,A,0,4,6|"
                               "2020-03-05,A,9,0,1",
                               "A", ""};
    struct module_case one = many;
    one.input = "date,region,deaths,injured,hostages,count|2020-03-05,A,11,7,7,3";
    double value = module_value(&many, "2020-03", "A");
    CU_ASSERT_EQUAL(value, module_value(&one, "2020-03", "A"));
    CU_ASSERT_TRUE(close_to(value, (3 + 33 + 3.5 + 3.5) * exp2(-26.0 / 90), 1e-14));
}

/* The memory that is brought forward from day to day equals the full sum. */
static void test_memory_is_the_full_sum(void)
{
    static char input[1 << 16];
    size_t length = (size_t)snprintf(input, sizeof input, "date,region,deaths");
    double full = 0;
    for (int day = 0; day < 1826; day += 2) { /* five years from 2015-01-01 */
        int year;
        int month;
        int day_of_month;
        int deaths = day * 31 % 17;
        date_to_civil(date_from_civil(2015, 1, 1) + day, &year, &month, &day_of_month);
        length += (size_t)snprintf(input + length, sizeof input - length, "|%04d-%02d-%02d,A,%d", year, month,
                                   day_of_month, deaths);
        full += (1 + 3 * deaths) * exp2(-(1825.0 - day) / 365.25);
    }
    struct module_case given = {"militant_activity", "measure=severity;half_life=365.25", input, "A", ""};
    CU_ASSERT_TRUE(fabs(module_value(&given, "2019-12", "A") / full - 1) < 1e-12);
}

static void test_errors_name_the_place(void)
{
    struct module_case given = {"militant_activity", "",
                                "date,region,deaths,hostages|2020-01-01,A,1,0|2020-01-02,A,-99,0|2020-01-03,A,2,-1",
                                "A", ""};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(run.counted.context), 2); /* both, not only the first */
    tocsin_diagnostic found;
    CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_at(run.counted.context, 0, &found), TOCSIN_OK);
    CU_ASSERT_EQUAL(found.line, 3);
    CU_ASSERT_EQUAL(found.column, 14);
    CU_ASSERT_STRING_EQUAL(found.message, "'deaths' is '-99', where a count of 0 or more was expected");
    CU_ASSERT_TRUE(diagnosed(run.counted.context, 3001, "'hostages' is '-1'"));
    CU_ASSERT_TRUE(module_run_end(&run));
}

static void test_rows_without_numbers_are_counted(void)
{
    struct module_case given = {
        "militant_activity", "",
        "date,region,deaths,count|2020-01-01,A,,|2020-01-02,A,,1|2020-01-03,A,,|2020-01-04,A,2,3", "A", ""};
    for (unsigned order = IN_ONE_PASS; order < SHUFFLED + 3; order++) {
        struct module_run run;
        module_run_begin(&run, &given, order);
        CU_ASSERT_EQUAL(run.status, TOCSIN_OK);
        CU_ASSERT_TRUE(diagnosed(run.counted.context, 3003, ": 3 rows without a number in 'deaths' counted as 0"));
        CU_ASSERT_TRUE(diagnosed(run.counted.context, 3003, ": 2 rows without a number in 'count' counted as 1"));
        CU_ASSERT_TRUE(module_run_end(&run));
    }
    given.options = "weights=1 3 0.5 0.5;weight_death=4";
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_TRUE(diagnosed(run.counted.context, 3005, "'weight_death' is given twice"));
    CU_ASSERT_TRUE(module_run_end(&run));
}

static void test_nothing_at_all(void)
{
    struct module_case given = {"militant_activity", "", "date,region,deaths", "A|B",
                                "periods=2020-01..2020-03;covers=2020-01..2020-02"};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(run.panel->observation[module_run_cell(&run, "2020-02", "B")], OBSERVATION_NO_EVENT);
    CU_ASSERT_EQUAL(run.panel->value[module_run_cell(&run, "2020-02", "B")], 0);
    CU_ASSERT_EQUAL(run.panel->observation[module_run_cell(&run, "2020-03", "A")], OBSERVATION_NOT_COVERED);
    CU_ASSERT_PTR_NULL(run.panel->low);
    CU_ASSERT_TRUE(module_run_end(&run));
}

static void test_memory_runs_out(void)
{
    struct module_case given = {"militant_activity", "", SOME_ROWS, "A|B", ""};
    module_run_without_memory(&given);
}

static CU_TestInfo tests[] = {
    {"severity and level of four provinces of Pakistan", test_pakistan},
    {"calibration and bounds of Pakistan, in any order", test_pakistan_calibration_and_bounds},
    {"later rows change nothing", test_later_rows_change_nothing},
    {"more violence never lowers the level, the trend moves it by its weight", test_laws},
    {"one row may stand for many", test_aggregated_rows},
    {"the memory equals the full sum", test_memory_is_the_full_sum},
    {"faulty rows are all reported with their place", test_errors_name_the_place},
    {"rows without numbers are counted", test_rows_without_numbers_are_counted},
    {"no rows at all", test_nothing_at_all},
    {"memory runs out at every point", test_memory_runs_out},
    CU_TEST_INFO_NULL,
};
SUITE(militant_activity, tests)
