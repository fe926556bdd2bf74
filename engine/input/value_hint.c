/** Guesses what was meant by a text that is no number or no date; what is guessed is only said, never used. */
#include "input/value_hint.h"
#include "base/date.h"
#include "base/text.h"
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONGEST = 63,        /* bytes of a text that is looked at */
    MOST_GROUPS = 8,     /* of digits in a number */
    THOUSAND = 3,        /* digits in a group */
    SHEET_EPOCH = 25569, /* spreadsheets count days from 1899-12-30: this many to 1970-01-01 ... */
    SHEET_FIRST = 20000, /* ... and these are from 1954 ... */
    SHEET_LAST = 60000   /* ... to 2064 */
};

/** A NUL-terminated copy without blanks around it; "" if the text is too long to be looked at. */
static void copy_trimmed(char copy[LONGEST + 1], const char *text, size_t length)
{
    text_trim(&text, &length);
    length = length <= LONGEST ? length : 0;
    memcpy(copy, text, length);
    copy[length] = '\0';
}

/** What separates groups of digits, as one byte: a comma, a point, or a blank for all marks that are only between
 * thousands; `*size` is its length in the text, 0 if it is none. */
static char mark_at(const char *text, size_t *size)
{
    static const char *const thousands[] = {" ", "'", "_", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x99"};
    *size = 1;
    if (*text == ',' || *text == '.') {
        return *text;
    }
    for (size_t i = 0; i < sizeof thousands / sizeof thousands[0]; i++) {
        if (strncmp(text, thousands[i], strlen(thousands[i])) == 0) {
            *size = strlen(thousands[i]);
            return ' ';
        }
    }
    *size = 0;
    return '\0';
}

/** A number taken apart: groups of digits and the marks between them. */
struct groups {
    const char *digits[MOST_GROUPS];
    size_t lengths[MOST_GROUPS];
    char marks[MOST_GROUPS]; /* after each group but the last */
    size_t count;
};

static bool take_groups(const char *text, struct groups *groups)
{
    groups->count = 0;
    for (const char *at = text; groups->count < MOST_GROUPS;) {
        size_t length = strspn(at, "0123456789");
        if (length == 0) {
            return false;
        }
        groups->digits[groups->count] = at;
        groups->lengths[groups->count] = length;
        at += length;
        if (*at == '\0') {
            groups->count++;
            return true;
        }
        size_t size = 0;
        groups->marks[groups->count++] = mark_at(at, &size);
        if (size == 0) {
            return false;
        }
        at += size;
    }
    return false;
}

/** True if the groups from the second to before `end` are of three digits, with the same mark before each. */
static bool are_thousands(const struct groups *groups, size_t end)
{
    for (size_t i = 1; i < end; i++) {
        if (groups->lengths[i] != THOUSAND || groups->marks[i - 1] != groups->marks[0]) {
            return false;
        }
    }
    return groups->lengths[0] <= THOUSAND && groups->digits[0][0] != '0';
}

/** Writes the groups without marks, but for a point before the last if it is a fraction. */
static void join(const struct groups *groups, bool fraction, const char *sign, char joined[LONGEST + 2])
{
    size_t length = (size_t)snprintf(joined, LONGEST + 2, "%s", sign);
    for (size_t i = 0; i < groups->count; i++) {
        if (fraction && i + 1 == groups->count) {
            joined[length++] = '.';
        }
        memcpy(joined + length, groups->digits[i], groups->lengths[i]);
        length += groups->lengths[i];
    }
    joined[length] = '\0';
}

/** A number with marks that are not read. */
static bool hint_marks(const char *text, char hint[VALUE_HINT_SIZE])
{
    struct groups groups;
    char sign[2] = {*text == '-' ? '-' : '\0', '\0'};
    if (!take_groups(text + (*text == '-' || *text == '+'), &groups) || groups.count < 2) {
        return false;
    }
    size_t last = groups.count - 1;
    char last_mark = groups.marks[last - 1];
    bool whole = are_thousands(&groups, groups.count);
    bool fraction =
        last_mark != ' ' && (last == 1 || groups.marks[0] != last_mark) && (last == 1 || are_thousands(&groups, last));
    char as_whole[LONGEST + 2];
    char as_fraction[LONGEST + 2];
    join(&groups, false, sign, as_whole);
    join(&groups, true, sign, as_fraction);
    if (fraction && last == 1 && !whole) {
        snprintf(hint, VALUE_HINT_SIZE, "did you mean %s? numbers are written with a point", as_fraction);
    } else if (fraction || whole) {
        snprintf(hint, VALUE_HINT_SIZE,
                 "did you mean %s%s%s? numbers are written with a point and no mark between thousands",
                 fraction ? as_fraction : as_whole, fraction && whole ? " or " : "", fraction && whole ? as_whole : "");
    } else {
        return false;
    }
    return true;
}

/** A number with something before or behind it. */
static bool has_company(const char *text)
{
    const char *first = strpbrk(text, "0123456789");
    if (!first) {
        return false;
    }
    const char *last = first;
    for (const char *at = first; *at; at++) {
        last = text_is_digit(*at) ? at : last;
    }
    bool alone = last[1] == '\0' && (first == text || (first == text + 1 && strchr("+-.", *text)));
    char core[LONGEST + 1];
    size_t length = (size_t)(last - first) + 1;
    memcpy(core, first, length);
    core[length] = '\0';
    struct groups groups;
    return !alone && take_groups(core, &groups);
}

const char *value_hint_number(const char *text, size_t length, const char *otherwise, char hint[VALUE_HINT_SIZE])
{
    char copy[LONGEST + 1] = "";
    copy_trimmed(copy, text, length);
    if (hint_marks(copy, hint)) {
        return hint;
    }
    if (has_company(copy)) {
        snprintf(hint, VALUE_HINT_SIZE, "write the number alone, without a unit, sign or word");
    } else if (text_is_digit(copy[strcspn(copy, "0123456789")]) && copy[strspn(copy, "0123456789+-.eE")] == '\0' &&
               strpbrk(copy, "eE")) {
        snprintf(hint, VALUE_HINT_SIZE, "numbers reach from -1.797e308 to 1.797e308");
    } else {
        return otherwise;
    }
    return hint;
}

/** Three numbers with the same mark between them, as in 31/12/2023. */
static bool take_parts(const char *text, int parts[3], size_t lengths[3])
{
    const char *at = text;
    char mark = '\0';
    for (size_t i = 0; i < 3; i++) {
        lengths[i] = strspn(at, "0123456789");
        if (lengths[i] == 0 || lengths[i] > 4) {
            return false;
        }
        parts[i] = (int)strtol(at, NULL, 10);
        at += lengths[i];
        if (i == 0) {
            mark = *at;
        }
        bool ends = i == 2;
        if (ends ? *at != '\0' : (mark == '\0' || !strchr("/.- ", mark) || *at != mark)) {
            return false;
        }
        at += !ends;
    }
    return true;
}

/** Names the days that were perhaps meant; false if there is none. */
static bool name_days(int year, int first, int second, bool either_order, char hint[VALUE_HINT_SIZE])
{
    bool month_first = date_is_valid(year, first, second);
    bool day_first = either_order && first != second && date_is_valid(year, second, first);
    char one[PERIOD_TEXT_SIZE] = "";
    char other[PERIOD_TEXT_SIZE] = "";
    if (month_first) {
        period_format(one, FREQUENCY_DAY, date_from_civil(year, first, second));
    }
    if (day_first) {
        period_format(other, FREQUENCY_DAY, date_from_civil(year, second, first));
    }
    snprintf(hint, VALUE_HINT_SIZE, "did you mean %s%s%s? dates are ISO 8601", other,
             month_first && day_first ? " or " : "", one);
    return month_first || day_first;
}

/** True if the text has the form of a date that is read, so that it is its numbers that are wrong. */
static bool has_form(const char *text)
{
    static const char *const forms[] = {"0000-00-00", "00000000", "0000-00", "0000-M00", "0000-W00", "0000-Q0"};
    char form[LONGEST + 1];
    size_t length = strlen(text);
    for (size_t i = 0; i <= length; i++) {
        form[i] = text[i];
        if (text_is_digit(text[i])) {
            form[i] = '0';
        }
    }
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (strcmp(form, forms[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool hint_day(const char *text, char hint[VALUE_HINT_SIZE])
{
    int parts[3] = {0};
    size_t lengths[3] = {0};
    if (!take_parts(text, parts, lengths)) {
        return false;
    }
    if (lengths[0] == 4) {
        return name_days(parts[0], parts[1], parts[2], false, hint);
    }
    return lengths[2] == 4 && name_days(parts[2], parts[0], parts[1], true, hint);
}

const char *value_hint_date(const char *text, size_t length, char hint[VALUE_HINT_SIZE])
{
    char copy[LONGEST + 1] = "";
    copy_trimmed(copy, text, length);
    if (hint_day(copy, hint)) {
        return hint;
    }
    size_t digits = strspn(copy, "0123456789");
    long number = digits == 5 && copy[digits] == '\0' ? strtol(copy, NULL, 10) : 0;
    if (has_form(copy)) {
        snprintf(hint, VALUE_HINT_SIZE, "the calendar has no such day or period");
    } else if (number >= SHEET_FIRST && number <= SHEET_LAST) {
        char day[PERIOD_TEXT_SIZE];
        period_format(day, FREQUENCY_DAY, (day_number)number - SHEET_EPOCH);
        snprintf(hint, VALUE_HINT_SIZE, "if it is a spreadsheet's number of a day, that day is %s", day);
    } else {
        snprintf(hint, VALUE_HINT_SIZE, "dates are ISO 8601: 2023-08-03, 2023-08, 2023-Q3, 2023-W31 or 2023");
    }
    return hint;
}
