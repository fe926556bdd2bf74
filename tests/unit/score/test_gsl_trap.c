/** Whose GSL errors go where. What happens outside a scope is tried in a child process, as it may end it. */
#include "score/gsl_trap.h"
#include "base/scope.h"
#include "fixture.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_vector.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

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

/** Runs `body` in a child; what became of it as waitpid tells. */
static int in_child(int (*body)(void))
{
    fflush(stdout);
    pid_t child = fork();
    CU_ASSERT_FATAL(child >= 0);
    if (child == 0) {
        close(STDERR_FILENO); /* GSL's own farewell */
        _exit(body());
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
    GSL_ERROR_VAL_IGNORED:
    CU_ASSERT_EQUAL(gsl_trap_error(&reason), GSL_EBADLEN);
    CU_ASSERT_TRUE(reason && strlen(reason) > 0);
    gsl_error("a later one", __FILE__, __LINE__, GSL_EDOM); /* the first is kept */
    CU_ASSERT_EQUAL(gsl_trap_error(&reason), GSL_EBADLEN);
    gsl_trap_clear();
    CU_ASSERT_EQUAL(gsl_trap_error(&reason), GSL_SUCCESS);
    CU_ASSERT_PTR_NULL(reason);
    scope_leave(&scope);
}

static int default_outside(void)
{
    gsl_trap_install();
    provoke();
    return 0;
}

static void test_default_outside(void)
{
    int outcome = in_child(default_outside);
    CU_ASSERT_TRUE(WIFSIGNALED(outcome));
    CU_ASSERT_EQUAL(WTERMSIG(outcome), SIGABRT);
}

static CU_TestInfo tests[] = {
    {"errors in a scope are recorded", test_recorded_in_a_scope},
    {"outside, GSL's default stays", test_default_outside},
    CU_TEST_INFO_NULL,
};
SUITE(gsl_trap, tests)
