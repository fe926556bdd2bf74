/** What of a run is reported: a range of periods and some regions. */
#ifndef TOCSIN_PIPELINE_SELECTION_H
#define TOCSIN_PIPELINE_SELECTION_H

#include "panel/result.h"

/** Fills first_reported, reported_periods and region_reported; reports unknown periods and regions. */
tocsin_status selection_resolve(tocsin_context *context, const tocsin_run_options *options, struct result *result);

/**
 * Positions of a reported region and period (NULL: the last) by their names. Reports what is not there, with what is
 * near, and fails with ARGUMENT.
 */
tocsin_status selection_find(tocsin_context *context, const struct result *result, const char *region,
                             const char *period, size_t *region_position, size_t *period_position);

#endif
