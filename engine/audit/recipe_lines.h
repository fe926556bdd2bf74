/**
 * A model as a list of lines, each a key and its value in one text with all defaults in it: two models differ in what
 * shapes a number if, and only if, their lines do.
 */
#ifndef TOCSIN_AUDIT_RECIPE_LINES_H
#define TOCSIN_AUDIT_RECIPE_LINES_H

#include "model/model.h"

/** What a line decides on. */
enum recipe_line_kind {
    LINE_SOURCE,  /* how rows are read: raw values */
    LINE_DATA,    /* from when to when a source covers everything, which changes as its data do */
    LINE_MEASURE, /* how rows become raw values */
    LINE_METHOD,  /* how raw values become scores, weights apart */
    LINE_WEIGHT,  /* the weight of a node, or how the children of a node are weighted */
    LINE_LEVEL    /* levels, which change no score */
};

struct recipe_line {
    enum recipe_line_kind kind;
    size_t owner; /* position of the source (LINE_SOURCE), of the indicator or, if `node`, of the tree's node;
                     SIZE_MAX: the whole model */
    bool node;
    const char *key;  /* e.g. "indicators.conflict.normalise", "index.security.weight" */
    const char *text; /* e.g. "goalposts, low 0, high 100, clip" */
};

struct recipe_lines {
    struct recipe_line *lines;
    size_t count;
};

/** All lines of a model, in its order. They live in the arena. Fails with MEMORY. */
tocsin_status recipe_lines_make(struct arena *arena, const struct tocsin_model *model, struct recipe_lines *lines);

/** The ids from below the root down to a node, each after a dot, in a text of the arena; NULL if there is no memory. */
const char *recipe_lines_path(struct arena *arena, const struct index_tree *tree, size_t node);

#endif
