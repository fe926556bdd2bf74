/** Rows of a CSV reader, kept for comparison. */
#ifndef TOCSIN_TESTS_GATHERED_H
#define TOCSIN_TESTS_GATHERED_H

#include "input/csv_reader.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gathered_field {
    char *text;
    size_t length;
    uint64_t line;
    uint64_t column;
};

struct gathered_row {
    uint64_t line;
    struct gathered_field *fields;
    size_t count;
};

struct gathered {
    struct gathered_row *rows;
    size_t count;
    size_t capacity;
    size_t stop_after; /* rows; 0: never */
};

static inline void *grow(void *block, size_t size)
{
    void *resized = realloc(block, size);
    if (!resized) {
        perror("realloc");
        exit(2);
    }
    return resized;
}

static inline void gathered_add(struct gathered *gathered, uint64_t line)
{
    if (gathered->count == gathered->capacity) {
        gathered->capacity = gathered->capacity ? gathered->capacity * 2 : 16;
        gathered->rows = grow(gathered->rows, gathered->capacity * sizeof *gathered->rows);
    }
    gathered->rows[gathered->count++] = (struct gathered_row){.line = line};
}

/** To the last row. */
static inline void gathered_add_field(struct gathered *gathered, const char *text, size_t length, uint64_t line,
                                      uint64_t column)
{
    struct gathered_row *row = &gathered->rows[gathered->count - 1];
    row->fields = grow(row->fields, (row->count + 1) * sizeof *row->fields);
    char *copy = grow(NULL, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    row->fields[row->count++] = (struct gathered_field){copy, length, line, column};
}

/** A callback for csv_reader_each; `user` is a struct gathered. */
static inline tocsin_status gathered_take(void *user, const struct csv_row *row)
{
    struct gathered *gathered = user;
    gathered_add(gathered, row->line);
    for (size_t i = 0; i < row->count; i++) {
        const struct csv_field *field = &row->fields[i];
        if (field->text[field->length] != '\0') {
            fprintf(stderr, "a field is not terminated\n");
            exit(2);
        }
        gathered_add_field(gathered, field->text, field->length, field->line, field->column);
    }
    return gathered->stop_after && gathered->count == gathered->stop_after ? TOCSIN_ERROR_INTERRUPTED : TOCSIN_OK;
}

static inline bool same_row(const struct gathered_row *found, const struct gathered_row *expected)
{
    if (found->line != expected->line || found->count != expected->count) {
        fprintf(stderr, "line %llu with %zu fields, expected line %llu with %zu\n", (unsigned long long)found->line,
                found->count, (unsigned long long)expected->line, expected->count);
        return false;
    }
    for (size_t i = 0; i < found->count; i++) {
        const struct gathered_field *one = &found->fields[i];
        const struct gathered_field *other = &expected->fields[i];
        if (one->length != other->length || memcmp(one->text, other->text, one->length) != 0 ||
            one->line != other->line || one->column != other->column) {
            fprintf(stderr, "field %zu: '%s' at %llu:%llu, expected '%s' at %llu:%llu\n", i, one->text,
                    (unsigned long long)one->line, (unsigned long long)one->column, other->text,
                    (unsigned long long)other->line, (unsigned long long)other->column);
            return false;
        }
    }
    return true;
}

/** True if both are the same, texts and places; else prints the first difference. */
static inline bool gathered_same(const struct gathered *found, const struct gathered *expected)
{
    for (size_t i = 0; i < found->count && i < expected->count; i++) {
        if (!same_row(&found->rows[i], &expected->rows[i])) {
            fprintf(stderr, "... in row %zu\n", i);
            return false;
        }
    }
    if (found->count != expected->count) {
        fprintf(stderr, "%zu rows, expected %zu\n", found->count, expected->count);
    }
    return found->count == expected->count;
}

static inline void gathered_end(struct gathered *gathered)
{
    for (size_t i = 0; i < gathered->count; i++) {
        for (size_t k = 0; k < gathered->rows[i].count; k++) {
            free(gathered->rows[i].fields[k].text);
        }
        free(gathered->rows[i].fields);
    }
    free(gathered->rows);
    *gathered = (struct gathered){0};
}

/** Reads a text in memory to its end. */
static inline tocsin_status gathered_read(tocsin_context *context, const char *text, size_t size,
                                          const struct csv_options *options, struct gathered *gathered)
{
    struct byte_stream *stream = NULL;
    tocsin_status status = byte_stream_memory(context, text, size, "data.csv", &stream);
    struct csv_reader *reader = NULL;
    if (status == TOCSIN_OK) {
        status = csv_reader_open(context, stream, options, &reader);
    }
    if (status == TOCSIN_OK) {
        status = csv_reader_each(reader, gathered_take, gathered);
    }
    csv_reader_close(context, reader);
    return status;
}

#endif
