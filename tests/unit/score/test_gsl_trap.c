/**
 * Whose GSL errors go where. The trap is put in once a process and what happens outside a scope may end it, so those
 * cases run this very program anew, told by the environment which host it is to play.
 */
#include "base/scope.h"
#include "fixture.h"
#include "score/gsl_trap.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_vector.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define PART "TOCSIN_TEST_GSL_HOST"

static int host_saw;

static void host(const char *reason, const char *file, int line, int error)
{
    (void)reason;
    (void)file;
    (void)line;
    host_saw = error;
}

/** An operation that GSL refuses: vectors of different lengths. */
static void provoke(void)
{
    double numbers[] = {2.385, 7.913, 1.5};
    gsl_vector_view two = gsl_vector_view_array(numbers, 2);
    gsl_vector_view three = gsl_vector_view_array(numbers, 3);
    (void)gsl_vector_axpby(1, &three.vector, 1, &two.vector);
}

/** A host with a handler of its own: it hears of its errors, and of none of ours. */
static int play_own_handler(void)
{
    struct scope scope;
    gsl_set_error_handler(host);
    gsl_trap_install();
    gsl_trap_install();
    scope_enter(&scope);
    provoke();
    bool ours_kept = host_saw == 0 && gsl_trap_error(NULL) == GSL_EBADLEN;
    scope_leave(&scope);
    gsl_trap_clear();
    provoke();
    return ours_kept && host_saw == GSL_EBADLEN && gsl_trap_error(NULL) == GSL_SUCCESS ? 0 : 1;
}

/** A host that never heard of handlers gets GSL's default, which aborts. */
static int play_default(void)
{
    gsl_trap_install();
    provoke();
    return 0;
}

__attribute__((constructor)) static void play(void)
{
    const char *part = getenv(PART);
    if (part) {
        close(STDERR_FILENO); /* GSL's last words */
        _exit(strcmp(part, "own") == 0 ? play_own_handler() : play_default());
    }
}

/** Runs this program as a host of that kind; what became of it, as waitpid tells. */
static int outcome_of(const char *part)
{
    char *arguments[] = {(char[]){"host"}, NULL};
    fflush(stdout);
    pid_t child = fork();
    CU_ASSERT_FATAL(child >= 0);
    if (child == 0) {
        setenv(PART, part, 1);
        execv("/proc/self/exe", arguments);
        _exit(99);
    }
    int outcome = -1;
    CU_ASSERT_EQUAL(waitpid(child, &outcome, 0), child);
    return outcome;
}

static void test_recorded_in_a_scope(void)
{
    struct scope scope;
    const char *reason = NULL;
    gsl_trap_install();
    scope_enter(&scope);
    gsl_trap_clear();
    CU_ASSERT_EQUAL(gsl_trap_error(NULL), GSL_SUCCESS);
    provoke();
    CU_ASSERT_EQUAL(gsl_trap_error(&reason), GSL_EBADLEN);
    CU_ASSERT_TRUE(reason && strlen(reason) > 0);
    gsl_error("a later one", __FILE__, __LINE__, GSL_EDOM); /* the first is kept */
    CU_ASSERT_EQUAL(gsl_trap_error(&reason), GSL_EBADLEN);
    gsl_trap_clear();
    CU_ASSERT_EQUAL(gsl_trap_error(&reason), GSL_SUCCESS);
    CU_ASSERT_PTR_NULL(reason);
    scope_leave(&scope);
}

static void *provoke_elsewhere(void *user)
{
    struct scope scope;
    scope_enter(&scope);
    provoke();
    *(int *)user = gsl_trap_error(NULL);
    scope_leave(&scope);
    return NULL;
}

static void test_each_thread_its_own(void)
{
    pthread_t thread;
    int seen = 0;
    gsl_trap_install();
    gsl_trap_clear();
    CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, provoke_elsewhere, &seen), 0);
    CU_ASSERT_EQUAL(pthread_join(thread, NULL), 0);
    CU_ASSERT_EQUAL(seen, GSL_EBADLEN);
    CU_ASSERT_EQUAL(gsl_trap_error(NULL), GSL_SUCCESS);
}

static void test_host_with_a_handler(void)
{
    int outcome = outcome_of("own");
    CU_ASSERT_TRUE(WIFEXITED(outcome) && WEXITSTATUS(outcome) == 0);
}

static void test_host_without(void)
{
    int outcome = outcome_of("default");
    CU_ASSERT_TRUE(WIFSIGNALED(outcome) && WTERMSIG(outcome) == SIGABRT);
}

static CU_TestInfo tests[] = {
    {"errors in a scope are recorded", test_recorded_in_a_scope},
    {"each thread has its own", test_each_thread_its_own},
    {"a host's handler hears of its errors only", test_host_with_a_handler},
    {"a host without one gets the default", test_host_without},
    CU_TEST_INFO_NULL,
};
SUITE(gsl_trap, tests)
