/**
 * Decimal text of doubles. Digits come from the C library (which is exact), the point is set here, so that no locale
 * has a say. Text is laid out as in ECMAScript (RFC 8785): decimals from 1e-6 up to below 1e21, else an exponent.
 */
#include "base/number.h"
#include "base/scope.h"
#include "base/text.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONGEST_NUMBER = 400, /* bytes of text that are taken for a number */
    SAFE_DIGITS = 15,     /* any text of so many digits survives the way through a normal double (DBL_DIG) */
    MOST_DIGITS = 17,     /* with so many, any double survives the way through text (DBL_DECIMAL_DIG) */
    MOST_DECIMALS = 15,
    SMALLEST_FIXED = -5, /* places of the point, value = 0.DIGITS * 10^point, between which no exponent is used */
    LARGEST_FIXED = 21,
    EXACT_POWERS = 22 /* 10^22 is the largest power of ten that is a double */
};

/** 0.DIGITS * 10^point; no leading or trailing zeros; no digits: zero. */
struct decimal {
    bool negative;
    int count;
    int point;
    char digits[MOST_DIGITS + 1]; /* one more for a carry */
};

static size_t skip_digits(const char *bytes, size_t length, size_t at)
{
    while (at < length && text_is_digit(bytes[at])) {
        at++;
    }
    return at;
}

/** True if the bytes are [+-] digits [. digits] [e [+-] digits] with a digit on one side of the point at least. */
static bool is_decimal(const char *bytes, size_t length)
{
    size_t at = length > 0 && (bytes[0] == '+' || bytes[0] == '-');
    size_t whole = skip_digits(bytes, length, at);
    size_t digits = whole - at;
    at = whole;
    if (at < length && bytes[at] == '.') {
        size_t fraction = skip_digits(bytes, length, at + 1);
        digits += fraction - at - 1;
        at = fraction;
    }
    if (digits == 0) {
        return false;
    }
    if (at < length && (bytes[at] == 'e' || bytes[at] == 'E')) {
        at++;
        at += at < length && (bytes[at] == '+' || bytes[at] == '-');
        size_t exponent = skip_digits(bytes, length, at);
        if (exponent == at) {
            return false;
        }
        at = exponent;
    }
    return at == length;
}

/** Short numbers without an exponent, which is to say nearly all: both the digits and the power of ten are exact as
 * doubles, so that their quotient is rounded right (W. Clinger, "How to Read Floating Point Numbers Accurately"). */
static bool parse_short(const char *bytes, size_t length, double *value)
{
#if FLT_EVAL_METHOD == 0
    static const double powers[EXACT_POWERS + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (length > SAFE_DIGITS + 2) {
        return false;
    }
    uint64_t digits = 0;
    size_t decimals = 0;
    bool fraction = false;
    for (size_t i = bytes[0] == '+' || bytes[0] == '-'; i < length; i++) {
        if (bytes[i] == '.') {
            fraction = true;
        } else if (text_is_digit(bytes[i])) {
            digits = digits * 10 + (uint64_t)(bytes[i] - '0');
            decimals += fraction;
        } else {
            return false;
        }
    }
    if (digits > UINT64_C(1) << DBL_MANT_DIG) {
        return false;
    }
    double magnitude = (double)digits / powers[decimals];
    *value = bytes[0] == '-' ? -magnitude : magnitude;
    return true;
#else
    (void)bytes;
    (void)length;
    (void)value;
    return false;
#endif
}

bool number_parse(const char *bytes, size_t length, double *value)
{
    text_trim(&bytes, &length);
    if (length > LONGEST_NUMBER || !is_decimal(bytes, length)) {
        return false;
    }
    if (parse_short(bytes, length, value)) {
        return true;
    }
    char text[LONGEST_NUMBER + 1];
    memcpy(text, bytes, length);
    text[length] = '\0';
    double read = strtod_l(text, NULL, scope_locale());
    if (!isfinite(read)) {
        return false;
    }
    *value = read;
    return true;
}

bool number_parse_integer(const char *bytes, size_t length, int64_t *value)
{
    text_trim(&bytes, &length);
    bool negative = length > 0 && bytes[0] == '-';
    size_t start = length > 0 && (bytes[0] == '+' || bytes[0] == '-');
    if (start == length) {
        return false;
    }
    int64_t number = 0; /* counted downwards: the range reaches one further there */
    for (size_t i = start; i < length; i++) {
        if (!text_is_digit(bytes[i]) || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_sub_overflow(number, bytes[i] - '0', &number)) {
            return false;
        }
    }
    if (!negative && number == INT64_MIN) {
        return false;
    }
    *value = negative ? number : -number;
    return true;
}

static void strip_zeros(struct decimal *decimal)
{
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '0') {
        decimal->count--;
    }
}

/** Adds one to the last digit. */
static void increment(struct decimal *decimal)
{
    int i = decimal->count - 1;
    while (i >= 0 && decimal->digits[i] == '9') {
        decimal->digits[i--] = '0';
    }
    if (i >= 0) {
        decimal->digits[i]++;
        return;
    }
    decimal->digits[0] = '1'; /* all were nines */
    decimal->point++;
}

/** The nearest decimal of `count` digits to a positive value. */
static void to_digits(double value, int count, struct decimal *decimal)
{
    char text[NUMBER_TEXT_SIZE];
    snprintf(text, sizeof text, "%.*e", count - 1, value);
    decimal->count = 0;
    const char *byte = text;
    for (; *byte != 'e'; byte++) { /* whatever stands for the point is passed over */
        if (text_is_digit(*byte)) {
            decimal->digits[decimal->count++] = *byte;
        }
    }
    decimal->point = (int)strtol(byte + 1, NULL, 10) + 1;
}

static size_t put_exponent(const struct decimal *decimal, char *text)
{
    size_t length = 0;
    text[length++] = decimal->digits[0];
    if (decimal->count > 1) {
        text[length++] = '.';
        memcpy(text + length, decimal->digits + 1, (size_t)decimal->count - 1);
        length += (size_t)decimal->count - 1;
    }
    enum { EXPONENT_SIZE = 13 }; /* e-324 and its NUL in truth; room for any int */
    return length + (size_t)snprintf(text + length, EXPONENT_SIZE, "e%+d", decimal->point - 1);
}

static char digit_at(const struct decimal *decimal, int place)
{
    if (place < 0 || place >= decimal->count) {
        return '0';
    }
    return decimal->digits[place];
}

/** Digits with a point and `decimals` digits after it, which are enough for all of them. */
static size_t put_fixed(const struct decimal *decimal, int decimals, char *text)
{
    size_t length = 0;
    if (decimal->point <= 0) {
        text[length++] = '0';
    }
    for (int place = 0; place < decimal->point; place++) {
        text[length++] = digit_at(decimal, place);
    }
    if (decimals > 0) {
        text[length++] = '.';
    }
    for (int place = decimal->point; place < decimal->point + decimals; place++) {
        text[length++] = digit_at(decimal, place);
    }
    text[length] = '\0';
    return length;
}

static double from_digits(const struct decimal *decimal)
{
    char text[NUMBER_TEXT_SIZE];
    put_exponent(decimal, text);
    return strtod_l(text, NULL, scope_locale());
}

/**
 * The shortest digits that read back to a positive value. Below a power of two the doubles are twice as near, so that
 * there the next decimal upwards may do where the nearest does not.
 */
static void to_shortest_digits(double value, struct decimal *decimal)
{
    int exponent;
    bool power_of_two = frexp(value, &exponent) == 0.5;
    for (int count = value < DBL_MIN ? 1 : SAFE_DIGITS; count < MOST_DIGITS; count++) {
        to_digits(value, count, decimal);
        bool found = from_digits(decimal) == value;
        if (!found && power_of_two) {
            increment(decimal);
            found = from_digits(decimal) == value;
        }
        if (found) {
            return;
        }
    }
    to_digits(value, MOST_DIGITS, decimal);
}

/** Whole numbers below 10^15 are their own digits. */
static void from_integer(uint64_t integer, struct decimal *decimal)
{
    char backwards[MOST_DIGITS];
    int count = 0;
    for (; integer > 0; integer /= 10) {
        backwards[count++] = (char)('0' + integer % 10);
    }
    for (int i = 0; i < count; i++) {
        decimal->digits[i] = backwards[count - 1 - i];
    }
    decimal->count = count;
    decimal->point = count;
}

static void decompose(double value, struct decimal *decimal)
{
    double magnitude = fabs(value);
    *decimal = (struct decimal){.negative = value < 0};
    if (magnitude == 0) {
        return;
    }
    if (magnitude < 1e15 && magnitude == trunc(magnitude)) {
        from_integer((uint64_t)magnitude, decimal);
    } else {
        to_shortest_digits(magnitude, decimal);
    }
    strip_zeros(decimal);
}

/** Rounds half away from zero to `decimals` decimals. */
static void round_decimal(struct decimal *decimal, int decimals)
{
    int kept = decimal->point + decimals;
    if (kept >= decimal->count) {
        return;
    }
    bool up = kept >= 0 && decimal->digits[kept] >= '5';
    if (kept <= 0) {
        decimal->count = up; /* all or nothing of the last place */
        decimal->point = up ? 1 - decimals : 0;
        decimal->digits[0] = '1';
        return;
    }
    decimal->count = kept;
    if (up) {
        increment(decimal);
    }
    strip_zeros(decimal);
}

static int limit_decimals(int digits)
{
    return digits > MOST_DECIMALS ? MOST_DECIMALS : digits;
}

/** The text of a decimal: with an exponent, where fixed notation would be too long. */
static size_t put(const struct decimal *decimal, int digits, char text[NUMBER_TEXT_SIZE])
{
    size_t length = 0;
    if (decimal->negative && decimal->count > 0) {
        text[length++] = '-';
    }
    bool small = digits < 0 && decimal->point < SMALLEST_FIXED;
    if (small || decimal->point > LARGEST_FIXED) {
        return length + put_exponent(decimal, text + length);
    }
    int decimals = decimal->count > decimal->point ? decimal->count - decimal->point : 0;
    return length + put_fixed(decimal, digits < 0 ? decimals : digits, text + length);
}

size_t number_format(char text[NUMBER_TEXT_SIZE], double value, int digits)
{
    text[0] = '\0';
    if (!isfinite(value)) {
        return 0;
    }
    struct decimal decimal;
    decompose(value, &decimal);
    if (digits >= 0) {
        digits = limit_decimals(digits);
        round_decimal(&decimal, digits);
    }
    return put(&decimal, digits, text);
}

double number_round(double value, int digits)
{
    if (!isfinite(value) || digits < 0) {
        return value;
    }
    struct decimal decimal;
    decompose(value, &decimal);
    digits = limit_decimals(digits);
    if (decimal.point + digits < DBL_DIG) {
        round_decimal(&decimal, DBL_DIG - decimal.point);
    }
    round_decimal(&decimal, digits);
    if (decimal.count == 0) {
        return 0;
    }
    double magnitude = from_digits(&decimal);
    return decimal.negative ? -magnitude : magnitude;
}
