/** The neighbours file: region,neighbour[,weight], a row for each direction of a border. */
#include "base/number.h"
#include "base/text.h"
#include "input/missing_text.h"
#include "input/name_table.h"
#include "input/tables.h"
#include "input/value_hint.h"
#include <stdlib.h>
#include <string.h>

enum { COLUMN_REGION, COLUMN_NEIGHBOUR, COLUMN_WEIGHT, COLUMNS, MOST_NAMED = 5 };

struct border {
    uint32_t region;
    uint32_t neighbour;
    double weight;
    uint64_t line;
};

struct borders {
    tocsin_context *context;
    const struct region_table *regions;
    const char *file;
    bool has_weight;
    uint64_t rows;
    struct border *borders;
    size_t count;
    size_t capacity;
    struct name_table unknown; /* ids that are no region of the model */
    uint64_t unknown_rows;
    uint64_t others;
    tocsin_status found;
};

static struct location place(const struct borders *borders, const struct csv_field *field)
{
    return (struct location){borders->file, field->line, field->column};
}

static void record_fault(struct borders *borders, tocsin_status status)
{
    if (borders->found == TOCSIN_OK) {
        borders->found = status;
    }
}

/** Finds both sides; false if the row cannot be used, which is counted or reported. */
static tocsin_status find_sides(struct borders *borders, const struct csv_row *row, size_t sides[2], bool *usable)
{
    bool known = true;
    *usable = false;
    for (size_t i = COLUMN_REGION; i <= COLUMN_NEIGHBOUR; i++) {
        const struct csv_field *field = &row->fields[i];
        if (field->length == 0) {
            record_fault(borders,
                         diagnostics_report(borders->context, DIAGNOSTIC_NEIGHBOUR_MISSING, place(borders, field), NULL,
                                            "the row has no %s", i == COLUMN_REGION ? "region" : "neighbour"));
            return TOCSIN_OK;
        }
        if (!region_table_find(borders->regions, field->text, &sides[i])) {
            known = false;
            tocsin_status status = name_table_count(&borders->unknown, field->text, field->length, &borders->others);
            if (status != TOCSIN_OK) {
                return status;
            }
        }
    }
    borders->unknown_rows += !known;
    *usable = known;
    return TOCSIN_OK;
}

/** The weight of a row, 1 if none is given; false if it is none. */
static bool read_weight(struct borders *borders, const struct csv_row *row, double *weight)
{
    *weight = 1;
    const struct csv_field *field = borders->has_weight ? &row->fields[COLUMN_WEIGHT] : NULL;
    if (!field || missing_text_is(NULL, 0, field->text, field->length)) {
        return true;
    }
    if (!number_parse(field->text, field->length, weight)) {
        char hint[VALUE_HINT_SIZE];
        record_fault(borders, diagnostics_report(borders->context, DIAGNOSTIC_NOT_A_NUMBER, place(borders, field),
                                                 value_hint_number(field->text, field->length, NULL, hint),
                                                 "found '%.64s' in column 'weight', expected a number", field->text));
        return false;
    }
    if (!(*weight > 0)) {
        record_fault(borders, diagnostics_report(borders->context, DIAGNOSTIC_NEIGHBOUR_WEIGHT, place(borders, field),
                                                 NULL, "found the weight '%.64s', expected one above 0", field->text));
        return false;
    }
    return true;
}

static tocsin_status take_row(void *user, const struct csv_row *row)
{
    struct borders *borders = user;
    size_t sides[2] = {0, 0};
    bool usable = false;
    double weight = 0;
    borders->rows++;
    tocsin_status status = find_sides(borders, row, sides, &usable);
    if (status != TOCSIN_OK || !read_weight(borders, row, &weight) || !usable) {
        return status;
    }
    if (sides[0] == sides[1]) {
        record_fault(borders, diagnostics_report(borders->context, DIAGNOSTIC_NEIGHBOUR_ITSELF,
                                                 place(borders, &row->fields[COLUMN_NEIGHBOUR]), NULL,
                                                 "region '%s' is given as its own neighbour",
                                                 borders->regions->regions[sides[0]].id));
        return TOCSIN_OK;
    }
    status =
        memory_grow(borders->context, &borders->borders, borders->count, sizeof *borders->borders, &borders->capacity);
    if (status == TOCSIN_OK) {
        borders->borders[borders->count++] = (struct border){(uint32_t)sides[0], (uint32_t)sides[1], weight, row->line};
    }
    return status;
}

static int compare_borders(const void *left, const void *right)
{
    const struct border *one = left;
    const struct border *other = right;
    if (one->region != other->region) {
        return one->region < other->region ? -1 : 1;
    }
    if (one->neighbour != other->neighbour) {
        return one->neighbour < other->neighbour ? -1 : 1;
    }
    return (one->line > other->line) - (one->line < other->line);
}

static void report_repeated(struct borders *borders)
{
    for (size_t i = 1; i < borders->count; i++) {
        const struct border *before = &borders->borders[i - 1];
        const struct border *border = &borders->borders[i];
        if (before->region == border->region && before->neighbour == border->neighbour) {
            const struct region *regions = borders->regions->regions;
            record_fault(borders,
                         diagnostics_report(borders->context, DIAGNOSTIC_NEIGHBOUR_TWICE,
                                            (struct location){borders->file, border->line, 0}, NULL,
                                            "'%s' and '%s' are already in line %llu", regions[border->region].id,
                                            regions[border->neighbour].id, (unsigned long long)before->line));
        }
    }
}

static tocsin_status report_unknown(struct borders *borders)
{
    if (borders->unknown_rows == 0) {
        return TOCSIN_OK;
    }
    struct text_buffer names = {.context = borders->context};
    for (size_t i = 0; i < borders->unknown.count && i < MOST_NAMED; i++) {
        text_buffer_format(&names, "%s '%s'", i ? "," : "", borders->unknown.entries[i].text);
    }
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    if (!names.failed) {
        status = diagnostics_report(
            borders->context, DIAGNOSTIC_NEIGHBOUR_UNKNOWN, (struct location){borders->file, 0, 0}, NULL,
            "%llu rows name regions that the model does not have:%s%s", (unsigned long long)borders->unknown_rows,
            names.bytes, borders->unknown.count > MOST_NAMED ? ", ..." : "");
    }
    text_buffer_end(&names);
    return status;
}

/** The borders, which are sorted, as a table. */
static tocsin_status make_table(const struct borders *borders, struct arena *arena, struct neighbour_table **neighbours)
{
    size_t region_count = borders->regions->count;
    struct neighbour_table *made = arena_allocate(arena, 1, sizeof *made);
    if (made) {
        made->start = arena_allocate(arena, region_count + 1, sizeof *made->start);
        made->neighbour = arena_allocate(arena, borders->count, sizeof *made->neighbour);
        made->weight = arena_allocate(arena, borders->count, sizeof *made->weight);
    }
    if (!made || !made->start || !made->neighbour || !made->weight) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < borders->count; i++) {
        made->start[borders->borders[i].region + 1]++;
        made->neighbour[i] = borders->borders[i].neighbour;
        made->weight[i] = borders->borders[i].weight;
    }
    for (size_t r = 0; r < region_count; r++) {
        made->start[r + 1] += made->start[r];
    }
    *neighbours = made;
    return TOCSIN_OK;
}

/** Finds the columns and leaves the others out. */
static tocsin_status choose_columns(struct borders *borders, struct csv_reader *reader)
{
    static const char *const wanted[COLUMNS] = {"region", "neighbour", "weight"};
    size_t name_count = 0;
    const char *const *names = csv_reader_columns(reader, &name_count);
    size_t positions[COLUMNS];
    size_t found = 0;
    tocsin_status first = TOCSIN_OK;
    for (size_t i = 0; i < COLUMNS; i++) {
        size_t position = 0;
        while (position < name_count && !text_equal(names[position], wanted[i])) {
            position++;
        }
        if (position < name_count) {
            positions[found++] = position;
            borders->has_weight = i == COLUMN_WEIGHT;
        } else if (i != COLUMN_WEIGHT && first == TOCSIN_OK) {
            first = tables_report_column(borders->context, borders->file, names, name_count, wanted[i]);
        }
    }
    return first == TOCSIN_OK ? csv_reader_project(reader, positions, found) : first;
}

static tocsin_status read_borders(struct borders *borders, struct csv_reader *reader)
{
    tocsin_status status = choose_columns(borders, reader);
    if (status == TOCSIN_OK) {
        status = csv_reader_each(reader, take_row, borders);
    }
    if (borders->count > 0) {
        qsort(borders->borders, borders->count, sizeof *borders->borders, compare_borders);
    }
    report_repeated(borders);
    tocsin_status unknown = report_unknown(borders);
    status = status == TOCSIN_OK ? borders->found : status;
    status = status == TOCSIN_OK ? unknown : status;
    return status == TOCSIN_OK && borders->rows == 0 ? tables_report_no_rows(borders->context, borders->file) : status;
}

tocsin_status neighbours_read(tocsin_context *context, struct arena *arena, const char *path, const char *named,
                              struct location at, const struct region_table *regions,
                              struct neighbour_table **neighbours, struct input_file *file)
{
    struct csv_reader *reader = NULL;
    tocsin_status status = tables_open(context, path, named, at, &reader);
    if (status != TOCSIN_OK) {
        return status;
    }
    struct borders borders = {.context = context, .regions = regions, .file = csv_reader_name(reader)};
    name_table_begin(&borders.unknown, context, false);
    status = read_borders(&borders, reader);
    if (status == TOCSIN_OK && file) {
        status = tables_describe(arena, reader, file);
    }
    if (status == TOCSIN_OK) {
        status = make_table(&borders, arena, neighbours);
    }
    name_table_end(&borders.unknown);
    memory_release(context, borders.borders);
    csv_reader_close(context, reader);
    return status;
}
