/** Conditions of --fail-if: field, operator, value. */
#include "cli/gate.h"
#include "cli/message.h"
#include "cli/suggest.h"
#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const fields[GATE_FIELD_COUNT] = {
    [GATE_LEVEL] = "level",       [GATE_SCORE] = "score",     [GATE_CHANGE] = "change",
    [GATE_COVERAGE] = "coverage", [GATE_IMPUTED] = "imputed", [GATE_RANK] = "rank",
};

/* In the order in which they are tried: the longer of two that begin alike comes first. */
static const struct {
    const char *sign;
    enum gate_operator compare;
} operators[] = {
    {"<=", GATE_AT_MOST}, {">=", GATE_AT_LEAST}, {"!=", GATE_UNEQUAL},
    {"<", GATE_LESS},     {">", GATE_MORE},      {"=", GATE_EQUAL},
};

static const char *after_blanks(const char *text)
{
    while (isblank((unsigned char)*text)) {
        text++;
    }
    return text;
}

static bool find_field(const char *text, size_t length, struct gate *gate)
{
    char word[64];
    snprintf(word, sizeof word, "%.*s", (int)length, text);
    struct suggestion suggestion = {word, NULL, 0};
    for (size_t i = 0; i < GATE_FIELD_COUNT; i++) {
        if (strcmp(word, fields[i]) == 0) {
            gate->field = (enum gate_field)i;
            return true;
        }
        suggest_offer(&suggestion, fields[i]);
    }
    message_unknown(suggestion.best, "expected level, score, change, coverage, imputed or rank",
                    "--fail-if '%s': unknown field '%s'", gate->text, word);
    return false;
}

static bool find_operator(const char **rest, struct gate *gate)
{
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        size_t length = strlen(operators[i].sign);
        if (strncmp(*rest, operators[i].sign, length) == 0) {
            gate->compare = operators[i].compare;
            *rest = after_blanks(*rest + length);
            return true;
        }
    }
    message_error("expected one of < <= > >= = != after the field, as in 'coverage<0.6'",
                  "--fail-if '%s': no comparison", gate->text);
    return false;
}

/** A decimal number and nothing after it; in the C locale, whatever the program's is. */
static bool read_number(const char *text, double *number)
{
    if (text[strspn(text, "+-.0123456789eE")] != '\0') {
        return false;
    }
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (plain == (locale_t)0) {
        return false;
    }
    char *end = NULL;
    double value = strtod_l(text, &end, plain);
    freelocale(plain);
    if (end == text || *end != '\0' || !isfinite(value)) {
        return false;
    }
    *number = value;
    return true;
}

bool gate_parse(const char *text, struct gate *gate)
{
    struct gate parsed = {.text = text};
    const char *field = after_blanks(text);
    size_t length = strspn(field, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    const char *rest = after_blanks(field + length);
    if (length == 0) {
        message_error("expected FIELD, a comparison and a value, as in 'level>=high' or 'coverage<0.6'",
                      "--fail-if '%s' is not a condition", text);
        return false;
    }
    if (!find_field(field, length, &parsed) || !find_operator(&rest, &parsed)) {
        return false;
    }
    if (*rest == '\0') {
        message_error(NULL, "--fail-if '%s': no value after the comparison", text);
        return false;
    }
    if (parsed.field == GATE_LEVEL) {
        parsed.level = rest;
    } else if (!read_number(rest, &parsed.number)) {
        message_error(NULL, "--fail-if '%s': expected a number, found '%s'", text, rest);
        return false;
    }
    *gate = parsed;
    return true;
}

bool gate_resolve(struct gate *gate, const tocsin_result *result)
{
    if (gate->field != GATE_LEVEL) {
        return true;
    }
    struct suggestion suggestion = {gate->level, NULL, 0};
    char levels[1024] = "levels of this model:";
    const char *level = NULL;
    for (size_t i = 0; (level = tocsin_result_level(result, i)); i++) {
        if (strcmp(level, gate->level) == 0) {
            gate->number = (double)i;
            return true;
        }
        suggest_offer(&suggestion, level);
        size_t used = strlen(levels);
        snprintf(levels + used, sizeof levels - used, " %s", level);
    }
    message_unknown(suggestion.best, tocsin_result_level(result, 0) ? levels : "the model has no levels",
                    "--fail-if '%s': unknown level '%s'", gate->text, gate->level);
    return false;
}

static bool value_of(enum gate_field field, const tocsin_score *score, double *value)
{
    switch (field) {
    case GATE_LEVEL:
        *value = (double)score->level_index;
        return score->level_index >= 0;
    case GATE_SCORE:
        *value = score->score;
        return score->has_score;
    case GATE_CHANGE:
        *value = score->change;
        return score->has_change;
    case GATE_COVERAGE:
        *value = score->coverage;
        return true;
    case GATE_IMPUTED:
        *value = score->imputed;
        return true;
    case GATE_RANK:
        *value = (double)score->rank;
        return score->rank > 0;
    case GATE_FIELD_COUNT:
        break;
    }
    return false;
}

bool gate_holds(const struct gate *gate, const tocsin_score *score)
{
    double value = 0;
    if (!value_of(gate->field, score, &value)) {
        return false;
    }
    switch (gate->compare) {
    case GATE_LESS:
        return value < gate->number;
    case GATE_AT_MOST:
        return value <= gate->number;
    case GATE_MORE:
        return value > gate->number;
    case GATE_AT_LEAST:
        return value >= gate->number;
    case GATE_EQUAL:
        return value == gate->number;
    case GATE_UNEQUAL:
        return value != gate->number;
    case GATE_OPERATOR_COUNT:
        break;
    }
    return false;
}

void gate_describe(const struct gate *gate, const tocsin_score *score, char *text, size_t size)
{
    double value = 0;
    const char *name = gate->field < GATE_FIELD_COUNT ? fields[gate->field] : "value";
    if (!value_of(gate->field, score, &value)) {
        snprintf(text, size, "%s unknown", name);
    } else if (gate->field == GATE_LEVEL) {
        snprintf(text, size, "level %s", score->level ? score->level : "unknown");
    } else {
        snprintf(text, size, "%s %.6g", name, value);
    }
}
