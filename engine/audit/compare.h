/** Two run folders compared: what moved, and what each cause has moved of it. */
#ifndef TOCSIN_AUDIT_COMPARE_H
#define TOCSIN_AUDIT_COMPARE_H

#include "panel/comparison.h"
#include "panel/provenance.h"

/**
 * Compares the runs in two folders, A and B: scores are those of their measured values, scored again. The arena of
 * `comparison` has been begun and is the caller's to end in any case; what `provenance` holds lives there, too.
 * `command` may be NULL. Fails with NO_INPUT or DATA (a folder is no run, or not as it was written; nothing in common),
 * MODEL, INTERRUPTED or MEMORY.
 */
tocsin_status compare_runs(tocsin_context *context, const char *const directories[SIDE_COUNT], const char *command,
                           struct comparison *comparison, struct provenance *provenance);

#endif
