/** Days and periods of the proleptic Gregorian calendar, in UTC. */
#ifndef TOCSIN_BASE_DATE_H
#define TOCSIN_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Days since 1970-01-01. Years 1..9999. */
typedef int32_t day_number;

#define DAY_NONE INT32_MIN

/** From coarse to fine, so that a larger value is a finer frequency. */
enum frequency { FREQUENCY_YEAR, FREQUENCY_QUARTER, FREQUENCY_MONTH, FREQUENCY_WEEK, FREQUENCY_DAY };
enum { FREQUENCY_COUNT = FREQUENCY_DAY + 1 };
extern const char *const frequency_names[FREQUENCY_COUNT]; /* "year", ..., "day" */

/**
 * Periods of one frequency count up by one: years AD, quarters and months since year 0, ISO weeks since the one of
 * 1970-01-01 (a week belongs to the year of its Thursday), days since 1970-01-01.
 */
typedef int32_t period_number;

/** A run of successive periods. */
struct period_axis {
    enum frequency frequency;
    period_number first;
    size_t count;
};

day_number date_from_civil(int year, int month, int day);
void date_to_civil(day_number day, int *year, int *month, int *day_of_month);
bool date_is_valid(int year, int month, int day);

/**
 * Reads an ISO 8601 date or period: 2023-08-03, 20230803, 2023-08-03 00:00:00.000, 2023-08-03T10:00:00Z, 2023-08,
 * 2023-M08, 2023, 2023-Q3, 2023-W31. `*day` is its last day, `*frequency` its own frequency. Blanks around it are
 * allowed. False if it is none of these or no such day exists.
 */
bool date_parse(const char *bytes, size_t length, day_number *day, enum frequency *frequency);

period_number period_of_day(enum frequency frequency, day_number day);
day_number period_first_day(enum frequency frequency, period_number period);
day_number period_last_day(enum frequency frequency, period_number period);

enum { PERIOD_TEXT_SIZE = 16 };
/** ISO 8601: 2023, 2023-Q3, 2023-08, 2023-W31, 2023-08-03. Returns `text`. */
const char *period_format(char text[PERIOD_TEXT_SIZE], enum frequency frequency, period_number period);
/** Reads a period of a given frequency; a text of another frequency is refused. */
bool period_parse(const char *bytes, size_t length, enum frequency frequency, period_number *period);

/** The axis' period at `index`. */
static inline period_number axis_period(const struct period_axis *axis, size_t index)
{
    return axis->first + (period_number)index;
}

/** As period_format, of the axis' period at `index`. */
const char *axis_format(char text[PERIOD_TEXT_SIZE], const struct period_axis *axis, size_t index);

/** The index of the period that holds a day; false if it is outside the axis. */
bool axis_find_day(const struct period_axis *axis, day_number day, size_t *index);

#endif
