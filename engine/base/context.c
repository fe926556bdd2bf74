/** The context, its settings and the words for a status. */
#include "base/context.h"
#include "base/diagnostics.h"
#include "base/memory.h"

/** Bytes of a single allocation; half the address space where that is less. */
static const uint64_t default_largest_allocation = UINT64_C(4) << 30;

static const char *const status_texts[] = {
    [TOCSIN_OK] = "done",
    [TOCSIN_ERROR_INTERNAL] = "a fault of the engine itself",
    [TOCSIN_ERROR_MEMORY] = "out of memory",
    [TOCSIN_ERROR_ARGUMENT] = "an argument is not usable",
    [TOCSIN_ERROR_DATA] = "the data cannot be used",
    [TOCSIN_ERROR_NO_INPUT] = "an input file is missing or unreadable",
    [TOCSIN_ERROR_UNAVAILABLE] = "this build or version does not have the feature",
    [TOCSIN_ERROR_CANNOT_CREATE] = "an output cannot be created",
    [TOCSIN_ERROR_IO] = "reading or writing failed",
    [TOCSIN_ERROR_MODEL] = "the model is not valid",
    [TOCSIN_ERROR_INTERRUPTED] = "interrupted",
};

_Static_assert(sizeof status_texts / sizeof status_texts[0] == TOCSIN_STATUS_END, "every status has a text");

const char *tocsin_status_text(tocsin_status status)
{
    return status >= 0 && status < TOCSIN_STATUS_END ? status_texts[status] : "unknown status";
}

static bool allocator_is_whole(const tocsin_allocator *allocator)
{
    return allocator->allocate && allocator->resize && allocator->release;
}

static size_t largest_allocation(void)
{
    return default_largest_allocation < SIZE_MAX / 2 ? (size_t)default_largest_allocation : SIZE_MAX / 2;
}

/** A lock that its holder may take again: a progress callback may ask for diagnostics. */
static tocsin_status create_lock(pthread_mutex_t *lock)
{
    pthread_mutexattr_t attributes;
    if (pthread_mutexattr_init(&attributes) != 0) {
        return TOCSIN_ERROR_MEMORY;
    }
    int failure = pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    if (!failure) {
        failure = pthread_mutex_init(lock, &attributes);
    }
    pthread_mutexattr_destroy(&attributes);
    return failure ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

tocsin_status tocsin_context_create(const tocsin_allocator *allocator, tocsin_context **context)
{
    if (!context || (allocator && !allocator_is_whole(allocator))) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    tocsin_context seed = {.allocator = allocator ? *allocator : memory_default_allocator(),
                           .largest_allocation = largest_allocation(),
                           .threads = 1};
    tocsin_context *created = memory_allocate(&seed, 1, sizeof *created);
    if (!created) {
        return TOCSIN_ERROR_MEMORY;
    }
    *created = seed;
    tocsin_status status = create_lock(&created->lock);
    if (status != TOCSIN_OK) {
        memory_release(&seed, created);
        return status;
    }
    created->diagnostics = diagnostics_create(created);
    if (!created->diagnostics) {
        tocsin_context_destroy(created);
        return TOCSIN_ERROR_MEMORY;
    }
    *context = created;
    return TOCSIN_OK;
}

void tocsin_context_destroy(tocsin_context *context)
{
    if (!context) {
        return;
    }
    diagnostics_destroy(context, context->diagnostics);
    pthread_mutex_destroy(&context->lock);
    tocsin_allocator allocator = context->allocator;
    allocator.release(allocator.user, context);
}

tocsin_status tocsin_context_set_threads(tocsin_context *context, unsigned threads)
{
    if (!context || threads < 1 || threads > CONTEXT_MOST_THREADS) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    context->threads = threads;
    return TOCSIN_OK;
}

tocsin_status tocsin_context_set_strict(tocsin_context *context, int strict)
{
    if (!context) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    context->strict = strict != 0;
    return TOCSIN_OK;
}

bool context_set_strict(tocsin_context *context, bool strict)
{
    bool before = context->strict;
    context->strict = strict;
    return before;
}

tocsin_status tocsin_context_set_progress(tocsin_context *context, tocsin_progress progress, void *user)
{
    if (!context) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    context->progress = progress;
    context->progress_user = user;
    return TOCSIN_OK;
}

tocsin_status context_progress(tocsin_context *context, const char *stage, uint64_t done, uint64_t total)
{
    if (!context->progress) {
        return TOCSIN_OK;
    }
    pthread_mutex_lock(&context->lock);
    int stop = context->progress(context->progress_user, stage, done, total);
    pthread_mutex_unlock(&context->lock);
    return stop ? TOCSIN_ERROR_INTERRUPTED : TOCSIN_OK;
}
