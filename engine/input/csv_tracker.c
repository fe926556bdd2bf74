/** Walks through a delimited text in the states of libcsv and notes where fields begin. */
#include "input/csv_tracker.h"

void csv_tracker_begin(struct csv_tracker *tracker, char delimiter, bool quoting, struct csv_place *places)
{
    *tracker = (struct csv_tracker){
        .delimiter = delimiter, .quoting = quoting, .line = 1, .after_return = UINT64_MAX, .places = places};
}

static struct csv_place place_of(const struct csv_tracker *tracker, uint64_t offset)
{
    return (struct csv_place){tracker->line, offset - tracker->line_offset + 1};
}

struct csv_place csv_tracker_place(const struct csv_tracker *tracker)
{
    return place_of(tracker, tracker->offset);
}

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

static bool is_blank(const struct csv_tracker *tracker, char byte)
{
    return (byte == ' ' || byte == '\t') && byte != tracker->delimiter;
}

/** Counts the line that a CR or LF at `offset` ends. */
static void end_line(struct csv_tracker *tracker, char byte, uint64_t offset)
{
    bool second_half = byte == '\n' && offset == tracker->after_return;
    tracker->line += !second_half;
    tracker->line_offset = offset + 1;
    if (byte == '\r') {
        tracker->after_return = offset + 1;
    }
}

static void begin_field(struct csv_tracker *tracker, enum csv_state state)
{
    tracker->state = state;
    tracker->field_offset = tracker->offset;
    tracker->field = place_of(tracker, tracker->offset);
}

/** The field in hand ends at the delimiter or line end `byte`. */
static void end_field(struct csv_tracker *tracker, char byte)
{
    tracker->places[tracker->place_count++] = tracker->field;
    tracker->state = CSV_STATE_FIELD;
    if (byte != tracker->delimiter) {
        end_line(tracker, byte, tracker->offset);
        tracker->state = CSV_STATE_ROW;
        tracker->row_ended = true;
    }
    tracker->offset++;
}

/** One byte between fields. */
static void walk_between(struct csv_tracker *tracker, char byte)
{
    if (is_blank(tracker, byte)) {
        tracker->offset++;
    } else if (tracker->state == CSV_STATE_ROW && is_line_end(byte)) {
        end_line(tracker, byte, tracker->offset);
        tracker->offset++;
    } else if (byte == tracker->delimiter || is_line_end(byte)) {
        begin_field(tracker, CSV_STATE_FIELD);
        end_field(tracker, byte);
    } else if (byte == '"' && tracker->quoting) {
        begin_field(tracker, CSV_STATE_QUOTED);
        tracker->offset++;
    } else {
        begin_field(tracker, CSV_STATE_UNQUOTED);
        tracker->offset++;
    }
}

/** How many of `size` bytes the field in hand may still have. */
static size_t allowance(const struct csv_tracker *tracker, size_t size)
{
    uint64_t left = tracker->field_offset + CSV_LONGEST_FIELD - tracker->offset;
    return left < size ? (size_t)left : size;
}

/** Bytes of an unquoted field, to the byte that ends it. */
static void walk_unquoted(struct csv_tracker *tracker, const char *bytes, size_t size)
{
    size_t allowed = allowance(tracker, size);
    size_t i = 0;
    while (i < allowed && bytes[i] != tracker->delimiter && !is_line_end(bytes[i]) &&
           (bytes[i] != '"' || !tracker->quoting)) {
        i++;
    }
    tracker->offset += i;
    if (i == size) {
        return;
    }
    if (bytes[i] == tracker->delimiter || is_line_end(bytes[i])) {
        end_field(tracker, bytes[i]);
    } else {
        tracker->fault = i == allowed ? CSV_FAULT_TOO_LONG : CSV_FAULT_STRAY_QUOTE;
    }
}

/** Bytes of a quoted field, to the next quote. */
static void walk_quoted(struct csv_tracker *tracker, const char *bytes, size_t size)
{
    size_t allowed = allowance(tracker, size);
    size_t i = 0;
    while (i < allowed && bytes[i] != '"') {
        if (is_line_end(bytes[i])) {
            end_line(tracker, bytes[i], tracker->offset + i);
        }
        i++;
    }
    tracker->offset += i;
    if (i < allowed) {
        tracker->state = CSV_STATE_CLOSED;
        tracker->blanks_after_quote = false;
        tracker->offset++;
    } else if (i < size) {
        tracker->fault = CSV_FAULT_TOO_LONG;
    }
}

/** One byte after a quote in a quoted field. */
static void walk_closed(struct csv_tracker *tracker, char byte)
{
    if (byte == tracker->delimiter || is_line_end(byte)) {
        end_field(tracker, byte);
    } else if (allowance(tracker, 1) == 0) {
        tracker->fault = CSV_FAULT_TOO_LONG;
    } else if (is_blank(tracker, byte)) {
        tracker->blanks_after_quote = true;
        tracker->offset++;
    } else if (byte == '"' && !tracker->blanks_after_quote) {
        tracker->state = CSV_STATE_QUOTED;
        tracker->offset++;
    } else {
        tracker->fault = CSV_FAULT_AFTER_QUOTE;
    }
}

size_t csv_tracker_walk(struct csv_tracker *tracker, const char *bytes, size_t size, bool one_row)
{
    uint64_t begin = tracker->offset;
    tracker->fault = CSV_FAULT_NONE;
    tracker->row_ended = false;
    for (size_t at = 0; at < size && tracker->fault == CSV_FAULT_NONE && !(one_row && tracker->row_ended);
         at = (size_t)(tracker->offset - begin)) {
        switch (tracker->state) {
        case CSV_STATE_UNQUOTED:
            walk_unquoted(tracker, bytes + at, size - at);
            break;
        case CSV_STATE_QUOTED:
            walk_quoted(tracker, bytes + at, size - at);
            break;
        case CSV_STATE_CLOSED:
            walk_closed(tracker, bytes[at]);
            break;
        case CSV_STATE_SKIPPING:
            return at;
        case CSV_STATE_ROW:
        case CSV_STATE_FIELD:
            walk_between(tracker, bytes[at]);
            break;
        }
    }
    return (size_t)(tracker->offset - begin);
}

void csv_tracker_end(struct csv_tracker *tracker)
{
    if (tracker->state == CSV_STATE_FIELD) {
        begin_field(tracker, CSV_STATE_FIELD);
    }
    if (tracker->state == CSV_STATE_FIELD || tracker->state == CSV_STATE_UNQUOTED ||
        tracker->state == CSV_STATE_CLOSED) {
        tracker->places[tracker->place_count++] = tracker->field;
        tracker->state = CSV_STATE_ROW;
        tracker->row_ended = true;
    }
}

size_t csv_tracker_skip(struct csv_tracker *tracker, const char *bytes, size_t size)
{
    tracker->state = CSV_STATE_SKIPPING;
    for (size_t i = 0; i < size; i++) {
        tracker->offset++;
        if (is_line_end(bytes[i])) {
            end_line(tracker, bytes[i], tracker->offset - 1);
            tracker->state = CSV_STATE_ROW;
            return i + 1;
        }
    }
    return size;
}
