/**
 * Linear programs by GLPK. What is given to GLPK is the dual program: it has a row for every column here, so that its
 * bases are small however many bounds there are, and its slack basis is dual feasible to begin with.
 */
#include "score/linear_program.h"
#include "base/diagnostics.h"
#include "score/gsl_trap.h"
#include <glpk.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>

/**
 * Of GLPK's tests for feasibility and optimality: what they let pass is made good when the equations are solved. Should
 * rounding keep the simplex method from ending with the first, it begins anew with the second, GLPK's usual one being
 * 1e-7.
 */
static const double tolerances[] = {1e-13, 1e-9};
/** Far more steps than programs of this kind take. */
enum { STEPS_BASE = 1000, STEPS_EACH = 50 };

/** How far a refined solution may be outside a bound, in the units of the program, before GLPK's own is preferred. */
#define SLIP 1e-9
enum { REFINEMENTS = 4 };

/** One call, and what comes out of it. */
struct job {
    const struct linear_program *program;
    int *row;        /* scratch for a column of the matrix, from 1 as GLPK counts */
    double *element; /* the same */
    double *values;  /* [column]: GLPK's solution */
    bool *is_free;   /* [column]: may be above 0, being a basic variable */
    bool *is_tight;  /* [row]: the bound is met with equality */
    bool out_of_memory;
    bool solved;
    jmp_buf escape;
};

/** GLPK hands over all it would print. Its word for a lack of memory is the only way to know of it. */
static int swallow(void *user, const char *text)
{
    struct job *job = user;
    job->out_of_memory = job->out_of_memory || strstr(text, "memory");
    return 1;
}

/** Called where GLPK would else abort. */
static void escape(void *user)
{
    struct job *job = user;
    longjmp(job->escape, 1);
}

static void load_dual(struct job *job, glp_prob *dual)
{
    const struct linear_program *program = job->program;
    glp_set_obj_dir(dual, GLP_MIN);
    glp_add_rows(dual, (int)program->columns);
    glp_add_cols(dual, (int)program->rows);
    for (size_t k = 0; k < program->columns; k++) {
        glp_set_row_bnds(dual, (int)k + 1, GLP_LO, program->objective[k], 0);
    }
    for (size_t i = 0; i < program->rows; i++) {
        int length = 0;
        for (size_t k = 0; k < program->columns; k++) {
            double element = program->matrix[i * program->columns + k];
            if (element < 0 || element > 0) {
                length++;
                job->row[length] = (int)k + 1;
                job->element[length] = element;
            }
        }
        glp_set_mat_col(dual, (int)i + 1, length, job->row, job->element);
        glp_set_col_bnds(dual, (int)i + 1, GLP_LO, 0, 0);
        glp_set_obj_coef(dual, (int)i + 1, program->bound[i]);
    }
}

static bool run_simplex(const struct linear_program *program, glp_prob *dual, double tolerance)
{
    glp_smcp options;
    glp_init_smcp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.meth = GLP_DUALP;
    options.tol_bnd = tolerance;
    options.tol_dj = tolerance;
    options.it_lim = STEPS_BASE + STEPS_EACH * (int)(program->columns + program->rows);
    glp_std_basis(dual);
    return glp_simplex(dual, &options) == 0 && glp_get_status(dual) == GLP_OPT;
}

static void solve_dual(struct job *job)
{
    const struct linear_program *program = job->program;
    glp_prob *dual = glp_create_prob();
    load_dual(job, dual);
    for (size_t i = 0; i < sizeof tolerances / sizeof *tolerances && !job->solved; i++) {
        job->solved = run_simplex(program, dual, tolerances[i]);
    }
    for (size_t k = 0; job->solved && k < program->columns; k++) {
        job->values[k] = glp_get_row_dual(dual, (int)k + 1);
        job->is_free[k] = glp_get_row_stat(dual, (int)k + 1) != GLP_BS;
    }
    for (size_t i = 0; job->solved && i < program->rows; i++) {
        job->is_tight[i] = glp_get_col_stat(dual, (int)i + 1) == GLP_BS;
    }
    glp_delete_prob(dual);
}

/** With an environment that is ours; a function of its own, so that no variable is alive across the jump. */
static void solve_guarded(struct job *job)
{
    if (setjmp(job->escape) == 0) {
        glp_term_hook(swallow, job);
        glp_error_hook(escape, job);
        solve_dual(job);
    }
    glp_free_env(); /* with everything in it, after an escape, too */
}

static void *solve_apart(void *user)
{
    struct job *job = user;
    if (glp_init_env() == 0) {
        solve_guarded(job);
    } else {
        job->out_of_memory = true;
    }
    return NULL;
}

/** With all signals blocked: the host's handlers run on the host's threads. */
static bool start_apart(struct job *job, pthread_t *thread)
{
    sigset_t all;
    sigset_t previous;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &previous);
    bool started = pthread_create(thread, NULL, solve_apart, job) == 0;
    pthread_sigmask(SIG_SETMASK, &previous, NULL);
    return started;
}

static void run_job(struct job *job)
{
    int environment = glp_init_env(); /* 0: made, 1: was there, else: could not be made */
    pthread_t thread;
    if (environment == 0) {
        solve_guarded(job);
    } else if (environment == 1 && start_apart(job, &thread)) {
        pthread_join(thread, NULL);
    } else {
        job->out_of_memory = true;
    }
}

/** left - sum(a x) with the products' rounding kept. */
static double residual_of(double left, const double *a, const double *x, size_t count)
{
    double sum = left;
    double rest = 0;
    for (size_t i = 0; i < count; i++) {
        double product = -a[i] * x[i];
        double next = sum + product;
        double part = next - sum;
        rest += (sum - (next - part)) + (product - part) - fma(a[i], x[i], product);
        sum = next;
    }
    return sum + rest;
}

/** The equations that the tight bounds are in the free columns. */
struct equations {
    size_t count;
    double *matrix, *factors; /* [count][count] */
    double *right, *solution, *residual, *step;
    size_t *order;
};

static tocsin_status equations_create(tocsin_context *context, size_t most, struct equations *equations)
{
    double *room = memory_allocate(context, 2 * most + 4, most * sizeof *room);
    equations->order = memory_allocate(context, most, sizeof *equations->order);
    equations->matrix = room;
    if (!room || !equations->order) {
        return TOCSIN_ERROR_MEMORY;
    }
    equations->factors = room + most * most;
    equations->right = equations->factors + most * most;
    equations->solution = equations->right + most;
    equations->residual = equations->solution + most;
    equations->step = equations->residual + most;
    return TOCSIN_OK;
}

static void equations_destroy(tocsin_context *context, struct equations *equations)
{
    memory_release(context, equations->matrix);
    memory_release(context, equations->order);
}

/** False if there are not as many equations as unknowns. */
static bool set_up(const struct job *job, struct equations *equations)
{
    const struct linear_program *program = job->program;
    size_t count = 0;
    size_t tight = 0;
    for (size_t k = 0; k < program->columns; k++) {
        count += job->is_free[k];
    }
    for (size_t i = 0; i < program->rows; i++) {
        if (job->is_tight[i] && tight++ < count) {
            size_t at = 0;
            for (size_t k = 0; k < program->columns; k++) {
                if (job->is_free[k]) {
                    equations->matrix[(tight - 1) * count + at++] = program->matrix[i * program->columns + k];
                }
            }
            equations->right[tight - 1] = program->bound[i];
        }
    }
    equations->count = count;
    return count > 0 && tight == count;
}

/** Solves the equations; false if GSL finds them singular. */
static bool solve_equations(struct equations *equations)
{
    size_t count = equations->count;
    memcpy(equations->factors, equations->matrix, count * count * sizeof(double));
    memset(equations->solution, 0, count * sizeof(double));
    gsl_trap_clear();
    gsl_matrix_view factors = gsl_matrix_view_array(equations->factors, count, count);
    gsl_vector_view residual = gsl_vector_view_array(equations->residual, count);
    gsl_vector_view step = gsl_vector_view_array(equations->step, count);
    gsl_permutation order = {count, equations->order};
    int sign = 0;
    gsl_linalg_LU_decomp(&factors.matrix, &order, &sign);
    for (size_t round = 0; round <= REFINEMENTS && gsl_trap_error(NULL) == GSL_SUCCESS; round++) {
        for (size_t i = 0; i < count; i++) {
            equations->residual[i] =
                residual_of(equations->right[i], equations->matrix + i * count, equations->solution, count);
        }
        gsl_linalg_LU_solve(&factors.matrix, &order, &residual.vector, &step.vector);
        for (size_t i = 0; i < count && gsl_trap_error(NULL) == GSL_SUCCESS; i++) {
            equations->solution[i] += equations->step[i];
        }
    }
    return gsl_trap_error(NULL) == GSL_SUCCESS;
}

/** True if the solution of the equations, 0 elsewhere, keeps all bounds. `values` becomes it. */
static bool fits(const struct job *job, const struct equations *equations, double *values)
{
    const struct linear_program *program = job->program;
    size_t at = 0;
    bool fit = true;
    for (size_t k = 0; k < program->columns; k++) {
        double value = job->is_free[k] ? equations->solution[at++] : 0;
        fit = fit && value >= -SLIP; /* false for NaN */
        values[k] = fmax(value, 0);
    }
    for (size_t i = 0; i < program->rows && fit; i++) {
        fit = residual_of(program->bound[i], program->matrix + i * program->columns, values, program->columns) >= -SLIP;
    }
    return fit;
}

static tocsin_status refine(tocsin_context *context, const struct job *job, double *values)
{
    struct equations equations = {0};
    tocsin_status status = equations_create(context, job->program->columns, &equations);
    if (status == TOCSIN_OK) {
        gsl_trap_install();
        bool refined = set_up(job, &equations) && solve_equations(&equations) && fits(job, &equations, values);
        for (size_t k = 0; !refined && k < job->program->columns; k++) {
            values[k] = fmax(job->values[k], 0);
        }
    }
    equations_destroy(context, &equations);
    return status;
}

static tocsin_status job_status(tocsin_context *context, const struct job *job)
{
    if (job->solved) {
        return TOCSIN_OK;
    }
    if (job->out_of_memory) {
        return TOCSIN_ERROR_MEMORY;
    }
    return diagnostics_report(context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, NULL,
                              "GLPK has no solution of a linear program of %zu columns and %zu rows",
                              job->program->columns, job->program->rows);
}

tocsin_status linear_program_solve(tocsin_context *context, const struct linear_program *program, double *values)
{
    struct job job = {.program = program};
    if (!glp_config("TLS")) {
        return diagnostics_report(context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, NULL,
                                  "this GLPK was built without an environment for every thread");
    }
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    job.row = memory_allocate(context, program->columns + 1, sizeof *job.row);
    job.element = memory_allocate(context, program->columns + 1, sizeof *job.element);
    job.values = memory_allocate(context, program->columns, sizeof *job.values);
    job.is_free = memory_allocate(context, program->columns, sizeof *job.is_free);
    job.is_tight = memory_allocate(context, program->rows, sizeof *job.is_tight);
    if (job.row && job.element && job.values && job.is_free && job.is_tight) {
        run_job(&job);
        status = job_status(context, &job);
    }
    if (status == TOCSIN_OK) {
        status = refine(context, &job, values);
    }
    memory_release(context, job.row);
    memory_release(context, job.element);
    memory_release(context, job.values);
    memory_release(context, job.is_free);
    memory_release(context, job.is_tight);
    return status;
}
