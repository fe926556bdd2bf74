/** Reading the texts of a case and of an option's value; and reference files as input of a case. */
#include "case_text.h"
#include "base/number.h"
#include "base/text.h"
#include "input/csv_reader.h"
#include "module_run.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void case_require(bool holds, const char *what, const char *text)
{
    if (!holds) {
        fprintf(stderr, "case: %s: '%.80s'\n", what, text ? text : "");
    }
    CU_ASSERT_FATAL(holds);
}

char *case_cut(char **rest, char separator)
{
    char *begin = *rest;
    if (!begin) {
        return NULL;
    }
    size_t depth = 0;
    for (char *at = begin; *at; at++) {
        depth += *at == '{';
        depth -= *at == '}' && depth > 0;
        if (*at == separator && depth == 0) {
            *at = '\0';
            *rest = at + 1;
            return begin;
        }
    }
    *rest = NULL;
    return begin;
}

size_t case_count(const char *text, char wanted)
{
    size_t count = 0;
    for (; *text; text++) {
        count += *text == wanted;
    }
    return count;
}

uint64_t case_random(uint64_t *seed)
{
    uint64_t bits = *seed += UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
    return bits ^ bits >> 31;
}

static bool is_missing(const char *text)
{
    return !*text || strcmp(text, "NA") == 0;
}

static void fill_row(struct text_table *table, char *row, size_t line, const char **into)
{
    char *begin = row;
    char *rest = row;
    for (size_t c = 0; c < table->column_count; c++) {
        char *field = case_cut(&rest, ',');
        case_require(field != NULL, "a row has too few fields", begin);
        if (into) {
            into[c] = field;
            continue;
        }
        struct text_cell *cell = &table->cells[(line - 2) * table->column_count + c];
        *cell = (struct text_cell){is_missing(field) ? NULL : field, line, (uint64_t)(field - begin) + 1};
    }
    case_require(rest == NULL, "a row has too many fields", begin);
}

struct text_table *case_table(struct arena *arena, const char *text, const char *name)
{
    char *copy = arena_text(arena, text);
    struct text_table *table = arena_allocate(arena, 1, sizeof *table);
    CU_ASSERT_FATAL(copy && table);
    table->file = name;
    table->row_count = case_count(copy, '|');
    char *rest = copy;
    char *header = case_cut(&rest, '|');
    table->column_count = case_count(header, ',') + 1;
    table->columns = arena_allocate(arena, table->column_count, sizeof *table->columns);
    table->column_at = arena_allocate(arena, table->column_count, sizeof *table->column_at);
    table->cells = arena_allocate(arena, table->row_count * table->column_count, sizeof *table->cells);
    CU_ASSERT_FATAL(table->columns && table->column_at && table->cells);
    fill_row(table, header, 1, table->columns);
    for (size_t line = 2; line < table->row_count + 2; line++) {
        fill_row(table, case_cut(&rest, '|'), line, NULL);
    }
    return table;
}

const char *case_unbraced(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    case_require(length > 1 && text[0] == '{' && text[length - 1] == '}', "a table stands in braces", text);
    return arena_copy(arena, text + 1, length - 2);
}

static bool read_numbers(struct arena *arena, const char *text, struct option_value *value)
{
    double *numbers = arena_allocate(arena, strlen(text) + 1, sizeof *numbers);
    CU_ASSERT_FATAL(numbers != NULL);
    for (const char *at = text + strspn(text, " ,"); *at; at += strspn(at, " ,")) {
        size_t length = strcspn(at, " ,");
        if (!number_parse(at, length, &numbers[value->number_count++])) {
            return false;
        }
        at += length;
    }
    value->numbers = numbers;
    return value->number_count > 0;
}

static bool read_choice(const char *range, const char *text, double *position)
{
    *position = 0;
    for (const char *at = range; *at; (*position)++) {
        size_t length = strcspn(at, "|");
        if (text_equal_bytes(text, at, length)) {
            return true;
        }
        at += length + (at[length] != '\0');
    }
    return false;
}

bool module_option_read(struct arena *arena, const struct option_descriptor *option, const char *text,
                        struct option_value *value)
{
    value->text = text;
    switch (option->type) {
    case OPTION_NUMBER:
    case OPTION_INTEGER:
        return number_parse(text, strlen(text), &value->number);
    case OPTION_CHOICE:
        return read_choice(option->range, text, &value->number);
    case OPTION_FLAG:
        value->number = text_equal(text, "true");
        return value->number > 0 || text_equal(text, "false");
    case OPTION_NUMBERS:
        return read_numbers(arena, text, value);
    case OPTION_TABLE:
        value->table = case_table(arena, case_unbraced(arena, text), option->name);
        return true;
    case OPTION_TEXT:
    case OPTION_INDICATOR:
    case OPTION_EXPRESSION:
        return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------------- reference files */

struct picking {
    FILE *text;
    size_t count;
};

static tocsin_status pick_row(void *user, const struct csv_row *row)
{
    struct picking *picking = user;
    if (row->fields[0].text[0] == '#') {
        return TOCSIN_OK;
    }
    for (size_t i = 0; i < picking->count; i++) {
        CU_ASSERT_PTR_NULL_FATAL(strpbrk(row->fields[i].text, ",|"));
        fprintf(picking->text, "%c%s", i == 0 ? '|' : ',', row->fields[i].text);
    }
    return TOCSIN_OK;
}

static void pick_file(const char *path, const struct column_pick *picks, struct picking *picking)
{
    struct counted counted;
    counted_begin(&counted);
    struct byte_stream *stream = NULL;
    struct csv_reader *reader = NULL;
    struct csv_options options = {.delimiter = ',', .quoted = true, .has_header = true};
    CU_ASSERT_EQUAL_FATAL(byte_stream_open(counted.context, path, path, LOCATION_NONE, &stream), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(csv_reader_open(counted.context, stream, &options, &reader), TOCSIN_OK);
    size_t count = 0;
    const char *const *names = csv_reader_columns(reader, &count);
    size_t columns[16];
    for (size_t i = 0; i < picking->count; i++) {
        columns[i] = 0;
        while (columns[i] < count && !text_equal(names[columns[i]], picks[i].column)) {
            columns[i]++;
        }
        case_require(columns[i] < count, "no such column", picks[i].column);
    }
    CU_ASSERT_EQUAL_FATAL(csv_reader_project(reader, columns, picking->count), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(csv_reader_each(reader, pick_row, picking), TOCSIN_OK);
    csv_reader_close(counted.context, reader);
    CU_ASSERT_TRUE(counted_end(&counted));
}

char *module_input_of_files(const char *const *files, size_t file_count, const struct column_pick *picks,
                            size_t pick_count)
{
    char *bytes = NULL;
    size_t size = 0;
    struct picking picking = {open_memstream(&bytes, &size), pick_count};
    CU_ASSERT_PTR_NOT_NULL_FATAL(picking.text);
    for (size_t i = 0; i < pick_count; i++) {
        fprintf(picking.text, "%s%s", i == 0 ? "" : ",", picks[i].name);
    }
    bool here = true;
    for (size_t i = 0; here && i < file_count; i++) {
        const char *path = shared_file(files[i]);
        here = path != NULL;
        if (here) {
            pick_file(path, picks, &picking);
        }
    }
    fclose(picking.text);
    if (!here) {
        free(bytes);
        bytes = NULL;
    }
    return bytes;
}
