/** The calendar against known days, and dates and periods as text. */
#include "base/date.h"
#include "suite.h"
#include "support.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void known_days(void)
{
    CU_ASSERT_EQUAL(date_from_civil(1970, 1, 1), 0);
    CU_ASSERT_EQUAL(date_from_civil(1969, 12, 31), -1);
    CU_ASSERT_EQUAL(date_from_civil(2000, 2, 29), 11016);
    CU_ASSERT_EQUAL(date_from_civil(2000, 3, 1), 11017);
    CU_ASSERT_EQUAL(date_from_civil(2023, 8, 3), 19572);
    CU_ASSERT_EQUAL(date_from_civil(1, 1, 1), -719162);
    CU_ASSERT_EQUAL(date_from_civil(9999, 12, 31), 2932896);
}

static void valid_days(void)
{
    CU_ASSERT_TRUE(date_is_valid(2024, 2, 29));
    CU_ASSERT_TRUE(date_is_valid(2000, 2, 29));
    CU_ASSERT_FALSE(date_is_valid(1900, 2, 29));
    CU_ASSERT_FALSE(date_is_valid(2023, 2, 29));
    CU_ASSERT_FALSE(date_is_valid(2023, 4, 31));
    CU_ASSERT_FALSE(date_is_valid(2023, 13, 1));
    CU_ASSERT_FALSE(date_is_valid(2023, 0, 1));
    CU_ASSERT_FALSE(date_is_valid(2023, 1, 0));
    CU_ASSERT_FALSE(date_is_valid(0, 1, 1));
    CU_ASSERT_FALSE(date_is_valid(10000, 1, 1));
    CU_ASSERT_TRUE(date_is_valid(9999, 12, 31));
}

/** Every day of the calendar, counted one by one, against the C library's for its weeks. */
static void every_day(void)
{
    day_number expected = date_from_civil(1, 1, 1);
    size_t wrong = 0;
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; date_is_valid(year, month, day); day++, expected++) {
                int back[3];
                date_to_civil(expected, &back[0], &back[1], &back[2]);
                wrong += date_from_civil(year, month, day) != expected;
                wrong += back[0] != year || back[1] != month || back[2] != day;
            }
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_EQUAL(expected, 2932897);
}

static void weeks_agree_with_the_library(void)
{
    size_t wrong = 0;
    for (day_number day = date_from_civil(1900, 1, 1); day < date_from_civil(2110, 1, 1); day++) {
        time_t seconds = (time_t)day * 86400;
        struct tm parts;
        gmtime_r(&seconds, &parts);
        char expected[PERIOD_TEXT_SIZE];
        char text[PERIOD_TEXT_SIZE];
        strftime(expected, sizeof expected, "%G-W%V", &parts);
        period_format(text, FREQUENCY_WEEK, period_of_day(FREQUENCY_WEEK, day));
        wrong += strcmp(text, expected) != 0;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/** Every period begins the day after the one before ends, holds its days and survives the way through text. */
static void periods_are_runs_of_days(void)
{
    for (int i = FREQUENCY_YEAR; i <= FREQUENCY_DAY; i++) {
        enum frequency frequency = (enum frequency)i;
        period_number first = period_of_day(frequency, date_from_civil(1583, 3, 1));
        period_number last = period_of_day(frequency, date_from_civil(2403, 10, 9));
        size_t wrong = 0;
        for (period_number period = first; period <= last; period++) {
            day_number begin = period_first_day(frequency, period);
            day_number end = period_last_day(frequency, period);
            char text[PERIOD_TEXT_SIZE];
            period_number back;
            period_format(text, frequency, period);
            wrong += begin > end || period_first_day(frequency, period + 1) != end + 1;
            wrong += period_of_day(frequency, begin) != period || period_of_day(frequency, end) != period;
            wrong += !period_parse(text, strlen(text), frequency, &back) || back != period;
        }
        CU_ASSERT_EQUAL(wrong, 0);
        CU_ASSERT(last > first);
    }
}

struct date_case {
    const char *text;
    int year, month, day;
    enum frequency frequency;
};

static void dates_that_are(void)
{
    static const struct date_case cases[] = {
        {"2023-08-03", 2023, 8, 3, FREQUENCY_DAY},
        {"20230803", 2023, 8, 3, FREQUENCY_DAY},
        {" 2023-08-03\t", 2023, 8, 3, FREQUENCY_DAY},
        {"2023-08-03 00:00:00.000", 2023, 8, 3, FREQUENCY_DAY},
        {"2023-08-03T10:00:00Z", 2023, 8, 3, FREQUENCY_DAY},
        {"2023-08-03T10:00", 2023, 8, 3, FREQUENCY_DAY},
        {"2023-08-03T23:59:60+05:30", 2023, 8, 3, FREQUENCY_DAY},
        {"2023-08-03T10:00:00.5-0330", 2023, 8, 3, FREQUENCY_DAY},
        {"20230803T10:00:00+05", 2023, 8, 3, FREQUENCY_DAY},
        {"2024-02-29", 2024, 2, 29, FREQUENCY_DAY},
        {"0001-01-01", 1, 1, 1, FREQUENCY_DAY},
        {"9999-12-31", 9999, 12, 31, FREQUENCY_DAY},
        {"2023-08", 2023, 8, 31, FREQUENCY_MONTH},
        {"2024-02", 2024, 2, 29, FREQUENCY_MONTH},
        {"2023-M02", 2023, 2, 28, FREQUENCY_MONTH},
        {"2023-M12", 2023, 12, 31, FREQUENCY_MONTH},
        {"2023", 2023, 12, 31, FREQUENCY_YEAR},
        {"2023-Q1", 2023, 3, 31, FREQUENCY_QUARTER},
        {"2023-Q3", 2023, 9, 30, FREQUENCY_QUARTER},
        {"2023-Q4", 2023, 12, 31, FREQUENCY_QUARTER},
        {"2023-W31", 2023, 8, 6, FREQUENCY_WEEK},
        {"2020-W53", 2021, 1, 3, FREQUENCY_WEEK},
        {"2019-W01", 2019, 1, 6, FREQUENCY_WEEK},
        {"2015-W53", 2016, 1, 3, FREQUENCY_WEEK},
        {"2026-W53", 2027, 1, 3, FREQUENCY_WEEK},
        {"1969-W01", 1969, 1, 5, FREQUENCY_WEEK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        day_number day = DAY_NONE;
        enum frequency frequency = FREQUENCY_YEAR;
        CU_ASSERT_TRUE(date_parse(cases[i].text, strlen(cases[i].text), &day, &frequency));
        CU_ASSERT_EQUAL(day, date_from_civil(cases[i].year, cases[i].month, cases[i].day));
        CU_ASSERT_EQUAL(frequency, cases[i].frequency);
    }
}

static void dates_that_are_not(void)
{
    static const char *const texts[] = {
        "",
        " ",
        "2023-02-29",
        "2023-13",
        "2023-00",
        "2023-00-10",
        "2023-08-00",
        "2023-8-3",
        "2023-08-3",
        "23-08-03",
        "03.08.2023",
        "08/03/2023",
        "2023/08/03",
        "202308",
        "2023080",
        "202308031",
        "2023-08-03x",
        "2023-08-03T",
        "0000-01-01",
        "0000",
        "2023-Q0",
        "2023-Q5",
        "2023-Q",
        "2023-Q33",
        "2023Q3",
        "2023-q3",
        "2023-W00",
        "2023-W53",
        "9999-W52", /* it ends in the year 10000 */
        "2021-W53",
        "2023-W1",
        "2023-W311",
        "2023-W31-4",
        "2023-M8",
        "2023-M13",
        "2023-M08-03",
        "2023-",
        "2023-08-",
        "-2023",
        "+2023",
        "12023-01-01",
        "2023-08-03T24:00",
        "2023-08-03T10",
        "2023-08-03T10:60",
        "2023-08-03T10:00:61",
        "2023-08-03T10:00:00.",
        "2023-08-03T10:00Zx",
        "2023-08-03T10:00+",
        "2023-08-03T10:00+5",
        "2023-08-03T10:00+24:00",
        "2023-08-03T10:00+05:60",
        "2023-08-03T10:00+05:",
        "2023-08-03  10:00",
        "2023-08-03t10:00",
        "2023-08-03,10:00",
        "2023 08 03",
        "nan",
        "20230229",
        "20231301",
        "2023-08-03T1a:00",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        day_number day = 4711;
        enum frequency frequency = FREQUENCY_WEEK;
        bool read = date_parse(texts[i], strlen(texts[i]), &day, &frequency);
        if (read) {
            fprintf(stderr, "'%s' was read\n", texts[i]);
        }
        CU_ASSERT_FALSE(read);
        CU_ASSERT(day == 4711 && frequency == FREQUENCY_WEEK);
    }
}

static void frequencies(void)
{
    static const char *const names[] = {"year", "quarter", "month", "week", "day"};
    CU_ASSERT_EQUAL(FREQUENCY_COUNT, 5);
    for (size_t i = 0; i < FREQUENCY_COUNT; i++) {
        CU_ASSERT_STRING_EQUAL(frequency_names[i], names[i]);
    }
}

static void periods_of_another_frequency(void)
{
    period_number period = -5;
    CU_ASSERT_FALSE(period_parse("2023-08", 7, FREQUENCY_QUARTER, &period));
    CU_ASSERT_FALSE(period_parse("2023", 4, FREQUENCY_MONTH, &period));
    CU_ASSERT_FALSE(period_parse("2023-Q5", 7, FREQUENCY_QUARTER, &period));
    CU_ASSERT_EQUAL(period, -5);
    CU_ASSERT_TRUE(period_parse("2023-M08", 8, FREQUENCY_MONTH, &period));
    CU_ASSERT_EQUAL(period, 2023 * 12 + 7);
    CU_ASSERT_TRUE(period_parse("2023-Q3", 7, FREQUENCY_QUARTER, &period));
    CU_ASSERT_EQUAL(period, 2023 * 4 + 2);
    CU_ASSERT_TRUE(period_parse("1970-W01", 8, FREQUENCY_WEEK, &period));
    CU_ASSERT_EQUAL(period, 0);
    CU_ASSERT(FREQUENCY_YEAR < FREQUENCY_QUARTER && FREQUENCY_WEEK < FREQUENCY_DAY);
}

static void axes(void)
{
    struct period_axis axis = {FREQUENCY_MONTH, 2022 * 12 + 10, 5}; /* 2022-11 to 2023-03 */
    size_t index = 77;
    CU_ASSERT_FALSE(axis_find_day(&axis, date_from_civil(2022, 10, 31), &index));
    CU_ASSERT_FALSE(axis_find_day(&axis, date_from_civil(2023, 4, 1), &index));
    CU_ASSERT_EQUAL(index, 77);
    CU_ASSERT_TRUE(axis_find_day(&axis, date_from_civil(2022, 11, 1), &index));
    CU_ASSERT_EQUAL(index, 0);
    CU_ASSERT_TRUE(axis_find_day(&axis, date_from_civil(2023, 3, 31), &index));
    CU_ASSERT_EQUAL(index, 4);
    CU_ASSERT_EQUAL(axis_period(&axis, 2), 2023 * 12);
    axis.count = 0;
    CU_ASSERT_FALSE(axis_find_day(&axis, date_from_civil(2022, 11, 1), &index));
    struct period_axis days = {FREQUENCY_DAY, INT_MIN + 5, 10};
    CU_ASSERT_FALSE(axis_find_day(&days, 19572, &index)); /* far apart, without overflow */
}

static CU_TestInfo tests[] = {{"known days", known_days},
                              {"valid days", valid_days},
                              {"every day", every_day},
                              {"weeks agree with the library", weeks_agree_with_the_library},
                              {"periods are runs of days", periods_are_runs_of_days},
                              {"dates that are", dates_that_are},
                              {"dates that are not", dates_that_are_not},
                              {"frequencies", frequencies},
                              {"periods of another frequency", periods_of_another_frequency},
                              {"axes", axes},
                              CU_TEST_INFO_NULL};
SUITE(date, tests)
