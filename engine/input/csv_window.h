/** The part of a text that is in memory: filled from a stream, given out in pieces of sound UTF-8. */
#ifndef TOCSIN_INPUT_CSV_WINDOW_H
#define TOCSIN_INPUT_CSV_WINDOW_H

#include "input/byte_stream.h"
#include "input/csv_text.h"

enum { CSV_PIECE_SIZE = 16 * 1024 }; /* bytes that tracker and parser walk over in turn: both find them in the cache */

struct csv_window {
    tocsin_context *context;
    struct byte_stream *stream; /* closed with the window */
    char *buffer;
    size_t at; /* bytes not yet taken: [at, end) */
    size_t end;
    bool stream_end;
};

/** Takes the stream over, which is closed by csv_window_end even if this fails. */
void csv_window_begin(struct csv_window *window, tocsin_context *context, struct byte_stream *stream);
/** Sees to it that the stream is text, and passes over a byte order mark. */
tocsin_status csv_window_open(struct csv_window *window);
/**
 * The next piece, without taking it: `*size` sound bytes, at most CSV_PIECE_SIZE. If there are none, `*bad` says what
 * is wrong with the byte that is next; CSV_BYTE_GOOD: the text is at its end.
 */
tocsin_status csv_window_next(struct csv_window *window, char **bytes, size_t *size, enum csv_bad_byte *bad);
/** True if the next byte, which is not UTF-8, looks like one of Windows-1252. */
bool csv_window_is_windows_1252(const struct csv_window *window);
void csv_window_take(struct csv_window *window, size_t size);
void csv_window_end(struct csv_window *window);

#endif
