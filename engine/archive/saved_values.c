/** Reads single values of a manifest. */
#include "archive/saved_values.h"
#include "base/hash.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

/** "the manifest's 'x' is not y", at what was found in its place. */
static void refuse(tocsin_context *context, const struct document_node *node, const char *key, const char *expected)
{
    char found[DOCUMENT_WORDS_SIZE];
    diagnostics_report(context, DIAGNOSTIC_SAVED_KEY, node->at, NULL, "'%s' is to be %s, found %s", key, expected,
                       document_describe(found, node));
}

static const struct document_node *find(tocsin_context *context, const struct document_node *object, const char *key)
{
    const struct document_node *node = document_find(object, key);
    if (!node) {
        diagnostics_report(context, DIAGNOSTIC_SAVED_KEY, object->at, NULL, "key '%s' is missing", key);
    }
    return node;
}

const struct document_node *saved_member(tocsin_context *context, const struct document_node *object, const char *key,
                                         enum document_kind kind)
{
    const struct document_node *node = find(context, object, key);
    if (node && node->kind != kind) {
        refuse(context, node, key, kind == DOCUMENT_MAPPING ? "an object" : "a list");
        return NULL;
    }
    return node;
}

static bool is_text(const struct document_node *node)
{
    return node->kind == DOCUMENT_SCALAR && !node->plain;
}

bool saved_text(tocsin_context *context, const struct document_node *object, const char *key, const char **value)
{
    const struct document_node *node = find(context, object, key);
    if (node && !is_text(node)) {
        refuse(context, node, key, "a text");
        return false;
    }
    *value = node ? node->text : *value;
    return node != NULL;
}

bool saved_optional_text(tocsin_context *context, const struct document_node *object, const char *key,
                         const char **value)
{
    const struct document_node *node = find(context, object, key);
    if (node && document_is_empty(node)) {
        *value = NULL;
        return true;
    }
    return node && saved_text(context, object, key, value);
}

/** Digits alone, up to 2^64 - 1. */
static bool parse_unsigned(const char *text, uint64_t *value)
{
    uint64_t number = 0;
    const char *digit = text;
    for (; text_is_digit(*digit); digit++) {
        if (__builtin_mul_overflow(number, 10u, &number) ||
            __builtin_add_overflow(number, (uint64_t)(*digit - '0'), &number)) {
            return false;
        }
    }
    *value = number;
    return digit != text && *digit == '\0';
}

bool saved_unsigned(tocsin_context *context, const struct document_node *object, const char *key, uint64_t *value)
{
    const struct document_node *node = find(context, object, key);
    uint64_t number = 0;
    if (!node) {
        return false;
    }
    if (node->kind != DOCUMENT_SCALAR || !node->plain || !parse_unsigned(node->text, &number)) {
        refuse(context, node, key, "a whole number from 0 to 18446744073709551615");
        return false;
    }
    *value = number;
    return true;
}

bool saved_hash(tocsin_context *context, const struct document_node *object, const char *key, const char **value)
{
    const char *text = NULL;
    if (!saved_text(context, object, key, &text)) {
        return false;
    }
    if (strlen(text) != HASH_TEXT_SIZE - 1 || strspn(text, "0123456789abcdef") != HASH_TEXT_SIZE - 1) {
        refuse(context, document_find(object, key), key, "a SHA-256 of 64 hexadecimal digits");
        return false;
    }
    *value = text;
    return true;
}

bool saved_file_name(tocsin_context *context, const struct document_node *object, const char *key, const char **value)
{
    enum { LONGEST_NAME = 255 };
    const char *text = NULL;
    if (!saved_text(context, object, key, &text)) {
        return false;
    }
    bool inside = text[0] != '\0' && text[0] != '.' && !strchr(text, '/') && strlen(text) <= LONGEST_NAME;
    if (!inside) {
        refuse(context, document_find(object, key), key, "the name of a file in the folder");
        return false;
    }
    *value = text;
    return true;
}

bool saved_period(tocsin_context *context, const struct document_node *object, const char *key,
                  enum frequency frequency, period_number *value)
{
    const char *text = NULL;
    if (!saved_text(context, object, key, &text)) {
        return false;
    }
    if (!period_parse(text, strlen(text), frequency, value)) {
        char expected[32];
        snprintf(expected, sizeof expected, "a %s", frequency_names[frequency]);
        refuse(context, document_find(object, key), key, expected);
        return false;
    }
    return true;
}

bool saved_flag(const struct document_node *object, const char *key)
{
    const struct document_node *node = document_find(object, key);
    return node && node->kind == DOCUMENT_SCALAR && node->plain && text_equal(node->text, "true");
}
