/** Diplomatic developments: GDELT by column and by code, laws of signs and mentions, third parties, faulty rows. */
#include "module_run.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* GDELT's Georgia by month. The file of 2012-12 has a column without a name before the others and is left out: none of
 * its rows is due at the dates below, nor are those after June. */
static const char *const georgia[] = {
    "real/gdelt_georgia/gdelt1_georgia_2011-06.csv.gz", "real/gdelt_georgia/gdelt1_georgia_2011-07.csv.gz",
    "real/gdelt_georgia/gdelt1_georgia_2011-08.csv.gz", "real/gdelt_georgia/gdelt1_georgia_2011-09.csv.gz",
    "real/gdelt_georgia/gdelt1_georgia_2011-10.csv.gz", "real/gdelt_georgia/gdelt1_georgia_2011-11.csv.gz",
    "real/gdelt_georgia/gdelt1_georgia_2011-12.csv.gz", "real/gdelt_georgia/gdelt1_georgia_2012-01.csv.gz",
    "real/gdelt_georgia/gdelt1_georgia_2012-02.csv.gz", "real/gdelt_georgia/gdelt1_georgia_2012-03.csv.gz",
    "real/gdelt_georgia/gdelt1_georgia_2012-04.csv.gz", "real/gdelt_georgia/gdelt1_georgia_2012-05.csv.gz",
    "real/gdelt_georgia/gdelt1_georgia_2012-06.csv.gz", "real/gdelt_georgia/gdelt1_georgia_2012-07.csv.gz",
    "real/gdelt_georgia/gdelt1_georgia_2012-08.csv.gz", "real/gdelt_georgia/gdelt1_georgia_2012-09.csv.gz",
    "real/gdelt_georgia/gdelt1_georgia_2012-10.csv.gz", "real/gdelt_georgia/gdelt1_georgia_2012-11.csv.gz"};
enum { GEORGIA_FILES = sizeof georgia / sizeof *georgia };

static const struct {
    const char *options;
    double march, june;
    double digits;
} vectors[] = {{"measure=events", 33425, 39869, 1},
               {"measure=conflict", 68136.011087, 62786.562014, 1e6},
               {"measure=cooperation", 92815.673070, 94883.107058, 1e6},
               {"", 42.333684, 39.822231, 1e6}};

static void check_georgia(const char *input)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        struct module_case given = {"diplomatic_developments", vectors[i].options, input, "GG", ""};
        struct module_run run;
        module_run_begin(&run, &given, SHUFFLED + (unsigned)i);
        CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
        double march = run.panel->value[module_run_cell(&run, "2012-03", "GG")];
        double june = run.panel->value[module_run_cell(&run, "2012-06", "GG")];
        CU_ASSERT_EQUAL(round(march * vectors[i].digits), round(vectors[i].march * vectors[i].digits));
        CU_ASSERT_EQUAL(round(june * vectors[i].digits), round(vectors[i].june * vectors[i].digits));
        CU_ASSERT_TRUE(module_run_end(&run));
    }
}

static void test_georgia(void)
{
    static const struct column_pick by_column[] = {{"SQLDATE", "date"},
                                                   {"ActionGeo_CountryCode", "region"},
                                                   {"GoldsteinScale", "goldstein"},
                                                   {"NumMentions", "mentions"}};
    static const struct column_pick by_code[] = {
        {"SQLDATE", "date"}, {"ActionGeo_CountryCode", "region"}, {"EventCode", "cameo"}, {"NumMentions", "mentions"}};
    char *input = module_input_of_files(georgia, GEORGIA_FILES, by_column, 4);
    if (!input) {
        return;
    }
    check_georgia(input);
    free(input);
    input = module_input_of_files(georgia, GEORGIA_FILES, by_code, 4);
    CU_ASSERT_PTR_NOT_NULL_FATAL(input);
    check_georgia(input); /* the table of values gives what GDELT's own column says */
    free(input);
}

#define SOME_ROWS                                                                                                      \
    "date,source,target,cameo,mentions|2014-12-01,PAK,USA,057,3|2014-12-20,IND,PAK,190,12|2014-12-20,USA,IND,062,|"    \
    "2014-11-03,USA,PAK,036,40|2014-10-09,PAK,IND,130,2|2014-12-31,PAK,PAK,0871,900"

static void test_bounds_of_the_index(void)
{
    for (int mentions = 1; mentions < 4000; mentions *= 3) {
        char input[160];
        snprintf(input, sizeof input, "date,region,cameo,mentions|2014-12-31,A,190,%d|2014-12-31,B,057,%d", mentions,
                 mentions);
        struct module_case given = {"diplomatic_developments", "", input, "A|B", ""};
        double factor = fmin(5, 1 + log(mentions));
        CU_ASSERT_TRUE(close_to(module_value(&given, "2014-12", "A"), 50 + 500 * factor / (10 * factor + 10), 1e-14));
        CU_ASSERT_TRUE(close_to(module_value(&given, "2014-12", "B"), 50 - 400 * factor / (8 * factor + 10), 1e-14));
    }
}

/* Conflict and cooperation change places when all signs do: x becomes 100 - x. */
static void test_mirror(void)
{
    struct module_case given = {
        "diplomatic_developments", "",
        "date,region,goldstein,mentions|2014-12-01,A,-2.3,4|2014-12-09,A,7.1,2|2014-11-11,A,-9.5,1", "A", ""};
    struct module_case mirrored = given;
    mirrored.input = "date,region,goldstein,mentions|2014-12-01,A,2.3,4|2014-12-09,A,-7.1,2|2014-11-11,A,9.5,1";
    CU_ASSERT_TRUE(
        close_to(module_value(&given, "2014-12", "A"), 100 - module_value(&mirrored, "2014-12", "A"), 1e-14));
}

/* A reaction is exactly what it adds to conflict; more of it never lowers the index. */
static void test_reactions(void)
{
    struct module_case given = {"diplomatic_developments", "measure=conflict", SOME_ROWS, "PAK|IND", ""};
    double conflict = module_value(&given, "2014-12", "PAK");
    given.options = "measure=cooperation";
    double cooperation = module_value(&given, "2014-12", "PAK");
    double before = 0;
    for (int tenths = 0; tenths <= 20; tenths += 4) {
        char table[96];
        char options[128];
        snprintf(table, sizeof table, "third_party={region,partner,rho|PAK,USA,%d.%d}", tenths / 10, tenths % 10);
        snprintf(options, sizeof options, "%s;measure=third_party", table);
        given.options = options;
        double reaction = module_value(&given, "2014-12", "PAK");
        CU_ASSERT_TRUE(close_to(reaction, tenths / 10.0 * 8 * (1 + log(3)) * exp2(-0.5), 1e-14));
        given.options = table;
        double index = module_value(&given, "2014-12", "PAK");
        double all = conflict + reaction;
        CU_ASSERT_TRUE(close_to(index, 50 + 50 * (all - cooperation) / (all + cooperation + 10), 1e-14));
        CU_ASSERT_TRUE(index > before);
        before = index;
    }
}

static void test_findings_name_the_place(void)
{
    struct module_case given = {"diplomatic_developments", "",
                                "date,region,cameo,goldstein|2014-12-01,A,036,|2014-12-02,A,10x,|2014-12-03,A,057,11",
                                "A", ""};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_DATA);
    tocsin_diagnostic found;
    CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_count(run.counted.context), 2);
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(run.counted.context, 0, &found), TOCSIN_OK);
    CU_ASSERT_EQUAL(found.code, 3010);
    CU_ASSERT_EQUAL(found.line, 3);
    CU_ASSERT_EQUAL(found.column, 14);
    CU_ASSERT_STRING_EQUAL(found.message, "'10x' is not a CAMEO code: the event is left out");
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(run.counted.context, 1, &found), TOCSIN_OK);
    CU_ASSERT_EQUAL(found.code, 3012);
    CU_ASSERT_EQUAL(found.line, 4);
    CU_ASSERT_STRING_EQUAL(found.message, "'goldstein' is '11', where a number from -10 to 10 was expected");
    CU_ASSERT_TRUE(module_run_end(&run));
}

/* A past without any change gives no relative value, which is told; a least deviation gives one. */
static void test_constant_past(void)
{
    struct module_case given = {"diplomatic_developments", "relative=3;minimum_history=3;when_empty=neutral",
                                "date,region,goldstein|2014-12-01,A,-5.5", "A", "covers=2014-01..2014-12"};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(run.panel->observation[module_run_cell(&run, "2014-12", "A")], OBSERVATION_CONSTANT);
    CU_ASSERT_TRUE(diagnosed(run.counted.context, 3060, "in 2014-12, where all values of its past are equal"));
    CU_ASSERT_TRUE(module_run_end(&run));
    given.options = "relative=3;minimum_history=3;when_empty=neutral;sd_floor=2.5";
    CU_ASSERT_TRUE(module_value(&given, "2014-12", "A") > 99);
}

/* A code that a spreadsheet took for a number is told apart from one that nobody knows. */
static void test_lost_zero(void)
{
    struct module_case given = {"diplomatic_developments", "", "date,region,cameo|2014-12-01,A,57|2014-12-02,A,999",
                                "A", ""};
    struct module_run run;
    tocsin_diagnostic found;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_count(run.counted.context), 2);
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(run.counted.context, 0, &found), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(found.hint, "codes keep their leading zero: did you mean '057'?");
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(run.counted.context, 1, &found), TOCSIN_OK);
    CU_ASSERT_PTR_NULL(found.hint);
    CU_ASSERT_TRUE(module_run_end(&run));
}

static void test_negative_mentions(void)
{
    struct module_case given = {"diplomatic_developments", "",
                                "date,region,goldstein,mentions|2014-12-01,A,-5,12|2014-12-02,A,3,-7", "A", ""};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(run.counted.context, 3001, 3, 16));
    CU_ASSERT_TRUE(module_run_end(&run));
}

static void test_memory_runs_out(void)
{
    struct module_case given = {"diplomatic_developments", "relative=12;third_party={region,partner,rho|PAK,USA,0.5}",
                                SOME_ROWS, "PAK|IND", ""};
    module_run_without_memory(&given);
}

static CU_TestInfo tests[] = {
    {"GDELT's Georgia at two dates, by column and by code", test_georgia},
    {"one event of any fame", test_bounds_of_the_index},
    {"turning all signs turns the index", test_mirror},
    {"reactions of third parties add to conflict", test_reactions},
    {"faulty rows are all reported with their place", test_findings_name_the_place},
    {"a past without change", test_constant_past},
    {"codes that lost their zero", test_lost_zero},
    {"mentions below zero", test_negative_mentions},
    {"memory runs out at every point", test_memory_runs_out},
    CU_TEST_INFO_NULL,
};
SUITE(diplomatic_developments, tests)
