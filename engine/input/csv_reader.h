/**
 * Rows of a delimited file with the place of every field, parsed by libcsv. The only file that knows libcsv; what
 * stands behind this interface may one day hand libcsv only the columns that are wanted.
 */
#ifndef TOCSIN_INPUT_CSV_READER_H
#define TOCSIN_INPUT_CSV_READER_H

#include "input/byte_stream.h"

enum { CSV_MOST_COLUMNS = 4096 };

struct csv_options {
    char delimiter;          /* ',' or '\t' */
    bool quoted;             /* fields may stand in double quotes */
    bool has_header;         /* the first row names the columns */
    size_t expected_columns; /* without a header: how many there are; 0: as many as the first row has */
};

struct csv_field {
    const char *text; /* NUL-terminated, lives until the row callback returns */
    size_t length;
    uint64_t line;   /* where the field begins: its first byte, an opening quote included; of an empty one its end */
    uint64_t column; /* byte in its line, from 1 */
};

struct csv_row {
    uint64_t line;                  /* where the row begins */
    const struct csv_field *fields; /* as projected */
    size_t count;
};

struct csv_reader;

/**
 * Opens a reader on a stream, which it closes in the end (at once if it fails), and reads the header. Limits: 4096
 * columns, 1 MiB a field.
 */
tocsin_status csv_reader_open(tocsin_context *context, struct byte_stream *stream, const struct csv_options *options,
                              struct csv_reader **reader);
const char *csv_reader_name(const struct csv_reader *reader);
/** Names of the columns; without a header NULL for each. They live as long as the reader. */
const char *const *csv_reader_columns(const struct csv_reader *reader, size_t *count);
/** Where the name of a column stands; without a header, where its first field does. */
struct location csv_reader_column_at(const struct csv_reader *reader, size_t column);
/**
 * The first row of the data, with at most one field more than there are columns, without taking it; NULL if there is
 * none. To be called before csv_reader_project.
 */
tocsin_status csv_reader_first(struct csv_reader *reader, const struct csv_row **row);
/** Puts a column without name before the others: R writes names of rows without one of their column. */
tocsin_status csv_reader_add_row_names(struct csv_reader *reader);
/** Only these columns (positions in the file, each once), in this order, are delivered. Default: all. */
tocsin_status csv_reader_project(struct csv_reader *reader, const size_t *columns, size_t count);
/**
 * Calls `row` for every row; a status other than TOCSIN_OK stops. Faults of the file (ragged rows, an unterminated
 * quote, NUL, invalid UTF-8, limits) are reported with line and column and fail with TOCSIN_ERROR_DATA; as many as can
 * be found are. Blank lines are skipped.
 */
tocsin_status csv_reader_each(struct csv_reader *reader, tocsin_status (*row)(void *user, const struct csv_row *row),
                              void *user);
/** Hash, size and row count (without the header) of what was read. */
void csv_reader_digest(struct csv_reader *reader, char sha256[HASH_TEXT_SIZE], uint64_t *bytes, uint64_t *rows);
/** NULL is accepted. */
void csv_reader_close(tocsin_context *context, struct csv_reader *reader);

#endif
