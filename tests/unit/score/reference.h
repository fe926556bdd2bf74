/** Reads the tables of reference: plain CSV of numbers, NA for missing, a few quoted texts. */
#ifndef TOCSIN_TESTS_SCORE_REFERENCE_H
#define TOCSIN_TESTS_SCORE_REFERENCE_H

#include "fixture.h"

enum { REFERENCE_COLUMNS = 80, REFERENCE_ROWS = 1500 };

struct reference_table {
    char *text;                                         /* the whole file, cut up */
    char *cells[REFERENCE_ROWS + 1][REFERENCE_COLUMNS]; /* row 0 holds the names */
    size_t columns, rows;                               /* rows without the names */
};

/** Cuts the next field off; quotes hold commas together. */
static inline char *reference_field(char **rest, char *end)
{
    char *field = *rest;
    char *out = field;
    bool quoted = false;
    char *at = field;
    while (*at != '\0' && (quoted || (*at != ',' && *at != '\n'))) {
        if (*at == '"') {
            quoted = !quoted;
        } else {
            *out++ = *at;
        }
        at++;
    }
    *end = *at;
    *rest = *at == '\0' ? at : at + 1;
    *out = '\0';
    return field;
}

/** NULL, with a word, if the folder is not there. The table is large and lives on the heap. */
static inline struct reference_table *reference_read_from(const char *folder, const char *name)
{
    char relative[256];
    snprintf(relative, sizeof relative, "reference/%s/%s", folder, name);
    const char *path = shared_file(relative);
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) {
        return NULL;
    }
    struct reference_table *table = calloc(1, sizeof *table);
    CU_ASSERT_FATAL(table && fseek(file, 0, SEEK_END) == 0);
    size_t size = (size_t)ftell(file);
    rewind(file);
    table->text = calloc(1, size + 1);
    CU_ASSERT_FATAL(table->text && fread(table->text, 1, size, file) == size);
    fclose(file);
    char *rest = table->text;
    size_t row = 0;
    while (*rest != '\0') {
        size_t column = 0;
        char end = ',';
        while (end == ',') {
            CU_ASSERT_FATAL(row <= REFERENCE_ROWS && column < REFERENCE_COLUMNS);
            table->cells[row][column++] = reference_field(&rest, &end);
        }
        table->columns = row == 0 ? column : table->columns;
        CU_ASSERT_EQUAL_FATAL(column, table->columns);
        row++;
    }
    table->rows = row - 1;
    return table;
}

/** One of the tables of COINr's example. */
static inline struct reference_table *reference_read(const char *name)
{
    return reference_read_from("coinr-asem", name);
}

static inline void reference_free(struct reference_table *table)
{
    if (table) {
        free(table->text);
        free(table);
    }
}

/** SIZE_MAX if there is no such column. */
static inline size_t reference_column(const struct reference_table *table, const char *name)
{
    for (size_t i = 0; i < table->columns; i++) {
        if (strcmp(table->cells[0][i], name) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/** The text of the row whose first column that is called `key` is `id`. */
static inline const char *reference_text(const struct reference_table *table, const char *key, const char *id,
                                         const char *name)
{
    size_t by = reference_column(table, key);
    size_t column = reference_column(table, name);
    CU_ASSERT_FATAL(by != SIZE_MAX && column != SIZE_MAX);
    for (size_t row = 1; row <= table->rows; row++) {
        if (strcmp(table->cells[row][by], id) == 0) {
            return table->cells[row][column];
        }
    }
    return "NA";
}

/** A cell as a number; NAN for NA, NaN and Inf: what is no number for us is missing. */
static inline double reference_number(const char *text)
{
    char *end = NULL;
    double value = strtod(text, &end);
    return end == text || *end != '\0' || !isfinite(value) ? (double)NAN : value;
}

/** A column as numbers, in row order; returns how many. */
static inline size_t reference_numbers(const struct reference_table *table, const char *name, double *values)
{
    size_t column = reference_column(table, name);
    CU_ASSERT_NOT_EQUAL_FATAL(column, SIZE_MAX);
    for (size_t row = 0; row < table->rows; row++) {
        values[row] = reference_number(table->cells[row + 1][column]);
    }
    return table->rows;
}

/** Rows of one year: all, if the table knows no years. */
static inline size_t reference_units(const struct reference_table *table)
{
    size_t time = reference_column(table, "Time");
    size_t units = 1;
    while (units < table->rows &&
           (time == SIZE_MAX || strcmp(table->cells[units + 1][time], table->cells[1][time]) == 0)) {
        units++;
    }
    return units;
}

/** True if the column of the panel is, cell by cell, what the reference column holds; 1e-12 relative. */
static inline bool reference_matches(const struct panel *panel, size_t column, const struct reference_table *expected,
                                     const char *name)
{
    static double values[REFERENCE_ROWS];
    size_t count = reference_numbers(expected, name, values);
    CU_ASSERT_EQUAL_FATAL(count, panel->periods * panel->regions);
    double scale = 0;
    for (size_t i = 0; i < count; i++) {
        scale = isnan(values[i]) ? scale : fmax(scale, fabs(values[i]));
    }
    for (size_t i = 0; i < count; i++) {
        size_t cell = panel_cell(panel, i / panel->regions, column, i % panel->regions);
        bool present = observation_present(panel->observation[cell]);
        double allowed = 1e-12 * fmax(fabs(values[i]), 1e-3 * scale);
        if (present ? !(fabs(panel->value[cell] - values[i]) <= allowed) : !isnan(values[i])) {
            fprintf(stderr, "%s, row %zu: %.17g is not %.17g\n", name, i + 2, panel->value[cell], values[i]);
            return false;
        }
    }
    return true;
}

#endif
