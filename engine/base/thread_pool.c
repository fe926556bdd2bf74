/** Fork and join: independent tasks shared out over threads that live for one call. */
#include "base/thread_pool.h"
#include "base/context.h"
#include "base/scope.h"
#include <signal.h>
#include <stdatomic.h>

struct run {
    thread_task task;
    void *user;
    size_t count;
    atomic_size_t next;
    atomic_bool failed;
    pthread_mutex_t lock; /* guards the two below */
    size_t failed_index;
    tocsin_status status;
};

static void record_failure(struct run *run, size_t index, tocsin_status status)
{
    pthread_mutex_lock(&run->lock);
    if (run->status == TOCSIN_OK || index < run->failed_index) {
        run->status = status;
        run->failed_index = index;
    }
    pthread_mutex_unlock(&run->lock);
    atomic_store(&run->failed, true);
}

/**
 * Takes tasks until none is left. A task once taken is done even if another has failed meanwhile: tasks are taken in
 * order, so every task below a failing one is done, and the lowest failing index does not depend on the threads.
 */
static void work(struct run *run)
{
    struct scope scope;
    scope_enter(&scope);
    while (!atomic_load(&run->failed)) {
        size_t index = atomic_fetch_add(&run->next, 1);
        if (index >= run->count) {
            break;
        }
        tocsin_status status = run->task(run->user, index);
        if (status != TOCSIN_OK) {
            record_failure(run, index, status);
        }
    }
    scope_leave(&scope);
}

static void *worker(void *user)
{
    work(user);
    return NULL;
}

/** Starts up to `wanted` workers with all signals blocked: the host's handlers run on the host's threads. */
static size_t start_workers(struct run *run, pthread_t *workers, size_t wanted)
{
    sigset_t all;
    sigset_t previous;
    sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &previous) != 0) {
        return 0;
    }
    size_t started = 0;
    while (started < wanted && pthread_create(&workers[started], NULL, worker, run) == 0) {
        started++; /* fewer than wanted is slower, not wrong */
    }
    pthread_sigmask(SIG_SETMASK, &previous, NULL);
    return started;
}

tocsin_status thread_pool_run(tocsin_context *context, size_t count, thread_task task, void *user)
{
    struct run run = {.task = task, .user = user, .count = count, .status = TOCSIN_OK};
    if (pthread_mutex_init(&run.lock, NULL) != 0) {
        return TOCSIN_ERROR_MEMORY;
    }
    pthread_t workers[CONTEXT_MOST_THREADS];
    size_t wanted = context->threads < count ? context->threads : count;
    size_t started = wanted > 1 ? start_workers(&run, workers, wanted - 1) : 0;
    work(&run);
    for (size_t i = 0; i < started; i++) {
        pthread_join(workers[i], NULL);
    }
    pthread_mutex_destroy(&run.lock);
    return run.status;
}
