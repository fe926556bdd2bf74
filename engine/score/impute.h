/** Missing values: the first stage after measuring. */
#ifndef TOCSIN_SCORE_IMPUTE_H
#define TOCSIN_SCORE_IMPUTE_H

#include "panel/panel.h"
#include "panel/region.h"
#include "recipe/index.h"
#include "recipe/method.h"

struct impute_request {
    const struct missing_rule *rule;
    const struct period_axis *axis;
    size_t first_scored;
    const uint32_t *groups;             /* MISSING_GROUP_*: [region], UINT32_MAX for a region of no group */
    const struct panel *measured;       /* MISSING_INDICATOR: same periods and regions, values as measured */
    const char *id;                     /* of the indicator, for diagnostics */
    const struct region_table *regions; /* for diagnostics; NULL: they name none */
};

/**
 * Fills missing cells of one column in place, for the periods from `first_scored` on. Only MISSING_CARRY looks at the
 * periods before. What is filled is OBSERVATION_CARRIED or OBSERVATION_IMPUTED (a value carried back among them), and
 * `observed` (if the panel has it) tells where a carried value is from. A cell that is OBSERVATION_SCREENED stays so.
 * What cannot be filled keeps its reason, or becomes OBSERVATION_TOO_OLD. Only values that were there before count:
 * nothing is carried, averaged or drawn a line from that was itself filled here. Bounds are carried, or drawn a line
 * between, with their values; elsewhere they lie on the value.
 */
tocsin_status impute_column(tocsin_context *context, const struct impute_request *request, struct panel *panel,
                            size_t column);

/**
 * Fills columns whose rule is MISSING_ROW_*, once all others are filled: a missing cell becomes what the mean or median
 * of the region's siblings in the period (leaves below the same node) is on the cell's own column, every column taken
 * from 0 to 1 by the minimum and maximum of its direction-adjusted values over `over`, and back again. Siblings count
 * with what they have before any row rule fills anything; one whose values are all equal does not count. A gap on a
 * column of equal values stays, which is reported. `axis` is that of the panel.
 */
struct impute_row_column {
    const struct missing_rule *rule;
    enum direction direction;
    const struct statistics_over *over;
    size_t parent;  /* node above the leaf; INDEX_NONE: not in the index */
    const char *id; /* for diagnostics */
};
tocsin_status impute_rows(tocsin_context *context, const struct impute_row_column *columns, struct panel *panel,
                          const struct period_axis *axis);

#endif
