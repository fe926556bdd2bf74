/**
 * What each indicator adds to a score, and to its change: exact for any tree and any aggregation.
 *
 * An indicator has two states: its actual one, and the one in which it counts as absent. For a score that is its
 * reference, by default the no-risk end of the scale; for a change it is what it was in the period before, missing
 * included. The parts are Shapley values (L. S. Shapley, 1953) among the children of a node, nested down the tree as
 * G. Owen (1977) and E. Winter (1989) do: the children of a node come and go as one. They add up to the score, or to
 * its change, because every order in which the indicators come adds up to it.
 *
 * What is there without any of them, the score of a region whose indicators all stand at their reference, is shared out
 * by effective weight: for arithmetic means a part is weight times value. What is missing from a score is missing in
 * all mixtures of states and has no part. A node that has no value in a mixture, though it has one in both states,
 * stands where it stood without the indicators in question (for a score at the node's value with all at their
 * reference, or the no-risk end where there is none: a geometric mean at 0). Where cells have weights of their own,
 * that of an indicator comes with it; that of an inner node moves in equal steps with those of its indicators that make
 * a difference.
 *
 * Nodes that are plain arithmetic means are done in closed form, also where some of their indicators are missing in one
 * of the states. All others go through the kernel: every mixture where at most CONTRIBUTION_EXACT of a node's children
 * and of the siblings of the nodes above it have a part, and else an average over CONTRIBUTION_ORDERS orders, which
 * come in pairs of one and its reverse and are always the same.
 *
 * Where regions are compared with one another, all regions of a period change states at once: then an indicator can
 * have a part in the score of a region that does not have it, by what the others have.
 */
#ifndef TOCSIN_SCORE_CONTRIBUTION_H
#define TOCSIN_SCORE_CONTRIBUTION_H

#include "panel/panel.h"
#include "panel/weights.h"
#include "score/kernel.h"

enum {
    CONTRIBUTION_EXACT = 12,  /* players: 4,096 mixtures */
    CONTRIBUTION_ORDERS = 256 /* 128 pairs */
};

/** Scores and what they were made of. */
struct contribution_request {
    const struct index_tree *tree;
    const struct index_weights *weights;
    const struct kernel *kernel;
    const double *scale;            /* lower and upper end */
    const double *reference;        /* [indicator]: normalised value at which it counts as absent */
    const struct panel *normalised; /* [period][indicator][region] */
    const struct panel *nodes;      /* [period][inner node][region] */
    size_t first_period, periods;   /* for which parts are wanted */
};

/** Where the parts go, all shaped as `normalised`; cells of periods not asked for are left alone. */
struct contributions {
    double *weight;       /* effective: the product down the tree of weight over the weight of the present siblings (the
                             cell's own weights, where it has such); 0 for what had no part */
    double *contribution; /* parts of the score; 0 where there is no score or the indicator has no part in it */
    double *change;       /* parts of the change since the period before; 0 where one of the two scores is not there */
    bool sampled;         /* some of them are averages over a sample of orders */
};

tocsin_status contribution_compute(tocsin_context *context, const struct contribution_request *request,
                                   struct contributions *contributions);

/** A region in a period. */
struct contribution_cell {
    size_t period, region;
};

/**
 * The parts of the difference between two scores of the same panel, `to` less `from`, by indicator: `part` is
 * [indicator]. Where the tree compares regions, it is the difference of the parts of the two scores; else the states of
 * `from` are those in which an indicator counts as absent. Fails with ARGUMENT if one of the scores is not there.
 */
tocsin_status contribution_difference(tocsin_context *context, const struct contribution_request *request,
                                      struct contribution_cell from, struct contribution_cell to, double *part);

#endif
