/** Numbers from and to text: grammar, round trips, rounding, locales. */
#include "base/number.h"
#include "suite.h"
#include "support.h"
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/** SplitMix64 (Steele, Lea and Flood 2014): 64 bits that repeat with the seed. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t mixed = (*state += UINT64_C(0x9E3779B97F4A7C15));
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

static double random_double(uint64_t *state)
{
    double value;
    do {
        uint64_t bits = next_random(state);
        memcpy(&value, &bits, sizeof value);
    } while (!isfinite(value));
    return value;
}

static bool parses(const char *text, double expected)
{
    double value = -77.25;
    bool good = number_parse(text, strlen(text), &value) && memcmp(&value, &expected, sizeof value) == 0;
    if (!good) {
        fprintf(stderr, "'%s' gave %.17g, not %.17g\n", text, value, expected);
    }
    return good;
}

static bool is_refused(const char *text)
{
    double value = -77.25;
    bool refused = !number_parse(text, strlen(text), &value) && value == -77.25;
    if (!refused) {
        fprintf(stderr, "'%s' was taken for %.17g\n", text, value);
    }
    return refused;
}

static void numbers_that_are(void)
{
    CU_ASSERT(parses("2.385", 2.385));
    CU_ASSERT(parses("  -2.385\t", -2.385));
    CU_ASSERT(parses("+17", 17));
    CU_ASSERT(parses("0", 0));
    CU_ASSERT(parses("-0", -0.0));
    CU_ASSERT(parses(".5", 0.5));
    CU_ASSERT(parses("5.", 5));
    CU_ASSERT(parses("1e3", 1000));
    CU_ASSERT(parses("1.25E-2", 0.0125));
    CU_ASSERT(parses("6.02214076e+23", 6.02214076e+23));
    CU_ASSERT(parses("007", 7));
    CU_ASSERT(parses("123456789012345", 123456789012345.0));
    CU_ASSERT(parses("9007199254740993", 9007199254740992.0)); /* half to even */
    CU_ASSERT(parses("9007199254740992.9", 9007199254740992.0));
    CU_ASSERT(parses("0.1", 0.1));
    CU_ASSERT(parses("-0.000000000000001", -1e-15));
    CU_ASSERT(parses("1.7976931348623157e308", DBL_MAX));
    CU_ASSERT(parses("2.2250738585072014e-308", DBL_MIN));
    CU_ASSERT(parses("5e-324", 5e-324));
    CU_ASSERT(parses("1e-400", 0.0));
    /* halfway between 1 and the next double, told apart by a digit far behind */
    CU_ASSERT(parses("1.00000000000000011102230246251565404236316680908203125", 1.0));
    CU_ASSERT(parses("1.00000000000000011102230246251565404236316680908203126", 1.0 + DBL_EPSILON));
    CU_ASSERT(parses("1.00000000000000033306690738754696212708950042724609375", 1.0 + 2 * DBL_EPSILON));
}

static void numbers_that_are_not(void)
{
    static const char *const texts[] = {
        "",         " ",     "\t",       "+",         "-",      ".",      "-.",
        "e5",       "1e",    "1e+",      "1e5.0",     "0x10",   "0X1p3",  "inf",
        "nan",      "-inf",  "infinity", "NaN",       "1.5abc", "1,5",    "1 5",
        "1_000",    "1.2.3", "--1",      "+-1",       "1e400",  "-1e400", "1e99999999999",
        "#VALUE!",  "..",    "x",        "\302\2401", "1\n",    "\n1",    "1\r",
        "\xD9\xA1", "1d5",   "1f",       "(1)",       "$1",     "1%",     "1e 5",
        "- 1",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        CU_ASSERT(is_refused(texts[i]));
    }
    double value = 1.75;
    CU_ASSERT_FALSE(number_parse("1\0", 2, &value));
    CU_ASSERT_FALSE(number_parse(NULL, 0, &value));
    CU_ASSERT_EQUAL(value, 1.75);
}

static void long_numbers(void)
{
    char text[500];
    memset(text, '3', sizeof text);
    text[1] = '.';
    double value = 0;
    CU_ASSERT_TRUE(number_parse(text, 400, &value));
    CU_ASSERT_EQUAL(value, 3.3333333333333333);
    value = 0;
    CU_ASSERT_FALSE(number_parse(text, 401, &value));
    CU_ASSERT_EQUAL(value, 0);
    memset(text, ' ', 490);
    memcpy(text + 490, "-2.385    ", 10);
    CU_ASSERT_TRUE(number_parse(text, 500, &value));
    CU_ASSERT_EQUAL(value, -2.385);
}

static void the_short_way_agrees_with_the_library(void)
{
    uint64_t state = 20231104;
    size_t different = 0;
    for (int i = 0; i < 200000; i++) {
        char text[40];
        uint64_t digits = next_random(&state) % UINT64_C(10000000000000000);
        int decimals = (int)(next_random(&state) % 17);
        int length = snprintf(text, sizeof text, "%s%llu", i % 3 ? "" : "-", (unsigned long long)digits);
        if (decimals < length - (i % 3 ? 0 : 1)) {
            memmove(text + length - decimals + 1, text + length - decimals, (size_t)decimals + 1);
            text[length - decimals] = '.';
        }
        double value;
        double expected = strtod(text, NULL);
        different += !number_parse(text, strlen(text), &value) || memcmp(&value, &expected, sizeof value) != 0;
    }
    CU_ASSERT_EQUAL(different, 0);
}

static void integers(void)
{
    int64_t value = 5;
    CU_ASSERT_TRUE(number_parse_integer(" 9223372036854775807 ", 21, &value));
    CU_ASSERT_EQUAL(value, INT64_MAX);
    CU_ASSERT_TRUE(number_parse_integer("-9223372036854775808", 20, &value));
    CU_ASSERT_EQUAL(value, INT64_MIN);
    CU_ASSERT_TRUE(number_parse_integer("+0042", 5, &value));
    CU_ASSERT_EQUAL(value, 42);
    CU_ASSERT_TRUE(number_parse_integer("-17", 3, &value));
    CU_ASSERT_EQUAL(value, -17);
    static const char *const refused[] = {"9223372036854775808",
                                          "-9223372036854775809",
                                          "99999999999999999999",
                                          "",
                                          "-",
                                          "+",
                                          "1.0",
                                          "1e3",
                                          "0x1",
                                          "1 2",
                                          "--1",
                                          "a"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        CU_ASSERT_FALSE(number_parse_integer(refused[i], strlen(refused[i]), &value));
        CU_ASSERT_EQUAL(value, -17);
    }
}

static bool formats(double value, int digits, const char *expected)
{
    char text[NUMBER_TEXT_SIZE];
    size_t length = number_format(text, value, digits);
    bool good = strcmp(text, expected) == 0 && length == strlen(expected);
    if (!good) {
        fprintf(stderr, "%.17g to %d gave '%s', not '%s'\n", value, digits, text, expected);
    }
    return good;
}

static void shortest_texts(void)
{
    CU_ASSERT(formats(0, -1, "0"));
    CU_ASSERT(formats(-0.0, -1, "0"));
    CU_ASSERT(formats(2.385, -1, "2.385"));
    CU_ASSERT(formats(-0.1, -1, "-0.1"));
    CU_ASSERT(formats(0.1 + 0.2, -1, "0.30000000000000004"));
    CU_ASSERT(formats(100, -1, "100"));
    CU_ASSERT(formats(-527, -1, "-527"));
    CU_ASSERT(formats(1e15, -1, "1000000000000000"));
    CU_ASSERT(formats(999999999999999.0, -1, "999999999999999"));
    CU_ASSERT(formats(123456789.123, -1, "123456789.123"));
    CU_ASSERT(formats(1e-6, -1, "0.000001"));
    CU_ASSERT(formats(1.5e-7, -1, "1.5e-7"));
    CU_ASSERT(formats(1e20, -1, "100000000000000000000"));
    CU_ASSERT(formats(1e21, -1, "1e+21"));
    CU_ASSERT(formats(-1.25e300, -1, "-1.25e+300"));
    CU_ASSERT(formats(DBL_MAX, -1, "1.7976931348623157e+308"));
    CU_ASSERT(formats(DBL_MIN, -1, "2.2250738585072014e-308"));
    CU_ASSERT(formats(5e-324, -1, "5e-324"));
    CU_ASSERT(formats(-5e-324, -1, "-5e-324"));
    CU_ASSERT(formats(1.5e-323, -1, "1.5e-323"));
    CU_ASSERT(formats(0x1p-44, -1, "5.684341886080802e-14")); /* not the nearest 16 digits, but they read back */
    CU_ASSERT(formats(9007199254740992.0, -1, "9007199254740992"));
    CU_ASSERT(formats(INFINITY, -1, ""));
    CU_ASSERT(formats(NAN, 3, ""));
}

static void rounded_texts(void)
{
    CU_ASSERT(formats(2.675, 2, "2.68"));
    CU_ASSERT(formats(-2.675, 2, "-2.68"));
    CU_ASSERT(formats(1.005, 2, "1.01"));
    CU_ASSERT(formats(2.5, 0, "3"));
    CU_ASSERT(formats(-0.5, 0, "-1"));
    CU_ASSERT(formats(0.49999999999999994, 0, "0"));
    CU_ASSERT(formats(-0.004, 2, "0.00"));
    CU_ASSERT(formats(-0.005, 2, "-0.01"));
    CU_ASSERT(formats(0.0004, 2, "0.00"));
    CU_ASSERT(formats(9.995, 2, "10.00"));
    CU_ASSERT(formats(99.95, 1, "100.0"));
    CU_ASSERT(formats(0.95, 0, "1"));
    CU_ASSERT(formats(0.05, 0, "0"));
    CU_ASSERT(formats(0, 3, "0.000"));
    CU_ASSERT(formats(71.4, 6, "71.400000"));
    CU_ASSERT(formats(17, 1, "17.0"));
    CU_ASSERT(formats(1234.5678, 2, "1234.57"));
    CU_ASSERT(formats(1e-9, 15, "0.000000001000000"));
    CU_ASSERT(formats(1e-300, 15, "0.000000000000000"));
    CU_ASSERT(formats(9.99e20, 15, "999000000000000000000.000000000000000"));
    CU_ASSERT(formats(-9.99e20, 99, "-999000000000000000000.000000000000000"));
    CU_ASSERT(formats(1e22, 2, "1e+22"));
}

static void rounded_values(void)
{
    CU_ASSERT_EQUAL(number_round(2.675, 2), 2.68);
    CU_ASSERT_EQUAL(number_round(-1.005, 2), -1.01);
    CU_ASSERT_EQUAL(number_round(2.385, 1), 2.4);
    CU_ASSERT_EQUAL(number_round((2.4 + 2.3) / 2, 1), 2.4); /* 2.3499999999999996 */
    CU_ASSERT_EQUAL(number_round(-0.7 * 1.5, 1), -1.1);     /* -1.0499999999999998 */
    CU_ASSERT_EQUAL(number_round(2.349999999999, 1), 2.3);
    CU_ASSERT_EQUAL(number_round(1234567890123456.0, 2), 1234567890123456.0);
    CU_ASSERT_EQUAL(number_round(12345678901234.567, 2), 12345678901234.57);
    CU_ASSERT_EQUAL(number_round(0.3, 0), 0);
    CU_ASSERT_EQUAL(signbit(number_round(-0.3, 0)), 0);
    CU_ASSERT_EQUAL(number_round(-999.9996, 3), -1000);
    CU_ASSERT_EQUAL(number_round(1e300, 2), 1e300);
    CU_ASSERT_EQUAL(number_round(5e-324, 15), 0);
    CU_ASSERT_EQUAL(number_round(2.385, -1), 2.385);
    CU_ASSERT(isnan(number_round(NAN, 2)));
    CU_ASSERT_EQUAL(number_round(INFINITY, 2), INFINITY);
    uint64_t state = 7;
    size_t wrong = 0;
    for (int i = 0; i < 50000; i++) {
        int digits = (int)(next_random(&state) % 10);
        double value = (double)(int64_t)next_random(&state) / 0x1p40;
        double rounded = number_round(value, digits);
        wrong += number_round(rounded, digits) != rounded; /* once is enough */
        /* the 15th significant digit may go up first */
        wrong += fabs(rounded - value) > 0.5 * pow(10, -digits) * (1 + 1e-9) + fabs(value) * 5e-15;
        wrong += number_round(-value, digits) != -rounded;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/** Round trips, and no text with fewer digits does as well. */
static size_t count_bad_round_trips(uint64_t seed, int count)
{
    size_t bad = 0;
    for (int i = 0; i < count; i++) {
        double value = i % 4 == 0   ? random_double(&seed)
                       : i % 4 == 1 ? (double)(int64_t)next_random(&seed) / 0x1p50
                       : i % 4 == 2 ? ldexp(1, (int)(next_random(&seed) % 2098) - 1074)
                                    : (double)(next_random(&seed) % 100000000) / 10000;
        char text[NUMBER_TEXT_SIZE];
        size_t length = number_format(text, value, -1);
        double back;
        bad += length == 0 || length >= NUMBER_TEXT_SIZE || strlen(text) != length;
        bad += strchr(text, ',') != NULL;
        bad += !number_parse(text, length, &back) || back != value;
    }
    return bad;
}

static size_t count_digits(const char *text)
{
    size_t first = strcspn(text, "123456789");
    size_t digits = 0;
    size_t end = 0;
    for (size_t i = first; text[i] && text[i] != 'e'; i++) {
        digits += text[i] >= '0' && text[i] <= '9';
        end = text[i] >= '1' && text[i] <= '9' ? digits : end;
    }
    return end;
}

static void texts_are_shortest(void)
{
    uint64_t state = 99;
    size_t longer = 0;
    for (int i = 0; i < 30000; i++) {
        double value = i % 3 == 0   ? fabs(random_double(&state))
                       : i % 3 == 1 ? ldexp(1, (int)(next_random(&state) % 2098) - 1074)
                                    : ldexp((double)(next_random(&state) % 4096 + 1), -1074);
        char text[NUMBER_TEXT_SIZE];
        number_format(text, value, -1);
        char shorter[NUMBER_TEXT_SIZE];
        size_t digits = count_digits(text);
        if (digits > 1) {
            snprintf(shorter, sizeof shorter, "%.*e", (int)digits - 2, value);
            longer += strtod(shorter, NULL) == value;
        }
    }
    CU_ASSERT_EQUAL(longer, 0);
}

static void round_trips(void)
{
    CU_ASSERT_EQUAL(count_bad_round_trips(42, 100000), 0);
}

static void in_other_locales(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "tr_TR.UTF-8", "hi_IN.UTF-8", "fr_FR.UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        locale_t locale = newlocale(LC_ALL_MASK, names[i], (locale_t)0);
        if (!locale) {
            printf("skipped in part: locale %s is not installed\n", names[i]);
            continue;
        }
        locale_t before = uselocale(locale);
        CU_ASSERT_EQUAL(count_bad_round_trips(i + 1, 100000), 0);
        CU_ASSERT(formats(-1234.5675, 3, "-1234.568"));
        CU_ASSERT(formats(1.25e-300, -1, "1.25e-300"));
        CU_ASSERT(parses("1.00000000000000011102230246251565404236316680908203126", 1.0 + DBL_EPSILON));
        CU_ASSERT(is_refused("2,385"));
        CU_ASSERT_EQUAL(number_round(2.675, 2), 2.68);
        uselocale(before);
        freelocale(locale);
    }
}

static CU_TestInfo tests[] = {{"numbers that are", numbers_that_are},
                              {"numbers that are not", numbers_that_are_not},
                              {"long numbers", long_numbers},
                              {"the short way agrees with the library", the_short_way_agrees_with_the_library},
                              {"integers", integers},
                              {"shortest texts", shortest_texts},
                              {"rounded texts", rounded_texts},
                              {"rounded values", rounded_values},
                              {"round trips", round_trips},
                              {"texts are shortest", texts_are_shortest},
                              {"in other locales", in_other_locales},
                              CU_TEST_INFO_NULL};
SUITE(number, tests)
