/** The score that a region would have if all of its indicators stood at their reference. */
#ifndef TOCSIN_PIPELINE_BASE_H
#define TOCSIN_PIPELINE_BASE_H

#include "score/contribution.h"

/**
 * Of the indicators that the region has in the period, by the kernel. Not given where a node compares regions, for then
 * it depends on the others; the lower end of the scale where the reference has no score, as a geometric mean of 0.
 */
tocsin_status base_find(tocsin_context *context, struct arena *arena, const struct contribution_request *request,
                        struct contribution_cell cell, struct optional_number *base);

#endif
