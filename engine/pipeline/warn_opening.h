/** What moved scores between the last period of a previous run and the first of this one. */
#ifndef TOCSIN_PIPELINE_WARN_OPENING_H
#define TOCSIN_PIPELINE_WARN_OPENING_H

#include "archive/saved_states.h"
#include "pipeline/plan.h"

/**
 * The parts of the change of every score since the previous run's last period, `*change` [indicator][region] in the
 * plan's arena: those that one long run would have. 0 for a region whose score of then is not the one that this run's
 * index makes of the values of then, as with revised weights. NULL where cells have weights of their own: those of the
 * period before are not known here.
 */
tocsin_status warn_opening(struct plan *plan, const struct result *result, const struct saved_states *saved,
                           const struct level_state *states, const double **change);

#endif
