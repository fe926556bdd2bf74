/** The process-wide GSL error handler, and what it recorded on each thread. */
#include "score/gsl_trap.h"
#include "base/diagnostics.h"
#include "base/scope.h"
#include <gsl/gsl_errno.h>
#include <pthread.h>
#include <stddef.h>

static pthread_once_t install_once = PTHREAD_ONCE_INIT;
static gsl_error_handler_t *host_handler; /* written once, when the trap is put in */
static _Thread_local int recorded;
static _Thread_local const char *recorded_reason; /* GSL's reasons are literals */

static void trap(const char *reason, const char *file, int line, int error)
{
    if (scope_is_active()) {
        if (recorded == GSL_SUCCESS) {
            recorded = error;
            recorded_reason = reason;
        }
        return;
    }
    if (host_handler) {
        host_handler(reason, file, line, error);
        return;
    }
    /* The host lives with GSL's default, and so it gets just that, message and all. */
    gsl_set_error_handler(NULL);
    gsl_error(reason, file, line, error);
}

static void install(void)
{
    host_handler = gsl_set_error_handler(trap);
}

void gsl_trap_install(void)
{
    pthread_once(&install_once, install);
}

/** When the library is unloaded before GSL is, the handler must not be left pointing into it. */
__attribute__((destructor)) static void uninstall(void)
{
    gsl_error_handler_t *current = gsl_set_error_handler(host_handler);
    if (current != trap) {
        gsl_set_error_handler(current);
    }
}

void gsl_trap_clear(void)
{
    recorded = GSL_SUCCESS;
    recorded_reason = NULL;
}

int gsl_trap_error(const char **reason)
{
    if (reason) {
        *reason = recorded_reason;
    }
    return recorded;
}

tocsin_status gsl_trap_check(tocsin_context *context)
{
    if (recorded == GSL_SUCCESS) {
        return TOCSIN_OK;
    }
    return diagnostics_report(context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, NULL, "GSL refused an operation: %s",
                              recorded_reason);
}
