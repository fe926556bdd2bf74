/** Secrecy of agreements: a known case, the laws of bounds and age, any order of records, and their faults. */
#include "module_run.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define HEADER "agreement,party,party2,signed,expires,recorded,salience,S1,S2,S3,S4,S5,S6,S7,S8"
#define CIS_MOA "|cis-moa,PAK,USA,2023-08-03,2038-08-03,2023-08-03,1,0.75,0.75,0.75,0.5,,0,0.5,"

static void test_cis_moa(void)
{
    struct module_case given = {"agreement_secrecy", "measure=secrecy", HEADER CIS_MOA, "PAK", ""};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    size_t cell = module_run_cell(&run, "2023-08", "PAK");
    CU_ASSERT_EQUAL(round(run.panel->value[cell] * 1e6), 60294118);
    CU_ASSERT_EQUAL(run.panel->low[cell], 51.25);
    CU_ASSERT_EQUAL(run.panel->high[cell], 66.25);
    CU_ASSERT_TRUE(module_run_end(&run));
}

/* Knowing one more item narrows the bounds, which always hold the index. */
static void test_bounds_narrow(void)
{
    static const char *const items[8] = {"0.75", "0.25", "1", "0.5", "0", "0.385", "0.75", "0.2"};
    double width = 101;
    for (size_t known = 0; known <= 8; known++) {
        char input[256] = HEADER "|x,A,B,,,2023-08-31,1";
        for (size_t i = 0; i < 8; i++) {
            strcat(strcat(input, ","), i < known ? items[i] : "");
        }
        struct module_case given = {"agreement_secrecy", "measure=secrecy;least_known=0", input, "A", ""};
        struct module_run run;
        module_run_begin(&run, &given, IN_ONE_PASS);
        CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
        size_t cell = module_run_cell(&run, "2023-08", "A");
        double low = run.panel->low[cell];
        double high = run.panel->high[cell];
        if (known == 0) {
            CU_ASSERT_EQUAL(run.panel->observation[cell], OBSERVATION_TOO_FEW_ITEMS);
        } else {
            CU_ASSERT_TRUE(low <= run.panel->value[cell] && run.panel->value[cell] <= high);
            CU_ASSERT_TRUE(high - low < width);
            width = high - low;
        }
        CU_ASSERT_TRUE(module_run_end(&run));
    }
    CU_ASSERT_TRUE(close_to(width, 0, 1e-12));
}

#define REGISTER                                                                                                       \
    HEADER CIS_MOA                                                                                                     \
        "|bsa,AFG,USA,2014-09-30,2023-10-30,2023-07-01,0.9,0,0.25,0,,0,0,0.25,"                                        \
        "|lemoa,IND,USA,2016-08-29,,2016-08-29,0.6,0,0.5,0.5,,0,0,0.25,|tri,AFG,PAK,,,2023-09-02,0.4,1,1,1,1,,,1,0.8"  \
        "|tri,PAK,CHN,,,2023-09-02,0.4,1,1,1,1,,,1,0.8|cis-moa,PAK,USA,2023-08-03,2038-08-03,2023-09-20,0.7,0.5,0.25," \
        "0.75,0.5,,0,0.5,"

/* One more agreement never lowers the risk, age always does, and it stays within 0..100. */
static void test_laws(void)
{
    struct module_case given = {"agreement_secrecy", "", REGISTER, "PAK|IND|AFG",
                                "periods=2023-08..2025-12;covers=2016..2025"};
    struct module_case less = given;
    less.input = HEADER CIS_MOA;
    struct module_run run;
    struct module_run fewer;
    module_run_begin(&run, &given, IN_ONE_PASS);
    module_run_begin(&fewer, &less, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_OK);
    size_t pakistan = module_run_cell(&run, "2023-08", "PAK");
    CU_ASSERT_EQUAL(run.panel->value[pakistan],
                    fewer.panel->value[module_run_cell(&fewer, "2023-08", "PAK")]); /* tri is not recorded yet */
    double before = 100;
    for (size_t p = 2; p < run.axis.count; p++) {
        size_t cell = panel_cell(run.panel, p, run.column, 0);
        CU_ASSERT_TRUE(run.panel->value[cell] > 0 && run.panel->value[cell] < before);
        CU_ASSERT_TRUE(run.panel->low[cell] <= run.panel->value[cell]);
        CU_ASSERT_TRUE(run.panel->high[cell] >= run.panel->value[cell] && run.panel->high[cell] <= 100);
        before = run.panel->value[cell];
    }
    CU_ASSERT_TRUE(module_run_end(&run));
    CU_ASSERT_TRUE(module_run_end(&fewer));
}

static void test_shards(void)
{
    struct module_case given = {"agreement_secrecy", "", REGISTER, "PAK|IND|AFG", "periods=2023-07..2024-12"};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_OK);
    for (unsigned order = BACKWARDS; order < SHUFFLED + 12; order++) {
        struct module_run other;
        module_run_begin(&other, &given, order);
        CU_ASSERT_TRUE(module_run_same(&run, &other));
        CU_ASSERT_TRUE(module_run_end(&other));
    }
    CU_ASSERT_TRUE(module_run_end(&run));
}

static void test_findings_name_the_place(void)
{
    struct module_case given = {"agreement_secrecy", "",
                                HEADER "|x,A,B,2023-13,,2023-08-03,2,0.3,1,,,,,,1.5|y,A,B,,,2023-08-03,1,1,,,,,,,|"
                                       "y,A,C,,,2023-08-03,1,0.5,,,,,,,",
                                "A", ""};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(run.counted.context), 4); /* all faults of the row */
    CU_ASSERT_TRUE(diagnosed(run.counted.context, 3020, "'S1' is '0.3', where 0, 0.25, 0.5, 0.75 or 1 was expected"));
    CU_ASSERT_TRUE(diagnosed(run.counted.context, 3020, "'S8' is '1.5', where a number from 0 to 1 was expected"));
    CU_ASSERT_TRUE(diagnosed(run.counted.context, 3022, "'signed' is '2023-13'"));
    CU_ASSERT_TRUE(diagnosed(run.counted.context, 3023, "'salience' is '2'"));
    CU_ASSERT_TRUE(module_run_end(&run));
    given.input = HEADER "|y,A,B,,,2023-08-03,1,1,,,,,,,|z,A,B,,,2023-08-03,1,1,,,,,,,|y,A,C,,,2023-08-03,1,0.5,,,,,,,";
    for (unsigned order = IN_ONE_PASS; order < SHUFFLED + 3; order++) {
        module_run_begin(&run, &given, order);
        CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_DATA);
        CU_ASSERT_TRUE(diagnosed_once(run.counted.context, 3024, 4, 0)); /* the later line, in whatever order */
        CU_ASSERT_TRUE(module_run_end(&run));
    }
}

static void test_memory_runs_out(void)
{
    struct module_case given = {"agreement_secrecy", "exposure={region,party,exposure|IND,USA,0.5}", REGISTER,
                                "PAK|IND|AFG", ""};
    module_run_without_memory(&given);
}

static CU_TestInfo tests[] = {
    {"the CIS-MOA of 2023", test_cis_moa},
    {"knowing more narrows the bounds", test_bounds_narrow},
    {"more agreements raise, age lowers", test_laws},
    {"shuffled records in shards give the same bits", test_shards},
    {"faults are all reported with their place", test_findings_name_the_place},
    {"memory runs out at every point", test_memory_runs_out},
    CU_TEST_INFO_NULL,
};
SUITE(agreement_secrecy, tests)
