/** Reading files whole, with a limit; and resolving paths relative to the file that names them. */
#ifndef TOCSIN_BASE_FILE_INPUT_H
#define TOCSIN_BASE_FILE_INPUT_H

#include "base/diagnostics.h"
#include "base/hash.h"
#include "base/memory.h"

/**
 * Reads a file of at most `limit` bytes into the arena ("-": standard input). Reports a diagnostic at `at` (the place
 * that names the file) and fails with TOCSIN_ERROR_NO_INPUT if it is missing, a directory, unreadable; IO if reading
 * fails midway; MODEL if it is larger than `limit`. The bytes are followed by a NUL.
 */
tocsin_status file_read(struct arena *arena, const char *path, size_t limit, struct location at, char **bytes,
                        size_t *size);

/**
 * Opens a file for reading ("-": standard input) and sees to it that it is not a folder. Reports a diagnostic at `at`
 * and fails with TOCSIN_ERROR_NO_INPUT. `*size` is the size of a plain file, 0 for what does not know it.
 */
tocsin_status file_open(tocsin_context *context, const char *path, struct location at, int *file, uint64_t *size);
/** Closes what file_open opened; standard input stays open. */
void file_close(int file);
/** Reads at most `capacity` bytes; `*size` is 0 at the end only. Reports a failure at `at` and fails with IO. */
tocsin_status file_read_some(tocsin_context *context, int file, const char *path, struct location at, char *bytes,
                             size_t capacity, size_t *size);

/** True if the path leads to a plain file, which can be read to its end without waiting for anybody. */
bool file_is_plain(const char *path);
/**
 * SHA-256 and size of a file as it is stored. Reports a diagnostic at `at` and fails with TOCSIN_ERROR_NO_INPUT (what
 * is no plain file counts as unreadable) or IO.
 */
tocsin_status file_digest(tocsin_context *context, const char *path, struct location at, char sha256[HASH_TEXT_SIZE],
                          uint64_t *bytes);

/** `path` as seen from the folder of `base_file`: absolute paths and "-" stay as they are. NULL if memory is out. */
char *file_resolve(struct arena *arena, const char *base_file, const char *path);

#endif
