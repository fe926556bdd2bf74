/** From normalised values to scores: weigh, aggregate, what each indicator adds, rank. */
#ifndef TOCSIN_PIPELINE_SCORE_H
#define TOCSIN_PIPELINE_SCORE_H

#include "pipeline/plan.h"
#include "score/contribution.h"

/**
 * Fills in the result's weights, nodes, coverage, imputed shares, parts and ranks. Needs its normalised and treated
 * panels, its tree, and which periods are reported: parts are made for those only, and none at all if none is.
 */
tocsin_status score_panels(struct plan *plan, struct result *result);

/** What is needed to take scores of a finished result apart once more. What it names lives in the arena. */
tocsin_status score_describe_parts(tocsin_context *context, struct arena *arena, const struct result *result,
                                   struct contribution_request *request);

#endif
