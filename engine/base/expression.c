/**
 * Arithmetic expressions through muParser's C interface (written against 2.3). Its error texts go through a buffer
 * that all threads share, so only its codes and positions are used and the words are ours. What it would take beyond
 * arithmetic (assignment, texts, lists of values) is refused before it sees it.
 */
#include "base/expression.h"
#include "base/memory.h"
#include "base/text.h"
#include <math.h>
#include <muParserDLL.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_EXPRESSION = 4096, LONGEST_NAME = 64, FLOATING_POINT = 0 /* muBASETYPE_FLOAT */ };

#define BLANKS " \t\r\n"

struct expression {
    muParserHandle_t parser;
    size_t count;
    double *values; /* the variables are bound to these */
};

/** muParser's own functions (mu::Parser::InitFun of 2.3), and the constants. */
static const char *const functions[] = {"sin",  "cos",   "tan",   "asin",  "acos", "atan",  "atan2", "sinh", "cosh",
                                        "tanh", "asinh", "acosh", "atanh", "log2", "log10", "log",   "ln",   "exp",
                                        "sqrt", "sign",  "rint",  "abs",   "sum",  "avg",   "min",   "max"};
static const char *const constants[] = {"_pi", "_e"};

enum {
    FUNCTION_COUNT = sizeof functions / sizeof functions[0],
    CONSTANT_COUNT = sizeof constants / sizeof constants[0]
};

/** What is wrong, by muParser's error codes (mu::EErrorCodes). */
static const char *const parser_faults[] = {
    [0] = "an operator is not expected here",   [1] = "this cannot be read",
    [2] = "the expression ends too early",      [3] = "',' is not expected here",
    [4] = "an argument is not expected here",   [5] = "a number is not expected here",
    [6] = "a name is not expected here",        [7] = "a parenthesis is not expected here",
    [8] = "a text is not expected here",        [9] = "a text is expected here",
    [10] = "a number is expected here",         [11] = "a closing parenthesis is missing",
    [12] = "a function is not expected here",   [13] = "a text is not closed",
    [14] = "a function has too many arguments", [15] = "a function has too few arguments",
    [25] = "the expression is empty",           [33] = "':' is missing after '?'",
    [34] = "':' has no '?' before it",
};

static bool starts_name(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_listed(const char *const *list, size_t count, const char *name, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal_bytes(list[i], name, length)) {
            return true;
        }
    }
    return false;
}

/** The end of the number at `at`: digits, a fraction, an exponent (whose 'e' is no name). */
static size_t skip_number(const char *text, size_t at)
{
    while (text_is_digit(text[at]) || text[at] == '.') {
        at++;
    }
    if (text[at] == 'e' || text[at] == 'E') {
        size_t exponent = at + 1;
        exponent += text[exponent] == '+' || text[exponent] == '-';
        if (text_is_digit(text[exponent])) {
            while (text_is_digit(text[exponent])) {
                exponent++;
            }
            return exponent;
        }
    }
    return at;
}

/** A name in an expression. */
struct name {
    const char *bytes;
    size_t length;
    size_t position;
    bool is_function; /* followed by '(' */
};

/** The next name from `*at` on, which is moved behind it. */
static bool next_name(const char *text, size_t *at, struct name *name)
{
    size_t i = *at;
    while (text[i] && !starts_name(text[i])) {
        i = text_is_digit(text[i]) || (text[i] == '.' && text_is_digit(text[i + 1])) ? skip_number(text, i) : i + 1;
    }
    if (!text[i]) {
        return false;
    }
    size_t end = i;
    while (starts_name(text[end]) || text_is_digit(text[end])) {
        end++;
    }
    *name = (struct name){text + i, end - i, i, text[end + strspn(text + end, BLANKS)] == '('};
    *at = end;
    return true;
}

void expression_names(const char *text, bool (*found)(void *user, const char *name, size_t length, size_t position),
                      void *user)
{
    size_t at = 0;
    struct name name;
    while (next_name(text, &at, &name)) {
        if (!name.is_function && !is_listed(constants, CONSTANT_COUNT, name.bytes, name.length) &&
            !found(user, name.bytes, name.length, name.position)) {
            return;
        }
    }
}

/** Refuses '=' where it assigns, texts, and lists of values. */
static bool check_characters(const char *text, char fault[EXPRESSION_FAULT_SIZE], size_t *position)
{
    const char *message = NULL;
    size_t depth = 0;
    size_t i = 0;
    for (; text[i] && !message; i++) {
        switch (text[i]) {
        case '(':
            depth++;
            break;
        case ')':
            depth -= depth > 0;
            break;
        case '"':
            message = "texts have no place in an expression";
            break;
        case ',':
            message = depth == 0 ? "',' is only for the arguments of functions; decimals are written with '.'" : NULL;
            break;
        case '=':
            if (text[i + 1] == '=') {
                i++;
            } else if (i == 0 || !strchr("!<>", text[i - 1])) {
                message = "'=' would assign; to compare, write '=='";
            }
            break;
        default:
            break;
        }
    }
    if (message) {
        snprintf(fault, EXPRESSION_FAULT_SIZE, "%s", message);
        *position = i - 1;
    }
    return !message;
}

static void describe_unknown(const char *kind, const struct name *name, const char *const *known, size_t count,
                             char fault[EXPRESSION_FAULT_SIZE])
{
    char word[LONGEST_NAME + 1];
    int shown = name->length < LONGEST_NAME ? (int)name->length : LONGEST_NAME;
    snprintf(word, sizeof word, "%.*s", shown, name->bytes);
    const char *nearest = text_nearest(word, known, count, sizeof *known);
    if (nearest && strlen(nearest) <= LONGEST_NAME) {
        snprintf(fault, EXPRESSION_FAULT_SIZE, "unknown %s '%s', did you mean '%s'?", kind, word, nearest);
    } else {
        snprintf(fault, EXPRESSION_FAULT_SIZE, "unknown %s '%s'", kind, word);
    }
}

static bool check_name(const struct name *name, const char *const *names, size_t count,
                       char fault[EXPRESSION_FAULT_SIZE])
{
    bool function = is_listed(functions, FUNCTION_COUNT, name->bytes, name->length);
    if (name->is_function) {
        if (!function) {
            describe_unknown("function", name, functions, FUNCTION_COUNT, fault);
        }
        return function;
    }
    if (function) {
        snprintf(fault, EXPRESSION_FAULT_SIZE, "'%.*s' is a function and needs its arguments in parentheses",
                 (int)name->length, name->bytes);
        return false;
    }
    if (is_listed(constants, CONSTANT_COUNT, name->bytes, name->length) ||
        is_listed(names, count, name->bytes, name->length)) {
        return true;
    }
    describe_unknown("name", name, names, count, fault);
    return false;
}

static bool check_names(const char *text, const char *const *names, size_t count, char fault[EXPRESSION_FAULT_SIZE],
                        size_t *position)
{
    size_t at = 0;
    struct name name;
    while (next_name(text, &at, &name)) {
        if (!check_name(&name, names, count, fault)) {
            *position = name.position;
            return false;
        }
    }
    return true;
}

/** muParser takes a function's parenthesis only right behind its name: blanks between go before the name. */
static void join_functions(char *text)
{
    size_t at = 0;
    struct name name;
    while (next_name(text, &at, &name)) {
        size_t blanks = strspn(text + at, BLANKS);
        if (name.is_function && blanks > 0) {
            memmove(text + name.position + blanks, text + name.position, name.length);
            memset(text + name.position, ' ', blanks);
            at += blanks;
        }
    }
}

/** Errors are asked for after each call; without a handler muParser would print them. */
static void on_error(muParserHandle_t parser)
{
    (void)parser;
}

static bool has_name(const char *text, const char *wanted)
{
    size_t at = 0;
    struct name name;
    while (next_name(text, &at, &name)) {
        if (text_equal_bytes(wanted, name.bytes, name.length)) {
            return true;
        }
    }
    return false;
}

/**
 * Binds the variables that the text uses; others may have names that muParser would not take. Its own constants go:
 * 2.3.3 has pi to 13 digits only.
 */
static void bind(struct expression *expression, const char *text, const char *const *names)
{
    mupClearConst(expression->parser);
    mupDefineConst(expression->parser, constants[0], M_PI);
    mupDefineConst(expression->parser, constants[1], M_E);
    for (size_t i = 0; i < expression->count; i++) {
        if (has_name(text, names[i]) && !is_listed(constants, CONSTANT_COUNT, names[i], strlen(names[i]))) {
            mupDefineVar(expression->parser, names[i], &expression->values[i]);
        }
    }
}

static void describe_parser_fault(muParserHandle_t parser, const char *text, char fault[EXPRESSION_FAULT_SIZE],
                                  size_t *position)
{
    size_t length = strlen(text);
    int code = mupGetErrorCode(parser);
    int at = mupGetErrorPos(parser);
    size_t place = at < 0 || (size_t)at > length ? length : (size_t)at;
    bool at_operator = text[place] != '\0' && strchr("+-*/^=<>!&|?:", text[place]);
    bool behind = (code == 0 && !at_operator) || ((code == 4 || code == 15) && text[place] != ')');
    place -= behind && place > 0; /* some errors are placed behind what caused them */
    bool known = code >= 0 && (size_t)code < sizeof parser_faults / sizeof parser_faults[0] && parser_faults[code];
    snprintf(fault, EXPRESSION_FAULT_SIZE, "%s", known ? parser_faults[code] : "the expression cannot be read");
    *position = place;
}

/** muParser compiles when it first evaluates. */
static bool compile(struct expression *expression, const char *text, const char *const *names,
                    char fault[EXPRESSION_FAULT_SIZE], size_t *position)
{
    mupSetErrorHandler(expression->parser, on_error);
    bind(expression, text, names);
    char joined[LONGEST_EXPRESSION + 1];
    memcpy(joined, text, strlen(text) + 1);
    join_functions(joined);
    if (!mupError(expression->parser)) {
        mupSetExpr(expression->parser, joined);
    }
    int results = 0;
    if (!mupError(expression->parser)) {
        mupEvalMulti(expression->parser, &results);
    }
    if (mupError(expression->parser)) {
        describe_parser_fault(expression->parser, text, fault, position);
        return false;
    }
    if (results != 1) {
        snprintf(fault, EXPRESSION_FAULT_SIZE, "one value is expected, not %d", results);
        *position = 0;
        return false;
    }
    return true;
}

static bool check_text(const char *text, const char *const *names, size_t count, char fault[EXPRESSION_FAULT_SIZE],
                       size_t *position)
{
    if (strnlen(text, LONGEST_EXPRESSION + 1) > LONGEST_EXPRESSION) {
        snprintf(fault, EXPRESSION_FAULT_SIZE, "the expression is longer than %d bytes", LONGEST_EXPRESSION);
        *position = LONGEST_EXPRESSION;
        return false;
    }
    if (text[strspn(text, BLANKS)] == '\0') {
        snprintf(fault, EXPRESSION_FAULT_SIZE, "the expression is empty");
        *position = 0;
        return false;
    }
    return check_characters(text, fault, position) && check_names(text, names, count, fault, position);
}

tocsin_status expression_create(tocsin_context *context, const char *text, const char *const *names, size_t count,
                                struct expression **expression, char fault[EXPRESSION_FAULT_SIZE], size_t *position)
{
    if (!check_text(text, names, count, fault, position)) {
        return TOCSIN_ERROR_MODEL;
    }
    struct expression *created = memory_allocate(context, 1, sizeof *created);
    if (!created) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    created->count = count;
    created->values = memory_allocate(context, count, sizeof *created->values);
    created->parser = created->values ? mupCreate(FLOATING_POINT) : NULL;
    if (created->parser) {
        status = compile(created, text, names, fault, position) ? TOCSIN_OK : TOCSIN_ERROR_MODEL;
    }
    if (status != TOCSIN_OK) {
        expression_destroy(context, created);
        return status;
    }
    *expression = created;
    return TOCSIN_OK;
}

void expression_destroy(tocsin_context *context, struct expression *expression)
{
    if (!expression) {
        return;
    }
    if (expression->parser) {
        mupRelease(expression->parser);
    }
    memory_release(context, expression->values);
    memory_release(context, expression);
}

bool expression_evaluate(struct expression *expression, const double *values, double *result)
{
    if (expression->count > 0) {
        memcpy(expression->values, values, expression->count * sizeof *values);
    }
    double value = mupEval(expression->parser);
    if (mupError(expression->parser)) {
        mupErrorReset(expression->parser);
        return false;
    }
    if (!isfinite(value)) {
        return false;
    }
    *result = value;
    return true;
}
