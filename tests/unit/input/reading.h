/** A source of one or more files, read with the requests of a test, and its records kept. */
#ifndef TOCSIN_TESTS_READING_H
#define TOCSIN_TESTS_READING_H

#include "input/source.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READING_MOST_SLOTS = 8, READING_MOST_FILES = 24, READING_TEXT = 64 };

struct kept_field {
    enum field_state state;
    double number;
    char text[READING_TEXT];
    uint64_t column;
};

struct kept_record {
    uint64_t line;
    int32_t region, partner;
    bool dyadic;
    char region_text[READING_TEXT], partner_text[READING_TEXT];
    day_number day;
    enum frequency frequency;
    struct kept_field fields[READING_MOST_SLOTS];
};

struct reading {
    struct counted counted;
    struct arena arena;
    struct region_table *regions;
    struct region_match *match;
    struct column_set columns;
    struct source_recipe recipe;
    struct source_file files[READING_MOST_FILES];
    struct source_report report;
    struct kept_record *records;
    size_t count, capacity;
    bool keep; /* the records, not only their number */
};

/** A regions file's text, or the path of one if it begins with '/'. */
static inline void reading_begin(struct reading *reading, enum source_format format, const char *regions)
{
    *reading = (struct reading){.keep = true};
    counted_begin(&reading->counted);
    arena_begin(&reading->arena, reading->counted.context);
    reading->columns.arena = &reading->arena;
    reading->recipe =
        (struct source_recipe){.id = "s", .format = format, .files = reading->files, .at = {"model.yaml", 7, 3}};
    const char *path = regions[0] == '/' ? regions : temporary_file("regions.csv", regions, strlen(regions));
    struct regions_request request = {.path = path, .named = "regions.csv", .at = LOCATION_NONE};
    tocsin_status status = regions_read(reading->counted.context, &reading->arena, &request, &reading->regions, NULL);
    if (status != TOCSIN_OK ||
        region_match_create(reading->counted.context, reading->regions, &reading->match) != TOCSIN_OK) {
        print_diagnostics(reading->counted.context);
        exit(2);
    }
}

static inline void reading_path(struct reading *reading, const char *path)
{
    const char *copy = arena_text(&reading->arena, path);
    const char *slash = strrchr(copy, '/');
    reading->files[reading->recipe.file_count++] = (struct source_file){copy, slash ? slash + 1 : copy};
}

static inline void reading_text(struct reading *reading, const char *name, const char *text)
{
    reading_path(reading, temporary_file(name, text, strlen(text)));
}

static inline size_t reading_ask(struct reading *reading, const char *name, enum column_kind kind, bool required)
{
    return column_set_add(&reading->columns, name, kind, required, (struct location){"model.yaml", 20, 5});
}

static inline tocsin_status reading_take(void *user, const struct record *record)
{
    struct reading *reading = user;
    if (!reading->keep) {
        reading->count++;
        return TOCSIN_OK;
    }
    if (reading->count == reading->capacity) {
        reading->capacity = reading->capacity ? reading->capacity * 2 : 64;
        reading->records = realloc(reading->records, reading->capacity * sizeof *reading->records);
        if (!reading->records) {
            exit(2);
        }
    }
    struct kept_record *kept = &reading->records[reading->count++];
    *kept = (struct kept_record){record->at.line, record->region,    record->partner,           record->dyadic, "", "",
                                 record->day,     record->frequency, {{FIELD_ABSENT, 0, "", 0}}};
    snprintf(kept->region_text, READING_TEXT, "%s", record->region_text);
    snprintf(kept->partner_text, READING_TEXT, "%s", record->partner_text);
    for (size_t i = 0; i < reading->columns.count; i++) {
        const struct field *field = &record->fields[i];
        kept->fields[i].state = field->state;
        kept->fields[i].number = field->state == FIELD_NUMBER ? field->number : -777;
        kept->fields[i].column = field->column;
        bool has_text = field->state == FIELD_TEXT || field->state == FIELD_NUMBER;
        snprintf(kept->fields[i].text, READING_TEXT, "%s", has_text ? field->text : "");
    }
    return TOCSIN_OK;
}

static inline tocsin_status reading_run(struct reading *reading)
{
    struct source_reading request = {
        .context = reading->counted.context,
        .arena = &reading->arena,
        .recipe = &reading->recipe,
        .regions = reading->match,
        .columns = &reading->columns,
        .record = reading_take,
        .user = reading,
    };
    return source_read(&request, &reading->report);
}

/** As reading_run, of a source without a fault: says what is wrong if there is one. */
static inline bool reading_succeeds(struct reading *reading)
{
    tocsin_status status = reading_run(reading);
    if (status != TOCSIN_OK) {
        print_diagnostics(reading->counted.context);
    }
    return status == TOCSIN_OK;
}

/** True if nothing was left behind. */
static inline bool reading_end(struct reading *reading)
{
    free(reading->records);
    region_match_destroy(reading->counted.context, reading->match);
    arena_end(&reading->arena);
    return counted_end(&reading->counted);
}

static const char READING_REGIONS[] = "region,name,match\n"
                                      "PAK,Pakistan,Islamic Republic of Pakistan|Pakistan/Punjab\n"
                                      "AFG,Afghanistan,\n"
                                      "NA,Namibia,\n";

/** A source of one file with three regions; without a file if `text` is NULL. */
static inline void reading_source(struct reading *reading, enum source_format format, const char *text)
{
    reading_begin(reading, format, READING_REGIONS);
    if (text) {
        reading_text(reading, "data.csv", text);
    }
}

/** The source fails with exactly one error, at this line and column of the file or the model. */
static inline void reading_fails(struct reading *reading, int code, unsigned line, unsigned column)
{
    tocsin_status status = reading_run(reading);
    CU_ASSERT_EQUAL(status, TOCSIN_ERROR_DATA);
    size_t errors = 0;
    for (size_t i = 0; i < tocsin_diagnostic_count(reading->counted.context); i++) {
        tocsin_diagnostic found;
        CU_ASSERT_EQUAL(tocsin_diagnostic_at(reading->counted.context, i, &found), TOCSIN_OK);
        if (found.severity == TOCSIN_ERROR) {
            errors++;
            CU_ASSERT_EQUAL(found.code, code);
            CU_ASSERT_EQUAL(found.line, line);
            CU_ASSERT_EQUAL(found.column, column);
        }
    }
    CU_ASSERT_EQUAL(errors, 1);
    if (errors != 1) {
        print_diagnostics(reading->counted.context);
    }
    CU_ASSERT_TRUE(reading_end(reading));
}

/** True if some diagnostic has this code and its hint contains `text`. */
static inline bool reading_hinted(const tocsin_context *context, int code, const char *text)
{
    for (size_t i = 0; i < tocsin_diagnostic_count(context); i++) {
        tocsin_diagnostic found;
        if (tocsin_diagnostic_at(context, i, &found) == TOCSIN_OK && found.code == code && found.hint &&
            strstr(found.hint, text)) {
            return true;
        }
    }
    print_diagnostics(context);
    return false;
}

#endif
