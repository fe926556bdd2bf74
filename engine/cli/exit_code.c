/** From a status of the library to an exit code: the one place that decides. */
#include "cli/exit_code.h"

static const enum exit_code codes[TOCSIN_STATUS_END] = {
    [TOCSIN_OK] = EXIT_CODE_OK,
    [TOCSIN_ERROR_INTERNAL] = EXIT_CODE_INTERNAL,
    [TOCSIN_ERROR_MEMORY] = EXIT_CODE_INTERNAL,
    [TOCSIN_ERROR_ARGUMENT] = EXIT_CODE_USAGE,
    [TOCSIN_ERROR_DATA] = EXIT_CODE_DATA,
    [TOCSIN_ERROR_NO_INPUT] = EXIT_CODE_NO_INPUT,
    [TOCSIN_ERROR_UNAVAILABLE] = EXIT_CODE_UNAVAILABLE,
    [TOCSIN_ERROR_CANNOT_CREATE] = EXIT_CODE_CANNOT_CREATE,
    [TOCSIN_ERROR_IO] = EXIT_CODE_IO,
    [TOCSIN_ERROR_MODEL] = EXIT_CODE_MODEL,
    [TOCSIN_ERROR_INTERRUPTED] = EXIT_CODE_INTERRUPTED,
};

static const struct exit_code_row rows[] = {
    {EXIT_CODE_OK, "done"},
    {EXIT_CODE_UNSCORED, "finished, but some regions have no score in the last period reported"},
    {EXIT_CODE_INTERNAL, "a fault of the program itself, or no memory"},
    {EXIT_CODE_GATE, "a --fail-if condition holds"},
    {EXIT_CODE_USAGE, "the command line is not usable"},
    {EXIT_CODE_DATA, "an input file holds something that cannot be used"},
    {EXIT_CODE_NO_INPUT, "an input file is missing or unreadable"},
    {EXIT_CODE_UNAVAILABLE, "not in this version or build"},
    {EXIT_CODE_CANNOT_CREATE, "the output cannot be created"},
    {EXIT_CODE_IO, "reading or writing failed midway"},
    {EXIT_CODE_MODEL, "the model file is not valid"},
    {EXIT_CODE_INTERRUPTED, "interrupted"},
};

enum exit_code exit_code_of(tocsin_status status)
{
    return status >= 0 && status < TOCSIN_STATUS_END ? codes[status] : EXIT_CODE_INTERNAL;
}

const struct exit_code_row *exit_code_at(size_t index)
{
    return index < sizeof rows / sizeof rows[0] ? &rows[index] : NULL;
}
