/** Where runs and the explanation of a score join. */
#ifndef TOCSIN_PIPELINE_EXPLAIN_H
#define TOCSIN_PIPELINE_EXPLAIN_H

#include "model/model.h"
#include "panel/explanation.h"

struct explain_model_request {
    const struct tocsin_model *model;
    const char *region;
    const char *period;                 /* NULL: the last */
    const char *against;                /* id of another region; NULL: none */
    const struct tocsin_model *what_if; /* the model with other values; NULL: none */
};

/** An explanation with the runs that it rests on. Zero-initialise; give back with explained_end in any case. */
struct explained {
    struct result result;
    struct result what_if;
    struct explanation explanation;
};

/**
 * Runs the model, and the one with other values, and explains the score. Nothing of the models is needed afterwards.
 * Fails as run_model, and with ARGUMENT for a region or period that is not there, or if both models have a source that
 * is standard input, which can be read only once.
 */
tocsin_status explain_model(tocsin_context *context, const struct explain_model_request *request,
                            struct explained *explained);
void explained_end(struct explained *explained);

#endif
