/**
 * libcsv over a byte stream. libcsv decides what the fields are; csv_tracker walks ahead to tell where they are, and
 * both must agree at every step. libcsv cannot be stopped by its callbacks, so a failure is kept and the rest of the
 * piece passes unheeded; after a fault it is set up anew (csv_fini would hand out the broken row and forget the error).
 * Its buffer is ours and grown before each piece, so that it never allocates.
 */
#include "input/csv_reader.h"
#include "base/memory.h"
#include "input/csv_row.h"
#include "input/csv_text.h"
#include "input/csv_window.h"
#include <csv.h>
#include <string.h>

struct csv_reader {
    tocsin_context *context;
    struct csv_window window;
    struct csv_options options;
    struct arena arena; /* names, and the row looked at */
    struct csv_parser parser;
    struct csv_tracker tracker;
    struct csv_place *places; /* of the fields of a piece */
    size_t next_place;
    bool parsed_all;
    const char **names;
    struct csv_place *name_places;
    size_t columns; /* 0: not known yet */
    bool holding;   /* the next row is not handed on but left in hand */
    bool held;
    bool looked;          /* for the first row of the data */
    size_t first_width;   /* fields that it really has ... */
    size_t first_extra;   /* ... and the bytes in those that are not kept */
    struct csv_row first; /* looked at and not yet delivered; no fields: there is none */
    struct csv_row_builder row;
    size_t *slots;
    tocsin_status stopped; /* not TOCSIN_OK: go no further */
    tocsin_status found;   /* of the faults of the file, which is read on */
    bool not_utf8;         /* reported: one such byte stands for all */
    tocsin_status (*deliver)(void *user, const struct csv_row *row);
    void *user;
    uint64_t rows;
};

static struct location place_in(const struct csv_reader *reader, struct csv_place place)
{
    return (struct location){byte_stream_name(reader->window.stream), place.line, place.column};
}

static void stop(struct csv_reader *reader, tocsin_status status)
{
    if (reader->stopped == TOCSIN_OK) {
        reader->stopped = status;
    }
}

static void stop_without_memory(struct csv_reader *reader)
{
    stop(reader, diagnostics_report(reader->context, DIAGNOSTIC_OUT_OF_MEMORY, place_in(reader, (struct csv_place){0}),
                                    NULL, "no memory to read '%s'", byte_stream_name(reader->window.stream)));
}

/** The parser and the tracker do not agree: a fault of ours. */
static void stop_in_disagreement(struct csv_reader *reader)
{
    stop(reader,
         diagnostics_report(reader->context, DIAGNOSTIC_INTERNAL, place_in(reader, csv_tracker_place(&reader->tracker)),
                            NULL, "the parser and the tracker of places do not agree"));
}

/** A fault of the file: what it spoils is the row in hand; in the row that tells the columns, everything. */
static void record_fault(struct csv_reader *reader, tocsin_status status)
{
    if (reader->found == TOCSIN_OK) {
        reader->found = status;
    }
    if (reader->columns == 0) {
        stop(reader, status);
    }
}

/** Why a row may have more or fewer fields than there are columns; NULL if nothing speaks for anything. */
static const char *explain_ragged(const struct csv_reader *reader)
{
    if (reader->row.count < reader->columns) {
        return reader->parsed_all ? "the file ends within the row: is it cut off?" : NULL;
    }
    if (reader->row.extra_bytes == 0) {
        return "the fields too many are empty: are there delimiters too many at its end?";
    }
    bool comma = reader->options.quoted && reader->options.delimiter == ',';
    return comma ? "a field that holds a comma stands in quotes, and numbers are written with a point" : NULL;
}

static void report_ragged(struct csv_reader *reader)
{
    struct csv_place place = reader->row.begin;
    if (reader->row.count > reader->columns) {
        place = reader->row.extra;
    }
    record_fault(reader, diagnostics_report(reader->context, DIAGNOSTIC_CSV_RAGGED, place_in(reader, place),
                                            explain_ragged(reader), "found %zu fields in the row, expected %zu",
                                            reader->row.count, reader->columns));
}

static void on_field(void *text, size_t length, void *user)
{
    struct csv_reader *reader = user;
    if (reader->next_place >= reader->tracker.place_count) {
        stop_in_disagreement(reader);
        return;
    }
    struct csv_place place = reader->places[reader->next_place++];
    if (reader->stopped == TOCSIN_OK && !csv_row_add(&reader->row, text, length, place)) {
        stop_without_memory(reader);
    }
}

static void deliver_row(struct csv_reader *reader)
{
    reader->rows++;
    struct csv_row row = csv_row_finish(&reader->row);
    tocsin_status status = reader->deliver(reader->user, &row);
    if (status != TOCSIN_OK) {
        stop(reader, status);
    }
}

static void on_row(int end, void *user)
{
    (void)end;
    struct csv_reader *reader = user;
    if (reader->holding && !reader->row.bad) {
        reader->held = reader->stopped == TOCSIN_OK;
        return;
    }
    if (reader->stopped == TOCSIN_OK && !reader->row.bad) {
        if (reader->row.count != reader->columns) {
            report_ragged(reader);
        } else {
            deliver_row(reader);
        }
    }
    csv_row_clear(&reader->row);
}

/** libcsv asks for more memory only if the room made before each piece was too small. */
static void *refuse_memory(void *block, size_t size)
{
    (void)block;
    (void)size;
    return NULL;
}

static void keep_memory(void *block)
{
    (void)block;
}

/** Sets libcsv up at the beginning of a row; the buffer of its fields stays. */
static void restart_parser(struct csv_reader *reader)
{
    unsigned char *buffer = reader->parser.entry_buf;
    size_t size = reader->parser.entry_size;
    csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_delim(&reader->parser, (unsigned char)reader->options.delimiter);
    csv_set_quote(&reader->parser, reader->options.quoted ? CSV_QUOTE : '\0'); /* no NUL ever gets here */
    csv_set_realloc_func(&reader->parser, refuse_memory);
    csv_set_free_func(&reader->parser, keep_memory);
    reader->parser.entry_buf = buffer;
    reader->parser.entry_size = size;
}

/** Room for the field in hand, `more` bytes and a NUL. */
static bool grow_parser_buffer(struct csv_reader *reader, size_t more)
{
    size_t needed = reader->parser.entry_pos + more + 2;
    if (needed <= reader->parser.entry_size) {
        return true;
    }
    unsigned char *resized = memory_resize(reader->context, reader->parser.entry_buf, needed * 2, 1);
    if (!resized) {
        return false;
    }
    reader->parser.entry_buf = resized;
    reader->parser.entry_size = needed * 2;
    return true;
}

/** Lets libcsv have the bytes that the tracker walked over. */
static void parse(struct csv_reader *reader, const char *bytes, size_t size)
{
    if (!grow_parser_buffer(reader, size)) {
        stop_without_memory(reader);
        return;
    }
    size_t parsed = csv_parse(&reader->parser, bytes, size, on_field, on_row, reader);
    if (parsed != size || reader->next_place != reader->tracker.place_count) {
        stop_in_disagreement(reader);
    }
    reader->next_place = 0;
    reader->tracker.place_count = 0;
}

static tocsin_status report_fault(struct csv_reader *reader, char byte)
{
    struct csv_place here = csv_tracker_place(&reader->tracker);
    struct csv_place begin = reader->tracker.field;
    switch (reader->tracker.fault) {
    case CSV_FAULT_STRAY_QUOTE:
        return diagnostics_report(reader->context, DIAGNOSTIC_CSV_STRAY_QUOTE, place_in(reader, here),
                                  "a field that holds quotes stands in quotes, and each quote in it is doubled",
                                  "a quote stands in the middle of a field that does not begin with one");
    case CSV_FAULT_AFTER_QUOTE:
        return diagnostics_report(reader->context, DIAGNOSTIC_CSV_STRAY_QUOTE, place_in(reader, here),
                                  "quotes in a quoted field are doubled; or an earlier field lacks its closing quote",
                                  "'%c' follows the closing quote of the field that begins at line %llu, column %llu",
                                  byte, (unsigned long long)begin.line, (unsigned long long)begin.column);
    case CSV_FAULT_TOO_LONG:
        return diagnostics_report(reader->context, DIAGNOSTIC_CSV_FIELD_TOO_LONG, place_in(reader, begin),
                                  reader->tracker.state == CSV_STATE_QUOTED ? "is its closing quote missing?" : NULL,
                                  "the field is longer than %d bytes", CSV_LONGEST_FIELD);
    case CSV_FAULT_NONE:
        break;
    }
    return diagnostics_report(reader->context, DIAGNOSTIC_INTERNAL, place_in(reader, here), NULL, "a fault of no kind");
}

/** Reports what the tracker stopped at, sees to it that libcsv refuses it too, and gives the line up. */
static void handle_fault(struct csv_reader *reader, const char *byte)
{
    bool agreed = reader->tracker.fault == CSV_FAULT_TOO_LONG || /* our limit, not one of libcsv */
                  (csv_parse(&reader->parser, byte, 1, on_field, on_row, reader) == 0 &&
                   csv_error(&reader->parser) == CSV_EPARSE);
    if (!agreed) {
        stop_in_disagreement(reader);
        return;
    }
    record_fault(reader, report_fault(reader, *byte));
    csv_tracker_skip(&reader->tracker, byte, 0);
    csv_row_clear(&reader->row);
    restart_parser(reader);
}

/** Parses sound bytes; behind a row that is held the rest is left for later. */
static void parse_sound(struct csv_reader *reader, const char *bytes, size_t size)
{
    if (reader->tracker.state == CSV_STATE_SKIPPING) {
        csv_window_take(&reader->window, csv_tracker_skip(&reader->tracker, bytes, size));
        return;
    }
    size_t walked = csv_tracker_walk(&reader->tracker, bytes, size, reader->holding);
    parse(reader, bytes, walked);
    csv_window_take(&reader->window, walked);
    if (reader->tracker.fault != CSV_FAULT_NONE && reader->stopped == TOCSIN_OK) {
        handle_fault(reader, bytes + walked);
    }
}

/** Reports a bad byte and puts a question mark in its place, so that the rest of the row can be followed. */
static void replace_bad_byte(struct csv_reader *reader, char *byte, enum csv_bad_byte bad)
{
    struct location at = place_in(reader, csv_tracker_place(&reader->tracker));
    if (bad == CSV_BYTE_NUL) {
        record_fault(reader, diagnostics_report(reader->context, DIAGNOSTIC_CSV_NUL, at, NULL,
                                                "found a NUL byte, expected text"));
    } else if (!reader->not_utf8) {
        const char *hint = csv_window_is_windows_1252(&reader->window)
                               ? "the file looks like Windows-1252; convert it: iconv -f WINDOWS-1252 -t UTF-8"
                               : "convert the file to UTF-8";
        record_fault(reader, diagnostics_report(reader->context, DIAGNOSTIC_CSV_NOT_UTF8, at, hint,
                                                "byte 0x%02X is not UTF-8 (further ones are not listed)",
                                                (unsigned)(unsigned char)*byte));
        reader->not_utf8 = true;
    }
    *byte = '?';
    if (reader->tracker.state != CSV_STATE_SKIPPING) {
        reader->row.bad = true;
    }
}

/** Reports a quote that was never closed, or lets libcsv hand out the last row if it has no line end. */
static void finish_text(struct csv_reader *reader)
{
    reader->parsed_all = true;
    if (reader->tracker.state == CSV_STATE_SKIPPING) {
        return;
    }
    if (reader->tracker.state == CSV_STATE_QUOTED) {
        record_fault(reader, diagnostics_report(reader->context, DIAGNOSTIC_CSV_OPEN_QUOTE,
                                                place_in(reader, reader->tracker.field),
                                                "is the closing quote missing, or the file cut off?",
                                                "the quote that opens here is not closed before the end of the file"));
    }
    bool open_quote = reader->tracker.state == CSV_STATE_QUOTED;
    csv_tracker_end(&reader->tracker);
    int result = csv_fini(&reader->parser, on_field, on_row, reader);
    if ((result != 0) != open_quote || reader->next_place != reader->tracker.place_count) {
        stop_in_disagreement(reader);
    }
}

/** Parses the next bytes, or deals with the bad one before them. */
static void advance(struct csv_reader *reader)
{
    char *bytes = NULL;
    size_t size = 0;
    enum csv_bad_byte bad = CSV_BYTE_GOOD;
    tocsin_status status = csv_window_next(&reader->window, &bytes, &size, &bad);
    if (status != TOCSIN_OK) {
        stop(reader, status);
    } else if (size > 0) {
        parse_sound(reader, bytes, size);
    } else if (bad != CSV_BYTE_GOOD) {
        replace_bad_byte(reader, bytes, bad);
    } else {
        finish_text(reader);
    }
}

/** Takes the names out of the first row. */
static tocsin_status take_header(struct csv_reader *reader, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        reader->names[i] = arena_copy(&reader->arena, row->fields[i].text, row->fields[i].length);
        if (!reader->names[i]) {
            stop_without_memory(reader);
            return TOCSIN_ERROR_MEMORY;
        }
    }
    return csv_text_check_header(reader->context, byte_stream_name(reader->window.stream), reader->names,
                                 reader->name_places, row->count, reader->options.delimiter);
}

/** Keeps the row in hand, the first of the data, until rows are asked for. */
static tocsin_status keep_first_row(struct csv_reader *reader, const struct csv_row *row)
{
    struct csv_field *fields = arena_allocate(&reader->arena, row->count, sizeof *fields);
    for (size_t i = 0; fields && i < row->count; i++) {
        fields[i] = row->fields[i];
        fields[i].text = arena_copy(&reader->arena, row->fields[i].text, row->fields[i].length);
        if (!fields[i].text) {
            fields = NULL;
        }
    }
    if (!fields) {
        stop_without_memory(reader);
        return TOCSIN_ERROR_MEMORY;
    }
    reader->first = (struct csv_row){row->line, fields, row->count};
    reader->first_width = reader->row.count;
    reader->first_extra = reader->row.extra_bytes;
    return TOCSIN_OK;
}

/** Parses up to the end of the next row and leaves it in hand; `held` tells whether there was one. */
static void hold_row(struct csv_reader *reader)
{
    reader->holding = true;
    reader->held = false;
    while (!reader->held && !reader->parsed_all && reader->stopped == TOCSIN_OK) {
        advance(reader);
    }
    reader->holding = false;
}

/** The first row tells how many columns there are, and with a header what they are called. */
static tocsin_status take_first_row(struct csv_reader *reader)
{
    if (reader->row.count > CSV_MOST_COLUMNS) {
        return diagnostics_report(reader->context, DIAGNOSTIC_CSV_TOO_MANY_COLUMNS, place_in(reader, reader->row.extra),
                                  NULL, "found %zu columns, at most %d are read", reader->row.count, CSV_MOST_COLUMNS);
    }
    struct csv_row row = csv_row_finish(&reader->row);
    size_t columns = row.count;
    if (!reader->options.has_header && reader->options.expected_columns > 0) {
        columns = reader->options.expected_columns;
    }
    size_t room = row.count > columns ? row.count : columns;
    reader->names = arena_allocate(&reader->arena, room, sizeof *reader->names);
    reader->name_places = arena_allocate(&reader->arena, room, sizeof *reader->name_places);
    if (!reader->names || !reader->name_places) {
        stop_without_memory(reader);
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < row.count; i++) {
        reader->name_places[i] = (struct csv_place){row.fields[i].line, row.fields[i].column};
    }
    tocsin_status status = reader->options.has_header ? take_header(reader, &row) : keep_first_row(reader, &row);
    if (status == TOCSIN_OK) {
        reader->columns = columns;
        reader->row.limit = columns;
        csv_row_clear(&reader->row);
    }
    return status;
}

static tocsin_status read_first_row(struct csv_reader *reader)
{
    tocsin_status status = csv_window_open(&reader->window);
    if (status != TOCSIN_OK) {
        return status;
    }
    hold_row(reader);
    if (reader->stopped != TOCSIN_OK || reader->found != TOCSIN_OK) {
        return reader->stopped != TOCSIN_OK ? reader->stopped : reader->found;
    }
    if (!reader->held) {
        return diagnostics_report(reader->context, DIAGNOSTIC_CSV_EMPTY_FILE, place_in(reader, (struct csv_place){0}),
                                  NULL, "the file is empty");
    }
    return take_first_row(reader);
}

tocsin_status csv_reader_open(tocsin_context *context, struct byte_stream *stream, const struct csv_options *options,
                              struct csv_reader **reader)
{
    struct csv_reader *opened = memory_allocate(context, 1, sizeof *opened);
    if (!opened) {
        byte_stream_close(context, stream);
        return TOCSIN_ERROR_MEMORY;
    }
    opened->context = context;
    csv_window_begin(&opened->window, context, stream);
    opened->options = *options;
    arena_begin(&opened->arena, context);
    opened->row = (struct csv_row_builder){.context = context, .limit = CSV_MOST_COLUMNS};
    opened->places = memory_allocate(context, CSV_PIECE_SIZE + 1, sizeof *opened->places);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    if (opened->places) {
        csv_tracker_begin(&opened->tracker, options->delimiter, options->quoted, opened->places);
        restart_parser(opened);
        status = read_first_row(opened);
    } else {
        stop_without_memory(opened);
    }
    if (status != TOCSIN_OK) {
        csv_reader_close(context, opened);
        return status;
    }
    *reader = opened;
    return TOCSIN_OK;
}

const char *csv_reader_name(const struct csv_reader *reader)
{
    return byte_stream_name(reader->window.stream);
}

const char *const *csv_reader_columns(const struct csv_reader *reader, size_t *count)
{
    *count = reader->columns;
    return reader->names;
}

struct location csv_reader_column_at(const struct csv_reader *reader, size_t column)
{
    return place_in(reader, reader->name_places[column]);
}

tocsin_status csv_reader_first(struct csv_reader *reader, const struct csv_row **row)
{
    tocsin_status status = TOCSIN_OK;
    if (!reader->first.fields && !reader->looked) {
        reader->row.limit = reader->columns + 1;
        hold_row(reader);
        if (reader->held) {
            struct csv_row held = csv_row_finish(&reader->row);
            status = keep_first_row(reader, &held);
        }
        reader->looked = true;
        reader->row.limit = reader->columns;
        csv_row_clear(&reader->row);
    }
    status = status == TOCSIN_OK ? reader->stopped : status;
    if (status == TOCSIN_OK) {
        *row = reader->first.fields ? &reader->first : NULL;
    }
    return status;
}

tocsin_status csv_reader_add_row_names(struct csv_reader *reader)
{
    size_t columns = reader->columns + 1;
    const char **names = arena_allocate(&reader->arena, columns, sizeof *names);
    struct csv_place *places = arena_allocate(&reader->arena, columns, sizeof *places);
    if (!names || !places) {
        stop_without_memory(reader);
        return TOCSIN_ERROR_MEMORY;
    }
    names[0] = "";
    places[0] = reader->name_places[0];
    memcpy(names + 1, reader->names, reader->columns * sizeof *names);
    memcpy(places + 1, reader->name_places, reader->columns * sizeof *places);
    reader->names = names;
    reader->name_places = places;
    reader->columns = columns;
    reader->row.limit = columns;
    return TOCSIN_OK;
}

tocsin_status csv_reader_project(struct csv_reader *reader, const size_t *columns, size_t count)
{
    size_t *slots = arena_allocate(&reader->arena, reader->columns, sizeof *slots);
    if (!slots) {
        stop_without_memory(reader);
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < reader->columns; i++) {
        slots[i] = SIZE_MAX;
    }
    for (size_t i = 0; i < count; i++) {
        if (columns[i] >= reader->columns || slots[columns[i]] != SIZE_MAX) {
            return TOCSIN_ERROR_INTERNAL;
        }
        slots[columns[i]] = i;
    }
    reader->slots = slots;
    reader->row.slots = slots;
    reader->row.slot_count = count;
    return TOCSIN_OK;
}

/** The row that was looked at, as if it came just now. */
static void replay_first_row(struct csv_reader *reader)
{
    struct csv_row first = reader->first;
    reader->first.fields = NULL;
    for (size_t i = 0; i < first.count; i++) {
        struct csv_place place = {first.fields[i].line, first.fields[i].column};
        if (!csv_row_add(&reader->row, first.fields[i].text, first.fields[i].length, place)) {
            stop_without_memory(reader);
            return;
        }
    }
    reader->row.count = reader->first_width;
    reader->row.extra_bytes += reader->first_extra;
    on_row(0, reader);
}

tocsin_status csv_reader_each(struct csv_reader *reader, tocsin_status (*row)(void *user, const struct csv_row *row),
                              void *user)
{
    reader->deliver = row;
    reader->user = user;
    if (reader->first.fields && reader->stopped == TOCSIN_OK) {
        replay_first_row(reader);
    }
    while (!reader->parsed_all && reader->stopped == TOCSIN_OK) {
        advance(reader);
    }
    return reader->stopped != TOCSIN_OK ? reader->stopped : reader->found;
}

void csv_reader_digest(struct csv_reader *reader, char sha256[HASH_TEXT_SIZE], uint64_t *bytes, uint64_t *rows)
{
    byte_stream_digest(reader->window.stream, sha256, bytes);
    *rows = reader->rows;
}

void csv_reader_close(tocsin_context *context, struct csv_reader *reader)
{
    if (!reader) {
        return;
    }
    csv_window_end(&reader->window);
    csv_row_end(&reader->row);
    memory_release(context, reader->parser.entry_buf);
    memory_release(context, reader->places);
    arena_end(&reader->arena);
    memory_release(context, reader);
}
