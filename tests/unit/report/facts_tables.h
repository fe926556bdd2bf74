/** The tables, the JSON and the texts of a run folder, read without any code of the program. */
#ifndef TOCSIN_TESTS_FACTS_TABLES_H
#define TOCSIN_TESTS_FACTS_TABLES_H

#include <stdbool.h>
#include <stddef.h>

/** A CSV file; row 0 is the header. */
struct facts_table {
    char **cells;
    size_t columns, rows;
};
/** False if the text is not a table. */
bool facts_table_read(struct facts_table *table, const char *text);
void facts_table_free(struct facts_table *table);
/** The cell of a column; "" if there is no such column or row. */
const char *facts_cell(const struct facts_table *table, size_t row, const char *column);
/** Its number; false if it is empty. */
bool facts_number(const struct facts_table *table, size_t row, const char *column, double *value);

/** Every text, number and word of a JSON document with its path: "indicators.2.title". */
struct facts_json {
    struct {
        char *path, *value;
    } * pairs;
    size_t count;
};
/** Leaves out the member `without` of the outermost object, which may be NULL. False if it is no JSON. */
bool facts_json_read(struct facts_json *json, const char *text, const char *without);
void facts_json_free(struct facts_json *json);
/** The value at a path made by a format; NULL if there is none. */
const char *facts_json_value(const struct facts_json *json, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** How many elements the array at `path` has. */
size_t facts_json_count(const struct facts_json *json, const char *path);

/** The bytes of a file, with a NUL, to be freed; NULL if it cannot be read. */
char *facts_read(const char *folder, const char *name);

#endif
