/** The index: a tree whose leaves are indicators and whose root is the score; and the levels of the score. */
#ifndef TOCSIN_RECIPE_INDEX_H
#define TOCSIN_RECIPE_INDEX_H

#include "base/diagnostics.h"
#include "recipe/method.h"

#define INDEX_NONE SIZE_MAX

struct index_node {
    const char *id; /* of an inner node; for a leaf the id of its indicator */
    const char *title;
    size_t parent;          /* INDEX_NONE for the root */
    size_t depth;           /* 0 for the root */
    size_t indicator;       /* of a leaf: position in the model's indicators; INDEX_NONE for an inner node */
    size_t inner;           /* of an inner node: its number among inner nodes, in tree order; INDEX_NONE for a leaf */
    double weight;          /* as given, relative within the parent; finite, not negative */
    const size_t *children; /* positions in the tree's nodes, in model order */
    size_t child_count;
    struct weighting weights; /* how the children are weighted */
    struct aggregation aggregation;
    double min_coverage; /* share of weight below which the node is missing, 0..1 */
    double min_children; /* share of the children, by number, below which the node is missing, 0..1 */
    struct location at;
};

/** Nodes in the order of a walk that visits a node before its children; node 0 is the root. */
struct index_tree {
    struct index_node *nodes;
    size_t count;
    size_t inner_count;
};

struct level_band {
    const char *id;
    double from; /* lower bound, on the scale */
};

/** Bands from the lowest up. Up at once; down only when the score stays `down` points below the bound for `periods`. */
struct level_rules {
    struct level_band *bands;
    size_t count; /* 0: no levels */
    double down;
    uint32_t periods; /* 0: no hysteresis */
};

#endif
