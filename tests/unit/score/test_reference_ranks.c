/**
 * The Technology Achievement Index as the OECD/JRC Handbook on Constructing Composite Indicators (2008) aggregates it:
 * scores at 1e-12, and the ranks of its tables 23, 38 and 41 as printed. Of table 38 the column NCMC is not here: it is
 * the Kemeny-Young ranking of a matrix that the printed data do not give (that of the printed ranks falls short of the
 * best by 2.9 of 184.5).
 */
#include "reference.h"
#include "score/levels.h"

enum { COUNTRIES = 23, INDICATORS = 8 };

struct ranks_case {
    enum aggregate_method method;
    const char *from;
    const char *weights;        /* column of the Handbook's table 22, or NULL for equal ones */
    bool without_logarithms;    /* TELEPHONES and ELECTRICITY left out: table 41 */
    const char *scores;         /* column of the scores at full precision */
    const char *table, *column; /* the printed ranks */
    size_t differing;           /* countries that the weights' two printed decimals put elsewhere */
};

static void add_leaves(struct fixture *fixture, const struct ranks_case *wanted, const struct reference_table *from)
{
    struct reference_table *weights = reference_read_from("tai", "handbook-table22-weights.csv");
    struct reference_table *indicators = reference_read_from("tai", "indicators.csv");
    static double values[REFERENCE_ROWS];
    for (size_t k = 0; k < INDICATORS; k++) {
        const char *id = indicators->cells[k + 1][0];
        bool logarithm = strcmp(id, "TELEPHONES") == 0 || strcmp(id, "ELECTRICITY") == 0;
        double weight = wanted->weights ? reference_number(reference_text(weights, "iCode", id, wanted->weights)) : 1;
        fixture_node(fixture, 0, id, wanted->without_logarithms && logarithm ? 0 : weight, k);
        reference_numbers(from, id, values);
        fixture_fill(fixture->panel, k, values);
    }
    reference_free(weights);
    reference_free(indicators);
}

static void check_ranks(const struct ranks_case *wanted, const struct reference_table *from)
{
    struct reference_table *scored = reference_read_from("tai", "computed-scores.csv");
    struct reference_table *printed = reference_read_from("tai", wanted->table);
    struct fixture fixture;
    struct fixture_scores scores;
    int32_t rank[COUNTRIES];
    uint32_t ranked = 0;
    size_t differing = 0;
    fixture_begin(&fixture, 1, INDICATORS, COUNTRIES);
    fixture_node(&fixture, INDEX_NONE, "tai", 1, INDEX_NONE);
    fixture.nodes[0].aggregation.method = wanted->method;
    add_leaves(&fixture, wanted, from);
    CU_ASSERT_EQUAL_FATAL(fixture_score(&fixture, (double[]){0, 1}, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(levels_rank(fixture.counted.context, scores.nodes, rank, &ranked), TOCSIN_OK);
    CU_ASSERT_EQUAL(ranked, COUNTRIES);
    for (size_t i = 0; i < COUNTRIES; i++) {
        const char *id = from->cells[i + 1][0];
        double score = reference_number(reference_text(scored, "uCode", id, wanted->scores));
        double expected = reference_number(reference_text(printed, "uCode", id, wanted->column));
        CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, i), score, 1e-12));
        CU_ASSERT_TRUE(fabs(rank[i] - expected) <= 2);
        differing += rank[i] != (int32_t)expected;
    }
    CU_ASSERT_EQUAL(differing, wanted->differing);
    fixture_end(&fixture);
    reference_free(scored);
    reference_free(printed);
}

#define ARITHMETIC AGGREGATE_ARITHMETIC
static void test_ranks(void)
{
    static const char posts[] = "computed-goalposts.csv";
    static const char by_weights[] = "handbook-table23-ranks-by-weighting.csv";
    static const char by_aggregation[] = "handbook-table38-ranks-by-aggregation.csv";
    static const struct ranks_case cases[] = {
        {ARITHMETIC, posts, NULL, false, "TAI_goalposts", by_weights, "EW", 0},
        {ARITHMETIC, posts, "BAP", false, "BAP_goalposts", by_weights, "BAP", 0},
        {ARITHMETIC, posts, "FA", false, "FA_goalposts", by_weights, "FA", 4},
        {AGGREGATE_SUM, posts, "AHP", false, "AHP_goalposts", by_weights, "AHP", 3}, /* they add up to 1.01 */
        {ARITHMETIC, posts, NULL, false, "TAI_goalposts", by_aggregation, "LIN", 0},
        {AGGREGATE_GEOMETRIC, "raw.csv", NULL, false, "geometric_raw_equal", by_aggregation, "GME", 0},
        {ARITHMETIC, posts, NULL, true, "TAI6_goalposts", "handbook-table41-drop-two.csv", "TAI6", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reference_table *from = reference_read_from("tai", cases[i].from);
        if (from) {
            check_ranks(&cases[i], from);
        }
        reference_free(from);
    }
}

static CU_TestInfo tests[] = {
    {"scores and ranks of the Handbook", test_ranks},
    CU_TEST_INFO_NULL,
};
SUITE(reference_ranks, tests)
