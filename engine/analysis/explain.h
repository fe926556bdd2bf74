/** How a score came about, in words and numbers. */
#ifndef TOCSIN_ANALYSIS_EXPLAIN_H
#define TOCSIN_ANALYSIS_EXPLAIN_H

#include "base/output.h"
#include "panel/result.h"

/** Explains the score of a region and period of the axis (positions), and what changed since the period before. */
tocsin_status explain_score(tocsin_context *context, const struct result *result, size_t region, size_t period,
                            struct output *output);

#endif
