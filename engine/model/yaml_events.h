/**
 * From YAML text to a document. The subset: one document, block and flow style, plain, quoted and block scalars; no
 * anchors, aliases, tags or merge keys, no key twice. Depth and size have limits, because YAML's own loaders can be
 * made to use minutes and gigabytes by a text of a few bytes.
 */
#ifndef TOCSIN_MODEL_YAML_EVENTS_H
#define TOCSIN_MODEL_YAML_EVENTS_H

#include "model/document.h"

enum {
    YAML_SIZE_LIMIT = 1 << 20, /* bytes of a model file */
    YAML_DEPTH_LIMIT = 32,     /* mappings and lists within one another */
    YAML_NODE_LIMIT = 100000   /* keys and values */
};

struct yaml_input {
    struct location place; /* of the first byte: line and column from which its places are counted */
    const char *bytes;
    size_t size;
    size_t size_limit;
    size_t node_limit; /* keys and values; 0: YAML_NODE_LIMIT */
};

/** Reads a text. Faults are kept in the workspace; true if there is a tree to go on with all the same. */
bool yaml_read(struct workspace *workspace, const struct yaml_input *input, struct document_node **root);

#endif
