/** Words for people, on standard error: diagnostics of the library and the program's own. */
#ifndef TOCSIN_CLI_MESSAGE_H
#define TOCSIN_CLI_MESSAGE_H

#include <tocsin/tocsin.h>

/** `file:line:column: error: message [E1204]` and the hint below it; parts that are not known are left out. */
void message_diagnostic(const tocsin_diagnostic *diagnostic);

/** An error of the program's own: `tocsin: error: ...`. `hint` may be NULL. */
void message_error(const char *hint, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** The same with a hint `did you mean 'nearest'?`, or `otherwise` if `nearest` is NULL. */
void message_unknown(const char *nearest, const char *otherwise, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** An error about a file or folder: `file: error: ...`. */
void message_about(const char *file, const char *hint, const char *format, ...) __attribute__((format(printf, 3, 4)));
/** A warning of the program's own. */
void message_warning(const char *hint, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** `1 error, 2 warnings`; nothing if there are none. `hidden` of them were found but not kept. */
void message_totals(uint64_t errors, uint64_t warnings, uint64_t hidden);

/** A line of plain text, cleaned like all others. */
void message_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
