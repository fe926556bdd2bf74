/** The CAMEO table against its sources, codes read from text, and lists of codes. */
#include "base/number.h"
#include "base/text.h"
#include "indicators/cameo.h"
#include "module_run.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static void test_values(void)
{
    static const struct {
        const char *code;
        double goldstein;
    } known[] = {{"01", 0},     {"010", 0},    {"016", -2},  {"0234", 3.4}, {"0312", 5.2}, {"057", 8},
                 {"062", 7.4},  {"09", -2},    {"10", -5},   {"0871", 9},   {"1011", -5},  {"138", -7},
                 {"145", -7.5}, {"1823", -10}, {"190", -10}, {"20", -10}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        double goldstein = 99;
        CU_ASSERT_TRUE(cameo_exists(known[i].code, &goldstein));
        CU_ASSERT_EQUAL(goldstein, known[i].goldstein);
    }
}

static void test_table_is_complete_and_sorted(void)
{
    CU_ASSERT_EQUAL(cameo_count(), 311);
    size_t roots = 0;
    for (size_t i = 0; i < cameo_count(); i++) {
        double listed = 99;
        double found = 98;
        const char *code = cameo_code_at(i, &listed);
        char read[CAMEO_CODE_SIZE];
        CU_ASSERT_TRUE(cameo_code_read(code, strlen(code), read));
        CU_ASSERT_STRING_EQUAL(read, code);
        CU_ASSERT_TRUE(cameo_exists(code, &found));
        CU_ASSERT_EQUAL(found, listed);
        CU_ASSERT_TRUE(fabs(listed) <= 10);
        double before;
        CU_ASSERT_TRUE(i == 0 || strcmp(cameo_code_at(i - 1, &before), code) < 0);
        roots += strlen(code) == 2;
    }
    CU_ASSERT_EQUAL(roots, 20);
}

static void test_fallback(void)
{
    double goldstein = 0;
    CU_ASSERT_TRUE(cameo_goldstein("0579", &goldstein)); /* 057 */
    CU_ASSERT_EQUAL(goldstein, 8.0);
    CU_ASSERT_TRUE(cameo_goldstein("0999", &goldstein)); /* 099 is not there either: 09 */
    CU_ASSERT_EQUAL(goldstein, -2.0);
    CU_ASSERT_FALSE(cameo_exists("0579", &goldstein));
    goldstein = 1.25;
    CU_ASSERT_FALSE(cameo_goldstein("21", &goldstein));
    CU_ASSERT_FALSE(cameo_goldstein("0000", &goldstein));
    CU_ASSERT_EQUAL(goldstein, 1.25);
}

static void test_reading(void)
{
    char code[CAMEO_CODE_SIZE] = "kept";
    CU_ASSERT_TRUE(cameo_code_read(" 010 ", 5, code));
    CU_ASSERT_STRING_EQUAL(code, "010"); /* the leading zero stays: 10 is another code */
    static const char *const wrong[] = {"", "1", "05a", "12345", "-57", "05 7", "---", "1.5", "  "};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CU_ASSERT_FALSE(cameo_code_read(wrong[i], strlen(wrong[i]), code));
    }
    CU_ASSERT_STRING_EQUAL(code, "010");
}

static void test_lists(void)
{
    const char *list = "057 0312,  064";
    CU_ASSERT_TRUE(cameo_listed("057", list));
    CU_ASSERT_TRUE(cameo_listed("0571", list));
    CU_ASSERT_TRUE(cameo_listed("0312", list));
    CU_ASSERT_TRUE(cameo_listed("064", list));
    CU_ASSERT_FALSE(cameo_listed("05", list)); /* wider than what is listed */
    CU_ASSERT_FALSE(cameo_listed("031", list));
    CU_ASSERT_FALSE(cameo_listed("", list));
    CU_ASSERT_FALSE(cameo_listed("057", ""));
    CU_ASSERT_FALSE(cameo_listed("057", " , "));
}

static void test_reference_file(void)
{
    static const char *const files[] = {"real/cameo/cameo_goldstein.csv"};
    static const struct column_pick picks[] = {{"cameo_code", "code"}, {"goldstein", "goldstein"}};
    char *text = module_input_of_files(files, 1, picks, 2);
    if (!text) {
        return;
    }
    size_t rows = 0;
    char *rest = text;
    strsep(&rest, "|");
    for (char *row; (row = strsep(&rest, "|")); rows++) {
        const char *code = strsep(&row, ",");
        double expected = 0;
        double goldstein = 99;
        CU_ASSERT_TRUE_FATAL(row && number_parse(row, strlen(row), &expected));
        CU_ASSERT_TRUE(cameo_exists(code, &goldstein));
        CU_ASSERT_EQUAL(goldstein, expected);
    }
    CU_ASSERT_EQUAL(rows, cameo_count());
    free(text);
}

static CU_TestInfo tests[] = {
    {"values of known codes", test_values},
    {"311 codes in order, 20 roots", test_table_is_complete_and_sorted},
    {"unknown leaves fall back to base and root", test_fallback},
    {"codes are text", test_reading},
    {"lists hold codes with their parts", test_lists},
    {"the reference file, value by value", test_reference_file},
    CU_TEST_INFO_NULL,
};
SUITE(cameo, tests)
