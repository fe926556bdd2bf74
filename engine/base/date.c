/** Civil days, ISO weeks, and periods of five frequencies, from and to ISO 8601 text. */
#include "base/date.h"
#include "base/text.h"

enum {
    LAST_YEAR = 9999,
    DAYS_PER_ERA = 146097, /* 400 Gregorian years */
    DAYS_TO_EPOCH = 719468 /* from 0000-03-01 to 1970-01-01 */
};

const char *const frequency_names[FREQUENCY_COUNT] = {"year", "quarter", "month", "week", "day"};

static int floor_divide(int dividend, int divisor)
{
    return dividend / divisor - (dividend % divisor < 0);
}

/** Years are counted from March, so that the leap day is the last (H. Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms", days_from_civil and civil_from_days). */
day_number date_from_civil(int year, int month, int day)
{
    int march_year = year - (month <= 2);
    int era = floor_divide(march_year, 400);
    int year_of_era = march_year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH;
}

void date_to_civil(day_number day, int *year, int *month, int *day_of_month)
{
    int shifted = day + DAYS_TO_EPOCH;
    int era = floor_divide(shifted, DAYS_PER_ERA);
    int day_of_era = shifted - era * DAYS_PER_ERA;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int march_month = (5 * day_of_year + 2) / 153;
    *day_of_month = day_of_year - (153 * march_month + 2) / 5 + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

bool date_is_valid(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > LAST_YEAR || month < 1 || month > 12 || day < 1) {
        return false;
    }
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= days[month - 1] + (month == 2 && leap);
}

/** The ISO week of a day: weeks begin on Monday, and 1970-01-01 was the Thursday of week 0. */
static period_number week_of_day(day_number day)
{
    return floor_divide(day + 3, 7);
}

period_number period_of_day(enum frequency frequency, day_number day)
{
    int year;
    int month;
    int day_of_month;
    date_to_civil(day, &year, &month, &day_of_month);
    switch (frequency) {
    case FREQUENCY_YEAR:
        return year;
    case FREQUENCY_QUARTER:
        return year * 4 + (month - 1) / 3;
    case FREQUENCY_MONTH:
        return year * 12 + month - 1;
    case FREQUENCY_WEEK:
        return week_of_day(day);
    case FREQUENCY_DAY:
        break;
    }
    return day;
}

day_number period_first_day(enum frequency frequency, period_number period)
{
    switch (frequency) {
    case FREQUENCY_YEAR:
        return date_from_civil(period, 1, 1);
    case FREQUENCY_QUARTER:
        return date_from_civil(floor_divide(period, 4), (period - floor_divide(period, 4) * 4) * 3 + 1, 1);
    case FREQUENCY_MONTH:
        return date_from_civil(floor_divide(period, 12), period - floor_divide(period, 12) * 12 + 1, 1);
    case FREQUENCY_WEEK:
        return period * 7 - 3;
    case FREQUENCY_DAY:
        break;
    }
    return period;
}

day_number period_last_day(enum frequency frequency, period_number period)
{
    return period_first_day(frequency, period + 1) - 1;
}

/** Writes `digits` decimal digits and returns the place behind them. */
static char *put_number(char *at, int value, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + digits;
}

static char *put_part(char *at, const char *mark, int value, int digits)
{
    while (*mark) {
        *at++ = *mark++;
    }
    return put_number(at, value, digits);
}

const char *period_format(char text[PERIOD_TEXT_SIZE], enum frequency frequency, period_number period)
{
    int year;
    int month;
    int day;
    day_number first = period_first_day(frequency, period);
    day_number thursday = first + 3; /* a week's year is that of its Thursday */
    date_to_civil(frequency == FREQUENCY_WEEK ? thursday : first, &year, &month, &day);
    char *end = put_number(text, year, 4);
    switch (frequency) {
    case FREQUENCY_YEAR:
        break;
    case FREQUENCY_QUARTER:
        end = put_part(end, "-Q", (month - 1) / 3 + 1, 1);
        break;
    case FREQUENCY_MONTH:
        end = put_part(end, "-", month, 2);
        break;
    case FREQUENCY_WEEK:
        end = put_part(end, "-W", (thursday - date_from_civil(year, 1, 1)) / 7 + 1, 2);
        break;
    case FREQUENCY_DAY:
        end = put_part(end, "-", month, 2);
        end = put_part(end, "-", day, 2);
        break;
    }
    *end = '\0';
    return text;
}

/** What is left of a text that is being read. */
struct reader {
    const char *bytes;
    size_t left;
};

/** Reads exactly `count` digits. */
static bool read_digits(struct reader *reader, size_t count, int *value)
{
    if (reader->left < count) {
        return false;
    }
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        char digit = reader->bytes[i];
        if (digit < '0' || digit > '9') {
            return false;
        }
        number = number * 10 + (digit - '0');
    }
    reader->bytes += count;
    reader->left -= count;
    *value = number;
    return true;
}

static bool read_character(struct reader *reader, char wanted)
{
    if (reader->left == 0 || reader->bytes[0] != wanted) {
        return false;
    }
    reader->bytes++;
    reader->left--;
    return true;
}

static bool read_two_digits_up_to(struct reader *reader, int highest)
{
    int value;
    return read_digits(reader, 2, &value) && value <= highest;
}

/** Z, +05, +05:30, +0530, or nothing. */
static bool read_offset(struct reader *reader)
{
    if (read_character(reader, 'Z')) {
        return true;
    }
    if (!read_character(reader, '+') && !read_character(reader, '-')) {
        return true;
    }
    if (!read_two_digits_up_to(reader, 23)) {
        return false;
    }
    bool minutes = read_character(reader, ':') || reader->left > 0;
    return !minutes || read_two_digits_up_to(reader, 59);
}

/** A time of day, only to see that it is one: 10:00, 10:00:00, 10:00:00.000, with an offset. */
static bool read_time(struct reader *reader)
{
    if (!read_two_digits_up_to(reader, 23) || !read_character(reader, ':') || !read_two_digits_up_to(reader, 59)) {
        return false;
    }
    if (read_character(reader, ':')) {
        int fraction;
        if (!read_two_digits_up_to(reader, 60)) { /* a leap second */
            return false;
        }
        if (read_character(reader, '.')) {
            size_t before = reader->left;
            while (read_digits(reader, 1, &fraction)) {
            }
            if (reader->left == before) {
                return false;
            }
        }
    }
    return read_offset(reader);
}

/** The end of a day: nothing, or a time. */
static bool read_day_end(struct reader *reader, int year, int month, int day, day_number *number)
{
    if (!date_is_valid(year, month, day)) {
        return false;
    }
    if ((read_character(reader, 'T') || read_character(reader, ' ')) && !read_time(reader)) {
        return false;
    }
    *number = date_from_civil(year, month, day);
    return reader->left == 0;
}

static bool read_quarter(struct reader *reader, int year, day_number *day)
{
    int quarter;
    if (!read_digits(reader, 1, &quarter) || quarter < 1 || quarter > 4 || reader->left > 0) {
        return false;
    }
    *day = period_last_day(FREQUENCY_QUARTER, year * 4 + quarter - 1);
    return true;
}

static bool read_week(struct reader *reader, int year, day_number *day)
{
    int week;
    if (!read_digits(reader, 2, &week) || week < 1 || reader->left > 0) {
        return false;
    }
    period_number first = week_of_day(date_from_civil(year, 1, 4));  /* 4 January is always in week 1 */
    period_number last = week_of_day(date_from_civil(year, 12, 28)); /* and 28 December in the last */
    if (week > last - first + 1) {
        return false;
    }
    *day = period_last_day(FREQUENCY_WEEK, first + week - 1);
    return *day <= date_from_civil(LAST_YEAR, 12, 31); /* 9999-W52 ends in a year that there is not */
}

/** What follows "2023-": a month with or without its letter, and after a bare one perhaps a day. */
static bool read_month(struct reader *reader, int year, bool letter, day_number *day, enum frequency *frequency)
{
    int month;
    if (!read_digits(reader, 2, &month) || month < 1 || month > 12) {
        return false;
    }
    if (!letter && read_character(reader, '-')) {
        int day_of_month;
        *frequency = FREQUENCY_DAY;
        return read_digits(reader, 2, &day_of_month) && read_day_end(reader, year, month, day_of_month, day);
    }
    *frequency = FREQUENCY_MONTH;
    *day = period_last_day(FREQUENCY_MONTH, year * 12 + month - 1);
    return reader->left == 0;
}

static bool read_after_year(struct reader *reader, int year, day_number *day, enum frequency *frequency)
{
    if (reader->left == 0) {
        *frequency = FREQUENCY_YEAR;
        *day = period_last_day(FREQUENCY_YEAR, year);
        return true;
    }
    if (!read_character(reader, '-')) {
        int month;
        int day_of_month;
        *frequency = FREQUENCY_DAY;
        return read_digits(reader, 2, &month) && read_digits(reader, 2, &day_of_month) &&
               read_day_end(reader, year, month, day_of_month, day);
    }
    if (read_character(reader, 'Q')) {
        *frequency = FREQUENCY_QUARTER;
        return read_quarter(reader, year, day);
    }
    if (read_character(reader, 'W')) {
        *frequency = FREQUENCY_WEEK;
        return read_week(reader, year, day);
    }
    return read_month(reader, year, read_character(reader, 'M'), day, frequency);
}

bool date_parse(const char *bytes, size_t length, day_number *day, enum frequency *frequency)
{
    text_trim(&bytes, &length);
    struct reader reader = {bytes, length};
    int year;
    day_number found_day;
    enum frequency found_frequency;
    if (!read_digits(&reader, 4, &year) || year < 1 || !read_after_year(&reader, year, &found_day, &found_frequency)) {
        return false;
    }
    *day = found_day;
    *frequency = found_frequency;
    return true;
}

bool period_parse(const char *bytes, size_t length, enum frequency frequency, period_number *period)
{
    day_number day;
    enum frequency found;
    if (!date_parse(bytes, length, &day, &found) || found != frequency) {
        return false;
    }
    *period = period_of_day(frequency, day);
    return true;
}

const char *axis_format(char text[PERIOD_TEXT_SIZE], const struct period_axis *axis, size_t index)
{
    return period_format(text, axis->frequency, axis_period(axis, index));
}

bool axis_find_day(const struct period_axis *axis, day_number day, size_t *index)
{
    period_number period = period_of_day(axis->frequency, day);
    if (period < axis->first || (size_t)((int64_t)period - axis->first) >= axis->count) {
        return false;
    }
    *index = (size_t)((int64_t)period - axis->first);
    return true;
}
