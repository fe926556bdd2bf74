/** Bytes from a file, standard input or memory; gzip and zstd are unpacked as they come. Counts and hashes what is
 * stored. */
#ifndef TOCSIN_INPUT_BYTE_STREAM_H
#define TOCSIN_INPUT_BYTE_STREAM_H

#include "base/diagnostics.h"
#include "base/hash.h"

struct byte_stream;

/**
 * Opens `path` ("-": standard input). Messages call it `named`. Reports and fails with NO_INPUT for a missing file, a
 * directory or an unreadable file, at `at` (the place that names it).
 */
tocsin_status byte_stream_open(tocsin_context *context, const char *path, const char *named, struct location at,
                               struct byte_stream **stream);
/** Reads from memory, which must outlive the stream. */
tocsin_status byte_stream_memory(tocsin_context *context, const char *bytes, size_t size, const char *named,
                                 struct byte_stream **stream);
/** The next bytes, at most `capacity`; 0 at the end. Reports a damaged compressed file and a failing read. */
tocsin_status byte_stream_read(struct byte_stream *stream, char *bytes, size_t capacity, size_t *size);
enum { BYTE_STREAM_PEEK = 16384 };
/** The first bytes, at most BYTE_STREAM_PEEK, without taking them; only before the first read. */
tocsin_status byte_stream_peek(struct byte_stream *stream, const char **bytes, size_t *size);
const char *byte_stream_name(const struct byte_stream *stream);
/** Bytes taken from the file as stored, and how many it has; 0 if that is not known. */
void byte_stream_progress(const struct byte_stream *stream, uint64_t *done, uint64_t *total);
/** Hash and size of the file as stored; complete once the end was reached. */
void byte_stream_digest(struct byte_stream *stream, char sha256[HASH_TEXT_SIZE], uint64_t *bytes);
/** NULL is accepted. */
void byte_stream_close(tocsin_context *context, struct byte_stream *stream);

#endif
