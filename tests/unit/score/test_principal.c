/** Correlations, components and their rotation, by hand and by their laws. Numbers: 40-digit arithmetic. */
#include "score/correlation.h"
#include "score/principal.h"
#include "weight_setting.h"

enum { ROWS = 5, COLUMNS = 3 };
static const double DATA[COLUMNS * ROWS] = {12.385, 31.6, 77.77, 50.01, 8.4,  57.91, 44.2, 3.125,
                                            91.3,   66.6, 83.07, 20.5,  64.9, 35.5,  71.2};

static void test_correlation(void)
{
    struct counted counted;
    double matrix[9];
    counted_begin(&counted);
    CU_ASSERT_EQUAL(correlation_matrix(counted.context, DATA, COLUMNS, ROWS, matrix), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(matrix[1], -0.536097679129463203, 1e-15));
    CU_ASSERT_TRUE(close_to(matrix[2], -0.273884261272738638, 1e-15));
    CU_ASSERT_TRUE(close_to(matrix[5], -0.170468570343294489, 1e-15));
    for (size_t i = 0; i < 9; i++) {
        CU_ASSERT_EQUAL(matrix[i], matrix[i % 3 * 3 + i / 3]);
        CU_ASSERT_TRUE(i % 4 != 0 || matrix[i] == 1);
    }
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** Far from zero, of absurd size, equal, opposite, constant. */
static void test_correlation_extremes(void)
{
    struct counted counted;
    double columns[6 * ROWS];
    double matrix[36];
    counted_begin(&counted);
    for (size_t i = 0; i < ROWS; i++) {
        columns[i] = DATA[i];
        columns[ROWS + i] = DATA[i];
        columns[2 * ROWS + i] = -1e200 * DATA[i];
        columns[3 * ROWS + i] = 1e-200 * DATA[i];
        columns[4 * ROWS + i] = 4e9 + DATA[ROWS + i];
        columns[5 * ROWS + i] = 0.1;
    }
    CU_ASSERT_EQUAL(correlation_matrix(counted.context, columns, 6, ROWS, matrix), TOCSIN_OK);
    CU_ASSERT_EQUAL(matrix[1], 1);
    CU_ASSERT_TRUE(close_to(matrix[2], -1, 1e-15));
    CU_ASSERT_TRUE(close_to(matrix[3], 1, 1e-15));
    CU_ASSERT_TRUE(close_to(matrix[4], -0.536097679129463203, 1e-8)); /* what the sum left of the numbers */
    for (size_t i = 0; i < 5; i++) {
        CU_ASSERT_EQUAL(matrix[5 * 6 + i], 0);
    }
    CU_ASSERT_EQUAL(matrix[35], 1);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_components(void)
{
    static const double values[] = {1.5478058678241387, 1.13402401052636696, 0.318170121649494345};
    /* each with the sign that makes its sum positive */
    static const double vectors[] = {-0.729854198480356285, 0.665109602130445945,  0.157930573716670164,
                                     -0.181306258555676486, -0.411089601146338849, 0.893383109554846144,
                                     0.659121301104082723,  0.623405611927919635,  0.420624004839996244};
    struct fixture fixture;
    struct principal_components components;
    double matrix[9];
    double loadings[9];
    fixture_begin(&fixture, 1, 1, 1);
    CU_ASSERT_EQUAL(correlation_matrix(fixture.counted.context, DATA, COLUMNS, ROWS, matrix), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(principal_decompose(fixture.counted.context, &fixture.arena, matrix, COLUMNS, &components),
                          TOCSIN_OK);
    principal_load(&components, 2, loadings);
    for (size_t i = 0; i < 9; i++) {
        CU_ASSERT_TRUE(close_to(components.vector[i], vectors[i], 2e-15));
        CU_ASSERT_TRUE(i >= 6 || close_to(loadings[i], vectors[i] * sqrt(values[i / 3]), 2e-15));
    }
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_TRUE(close_to(components.eigenvalue[i], values[i], 2e-15));
        CU_ASSERT_FALSE(principal_tied(&components, i));
    }
    fixture_end(&fixture);
}

/** Equal columns have one component; uncorrelated ones have ties. */
static void test_ties(void)
{
    static const double equal[] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    static const double apart[] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    struct fixture fixture;
    struct principal_components components;
    fixture_begin(&fixture, 1, 1, 1);
    CU_ASSERT_EQUAL(principal_decompose(fixture.counted.context, &fixture.arena, equal, 3, &components), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(components.eigenvalue[0], 3, 1e-15));
    CU_ASSERT_TRUE(components.eigenvalue[1] >= 0 && components.eigenvalue[1] < 1e-15);
    CU_ASSERT_FALSE(principal_tied(&components, 0));
    CU_ASSERT_TRUE(principal_tied(&components, 1));
    CU_ASSERT_TRUE(close_to(components.vector[1], sqrt(1.0 / 3), 1e-15));
    CU_ASSERT_EQUAL(principal_decompose(fixture.counted.context, &fixture.arena, apart, 3, &components), TOCSIN_OK);
    CU_ASSERT_TRUE(principal_tied(&components, 0));
    fixture_end(&fixture);
}

enum { FACTORS = 3, ITEMS = 7 };

/** Kaiser's criterion: the variance of squared loadings, communalities as 1, summed over factors. */
static double criterion_of(const double *loadings)
{
    double total = 0;
    for (size_t i = 0; i < FACTORS; i++) {
        double fourth = 0;
        double second = 0;
        for (size_t k = 0; k < ITEMS; k++) {
            double communality = 0;
            for (size_t m = 0; m < FACTORS; m++) {
                communality += loadings[m * ITEMS + k] * loadings[m * ITEMS + k];
            }
            double square = loadings[i * ITEMS + k] * loadings[i * ITEMS + k] / communality;
            fourth += square * square / ITEMS;
            second += square / ITEMS;
        }
        total += fourth - second * second;
    }
    return total;
}

/** The rotation keeps communalities, is the best of all near it, and stays where it is. */
static void test_rotation(void)
{
    struct counted counted;
    uint64_t state = 5;
    counted_begin(&counted);
    for (size_t round = 0; round < 50; round++) {
        double before[FACTORS * ITEMS];
        double after[FACTORS * ITEMS];
        double again[FACTORS * ITEMS];
        for (size_t i = 0; i < FACTORS * ITEMS; i++) {
            before[i] = 2 * fixture_random(&state) - 1;
        }
        memcpy(after, before, sizeof after);
        CU_ASSERT_EQUAL(principal_varimax(counted.context, FACTORS, ITEMS, after), TOCSIN_OK);
        for (size_t k = 0; k < ITEMS; k++) {
            double difference = 0;
            for (size_t i = 0; i < FACTORS; i++) {
                difference +=
                    after[i * ITEMS + k] * after[i * ITEMS + k] - before[i * ITEMS + k] * before[i * ITEMS + k];
            }
            CU_ASSERT_TRUE(fabs(difference) <= 1e-14);
        }
        double best = criterion_of(after);
        CU_ASSERT_TRUE(best >= criterion_of(before));
        for (size_t i = 0; i < FACTORS; i++) {
            double turned[FACTORS * ITEMS];
            double sum = 0;
            memcpy(turned, after, sizeof turned);
            for (size_t k = 0; k < ITEMS; k++) {
                double *x = &turned[i * ITEMS + k];
                double *y = &turned[(i + 1) % FACTORS * ITEMS + k];
                double along = cos(1e-3) * *x + sin(1e-3) * *y;
                *y = cos(1e-3) * *y - sin(1e-3) * *x;
                *x = along;
                sum += after[i * ITEMS + k];
            }
            CU_ASSERT_TRUE(criterion_of(turned) < best);
            CU_ASSERT_TRUE(sum > 0);
        }
        memcpy(again, after, sizeof again);
        CU_ASSERT_EQUAL(principal_varimax(counted.context, FACTORS, ITEMS, again), TOCSIN_OK);
        for (size_t i = 0; i < FACTORS * ITEMS; i++) {
            CU_ASSERT_TRUE(fabs(again[i] - after[i]) <= 1e-12);
        }
    }
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** One factor stays; a column without loadings stays 0; where nothing is simpler than anything else, nothing moves. */
static void test_rotation_edges(void)
{
    struct counted counted;
    double one[] = {-0.7, 0.2, -0.4};
    double empty[] = {0.8, 0, 0.3, 0.1, 0, 0.6};
    double square[] = {1, 0, -1, 0, 0, 1, 0, -1};
    counted_begin(&counted);
    CU_ASSERT_EQUAL(principal_varimax(counted.context, 1, 3, one), TOCSIN_OK);
    CU_ASSERT_TRUE(close_to(one[0], 0.7, 1e-15) && close_to(one[1], -0.2, 1e-15));
    CU_ASSERT_EQUAL(principal_varimax(counted.context, 2, 3, empty), TOCSIN_OK);
    CU_ASSERT_TRUE(empty[1] == 0 && empty[4] == 0);
    CU_ASSERT_EQUAL(principal_varimax(counted.context, 2, 4, square), TOCSIN_OK);
    CU_ASSERT_TRUE(fabs(square[0]) == 1 && square[1] == 0);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_no_memory(void)
{
    struct fixture fixture;
    struct principal_components components = {0};
    double matrix[9];
    double loadings[9] = {0};
    fixture_begin(&fixture, 1, 1, 1);
    struct counted *counted = &fixture.counted;
    counted->fail_after = 0;
    CU_ASSERT_EQUAL(correlation_matrix(counted->context, DATA, COLUMNS, ROWS, matrix), TOCSIN_ERROR_MEMORY);
    CU_ASSERT_EQUAL(principal_decompose(counted->context, &fixture.arena, matrix, COLUMNS, &components),
                    TOCSIN_ERROR_MEMORY);
    CU_ASSERT_PTR_NULL(components.vector);
    CU_ASSERT_EQUAL(principal_varimax(counted->context, 3, 3, loadings), TOCSIN_ERROR_MEMORY);
    counted->fail_after = SIZE_MAX;
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"correlations by hand", test_correlation},
    {"correlations of odd columns", test_correlation_extremes},
    {"components by hand", test_components},
    {"components that are tied", test_ties},
    {"rotation is the best there is", test_rotation},
    {"rotation of little", test_rotation_edges},
    {"no memory", test_no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(principal, tests)
