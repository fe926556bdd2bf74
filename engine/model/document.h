/**
 * The text of a model as a tree: mappings with their keys in order, sequences and scalars, each with its place in the
 * file. It knows nothing of what the keys mean.
 */
#ifndef TOCSIN_MODEL_DOCUMENT_H
#define TOCSIN_MODEL_DOCUMENT_H

#include "model/workspace.h"

enum document_kind {
    DOCUMENT_SCALAR,
    DOCUMENT_SEQUENCE,
    DOCUMENT_MAPPING,
    DOCUMENT_BROKEN /* a fault was reported in its place: nothing more is to be said about it */
};

struct document_entry {
    const char *key;
    struct location at; /* of the key */
    struct document_node *value;
};

struct document_node {
    enum document_kind kind;
    struct location at;
    /* DOCUMENT_SCALAR */
    const char *text;        /* NUL-terminated; the texts hold no NUL of their own */
    bool plain;              /* not quoted and not a block: may be a number, a flag or null */
    struct location text_at; /* where the text itself begins, behind a quote */
    bool verbatim;           /* the text stands on one line of the file as it is, so that offsets are columns */
    /* DOCUMENT_MAPPING */
    struct document_entry *entries;
    /* DOCUMENT_SEQUENCE */
    struct document_node **items;
    size_t count; /* of entries or items */
    size_t capacity;
};

/** A node without content; NULL if there is no memory. */
struct document_node *document_create(struct workspace *workspace, enum document_kind kind, struct location at);
/** A plain scalar. */
struct document_node *document_create_scalar(struct workspace *workspace, const char *text, struct location at);
/** Adds to the end; false if there is no memory. Keys are not compared with those already there. */
bool document_add_entry(struct workspace *workspace, struct document_node *mapping, const char *key, struct location at,
                        struct document_node *value);
bool document_add_item(struct workspace *workspace, struct document_node *sequence, struct document_node *value);

/** The entry of a mapping with this key; NULL if there is none or the node is no mapping (or NULL). */
struct document_entry *document_entry_find(const struct document_node *mapping, const char *key);
/** Its value, or NULL. */
struct document_node *document_find(const struct document_node *mapping, const char *key);

/** True for a plain `~`, `null` or nothing at all. */
bool document_is_empty(const struct document_node *node);
/** The place of the byte at `offset` of a scalar's text, as near as it can be told. */
struct location document_text_place(const struct document_node *scalar, size_t offset);

/** "a list", "a mapping", "nothing" or the scalar's own text in quotes, for messages. Returns `words`. */
enum { DOCUMENT_WORDS_SIZE = WORKSPACE_SHOWN_SIZE + 16 };
const char *document_describe(char words[DOCUMENT_WORDS_SIZE], const struct document_node *node);

/**
 * Puts the YAML text `value` at `path` ("indicators.militancy.options.half_life", "index.children[0].weight") below a
 * root mapping. Missing keys are made. Places within the value are told as in a file named "--set PATH".
 */
void document_override(struct workspace *workspace, struct document_node *root, const char *path, const char *value);
/** True if the first key of the path is `key`. */
bool document_path_begins(const char *path, const char *key);

#endif
