/** Columns of the regions file that methods work with: numbers to divide by, groups to take a mean within. */
#ifndef TOCSIN_PIPELINE_REGION_COLUMNS_H
#define TOCSIN_PIPELINE_REGION_COLUMNS_H

#include "pipeline/plan.h"

/** Fills the plan's `denominators` and `groups`. Reports columns that are not there and cells that are no numbers. */
tocsin_status region_columns_resolve(struct plan *plan);

#endif
