/** Helpers for the tests of what is written: sinks in memory, comparison with reviewed files, a strict reader of JSON
 * and one of CSV. */
#ifndef TOCSIN_TESTS_RENDERING_H
#define TOCSIN_TESTS_RENDERING_H

#include "base/output.h"
#include "base/text.h"
#include "suite.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

/** Takes bytes up to a limit, then refuses. */
struct sink {
    char *bytes; /* NUL-terminated once anything came */
    size_t size;
    size_t limit;
};

static inline int sink_write(void *user, const char *bytes, size_t size)
{
    struct sink *sink = user;
    if (size > sink->limit - sink->size) {
        return 1;
    }
    char *grown = realloc(sink->bytes, sink->size + size + 1);
    if (!grown) {
        return 1;
    }
    sink->bytes = grown;
    memcpy(sink->bytes + sink->size, bytes, size);
    sink->size += size;
    sink->bytes[sink->size] = '\0';
    return 0;
}

static inline void sink_end(struct sink *sink)
{
    free(sink->bytes);
    *sink = (struct sink){NULL, 0, 0};
}

/** A copy of `text`, to be freed, with every `from` replaced by `to`. */
static inline char *replaced(const char *text, const char *from, const char *to)
{
    size_t count = 0;
    for (const char *found = strstr(text, from); found; found = strstr(found + strlen(from), from)) {
        count++;
    }
    char *made = malloc(strlen(text) + count * strlen(to) + 1);
    if (!made) {
        exit(2);
    }
    char *end = made;
    for (const char *found; (found = strstr(text, from)); text = found + strlen(from)) {
        memcpy(end, text, (size_t)(found - text));
        end += found - text;
        end = stpcpy(end, to);
    }
    strcpy(end, text);
    return made;
}

/** The libraries as manifest.json lists them. */
static inline char *libraries_text(void)
{
    char *made = NULL;
    size_t size;
    FILE *stream = open_memstream(&made, &size);
    const char *line = strchr(tocsin_build_information(), '\n') + 1;
    for (const char *separator = ""; *line; separator = ",\n      ") {
        int name = (int)strcspn(line, " ");
        int version = (int)strcspn(line + name + 1, "\n");
        fprintf(stream, "%s\"%.*s\": \"%.*s\"", separator, name, line, version, line + name + 1);
        line += name + 1 + version + 1;
    }
    fclose(stream);
    return made;
}

/** What does not belong to the program's build in place of what does, or (`back`) the other way round. */
static inline char *neutral(const char *text, int back)
{
    char *libraries = libraries_text();
    char version[64];
    snprintf(version, sizeof version, "tocsin %s with", tocsin_version());
    char engine[64];
    snprintf(engine, sizeof engine, "\"version\": \"%s\",\n    \"libraries\"", tocsin_version());
    const char *const pairs[][2] = {{libraries, "@LIBRARIES@"},
                                    {version, "tocsin @VERSION@ with"},
                                    {engine, "\"version\": \"@VERSION@\",\n    \"libraries\""}};
    char *made = replaced(text, pairs[0][back], pairs[0][!back]);
    for (size_t i = 1; i < 3; i++) {
        char *next = replaced(made, pairs[i][back], pairs[i][!back]);
        free(made);
        made = next;
    }
    free(libraries);
    return made;
}

static inline char *read_whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    if (file && fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        rewind(file);
        bytes = calloc(1, (size_t)size + 1);
        if (bytes && fread(bytes, 1, (size_t)size, file) != (size_t)size) {
            free(bytes);
            bytes = NULL;
        }
    }
    if (file) {
        fclose(file);
    }
    return bytes;
}

static inline void print_difference(const char *name, const char *expected, const char *actual)
{
    size_t at = 0;
    unsigned line = 1;
    while (expected[at] && expected[at] == actual[at]) {
        line += expected[at++] == '\n';
    }
    fprintf(stderr, "%s, line %u: expected '%.60s', found '%.60s'\n", name, line, expected + at, actual + at);
}

/**
 * True if the bytes are those of a reviewed file below tests/unit/, version and libraries apart. With
 * TOCSIN_REWRITE_GOLDENS set, the file is written instead: look at the difference before you keep it.
 */
static inline int is_golden(const char *name, const char *bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/unit/%s", TOCSIN_SOURCE_DIR, name);
    if (getenv("TOCSIN_REWRITE_GOLDENS")) {
        char *text = neutral(bytes, 0);
        FILE *file = fopen(path, "wb");
        int written = file && fputs(text, file) >= 0;
        written = file && fclose(file) == 0 && written;
        free(text);
        return written;
    }
    char *golden = read_whole(path);
    if (!golden) {
        fprintf(stderr, "cannot read %s\n", path);
        return 0;
    }
    char *expected = neutral(golden, 1);
    int same = strcmp(expected, bytes) == 0;
    if (!same) {
        print_difference(name, expected, bytes);
    }
    free(expected);
    free(golden);
    return same;
}

/** True if no line is wider than 80 cells or ends in a blank, and nothing but LF controls it. */
static inline int is_page(const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        char line[1024];
        if (length >= sizeof line || text[length] != '\n') {
            return 0;
        }
        memcpy(line, text, length);
        line[length] = '\0';
        for (size_t i = 0; i < length; i++) {
            if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F) {
                return 0;
            }
        }
        if (text_width(line) > 80 || (length > 0 && line[length - 1] == ' ')) {
            fprintf(stderr, "not a line of a page: '%s'\n", line);
            return 0;
        }
        text += length + 1;
    }
    return 1;
}

/* ---------------------------------------------------------------------------------------------- JSON, RFC 8259 */

static inline const char *json_value(const char *at);

static inline const char *json_blank(const char *at)
{
    return at ? at + strspn(at, " \n") : NULL;
}

static inline const char *json_string(const char *at)
{
    if (!at || *at++ != '"') {
        return NULL;
    }
    for (; *at != '"'; at++) {
        if ((unsigned char)*at < 0x20) {
            return NULL;
        }
        if (*at == '\\') {
            at++;
            if (*at == 'u') {
                for (int i = 0; i < 4; i++) {
                    if (!isxdigit((unsigned char)*++at)) {
                        return NULL;
                    }
                }
            } else if (!*at || !strchr("\"\\/bfnrt", *at)) {
                return NULL;
            }
        }
    }
    return at + 1;
}

static inline const char *json_digits(const char *at)
{
    size_t count = at ? strspn(at, "0123456789") : 0;
    return count > 0 ? at + count : NULL;
}

static inline const char *json_numeral(const char *at)
{
    at += *at == '-';
    const char *end = *at == '0' ? at + 1 : json_digits(at);
    if (end && *end == '.') {
        end = json_digits(end + 1);
    }
    if (end && (*end == 'e' || *end == 'E')) {
        end++;
        end = json_digits(end + (*end == '+' || *end == '-'));
    }
    return end;
}

/** The members of an object or the elements of an array. */
static inline const char *json_members(const char *at, char end)
{
    at = json_blank(at + 1);
    if (*at == end) {
        return at + 1;
    }
    for (;;) {
        if (end == '}') {
            at = json_blank(json_string(at));
            if (!at || *at != ':') {
                return NULL;
            }
            at = json_blank(at + 1);
        }
        at = json_blank(json_value(at));
        if (!at || (*at != ',' && *at != end)) {
            return NULL;
        }
        if (*at++ == end) {
            return at;
        }
        at = json_blank(at);
    }
}

static inline const char *json_value(const char *at)
{
    static const char *const words[] = {"true", "false", "null"};
    if (!at) {
        return NULL;
    }
    if (*at == '{' || *at == '[') {
        return json_members(at, *at == '{' ? '}' : ']');
    }
    for (size_t i = 0; i < 3; i++) {
        if (strncmp(at, words[i], strlen(words[i])) == 0) {
            return at + strlen(words[i]);
        }
    }
    return *at == '"' ? json_string(at) : json_numeral(at);
}

/** True if the text is one JSON value in valid UTF-8, and ends in one line end. */
static inline int is_json(const char *text)
{
    size_t bad;
    const char *end = json_value(text);
    if (!end || strcmp(end, "\n") != 0 || !text_is_utf8(text, strlen(text), &bad)) {
        fprintf(stderr, "not JSON: %.60s\n", end ? end : text);
        return 0;
    }
    return 1;
}

/* ---------------------------------------------------------------------------------------------- CSV, RFC 4180 */

enum { CSV_CELLS = 8192, CSV_TEXT = 262144 };

/** All cells of a table, in reading order. */
struct csv {
    char *cells[CSV_CELLS];
    size_t columns; /* 0: the text is not a table */
    size_t rows;    /* header included */
    char text[CSV_TEXT];
};

/** Reads one cell; returns what stands after it, NULL if it is not well formed. */
static inline const char *csv_cell(const char *at, char **end)
{
    if (*at != '"') {
        for (; *at && *at != ',' && *at != '\n'; at++) {
            if (*at == '"' || *at == '\r') {
                return NULL;
            }
            *(*end)++ = *at;
        }
    } else {
        for (at++; *at != '"' || *++at == '"'; at++) {
            if (!*at) {
                return NULL;
            }
            *(*end)++ = *at;
        }
    }
    *(*end)++ = '\0';
    return *at == ',' || *at == '\n' ? at : NULL;
}

static inline void csv_read(const char *at, struct csv *csv)
{
    char *end = csv->text;
    size_t count = 0;
    csv->columns = 0;
    csv->rows = 0;
    CU_ASSERT_FATAL(strlen(at) < CSV_TEXT);
    while (*at) {
        CU_ASSERT_FATAL(count < CSV_CELLS);
        csv->cells[count++] = end;
        at = csv_cell(at, &end);
        CU_ASSERT_PTR_NOT_NULL_FATAL(at);
        if (*at++ == '\n') {
            csv->rows++;
            csv->columns = csv->columns ? csv->columns : count;
            CU_ASSERT_EQUAL_FATAL(count, csv->columns * csv->rows);
        }
    }
}

/** The text of a column in a row (1 is the first below the header). */
static inline const char *csv_text(const struct csv *csv, size_t row, const char *column)
{
    for (size_t i = 0; i < csv->columns; i++) {
        if (strcmp(csv->cells[i], column) == 0) {
            return csv->cells[row * csv->columns + i];
        }
    }
    CU_FAIL_FATAL("no such column");
    return "";
}

#endif
