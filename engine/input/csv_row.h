/** The row in hand: the fields that are wanted, copied out of the parser's buffer, which holds one field at a time. */
#ifndef TOCSIN_INPUT_CSV_ROW_H
#define TOCSIN_INPUT_CSV_ROW_H

#include "input/csv_reader.h"
#include "input/csv_tracker.h"

struct csv_row_builder {
    tocsin_context *context;
    size_t limit;        /* fields beyond so many are counted, not kept */
    const size_t *slots; /* by position in the file: where the field goes, SIZE_MAX: nowhere; NULL: all in order */
    size_t slot_count;   /* fields delivered; only with slots */
    size_t count;        /* fields of the row so far, wanted or not */
    struct csv_place begin;
    size_t extra_bytes;     /* in the fields beyond the limit */
    struct csv_place extra; /* of the first field beyond the limit */
    bool bad;               /* a fault was reported: the row is not to be used */
    struct csv_field *fields;
    size_t field_capacity;
    size_t *starts; /* of the fields in `text`, which may move */
    size_t start_capacity;
    char *text;
    size_t text_used;
    size_t text_capacity;
};

/** Adds the next field; false if there is no memory. */
bool csv_row_add(struct csv_row_builder *builder, const char *text, size_t length, struct csv_place place);
/** The row as it is handed on; lives until the builder is changed. */
struct csv_row csv_row_finish(struct csv_row_builder *builder);
/** Begins the next row. */
void csv_row_clear(struct csv_row_builder *builder);
void csv_row_end(struct csv_row_builder *builder);

#endif
