/**
 * The multivariate analysis of a finished run (OECD/JRC Handbook on Constructing Composite Indicators, 2008, step 4):
 * what its indicators look like, how they hang together, and what each of them really does to the index.
 */
#ifndef TOCSIN_ANALYSIS_MULTIVARIATE_H
#define TOCSIN_ANALYSIS_MULTIVARIATE_H

#include "panel/analysis.h"
#include "panel/result.h"

/**
 * Analyses the reported periods of a result and all of its regions. `analysis` is zeroed but for its arena, which the
 * caller has begun and ends, on failure too; nothing in it points into the result. The same result gives the same
 * bytes, on any number of threads.
 */
tocsin_status multivariate_analyse(tocsin_context *context, const struct result *result, struct analysis *analysis);

#endif
