/** Ids and where they are, found by binary search: a model may have thousands. */
#ifndef TOCSIN_MODEL_NAMES_H
#define TOCSIN_MODEL_NAMES_H

#include "model/workspace.h"

struct names {
    const char **sorted;
    const char **ids; /* in model order, for suggestions */
    size_t *positions;
    size_t count;
};

/** Makes the index of `count` ids, each once. False if there is no memory. */
bool names_make(struct workspace *workspace, const char **ids, size_t count, struct names *names);
bool names_find(const struct names *names, const char *id, size_t *position);
/** "did you mean 'x'?" or NULL. */
const char *names_suggest(struct workspace *workspace, const struct names *names, const char *id);

#endif
