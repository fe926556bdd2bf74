/** An analysis: a run, and what its numbers say about the index. */
#ifndef TOCSIN_PIPELINE_ANALYSE_H
#define TOCSIN_PIPELINE_ANALYSE_H

#include "model/model.h"
#include "panel/analysis.h"
#include "panel/provenance.h"

/**
 * Scores a model and analyses the reported periods of all regions. The scores are kept only while they are analysed.
 * The arena of `analysis` has been begun and is the caller's to end in any case; what `provenance` holds lives there,
 * too. `options` may be NULL; it names no regions.
 */
tocsin_status analyse_model(tocsin_context *context, const struct tocsin_model *model,
                            const tocsin_run_options *options, struct analysis *analysis,
                            struct provenance *provenance);

#endif
