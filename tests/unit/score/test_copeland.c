/** Nodes that compare regions: by hand, where there is nothing to compare, in any pieces, and against COINr. */
#include "reference.h"

/** weights 2.5, 1.25, 0.7; r4 has nothing. The pairs are those of test_outranking.c. */
static const double WEIGHTS[] = {2.5, 1.25, 0.7};
static const double COLUMNS[3][5] = {{10, 20, 30, NAN, NAN}, {30, 20, 10, 15, NAN}, {NAN, 5, 5, 5, NAN}};

/** Two periods, the second with regions in another order. */
static void begin(struct fixture *fixture)
{
    fixture_begin(fixture, 2, 3, 5);
    for (size_t k = 0; k < 3; k++) {
        double values[10];
        for (size_t i = 0; i < 5; i++) {
            values[i] = COLUMNS[k][i];
            values[5 + (2 * i + 1) % 5] = COLUMNS[k][i];
        }
        fixture_fill(fixture->panel, k, values);
    }
    fixture_flat_tree(fixture, WEIGHTS, 3, AGGREGATE_COPELAND);
}

/** Wins less defeats -1, 1, 1, -1 of four regions; onto the scale; r4 is none of them. */
static void test_by_hand(void)
{
    static const double scales[][2] = {{0, 100}, {-3, 3}, {1, 10}};
    static const double score[] = {-1, 1, 1, -1};
    for (size_t i = 0; i < 6; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        const double *scale = scales[i % 3];
        begin(&fixture);
        fixture.nodes[0].aggregation.has_space = i >= 3; /* turns the order and the way back, and so nothing */
        fixture.nodes[0].aggregation.space[0] = 10;
        fixture.nodes[0].aggregation.space[1] = 1;
        CU_ASSERT_EQUAL(fixture_score(&fixture, scale, &scores), TOCSIN_OK);
        for (size_t region = 0; region < 4; region++) {
            double expected = scale[0] + (score[region] + 3) / 6 * (scale[1] - scale[0]);
            CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, region), expected, 1e-15));
            CU_ASSERT_EQUAL(fixture_value(scores.nodes, 1, (2 * region + 1) % 5),
                            fixture_value(scores.nodes, 0, region));
        }
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), OBSERVATION_PARTIAL);
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 1), OBSERVATION_NORMAL);
        CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 4), OBSERVATION_NO_CHILD);
        CU_ASSERT_TRUE(close_to(scores.coverage[0], 3.75 / 4.45, 1e-15));
        CU_ASSERT_TRUE(diagnosed_once(fixture.counted.context, DIAGNOSTIC_SCORE_NO_CHILD, 17, 5));
        fixture_end(&fixture);
    }
}

/** The ends of the scale are reached to the bit; equal weights on both sides are a tie, in whatever order added up. */
static void test_ends_and_ties(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    fixture_begin(&fixture, 1, 3, 4);
    fixture_fill(fixture.panel, 0, (double[]){7.25, 1.5, 2.5, 0.5});
    fixture_fill(fixture.panel, 1, (double[]){7.25, 1.5, 2.5, 0.5});
    fixture_fill(fixture.panel, 2, (double[]){7.25, 2.5, 1.5, 0.5});
    fixture_flat_tree(&fixture, (double[]){0.1, 0.2, 0.3}, 3, AGGREGATE_COPELAND);
    CU_ASSERT_EQUAL(fixture_score(&fixture, (double[]){-0.9, -0.3}, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 0), -0.3); /* -0.9 + (-0.3 + 0.9) is another number */
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 3), -0.9);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 1), fixture_value(scores.nodes, 0, 2));
    CU_ASSERT_TRUE(close_to(fixture_value(scores.nodes, 0, 1), -0.6, 1e-15));
    fixture_end(&fixture);
}

/** A period with one region, and regions that have no child in common, have nothing to stand on. */
static void test_no_rival(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    fixture_begin(&fixture, 2, 2, 3);
    fixture_fill(fixture.panel, 0, (double[]){NAN, 57.91, NAN, 12.385, NAN, 83.07});
    fixture_fill(fixture.panel, 1, (double[]){NAN, NAN, NAN, NAN, 57.91, NAN});
    fixture_flat_tree(&fixture, WEIGHTS, 2, AGGREGATE_COPELAND);
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), OBSERVATION_NO_CHILD);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 1), OBSERVATION_CONSTANT);
    CU_ASSERT_EQUAL(scores.nodes->value[1], 0);
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 1, 1), OBSERVATION_CONSTANT); /* alone with its b */
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 1, 0), 25); /* one defeat, of two other regions */
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 1, 2), 75);
    CU_ASSERT_TRUE(diagnosed_at(fixture.counted.context, DIAGNOSTIC_SCORE_NO_RIVAL, 17, 5));
    CU_ASSERT_TRUE(diagnosed(fixture.counted.context, DIAGNOSTIC_SCORE_NO_RIVAL,
                             "no value in 2 of 6 cells (region and period), first in 'r1' in 2001: no other region"));
    fixture_end(&fixture);
}

/** Children of weight 0 decide nothing; a node below its coverage is missing, but the others have met it. */
static void test_weights_and_coverage(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin(&fixture);
    fixture.nodes[1].weight = 0;
    fixture.nodes[0].min_coverage = 0.9;
    CU_ASSERT_EQUAL(fixture_score(&fixture, (double[]){-3, 3}, &scores), TOCSIN_OK);
    /* by b, and by c where both have it: r0 beats all, r1 beats r2 and r3, r3 beats r2 */
    CU_ASSERT_EQUAL(fixture_observation(scores.nodes, 0, 0), OBSERVATION_BELOW_COVERAGE);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 1), 1);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 2), -3);
    CU_ASSERT_EQUAL(fixture_value(scores.nodes, 0, 3), -1);
    fixture_end(&fixture);
}

/** Regions are compared by the same weights for all of them: cells' own weights are not used. */
static void test_cell_weights(void)
{
    struct fixture fixture;
    struct fixture_scores plain;
    struct fixture_scores weighted;
    begin(&fixture);
    struct index_weights *weights = fixture_weights(&fixture);
    for (size_t k = 1; k <= 3; k++) { /* in the first cell nothing would have a part */
        fixture_cell_weights(&fixture, weights, k, (double[]){0, 1, 0, 2.5, 3, 0, 0, 1, (double)k, 7});
    }
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &plain), TOCSIN_OK);
    CU_ASSERT_EQUAL(fixture_score_weighted(&fixture, FIXTURE_SCALE, weights, &weighted), TOCSIN_OK);
    CU_ASSERT_EQUAL(memcmp(plain.nodes->value, weighted.nodes->value, 10 * sizeof(double)), 0);
    CU_ASSERT_EQUAL(memcmp(plain.nodes->observation, weighted.nodes->observation, 10), 0);
    fixture_end(&fixture);
}

enum { MANY = 1100, YEARS = 9, NODES = 2 };

/** Regions below less regions above, by the only child, onto the scale. */
static bool agrees_with_order(const struct panel *panel, const struct panel *nodes, size_t region)
{
    double wins = 0;
    for (size_t i = 0; i < MANY; i++) {
        wins += panel->value[i] < panel->value[region] ? 1 : panel->value[i] > panel->value[region] ? -1 : 0;
    }
    double expected = (wins + MANY - 1) / (2 * (MANY - 1)) * 100;
    return close_to(nodes->value[panel_cell(nodes, 0, 1, region)], expected, 1e-13);
}

/** More regions than a piece of a block: by one child a comparison is the order of all. */
static void test_whole_period(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    uint64_t seed = 515;
    fixture_begin(&fixture, 1, 1, MANY);
    for (size_t i = 0; i < MANY; i++) {
        panel_set(fixture.panel, i, floor(400 * fixture_random(&seed)), OBSERVATION_NORMAL);
    }
    size_t root = fixture_node(&fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    size_t inner = fixture_node(&fixture, root, "statecraft", 2, INDEX_NONE);
    fixture_node(&fixture, inner, "a", 0.7, 0);
    fixture.nodes[inner].aggregation.method = AGGREGATE_COPELAND;
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    bool agrees = true;
    for (size_t i = 0; i < MANY; i++) {
        agrees = agrees && agrees_with_order(fixture.panel, scores.nodes, i);
    }
    CU_ASSERT_TRUE(agrees);
    fixture_end(&fixture);
}

/** More periods than threads, with gaps; above the comparison another node. */
static void score_many(unsigned threads, double *values, double *coverage)
{
    struct fixture fixture;
    struct fixture_scores scores;
    uint64_t seed = 4242;
    fixture_begin_threads(&fixture, YEARS, 3, MANY, threads);
    for (size_t i = 0; i < (size_t)YEARS * 3 * MANY; i++) {
        double value = floor(50 * fixture_random(&seed));
        if (fixture_random(&seed) < 0.8) {
            panel_set(fixture.panel, i, value, OBSERVATION_NORMAL);
        }
    }
    size_t root = fixture_node(&fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    size_t inner = fixture_node(&fixture, root, "statecraft", 2, INDEX_NONE);
    fixture_node(&fixture, inner, "a", 0.7, 0);
    fixture_node(&fixture, inner, "b", 1.25, 1);
    fixture_node(&fixture, root, "c", 1, 2);
    fixture.nodes[inner].aggregation.method = AGGREGATE_COPELAND;
    CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
    memcpy(values, scores.nodes->value, sizeof(double) * YEARS * NODES * MANY);
    memcpy(coverage, scores.coverage, sizeof(double) * YEARS * NODES * MANY);
    fixture_end(&fixture);
}

/** Threads change nothing, and the mean of a comparison is the middle of the scale where all could be compared. */
static void test_many_regions(void)
{
    static double values[3][YEARS * NODES * MANY];
    static double coverage[3][YEARS * NODES * MANY];
    const unsigned threads[] = {1, 2, 8};
    for (size_t i = 0; i < 3; i++) {
        score_many(threads[i], values[i], coverage[i]);
        CU_ASSERT_EQUAL(memcmp(values[0], values[i], sizeof values[0]), 0);
        CU_ASSERT_EQUAL(memcmp(coverage[0], coverage[i], sizeof coverage[0]), 0);
    }
    for (size_t year = 0; year < YEARS; year++) {
        const double *inner = &values[0][(year * NODES + 1) * MANY];
        const double *covered = &coverage[0][(year * NODES + 1) * MANY];
        double sum = 0;
        double count = 0;
        for (size_t i = 0; i < MANY; i++) {
            sum += covered[i] > 0 ? inner[i] : 0; /* each win is somebody's defeat */
            count += covered[i] > 0;
        }
        CU_ASSERT_TRUE(count > 900 && count < MANY);
        CU_ASSERT_TRUE(close_to(sum / count, 50, 1e-12));
    }
}

struct coinr_case {
    const char *column, *from, *weights;
    bool pillars;        /* of the table aggregated-amean.csv */
    const char *rounded; /* matrix of the comparisons, where rounding decides some of them in COINr; or NULL */
    size_t decided;      /* regions whose number it changes */
};

/**
 * COINr takes the sign of o_ij - 1/2 as the last bit has it: ties of 49 times 1/49 come out as 0.49999999999999994, a
 * defeat of one region that is no win of the other. What that makes of a row, to be taken back.
 */
static double rounding_of(const struct reference_table *matrix, size_t row)
{
    double wins = 0;
    for (size_t j = 1; j < matrix->columns; j++) {
        double beyond = reference_number(matrix->cells[row + 1][j]) - 0.5;
        wins += beyond != 0 && fabs(beyond) < 1e-12 ? (beyond > 0 ? 1 : -1) : 0;
    }
    return wins;
}

/** The values of COINr's a_copeland are those on the scale from -(n - 1) to n - 1. */
static void compare_coinr(const struct coinr_case *wanted, const struct panel *nodes,
                          const struct reference_table *expected)
{
    struct reference_table *matrix = wanted->rounded ? reference_read(wanted->rounded) : NULL;
    static double values[REFERENCE_ROWS];
    size_t decided = 0;
    reference_numbers(expected, wanted->column, values);
    CU_ASSERT_EQUAL_FATAL(expected->rows, nodes->regions);
    for (size_t i = 0; i < expected->rows; i++) {
        double rounding = matrix ? rounding_of(matrix, i) : 0;
        CU_ASSERT_TRUE(!matrix || strcmp(matrix->cells[i + 1][0], expected->cells[i + 1][0]) == 0);
        CU_ASSERT_TRUE(close_to(nodes->value[i], values[i] - rounding, 1e-12));
        decided += rounding != 0;
    }
    CU_ASSERT_EQUAL(decided, wanted->decided);
    reference_free(matrix);
}

static void check_coinr(const struct coinr_case *wanted, const struct reference_table *expected)
{
    static const char *const pillars[] = {"Physical", "ConEcFin", "Political", "Instit",
                                          "P2P",      "Environ",  "Social",    "SusEcFin"};
    struct reference_table *from = reference_read(wanted->from);
    struct reference_table *weights = wanted->weights ? reference_read(wanted->weights) : NULL;
    struct fixture fixture;
    struct fixture_scores scores;
    static double values[REFERENCE_ROWS];
    size_t columns = wanted->pillars ? 8 : from->columns - 1;
    fixture_begin(&fixture, 1, columns, from->rows);
    size_t root = fixture_node(&fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    fixture.nodes[root].aggregation.method = AGGREGATE_COPELAND;
    for (size_t k = 0; k < columns; k++) {
        const char *id = wanted->pillars ? pillars[k] : from->cells[0][k + 1];
        double weight = weights ? reference_number(reference_text(weights, "iCode", id, "Weight")) : 1;
        fixture_node(&fixture, root, id, weight, k);
        reference_numbers(from, id, values);
        fixture_fill(fixture.panel, k, values);
    }
    double most = (double)from->rows - 1;
    CU_ASSERT_EQUAL(fixture_score(&fixture, (double[]){-most, most}, &scores), TOCSIN_OK);
    compare_coinr(wanted, scores.nodes, expected);
    fixture_end(&fixture);
    reference_free(from);
    reference_free(weights);
}

static void test_coinr(void)
{
    static const struct coinr_case cases[] = {
        {"Copeland", "normalised-minmax-0-100.csv", NULL, false, "outrank-indicators-equal.csv", 10},
        {"Copeland_weights_alt", "normalised-minmax-0-100.csv", "weights-alt.csv", false, NULL, 0},
        {"Copeland_pillars_equal", "aggregated-amean.csv", NULL, true, NULL, 0},
    };
    struct reference_table *expected = reference_read("copeland.csv");
    for (size_t i = 0; expected && i < 3; i++) {
        check_coinr(&cases[i], expected);
    }
    reference_free(expected);
}

static CU_TestInfo tests[] = {
    {"by hand", test_by_hand},
    {"the ends of the scale, and ties", test_ends_and_ties},
    {"nothing to compare with", test_no_rival},
    {"weights and coverage", test_weights_and_coverage},
    {"cells' own weights", test_cell_weights},
    {"a whole period", test_whole_period},
    {"many regions, any number of threads", test_many_regions},
    {"COINr's", test_coinr},
    CU_TEST_INFO_NULL,
};
SUITE(copeland, tests)
