/** Shares and sums of weights: when two of them are the same number but for rounding. */
#ifndef TOCSIN_SCORE_SHARE_H
#define TOCSIN_SCORE_SHARE_H

#include <stdbool.h>

/** Two that differ by no more than this share of either are the same number. */
#define SHARE_ROUNDING 1e-12

/** True if a share is below the least allowed one by more than rounding: it is a quotient of sums. */
static inline bool share_is_below(double share, double least)
{
    return share < least - SHARE_ROUNDING;
}

#endif
