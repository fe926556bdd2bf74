/** What the verbs that call the engine have in common: a context, its progress, its diagnostics, an exit code. */
#ifndef TOCSIN_CLI_SESSION_H
#define TOCSIN_CLI_SESSION_H

#include "cli/arguments.h"
#include "cli/progress.h"

struct session {
    const struct arguments *arguments;
    tocsin_context *context;
    struct progress progress;
    uint64_t errors, warnings;           /* of the program's own */
    uint64_t repeated[TOCSIN_ERROR + 1]; /* by severity: findings that were told already */
};

/** Makes the context. Give back with session_end in any case. */
tocsin_status session_begin(struct session *session, const struct arguments *arguments);

/** Reads the model that the first operand names. Standard input that is a terminal is refused. */
tocsin_status session_load(struct session *session, tocsin_model **model);

/** What of a run the command line asks for. Its texts live as long as the arguments. */
tocsin_run_options session_run_options(const struct arguments *arguments);

/** Counts an error that the program itself has told; returns TOCSIN_ERROR_ARGUMENT, the status of such errors. */
tocsin_status session_refuse(struct session *session);

/** A warning of the program's own, counted with the others. */
void session_warn(struct session *session, const char *message);

/**
 * Clears the progress bar, prints diagnostics and their totals, gives the context back. Returns `code`, or the exit
 * code of `status` if that is not TOCSIN_OK.
 */
enum exit_code session_end(struct session *session, tocsin_status status, enum exit_code code);

#endif
