/** From normalised values to scores: weigh, aggregate, what each indicator adds, rank. */
#ifndef TOCSIN_PIPELINE_SCORE_H
#define TOCSIN_PIPELINE_SCORE_H

#include "pipeline/plan.h"

/**
 * Fills in the result's weights, nodes, coverage, imputed shares, parts and ranks. Needs its normalised and treated
 * panels, its tree, and which periods are reported: parts are made for those only.
 */
tocsin_status score_panels(struct plan *plan, struct result *result);

#endif
