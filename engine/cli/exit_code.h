/** What the program's exit codes mean. They are part of its interface: numbers are stable (docs/cli.md). */
#ifndef TOCSIN_CLI_EXIT_CODE_H
#define TOCSIN_CLI_EXIT_CODE_H

#include <tocsin/tocsin.h>

enum exit_code {
    EXIT_CODE_OK = 0,
    EXIT_CODE_UNSCORED = 1, /* finished, but a reported region has no score in the last reported period */
    EXIT_CODE_INTERNAL = 2,
    EXIT_CODE_GATE = 3, /* a --fail-if condition holds */
    EXIT_CODE_USAGE = 64,
    EXIT_CODE_DATA = 65,
    EXIT_CODE_NO_INPUT = 66,
    EXIT_CODE_UNAVAILABLE = 69,
    EXIT_CODE_CANNOT_CREATE = 73,
    EXIT_CODE_IO = 74,
    EXIT_CODE_MODEL = 78,
    EXIT_CODE_INTERRUPTED = 130
};

/** The exit code of a status of the library. */
enum exit_code exit_code_of(tocsin_status status);

/** One row of the list of exit codes, for help; NULL past the last. */
struct exit_code_row {
    enum exit_code code;
    const char *text;
};
const struct exit_code_row *exit_code_at(size_t index);

#endif
