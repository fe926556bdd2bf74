/**
 * What the methods of weighting work on: one node, its children as columns of complete cells, and places for what they
 * find. Shared by the files score/weight*.c and by nobody else.
 */
#ifndef TOCSIN_SCORE_WEIGHT_METHOD_H
#define TOCSIN_SCORE_WEIGHT_METHOD_H

#include "panel/tally.h"
#include "score/weight.h"

/** Where the values of a child are: a column of the normalised panel, or of the panel of scored inner nodes. */
struct weight_source {
    const struct panel *panel;
    size_t column;
};

struct weight_work {
    tocsin_context *context;
    struct arena *arena;   /* scratch, gone when the node is done */
    struct arena *results; /* of the weights */
    const struct weight_request *request;
    const struct index_node *node;
    size_t count;                  /* of children, at least 1 */
    struct weight_source *sources; /* [child] */
    double *weight;                /* [child]: to be set; relative, finite, not negative */
    double **cell;                 /* [child]: NULL, to be set by methods that have weights of cells */
    struct weight_outcome *outcome;
    /* after weight_gather */
    size_t cells;
    double *values; /* [child][cell], in order of period and region */
    size_t *places; /* [cell]: period times regions plus region */
};

static inline const struct index_node *weight_child(const struct weight_work *work, size_t child)
{
    return &work->request->tree->nodes[work->node->children[child]];
}

/** Gathers the cells in which all children are present; an error is reported if they are fewer than `least`. */
tocsin_status weight_gather(struct weight_work *work, size_t least);
/** Marks the children whose values are all the same, and returns how many they are. `constant` is [child]. */
size_t weight_mark_constant(const struct weight_work *work, bool *constant);
/** As weight_mark_constant, and warns of them if there are others. */
size_t weight_report_constant(const struct weight_work *work, bool *constant);
/** Reports values below zero, which the node's method has no meaning for, if any were counted; the first was of
 * `child`.
 */
tocsin_status weight_report_negative(const struct weight_work *work, const struct tally *tally, size_t child);

enum { WEIGHT_NAMES_SIZE = 512 };
/** "'a', 'b' and 'c'": the ids of the children that are marked. Long lists are cut. */
const char *weight_names_of(const struct weight_work *work, const bool *marked, char text[WEIGHT_NAMES_SIZE]);
/** Makes `weight` sum to 1. If all of it is 0, an error is reported, with the reason. */
tocsin_status weight_settle(struct weight_work *work, const char *why);

/* The methods. They report what they find; a status that is no fault of memory or the engine means that weights could
 * not be had, and is among the diagnostics. */
tocsin_status weight_ahp(struct weight_work *work);
tocsin_status weight_pca(struct weight_work *work);
tocsin_status weight_entropy(struct weight_work *work);
tocsin_status weight_critic(struct weight_work *work);
tocsin_status weight_bod(struct weight_work *work);

#endif
