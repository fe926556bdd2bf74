/** Games of too many players: averages over a sample of orders, which add up exactly and are always the same. */
#include "parts.h"

enum { PLAYERS = 15, SAMPLE_REGIONS = 700, SAMPLE_PERIODS = 3 };
static const double REFERENCE = 5.25;

static double weight_of(size_t player)
{
    return 0.5 + 0.15 * (double)player;
}

static void begin(struct fixture *fixture, unsigned threads, size_t periods, size_t regions)
{
    uint64_t seed = 20230817;
    fixture_begin_threads(fixture, periods, PLAYERS, regions, threads);
    size_t root = fixture_node(fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    fixture->nodes[root].aggregation.method = AGGREGATE_GEOMETRIC;
    for (size_t i = 0; i < PLAYERS; i++) {
        fixture_node(fixture, root, "leaf", weight_of(i), i);
    }
    for (size_t i = 0; i < periods * PLAYERS * regions; i++) {
        panel_set(fixture->panel, i, 1 + 99 * fixture_random(&seed), OBSERVATION_NORMAL);
    }
}

static struct contributions take(struct fixture *fixture, struct fixture_scores *scores)
{
    double reference[PLAYERS];
    for (size_t i = 0; i < PLAYERS; i++) {
        reference[i] = REFERENCE;
    }
    struct index_weights *weights = fixture_weights(fixture);
    CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(fixture, FIXTURE_SCALE, weights, scores), TOCSIN_OK);
    return parts_compute(fixture, FIXTURE_SCALE, weights, reference, scores);
}

/** Over all 2^15 coalitions, by the formula itself. */
static void take_exactly(const double *value, double *part)
{
    static double worth[1 << PLAYERS];
    double total = 0;
    for (size_t i = 0; i < PLAYERS; i++) {
        total += weight_of(i);
    }
    for (size_t set = 0; set < (size_t)1 << PLAYERS; set++) {
        double sum = 0;
        for (size_t i = 0; i < PLAYERS; i++) {
            sum += weight_of(i) * log(set >> i & 1 ? value[i] : REFERENCE);
        }
        worth[set] = exp(sum / total);
    }
    for (size_t i = 0; i < PLAYERS; i++) {
        part[i] = worth[0] * weight_of(i) / total;
        for (size_t set = 0; set < (size_t)1 << PLAYERS; set++) {
            size_t size = (size_t)__builtin_popcountll(set);
            if (!(set >> i & 1)) {
                double chance = exp(lgamma((double)size + 1) + lgamma((double)(PLAYERS - size)) - lgamma(PLAYERS + 1));
                part[i] += chance * (worth[set | (size_t)1 << i] - worth[set]);
            }
        }
    }
}

static void test_close(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    begin(&fixture, 1, 2, 6);
    struct contributions parts = take(&fixture, &scores);
    CU_ASSERT_TRUE(parts.sampled);
    for (size_t region = 0; region < 6; region++) {
        double value[PLAYERS];
        double expected[PLAYERS];
        double score = fixture_value(scores.nodes, 1, region);
        for (size_t i = 0; i < PLAYERS; i++) {
            value[i] = fixture.panel->value[panel_cell(fixture.panel, 1, i, region)];
        }
        take_exactly(value, expected);
        for (size_t i = 0; i < PLAYERS; i++) {
            double part = parts.contribution[panel_cell(fixture.panel, 1, i, region)];
            CU_ASSERT_TRUE(fabs(part - expected[i]) < 0.01 * score);
        }
        CU_ASSERT_TRUE(fabs(parts_sum(&fixture, parts.contribution, 1, region) - score) < 1e-11);
        double before = fixture_value(scores.nodes, 0, region);
        CU_ASSERT_TRUE(fabs(parts_sum(&fixture, parts.change, 1, region) - (score - before)) < 1e-11);
    }
    fixture_end(&fixture);
}

/** The same bytes on one, two and eight threads. */
static void test_threads(void)
{
    static double parts[2][2][SAMPLE_PERIODS * PLAYERS * SAMPLE_REGIONS];
    const unsigned threads[] = {1, 2, 8};
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, threads[i], SAMPLE_PERIODS, SAMPLE_REGIONS);
        struct contributions taken = take(&fixture, &scores);
        memcpy(parts[i > 0][0], taken.contribution, sizeof parts[0][0]);
        memcpy(parts[i > 0][1], taken.change, sizeof parts[0][1]);
        CU_ASSERT_TRUE(i == 0 || memcmp(parts[0], parts[1], sizeof parts[0]) == 0);
        fixture_end(&fixture);
    }
}

/** Twelve that differ are enumerated whatever the others are; the thirteenth makes it a sample. */
static void test_border(void)
{
    for (size_t differ = 12; differ < 14; differ++) {
        struct fixture fixture;
        struct fixture_scores scores;
        begin(&fixture, 1, 1, 2);
        for (size_t i = differ * 2; i < PLAYERS * 2; i++) {
            fixture.panel->value[i] = REFERENCE;
        }
        struct contributions parts = take(&fixture, &scores);
        CU_ASSERT_EQUAL(parts.sampled, differ == 13);
        for (size_t region = 0; region < 2; region++) {
            double score = fixture_value(scores.nodes, 0, region);
            CU_ASSERT_TRUE(fabs(parts_sum(&fixture, parts.contribution, 0, region) - score) < 1e-11);
        }
        fixture_end(&fixture);
    }
}

/** Unions stay together: two pillars of eight under a geometric mean, a sample of orders of orders. */
static void test_nested(void)
{
    struct fixture fixture;
    struct fixture_scores scores;
    uint64_t seed = 4711;
    fixture_begin(&fixture, 2, 16, 3);
    size_t root = fixture_node(&fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    fixture.nodes[root].aggregation.method = AGGREGATE_GEOMETRIC;
    for (size_t p = 0; p < 2; p++) {
        size_t pillar = fixture_node(&fixture, root, "pillar", 1 + (double)p, INDEX_NONE);
        fixture.nodes[pillar].aggregation.method = p == 0 ? AGGREGATE_ARITHMETIC : AGGREGATE_HARMONIC;
        for (size_t i = 0; i < (p == 0 ? 3 : 13); i++) {
            fixture_node(&fixture, pillar, "leaf", 1, 3 * p + i);
        }
    }
    for (size_t i = 0; i < 2 * 16 * 3; i++) {
        panel_set(fixture.panel, i, 1 + 99 * fixture_random(&seed), OBSERVATION_NORMAL);
    }
    struct index_weights *weights = fixture_weights(&fixture);
    CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(&fixture, FIXTURE_SCALE, weights, &scores), TOCSIN_OK);
    double reference[16];
    for (size_t i = 0; i < 16; i++) {
        reference[i] = REFERENCE;
    }
    struct contributions parts = parts_compute(&fixture, FIXTURE_SCALE, weights, reference, &scores);
    CU_ASSERT_TRUE(parts.sampled);
    for (size_t region = 0; region < 3; region++) {
        /* what the first pillar's three indicators add is known exactly: the pillars come first or second */
        double score = fixture_value(scores.nodes, 1, region);
        double pillars[2];
        double first = 0;
        for (size_t p = 0; p < 2; p++) {
            pillars[p] = scores.nodes->value[panel_cell(scores.nodes, 1, 1 + p, region)];
        }
        double alone = pow(pillars[0], 1 / 3.0) * pow(REFERENCE, 2 / 3.0);
        double last = pow(REFERENCE, 1 / 3.0) * pow(pillars[1], 2 / 3.0);
        for (size_t i = 0; i < 3; i++) {
            first += parts.contribution[panel_cell(fixture.panel, 1, i, region)];
        }
        double expected = ((alone - REFERENCE) + (score - last)) / 2 + REFERENCE / 3; /* pairs are exact here */
        CU_ASSERT_TRUE(close_to(first, expected, 1e-12));
        CU_ASSERT_TRUE(fabs(parts_sum(&fixture, parts.contribution, 1, region) - score) < 1e-11);
    }
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"close to the exact value", test_close},
    {"any number of threads", test_threads},
    {"where sampling begins", test_border},
    {"unions stay together", test_nested},
    CU_TEST_INFO_NULL,
};
SUITE(contribution_sample, tests)
