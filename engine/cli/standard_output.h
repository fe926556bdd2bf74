/** Standard output: everything that is data goes through here, and no failure to write it is lost. */
#ifndef TOCSIN_CLI_STANDARD_OUTPUT_H
#define TOCSIN_CLI_STANDARD_OUTPUT_H

#include "cli/exit_code.h"
#include <stdbool.h>

/** Makes sure that descriptors 0 to 2 are taken, so that no file of a run can become one of them. */
void standard_output_begin(void);

/** As tocsin_write; `user` is not used. */
int standard_output_write(void *user, const char *bytes, size_t size);
void standard_output_text(const char *text);
void standard_output_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** True once something could not be written. */
bool standard_output_failed(void);

/**
 * Flushes and closes. Returns `code`, or 74 if anything could not be written: with a message, or without one if it is
 * only that the reader has gone (`tocsin modules | head`).
 */
enum exit_code standard_output_end(enum exit_code code);

#endif
