/**
 * Reliability, components and correlations against the worked example of the OECD/JRC Handbook on Constructing
 * Composite Indicators (2008), the Technology Achievement Index: recomputed numbers in full, printed ones as far as
 * they go.
 */
#include "asem.h"

enum { COUNTRIES = 23, INDICATORS = 8 };

struct tai {
    struct analysed analysed;
    struct long_table *raw;
};

/** All indicators at one node, as the Handbook analyses them; NULL without the folder. */
static struct tai *tai_begin(void)
{
    struct tai *tai = calloc(1, sizeof *tai);
    CU_ASSERT_PTR_NOT_NULL_FATAL(tai);
    tai->raw = long_read("tai/raw.csv");
    if (!tai->raw) {
        free(tai);
        return NULL;
    }
    CU_ASSERT_EQUAL_FATAL(tai->raw->rows, COUNTRIES);
    struct fixture *fixture = &tai->analysed.fixture;
    analysed_begin(&tai->analysed, 1, INDICATORS, COUNTRIES);
    size_t root = fixture_node(fixture, INDEX_NONE, "TAI", 1, INDEX_NONE);
    for (size_t i = 0; i < INDICATORS; i++) {
        double values[COUNTRIES];
        const char *id = tai->raw->cells[i + 2];
        for (size_t row = 0; row < COUNTRIES; row++) {
            values[row] = long_number(tai->raw, row + 1, id);
        }
        fixture_fill(fixture->panel, i, values);
        fixture_node(fixture, root, id, 1, i);
    }
    analysed_score(&tai->analysed, NULL, NULL, NULL);
    CU_ASSERT_EQUAL_FATAL(analysed_run(&tai->analysed), TOCSIN_OK);
    return tai;
}

static void tai_end(struct tai *tai)
{
    analysed_end(&tai->analysed);
    long_free(tai->raw);
    free(tai);
}

static void alpha_and_each_indicator_deleted(void)
{
    struct tai *tai = tai_begin();
    struct long_table *computed = long_read("tai/computed-cronbach-standardised.csv");
    struct long_table *printed = long_read("tai/handbook-table11-cronbach.csv");
    if (!tai || !computed || !printed) {
        return;
    }
    const struct data_table *table = analysed_table(&tai->analysed, "reliability");
    for (size_t row = 1; row <= computed->rows; row++) {
        const char *deleted = long_text(computed, row, "deleted");
        const struct data_cell *found =
            analysed_row(table, "node", "TAI", "deleted", strcmp(deleted, "none") == 0 ? "" : deleted, NULL);
        CU_ASSERT_TRUE(
            close_to(analysed_number(table, found, "standardised_alpha"), long_number(computed, row, "alpha"), 1e-12));
        if (row > 1) {
            CU_ASSERT_TRUE(close_to(analysed_number(table, found, "correlation_with_rest"),
                                    long_number(computed, row, "correlation_with_total"), 1e-12));
        }
    }
    for (size_t row = 1; row <= printed->rows; row++) {
        const struct data_cell *found = analysed_row(table, "deleted", long_text(printed, row, "iCode"), NULL);
        CU_ASSERT_TRUE(close_to(analysed_number(table, found, "standardised_alpha"),
                                long_number(printed, row, "alpha_if_deleted"), 0.006));
    }
    long_free(computed);
    long_free(printed);
    tai_end(tai);
}

static void eigenvalues_and_loadings(void)
{
    struct tai *tai = tai_begin();
    struct long_table *computed = long_read("tai/computed-eigenvalues.csv");
    struct long_table *printed = long_read("tai/handbook-table08-loadings.csv");
    if (!tai || !computed || !printed) {
        return;
    }
    const struct data_table *table = analysed_table(&tai->analysed, "components");
    CU_ASSERT_EQUAL_FATAL(table->row_count, INDICATORS);
    for (size_t row = 1; row <= computed->rows; row++) {
        const struct data_cell *found = data_table_cell(table, row - 1, 0);
        double eigenvalue = long_number(computed, row, "eigenvalue");
        CU_ASSERT_TRUE(close_to(analysed_number(table, found, "eigenvalue"), eigenvalue, 1e-12));
        CU_ASSERT_EQUAL(analysed_number(table, found, "above_one"), eigenvalue > 1);
    }
    /* Table 8 as printed: rows are indicators, columns components, signs arbitrary; of unrounded logarithms. */
    table = analysed_table(&tai->analysed, "loadings");
    for (size_t component = 1; component < printed->columns; component++) {
        double sign = 0;
        for (size_t row = 1; row <= printed->rows; row++) {
            double expected = reference_number(printed->cells[row * printed->columns + component]);
            for (size_t i = 0; i < table->row_count; i++) {
                const struct data_cell *found = data_table_cell(table, i, 0);
                if (strcmp(analysed_text(table, found, "item"), printed->cells[row * printed->columns]) == 0 &&
                    analysed_number(table, found, "component") == (double)component) {
                    double loading = analysed_number(table, found, "loading");
                    sign = sign == 0 && fabs(expected) > 0.02 ? (loading * expected > 0 ? 1 : -1) : sign;
                    CU_ASSERT_TRUE(fabs(fabs(loading) - fabs(expected)) <= 0.0125);
                    CU_ASSERT_TRUE(fabs(expected) <= 0.02 || fabs(sign * loading - expected) <= 0.0125);
                }
            }
        }
    }
    long_free(computed);
    long_free(printed);
    tai_end(tai);
}

static void correlations(void)
{
    struct tai *tai = tai_begin();
    struct long_table *computed = long_read("tai/computed-correlations.csv");
    if (!tai || !computed) {
        return;
    }
    const struct data_table *table = analysed_table(&tai->analysed, "correlations");
    for (size_t row = 1; row <= computed->rows; row++) {
        for (size_t column = row + 1; column < computed->columns; column++) {
            const struct data_cell *found =
                analysed_row(table, "first", computed->cells[row * computed->columns], "second",
                             computed->cells[column], "method", "pearson", "relation", "same_node", NULL);
            CU_ASSERT_TRUE(close_to(analysed_number(table, found, "correlation"),
                                    reference_number(computed->cells[row * computed->columns + column]), 1e-12));
        }
    }
    long_free(computed);
    tai_end(tai);
}

static CU_TestInfo tests[] = {
    {"alpha, and each indicator deleted", alpha_and_each_indicator_deleted},
    {"eigenvalues and loadings", eigenvalues_and_loadings},
    {"correlations", correlations},
    CU_TEST_INFO_NULL,
};
SUITE(multivariate_handbook, tests)
