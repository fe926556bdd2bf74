/** From scores to levels and early warnings. */
#ifndef TOCSIN_PIPELINE_WARN_H
#define TOCSIN_PIPELINE_WARN_H

#include "archive/saved_states.h"
#include "pipeline/plan.h"

/** What levels and alerts begin with. */
struct warn_start {
    struct level_state *states; /* [region] */
    struct saved_states saved;  /* `values` NULL: the run does not go on from another */
};

/**
 * Begins with the states of the run folder `previous`; NULL: with nothing. To be called before anything is measured: a
 * long run is not to fail at its end because it cannot go on from there. Needs the result's regions, periods, levels
 * and rules. Reports a previous run that is of another model or does not end where this one begins.
 */
tocsin_status warn_begin(struct plan *plan, const char *previous, struct result *result, struct warn_start *start);

/**
 * Fills in the result's levels, alerts and states, and adds the states file that it began with to its tables. Needs
 * nodes, raw values and what is reported, and for drivers the parts of changes (NULL: none are named).
 */
tocsin_status warn_run(struct plan *plan, const struct warn_start *start, struct result *result);

#endif
