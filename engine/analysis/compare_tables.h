/** From the scores of all mixtures of two runs to the tables of their comparison. */
#ifndef TOCSIN_ANALYSIS_COMPARE_TABLES_H
#define TOCSIN_ANALYSIS_COMPARE_TABLES_H

#include "analysis/compare_grid.h"

struct compare_request {
    const struct result *results[SIDE_COUNT];
    const char *const *levels[SIDE_COUNT]; /* [period][region] of each run: id of the level; NULL: none */
    const struct compare_grid *grid;
    const enum comparison_cause *players; /* causes that differ between the runs */
    size_t player_count;
    /* [set of players][period][region of the grid]; the empty set is A, the full one B */
    const double *score;
    const bool *there;
};

/**
 * Splits all differences and fills the comparison's rows, counts and the tables of rows, of scores in one run only, and
 * of effects. Texts of the results are copied. Fails with MEMORY.
 */
tocsin_status compare_tabulate(const struct compare_request *request, struct comparison *comparison);

/** Makes an empty one of the tables. Fails with MEMORY. */
tocsin_status compare_table_create(struct comparison *comparison, enum comparison_table table);

#endif
