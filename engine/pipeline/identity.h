/** What a result says of itself: the model it is of, its indicators and sources, what was found on the way. */
#ifndef TOCSIN_PIPELINE_IDENTITY_H
#define TOCSIN_PIPELINE_IDENTITY_H

#include "model/model.h"
#include "panel/result.h"

/** Model, options, what the indicators are, the index tree and levels: copies that live as long as the result. */
tocsin_status identity_describe(const struct tocsin_model *model, const tocsin_run_options *options,
                                struct result *result);
/** Copies the texts of the result's sources and tables that the model owns. */
tocsin_status identity_own_sources(struct result *result);
/** Keeps the diagnostics of the run for its reports. */
tocsin_status identity_keep_findings(tocsin_context *context, struct result *result);

#endif
