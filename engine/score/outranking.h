/**
 * Regions compared two by two, column by column, by the columns that both have. The outranking matrix of the OECD/JRC
 * Handbook (2008), step 7, after Condorcet: o_ij is the weight of the columns on which region i is above region j, plus
 * half of that of the columns on which they tie, as a share of the weight of the columns that both have. So o_ij + o_ji
 * is 1, whichever values are missing, and the order of the regions is of no account.
 */
#ifndef TOCSIN_SCORE_OUTRANKING_H
#define TOCSIN_SCORE_OUTRANKING_H

#include <stddef.h>

struct outranking {
    size_t columns, regions;
    const double *weight;         /* [column], not negative; 0 has no part */
    const double *const *value;   /* [column][region] */
    const double *const *present; /* [column][region]: 1 or 0 */
};

/**
 * The row of one region against all: `share` is o_ij, `common` the weight of the columns that both have. Both are 0
 * where there is nothing to compare, and of the region with itself.
 */
void outranking_row(const struct outranking *outranking, size_t region, double *share, double *common);
/** How many regions of a row are below its own on every column that both have. */
size_t outranking_dominated(const double *share, const double *common, size_t regions);

/**
 * A row by parts, of a region that has the value `own` in a column: adds the column's weight to `common` for the
 * regions that have it, too, and to `net` with the sign of the difference. A row has net / common = 2 o_ij - 1.
 */
void outranking_add_column(double weight, double own, const double *value, const double *present, size_t regions,
                           double *net, double *common);
/** The sign of o_ij - 1/2: 1, -1, or 0 for a tie (but for rounding) or nothing in common. */
int outranking_sign(double net, double common);
/** The sum over a row, or a part of one, of the signs of o_ij - 1/2: wins less defeats. Ties are so but for rounding.
 */
double outranking_wins(const double *net, const double *common, size_t regions);

#endif
