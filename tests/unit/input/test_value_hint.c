/** What is said of texts that are no number or no date. */
#include "base/date.h"
#include "base/number.h"
#include "input/value_hint.h"
#include "suite.h"
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char other[] = "something else";
static const char point[] = "? numbers are written with a point";
static const char marks[] = "? numbers are written with a point and no mark between thousands";
static const char alone[] = "write the number alone, without a unit, sign or word";

static bool number_hints(const char *text, const char *expected)
{
    char hint[VALUE_HINT_SIZE];
    const char *found = value_hint_number(text, strlen(text), other, hint);
    bool same = strcmp(found, expected) == 0;
    if (!same) {
        printf("\n'%s': '%s'\n", text, found);
    }
    return same;
}

/** "did you mean 1? numbers ..." */
static bool number_meant(const char *text, const char *meant, const char *rest)
{
    char expected[VALUE_HINT_SIZE];
    snprintf(expected, sizeof expected, "did you mean %s%s", meant, rest);
    return number_hints(text, expected);
}

static void decimal_commas(void)
{
    CU_ASSERT_TRUE(number_meant("33,2", "33.2", point));
    CU_ASSERT_TRUE(number_meant(" -0,385\t", "-0.385", point));
    CU_ASSERT_TRUE(number_meant("+2376,5", "2376.5", point));
    CU_ASSERT_TRUE(number_meant("2,38500", "2.38500", point));
    CU_ASSERT_TRUE(number_meant("2376,385", "2376.385", point));
}

static void marks_between_thousands(void)
{
    CU_ASSERT_TRUE(number_meant("1,290.5", "1290.5", marks));
    CU_ASSERT_TRUE(number_meant("-14,831,290", "-14831290", marks));
    CU_ASSERT_TRUE(number_meant("1.290,5", "1290.5", marks));
    CU_ASSERT_TRUE(number_meant("14.831.290", "14831290", marks));
    CU_ASSERT_TRUE(number_meant("4'560", "4560", marks));
    CU_ASSERT_TRUE(number_meant("1 290.5", "1290.5", marks));
    CU_ASSERT_TRUE(number_meant("1\xC2\xA0"
                                "290,5",
                                "1290.5", marks));
    CU_ASSERT_TRUE(number_meant("14\xE2\x80\xAF"
                                "831\xE2\x80\xAF"
                                "290",
                                "14831290", marks));
    CU_ASSERT_TRUE(number_meant("1,290", "1.290 or 1290", marks)); /* nobody can tell */
}

static void groups_that_are_no_number(void)
{
    CU_ASSERT_TRUE(number_hints("14,83,290", other));
    CU_ASSERT_TRUE(number_hints("12 34", other));
    CU_ASSERT_TRUE(number_hints("1.2.3", other));
    CU_ASSERT_TRUE(number_hints("1,234.567.8", other));
    CU_ASSERT_TRUE(number_hints("78;85", other));
    CU_ASSERT_TRUE(number_hints("2021-03", other));
    CU_ASSERT_TRUE(number_hints("1,,2", other));
    CU_ASSERT_TRUE(number_hints("1,2,3,4,5,6,7,8,9,10", other));
}

static void units_signs_and_words(void)
{
    CU_ASSERT_TRUE(number_hints("3.17 %", alone));
    CU_ASSERT_TRUE(number_hints("USD 7.57", alone));
    CU_ASSERT_TRUE(number_hints("\xE2\x82\xAC"
                                "1,290.5",
                                alone));
    CU_ASSERT_TRUE(number_hints("about 1.3", alone));
    CU_ASSERT_TRUE(number_hints("<5", alone));
    CU_ASSERT_TRUE(number_hints("(1290)", alone));
    CU_ASSERT_TRUE(number_hints("12km", alone));
    CU_ASSERT_TRUE(number_hints("1e999", "numbers reach from -1.797e308 to 1.797e308"));
}

static void no_idea(void)
{
    CU_ASSERT_TRUE(number_hints("n.d.", other));
    CU_ASSERT_TRUE(number_hints("inf", other));
    CU_ASSERT_TRUE(number_hints("0x1F", other));
    CU_ASSERT_TRUE(number_hints("", other));
    CU_ASSERT_TRUE(
        number_hints("111111111111111111111111111111111111111111111111111111111111111,5", other)); /* too long */
    char hint[VALUE_HINT_SIZE];
    CU_ASSERT_PTR_NULL(value_hint_number("five", 4, NULL, hint));
}

/** What is suggested as a number is one: of random texts of the bytes that numbers and their marks are made of. */
static void suggestions_can_be_read(void)
{
    static const char bytes[] = "0123456789012345678901234567890,.' -%e";
    static const char did_you_mean[] = "did you mean ";
    unsigned state = 2385;
    size_t suggested = 0;
    for (int round = 0; round < 200000; round++) {
        char text[16];
        size_t length = 1 + (size_t)(round % 11);
        for (size_t i = 0; i < length; i++) {
            state = state * 1664525U + 1013904223U;
            text[i] = bytes[(state >> 16) % (sizeof bytes - 1)];
        }
        double number;
        char hint[VALUE_HINT_SIZE];
        if (number_parse(text, length, &number)) {
            continue;
        }
        const char *found = value_hint_number(text, length, other, hint);
        if (strncmp(found, did_you_mean, strlen(did_you_mean)) == 0) {
            const char *meant = found + strlen(did_you_mean);
            suggested++;
            CU_ASSERT_TRUE(number_parse(meant, strcspn(meant, " ?"), &number));
        }
    }
    CU_ASSERT_TRUE(suggested > 1000);
}

static bool date_hints(const char *text, const char *expected)
{
    char hint[VALUE_HINT_SIZE];
    const char *found = value_hint_date(text, strlen(text), hint);
    bool same = strcmp(found, expected) == 0;
    if (!same) {
        printf("\n'%s': '%s'\n", text, found);
    }
    return same;
}

static void days_in_another_order(void)
{
    CU_ASSERT_TRUE(date_hints("31/12/2023", "did you mean 2023-12-31? dates are ISO 8601"));
    CU_ASSERT_TRUE(date_hints("12/31/2023", "did you mean 2023-12-31? dates are ISO 8601"));
    CU_ASSERT_TRUE(date_hints(" 3.8.2023", "did you mean 2023-08-03 or 2023-03-08? dates are ISO 8601"));
    CU_ASSERT_TRUE(date_hints("08-08-2023", "did you mean 2023-08-08? dates are ISO 8601"));
    CU_ASSERT_TRUE(date_hints("2023/8/3", "did you mean 2023-08-03? dates are ISO 8601"));
    CU_ASSERT_TRUE(date_hints("29.2.2024", "did you mean 2024-02-29? dates are ISO 8601"));
}

static void days_that_are_none(void)
{
    static const char none[] = "the calendar has no such day or period";
    static const char *const texts[] = {"2023-13-01", "2023-02-29", "20231301", "2023-00",
                                        "2023-M13",   "2023-W54",   "2023-Q5"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        day_number day;
        enum frequency frequency;
        CU_ASSERT_FALSE(date_parse(texts[i], strlen(texts[i]), &day, &frequency));
        CU_ASSERT_TRUE(date_hints(texts[i], none));
    }
}

static void days_of_spreadsheets(void)
{
    CU_ASSERT_TRUE(date_hints("44927", "if it is a spreadsheet's number of a day, that day is 2023-01-01"));
    CU_ASSERT_TRUE(date_hints("36526", "if it is a spreadsheet's number of a day, that day is 2000-01-01"));
}

static void other_dates(void)
{
    static const char forms[] = "dates are ISO 8601: 2023-08-03, 2023-08, 2023-Q3, 2023-W31 or 2023";
    static const char *const texts[] = {"Jan 2022", "22",    "31/31/2023", "1/2/3/4", "31-12/2023",
                                        "3/8/23",   "99999", "4492711",    "",        "12345/1/2023"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        CU_ASSERT_TRUE(date_hints(texts[i], forms));
    }
}

static CU_TestInfo tests[] = {{"decimal commas", decimal_commas},
                              {"marks between thousands", marks_between_thousands},
                              {"groups that are no number", groups_that_are_no_number},
                              {"units, signs and words", units_signs_and_words},
                              {"no idea", no_idea},
                              {"suggestions can be read", suggestions_can_be_read},
                              {"days in another order", days_in_another_order},
                              {"days that are none", days_that_are_none},
                              {"days of spreadsheets", days_of_spreadsheets},
                              {"other dates", other_dates},
                              CU_TEST_INFO_NULL};

SUITE(value_hint, tests)
