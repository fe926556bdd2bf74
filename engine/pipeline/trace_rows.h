/** The rows behind values that a source gives: how many, where, and which of them weigh most. */
#ifndef TOCSIN_PIPELINE_TRACE_ROWS_H
#define TOCSIN_PIPELINE_TRACE_ROWS_H

#include "pipeline/plan.h"

/** True if the index does not have what was measured of a value, but an earlier one that was carried on. */
bool trace_rows_carried(const struct plan *plan, const struct result *result, const struct trace *trace);
/** True if a value is as it was measured: then rows are behind it, or the values that it is made of. */
bool trace_rows_measured(const struct plan *plan, const struct result *result, const struct trace *trace);

/**
 * Reads every source that a value of the list rests on once more and fills in the rows, except for sources of which a
 * file cannot be read twice. Fails with DATA if a source is not what it was, and as reading does.
 */
tocsin_status trace_rows_read(struct plan *plan, const struct result *result, struct trace_list *list);

#endif
