/**
 * The place of every field of a delimited file. libcsv tells no positions, so this walks ahead of it through the same
 * states and notes where each field that libcsv is about to deliver begins. It also finds the faults that make libcsv
 * stop, at their exact byte.
 *
 * What libcsv (3.0.3) does and this follows: blanks and tabs before a field are skipped, those after an unquoted field
 * or a closing quote are dropped; CR, LF and both together end a row; lines without anything but blanks vanish.
 */
#ifndef TOCSIN_INPUT_CSV_TRACKER_H
#define TOCSIN_INPUT_CSV_TRACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Line and byte in the line, both from 1. LF, CR LF and a lone CR each end a line, inside quotes too. */
struct csv_place {
    uint64_t line;
    uint64_t column;
};

enum csv_state {
    CSV_STATE_ROW,      /* nothing of the row seen yet */
    CSV_STATE_FIELD,    /* after a delimiter */
    CSV_STATE_UNQUOTED, /* in an unquoted field */
    CSV_STATE_QUOTED,   /* in a quoted field */
    CSV_STATE_CLOSED,   /* after a quote in a quoted field: its end, or the first of two */
    CSV_STATE_SKIPPING  /* after a fault: to the end of the line */
};

enum csv_fault {
    CSV_FAULT_NONE,
    CSV_FAULT_STRAY_QUOTE, /* a quote in an unquoted field */
    CSV_FAULT_AFTER_QUOTE, /* something other than a delimiter after a closing quote */
    CSV_FAULT_TOO_LONG     /* the field is longer than CSV_LONGEST_FIELD bytes */
};

enum { CSV_LONGEST_FIELD = 1 << 20 };

struct csv_tracker {
    char delimiter;
    bool quoting;
    enum csv_state state;
    enum csv_fault fault;
    bool blanks_after_quote;
    uint64_t offset;          /* of the next byte, from the start of the text */
    uint64_t line;            /* of the next byte */
    uint64_t line_offset;     /* where that line begins */
    uint64_t after_return;    /* offset behind the last CR: a LF there is part of the same line end */
    uint64_t field_offset;    /* where the field in hand begins */
    struct csv_place field;   /* its place: its first byte, an opening quote included; of an empty one where it ends */
    struct csv_place *places; /* of the fields that ended, in order; the caller's, with room for `size` + 1 */
    size_t place_count;
    bool row_ended; /* by the byte before the next */
};

void csv_tracker_begin(struct csv_tracker *tracker, char delimiter, bool quoting, struct csv_place *places);
/**
 * Walks over at most `size` bytes: to their end, to the end of a row if `one_row`, or up to a fault, which is left in
 * `fault` with the byte at fault not walked over. Returns how many bytes were walked over.
 */
size_t csv_tracker_walk(struct csv_tracker *tracker, const char *bytes, size_t size, bool one_row);
/** The text is at its end: notes the last field if the row has no line end. */
void csv_tracker_end(struct csv_tracker *tracker);
/** After a fault: gives up the row and passes over the rest of the line. Returns how many bytes were passed over. */
size_t csv_tracker_skip(struct csv_tracker *tracker, const char *bytes, size_t size);
/** The place of the next byte. */
struct csv_place csv_tracker_place(const struct csv_tracker *tracker);

#endif
