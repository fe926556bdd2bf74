/** Which rows of the sources stand behind a score: the sources are read once more, for that score alone. */
#ifndef TOCSIN_PIPELINE_TRACE_H
#define TOCSIN_PIPELINE_TRACE_H

#include "panel/trace.h"
#include "pipeline/plan.h"

/**
 * Traces the values of all indicators of the index in a region and a scored period (positions), in the period before,
 * and the values that they are made of in turn. `measured` is [measured period][indicator][region], as measure_run made
 * it of the same plan.
 */
tocsin_status trace_run(struct plan *plan, const struct panel *measured, size_t region, size_t period,
                        struct trace_list **traces);

#endif
