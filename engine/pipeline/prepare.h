/** From measured values to normalised ones: screen, denominate, fill, treat, normalise. */
#ifndef TOCSIN_PIPELINE_PREPARE_H
#define TOCSIN_PIPELINE_PREPARE_H

#include "pipeline/plan.h"

/**
 * Makes the result's raw, treated and normalised panels of the scored periods and the words for what was done to each
 * indicator. Raw values are those measured, before anything is done to them. All problems of all indicators are
 * reported.
 */
tocsin_status prepare_panels(struct plan *plan, struct panel *measured, struct result *result);

#endif
