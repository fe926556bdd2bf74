/** Missing values: the first stage after measuring. */
#ifndef TOCSIN_SCORE_IMPUTE_H
#define TOCSIN_SCORE_IMPUTE_H

#include "panel/panel.h"
#include "recipe/method.h"

/**
 * Fills missing cells of one column in place, for the periods from `first_scored` on. Only MISSING_CARRY looks at the
 * periods before. What is filled is OBSERVATION_CARRIED or OBSERVATION_IMPUTED, and `observed` (if the panel has it)
 * tells where a carried value is from. What cannot be filled keeps its reason, or becomes OBSERVATION_TOO_OLD. Only
 * values that were there before count: nothing is carried, averaged or drawn a line from that was itself filled here.
 * Bounds are carried, or drawn a line between, with their values; elsewhere they lie on the value.
 */
tocsin_status impute_column(tocsin_context *context, const struct missing_rule *rule, struct panel *panel,
                            size_t column, const struct period_axis *axis, size_t first_scored);

#endif
