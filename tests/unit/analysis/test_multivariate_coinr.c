/**
 * The tables of the multivariate analysis against what COINr 1.1.14 (W. Becker et al., JOSS 7, 2022) says of its
 * example: every number, at 1e-12 relative where no eigenproblem is involved, at 1e-9 where one is.
 */
#include "asem.h"

enum { ELEMENTARY = 0, EIGEN = 1 };
static const double tolerance[] = {[ELEMENTARY] = 1e-12, [EIGEN] = 1e-9};

/** Relative to the value itself, however small. */
static bool equals(double actual, double expected, int kind)
{
    if (isnan(expected)) {
        return isnan(actual);
    }
    bool same = fabs(actual - expected) <= tolerance[kind] * fmax(fabs(expected), 1e-3);
    if (!same) {
        fprintf(stderr, "%.17g is not %.17g\n", actual, expected);
    }
    return same;
}

static void check_statistics(struct asem *asem, const char *stage, const char *file)
{
    static const char *const names[][2] = {
        {"Min", "minimum"},
        {"Max", "maximum"},
        {"Mean", "mean"},
        {"Median", "median"},
        {"Std", "standard_deviation"},
        {"Skew", "skewness"},
        {"Kurt", "kurtosis"},
        {"N.Avail", "available"},
        {"N.Unique", "unique"},
        {"N.Same", "most_repeated"},
        {"Frc.Avail", "available_share"},
        {"Frc.NonZero", "nonzero_share"},
        {"Frc.Unique", "unique_share"},
        {"Frc.Same", "most_repeated_share"},
    };
    static const char *const flags[][3] = {
        {"Flag.Avail", "LOW", "little_data"},
        {"Flag.NonZero", "LOW", "many_zeros"},
        {"Flag.SkewKurt", "OUT", "outliers"},
    };
    struct reference_table *expected = reference_read(file);
    const struct data_table *table = analysed_table(&asem->analysed, "statistics");
    for (size_t row = 1; row <= expected->rows; row++) {
        const char *id = expected->cells[row][0];
        const struct data_cell *found = analysed_row(table, "stage", stage, "item", id, NULL);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            CU_ASSERT_TRUE(equals(analysed_number(table, found, names[i][1]),
                                  reference_number(reference_text(expected, "iCode", id, names[i][0])), ELEMENTARY));
        }
        double available = analysed_number(table, found, "available");
        double nonzero = reference_number(reference_text(expected, "iCode", id, "N.NonZero"));
        CU_ASSERT_EQUAL(analysed_number(table, found, "zeros"), available - nonzero);
        CU_ASSERT_EQUAL(analysed_number(table, found, "missing"), ASEM_REGIONS - available);
        for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
            bool raised = strcmp(reference_text(expected, "iCode", id, flags[i][0]), "ok") != 0;
            CU_ASSERT_EQUAL(analysed_number(table, found, flags[i][2]) > 0, raised);
        }
        /* The reference's share is of all cells, ours of those with a value. */
        bool few = analysed_number(table, found, "unique_share") < 0.5;
        CU_ASSERT_EQUAL(analysed_number(table, found, "few_values") > 0, few);
    }
    reference_free(expected);
}

static void statistics(void)
{
    struct asem *asem = asem_begin("raw.csv", "screened.csv", "normalised-minmax-0-100.csv");
    if (asem) {
        check_statistics(asem, "raw", "stats-raw.csv");
        check_statistics(asem, "treated", "stats-screened.csv");
        asem_end(asem);
    }
}

static void availability(void)
{
    struct asem *asem = asem_nominal();
    struct reference_table *regions = reference_read("data_avail.csv");
    struct reference_table *groups = reference_read("data_avail-bygroup.csv");
    for (size_t row = 1; asem && row <= ASEM_REGIONS; row++) {
        const char *id = regions->cells[row][0];
        const struct data_table *table = analysed_table(&asem->analysed, "availability");
        const struct data_cell *found = analysed_row(table, "period", "2001", "region", id, NULL);
        CU_ASSERT_EQUAL(analysed_number(table, found, "missing"),
                        reference_number(reference_text(regions, "uCode", id, "N_missing")));
        CU_ASSERT_EQUAL(analysed_number(table, found, "zeros"),
                        reference_number(reference_text(regions, "uCode", id, "N_zero")));
        CU_ASSERT_TRUE(equals(analysed_number(table, found, "available_share"),
                              reference_number(reference_text(regions, "uCode", id, "Dat_Avail")), ELEMENTARY));
        CU_ASSERT_TRUE(equals(analysed_number(table, found, "nonzero_share"),
                              reference_number(reference_text(regions, "uCode", id, "Non_Zero")), ELEMENTARY));
        table = analysed_table(&asem->analysed, "availability_by_node");
        for (size_t column = 1; column < groups->columns; column++) {
            const char *node = groups->cells[0][column];
            found = analysed_row(table, "region", id, "node", node, NULL);
            CU_ASSERT_TRUE(equals(analysed_number(table, found, "available_share"),
                                  reference_number(reference_text(groups, "uCode", id, node)), ELEMENTARY));
        }
    }
    reference_free(regions);
    reference_free(groups);
    if (asem) {
        asem_end(asem);
    }
}

/** A pair in whichever order it is told. */
static const struct data_cell *pair_row(const struct data_table *table, const char *one, const char *other,
                                        const char *method)
{
    const struct data_cell *row = analysed_row(table, "first", one, "second", other, "method", method, NULL);
    return row ? row : analysed_row(table, "first", other, "second", one, "method", method, NULL);
}

/** Compares a list of pairs; those of a column with itself are not in our table. Returns how many were compared. */
static size_t check_pairs(struct asem *asem, const char *file, const char *method)
{
    char path[128];
    snprintf(path, sizeof path, "coinr-asem/%s", file);
    struct long_table *expected = long_read(path);
    const struct data_table *table = analysed_table(&asem->analysed, "correlations");
    size_t compared = 0;
    for (size_t row = 1; row <= expected->rows; row++) {
        const char *one = long_text(expected, row, "Var1");
        const char *other = long_text(expected, row, "Var2");
        if (strcmp(one, other) != 0) {
            const struct data_cell *found = pair_row(table, one, other, method);
            CU_ASSERT_TRUE(equals(analysed_number(table, found, "correlation"),
                                  long_number(expected, row, "Correlation"), ELEMENTARY));
            compared++;
        }
    }
    long_free(expected);
    return compared;
}

static void check_p_values(struct asem *asem)
{
    struct reference_table *expected = reference_read("corr-normalised-pearson-pvalues.csv");
    const struct data_table *table = analysed_table(&asem->analysed, "correlations");
    for (size_t row = 1; row <= expected->rows; row++) {
        for (size_t column = row + 1; column < expected->columns; column++) {
            const struct data_cell *found =
                pair_row(table, expected->cells[row][0], expected->cells[0][column], "pearson");
            double value = reference_number(expected->cells[row][column]);
            double p = analysed_number(table, found, "p_value");
            /* A p-value of 1e-19 is as good as its correlation: relative to itself, however small. */
            CU_ASSERT_TRUE(fabs(p - value) <= 1e-9 * value);
        }
    }
    reference_free(expected);
}

/** The ancestors of indicators, by the name of their level. */
static void check_family(struct asem *asem)
{
    struct long_table *expected = long_read("coinr-asem/corr-level1-family.csv");
    struct reference_table *lineage = reference_read("lineage.csv");
    const struct data_table *table = analysed_table(&asem->analysed, "correlations");
    for (size_t row = 1; row <= expected->rows; row++) {
        const char *id = long_text(expected, row, "Var2");
        const char *level = long_text(expected, row, "Var1");
        const char *relation = strcmp(level, "Pillar") == 0  ? "parent"
                               : strcmp(level, "Index") == 0 ? "index"
                                                             : "ancestor";
        const struct data_cell *found =
            analysed_row(table, "first", id, "second", reference_text(lineage, "Indicator", id, level), "relation",
                         relation, "method", "pearson", "level", "indicator", NULL);
        CU_ASSERT_TRUE(equals(analysed_number(table, found, "correlation"), long_number(expected, row, "Correlation"),
                              ELEMENTARY));
    }
    long_free(expected);
    reference_free(lineage);
}

static void correlations(void)
{
    enum { PAIRS = ASEM_INDICATORS * (ASEM_INDICATORS - 1) };
    struct asem *asem = asem_nominal();
    if (!asem) {
        return;
    }
    CU_ASSERT_EQUAL(check_pairs(asem, "corr-normalised-pearson.csv", "pearson"), PAIRS);
    CU_ASSERT_EQUAL(check_pairs(asem, "corr-normalised-spearman.csv", "spearman"), PAIRS);
    CU_ASSERT_EQUAL(check_pairs(asem, "corr-normalised-kendall.csv", "kendall"), PAIRS);
    CU_ASSERT_EQUAL(check_pairs(asem, "corr-level1-parent.csv", "pearson"), ASEM_INDICATORS);
    CU_ASSERT_EQUAL(check_pairs(asem, "corr-level2-index.csv", "pearson"), 8);
    check_p_values(asem);
    check_family(asem);
    asem_end(asem);
}

static void correlations_of_pairs_that_are_complete(void)
{
    struct asem *asem = asem_begin("raw.csv", "treated.csv", "denominated.csv");
    if (asem) {
        CU_ASSERT_EQUAL(check_pairs(asem, "corr-denominated-Physical-withNA-pairwise.csv", "pearson"), 56);
        asem_end(asem);
    }
}

static void denominators(void)
{
    struct asem *asem = asem_nominal();
    struct long_table *expected = long_read("coinr-asem/denom_corr-raw-0.6.csv");
    if (!asem || !expected) {
        return;
    }
    const struct data_table *table = analysed_table(&asem->analysed, "denominators");
    for (size_t row = 1; row <= expected->rows; row++) {
        const struct data_cell *found =
            analysed_row(table, "stage", "raw", "indicator", long_text(expected, row, "Ind"), "column",
                         long_text(expected, row, "Denom"), NULL);
        CU_ASSERT_TRUE(
            equals(analysed_number(table, found, "correlation"), long_number(expected, row, "Corr"), ELEMENTARY));
        CU_ASSERT_EQUAL(analysed_number(table, found, "flag"), 1);
    }
    size_t flagged = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const struct data_cell *row = data_table_cell(table, i, 0);
        flagged += strcmp(analysed_text(table, row, "stage"), "raw") == 0 && analysed_number(table, row, "flag") > 0;
        /* the columns of texts are no denominators */
        CU_ASSERT_STRING_NOT_EQUAL(analysed_text(table, row, "column"), "GDP_group");
    }
    CU_ASSERT_EQUAL(flagged, expected->rows);
    CU_ASSERT_EQUAL(table->row_count, 2 * ASEM_INDICATORS * 5); /* with the year, which is constant */
    long_free(expected);
    asem_end(asem);
}

/** Alphas of one stage; `level` 1 is of indicators, others are of the children. */
static size_t check_alphas(struct asem *asem, const char *dset)
{
    struct long_table *expected = long_read("coinr-asem/cronbach.csv");
    const struct data_table *table = analysed_table(&asem->analysed, "reliability");
    size_t compared = 0;
    for (size_t row = 1; row <= expected->rows; row++) {
        if (strcmp(long_text(expected, row, "dset"), dset) != 0) {
            continue;
        }
        const char *node = long_text(expected, row, "group");
        const struct data_cell *found =
            long_number(expected, row, "Level") == 1
                ? analysed_row(table, "node", node, "set", "indicators", "deleted", "", NULL)
                : NULL;
        found = found ? found : analysed_row(table, "node", node, "set", "children", "deleted", "", NULL);
        CU_ASSERT_TRUE(equals(analysed_number(table, found, "alpha"), long_number(expected, row, "alpha"), ELEMENTARY));
        compared++;
    }
    long_free(expected);
    return compared;
}

static void reliability(void)
{
    struct asem *asem = asem_nominal();
    if (asem) {
        CU_ASSERT_EQUAL(check_alphas(asem, "Normalised"), 10);
        CU_ASSERT_EQUAL(check_alphas(asem, "Aggregated"), 3);
        asem_end(asem);
        asem = asem_begin("raw.csv", "treated.csv", "raw.csv");
        CU_ASSERT_EQUAL(check_alphas(asem, "Raw"), 8);
        asem_end(asem);
    }
}

/** Our set of a run of the reference: those of a level are of children, those over all of the index's indicators. */
static void check_components(struct asem *asem, const char *run)
{
    struct long_table *values = long_read("coinr-asem/pca_eigenvalues.csv");
    const struct data_table *table = analysed_table(&asem->analysed, "components");
    size_t compared = 0;
    for (size_t row = 1; row <= values->rows; row++) {
        if (strcmp(long_text(values, row, "run"), run) != 0) {
            continue;
        }
        const char *group = long_text(values, row, "group");
        bool all = strcmp(group, "All") == 0;
        double component = long_number(values, row, "PC");
        double cumulative = 0;
        for (size_t i = 0; i < table->row_count; i++) {
            const struct data_cell *found = data_table_cell(table, i, 0);
            if (strcmp(analysed_text(table, found, "node"), all ? "Index" : group) != 0 ||
                strcmp(analysed_text(table, found, "set"), all ? "indicators" : "children") != 0) {
                continue;
            }
            cumulative += analysed_number(table, found, "share");
            if (analysed_number(table, found, "component") == component) {
                CU_ASSERT_TRUE(close_to(analysed_number(table, found, "eigenvalue"),
                                        long_number(values, row, "eigenvalue"), 1e-12));
                CU_ASSERT_TRUE(
                    close_to(analysed_number(table, found, "share"), long_number(values, row, "prop_variance"), 1e-12));
                CU_ASSERT_TRUE(close_to(analysed_number(table, found, "cumulative_share"), cumulative, 1e-12));
                CU_ASSERT_EQUAL(analysed_number(table, found, "cells"), long_number(values, row, "nobs"));
                compared++;
                break;
            }
        }
    }
    CU_ASSERT_TRUE(compared > 0);
    long_free(values);
}

/** A loading of ours; NAN if there is none. */
static double our_element(const struct data_table *table, const char *node, const char *set, const char *item,
                          double component)
{
    for (size_t i = 0; i < table->row_count; i++) {
        const struct data_cell *row = data_table_cell(table, i, 0);
        if (analysed_number(table, row, "component") == component &&
            strcmp(analysed_text(table, row, "item"), item) == 0 &&
            strcmp(analysed_text(table, row, "node"), node) == 0 &&
            strcmp(analysed_text(table, row, "set"), set) == 0) {
            return analysed_number(table, row, "element");
        }
    }
    return (double)NAN;
}

/** Every loading up to the sign of its component. Lists are sorted by component, so that its sign holds on. */
static void check_loadings(struct asem *asem, const char *run)
{
    struct long_table *loadings = long_read("coinr-asem/pca_loadings.csv");
    const struct data_table *table = analysed_table(&asem->analysed, "loadings");
    double component = 0;
    double sign = 0;
    size_t compared = 0;
    const char *group = "";
    for (size_t row = 1; row <= loadings->rows; row++) {
        if (strcmp(long_text(loadings, row, "run"), run) != 0) {
            continue;
        }
        if (long_number(loadings, row, "PC") != component || strcmp(long_text(loadings, row, "group"), group) != 0) {
            component = long_number(loadings, row, "PC");
            group = long_text(loadings, row, "group");
            sign = 0;
        }
        bool all = strcmp(group, "All") == 0;
        double expected = long_number(loadings, row, "loading");
        double element = our_element(table, all ? "Index" : group, all ? "indicators" : "children",
                                     long_text(loadings, row, "iCode"), component);
        sign = sign == 0 ? (element * expected > 0 ? 1 : -1) : sign;
        CU_ASSERT_TRUE(close_to(sign * element, expected, 1e-9));
        compared++;
    }
    CU_ASSERT_TRUE(compared > 0);
    long_free(loadings);
}

/** The first component over all indicators, of which the reference tells the elements as weights. */
static void check_first_component(struct asem *asem)
{
    struct reference_table *expected = reference_read("pca_weights.csv");
    const struct data_table *table = analysed_table(&asem->analysed, "loadings");
    double sign = 0;
    size_t compared = 0;
    for (size_t row = 1; row <= expected->rows; row++) {
        const char *id = expected->cells[row][0];
        double weight = reference_number(reference_text(expected, "iCode", id, "PCA_level1_all"));
        if (strcmp(reference_text(expected, "iCode", id, "Level"), "1") == 0) {
            double element = our_element(table, "Index", "indicators", id, 1);
            sign = sign == 0 ? (element * weight > 0 ? 1 : -1) : sign;
            CU_ASSERT_TRUE(close_to(sign * element, weight, 1e-9));
            compared++;
        }
    }
    CU_ASSERT_EQUAL(compared, ASEM_INDICATORS);
    reference_free(expected);
}

static void components(void)
{
    struct asem *asem = asem_nominal();
    if (asem) {
        check_components(asem, "Aggregated-L1-bygroup");
        check_components(asem, "Aggregated-L2-bygroup");
        check_components(asem, "Aggregated-L1-all");
        check_loadings(asem, "Aggregated-L1-bygroup");
        check_loadings(asem, "Aggregated-L2-bygroup");
        check_first_component(asem);
        asem_end(asem);
    }
}

static void components_of_complete_cells(void)
{
    struct asem *asem = asem_begin("raw.csv", "treated.csv", "raw.csv");
    if (asem) {
        check_components(asem, "Raw-L1-Sust-bygroup-naomit");
        check_loadings(asem, "Raw-L1-Sust-bygroup-naomit");
        asem_end(asem);
    }
}

static void weights(void)
{
    struct asem *asem = asem_nominal();
    struct reference_table *expected = reference_read("effective_weights.csv");
    for (size_t row = 1; asem && row <= expected->rows; row++) {
        const struct data_table *table = analysed_table(&asem->analysed, "weights");
        const char *id = expected->cells[row][reference_column(expected, "iCode")];
        if (strcmp(id, "Index") == 0) {
            continue;
        }
        const struct data_cell *found = analysed_row(table, "item", id, NULL);
        double weight = reference_number(reference_text(expected, "iCode", id, "EffWeight"));
        CU_ASSERT_TRUE(equals(analysed_number(table, found, "weight"), weight, ELEMENTARY));
        CU_ASSERT_TRUE(
            equals(analysed_number(table, found, "used_weight"), weight, ELEMENTARY)); /* all data are there */
        double correlation = analysed_number(table, found, "correlation");
        CU_ASSERT_TRUE(equals(analysed_number(table, found, "importance"), correlation * correlation, ELEMENTARY));
        CU_ASSERT_TRUE(analysed_number(table, found, "main_effect") >= correlation * correlation - 1e-12);
    }
    reference_free(expected);
    if (asem) {
        asem_end(asem);
    }
}

static void check_removal(struct asem *asem, const char *level)
{
    char name[128];
    snprintf(name, sizeof name, "remove_elements-L%s-scores.csv", level);
    struct reference_table *scores = reference_read(name);
    snprintf(name, sizeof name, "remove_elements-L%s-meanabsrankdiff.csv", level);
    struct reference_table *shifts = reference_read(name);
    const struct data_table *removal = analysed_table(&asem->analysed, "removal");
    const struct data_table *ranks = analysed_table(&asem->analysed, "removal_ranks");
    for (size_t row = 2; row <= shifts->rows; row++) { /* after "Nominal" */
        const char *id = shifts->cells[row][0];
        const struct data_cell *found = analysed_row(removal, "removed", id, NULL);
        CU_ASSERT_TRUE(equals(analysed_number(removal, found, "mean_absolute_shift"),
                              reference_number(reference_text(shifts, "element", id, "MeanAbsRankDiff")), ELEMENTARY));
        CU_ASSERT_EQUAL(analysed_number(removal, found, "compared"), ASEM_REGIONS);
        for (size_t region = 1; region <= ASEM_REGIONS; region++) {
            const char *code = scores->cells[region][0];
            found = analysed_row(ranks, "removed", id, "region", code, NULL);
            CU_ASSERT_TRUE(equals(analysed_number(ranks, found, "score"),
                                  reference_number(reference_text(scores, "uCode", code, id)), ELEMENTARY));
        }
    }
    reference_free(scores);
    reference_free(shifts);
}

static void removal(void)
{
    struct asem *asem = asem_nominal();
    if (asem) {
        check_removal(asem, "1");
        check_removal(asem, "2");
        check_removal(asem, "3");
        asem_end(asem);
    }
}

/** The reference's rows of a region and side, as a set: it breaks ties by another order of the indicators. */
static void check_side(struct asem *asem, const char *file, const char *region, const char *side, const char *rank)
{
    char path[128];
    snprintf(path, sizeof path, "coinr-asem/%s-raw-%s.csv", file, region);
    struct long_table *expected = long_read(path);
    const struct data_table *table = analysed_table(&asem->analysed, "strengths");
    double worst = 0;
    size_t ours = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const struct data_cell *row = data_table_cell(table, i, 0);
        if (strcmp(analysed_text(table, row, "region"), region) == 0 &&
            strcmp(analysed_text(table, row, "side"), side) == 0) {
            ours++;
            CU_ASSERT_TRUE(analysed_number(table, row, rank) >= worst); /* the most extreme first */
            worst = analysed_number(table, row, rank);
        }
    }
    CU_ASSERT_EQUAL(ours, expected->rows);
    for (size_t row = 1; row <= expected->rows; row++) {
        const char *id = long_text(expected, row, "Code");
        const struct data_cell *found = analysed_row(table, "region", region, "side", side, "indicator", id, NULL);
        /* Only a tie with the last one told may be told instead. */
        CU_ASSERT_TRUE(found || long_number(expected, row, "Rank") == worst);
        if (found) {
            CU_ASSERT_EQUAL(analysed_number(table, found, "rank"), long_number(expected, row, "Rank"));
            CU_ASSERT_EQUAL(analysed_number(table, found, "raw"), long_number(expected, row, "Value"));
            CU_ASSERT_STRING_EQUAL(analysed_text(table, found, "node"), long_text(expected, row, "Pillar"));
        }
    }
    long_free(expected);
}

/** Ranks of the raw values, by direction. */
static void strengths(void)
{
    static const char *const regions[] = {"IND", "DEU", "SGP"};
    struct asem *asem = asem_nominal();
    if (!asem) {
        return;
    }
    struct panel *directed = asem->analysed.fixture.panel;
    asem_load(asem, directed, asem->raw);
    for (size_t i = 0; i < directed->columns; i++) {
        const char *id = asem->analysed.result.indicators[i].id;
        bool safety = reference_text(asem->meta, "iCode", id, "Direction")[0] == '-';
        for (size_t k = 0; k < directed->regions; k++) {
            directed->value[panel_cell(directed, 0, i, k)] *= safety ? -1 : 1;
        }
    }
    CU_ASSERT_EQUAL_FATAL(analysed_run(&asem->analysed), TOCSIN_OK);
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
        check_side(asem, "strengths", regions[i], "highest", "rank");
    }
    asem_end(asem);
}

static CU_TestInfo tests[] = {
    {"statistics", statistics},
    {"availability", availability},
    {"correlations", correlations},
    {"correlations of pairs that are complete", correlations_of_pairs_that_are_complete},
    {"denominators", denominators},
    {"reliability", reliability},
    {"components", components},
    {"components of complete cells", components_of_complete_cells},
    {"weights", weights},
    {"removal", removal},
    {"strengths", strengths},
    CU_TEST_INFO_NULL,
};
SUITE(multivariate_coinr, tests)
