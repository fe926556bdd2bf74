/** Scores that only one of two runs has, and why. */
#ifndef TOCSIN_ANALYSIS_COMPARE_ONLY_H
#define TOCSIN_ANALYSIS_COMPARE_ONLY_H

#include "analysis/compare_tables.h"

/** Fills the table of them and counts them. Fails with MEMORY. */
tocsin_status compare_only_tabulate(const struct compare_request *request, struct comparison *comparison);

#endif
