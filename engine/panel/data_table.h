/**
 * A table of results that is made for reading: named columns, rows of texts and numbers. What an analysis finds goes
 * from the files that compute it to the reports as such tables, so that one writer writes them all.
 */
#ifndef TOCSIN_PANEL_DATA_TABLE_H
#define TOCSIN_PANEL_DATA_TABLE_H

#include "base/memory.h"
#include <stdbool.h>
#include <stddef.h>

enum data_kind {
    DATA_TEXT,
    DATA_NUMBER, /* a finite double */
    DATA_COUNT,  /* a whole number */
    DATA_FLAG    /* "true" or "false" */
};

struct data_column {
    const char *name; /* header of the CSV */
    enum data_kind kind;
    const char *text; /* meaning, with unit and range; for the data package and the documents */
};

struct data_cell {
    bool given; /* else empty */
    double number;
    const char *text;
};

struct data_table {
    const char *name;  /* of the file without its ending, e.g. "correlations" */
    const char *title; /* what it holds, in one line */
    const struct data_column *columns;
    size_t column_count;
    struct data_cell *cells; /* [row][column] */
    size_t row_count;
    size_t capacity; /* rows there is room for */
};

/** An empty table. Name, title and columns are not copied. */
tocsin_status data_table_create(struct arena *arena, const char *name, const char *title,
                                const struct data_column *columns, size_t column_count, struct data_table *table);
/** Adds a row of empty cells and returns its first cell; NULL if there is no memory (the arena remembers). */
struct data_cell *data_table_add(struct arena *arena, struct data_table *table);

/** The position of a column by its name; `column_count` if there is none. */
size_t data_table_column(const struct data_table *table, const char *name);
/** A cell by its row and the position of its column. */
static inline const struct data_cell *data_table_cell(const struct data_table *table, size_t row, size_t column)
{
    return &table->cells[row * table->column_count + column];
}

/** Cells. A number that is not finite is an empty cell. */
struct data_cell data_text(const char *text);
struct data_cell data_number(double number);
struct data_cell data_count(size_t count);
struct data_cell data_flag(bool flag);

#endif
