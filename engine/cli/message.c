/** Formats diagnostics as compilers do, so that editors can jump to them. */
#include "cli/message.h"
#include "cli/terminal.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST_MESSAGE = 4096 }; /* bytes of a message of the program's own; longer ones are cut */

#define STYLE_PLAIN "\033[0m"
#define STYLE_BOLD "\033[1m"

struct severity_style {
    const char *word;
    char letter; /* of the code */
    const char *colour;
};

static const struct severity_style styles[] = {
    [TOCSIN_NOTE] = {"note", 'N', "\033[1;36m"},
    [TOCSIN_WARNING] = {"warning", 'W', "\033[1;35m"},
    [TOCSIN_ERROR] = {"error", 'E', "\033[1;31m"},
};

/** True for the bytes of a control character: C0, DEL, and C1 as UTF-8 writes it (C2 80 .. C2 9F). */
static bool is_control(const unsigned char *bytes)
{
    return bytes[0] < 0x20 || bytes[0] == 0x7f || (bytes[0] == 0xc2 && bytes[1] >= 0x80 && bytes[1] <= 0x9f);
}

/** Writes text that may come from a file: what could steer a terminal is shown as \xNN. */
static void put_clean(const char *text)
{
    for (const unsigned char *byte = (const unsigned char *)text; *byte; byte++) {
        if (!is_control(byte)) {
            fputc(*byte, stderr);
        } else if (*byte == 0xc2) {
            fprintf(stderr, "\\x%02x\\x%02x", byte[0], byte[1]);
            byte++;
        } else {
            fprintf(stderr, "\\x%02x", *byte);
        }
    }
}

static void put_place(const tocsin_diagnostic *diagnostic)
{
    put_clean(diagnostic->file ? diagnostic->file : "tocsin");
    if (diagnostic->file && diagnostic->line > 0) {
        fprintf(stderr, ":%" PRIu64, diagnostic->line);
        if (diagnostic->column > 0) {
            fprintf(stderr, ":%" PRIu64, diagnostic->column);
        }
    }
    fputs(": ", stderr);
}

static void put_hint(const char *hint)
{
    while (*hint) {
        size_t length = strcspn(hint, "\n");
        char line[LONGEST_MESSAGE];
        snprintf(line, sizeof line, "%.*s", (int)length, hint);
        fputs("  ", stderr);
        put_clean(line);
        fputc('\n', stderr);
        hint += length + (hint[length] == '\n');
    }
}

void message_diagnostic(const tocsin_diagnostic *diagnostic)
{
    bool known = diagnostic->severity >= TOCSIN_NOTE && diagnostic->severity <= TOCSIN_ERROR;
    const struct severity_style *style = &styles[known ? diagnostic->severity : TOCSIN_ERROR];
    bool colour = terminal_has_colour(STDERR_FILENO);
    fputs(colour ? STYLE_BOLD : "", stderr);
    put_place(diagnostic);
    fprintf(stderr, "%s%s: %s", colour ? style->colour : "", style->word, colour ? STYLE_PLAIN : "");
    put_clean(diagnostic->message);
    if (diagnostic->code != 0) {
        fprintf(stderr, " [%c%" PRId32 "]", style->letter, diagnostic->code);
    }
    fputc('\n', stderr);
    if (diagnostic->hint) {
        put_hint(diagnostic->hint);
    }
}

__attribute__((format(printf, 4, 0))) static void say(int32_t severity, const char *file, const char *hint,
                                                      const char *format, va_list values)
{
    char message[LONGEST_MESSAGE];
    vsnprintf(message, sizeof message, format, values);
    message_diagnostic(&(tocsin_diagnostic){.severity = severity, .file = file, .message = message, .hint = hint});
}

void message_error(const char *hint, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    say(TOCSIN_ERROR, NULL, hint, format, values);
    va_end(values);
}

void message_unknown(const char *nearest, const char *otherwise, const char *format, ...)
{
    char hint[LONGEST_MESSAGE];
    if (nearest) {
        snprintf(hint, sizeof hint, "did you mean '%s'?", nearest);
    }
    va_list values;
    va_start(values, format);
    say(TOCSIN_ERROR, NULL, nearest ? hint : otherwise, format, values);
    va_end(values);
}

void message_about(const char *file, const char *hint, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    say(TOCSIN_ERROR, file, hint, format, values);
    va_end(values);
}

void message_warning(const char *hint, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    say(TOCSIN_WARNING, NULL, hint, format, values);
    va_end(values);
}

void message_totals(uint64_t errors, uint64_t warnings, uint64_t hidden)
{
    if (errors == 0 && warnings == 0) {
        return;
    }
    if (errors > 0) {
        fprintf(stderr, "%" PRIu64 " error%s", errors, errors == 1 ? "" : "s");
    }
    if (warnings > 0) {
        fprintf(stderr, "%s%" PRIu64 " warning%s", errors > 0 ? ", " : "", warnings, warnings == 1 ? "" : "s");
    }
    if (hidden > 0) {
        fprintf(stderr, " (%" PRIu64 " of them not shown)", hidden);
    }
    fputc('\n', stderr);
}

void message_line(const char *format, ...)
{
    char message[LONGEST_MESSAGE];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    put_clean(message);
    fputc('\n', stderr);
}
