/**
 * What all steps of reading a model share: the arena, and the faults found so far. Faults are kept and reported at the
 * end in the order of the file, each once, whatever the order in which the steps came upon them.
 */
#ifndef TOCSIN_MODEL_WORKSPACE_H
#define TOCSIN_MODEL_WORKSPACE_H

#include "base/diagnostics.h"
#include "base/memory.h"

enum {
    WORKSPACE_SHOWN_SIZE = 64, /* bytes of found text shown in a message */
    WORKSPACE_MESSAGE_SIZE = 512
};

struct fault {
    struct location at;
    size_t file; /* rank of the file: the model first, then overrides and tables as they come */
    size_t sequence;
    enum diagnostic_code code;
    const char *text;
    const char *hint;
};

struct workspace {
    tocsin_context *context;
    struct arena *arena;  /* lives as long as the model: texts of the document go into it */
    struct arena scratch; /* until the faults are reported */
    struct fault *faults;
    size_t fault_count;
    size_t fault_capacity;
    const char **files;
    size_t file_count;
    size_t file_capacity;
    uint64_t comparisons; /* of words that suggestions may still cost */
    bool out_of_memory;
};

void workspace_begin(struct workspace *workspace, tocsin_context *context, struct arena *arena, const char *file);
/** Hands the faults to the context, sorted, each once. Call it once, at the end. */
void workspace_report(struct workspace *workspace);
void workspace_end(struct workspace *workspace);

/** As arena_allocate, remembering a failure. */
void *workspace_allocate(struct workspace *workspace, size_t count, size_t size);
char *workspace_copy(struct workspace *workspace, const char *bytes, size_t length);
char *workspace_text(struct workspace *workspace, const char *text);
/** As arena_grow; false (and remembered) if there is no memory. */
bool workspace_grow(struct workspace *workspace, void *items, size_t count, size_t size, size_t *capacity);

/** Keeps a fault. `hint` may be NULL and, like `at.file`, must live as long as the workspace. */
void workspace_fault(struct workspace *workspace, enum diagnostic_code code, struct location at, const char *hint,
                     const char *format, ...) __attribute__((format(printf, 5, 6)));
/** A hint made of parts; NULL if there is no memory. */
const char *workspace_hint(struct workspace *workspace, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** "did you mean 'x'?", or NULL if nothing is near. Candidates as for text_nearest. */
const char *workspace_suggest(struct workspace *workspace, const char *word, const void *candidates, size_t count,
                              size_t stride);
/** The nearest candidate itself, within the same allowance. */
const char *workspace_nearest(struct workspace *workspace, const char *word, const void *candidates, size_t count,
                              size_t stride);

/** What was found, short enough for a message. Returns `shown`. */
const char *workspace_shorten(char shown[WORKSPACE_SHOWN_SIZE], const char *text);

#endif
