/** Parts of scores and changes of random trees of all methods: they add up, and are what all orders make of them. */
#include "mixed_tree.h"
#include "winter_value.h"

static const double SCALES[2][2] = {{1, 100}, {0, 100}};

/** Of a number that is made of parts of this size. */
static double tolerance(double score, const struct fixture *fixture, const double *part, size_t period, size_t region)
{
    double size = fmax(100, fabs(score));
    for (size_t i = 0; i < fixture->panel->columns; i++) {
        size = fmax(size, fabs(part[panel_cell(fixture->panel, period, i, region)]));
    }
    return 1e-11 * size;
}

static void check(bool holds, const char *law, size_t tree, size_t period, size_t region)
{
    if (!holds) {
        fprintf(stderr, "tree %zu, period %zu, region %zu: %s\n", tree, period, region, law);
    }
    CU_ASSERT_TRUE(holds);
}

static void check_sums(const struct fixture *fixture, const struct fixture_scores *scores,
                       const struct contributions *parts, size_t tree, size_t *scored)
{
    for (size_t period = 0; period < fixture->panel->periods; period++) {
        for (size_t i = 0; i < fixture->panel->regions; i++) {
            double score = fixture_value(scores->nodes, period, i);
            double sum = parts_sum(fixture, parts->contribution, period, i);
            double allowed = tolerance(score, fixture, parts->contribution, period, i);
            *scored += isnan(score) ? 0 : 1;
            check(isnan(score) ? sum == 0 : fabs(sum - score) <= allowed, "a score", tree, period, i);
            double before = period > 0 ? fixture_value(scores->nodes, period - 1, i) : (double)NAN;
            double change = parts_sum(fixture, parts->change, period, i);
            allowed = tolerance(score, fixture, parts->change, period, i);
            bool none = isnan(score) || isnan(before);
            check(none ? change == 0 : fabs(change - (score - before)) <= allowed, "a change", tree, period, i);
        }
    }
}

static void test_sums(void)
{
    size_t scored = 0;
    for (size_t tree = 0; tree < 1200; tree++) {
        struct fixture fixture;
        struct fixture_scores scores;
        double reference[MIXED_LEAVES];
        const double *scale = SCALES[tree / 3 % 2];
        struct index_weights *weights = mixed_tree_begin(&fixture, tree, 0.05 * (double)(tree % 6), reference, scale);
        CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(&fixture, scale, weights, &scores), TOCSIN_OK);
        struct contributions parts = parts_compute(&fixture, scale, weights, reference, &scores);
        CU_ASSERT_FALSE(parts.sampled);
        check_sums(&fixture, &scores, &parts, tree, &scored);
        fixture_end(&fixture);
    }
    CU_ASSERT_TRUE(scored > 12000);
}

/** What comes of a cell is the same to the bit whatever else is asked for. */
static void test_alone(void)
{
    for (size_t tree = 0; tree < 300; tree++) {
        struct fixture fixture;
        struct fixture_scores scores;
        double reference[MIXED_LEAVES];
        const double *scale = SCALES[tree / 3 % 2];
        struct index_weights *weights = mixed_tree_begin(&fixture, tree, 0.05 * (double)(tree % 6), reference, scale);
        CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(&fixture, scale, weights, &scores), TOCSIN_OK);
        struct contribution_request request = parts_request(&fixture, scale, weights, reference, &scores);
        struct contributions all = parts_room(&fixture);
        struct contributions last = parts_room(&fixture);
        CU_ASSERT_EQUAL_FATAL(contribution_compute(fixture.counted.context, &request, &all), TOCSIN_OK);
        request.first_period = request.periods - 1;
        request.periods = 1;
        CU_ASSERT_EQUAL_FATAL(contribution_compute(fixture.counted.context, &request, &last), TOCSIN_OK);
        size_t first = panel_cell(fixture.panel, request.first_period, 0, 0);
        size_t size = fixture.panel->columns * fixture.panel->regions * sizeof(double);
        check(memcmp(all.contribution + first, last.contribution + first, size) == 0, "alone", tree, 0, 0);
        check(memcmp(all.change + first, last.change + first, size) == 0, "a change alone", tree, 0, 0);
        fixture_end(&fixture);
    }
}

/** The parts of a period are what all orders make of them. */
static void check_period(struct fixture *fixture, const struct contribution_request *request,
                         const struct contributions *parts, size_t period, bool is_level, size_t tree)
{
    static struct winter winter;
    double expected[WINTER_REGIONS];
    winter_begin(&winter, fixture, request, period, is_level);
    for (size_t leaf = 0; leaf < winter.leaves; leaf++) {
        size_t indicator = fixture->nodes[winter.leaf[leaf]].indicator;
        winter_part(&winter, leaf, expected);
        for (size_t i = 0; i < winter.regions; i++) {
            size_t cell = panel_cell(fixture->panel, period, indicator, i);
            double share = parts_sum(fixture, parts->weight, period, i);
            double score = fixture_value(request->nodes, period, i);
            double before = is_level ? 0 : fixture_value(request->nodes, period - 1, i);
            double start = is_level && share > 0 ? winter.worth[i] * parts->weight[cell] / share : 0;
            double part = is_level ? parts->contribution[cell] : parts->change[cell];
            if (isnan(score) || isnan(before) || (is_level && !(share > 0))) {
                continue;
            }
            double allowed = tolerance(score, fixture, is_level ? parts->contribution : parts->change, period, i);
            check(fabs(part - (expected[i] + start)) <= allowed, is_level ? "part of a score" : "part of a change",
                  tree, period, i);
        }
    }
}

static void test_all_orders(void)
{
    for (size_t tree = 0; tree < 120; tree++) {
        struct fixture fixture;
        struct fixture_scores scores;
        double reference[MIXED_LEAVES];
        const double *scale = SCALES[tree / 3 % 2];
        struct index_weights *weights = mixed_tree_begin(&fixture, tree, 0.05 * (double)(tree % 6), reference, scale);
        CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(&fixture, scale, weights, &scores), TOCSIN_OK);
        struct contribution_request request = parts_request(&fixture, scale, weights, reference, &scores);
        struct contributions parts = parts_room(&fixture);
        CU_ASSERT_EQUAL_FATAL(contribution_compute(fixture.counted.context, &request, &parts), TOCSIN_OK);
        check_period(&fixture, &request, &parts, 1, true, tree);
        check_period(&fixture, &request, &parts, 1, false, tree);
        check_period(&fixture, &request, &parts, 2, false, tree);
        fixture_end(&fixture);
    }
}

/** models/south-asia.yaml: three pillars of three, two and three indicators; or pakistan-provinces.yaml. */
static void grow_shipped(struct fixture *fixture, bool provinces)
{
    static const double pillars[3] = {60, 20, 20};
    static const double weights[4][3] = {{40, 10, 10}, {10, 10, 0}, {2, 1, 1}, {65, 15, 20}};
    static const char *const ids[] = {"i1", "i2", "i3"};
    size_t root = fixture_node(fixture, INDEX_NONE, "i0", 1, INDEX_NONE);
    size_t leaf = 0;
    fixture->nodes[root].min_coverage = 0.6;
    for (size_t p = 0; p < (provinces ? 1 : 3); p++) {
        size_t pillar = provinces ? root : fixture_node(fixture, root, ids[p], pillars[p], INDEX_NONE);
        fixture->nodes[pillar].min_coverage = provinces ? 0.6 : 0.5;
        for (size_t i = 0; i < 3 && weights[provinces ? 3 : p][i] > 0; i++) {
            fixture_node(fixture, pillar, "n", weights[provinces ? 3 : p][i], leaf++);
        }
    }
}

static struct contributions take(struct fixture *fixture, const double *reference, struct fixture_scores *scores,
                                 struct contribution_request *request)
{
    struct index_weights *weights = fixture_weights(fixture);
    CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(fixture, SCALES[0], weights, scores), TOCSIN_OK);
    *request = parts_request(fixture, SCALES[0], weights, reference, scores);
    struct contributions parts = parts_room(fixture);
    CU_ASSERT_EQUAL_FATAL(contribution_compute(fixture->counted.context, request, &parts), TOCSIN_OK);
    return parts;
}

static bool same_parts(const struct fixture *fixture, const double *left, const double *right)
{
    const struct panel *panel = fixture->panel;
    for (size_t i = 0; i < panel->periods * panel->columns * panel->regions; i++) {
        if (!close_to(left[i], right[i], 1e-11)) {
            return false;
        }
    }
    return true;
}

/**
 * The closed form, the enumeration and all orders agree on the shapes of the shipped models: a plain mean can be
 * written as a power mean with p = 1, or with a cap that is never reached, and is no plain mean any more.
 */
static void test_closed_form(void)
{
    static const double reference[MIXED_LEAVES] = {1, 7.5, 1, 20, 1, 1, 33, 1};
    for (size_t trial = 0; trial < 24; trial++) {
        struct fixture fixture;
        struct fixture_scores scores;
        struct contribution_request request;
        struct contributions parts[3];
        bool provinces = trial % 2 == 0;
        uint64_t seed = 0x2545f4914f6cdd1dU * (trial + 1);
        fixture_begin(&fixture, MIXED_PERIODS, provinces ? 3 : 8, MIXED_REGIONS);
        grow_shipped(&fixture, provinces);
        mixed_tree_fill(fixture.panel, 0.08 * (double)(trial % 5), &seed);
        for (size_t way = 0; way < 3; way++) {
            for (size_t k = 0; k < fixture.tree.count; k++) {
                struct aggregation *aggregation = &fixture.nodes[k].aggregation;
                aggregation->method = way == 1 ? AGGREGATE_POWER : AGGREGATE_ARITHMETIC;
                aggregation->p = 1;
                aggregation->cap = (struct optional_number){way == 2, 1e6};
            }
            parts[way] = take(&fixture, reference, &scores, &request);
            if (way == 0) {
                check_period(&fixture, &request, &parts[0], 1, true, trial);
                check_period(&fixture, &request, &parts[0], 1, false, trial);
                check_period(&fixture, &request, &parts[0], 2, false, trial);
            }
            check(same_parts(&fixture, parts[0].contribution, parts[way].contribution), "closed form", trial, 0, 0);
            check(same_parts(&fixture, parts[0].change, parts[way].change), "closed form of changes", trial, 0, 0);
        }
        fixture_end(&fixture);
    }
}

static CU_TestInfo tests[] = {
    {"parts add up", test_sums},
    {"whatever else is asked for", test_alone},
    {"parts are what all orders make of them", test_all_orders},
    {"closed form, enumeration and all orders", test_closed_form},
    CU_TEST_INFO_NULL,
};
SUITE(contribution_laws, tests)
