/** Scoring values that were measured before: a run without its sources. */
#ifndef TOCSIN_PIPELINE_RESCORE_H
#define TOCSIN_PIPELINE_RESCORE_H

#include "archive/saved_run.h"

/**
 * Prepares and scores measured values by a model: everything of `result` but what comes from sources; all periods and
 * regions are reported, and parts are not made. `result`'s arena has been begun and is the caller's to end in any case;
 * model and values must outlive it.
 */
tocsin_status rescore_panel(tocsin_context *context, const struct tocsin_model *model,
                            const struct saved_panel *measured, struct result *result);

#endif
