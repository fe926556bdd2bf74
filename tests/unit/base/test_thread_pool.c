/** Tasks on threads: all done once, inside a scope, and failures that do not depend on the threads. */
#include "base/scope.h"
#include "base/thread_pool.h"
#include "suite.h"
#include "support.h"
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

enum { TASKS = 1000 };

struct work {
    atomic_uint done[TASKS];
    atomic_uint outside;  /* tasks that were not in a scope */
    atomic_uint unmasked; /* tasks on other threads that signals could interrupt */
    pthread_t caller;
    size_t fail_every;
    size_t fail_from;
};

static tocsin_status do_task(void *user, size_t index)
{
    struct work *work = user;
    atomic_fetch_add(&work->done[index], 1);
    atomic_fetch_add(&work->outside, !scope_is_active());
    sigset_t blocked;
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    if (!pthread_equal(pthread_self(), work->caller) && !sigismember(&blocked, SIGINT)) {
        atomic_fetch_add(&work->unmasked, 1);
    }
    if (index % 3 == 0) {
        sched_yield();
    }
    bool fails = work->fail_every && index >= work->fail_from && index % work->fail_every == 0;
    return fails ? 1 + (tocsin_status)(index % (TOCSIN_STATUS_END - 1)) : TOCSIN_OK;
}

static const unsigned thread_counts[] = {1, 2, 3, 8, 64};

static void all_tasks_are_done_once(void)
{
    for (size_t i = 0; i < sizeof thread_counts / sizeof thread_counts[0]; i++) {
        static const size_t counts[] = {0, 1, 2, 7, TASKS};
        for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
            struct counted counted;
            counted_begin(&counted);
            tocsin_context_set_threads(counted.context, thread_counts[i]);
            struct work work;
            memset(&work, 0, sizeof work);
            work.caller = pthread_self();
            CU_ASSERT_EQUAL(thread_pool_run(counted.context, counts[k], do_task, &work), TOCSIN_OK);
            size_t once = 0;
            for (size_t task = 0; task < TASKS; task++) {
                once += work.done[task] == (task < counts[k]);
            }
            CU_ASSERT_EQUAL(once, TASKS);
            CU_ASSERT_EQUAL(work.outside, 0);
            CU_ASSERT_EQUAL(work.unmasked, 0);
            CU_ASSERT_FALSE(scope_is_active());
            CU_ASSERT(counted_end(&counted));
        }
    }
}

static void the_lowest_failure_is_told(void)
{
    for (int repeat = 0; repeat < 40; repeat++) {
        unsigned threads = thread_counts[repeat % 5];
        struct counted counted;
        counted_begin(&counted);
        tocsin_context_set_threads(counted.context, threads);
        struct work work;
        memset(&work, 0, sizeof work);
        work.caller = pthread_self();
        work.fail_every = 7;
        work.fail_from = (size_t)repeat * 13 + 1;
        size_t lowest = (work.fail_from + 6) / 7 * 7;
        CU_ASSERT_EQUAL(thread_pool_run(counted.context, TASKS, do_task, &work),
                        1 + (tocsin_status)(lowest % (TOCSIN_STATUS_END - 1)));
        for (size_t i = 0; i <= lowest; i++) {
            CU_ASSERT_EQUAL(work.done[i], 1);
        }
        if (threads == 1) {
            CU_ASSERT_EQUAL(work.done[lowest + 1], 0);
        }
        CU_ASSERT(counted_end(&counted));
    }
}

static void the_host_keeps_its_signal_mask(void)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_context_set_threads(counted.context, 4);
    sigset_t mine;
    sigset_t before;
    sigset_t after;
    sigemptyset(&mine);
    sigaddset(&mine, SIGUSR1);
    pthread_sigmask(SIG_SETMASK, &mine, &before);
    struct work work;
    memset(&work, 0, sizeof work);
    work.caller = pthread_self();
    CU_ASSERT_EQUAL(thread_pool_run(counted.context, 20, do_task, &work), TOCSIN_OK);
    pthread_sigmask(SIG_SETMASK, &before, &after);
    CU_ASSERT_TRUE(sigismember(&after, SIGUSR1));
    CU_ASSERT_FALSE(sigismember(&after, SIGINT));
    CU_ASSERT(counted_end(&counted));
}

static CU_TestInfo tests[] = {{"all tasks are done once", all_tasks_are_done_once},
                              {"the lowest failure is told", the_lowest_failure_is_told},
                              {"the host keeps its signal mask", the_host_keeps_its_signal_mask},
                              CU_TEST_INFO_NULL};
SUITE(thread_pool, tests)
