/** Reads in blocks of 256 KiB; a character that a block cuts in two is kept for the next. */
#include "input/csv_window.h"
#include "base/context.h"
#include "base/memory.h"
#include <string.h>

enum { BUFFER_SIZE = 256 * 1024, BYTE_ORDER_MARK_SIZE = 3 };

void csv_window_begin(struct csv_window *window, tocsin_context *context, struct byte_stream *stream)
{
    *window = (struct csv_window){.context = context, .stream = stream};
}

/** Moves what is left to the beginning of the buffer and reads behind it. */
static tocsin_status refill(struct csv_window *window)
{
    size_t left = window->end - window->at;
    memmove(window->buffer, window->buffer + window->at, left);
    window->at = 0;
    window->end = left;
    size_t got = 0;
    tocsin_status status = byte_stream_read(window->stream, window->buffer + left, BUFFER_SIZE - left, &got);
    if (status != TOCSIN_OK) {
        return status;
    }
    window->end += got;
    window->stream_end = got == 0;
    uint64_t done = 0;
    uint64_t total = 0;
    byte_stream_progress(window->stream, &done, &total);
    return context_progress(window->context, "reading", done, total);
}

tocsin_status csv_window_open(struct csv_window *window)
{
    struct location at = {byte_stream_name(window->stream), 0, 0};
    window->buffer = memory_allocate(window->context, BUFFER_SIZE, 1);
    if (!window->buffer) {
        return diagnostics_report(window->context, DIAGNOSTIC_OUT_OF_MEMORY, at, NULL, "no memory to read '%s'",
                                  at.file);
    }
    const char *bytes = NULL;
    size_t size = 0;
    tocsin_status status = byte_stream_peek(window->stream, &bytes, &size);
    if (status != TOCSIN_OK) {
        return status;
    }
    const char *hint = NULL;
    const char *foreign = csv_text_foreign(bytes, size, &hint);
    if (foreign) {
        return diagnostics_report(window->context, DIAGNOSTIC_CSV_NOT_TEXT, at, hint,
                                  "the file is %s, expected text in UTF-8", foreign);
    }
    bool marked = size >= BYTE_ORDER_MARK_SIZE && memcmp(bytes, "\xEF\xBB\xBF", BYTE_ORDER_MARK_SIZE) == 0;
    status = refill(window); /* gives all that was peeked at */
    window->at = marked && status == TOCSIN_OK ? BYTE_ORDER_MARK_SIZE : 0;
    return status;
}

tocsin_status csv_window_next(struct csv_window *window, char **bytes, size_t *size, enum csv_bad_byte *bad)
{
    for (;;) {
        size_t left = window->end - window->at;
        size_t piece = left < CSV_PIECE_SIZE ? left : CSV_PIECE_SIZE;
        *bytes = window->buffer + window->at;
        *size = csv_text_sound(*bytes, piece, piece < left || !window->stream_end, bad);
        if (*size > 0 || *bad != CSV_BYTE_GOOD || window->stream_end) {
            return TOCSIN_OK;
        }
        tocsin_status status = refill(window);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
}

bool csv_window_is_windows_1252(const struct csv_window *window)
{
    return csv_text_is_windows_1252(window->buffer, window->end, window->at);
}

void csv_window_take(struct csv_window *window, size_t size)
{
    window->at += size;
}

void csv_window_end(struct csv_window *window)
{
    byte_stream_close(window->context, window->stream);
    memory_release(window->context, window->buffer);
    *window = (struct csv_window){.context = window->context};
}
