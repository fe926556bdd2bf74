/** One of the two runs of a comparison: read back from its folder, and scored again. */
#ifndef TOCSIN_AUDIT_COMPARE_SIDE_H
#define TOCSIN_AUDIT_COMPARE_SIDE_H

#include "archive/saved_run.h"
#include "panel/comparison.h"

struct compare_side {
    struct saved_run run;
    tocsin_model *model;
    struct saved_panel saved;
    struct result result;
    const char **levels; /* [period][region]: ids; NULL: none. As the run told them, where it did */
};

/**
 * Reads a run folder back and scores it again. Texts live in `arena`; compare_side_close is to be called in any case,
 * on a side that was zeroed. Fails with NO_INPUT, DATA, MODEL, MEMORY.
 */
tocsin_status compare_side_open(tocsin_context *context, struct arena *arena, const char *directory,
                                struct compare_side *side);
void compare_side_close(struct compare_side *side);

/**
 * Compares the scores with those that the run wrote, if it wrote any: warns if they are others. Takes over the levels
 * that it told: they may go on from a run before it.
 */
tocsin_status compare_side_check(tocsin_context *context, struct arena *arena, struct compare_side *side);

/**
 * Scores measured values by a model without a word on what is found in them: that was told when they were measured. On
 * a failure the arena of `result` is ended, and `*scored` tells that there is none. Fails with what is no matter of the
 * values only.
 */
tocsin_status compare_side_rescore(tocsin_context *context, const struct tocsin_model *model,
                                   const struct saved_panel *saved, struct result *result, bool *scored);

#endif
