/** From sources to the panel of raw values. */
#ifndef TOCSIN_PIPELINE_MEASURE_H
#define TOCSIN_PIPELINE_MEASURE_H

#include "pipeline/plan.h"

/**
 * Reads every source once, for all indicators that read it, and finishes all indicators in the model's order: `raw` is
 * [measured period][indicator][region]. The plan keeps the states and the columns that were asked for. `sources` and
 * `frequencies` (of each indicator's observations) are filled in the plan's arena. All problems of all sources are
 * reported before it fails.
 */
tocsin_status measure_run(struct plan *plan, struct panel **raw, struct result_source **sources,
                          enum frequency **frequencies);

/** What an indicator's module is told of the run, apart from its source's coverage and frequency. */
struct indicator_frame measure_frame(const struct plan *plan, size_t position, struct panel *panel);

/**
 * Reports what is wrong with the sources of a run that the plan has failed for, so that all is said at once: as much as
 * can be seen of them with what is known.
 */
tocsin_status measure_report(struct plan *plan);

#endif
