/** What can be told of a delimited text from its bytes alone: that it is text at all, where it is not sound UTF-8, and
 * which character its columns are separated by. */
#ifndef TOCSIN_INPUT_CSV_TEXT_H
#define TOCSIN_INPUT_CSV_TEXT_H

#include "base/diagnostics.h"
#include "input/csv_tracker.h"

enum csv_bad_byte { CSV_BYTE_GOOD, CSV_BYTE_NUL, CSV_BYTE_NOT_UTF8 };

/**
 * How many of the bytes, from the first, are sound UTF-8 without NUL. `*bad` says what is wrong with the one after, or
 * CSV_BYTE_GOOD. If `more` bytes are to come, a character cut off at the end is left out, not called bad.
 */
size_t csv_text_sound(const char *bytes, size_t size, bool more, enum csv_bad_byte *bad);

/** True if the byte at `at`, which is not UTF-8, looks like a letter or sign of Windows-1252 between ASCII ones. */
bool csv_text_is_windows_1252(const char *bytes, size_t size, size_t at);

/** What a file is that begins like this, if it is not text in UTF-8 ("in UTF-16", ...), with a hint; NULL: it is. */
const char *csv_text_foreign(const char *bytes, size_t size, const char **hint);

/**
 * The character that seems to separate the columns if `delimiter` does not: the one of comma, semicolon, tab and bar
 * that is most frequent in the names of the columns, if there are at least as many of it as of columns; else 0.
 */
char csv_text_delimiter(const char *const *names, size_t count, char delimiter);
/** Reports that `found` separates the columns and not `delimiter`. */
tocsin_status csv_text_report_delimiter(tocsin_context *context, struct location at, char found, char delimiter);

enum { CSV_HINT_SIZE = 512 };
/** "did you mean 'x'?" of the column nearest to `name`, else what columns there are. Returns `hint`. */
const char *csv_text_suggest(const char *const *names, size_t count, const char *name, char hint[CSV_HINT_SIZE]);

/** Faults of the names of the columns, each reported at its place: a missing name, one name twice, a file whose columns
 * are separated by another character. */
tocsin_status csv_text_check_header(tocsin_context *context, const char *file, const char *const *names,
                                    const struct csv_place *places, size_t count, char delimiter);

#endif
