/**
 * GSL has one error handler for the whole process, which aborts by default. Ours is put in once and stays: errors of
 * our own calls (a scope is active on the thread) are recorded on the thread, those of the host go to the handler that
 * the host had.
 */
#ifndef TOCSIN_SCORE_GSL_TRAP_H
#define TOCSIN_SCORE_GSL_TRAP_H

#include <tocsin/tocsin.h>

/** Puts the handler in, the first time it is called in the process. */
void gsl_trap_install(void);
/** Forgets what was recorded on this thread. */
void gsl_trap_clear(void);
/** GSL's number of the first error on this thread since the last clear (GSL_SUCCESS: none); `reason`, which may be
 * NULL, becomes GSL's words for it. */
int gsl_trap_error(const char **reason);
/** For operations that GSL has nothing to complain about: if it did on this thread, the fault is ours. */
tocsin_status gsl_trap_check(tocsin_context *context);

#endif
