/** What reading a source and looking at what it holds have in common: opening its files, and the parts of a row that
 * the layout itself knows: whether it is kept, its regions and its date. */
#ifndef TOCSIN_INPUT_SOURCE_ROWS_H
#define TOCSIN_INPUT_SOURCE_ROWS_H

#include "base/text.h"
#include "input/source_columns.h"
#include "panel/result.h"

struct source_rows {
    tocsin_context *context;
    const struct source_recipe *recipe;
    const struct layout *layout;
    const struct column_set *columns; /* NULL: only regions, dates and filters are wanted */
    /* of the file that is open */
    struct arena arena;
    struct csv_reader *reader;
    const char *const *names;
    size_t name_count;
    struct source_columns at;
    bool begun; /* its first row has passed */
    uint64_t rows;
    struct text_buffer joined; /* region columns with '/' between them */
};

tocsin_status source_rows_begin(struct source_rows *rows, tocsin_context *context, const struct source_recipe *recipe,
                                const struct column_set *columns);
/** Opens a file of the source and finds its columns. */
tocsin_status source_rows_open(struct source_rows *rows, const struct source_file *file);
/** Hash, size and rows of the open file. */
void source_rows_describe(struct source_rows *rows, struct input_file *file);
/** Closes it. */
void source_rows_close(struct source_rows *rows);
void source_rows_end(struct source_rows *rows);

/** Counts a row; false if it is a row of HXL tags (hxlstandard.org), which may stand below the header. */
bool source_rows_count(struct source_rows *rows, const struct csv_row *row);
/** True if the text stands for a missing value. */
bool source_rows_missing(const struct source_rows *rows, const char *text, size_t length);
/** True if all rules of `where` hold. */
bool source_rows_kept(const struct source_rows *rows, const struct csv_row *row);
/** The region columns joined; `*missing` if one of them is. NULL if there is no memory. The text lives until the next
 * call, at most as long as the row. */
const char *source_rows_region(struct source_rows *rows, const struct csv_row *row, size_t *length, bool *missing);
/** The field of a row that holds its date; NULL if the layout or file has none. */
const struct csv_field *source_rows_date_field(const struct source_rows *rows, const struct csv_row *row);
/** The date; `*day` is DAY_NONE without a date column. Reports what is no date and fails with DATA. */
tocsin_status source_rows_date(const struct source_rows *rows, const struct csv_row *row, day_number *day,
                               enum frequency *frequency);
/** The place of a field. */
struct location source_rows_place(const struct source_rows *rows, const struct csv_field *field);

#endif
