/** Buffered bytes, and the quoting of CSV and JSON. */
#include "base/output.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct output *output_create(tocsin_context *context, tocsin_write write, void *user)
{
    struct output *output = memory_allocate(context, 1, sizeof *output);
    if (output) {
        output->write = write;
        output->user = user;
        hash_begin(&output->hash);
    }
    return output;
}

void output_destroy(tocsin_context *context, struct output *output)
{
    memory_release(context, output);
}

static void hand_on(struct output *output, const char *bytes, size_t size)
{
    if (!output->failed && size > 0) {
        hash_add(&output->hash, bytes, size);
        output->failed = output->write(output->user, bytes, size) != 0;
    }
}

bool output_flush(struct output *output)
{
    hand_on(output, output->buffer, output->used);
    output->used = 0;
    return !output->failed;
}

void output_bytes(struct output *output, const char *bytes, size_t size)
{
    if (output->failed || size == 0) {
        return;
    }
    output->bytes += size;
    if (size > sizeof output->buffer - output->used) {
        output_flush(output);
    }
    if (size > sizeof output->buffer) {
        hand_on(output, bytes, size);
        return;
    }
    memcpy(output->buffer + output->used, bytes, size);
    output->used += size;
}

void output_text(struct output *output, const char *text)
{
    output_bytes(output, text, strlen(text));
}

void output_format(struct output *output, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < sizeof text) {
        output_bytes(output, text, (size_t)length);
        return;
    }
    if (!output_flush(output)) {
        return;
    }
    va_start(arguments, format);
    length = vsnprintf(output->buffer, sizeof output->buffer, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof output->buffer) {
        output->failed = true;
        return;
    }
    output->used = (size_t)length;
    output->bytes += (size_t)length;
}

void output_number(struct output *output, double value, int digits)
{
    if (!isfinite(value)) {
        output->failed = true;
        return;
    }
    char text[NUMBER_TEXT_SIZE];
    size_t length = number_format(text, value, digits);
    output_bytes(output, text, length);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/** Blanks at an end are part of a field (RFC 4180, section 2.4), but many readers take them off if they can. */
static bool needs_quotes(const char *text)
{
    size_t plain = strcspn(text, ",\"\r\n");
    return text[plain] != '\0' || is_blank(text[0]) || (plain > 0 && is_blank(text[plain - 1]));
}

void output_csv(struct output *output, const char *text)
{
    if (!text) {
        return;
    }
    if (!needs_quotes(text)) {
        output_text(output, text);
        return;
    }
    output_bytes(output, "\"", 1);
    for (;;) {
        size_t plain = strcspn(text, "\"");
        output_bytes(output, text, plain);
        if (text[plain] == '\0') {
            break;
        }
        output_bytes(output, "\"\"", 2);
        text += plain + 1;
    }
    output_bytes(output, "\"", 1);
}

/** A byte that may not stand in a JSON string as it is (RFC 8259, section 7). */
static void put_escape(struct output *output, unsigned char byte)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *found = strchr(plain, byte);
    if (found) {
        char escape[2] = {'\\', letters[found - plain]};
        output_bytes(output, escape, sizeof escape);
    } else {
        output_format(output, "\\u%04x", (unsigned)byte);
    }
}

/**
 * The code point of a character that JSON allows and YAML 1.1 does not print (sections 4.1.1 and 4.1.2: C1 controls,
 * line separators, the byte order mark, what is no character), 0 for any other: JSON is to be YAML, too. `bytes` is
 * valid UTF-8 of two bytes or more and ends in a NUL.
 */
static unsigned unprintable(const unsigned char *bytes)
{
    if (bytes[0] == 0xC2 && bytes[1] < 0xA0) {
        return bytes[1];
    }
    unsigned code = (bytes[0] & 0x0Fu) << 12 | (bytes[1] & 0x3Fu) << 6;
    if ((bytes[0] & 0xF0) != 0xE0) {
        return 0;
    }
    code |= bytes[2] & 0x3Fu;
    return code == 0x2028 || code == 0x2029 || code == 0xFEFF || code >= 0xFFFE ? code : 0;
}

/** Escapes valid UTF-8 that a NUL stands somewhere behind. */
static void put_json_bytes(struct output *output, const char *bytes, size_t length)
{
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        unsigned code = byte >= 0xC2 ? unprintable((const unsigned char *)bytes + i) : 0;
        if (code != 0) {
            output_bytes(output, bytes + start, i - start);
            output_format(output, "\\u%04x", code);
            i += text_character_size(byte) - 1;
            start = i + 1;
        } else if (byte < 0x20 || byte == 0x7F || byte == '"' || byte == '\\') {
            output_bytes(output, bytes + start, i - start);
            put_escape(output, byte);
            start = i + 1;
        }
    }
    output_bytes(output, bytes + start, length - start);
}

void output_json(struct output *output, const char *text)
{
    if (!text) {
        output_text(output, "null");
        return;
    }
    output_bytes(output, "\"", 1);
    size_t length = strlen(text);
    size_t bad;
    while (!text_is_utf8(text, length, &bad)) { /* JSON is UTF-8 whatever a host hands in */
        put_json_bytes(output, text, bad);
        output_text(output, "\xEF\xBF\xBD"); /* U+FFFD, replacement character */
        text += bad + 1;
        length -= bad + 1;
    }
    put_json_bytes(output, text, length);
    output_bytes(output, "\"", 1);
}
