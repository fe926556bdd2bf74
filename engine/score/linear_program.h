/**
 * Small linear programs, by GLPK's simplex method: the largest value of a sum of columns that are 0 or more, under
 * upper bounds of 0 or more on sums of them.
 *
 * GLPK keeps its memory, terminal settings and error hook in an environment of the thread (glp_config("TLS")). Every
 * call here makes one and frees it, so that nothing is left behind, nothing is printed and no error of GLPK's ends the
 * process. If the host has one on the calling thread, the call is made on a thread of its own, and the host's stays as
 * it is. Calls on different threads do not meet.
 */
#ifndef TOCSIN_SCORE_LINEAR_PROGRAM_H
#define TOCSIN_SCORE_LINEAR_PROGRAM_H

#include "base/memory.h"

struct linear_program {
    size_t columns, rows;    /* at least 1 */
    const double *objective; /* [column] */
    const double *matrix;    /* [row][column], finite; best in units that make the largest about 1 */
    const double *bound;     /* [row]: 0 or more, so that all columns at 0 is a solution to begin with */
};

/**
 * Sets `values` [column] to a best solution, to the last digits: the simplex method says which bounds are met with
 * equality, and those equations are then solved by themselves. The same program gives the same bits. Where several
 * solutions are best, which one comes out depends on the order of rows and columns. A program without a best solution
 * is a fault of the caller, and reported as TOCSIN_ERROR_INTERNAL.
 */
tocsin_status linear_program_solve(tocsin_context *context, const struct linear_program *program, double *values);

#endif
