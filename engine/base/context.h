/** What hangs on a context. Only base/ looks inside; others use the functions below. */
#ifndef TOCSIN_BASE_CONTEXT_H
#define TOCSIN_BASE_CONTEXT_H

#include <pthread.h>
#include <stdbool.h>
#include <tocsin/tocsin.h>

struct diagnostics; /* base/diagnostics.c */

enum { CONTEXT_MOST_THREADS = 256 };

struct tocsin_context {
    tocsin_allocator allocator;
    size_t largest_allocation; /* bytes: a malformed size must not be able to ask for everything */
    unsigned threads;
    bool strict;
    tocsin_progress progress;
    void *progress_user;
    pthread_mutex_t lock; /* guards diagnostics and progress against the workers of a thread pool */
    struct diagnostics *diagnostics;
};

/** Tells the host how far a stage is; TOCSIN_ERROR_INTERRUPTED if it asked to stop. */
tocsin_status context_progress(tocsin_context *context, const char *stage, uint64_t done, uint64_t total);
/** Whether warnings become errors from now on; returns whether they did before. */
bool context_set_strict(tocsin_context *context, bool strict);

#endif
