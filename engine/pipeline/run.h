/** A run: the stages in their order. */
#ifndef TOCSIN_PIPELINE_RUN_H
#define TOCSIN_PIPELINE_RUN_H

#include "model/model.h"
#include "panel/result.h"

struct run_request {
    const tocsin_run_options *options; /* NULL: everything is reported */
    const char *traced_region;         /* NULL: nothing is traced; else the rows behind this region's score are */
    const char *traced_period;         /* NULL: the last reported */
};

/**
 * Measures and scores a model, and fills `result`, whose arena has been begun and is the caller's to end in any case.
 */
tocsin_status run_model(tocsin_context *context, const struct tocsin_model *model, const struct run_request *request,
                        struct result *result);

#endif
