/**
 * What the tables of the multivariate analysis share: the columns of the index over the cells that are analysed (a
 * cell is a region in a period), the sets of items that are looked at together, and texts that outlive the result.
 */
#ifndef TOCSIN_ANALYSIS_STUDY_H
#define TOCSIN_ANALYSIS_STUDY_H

#include "analysis/association.h"
#include "panel/analysis.h"
#include "panel/result.h"

/** Items whose hanging together is looked at: the children of a node, or all indicators below it. */
struct study_set {
    size_t node;
    const char *kind;    /* "children" or "indicators" */
    const size_t *items; /* tree nodes; at least two */
    size_t count;
};

/** More than any of the tables has. */
enum { STUDY_MOST_COLUMNS = 32 };

struct study {
    tocsin_context *context;
    const struct result *result;
    struct analysis *analysis;
    struct arena *arena;  /* the analysis' */
    struct arena scratch; /* for what only the making of the tables needs */
    size_t regions, periods;
    size_t first;                    /* position on the result's axis of the first period analysed */
    size_t cells;                    /* [period][region] */
    struct association_column *node; /* [tree node]: normalised values of a leaf, scores of an inner node */
    struct association *pair;        /* [tree node][tree node], what was measured of them; see study_pair */
    size_t *leaves;                  /* tree nodes, in tree order */
    size_t leaf_count;
    struct study_set *sets;
    size_t set_count;
    size_t most_items; /* of a set */
    /* in the analysis' arena */
    const char **node_id, **indicator_id, **region_id, **period_text;
    size_t finding_capacity;
    struct data_cell lost[STUDY_MOST_COLUMNS]; /* what is written where there was no memory for a row */
};

/** Gathers columns, sets and texts, and measures the pairs. `study->scratch` is to be ended, on failure too. */
tocsin_status study_begin(struct study *study, tocsin_context *context, const struct result *result,
                          struct analysis *analysis);

/** The cells of a panel's column as they are analysed, in the order of `study->node`. */
tocsin_status study_gather(struct study *study, const struct panel *panel, size_t column,
                           struct association_column *gathered);

/** True if two nodes are compared: leaves, siblings, inner nodes of the same depth, a node with its ancestor. */
bool study_compares(const struct index_tree *tree, size_t first, size_t second);
/** What was measured of two nodes that are compared, in either order. */
const struct association *study_pair(const struct study *study, size_t first, size_t second);

/** True if `ancestor` is above `node`. */
bool study_is_above(const struct index_tree *tree, size_t ancestor, size_t node);
/** The root, which is node 0. */
enum { STUDY_ROOT = 0 };

#endif
