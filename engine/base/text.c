/** Comparison, validation and nearness of texts, and the growing buffer. */
#include "base/text.h"
#include "base/memory.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    LONGEST_WORD = 64, /* bytes; longer words are no typing errors */
    MOST_EDITS = 2,    /* between a word and what is suggested for it */
    LETTERS_PER_EDIT = 3,
    FIRST_CAPACITY = 64 /* bytes of a text buffer */
};

bool text_equal(const char *left, const char *right)
{
    return left == right || (left && right && strcmp(left, right) == 0);
}

bool text_equal_bytes(const char *text, const char *bytes, size_t length)
{
    return text && strlen(text) == length && (length == 0 || memcmp(text, bytes, length) == 0);
}

static unsigned char fold(char letter)
{
    return (unsigned char)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
}

bool text_equal_folded(const char *left, const char *right)
{
    if (!left || !right) {
        return left == right;
    }
    while (*left && fold(*left) == fold(*right)) {
        left++;
        right++;
    }
    return fold(*left) == fold(*right);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

void text_trim(const char **bytes, size_t *length)
{
    while (*length > 0 && is_blank((*bytes)[0])) {
        ++*bytes;
        --*length;
    }
    while (*length > 0 && is_blank((*bytes)[*length - 1])) {
        --*length;
    }
}

size_t text_character_size(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    return lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
}

/** Bytes of the UTF-8 sequence at `bytes`, 0 if it is none (Unicode 15, table 3-7: no overlong forms, surrogates or
 * values above U+10FFFF). */
static size_t sequence_length(const unsigned char *bytes, size_t left)
{
    unsigned char lead = bytes[0];
    size_t length = text_character_size(lead);
    if (length < 2 || left < length) {
        return left < length ? 0 : length;
    }
    unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (bytes[1] < lowest || bytes[1] > highest) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

bool text_is_utf8(const char *bytes, size_t length, size_t *offset)
{
    size_t i = 0;
    while (i < length) {
        uint64_t eight;
        if (length - i >= sizeof eight) { /* most text is ASCII: eight bytes at once */
            memcpy(&eight, bytes + i, sizeof eight);
            if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        size_t step = sequence_length((const unsigned char *)bytes + i, length - i);
        if (step == 0) {
            *offset = i;
            return false;
        }
        i += step;
    }
    return true;
}

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

/**
 * Edits (insert, delete, change, swap of neighbours) from one word to the other, ASCII case folded: the restricted
 * Damerau-Levenshtein distance, three rows of its table at a time.
 */
static size_t edit_distance(const char *from, size_t from_length, const char *to, size_t to_length)
{
    size_t rows[3][LONGEST_WORD + MOST_EDITS + 1];
    for (size_t k = 0; k <= to_length; k++) {
        rows[0][k] = k;
    }
    for (size_t i = 1; i <= from_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t k = 1; k <= to_length; k++) {
            bool same = fold(from[i - 1]) == fold(to[k - 1]);
            row[k] = smaller(smaller(above[k], row[k - 1]) + 1, above[k - 1] + !same);
            if (i > 1 && k > 1 && fold(from[i - 1]) == fold(to[k - 2]) && fold(from[i - 2]) == fold(to[k - 1])) {
                row[k] = smaller(row[k], two_above[k - 2] + 1);
            }
        }
    }
    return rows[from_length % 3][to_length];
}

const char *text_nearest(const char *word, const void *candidates, size_t count, size_t stride)
{
    size_t length = strlen(word);
    if (length > LONGEST_WORD) {
        return NULL;
    }
    size_t allowed = smaller(MOST_EDITS, length / LETTERS_PER_EDIT);
    size_t best = allowed + 1;
    const char *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *candidate;
        memcpy(&candidate, (const char *)candidates + i * stride, sizeof candidate);
        size_t candidate_length = candidate ? strlen(candidate) : SIZE_MAX;
        if (candidate_length > length + allowed || candidate_length + allowed < length) {
            continue;
        }
        size_t distance = edit_distance(word, length, candidate, candidate_length);
        if (distance < best) {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

const char *text_suggestion(char *hint, size_t size, const char *nearest)
{
    if (!nearest) {
        return NULL;
    }
    snprintf(hint, size, "did you mean '%s'?", nearest);
    return hint;
}

/** Room for `more` bytes and a NUL. */
static bool reserve(struct text_buffer *buffer, size_t more)
{
    size_t needed;
    if (buffer->failed || __builtin_add_overflow(buffer->length, more, &needed) || needed == SIZE_MAX) {
        buffer->failed = true;
        return false;
    }
    needed++;
    if (needed <= buffer->capacity) {
        return true;
    }
    size_t capacity = buffer->capacity > SIZE_MAX / 2 ? needed : buffer->capacity * 2;
    capacity = capacity < FIRST_CAPACITY ? FIRST_CAPACITY : capacity;
    capacity = capacity < needed ? needed : capacity;
    char *resized = memory_resize(buffer->context, buffer->bytes, capacity, 1);
    if (!resized) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = resized;
    buffer->capacity = capacity;
    return true;
}

void text_buffer_add_bytes(struct text_buffer *buffer, const char *bytes, size_t length)
{
    if (!reserve(buffer, length)) {
        return;
    }
    if (length) {
        memcpy(buffer->bytes + buffer->length, bytes, length);
    }
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void text_buffer_add(struct text_buffer *buffer, const char *text)
{
    text_buffer_add_bytes(buffer, text, strlen(text));
}

void text_buffer_format(struct text_buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) {
        buffer->failed = true;
    }
    if (length < 0 || !reserve(buffer, (size_t)length)) {
        return;
    }
    va_start(arguments, format);
    vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
}

void text_buffer_end(struct text_buffer *buffer)
{
    memory_release(buffer->context, buffer->bytes);
    *buffer = (struct text_buffer){.context = buffer->context};
}
