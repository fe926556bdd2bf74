/** Which rows of the sources stand behind a score: the sources are read once more, for that score alone. */
#ifndef TOCSIN_PIPELINE_TRACE_H
#define TOCSIN_PIPELINE_TRACE_H

#include "pipeline/plan.h"

/**
 * Traces the values of all indicators of the index in a region and a scored period (positions), in the period before,
 * and the values that they are made of in turn, of a result that the same plan has measured and prepared. A value that
 * was carried has the value it rests on as its input; one that is missing has nothing behind it.
 *
 * Of every source that a traced value rests on all rows are read again, with the states that measuring left. What the
 * first reading reported is not reported again. Reports a source that is not what it was and fails with DATA.
 */
tocsin_status trace_run(struct plan *plan, const struct result *result, size_t region, size_t period,
                        struct trace_list **traces);

#endif
