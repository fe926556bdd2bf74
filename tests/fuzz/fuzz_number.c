/** libFuzzer target: text as a number against strtod and strtoll; any double through its text and back. */
#include "base/number.h"
#include "target.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NUMBER = 400, MOST_DECIMALS = 15 };

/** The text without blanks around it, if it is made of nothing but `allowed` characters; else NULL. To be freed. */
static char *candidate(const uint8_t *bytes, size_t size, const char *allowed)
{
    size_t from = 0;
    while (from < size && (bytes[from] == ' ' || bytes[from] == '\t')) {
        from++;
    }
    while (size > from && (bytes[size - 1] == ' ' || bytes[size - 1] == '\t')) {
        size--;
    }
    char *text = copy_text(bytes + from, size - from);
    if (size == from || strspn(text, allowed) != size - from) {
        free(text);
        return NULL;
    }
    return text;
}

static void check_parse(const uint8_t *bytes, size_t size)
{
    const double untouched = 2.385;
    double value = untouched;
    bool parsed = number_parse((const char *)bytes, size, &value);
    char *text = candidate(bytes, size, "0123456789+-.eE");
    char *end = text;
    double expected = text ? strtod_l(text, &end, scope_locale()) : 0;
    bool number = text && *end == '\0' && isfinite(expected) && strlen(text) <= LONGEST_NUMBER;
    require(parsed == number, "a text is a number exactly if strtod takes all of it");
    require(memcmp(&value, number ? &expected : &untouched, sizeof value) == 0, "a number is what strtod reads");
    free(text);
}

static void check_parse_integer(const uint8_t *bytes, size_t size)
{
    const int64_t untouched = 2385;
    int64_t value = untouched;
    bool parsed = number_parse_integer((const char *)bytes, size, &value);
    char *text = candidate(bytes, size, "0123456789+-");
    char *end = text;
    errno = 0;
    long long expected = text ? strtoll(text, &end, 10) : 0;
    bool integer = text && end != text && *end == '\0' && errno == 0;
    require(parsed == integer, "a text is an integer exactly if strtoll takes all of it");
    require(value == (integer ? expected : untouched), "an integer is what strtoll reads");
    free(text);
}

/** Digits of the shortest text, zeros at both ends left out. */
static int significant_digits(const char *text)
{
    int count = 0;
    int zeros = 0;
    for (; *text && *text != 'e'; text++) {
        if (*text >= '1' && *text <= '9') {
            count += zeros + 1;
            zeros = 0;
        } else if (*text == '0' && count > 0) {
            zeros++;
        }
    }
    return count;
}

static double read_back(const char *text)
{
    return strtod_l(text, NULL, scope_locale());
}

/** No decimal of so few digits reads back to the value: neither the nearest one, nor the next one away from zero, which
 * is the one that may do below a power of two. */
static void check_not_shorter(double value, int digits)
{
    char nearest[64];
    snprintf(nearest, sizeof nearest, "%.*e", digits - 1, fabs(value));
    require(read_back(nearest) != fabs(value), "no shorter text reads back");
    char whole[64];
    size_t length = 0;
    const char *byte = nearest;
    for (; *byte != 'e'; byte++) {
        if (*byte != '.') {
            whole[length++] = *byte;
        }
    }
    whole[length] = '\0';
    char next[64];
    snprintf(next, sizeof next, "%llue%d", strtoull(whole, NULL, 10) + 1, atoi(byte + 1) - digits + 1);
    require(read_back(next) != fabs(value), "no shorter text beside the nearest reads back");
}

/** Half is rounded away from zero, by the digits of the shortest text. */
static void check_half(double value, double rounded, int digits)
{
    char text[NUMBER_TEXT_SIZE];
    number_format(text, fabs(value), -1);
    char *point = strchr(text, '.');
    if (!point || strchr(text, 'e') || strlen(point + 1) <= (size_t)digits) {
        return;
    }
    char next = point[1 + digits];
    point[1 + digits] = '\0';
    require((fabs(rounded) > read_back(text)) == (next >= '5'), "half is rounded away from zero");
}

static void check_shortest(double value)
{
    char text[NUMBER_TEXT_SIZE];
    size_t length = number_format(text, value, -1);
    require(length == strlen(text) && length > 0 && length < NUMBER_TEXT_SIZE, "the length is that of the text");
    double back = NAN;
    require(number_parse(text, length, &back) && back == value, "the shortest text reads back");
    require(value != 0 || strcmp(text, "0") == 0, "zero has no sign");
    int digits = significant_digits(text);
    if (digits > 1) {
        check_not_shorter(value, digits - 1);
    }
}

static void check_rounded(double value, double other, int digits)
{
    char text[NUMBER_TEXT_SIZE];
    double rounded = number_round(value, digits);
    size_t length = number_format(text, value, digits);
    double back = NAN;
    require(length == strlen(text) && length < NUMBER_TEXT_SIZE, "the length of a rounded text is that of the text");
    require(number_parse(text, length, &back) && back == rounded, "a rounded text reads back to the rounded number");
    require(!signbit(rounded) || rounded != 0, "rounding gives no negative zero");
    require((text[0] == '-') == (rounded < 0), "what is rounded to zero has no sign");
    check_half(value, rounded, digits);
    require(number_round(rounded, digits) == rounded, "rounding twice changes nothing");
    require(number_round(-value, digits) == -rounded, "rounding is symmetric");
    require(fabs(rounded - value) <= 0.5 * pow(10, -digits) * (1 + 1e-9) + fabs(value) * 1e-15,
            "rounding moves by half a unit at most");
    double other_rounded = number_round(other, digits);
    require(value <= other ? rounded <= other_rounded : rounded >= other_rounded, "rounding keeps the order");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct scope scope;
    scope_enter(&scope);
    check_parse(bytes, size);
    check_parse_integer(bytes, size);
    double values[2] = {0, 2.675};
    memcpy(values, bytes, size < sizeof values ? size / sizeof *values * sizeof *values : sizeof values);
    if (isfinite(values[0]) && isfinite(values[1])) {
        check_shortest(values[0]);
        for (int digits = 0; digits <= MOST_DECIMALS; digits++) {
            check_rounded(values[0], values[1], digits);
        }
    } else {
        char text[NUMBER_TEXT_SIZE] = "x";
        size_t length = number_format(text, isfinite(values[0]) ? values[1] : values[0], -1);
        require(length == 0 && text[0] == '\0', "what is not finite has no text");
    }
    scope_leave(&scope);
    return 0;
}
