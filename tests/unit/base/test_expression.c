/** Expressions: values, faults with their positions, names. */
#include "base/expression.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char *const names[] = {"events", "fatalities", "population", "min", "_pi", "not-a-name", "e5"};
static const double values[] = {2.385, 17.25, 240000, 3.75, 99, 98, 5.5};
enum { NAMES = sizeof names / sizeof names[0] };

static bool gives(const char *text, double expected)
{
    struct counted counted;
    counted_begin(&counted);
    struct expression *expression = NULL;
    char fault[EXPRESSION_FAULT_SIZE] = "";
    size_t position = 0;
    double result = NAN;
    bool good = expression_create(counted.context, text, names, NAMES, &expression, fault, &position) == TOCSIN_OK &&
                expression_evaluate(expression, values, &result) && close_to(result, expected, 1e-15);
    if (!good) {
        fprintf(stderr, "%s: %s at %zu, %.17g\n", text, fault, position, result);
    }
    expression_destroy(counted.context, expression);
    return counted_end(&counted) && good;
}

static void results(void)
{
    CU_ASSERT(gives("events", 2.385));
    CU_ASSERT(gives("events + fatalities * 2", 2.385 + 34.5));
    CU_ASSERT(gives("1e5 * fatalities / population", 1e5 * 17.25 / 240000));
    CU_ASSERT(gives("-events^2", -(2.385 * 2.385)));
    CU_ASSERT(gives("2^3^2", 512));
    CU_ASSERT(gives("events == 2.385 ? 10.5 : 20", 10.5));
    CU_ASSERT(gives("events != 2.385 || fatalities <= 17.25 && population >= 1", 1));
    CU_ASSERT(gives("min(events, fatalities, 3)", 2.385));
    CU_ASSERT(gives("sum(events, fatalities) - avg(1, 2, 6)", 2.385 + 17.25 - 3));
    CU_ASSERT(gives("sqrt(abs(-6.25)) + ln(exp(1.5)) + log10(1000)", 2.5 + 1.5 + 3));
    CU_ASSERT(gives(" \t\n( (events) )\r", 2.385));
    CU_ASSERT(gives("max (events, 1)", 2.385));
    CU_ASSERT(gives("1+max\t\n (events,min (7, 8) )*abs  (-2)", 15));
    CU_ASSERT(gives("_e + 0*_pi", 2.718281828459045));
    CU_ASSERT(gives("_pi", 3.141592653589793)); /* the constant, whatever a variable is called */
    CU_ASSERT(gives("e5 + 1e5", 100005.5));
    CU_ASSERT(gives(".5 + 2.", 2.5));
}

static void values_change(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct expression *expression = NULL;
    char fault[EXPRESSION_FAULT_SIZE];
    size_t position;
    CU_ASSERT_EQUAL_FATAL(expression_create(counted.context, "events / (fatalities - 17.25)", names, NAMES, &expression,
                                            fault, &position),
                          TOCSIN_OK);
    double own[NAMES] = {9.5, 19.25};
    double result = -1;
    CU_ASSERT_TRUE(expression_evaluate(expression, own, &result));
    CU_ASSERT_EQUAL(result, 4.75);
    CU_ASSERT_FALSE(expression_evaluate(expression, values, &result)); /* divides by zero */
    CU_ASSERT_EQUAL(result, 4.75);
    own[0] = 0;
    own[1] = 17.25;
    CU_ASSERT_FALSE(expression_evaluate(expression, own, &result)); /* zero by zero */
    CU_ASSERT_EQUAL(result, 4.75);
    own[1] = 18.25;
    CU_ASSERT_TRUE(expression_evaluate(expression, own, &result));
    CU_ASSERT_EQUAL(result, 0);
    expression_destroy(counted.context, expression);
    expression_destroy(counted.context, NULL);
    CU_ASSERT(counted_end(&counted));
}

static void no_variables(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct expression *expression = NULL;
    char fault[EXPRESSION_FAULT_SIZE];
    size_t position;
    double result = 0;
    CU_ASSERT_EQUAL_FATAL(expression_create(counted.context, "1.5 * 3", NULL, 0, &expression, fault, &position),
                          TOCSIN_OK);
    CU_ASSERT_TRUE(expression_evaluate(expression, NULL, &result));
    CU_ASSERT_EQUAL(result, 4.5);
    expression_destroy(counted.context, expression);
    CU_ASSERT(counted_end(&counted));
}

struct fault_case {
    const char *text;
    size_t position;
    const char *words; /* part of the fault */
};

static void faults(void)
{
    static const struct fault_case cases[] = {
        {"", 0, "empty"},
        {"  \t", 0, "empty"},
        {"events = 3", 7, "'='"},
        {"=3", 0, "'='"},
        {"events + \"abc\"", 9, "texts"},
        {"events, fatalities", 6, "','"},
        {"1,5", 1, "decimals"},
        {"evnts + 1", 0, "unknown name 'evnts', did you mean 'events'?"},
        {"1 + fatality_count", 4, "unknown name 'fatality_count'"},
        {"1 + foo(events)", 4, "unknown function 'foo'"},
        {"maxx(events)", 0, "did you mean 'max'?"},
        {"rnd(1)", 0, "unknown function 'rnd'"},
        {"events + min", 9, "'min' is a function"},
        {"events +", 8, "ends too early"},
        {"(events + 1", 11, "closing parenthesis"},
        {"events + 1)", 10, "parenthesis"},
        {"events fatalities", 7, "a name is not expected"},
        {"events 3", 7, "a number is not expected"},
        {"3 events", 2, "a name is not expected"},
        {"events // 2", 8, "an operator is not expected"},
        {"sin(events, 1)", 13, "too many arguments"},
        {"min()", 4, "too few arguments"},
        {"events ? 1", 10, "':' is missing"},
        {"events : 1", 8, "':' has no '?'"},
        {"events % 2", 7, "cannot be read"},
        {"0x1F", 1, "unknown name 'x1F'"},
        {"1.5abc", 3, "unknown name 'abc'"},
        {"1e400", 0, "cannot be read"},
        {"events ; 2", 7, "cannot be read"},
        {"\xC3\xA9 + 1", 0, "cannot be read"},
        {"events && !", 10, ""},
        {"(events, 2)", 10, "an argument is not expected"},
        {"sin  (events, 1)", 15, "too many arguments"},
        {"1 + sin() * 2", 8, "too few arguments"},
        {"1 + min() * 2", 8, "too few arguments"},
        {"_pi = 3", 4, "'='"},
        {"a\x01", 0, "unknown name 'a'"},
        {"not-a-name", 0, "unknown name 'not'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct counted counted;
        counted_begin(&counted);
        struct expression *expression = NULL;
        char fault[EXPRESSION_FAULT_SIZE] = "";
        size_t position = SIZE_MAX;
        tocsin_status status =
            expression_create(counted.context, cases[i].text, names, NAMES, &expression, fault, &position);
        bool good =
            status == TOCSIN_ERROR_MODEL && position == cases[i].position && strstr(fault, cases[i].words) && fault[0];
        if (!good) {
            fprintf(stderr, "'%s': status %d, '%s' at %zu\n", cases[i].text, status, fault, position);
        }
        CU_ASSERT(good);
        CU_ASSERT_PTR_NULL(expression);
        expression_destroy(counted.context, expression);
        CU_ASSERT(counted_end(&counted));
    }
}

static void long_texts(void)
{
    struct counted counted;
    counted_begin(&counted);
    static char text[5000];
    char fault[EXPRESSION_FAULT_SIZE] = "";
    size_t position = 0;
    struct expression *expression = NULL;
    memset(text, ' ', sizeof text - 1);
    text[0] = '7';
    text[4096] = '\0';
    CU_ASSERT_EQUAL(expression_create(counted.context, text, names, NAMES, &expression, fault, &position), TOCSIN_OK);
    expression_destroy(counted.context, expression);
    expression = NULL;
    text[4096] = ' ';
    CU_ASSERT_EQUAL(expression_create(counted.context, text, names, NAMES, &expression, fault, &position),
                    TOCSIN_ERROR_MODEL);
    CU_ASSERT_EQUAL(position, 4096);
    CU_ASSERT_PTR_NOT_NULL(strstr(fault, "longer than 4096"));
    memset(text, '(', 4000);
    text[4000] = '\0';
    CU_ASSERT_EQUAL(expression_create(counted.context, text, names, NAMES, &expression, fault, &position),
                    TOCSIN_ERROR_MODEL);
    memset(text, 'z', 4000);
    CU_ASSERT_EQUAL(expression_create(counted.context, text, names, NAMES, &expression, fault, &position),
                    TOCSIN_ERROR_MODEL);
    CU_ASSERT(strncmp(fault, "unknown name 'zzz", 17) == 0 && strlen(fault) < 100);
    CU_ASSERT(counted_end(&counted));
}

static void no_memory(void)
{
    bool made = false;
    size_t failures = 0;
    for (size_t n = 0; !made && n < 20; n++) {
        struct counted counted;
        counted_begin(&counted);
        counted.fail_after = counted.calls + n;
        struct expression *expression = NULL;
        char fault[EXPRESSION_FAULT_SIZE] = "";
        size_t position = 3;
        tocsin_status status =
            expression_create(counted.context, "events", names, NAMES, &expression, fault, &position);
        made = status == TOCSIN_OK;
        failures += !made;
        CU_ASSERT(made || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT(made || (fault[0] == '\0' && position == 3)); /* untouched */
        expression_destroy(counted.context, expression);
        CU_ASSERT(counted_end(&counted));
    }
    CU_ASSERT_TRUE(made);
    CU_ASSERT_EQUAL(failures, 2);
}

struct list {
    char text[256];
    size_t most;
    size_t count;
};

static bool note_name(void *user, const char *name, size_t length, size_t position)
{
    struct list *list = user;
    size_t used = strlen(list->text);
    snprintf(list->text + used, sizeof list->text - used, "%.*s@%zu ", (int)length, name, position);
    return ++list->count < list->most;
}

static void names_used(void)
{
    struct list list = {"", 100, 0};
    expression_names("a + sin(b1) * a - 2.5e3 * max (c, _pi) + 1e + x_y==3 \"q\" .5z", note_name, &list);
    CU_ASSERT_STRING_EQUAL(list.text, "a@0 b1@8 a@14 c@31 e@42 x_y@46 q@54 z@59 ");
    struct list two = {"", 2, 0};
    expression_names("a+b+c", note_name, &two);
    CU_ASSERT_STRING_EQUAL(two.text, "a@0 b@2 ");
    struct list none = {"", 5, 0};
    expression_names("", note_name, &none);
    expression_names("1e5 + 2E-3 * _e", note_name, &none);
    CU_ASSERT_STRING_EQUAL(none.text, "");
}

/** Pseudo-random texts of the language's own tokens: none may crash, and results are finite or refused. */
static void random_texts(void)
{
    static const char *const tokens[] = {"events", "fatalities", "(",    ")",    "+",  "-",  "*", "/",   "^",   "?",
                                         ":",      "==",         "<=",   "!=",   "&&", "||", "!", "1",   "2.5", "1e5",
                                         ",",      "min(",       "sin(", "sum(", " ",  "=",  "<", "_pi", ".",   "e"};
    uint64_t state = 20240229;
    size_t made = 0;
    struct counted counted;
    counted_begin(&counted);
    for (int i = 0; i < 100000; i++) {
        char text[256] = "";
        size_t count = 1 + (size_t)i % 17;
        for (size_t k = 0; k < count; k++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            strcat(text, tokens[(state >> 33) % (sizeof tokens / sizeof tokens[0])]);
        }
        struct expression *expression = NULL;
        char fault[EXPRESSION_FAULT_SIZE] = "";
        size_t position = SIZE_MAX;
        if (expression_create(counted.context, text, names, NAMES, &expression, fault, &position) == TOCSIN_OK) {
            double result = 0;
            made++;
            CU_ASSERT(!expression_evaluate(expression, values, &result) || isfinite(result));
            expression_destroy(counted.context, expression);
        } else {
            CU_ASSERT(fault[0] && position <= strlen(text));
        }
    }
    CU_ASSERT(made > 1000);
    CU_ASSERT(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"results", results},       {"values change", values_change}, {"no variables", no_variables},
    {"faults", faults},         {"long texts", long_texts},       {"no memory", no_memory},
    {"names used", names_used}, {"random texts", random_texts},   CU_TEST_INFO_NULL};
SUITE(expression, tests)
