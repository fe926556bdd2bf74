/** Reads CSV and JSON for the test that a summary says nothing but what is in them. */
#include "facts_tables.h"
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_SIZE = 512 };

static void *grown(void *old, size_t count, size_t size)
{
    void *made = realloc(old, (count ? count : 1) * size);
    if (!made) {
        abort();
    }
    return made;
}

static char *copied(const char *bytes, size_t length)
{
    char *made = grown(NULL, length + 1, 1);
    memcpy(made, bytes, length);
    made[length] = '\0';
    return made;
}

char *facts_read(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s%s%s", folder, folder[0] ? "/" : "", name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        return NULL;
    }
    char *bytes = NULL;
    size_t length = 0;
    size_t got;
    char block[65536];
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        bytes = grown(bytes, length + got + 1, 1);
        memcpy(bytes + length, block, got);
        length += got;
    }
    fclose(file);
    bytes = grown(bytes, length + 1, 1);
    bytes[length] = '\0';
    return bytes;
}

/* ------------------------------------------------------------------------------------------------------------- CSV */

/** Reads one cell; `*end` is what stops it. NULL if it is not well formed. */
static char *read_cell(const char **at)
{
    const char *from = *at;
    if (*from != '"') {
        *at = from + strcspn(from, ",\n");
        return copied(from, (size_t)(*at - from));
    }
    char *cell = copied(from, strlen(from) < 65536 ? strlen(from) : 65536);
    size_t length = 0;
    for (from++; *from && length < 65536; from++) {
        if (*from == '"' && *++from != '"') {
            cell[length] = '\0';
            *at = from;
            return cell;
        }
        cell[length++] = *from;
    }
    free(cell);
    return NULL;
}

bool facts_table_read(struct facts_table *table, const char *text)
{
    size_t count = 0;
    *table = (struct facts_table){NULL, 0, 0};
    while (*text) {
        if ((count & (count - 1)) == 0) {
            table->cells = grown(table->cells, count ? 2 * count : 1, sizeof *table->cells);
        }
        char *cell = read_cell(&text);
        if (!cell || (*text != ',' && *text != '\n')) {
            free(cell);
            return false;
        }
        table->cells[count++] = cell;
        if (*text++ == '\n') {
            table->columns = table->rows == 0 ? count : table->columns;
            table->rows++;
            if (count != table->rows * table->columns) {
                return false;
            }
        }
    }
    return table->rows > 0;
}

void facts_table_free(struct facts_table *table)
{
    for (size_t i = 0; i < table->rows * table->columns; i++) {
        free(table->cells[i]);
    }
    free(table->cells);
    *table = (struct facts_table){NULL, 0, 0};
}

const char *facts_cell(const struct facts_table *table, size_t row, const char *column)
{
    for (size_t i = 0; row < table->rows && i < table->columns; i++) {
        if (strcmp(table->cells[i], column) == 0) {
            return table->cells[row * table->columns + i];
        }
    }
    return "";
}

bool facts_number(const struct facts_table *table, size_t row, const char *column, double *value)
{
    const char *cell = facts_cell(table, row, column);
    *value = strtod(cell, NULL);
    return cell[0] != '\0';
}

/* ------------------------------------------------------------------------------------------------------------ JSON */

struct reader {
    struct facts_json *json;
    const char *at;
    const char *without;
    char path[PATH_SIZE];
};

static void skip_blank(struct reader *reader)
{
    reader->at += strspn(reader->at, " \n\t\r");
}

/** A string, to be freed; escapes of control characters become '?', as a page shows them. */
static char *read_string(struct reader *reader)
{
    const char *at = reader->at;
    if (*at++ != '"') {
        return NULL;
    }
    char *text = copied(at, strcspn(at, "\n"));
    size_t length = 0;
    for (; *at && *at != '"'; at++) {
        char byte = *at;
        if (byte == '\\') {
            static const char letters[] = "ntrbf";
            static const char meant[] = "\n\t\r??";
            byte = *++at;
            const char *letter = byte ? strchr(letters, byte) : NULL;
            if (byte == 'u') {
                at += 4;
                byte = '?';
            } else if (letter) {
                byte = meant[letter - letters];
            }
        }
        text[length++] = byte;
    }
    text[length] = '\0';
    reader->at = at + (*at == '"');
    return text;
}

static void keep(struct reader *reader, char *value)
{
    struct facts_json *json = reader->json;
    if ((json->count & (json->count - 1)) == 0) {
        json->pairs = grown(json->pairs, json->count ? 2 * json->count : 1, sizeof *json->pairs);
    }
    json->pairs[json->count].path = copied(reader->path, strlen(reader->path));
    json->pairs[json->count++].value = value;
}

/** Steps over a value without keeping it. */
static void skip_value(struct reader *reader)
{
    int depth = 0;
    do {
        skip_blank(reader);
        if (*reader->at == '"') {
            free(read_string(reader));
            continue;
        }
        depth += *reader->at == '{' || *reader->at == '[';
        depth -= *reader->at == '}' || *reader->at == ']';
        reader->at += *reader->at != '\0';
    } while (depth > 0 && *reader->at);
}

static bool read_value(struct reader *reader);

static bool read_members(struct reader *reader, char end)
{
    size_t length = strlen(reader->path);
    reader->at++;
    skip_blank(reader);
    for (size_t i = 0; *reader->at && *reader->at != end; i++) {
        char *key = NULL;
        if (end == '}') {
            key = read_string(reader);
            skip_blank(reader);
            if (!key || *reader->at++ != ':') {
                free(key);
                return false;
            }
        }
        char number[24];
        snprintf(number, sizeof number, "%zu", i);
        bool skipped = key && length == 0 && reader->without && strcmp(key, reader->without) == 0;
        snprintf(reader->path + length, PATH_SIZE - length, "%s%s", length > 0 ? "." : "", key ? key : number);
        free(key);
        if (skipped) {
            skip_value(reader);
        } else if (!read_value(reader)) {
            return false;
        }
        reader->path[length] = '\0';
        skip_blank(reader);
        reader->at += *reader->at == ',';
        skip_blank(reader);
    }
    return *reader->at++ == end;
}

static bool read_value(struct reader *reader)
{
    skip_blank(reader);
    if (*reader->at == '{') {
        return read_members(reader, '}');
    }
    if (*reader->at == '[') {
        return read_members(reader, ']');
    }
    if (*reader->at == '"') {
        keep(reader, read_string(reader));
        return true;
    }
    size_t length = strcspn(reader->at, ",]} \n");
    if (length > 0 && strncmp(reader->at, "null", length) != 0) {
        keep(reader, copied(reader->at, length));
    }
    reader->at += length;
    return length > 0;
}

bool facts_json_read(struct facts_json *json, const char *text, const char *without)
{
    struct reader reader = {.json = json, .at = text, .without = without};
    *json = (struct facts_json){NULL, 0};
    return read_value(&reader) && strspn(reader.at, "\n") == strlen(reader.at);
}

void facts_json_free(struct facts_json *json)
{
    for (size_t i = 0; i < json->count; i++) {
        free(json->pairs[i].path);
        free(json->pairs[i].value);
    }
    free(json->pairs);
    *json = (struct facts_json){NULL, 0};
}

const char *facts_json_value(const struct facts_json *json, const char *format, ...)
{
    char path[PATH_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    for (size_t i = 0; i < json->count; i++) {
        if (strcmp(json->pairs[i].path, path) == 0) {
            return json->pairs[i].value;
        }
    }
    return NULL;
}

size_t facts_json_count(const struct facts_json *json, const char *path)
{
    size_t length = strlen(path);
    size_t count = 0;
    for (size_t i = 0; i < json->count; i++) {
        const char *rest = json->pairs[i].path;
        if (strncmp(rest, path, length) == 0 && rest[length] == '.' && isdigit((unsigned char)rest[length + 1])) {
            size_t element = strtoul(rest + length + 1, NULL, 10);
            count = element + 1 > count ? element + 1 : count;
        }
    }
    return count;
}
