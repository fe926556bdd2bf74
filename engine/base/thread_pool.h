/** Independent tasks on the context's threads. */
#ifndef TOCSIN_BASE_THREAD_POOL_H
#define TOCSIN_BASE_THREAD_POOL_H

#include <tocsin/tocsin.h>

/** Does task `index`; tasks must write to places of their own, so that the result does not depend on the order. */
typedef tocsin_status (*thread_task)(void *user, size_t index);

/**
 * Runs tasks 0..count-1 and waits for all. Every worker is inside a scope. Returns the status of the failing task with
 * the lowest index; after a failure no new task is begun. With one thread or one task it runs in the caller.
 */
tocsin_status thread_pool_run(tocsin_context *context, size_t count, thread_task task, void *user);

#endif
