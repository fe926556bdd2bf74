/** Text for people on standard output, broken into lines of 80 columns. */
#ifndef TOCSIN_CLI_PARAGRAPH_H
#define TOCSIN_CLI_PARAGRAPH_H

#include <stddef.h>

/**
 * Writes `text` broken at blanks, every line but the first indented by `indent`; the first continues a line on which
 * `used` columns are taken already. Newlines in the text are kept. Ends with a newline.
 */
void paragraph_write(const char *text, size_t indent, size_t used);

/** A word in a column of `width`, then its text beside it, or below if the word is too long for the column. */
void paragraph_entry(const char *word, size_t indent, size_t width, const char *text);

#endif
