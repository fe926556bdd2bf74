/** Finds where rounding, floors, caps and missing children act on one score, by scoring again without each. */
#ifndef TOCSIN_SCORE_EFFECT_H
#define TOCSIN_SCORE_EFFECT_H

#include "panel/effect.h"
#include "score/contribution.h"

/**
 * The effects that act on the score of a region in a period, in the order of the tree; none if there is no score. They
 * live in the arena. Where one without the effect has no score, the effect is left out.
 */
tocsin_status effect_find(tocsin_context *context, struct arena *arena, const struct contribution_request *request,
                          struct contribution_cell cell, struct effect **effects, size_t *count);

#endif
