/** Linear programs with known optima, and what GLPK is kept from: printing, ending the process, meeting the host's own.
 */
#include "fixture.h"
#include "score/linear_program.h"
#include <glpk.h>
#include <unistd.h>

enum { MOST = 8 };

static tocsin_status solve(const struct linear_program *program, double *values)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_status status = linear_program_solve(counted.context, program, values);
    CU_ASSERT_TRUE(counted_end(&counted));
    return status;
}

/** 3x + 5y under x <= 4, 2y <= 12, 3x + 2y <= 18 (G. B. Dantzig's school example): 36 at (2, 6). */
static void test_school(void)
{
    static const double objective[] = {3, 5};
    static const double matrix[] = {1, 0, 0, 2, 3, 2};
    static const double bound[] = {4, 12, 18};
    double values[2];
    struct linear_program program = {2, 3, objective, matrix, bound};
    CU_ASSERT_EQUAL(solve(&program, values), TOCSIN_OK);
    CU_ASSERT_EQUAL(values[0], 2);
    CU_ASSERT_EQUAL(values[1], 6);
}

/** Bounds that no double holds: 1/3 and 1/7 come out to the last digit. */
static void test_digits(void)
{
    static const double objective[] = {0.7, 0.6};
    static const double matrix[] = {3, 0, 0, 7, 1.1, 1.3};
    static const double bound[] = {1, 1, 1};
    double values[2];
    struct linear_program program = {2, 3, objective, matrix, bound};
    CU_ASSERT_EQUAL(solve(&program, values), TOCSIN_OK);
    CU_ASSERT_EQUAL(values[0], 1.0 / 3);
    CU_ASSERT_EQUAL(values[1], 1.0 / 7);
}

/** Beale's program, on which the simplex method can go round in circles: 1/20 (E. M. L. Beale, 1955). */
static void test_circle(void)
{
    static const double objective[] = {0.75, -150, 0.02, -6};
    static const double matrix[] = {0.25, -60, -0.04, 9, 0.5, -90, -0.02, 3, 0, 0, 1, 0};
    static const double bound[] = {0, 0, 1};
    double values[4];
    struct linear_program program = {4, 3, objective, matrix, bound};
    CU_ASSERT_EQUAL(solve(&program, values), TOCSIN_OK);
    double best = 0;
    for (size_t k = 0; k < 4; k++) {
        best += objective[k] * values[k];
    }
    CU_ASSERT_TRUE(close_to(best, 0.05, 1e-15));
}

/** One column, one row; nothing to gain; equal columns and equal rows. */
static void test_small(void)
{
    double values[3];
    struct linear_program one = {1, 1, (double[]){2.385}, (double[]){0.53}, (double[]){1}};
    CU_ASSERT_EQUAL(solve(&one, values), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(values[0], 1 / 0.53, 1e-15));
    struct linear_program nothing = {2, 1, (double[]){0, -1}, (double[]){1, 1}, (double[]){1}};
    CU_ASSERT_EQUAL(solve(&nothing, values), TOCSIN_OK);
    CU_ASSERT_EQUAL(values[1], 0);
    struct linear_program equal = {3, 2, (double[]){1, 1, 1}, (double[]){0.3, 0.3, 0.3, 0.3, 0.3, 0.3},
                                   (double[]){1, 1}};
    CU_ASSERT_EQUAL(solve(&equal, values), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(values[0] + values[1] + values[2], 1 / 0.3, 1e-15));
}

/** Random programs: the bounds are kept, and by the theorem of duality nothing better is left, as a search over all
 * corners of two columns finds none. */
static void test_corners(void)
{
    uint64_t state = 71;
    for (size_t round = 0; round < 300; round++) {
        double matrix[2 * MOST];
        double bound[MOST];
        double objective[2] = {fixture_random(&state), fixture_random(&state)};
        double values[2];
        double best = 0;
        for (size_t i = 0; i < MOST; i++) {
            matrix[2 * i] = fixture_random(&state);
            matrix[2 * i + 1] = fixture_random(&state);
            bound[i] = 1;
        }
        struct linear_program program = {2, MOST, objective, matrix, bound};
        CU_ASSERT_EQUAL(solve(&program, values), TOCSIN_OK);
        for (size_t i = 0; i < MOST + 2; i++) { /* corners: where two of the bounds or axes meet */
            for (size_t k = 0; k < i; k++) {
                const double *a = i < MOST ? matrix + 2 * i : i == MOST ? (double[]){1, 0} : (double[]){0, 1};
                const double *b = k < MOST ? matrix + 2 * k : (double[]){1, 0};
                double right_a = i < MOST;
                double right_b = k < MOST;
                double determinant = a[0] * b[1] - a[1] * b[0];
                double x = (right_a * b[1] - right_b * a[1]) / determinant;
                double y = (right_b * a[0] - right_a * b[0]) / determinant;
                bool inside = x >= -1e-12 && y >= -1e-12;
                for (size_t m = 0; m < MOST; m++) {
                    inside = inside && matrix[2 * m] * x + matrix[2 * m + 1] * y <= 1 + 1e-12;
                }
                best = inside ? fmax(best, objective[0] * x + objective[1] * y) : best;
            }
        }
        for (size_t m = 0; m < MOST; m++) {
            CU_ASSERT_TRUE(matrix[2 * m] * values[0] + matrix[2 * m + 1] * values[1] <= 1 + 1e-14);
        }
        CU_ASSERT_TRUE(close_to(objective[0] * values[0] + objective[1] * values[1], best, 1e-11));
    }
}

/** No best solution, or no program at all: told, and the process lives. Nothing is printed meanwhile. */
static void test_faults(void)
{
    double values[1] = {7.25};
    struct counted counted;
    counted_begin(&counted);
    const char *path = temporary_file("printed", "", 0);
    FILE *printed = fopen(path, "r+");
    CU_ASSERT_PTR_NOT_NULL_FATAL(printed);
    fflush(stdout);
    int before = dup(STDOUT_FILENO);
    CU_ASSERT_TRUE(dup2(fileno(printed), STDOUT_FILENO) >= 0);
    struct linear_program unbounded = {1, 1, (double[]){1}, (double[]){0}, (double[]){1}};
    tocsin_status first = linear_program_solve(counted.context, &unbounded, values);
    struct linear_program empty = {1, 0, (double[]){1}, NULL, NULL}; /* which GLPK would abort on */
    tocsin_status second = linear_program_solve(counted.context, &empty, values);
    fflush(stdout);
    dup2(before, STDOUT_FILENO);
    close(before);
    CU_ASSERT_EQUAL(first, TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_EQUAL(second, TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_EQUAL(values[0], 7.25);
    CU_ASSERT_TRUE(diagnosed(counted.context, 9002, "GLPK"));
    CU_ASSERT_EQUAL(fseek(printed, 0, SEEK_END), 0);
    CU_ASSERT_EQUAL(ftell(printed), 0);
    fclose(printed);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static int count_lines(void *user, const char *text)
{
    size_t *lines = user;
    *lines += strchr(text, '\n') != NULL;
    return 1;
}

/** A host that uses GLPK on this thread keeps its problems and settings, whatever happens here. */
static void test_host(void)
{
    size_t lines = 0;
    double values[1];
    CU_ASSERT_EQUAL(glp_init_env(), 0); /* so that none was left behind by the tests before */
    glp_term_hook(count_lines, &lines);
    glp_prob *own = glp_create_prob();
    glp_set_prob_name(own, "the host's");
    struct linear_program program = {1, 1, (double[]){1}, (double[]){0.8}, (double[]){1}};
    CU_ASSERT_EQUAL(solve(&program, values), TOCSIN_OK);
    CU_ASSERT_EQUAL(values[0], 1 / 0.8);
    struct linear_program empty = {1, 0, (double[]){1}, NULL, NULL};
    CU_ASSERT_EQUAL(solve(&empty, values), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_EQUAL(lines, 0);
    CU_ASSERT_STRING_EQUAL(glp_get_prob_name(own), "the host's");
    CU_ASSERT_EQUAL(glp_write_lp(own, NULL, "/dev/null"), 0); /* which tells so, by the host's hook */
    CU_ASSERT_TRUE(lines > 0);
    glp_delete_prob(own);
    CU_ASSERT_EQUAL(glp_free_env(), 0);
}

static void test_no_memory(void)
{
    struct linear_program program = {2, 3, (double[]){3, 5}, (double[]){1, 0, 0, 2, 3, 2}, (double[]){4, 12, 18}};
    for (size_t i = 0; i < 100; i++) {
        struct counted counted;
        double values[2] = {-1, -1};
        counted_begin(&counted);
        counted.fail_after = counted.calls + i;
        tocsin_status status = linear_program_solve(counted.context, &program, values);
        counted.fail_after = SIZE_MAX;
        CU_ASSERT_TRUE(counted_end(&counted));
        if (status == TOCSIN_OK) {
            CU_ASSERT_TRUE(i >= 7); /* five of the job, two of the equations */
            return;
        }
        CU_ASSERT_EQUAL(status, TOCSIN_ERROR_MEMORY);
        CU_ASSERT_EQUAL(values[0], -1);
    }
    CU_FAIL("never enough memory");
}

static CU_TestInfo tests[] = {
    {"the example of every textbook", test_school},
    {"to the last digit", test_digits},
    {"where pivots can go round", test_circle},
    {"small and degenerate ones", test_small},
    {"no corner is better", test_corners},
    {"faults are told and silent", test_faults},
    {"a host's own GLPK", test_host},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(linear_program, tests)
