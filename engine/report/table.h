/**
 * The tables of a run folder: one list of columns for each CSV file, from which its header, its Table Schema and its
 * documentation are made.
 */
#ifndef TOCSIN_REPORT_TABLE_H
#define TOCSIN_REPORT_TABLE_H

#include "panel/result_row.h"
#include "report/report.h"

/** A column, in the words of Table Schema (Data Package v2). */
struct table_column {
    const char *name;
    const char *type; /* string, number, integer, date */
    const char *text; /* meaning, for people */
    bool required;    /* no cell is empty */
    struct optional_number minimum, maximum;
    const char *const *values; /* NULL, or all that a cell may hold, ended by NULL */
};

struct table {
    const char *name; /* of the resource */
    const struct table_column *columns;
    size_t column_count;
    size_t key_count;   /* columns of the primary key */
    const size_t *key;  /* which they are; NULL: the first ones */
    const char *parent; /* NULL, or the table that the first `parent_key_count` columns point into */
    size_t parent_key_count;
    /** Writes the rows of one period and region: none, one or more. */
    void (*write_rows)(struct output *output, const struct result *result, int digits, size_t period, size_t region);
    /** In its place, for tables that are not by reported period and region: writes all rows. */
    void (*write_all)(struct output *output, const struct result *result, const struct report_options *options);
};

extern const struct table scores_table, nodes_table, indicators_table, alerts_table, states_table;

/** All that the column `status` may hold. */
extern const char *const table_status_values[];

/** Writes a table as CSV: RFC 4180, UTF-8, LF; by reported period and region, in this order, unless it says otherwise.
 */
void table_write(struct output *output, const struct table *table, const struct result *result,
                 const struct report_options *options);

/** Writes the names of the columns. */
void table_write_header(struct output *output, const struct table *table);

/** One row as it is written. */
struct table_row {
    struct output *output;
    int digits;
    bool begun;
};

void table_row_begin(struct table_row *row, struct output *output, int digits);
/** NULL is the empty cell. */
void table_row_text(struct table_row *row, const char *text);
void table_row_number(struct table_row *row, struct optional_number number);
void table_row_share(struct table_row *row, double share);
void table_row_count(struct table_row *row, uint32_t count);
/** A whole number that is not negative. */
void table_row_whole(struct table_row *row, double number);
/** 0 is the empty cell: ranks begin at 1. */
void table_row_rank(struct table_row *row, int32_t rank);
void table_row_status(struct table_row *row, uint8_t observation);
/** A cell that the caller writes to the row's output; it must hold nothing that CSV quotes. */
void table_row_begin_list(struct table_row *row);
void table_row_end(struct table_row *row);

#endif
