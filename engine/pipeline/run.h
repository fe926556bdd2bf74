/** A run: the stages in their order. */
#ifndef TOCSIN_PIPELINE_RUN_H
#define TOCSIN_PIPELINE_RUN_H

#include "model/model.h"
#include "panel/result.h"

/**
 * Measures and scores a model, and fills `result`, whose arena has been begun and is the caller's to end in any case.
 * `options` may be NULL.
 */
tocsin_status run_model(tocsin_context *context, const struct tocsin_model *model, const tocsin_run_options *options,
                        struct result *result);

#endif
