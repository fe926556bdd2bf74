/** What of a run is reported: a range of periods and some regions. */
#ifndef TOCSIN_PIPELINE_SELECTION_H
#define TOCSIN_PIPELINE_SELECTION_H

#include "panel/result.h"

/** Fills first_reported, reported_periods and region_reported; reports unknown periods and regions. */
tocsin_status selection_resolve(tocsin_context *context, const tocsin_run_options *options, struct result *result);

#endif
