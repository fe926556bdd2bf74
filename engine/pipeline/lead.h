/** How many periods before the first scored one are measured. */
#ifndef TOCSIN_PIPELINE_LEAD_H
#define TOCSIN_PIPELINE_LEAD_H

#include "pipeline/plan.h"

/**
 * Sets the plan's `lead` and `measured`: what modules made of other indicators look back, along their chain, and what
 * carrying a last value forward may need (no further than the data reaches). Known once the sources are read.
 */
tocsin_status lead_resolve(struct plan *plan, const struct result_source *sources);

#endif
