/** From scores to levels and early warnings. */
#ifndef TOCSIN_PIPELINE_WARN_H
#define TOCSIN_PIPELINE_WARN_H

#include "pipeline/plan.h"

/**
 * Fills in the result's levels, alerts and states; begins with the states of the run folder `options->previous`, if
 * there is one. Reports a previous run that is of another model or does not end where this one begins.
 */
tocsin_status warn_run(struct plan *plan, const tocsin_run_options *options, struct result *result);

#endif
