/** libFuzzer target: text as a date, days and periods of every frequency there and back, against the C library. */
#include "base/date.h"
#include "target.h"
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LAST_YEAR = 9999, SECONDS_PER_DAY = 86400, TEXT_SIZE = 32 };

static day_number first_day(void)
{
    return date_from_civil(1, 1, 1);
}

static day_number last_day(void)
{
    return date_from_civil(LAST_YEAR, 12, 31);
}

/** The day as the C library sees it. */
static struct tm library_day(day_number day)
{
    time_t seconds = (time_t)day * SECONDS_PER_DAY;
    struct tm parts;
    require(gmtime_r(&seconds, &parts) != NULL, "the C library knows the day");
    return parts;
}

static void check_text(enum frequency frequency, period_number period)
{
    char text[PERIOD_TEXT_SIZE];
    period_number back = 0;
    day_number day = DAY_NONE;
    enum frequency found = FREQUENCY_YEAR;
    require(period_format(text, frequency, period) == text && strlen(text) < PERIOD_TEXT_SIZE, "a period has a text");
    require(period_parse(text, strlen(text), frequency, &back) && back == period, "a period's text reads back");
    require(date_parse(text, strlen(text), &day, &found) && found == frequency &&
                day == period_last_day(frequency, period),
            "a period's text is a date");
    for (int other = FREQUENCY_YEAR; other <= FREQUENCY_DAY; other++) {
        require(other == (int)frequency || !period_parse(text, strlen(text), (enum frequency)other, &back),
                "a text is of one frequency");
    }
}

static void check_period(enum frequency frequency, day_number day)
{
    period_number period = period_of_day(frequency, day);
    day_number first = period_first_day(frequency, period);
    day_number last = period_last_day(frequency, period);
    require(first <= day && day <= last, "a day lies in its period");
    require(period_of_day(frequency, first) == period && period_of_day(frequency, last) == period,
            "a period holds its ends");
    require(period_first_day(frequency, period + 1) == last + 1, "periods follow one another");
    if (first >= first_day() && last <= last_day()) {
        check_text(frequency, period);
    }
    struct period_axis axis = {frequency, period - 3, 7};
    size_t index = 0;
    require(axis_find_day(&axis, day, &index) && index == 3, "an axis finds its days");
    require(!axis_find_day(&axis, period_last_day(frequency, period + 3) + 1, &index), "an axis ends");
}

static void check_day(day_number day)
{
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    date_to_civil(day, &year, &month, &day_of_month);
    struct tm parts = library_day(day);
    require(parts.tm_year + 1900 == year && parts.tm_mon + 1 == month && parts.tm_mday == day_of_month,
            "a day has the date that the C library gives it");
    require(date_is_valid(year, month, day_of_month), "a day has a valid date");
    require(date_from_civil(year, month, day_of_month) == day, "a date leads back to its day");
    char expected[TEXT_SIZE];
    char text[PERIOD_TEXT_SIZE];
    strftime(expected, sizeof expected, "%G-W%V", &parts);
    size_t missing = 8 - strlen(expected); /* %G has no leading zeros */
    memmove(expected + missing, expected, strlen(expected) + 1);
    memset(expected, '0', missing);
    period_format(text, FREQUENCY_WEEK, period_of_day(FREQUENCY_WEEK, day));
    require(strcmp(text, expected) == 0, "a day is in the ISO week that the C library gives it");
    for (int frequency = FREQUENCY_YEAR; frequency <= FREQUENCY_DAY; frequency++) {
        check_period((enum frequency)frequency, day);
    }
}

static void check_civil(int year, int month, int day)
{
    struct tm parts = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    struct tm normal = parts;
    timegm(&normal);
    bool valid = year >= 1 && year <= LAST_YEAR && normal.tm_year == parts.tm_year && normal.tm_mon == parts.tm_mon &&
                 normal.tm_mday == parts.tm_mday;
    require(date_is_valid(year, month, day) == valid, "a date is valid if the C library leaves it as it is");
}

static void check_parse(const uint8_t *bytes, size_t size)
{
    const day_number untouched = 20385;
    day_number day = untouched;
    enum frequency frequency = FREQUENCY_WEEK;
    period_number period = untouched;
    if (!date_parse((const char *)bytes, size, &day, &frequency)) {
        require(day == untouched && frequency == FREQUENCY_WEEK, "what is no date leaves everything as it was");
        return;
    }
    require(frequency <= FREQUENCY_DAY, "a date has a frequency");
    require(first_day() <= day && day <= last_day(), "a date is of the years 1 to 9999");
    require(period_parse((const char *)bytes, size, frequency, &period) && period == period_of_day(frequency, day) &&
                period_last_day(frequency, period) == day,
            "a date is the last day of its period");
    check_text(frequency, period);
    check_day(day);
}

#define MONTH "(0[1-9]|1[0-2])"
#define DAY "([0-2][0-9]|3[01])"
#define OFFSET "(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?"
#define TIME "([T ]([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)([.][0-9]+)?)?" OFFSET ")?"

/** The forms of dates, as patterns: written apart from what reads them. */
static const char *const forms[] = {
    "^[ \t]*[0-9]{4}[ \t]*$",
    "^[ \t]*[0-9]{4}-Q[1-4][ \t]*$",
    "^[ \t]*[0-9]{4}-M?" MONTH "[ \t]*$",
    "^[ \t]*[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])[ \t]*$",
    "^[ \t]*[0-9]{4}-" MONTH "-" DAY TIME "[ \t]*$",
    "^[ \t]*[0-9]{4}" MONTH DAY TIME "[ \t]*$",
};

enum { FORMS = sizeof forms / sizeof forms[0], FORM_WEEK = 3, FORM_DAY = 4, FORM_COMPACT = 5 };

/** Which form a text has; FORMS: none. */
static size_t find_form(const char *text)
{
    static regex_t compiled[FORMS];
    static bool ready;
    for (size_t i = 0; i < FORMS && !ready; i++) {
        require(regcomp(&compiled[i], forms[i], REG_EXTENDED | REG_NOSUB) == 0, "a form is a pattern");
    }
    ready = true;
    size_t form = 0;
    while (form < FORMS && regexec(&compiled[form], text, 0, NULL, 0) != 0) {
        form++;
    }
    return form;
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + text[1] - '0';
}

/** True if the year has so many ISO weeks, all of which end in a year that there is. */
static bool has_week(int year, int week)
{
    struct tm parts = {.tm_year = year - 1900, .tm_mon = 11, .tm_mday = 28};
    char last[TEXT_SIZE];
    timegm(&parts);
    strftime(last, sizeof last, "%V", &parts);
    return week <= two_digits(last) && (year < LAST_YEAR || week < 52);
}

/** A text is a date exactly if it has one of the forms and there is such a day. */
static void check_form(const uint8_t *bytes, size_t size)
{
    char *text = copy_text(bytes, size);
    const char *begin = text + strspn(text, " \t");
    size_t form = strlen(text) == size ? find_form(text) : FORMS;
    bool expected = form < FORMS && memcmp(begin, "0000", 4) != 0;
    if (expected && form == FORM_WEEK) {
        expected = has_week(two_digits(begin) * 100 + two_digits(begin + 2), two_digits(begin + 6));
    } else if (expected && form >= FORM_DAY) {
        const char *month = begin + (form == FORM_DAY ? 5 : 4);
        expected = date_is_valid(two_digits(begin) * 100 + two_digits(begin + 2), two_digits(month),
                                 two_digits(month + (form == FORM_DAY ? 3 : 2)));
    }
    day_number day = DAY_NONE;
    enum frequency frequency = FREQUENCY_YEAR;
    require(date_parse((const char *)bytes, size, &day, &frequency) == expected,
            "a text is a date if it has the form of one and there is such a day");
    free(text);
}

/** A text of the plainest form is a date exactly if there is such a day. */
static void check_plain(const uint8_t *bytes, size_t size)
{
    char *text = copy_text(bytes, size);
    enum frequency frequency = FREQUENCY_YEAR;
    if (strlen(text) == 10 && strspn(text, "0123456789") == 4 && text[4] == '-' &&
        strspn(text + 5, "0123456789") == 2 && text[7] == '-' && strspn(text + 8, "0123456789") == 2) {
        day_number day = DAY_NONE;
        bool valid = date_is_valid(atoi(text), atoi(text + 5), atoi(text + 8));
        require(date_parse(text, 10, &day, &frequency) == valid, "a text is a date if there is such a day");
        require(!valid || day == date_from_civil(atoi(text), atoi(text + 5), atoi(text + 8)), "it is that day");
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    check_parse(bytes, size);
    check_form(bytes, size);
    check_plain(bytes, size);
    if (size >= sizeof(int32_t)) {
        uint32_t number;
        memcpy(&number, bytes, sizeof number);
        uint32_t days = (uint32_t)(last_day() - first_day()) + 1;
        check_day(first_day() + (day_number)(number % days));
        check_civil((int)(number & 0x3FFF) - 1, (int)(number >> 14 & 0xF), (int)(number >> 18 & 0x3F));
    }
    return 0;
}
