/**
 * What each indicator and node of an index is meant to do to it, and what it does (P. Paruolo, M. Saisana, A. Saltelli,
 * Ratings and rankings: voodoo or science?, Journal of the Royal Statistical Society A 176, 2013).
 */
#ifndef TOCSIN_ANALYSIS_IMPORTANCE_H
#define TOCSIN_ANALYSIS_IMPORTANCE_H

#include "analysis/smooth.h"
#include "analysis/study.h"

/** What is known of one node; the columns of the table `weights` say what each number is. */
struct importance {
    struct optional_number weight, parent_weight;
    struct optional_number used, variance_share;
    struct optional_number correlation, parent_correlation;
    struct optional_number weight_share, importance_share, ratio, parent_share;
    struct smooth smooth;
    size_t cells;
};

/** The share of variance that a straight line explains. */
static inline struct optional_number importance_of(struct optional_number correlation)
{
    return (struct optional_number){correlation.given, correlation.value * correlation.value};
}

/** Finds the importance of all nodes but the root; `items` is by tree node. */
tocsin_status importance_find(struct study *study, struct importance *items);

#endif
