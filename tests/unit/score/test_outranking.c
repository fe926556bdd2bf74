/** The outranking matrix by hand, by its laws, and against the matrices of COINr and of the Handbook. */
#include "reference.h"
#include "score/outranking.h"

enum { MOST = 60 };

/** Columns of numbers, NAN where missing. */
struct table {
    double weight[MOST];
    double value[MOST][MOST];
    double present[MOST][MOST];
    const double *values[MOST];
    const double *presents[MOST];
    struct outranking outranking;
};

static void begin(struct table *table, size_t columns, size_t regions)
{
    for (size_t k = 0; k < columns; k++) {
        table->values[k] = table->value[k];
        table->presents[k] = table->present[k];
        for (size_t i = 0; i < regions; i++) {
            table->present[k][i] = !isnan(table->value[k][i]);
            table->value[k][i] = isnan(table->value[k][i]) ? 0 : table->value[k][i];
        }
    }
    table->outranking = (struct outranking){columns, regions, table->weight, table->values, table->presents};
}

/** From the definition. */
static double expected_share(const struct table *table, size_t i, size_t j)
{
    double won = 0;
    double common = 0;
    for (size_t k = 0; k < table->outranking.columns; k++) {
        if (table->present[k][i] > 0 && table->present[k][j] > 0) {
            double difference = table->value[k][i] - table->value[k][j];
            won += difference > 0 ? table->weight[k] : difference == 0 ? table->weight[k] / 2 : 0;
            common += table->weight[k];
        }
    }
    return common > 0 && i != j ? won / common : 0;
}

static void test_by_hand(void)
{
    static struct table table = {.weight = {2.5, 1.25, 0.7},
                                 .value = {{10, 20, 30, NAN, NAN}, {30, 20, 10, 15, NAN}, {NAN, 5, 5, 5, NAN}}};
    static const double shares[5][5] = {{0, 1.25 / 3.75, 1.25 / 3.75, 1, 0},
                                        {2.5 / 3.75, 0, 1.6 / 4.45, 1.6 / 1.95, 0},
                                        {2.5 / 3.75, 2.85 / 4.45, 0, 0.35 / 1.95, 0},
                                        {0, 0.35 / 1.95, 1.6 / 1.95, 0, 0},
                                        {0}};
    static const double commons[5][5] = {
        {0, 3.75, 3.75, 1.25, 0}, {3.75, 0, 4.45, 1.95, 0}, {3.75, 4.45, 0, 1.95, 0}, {1.25, 1.95, 1.95, 0, 0}, {0}};
    static const size_t dominated[] = {1, 0, 0, 0, 0};
    begin(&table, 3, 5);
    for (size_t i = 0; i < 5; i++) {
        double share[5];
        double common[5];
        outranking_row(&table.outranking, i, share, common);
        for (size_t j = 0; j < 5; j++) {
            CU_ASSERT_TRUE(close_to(share[j], shares[i][j], 1e-15));
            CU_ASSERT_TRUE(close_to(common[j], commons[i][j], 1e-15));
        }
        CU_ASSERT_EQUAL(outranking_dominated(share, common, 5), dominated[i]);
    }
}

/** Wins less defeats: ties but for rounding, and rows of any length. */
static void test_wins(void)
{
    static const double net[] = {0.125, -0.125, 0, 0.1 + 0.2 - 0.3, 1e-11, 0, -2.5, 0.25, 0.25, -1e-13};
    static const double common[] = {0.7, 0.7, 0.7, 0.6, 1, 0, 2.5, 0.25, 0.3, 0.2};
    static const double wins[] = {0, 1, 0, 0, 0, 1, 1, 0, 1, 2, 2};
    for (size_t count = 0; count <= 10; count++) {
        CU_ASSERT_EQUAL(outranking_wins(net, common, count), wins[count]);
        CU_ASSERT_TRUE(count == 10 || outranking_sign(net[count], common[count]) == wins[count + 1] - wins[count]);
    }
    CU_ASSERT_EQUAL(outranking_wins(net + 4, common + 4, 6), 2);
}

/** The definition on random tables with gaps and ties: o_ij + o_ji = 1, and columns of weight 0 have no part. */
static void test_laws(void)
{
    uint64_t seed = 20250404;
    for (size_t run = 0; run < 100; run++) {
        static struct table table;
        size_t columns = 1 + (size_t)(fixture_random(&seed) * 9);
        size_t regions = 2 + (size_t)(fixture_random(&seed) * 20);
        for (size_t k = 0; k < columns; k++) {
            table.weight[k] = fixture_random(&seed) < 0.2 ? 0 : 0.25 + fixture_random(&seed);
            for (size_t i = 0; i < regions; i++) {
                double value = floor(8 * fixture_random(&seed)) / 8;
                table.value[k][i] = fixture_random(&seed) < 0.3 ? (double)NAN : value;
            }
        }
        begin(&table, columns, regions);
        double share[MOST][MOST];
        double common[MOST][MOST];
        bool holds = true;
        for (size_t i = 0; i < regions; i++) {
            outranking_row(&table.outranking, i, share[i], common[i]);
            size_t dominated = 0;
            for (size_t j = 0; j < regions; j++) {
                double expected = expected_share(&table, i, j);
                holds = holds && fabs(share[i][j] - expected) <= 1e-15;
                dominated += expected > 1 - 1e-12;
            }
            holds = holds && dominated == outranking_dominated(share[i], common[i], regions);
        }
        for (size_t i = 0; i < regions * regions; i++) {
            double sum = share[i / regions][i % regions] + share[i % regions][i / regions];
            holds = holds && sum == (common[i / regions][i % regions] > 0);
        }
        CU_ASSERT_TRUE(holds);
    }
}

/** The columns of a table of reference but for the first ones, which tell the rows; equal weights, or those given. */
static void load(struct table *table, const struct reference_table *from, const struct reference_table *weights,
                 size_t first)
{
    CU_ASSERT_FATAL(from->columns - first <= MOST && from->rows <= MOST);
    for (size_t k = first; k < from->columns; k++) {
        const char *id = from->cells[0][k];
        table->weight[k - first] = weights ? reference_number(reference_text(weights, "iCode", id, "Weight")) : 1;
        reference_numbers(from, id, table->value[k - first]);
    }
    begin(table, from->columns - first, from->rows);
}

/** All of a matrix. Rows and columns of it are the table's rows. Returns how many pairs are dominances. */
static size_t check_matrix(const struct table *table, const struct reference_table *ids,
                           const struct reference_table *matrix)
{
    double share[MOST];
    double common[MOST];
    size_t dominated = 0;
    CU_ASSERT_EQUAL_FATAL(matrix->rows, ids->rows);
    for (size_t i = 0; i < ids->rows; i++) {
        outranking_row(&table->outranking, i, share, common);
        dominated += outranking_dominated(share, common, ids->rows);
        for (size_t j = 0; j < ids->rows; j++) {
            const char *text = reference_text(matrix, "uCode", ids->cells[i + 1][0], ids->cells[j + 1][0]);
            CU_ASSERT_TRUE(close_to(share[j], reference_number(text), 1e-12));
        }
    }
    return dominated;
}

/** W. Becker et al., COINr, JOSS 7 (2022): 51 regions, 49 indicators, minmax to 0..100. */
static void test_coinr(void)
{
    static const char *const sets[] = {"indicators-equal", "indicators-weights-alt"};
    static struct table table;
    struct reference_table *from = reference_read("normalised-minmax-0-100.csv");
    struct reference_table *weights = reference_read("weights-alt.csv");
    struct reference_table *dominance = reference_read("outrank-dominance.csv");
    for (size_t i = 0; from && weights && dominance && i < 2; i++) {
        char name[64];
        snprintf(name, sizeof name, "outrank-%s.csv", sets[i]);
        struct reference_table *matrix = reference_read(name);
        load(&table, from, i == 0 ? NULL : weights, 1);
        CU_ASSERT_EQUAL(table.outranking.columns, 49);
        size_t dominated = check_matrix(&table, from, matrix);
        double pairs = 51.0 * 50 / 2;
        const char *share = reference_text(dominance, "set", sets[i], "fracDominant");
        CU_ASSERT_EQUAL((double)dominated, reference_number(reference_text(dominance, "set", sets[i], "nDominant")));
        CU_ASSERT_TRUE(close_to((double)dominated / pairs, reference_number(share), 1e-12));
        reference_free(matrix);
    }
    reference_free(from);
    reference_free(weights);
    reference_free(dominance);
}

/** The Technology Achievement Index of the Handbook: table 36 from table 35, and all 23 countries. */
static void test_handbook(void)
{
    static const struct {
        const char *from, *to;
        size_t first;
    } cases[] = {{"handbook-table35-impact-matrix.csv", "handbook-table36-outranking.csv", 1},
                 {"raw.csv", "computed-outranking-23-equal.csv", 2}};
    static struct table table;
    for (size_t i = 0; i < 2; i++) {
        struct reference_table *from = reference_read_from("tai", cases[i].from);
        struct reference_table *to = reference_read_from("tai", cases[i].to);
        if (from && to) {
            load(&table, from, NULL, cases[i].first);
            CU_ASSERT_EQUAL(table.outranking.columns, 8);
            check_matrix(&table, from, to);
        }
        reference_free(from);
        reference_free(to);
    }
}

static CU_TestInfo tests[] = {
    {"by hand", test_by_hand}, {"wins less defeats", test_wins},  {"the definition", test_laws},
    {"COINr's", test_coinr},   {"the Handbook's", test_handbook}, CU_TEST_INFO_NULL,
};
SUITE(outranking, tests)
