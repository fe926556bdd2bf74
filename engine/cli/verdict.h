/** What a finished run means for the exit code: regions without a score, gates that fired. */
#ifndef TOCSIN_CLI_VERDICT_H
#define TOCSIN_CLI_VERDICT_H

#include "cli/session.h"

/** Finds the levels that gates name; false after saying that one is unknown. */
bool verdict_prepare(const struct arguments *arguments, const tocsin_result *result);

/**
 * Looks at the last reported period. Returns EXIT_CODE_GATE if a gate fired (and lists the regions), else
 * EXIT_CODE_UNSCORED if a region has no score (and names them), else EXIT_CODE_OK.
 */
enum exit_code verdict_of(struct session *session, const tocsin_result *result);

#endif
