/** The states that a run left behind, for the next run to go on from. */
#ifndef TOCSIN_ARCHIVE_SAVED_STATES_H
#define TOCSIN_ARCHIVE_SAVED_STATES_H

#include "panel/result.h"

struct saved_states {
    struct panel *values;   /* [1][indicator][region]: normalised values of its last period */
    struct input_file file; /* as it was read */
};

/**
 * Reads `directory`/states.csv for a run of `result`'s model, regions, levels, alerts and periods. `states` is
 * [region], begun by score/alert.h; those that the file tells of become what it tells.
 *
 * Reports a run that is of another model or does not end in the period before this one's first, what is not as a run
 * writes it, levels that the model does not have, and (warnings) regions that it does not have and scores that alerts
 * would have looked back at. Fails with NO_INPUT, ARGUMENT, DATA, IO or MEMORY.
 */
tocsin_status saved_states_read(tocsin_context *context, struct arena *arena, const char *directory,
                                const struct result *result, struct level_state *states, struct saved_states *saved);

#endif
