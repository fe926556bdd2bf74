/** Main effects by a smooth curve: what a line, a curve and noise leave to be explained. */
#include "analysis/smooth.h"
#include "base/scope.h"
#include "score/fixture.h"

enum { POINTS = 200 };

static void fit(const double *x, const double *y, size_t count, struct smooth *smooth)
{
    struct counted counted;
    struct scope scope;
    counted_begin(&counted);
    scope_enter(&scope);
    CU_ASSERT_EQUAL(smooth_fit(counted.context, x, y, count, smooth), TOCSIN_OK);
    scope_leave(&scope);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void a_line_is_explained_by_a_line(void)
{
    uint64_t state = 7;
    double x[POINTS];
    double y[POINTS];
    struct smooth found;
    for (size_t i = 0; i < POINTS; i++) {
        x[i] = 1e6 * fixture_random(&state);
        y[i] = 3.25 - 7.5 * x[i];
    }
    fit(x, y, POINTS, &found);
    CU_ASSERT_TRUE(found.effect.given && close_to(found.effect.value, 1, 1e-12));
}

/** A parabola about the middle has no correlation, and yet decides everything. */
static void a_curve_is_explained_where_a_line_is_not(void)
{
    double x[POINTS];
    double y[POINTS];
    struct smooth found;
    for (size_t i = 0; i < POINTS; i++) {
        x[i] = (double)i - (POINTS - 1) / 2.0;
        y[i] = x[i] * x[i];
    }
    fit(x, y, POINTS, &found);
    CU_ASSERT_TRUE(found.effect.value > 0.98);
    CU_ASSERT_EQUAL(found.knots, 5);
}

/** Ishigami's function, x1 of three: its main effect is known exactly (I. M. Sobol' and Yu. L. Levitan, 1999). */
static void a_known_main_effect(void)
{
    enum { MANY = 20000 };
    const double pi = acos(-1);
    uint64_t state = 20;
    double *x = malloc(2 * MANY * sizeof *x);
    double *y = x + MANY;
    CU_ASSERT_PTR_NOT_NULL_FATAL(x);
    for (size_t i = 0; i < MANY; i++) {
        double second = pi * (2 * fixture_random(&state) - 1);
        double third = pi * (2 * fixture_random(&state) - 1);
        x[i] = pi * (2 * fixture_random(&state) - 1);
        y[i] = sin(x[i]) + 7 * sin(second) * sin(second) + 0.1 * pow(third, 4) * sin(x[i]);
    }
    struct smooth found;
    fit(x, y, MANY, &found);
    CU_ASSERT_TRUE(fabs(found.effect.value - 0.3139) < 0.02);
    free(x);
}

static void noise_explains_little(void)
{
    uint64_t state = 3;
    double x[POINTS];
    double y[POINTS];
    double most = 0;
    for (size_t round = 0; round < 50; round++) {
        struct smooth found;
        for (size_t i = 0; i < POINTS; i++) {
            x[i] = fixture_random(&state);
            y[i] = fixture_random(&state);
        }
        fit(x, y, POINTS, &found);
        most = fmax(most, found.effect.value);
    }
    CU_ASSERT_TRUE(most < 0.1);
}

/** The least squares line is among the candidates, and each further one holds it. */
static void never_less_than_the_square_of_the_correlation(void)
{
    uint64_t state = 31;
    for (size_t round = 0; round < 300; round++) {
        size_t count = 3 + round % 60;
        double x[POINTS];
        double y[POINTS];
        double xx = 0;
        double yy = 0;
        double xy = 0;
        double x_mean = 0;
        double y_mean = 0;
        for (size_t i = 0; i < count; i++) {
            x[i] = floor(8 * fixture_random(&state)); /* with ties, so that knots fall together */
            y[i] = x[i] * fixture_random(&state) + fixture_random(&state);
            x_mean += x[i] / (double)count;
            y_mean += y[i] / (double)count;
        }
        for (size_t i = 0; i < count; i++) {
            xx += (x[i] - x_mean) * (x[i] - x_mean);
            yy += (y[i] - y_mean) * (y[i] - y_mean);
            xy += (x[i] - x_mean) * (y[i] - y_mean);
        }
        struct smooth found;
        fit(x, y, count, &found);
        CU_ASSERT_EQUAL(found.effect.given, xx > 0);
        CU_ASSERT_TRUE(xx <= 0 || found.effect.value >= xy * xy / (xx * yy) - 1e-12);
        CU_ASSERT_TRUE(found.effect.value <= 1);
        CU_ASSERT_TRUE(found.knots <= 2 || count >= 15);
    }
}

static void nothing_to_explain(void)
{
    static const double constant[] = {2.385, 2.385, 2.385, 2.385};
    static const double values[] = {1.25, 8.5, -3.75, 0.5};
    static const double wide[] = {-1.5e308, 1.5e308, 0, 1};
    struct smooth found;
    fit(constant, values, 4, &found);
    CU_ASSERT_FALSE(found.effect.given);
    fit(values, constant, 4, &found);
    CU_ASSERT_FALSE(found.effect.given);
    fit(values, values, 2, &found);
    CU_ASSERT_FALSE(found.effect.given);
    fit(values, values, 0, &found);
    CU_ASSERT_FALSE(found.effect.given);
    fit(wide, values, 4, &found);
    CU_ASSERT_FALSE(found.effect.given);
}

static void no_memory(void)
{
    static const double values[] = {1.25, 8.5, -3.75, 0.5};
    struct counted counted;
    struct smooth found = {{true, 2.385}, 9};
    counted_begin(&counted);
    counted.fail_after = counted.calls;
    CU_ASSERT_EQUAL(smooth_fit(counted.context, values, values, 4, &found), TOCSIN_ERROR_MEMORY);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"a line is explained by a line", a_line_is_explained_by_a_line},
    {"a curve is explained where a line is not", a_curve_is_explained_where_a_line_is_not},
    {"a known main effect", a_known_main_effect},
    {"noise explains little", noise_explains_little},
    {"never less than the square of the correlation", never_less_than_the_square_of_the_correlation},
    {"nothing to explain", nothing_to_explain},
    {"no memory", no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(smooth, tests)
