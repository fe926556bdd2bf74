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

void output_csv(struct output *output, const char *text)
{
    if (!text) {
        return;
    }
    if (text[strcspn(text, ",\"\r\n")] == '\0') {
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

/** Escapes valid UTF-8. */
static void put_json_bytes(struct output *output, const char *bytes, size_t length)
{
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte < 0x20 || byte == '"' || byte == '\\') {
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
