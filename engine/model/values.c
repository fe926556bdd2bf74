/** Texts, numbers, flags, choices, dates and paths from scalars. */
#include "model/values.h"
#include "base/file_input.h"
#include "base/number.h"
#include "base/text.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static void fault(const struct named_value *value, enum diagnostic_code code, const char *hint, const char *wanted)
{
    char words[PLACE_WORDS_SIZE];
    char found[DOCUMENT_WORDS_SIZE];
    char key[WORKSPACE_SHOWN_SIZE];
    workspace_fault(value->workspace, code, value->node->at, hint, "'%s' in %s must be %s, found %s",
                    workspace_shorten(key, value->key), place_words(words, value->place), wanted,
                    document_describe(found, value->node));
}

static void fault_no_value(const struct named_value *value)
{
    char words[PLACE_WORDS_SIZE];
    char key[WORKSPACE_SHOWN_SIZE];
    workspace_fault(value->workspace, DIAGNOSTIC_MODEL_NO_VALUE, value->node->at, NULL, "'%s' in %s has no value",
                    workspace_shorten(key, value->key), place_words(words, value->place));
}

static const char *kind_words(enum document_kind kind)
{
    switch (kind) {
    case DOCUMENT_MAPPING:
        return "a mapping of keys";
    case DOCUMENT_SEQUENCE:
        return "a list";
    case DOCUMENT_SCALAR:
    case DOCUMENT_BROKEN:
        return "a single value";
    }
    return "a value";
}

bool value_expect(const struct named_value *value, enum document_kind kind)
{
    if (value->node->kind == kind) {
        return true;
    }
    if (value->node->kind != DOCUMENT_BROKEN) {
        fault(value, DIAGNOSTIC_MODEL_KIND, NULL, kind_words(kind));
    }
    return false;
}

/** A scalar that is not empty; `wanted` says what it should be. */
static bool expect_scalar(const struct named_value *value, enum diagnostic_code code, const char *wanted)
{
    if (value->node->kind == DOCUMENT_BROKEN) {
        return false;
    }
    if (value->node->kind != DOCUMENT_SCALAR) {
        fault(value, code, NULL, wanted);
        return false;
    }
    if (document_is_empty(value->node)) {
        fault_no_value(value);
        return false;
    }
    return true;
}

bool value_text(const struct named_value *value, const char **text)
{
    if (!expect_scalar(value, DIAGNOSTIC_MODEL_KIND, "a text")) {
        return false;
    }
    if (value->node->text[0] == '\0') {
        fault_no_value(value);
        return false;
    }
    *text = value->node->text;
    return true;
}

static bool raw_text(const struct named_value *value, const char **text)
{
    if (value->node->kind != DOCUMENT_SCALAR) {
        return value_expect(value, DOCUMENT_SCALAR);
    }
    *text = value->node->text;
    return true;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

bool value_is_id(const char *text)
{
    if (!is_letter(text[0])) {
        return false;
    }
    for (size_t i = 1; text[i]; i++) {
        if (!is_letter(text[i]) && !(text[i] >= '0' && text[i] <= '9') && text[i] != '.' && text[i] != '-') {
            return false;
        }
    }
    return true;
}

static const char id_hint[] = "an id begins with a letter or '_' and goes on with letters, digits, '_', '.' or '-'";

void value_fault_id(const struct named_value *value, struct location key_at)
{
    char shown[WORKSPACE_SHOWN_SIZE];
    workspace_fault(value->workspace, DIAGNOSTIC_MODEL_ID, key_at, id_hint, "'%s' is not an id",
                    workspace_shorten(shown, value->key));
}

bool value_id(const struct named_value *value, const char **id)
{
    if (!expect_scalar(value, DIAGNOSTIC_MODEL_KIND, "an id")) {
        return false;
    }
    if (!value_is_id(value->node->text)) {
        fault(value, DIAGNOSTIC_MODEL_ID, id_hint, "an id");
        return false;
    }
    *id = value->node->text;
    return true;
}

/** A scalar that may be a number: not in quotes. */
static bool expect_plain(const struct named_value *value, enum diagnostic_code code, const char *wanted)
{
    if (!expect_scalar(value, code, wanted)) {
        return false;
    }
    if (!value->node->plain) {
        double number;
        bool only_quoted = number_parse(value->node->text, strlen(value->node->text), &number);
        fault(value, code, only_quoted ? "remove the quotes" : NULL, wanted);
        return false;
    }
    return true;
}

static bool check_range(const struct named_value *value, const struct value_range *range, double number)
{
    bool below = range->low_open ? number <= range->low : number < range->low;
    if (!range->words || (!below && number <= range->high)) {
        return true;
    }
    char words[PLACE_WORDS_SIZE];
    char found[DOCUMENT_WORDS_SIZE];
    char key[WORKSPACE_SHOWN_SIZE];
    workspace_fault(value->workspace, DIAGNOSTIC_MODEL_RANGE, value->node->at, NULL,
                    "'%s' in %s is out of range (%s), found %s", workspace_shorten(key, value->key),
                    place_words(words, value->place), range->words, document_describe(found, value->node));
    return false;
}

bool value_number(const struct named_value *value, const struct value_range *range, double *number)
{
    double parsed;
    if (!expect_plain(value, DIAGNOSTIC_MODEL_NOT_A_NUMBER, "a number")) {
        return false;
    }
    if (!number_parse(value->node->text, strlen(value->node->text), &parsed)) {
        const char *hint = strchr(value->node->text, ',') ? "decimals are written with '.'" : NULL;
        fault(value, DIAGNOSTIC_MODEL_NOT_A_NUMBER, hint, "a number");
        return false;
    }
    if (!check_range(value, range, parsed)) {
        return false;
    }
    *number = parsed;
    return true;
}

bool value_ratio(const struct named_value *value, double *ratio)
{
    static const struct value_range range = {"above 0", 0, INFINITY, true};
    if (!expect_scalar(value, DIAGNOSTIC_MODEL_NOT_A_NUMBER, "a number or a fraction")) {
        return false;
    }
    const char *text = value->node->text;
    const char *bar = strchr(text, '/');
    if (!bar) {
        return value_number(value, &range, ratio);
    }
    double above;
    double below;
    bool read = number_parse(text, (size_t)(bar - text), &above) && number_parse(bar + 1, strlen(bar + 1), &below);
    if (!read || !(above > 0) || !(below > 0) || !isnormal(above / below)) {
        fault(value, DIAGNOSTIC_MODEL_NOT_A_NUMBER, "write it as 3 or 1/3", "a number or a fraction above 0");
        return false;
    }
    *ratio = above / below;
    return true;
}

bool value_integer(const struct named_value *value, const struct value_range *range, int64_t *number)
{
    int64_t parsed;
    if (!expect_plain(value, DIAGNOSTIC_MODEL_NOT_AN_INTEGER, "a whole number")) {
        return false;
    }
    if (!number_parse_integer(value->node->text, strlen(value->node->text), &parsed)) {
        fault(value, DIAGNOSTIC_MODEL_NOT_AN_INTEGER, NULL, "a whole number");
        return false;
    }
    if (!check_range(value, range, (double)parsed)) {
        return false;
    }
    *number = parsed;
    return true;
}

/** The words that YAML 1.1 takes for flags, and what to write instead. */
static const char *flag_hint(const char *text)
{
    static const char *const yes[] = {"yes", "on", "y", "true", "1"};
    static const char *const no[] = {"no", "off", "n", "false", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        if (text_equal_folded(text, yes[i])) {
            return "write true";
        }
        if (text_equal_folded(text, no[i])) {
            return "write false";
        }
    }
    return NULL;
}

bool value_flag(const struct named_value *value, bool *flag)
{
    if (!expect_scalar(value, DIAGNOSTIC_MODEL_NOT_A_FLAG, "true or false")) {
        return false;
    }
    const char *text = value->node->text;
    bool is_true = text_equal(text, "true");
    if (!value->node->plain || (!is_true && !text_equal(text, "false"))) {
        bool quoted = !value->node->plain && (is_true || text_equal(text, "false"));
        fault(value, DIAGNOSTIC_MODEL_NOT_A_FLAG, quoted ? "remove the quotes" : flag_hint(text), "true or false");
        return false;
    }
    *flag = is_true;
    return true;
}

/** "one of a, b, c", as far as there is room. */
static void list_choices(char wanted[WORKSPACE_MESSAGE_SIZE], const char *const *choices, size_t count)
{
    size_t used = (size_t)snprintf(wanted, WORKSPACE_MESSAGE_SIZE, "one of ");
    for (size_t i = 0; i < count && used < WORKSPACE_MESSAGE_SIZE / 2; i++) {
        used += (size_t)snprintf(wanted + used, WORKSPACE_MESSAGE_SIZE - used, "%s%s", i > 0 ? ", " : "", choices[i]);
    }
}

bool value_choice(const struct named_value *value, const char *const *choices, size_t count, size_t *position)
{
    char wanted[WORKSPACE_MESSAGE_SIZE];
    list_choices(wanted, choices, count);
    if (!expect_scalar(value, DIAGNOSTIC_MODEL_CHOICE, wanted)) {
        return false;
    }
    size_t found = method_find(choices, count, value->node->text);
    if (found == count) {
        const char *hint = workspace_suggest(value->workspace, value->node->text, choices, count, sizeof(const char *));
        fault(value, DIAGNOSTIC_MODEL_CHOICE, hint, wanted);
        return false;
    }
    *position = found;
    return true;
}

bool value_numbers(const struct named_value *value, const struct value_range *range, const double **numbers,
                   size_t *count)
{
    if (value->node->kind != DOCUMENT_SEQUENCE) {
        if (value->node->kind != DOCUMENT_BROKEN) {
            fault(value, DIAGNOSTIC_MODEL_KIND, "write it as [1, 2, 3]", "a list of numbers");
        }
        return false;
    }
    double *read = workspace_allocate(value->workspace, value->node->count, sizeof *read);
    bool good = read != NULL;
    for (size_t i = 0; read && i < value->node->count; i++) {
        struct named_value item = *value;
        item.node = value->node->items[i];
        good &= value_number(&item, range, &read[i]);
    }
    if (good) {
        *numbers = read;
        *count = value->node->count;
    }
    return good;
}

/** A scalar or a list of scalars, each read by `read_one`. */
static bool read_texts(const struct named_value *value,
                       bool (*read_one)(const struct named_value *value, const char **text), const char *const **texts,
                       size_t *count)
{
    bool list = value->node->kind == DOCUMENT_SEQUENCE;
    size_t given = list ? value->node->count : 1;
    const char **read = workspace_allocate(value->workspace, given, sizeof *read);
    bool good = read != NULL;
    for (size_t i = 0; read && i < given; i++) {
        struct named_value item = *value;
        item.node = list ? value->node->items[i] : value->node;
        good &= read_one(&item, &read[i]);
    }
    if (good) {
        *texts = read;
        *count = given;
    }
    return good;
}

bool value_texts(const struct named_value *value, const char *const **texts, size_t *count)
{
    return read_texts(value, value_text, texts, count);
}

bool value_raw_texts(const struct named_value *value, const char *const **texts, size_t *count)
{
    return read_texts(value, raw_text, texts, count);
}

bool value_date(const struct named_value *value, struct schema_date *date)
{
    day_number last;
    enum frequency frequency;
    if (!expect_scalar(value, DIAGNOSTIC_MODEL_NOT_A_DATE, "a date or period")) {
        return false;
    }
    if (!date_parse(value->node->text, strlen(value->node->text), &last, &frequency)) {
        fault(value, DIAGNOSTIC_MODEL_NOT_A_DATE, "write it as 2023, 2023-Q3, 2023-08, 2023-W31 or 2023-08-03",
              "a date or period");
        return false;
    }
    *date =
        (struct schema_date){value->node, period_first_day(frequency, period_of_day(frequency, last)), last, frequency};
    return true;
}

bool value_file(const struct named_value *value, const char *model_path, struct model_file *file)
{
    const char *named;
    if (!value_text(value, &named)) {
        return false;
    }
    char *path = file_resolve(value->workspace->arena, model_path, named);
    value->workspace->out_of_memory |= path == NULL;
    *file = (struct model_file){path, named, value->node->at};
    return path != NULL;
}

bool value_check_bounds(const struct named_value *value, const char *low_key, double low, const char *high_key,
                        double high)
{
    if (low < high) {
        return true;
    }
    char words[PLACE_WORDS_SIZE];
    char low_text[NUMBER_TEXT_SIZE];
    char high_text[NUMBER_TEXT_SIZE];
    number_format(low_text, low, -1);
    number_format(high_text, high, -1);
    workspace_fault(value->workspace, DIAGNOSTIC_MODEL_BOUNDS, value->node->at, NULL,
                    "%s in %s must be below %s, found %s and %s", low_key, place_words(words, value->place), high_key,
                    low_text, high_text);
    return false;
}
