/** Small tables of texts: how they are read, and what of them stands for missing. */
#ifndef TOCSIN_INPUT_TABLES_H
#define TOCSIN_INPUT_TABLES_H

#include "input/csv_reader.h"
#include "input/source.h"

/** A table that is read whole. */
struct tables_request {
    const char *path;
    const char *named;
    struct location at;
    size_t most; /* rows */
    const struct column_name *columns;
    size_t column_count; /* columns that the model renames: those of names and codes are told by their new names */
};
/** As table_read; the table's columns keep the names that the file has for them. */
tocsin_status tables_read(tocsin_context *context, struct arena *arena, const struct tables_request *request,
                          struct text_table **table, struct input_file *file);
/** Opens a comma-separated file with a header. */
tocsin_status tables_open(tocsin_context *context, const char *path, const char *named, struct location at,
                          struct csv_reader **reader);
/** Describes a file that was read. */
tocsin_status tables_describe(struct arena *arena, struct csv_reader *reader, struct input_file *file);
/** Says that a file has a header and nothing below it. */
tocsin_status tables_report_no_rows(tocsin_context *context, const char *file);
/** Reports that a table has no column `name`. */
tocsin_status tables_report_column(tocsin_context *context, const char *file, const char *const *names, size_t count,
                                   const char *name);

#endif
