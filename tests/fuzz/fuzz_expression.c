/** libFuzzer target: any text as an expression; what compiles is evaluated. */
#include "base/expression.h"
#include "target.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FAULT = 256, BUDGET = 16 << 20 };

/** Some that muParser would take, some that it would not. */
static const char *const names[] = {"x", "y", "gdp", "deaths_low", "a.b", "c-d", "e1", "min_x"};

enum { NAMES = sizeof names / sizeof names[0] };

static const double values[][NAMES] = {
    {2.385, -7.25, 41.75, 3, 0.125, 8.5, 1e-3, 64},
    {0, 0, 0, 0, 0, 0, 0, 0},
    {-1e308, 1e308, -0.5, 1e-308, 2, -2, 17, 1e15},
};

struct seen {
    const char *text;
    size_t end;
    bool unknown;
};

static bool see_name(void *user, const char *name, size_t length, size_t position)
{
    struct seen *seen = user;
    require(position >= seen->end && length > 0 && name == seen->text + position,
            "names come in order, at their places");
    seen->end = position + length;
    require(seen->end <= strlen(seen->text), "a name is within the text");
    bool known = false;
    for (size_t i = 0; i < NAMES; i++) {
        known = known || (strlen(names[i]) == length && memcmp(names[i], name, length) == 0);
    }
    seen->unknown = seen->unknown || !known;
    return true;
}

static void check_evaluation(struct expression *expression)
{
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        const double untouched = 2.675;
        double first = untouched;
        double second = untouched;
        bool good = expression_evaluate(expression, values[i], &first);
        require(good ? isfinite(first) : first == untouched, "a result is finite or there is none");
        require(expression_evaluate(expression, values[i], &second) == good &&
                    memcmp(&first, &second, sizeof first) == 0,
                "an expression has one value");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct target target;
    target_begin(&target, BUDGET);
    char *text = copy_text(bytes, size);
    struct seen seen = {text, 0, false};
    expression_names(text, see_name, &seen);
    struct expression *expression = NULL;
    char fault[FAULT] = "";
    size_t position = SIZE_MAX;
    if (expression_create(target.context, text, names, NAMES, &expression, fault, &position) == TOCSIN_OK) {
        require(!seen.unknown, "an expression that compiles has no unknown names");
        check_evaluation(expression);
        expression_destroy(target.context, expression);
    } else {
        require(expression == NULL && fault[0] != '\0' && memchr(fault, '\0', FAULT) != NULL, "a fault is told");
        require(position <= strlen(text), "a fault has a place in the text");
    }
    free(text);
    target_end(&target);
    return 0;
}
