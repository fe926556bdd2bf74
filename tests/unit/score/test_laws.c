/** What must hold for every tree and every panel, tried on random ones; the seed is printed when a law breaks. */
#include "parts.h"
#include "random_tree.h"

static size_t node_cells(const struct fixture *fixture)
{
    return PERIODS * fixture->tree.inner_count * REGIONS;
}

/** Scores, statuses, coverage and imputed shares to the bit. */
static bool same_bytes(const struct fixture *fixture, const struct fixture_scores *left,
                       const struct fixture_scores *right)
{
    size_t cells = node_cells(fixture);
    return memcmp(left->nodes->value, right->nodes->value, cells * sizeof(double)) == 0 &&
           memcmp(left->nodes->observation, right->nodes->observation, cells) == 0 &&
           memcmp(left->coverage, right->coverage, cells * sizeof(double)) == 0 &&
           memcmp(left->imputed, right->imputed, PERIODS * REGIONS * sizeof(double)) == 0;
}

/** The law for a tree; a broken one names the tree. */
static void check(bool holds, size_t tree)
{
    if (!holds) {
        fprintf(stderr, "tree %zu breaks the law\n", tree);
    }
    CU_ASSERT_TRUE(holds);
}

/** No node leaves the scale, which is the range of the data, and shares are shares. */
static void test_within_scale(void)
{
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores scores;
        bool holds = true;
        random_tree_begin(&fixture, tree, MIX_BOUNDED, 0.3);
        random_tree_score(&fixture, &scores);
        for (size_t i = 0; i < node_cells(&fixture); i++) {
            bool present = observation_present(scores.nodes->observation[i]);
            double value = scores.nodes->value[i];
            holds = holds && (present ? value >= 1 && value <= 100 : value == 0);
            holds = holds && scores.coverage[i] >= 0 && scores.coverage[i] <= 1;
        }
        for (size_t i = 0; i < PERIODS * REGIONS; i++) {
            holds = holds && scores.imputed[i] >= 0 && scores.imputed[i] <= 1;
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

/** Raising any value lowers no node. */
static void test_monotone(void)
{
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores before;
        struct fixture_scores after;
        bool holds = true;
        uint64_t seed = random_tree_begin(&fixture, tree, MIX_MONOTONE, 0.2);
        random_tree_score(&fixture, &before);
        for (size_t i = 0; i < PERIODS * LEAVES * REGIONS; i++) {
            if (observation_present(fixture.panel->observation[i]) && fixture_random(&seed) < 0.2) {
                fixture.panel->value[i] += (100 - fixture.panel->value[i]) * fixture_random(&seed);
            }
        }
        random_tree_score(&fixture, &after);
        for (size_t i = 0; i < node_cells(&fixture); i++) {
            holds = holds && after.nodes->value[i] >= before.nodes->value[i] * (1 - 1e-13);
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

/** Raising a region's own values lowers none of its nodes, whatever the others make of it. */
static void test_monotone_of_own(void)
{
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores before;
        struct fixture_scores after;
        bool holds = true;
        uint64_t seed = random_tree_begin(&fixture, tree, MIX_OWN, 0.2);
        size_t region = (size_t)(fixture_random(&seed) * REGIONS);
        random_tree_score(&fixture, &before);
        for (size_t i = region; i < PERIODS * LEAVES * REGIONS; i += REGIONS) {
            if (observation_present(fixture.panel->observation[i]) && fixture_random(&seed) < 0.5) {
                fixture.panel->value[i] += (100 - fixture.panel->value[i]) * fixture_random(&seed);
            }
        }
        random_tree_score(&fixture, &after);
        for (size_t i = region; i < node_cells(&fixture); i += REGIONS) {
            holds = holds && after.nodes->value[i] >= before.nodes->value[i] * (1 - 1e-13);
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

/** Two regions with the same numbers have the same scores, to the bit. */
static void test_duplicate_regions(void)
{
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores scores;
        bool holds = true;
        random_tree_begin(&fixture, tree, MIX_BOUNDED, 0.2);
        for (size_t i = 0; i < PERIODS * LEAVES; i++) {
            fixture.panel->value[i * REGIONS + 17] = fixture.panel->value[i * REGIONS + 3];
            fixture.panel->observation[i * REGIONS + 17] = fixture.panel->observation[i * REGIONS + 3];
        }
        random_tree_score(&fixture, &scores);
        for (size_t i = 0; i < node_cells(&fixture); i += REGIONS) {
            holds = holds && scores.nodes->value[i + 17] == scores.nodes->value[i + 3] &&
                    scores.nodes->observation[i + 17] == scores.nodes->observation[i + 3] &&
                    scores.coverage[i + 17] == scores.coverage[i + 3];
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

/** A product of numbers from 0 up: monotone, in any order the same, and its power with all weights times a number. */
static void test_products(void)
{
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores before;
        struct fixture_scores powers;
        struct fixture_scores after;
        uint64_t seed = 0x9e3779b97f4a7c15U * (tree + 1);
        bool holds = true;
        fixture_begin(&fixture, PERIODS, LEAVES, REGIONS);
        size_t root = fixture_node(&fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
        fixture.nodes[root].aggregation.method = AGGREGATE_PRODUCT;
        for (size_t i = 0; i < LEAVES; i++) {
            fixture_node(&fixture, root, "leaf", 0.25 + fixture_random(&seed), (i * 5) % LEAVES);
        }
        random_tree_fill(fixture.panel, &seed, 0.2);
        random_tree_score(&fixture, &before);
        for (size_t i = 0; i < LEAVES; i++) {
            fixture.nodes[i + 1].weight *= 1.25;
            fixture.children[root][i] = LEAVES - i;
        }
        random_tree_score(&fixture, &powers);
        for (size_t i = 0; i < PERIODS * LEAVES * REGIONS; i++) {
            if (observation_present(fixture.panel->observation[i]) && fixture_random(&seed) < 0.2) {
                fixture.panel->value[i] *= 1 + fixture_random(&seed);
            }
        }
        random_tree_score(&fixture, &after);
        for (size_t i = 0; i < PERIODS * REGIONS; i++) {
            double power = pow(before.nodes->value[i], 1.25);
            holds = holds && fabs(powers.nodes->value[i] - power) <= 1e-12 * power;
            holds = holds && after.nodes->value[i] >= powers.nodes->value[i] * (1 - 1e-13);
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

/** Weights of one cell as the weights of all cells: it has the same values, to the bit. */
static bool cell_agrees(struct fixture *fixture, const struct index_weights *weights,
                        const struct fixture_scores *scores, size_t period, size_t region)
{
    struct index_weights *own = fixture_weights(fixture);
    struct fixture_scores expected;
    bool agrees = true;
    for (size_t k = 1; k < fixture->tree.count; k++) {
        const double *cells = weights->cell[k];
        own->node[k] = cells ? cells[period * REGIONS + region] : weights->node[k];
    }
    CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(fixture, SCALE, own, &expected), TOCSIN_OK);
    for (size_t i = 0; i < fixture->tree.inner_count; i++) {
        size_t cell = panel_cell(scores->nodes, period, i, region);
        agrees = agrees && scores->nodes->value[cell] == expected.nodes->value[cell] &&
                 observation_present(scores->nodes->observation[cell]) ==
                     observation_present(expected.nodes->observation[cell]);
    }
    return agrees;
}

/** Cells' own weights make each cell what it is when all have them; coverage goes by those of the nodes. */
static void test_cell_weights(void)
{
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores scores;
        struct fixture_scores plain;
        double own[PERIODS * REGIONS];
        uint64_t seed = random_tree_begin(&fixture, tree, MIX_CELLS, 0.2);
        struct index_weights *weights = fixture_weights(&fixture);
        for (size_t k = 0; k < fixture.tree.count; k++) {
            fixture.nodes[k].min_coverage = 0;
            fixture.nodes[k].min_children = 0;
            for (size_t i = 0; i < PERIODS * REGIONS; i++) {
                own[i] = fixture_random(&seed) < 0.1 ? 0 : fixture_random(&seed);
            }
            if (k > 0 && fixture_random(&seed) < 0.8) {
                fixture_cell_weights(&fixture, weights, k, own);
            }
        }
        CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(&fixture, SCALE, weights, &scores), TOCSIN_OK);
        bool holds = true;
        for (size_t i = 0; i < 4; i++) {
            size_t period = (size_t)(fixture_random(&seed) * PERIODS);
            size_t region = (size_t)(fixture_random(&seed) * REGIONS);
            holds = holds && cell_agrees(&fixture, weights, &scores, period, region);
        }
        random_tree_score(&fixture,
                          &plain); /* a missing inner child counts 0, so coverage is the same only above leaves */
        for (size_t i = 0; i < fixture.tree.count; i++) {
            const struct index_node *node = &fixture.tree.nodes[i];
            bool compared = node->inner != INDEX_NONE;
            for (size_t k = 0; k < node->child_count; k++) {
                compared = compared && fixture.tree.nodes[node->children[k]].inner == INDEX_NONE;
            }
            for (size_t period = 0; compared && period < PERIODS; period++) {
                size_t cell = panel_cell(scores.nodes, period, node->inner, 0);
                size_t size = REGIONS * sizeof(double);
                holds = holds && memcmp(&scores.coverage[cell], &plain.coverage[cell], size) == 0;
            }
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

/** Weights are relative: all those of one node times any number change nothing (by a power of two, not one bit). */
static void test_weights_are_relative(void)
{
    const double factors[] = {0.125, 3.7};
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores before;
        struct fixture_scores after;
        bool holds = true;
        random_tree_begin(&fixture, tree, MIX_BOUNDED, 0.2);
        random_tree_score(&fixture, &before);
        for (size_t i = 0; i < 2; i++) {
            for (size_t k = 0; k < fixture.nodes[0].child_count; k++) {
                fixture.nodes[fixture.nodes[0].children[k]].weight *= factors[i];
            }
            random_tree_score(&fixture, &after);
            for (size_t k = 0; k < node_cells(&fixture); k++) {
                double difference = fabs(after.nodes->value[k] - before.nodes->value[k]);
                holds = holds && difference <= 1e-12 * before.nodes->value[k];
            }
            holds = holds && (i > 0 || same_bytes(&fixture, &before, &after));
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

/** Regions in another order have the same scores in that order, to the bit; so equal regions have equal scores. */
static void test_permuted_regions(void)
{
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores before;
        struct fixture_scores after;
        bool holds = true;
        random_tree_begin(&fixture, tree, MIX_BOUNDED, 0.2);
        random_tree_score(&fixture, &before);
        struct panel original = *fixture.panel;
        CU_ASSERT_EQUAL_FATAL(panel_create(&fixture.arena, PERIODS, LEAVES, REGIONS, &fixture.panel), TOCSIN_OK);
        for (size_t i = 0; i < PERIODS * LEAVES * REGIONS; i++) {
            size_t from = i / REGIONS * REGIONS + (i % REGIONS * 17 + 5) % REGIONS;
            fixture.panel->value[i] = original.value[from];
            fixture.panel->observation[i] = original.observation[from];
        }
        random_tree_score(&fixture, &after);
        for (size_t i = 0; i < node_cells(&fixture); i++) {
            size_t from = i / REGIONS * REGIONS + (i % REGIONS * 17 + 5) % REGIONS;
            holds = holds && after.nodes->value[i] == before.nodes->value[from] &&
                    after.nodes->observation[i] == before.nodes->observation[from] &&
                    after.coverage[i] == before.coverage[from];
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

/** Children in another order: the same but for rounding. */
static void test_permuted_children(void)
{
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores before;
        struct fixture_scores after;
        bool holds = true;
        random_tree_begin(&fixture, tree, MIX_BOUNDED, 0.2);
        random_tree_score(&fixture, &before);
        for (size_t i = 0; i < fixture.tree.count; i++) {
            size_t count = fixture.nodes[i].child_count;
            for (size_t k = 0; k < count / 2; k++) {
                size_t kept = fixture.children[i][k];
                fixture.children[i][k] = fixture.children[i][count - 1 - k];
                fixture.children[i][count - 1 - k] = kept;
            }
        }
        random_tree_score(&fixture, &after);
        for (size_t i = 0; i < node_cells(&fixture); i++) {
            holds = holds && after.nodes->observation[i] == before.nodes->observation[i] &&
                    fabs(after.nodes->value[i] - before.nodes->value[i]) <= 1e-12 * before.nodes->value[i];
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

/** Taking data away raises no coverage. */
static void test_less_data(void)
{
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores before;
        struct fixture_scores after;
        bool holds = true;
        uint64_t seed = random_tree_begin(&fixture, tree, MIX_BOUNDED, 0.1);
        random_tree_score(&fixture, &before);
        for (size_t i = 0; i < PERIODS * LEAVES * REGIONS; i++) {
            if (fixture_random(&seed) < 0.3) {
                panel_set_missing(fixture.panel, i, OBSERVATION_NO_ROW);
            }
        }
        random_tree_score(&fixture, &after);
        for (size_t i = 0; i < node_cells(&fixture); i++) {
            holds = holds && after.coverage[i] <= before.coverage[i];
            holds = holds && (observation_present(before.nodes->observation[i]) ||
                              !observation_present(after.nodes->observation[i]));
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

/** Contributions add up to the score, and effective weights to 1; every second tree has cells' own weights. */
static void test_contributions_add_up(void)
{
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct fixture_scores scores;
        bool holds = true;
        uint64_t seed = random_tree_begin(&fixture, tree, MIX_ARITHMETIC, 0.4);
        struct index_weights *weights = fixture_weights(&fixture);
        for (size_t k = 1; tree % 16 == 1 && k < fixture.tree.count; k++) { /* then every cell is a game of its own */
            double own[PERIODS * REGIONS];
            for (size_t i = 0; i < PERIODS * REGIONS; i++) {
                own[i] = 0.25 + fixture_random(&seed);
            }
            fixture_cell_weights(&fixture, weights, k, own);
        }
        CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(&fixture, SCALE, weights, &scores), TOCSIN_OK);
        struct contributions parts = parts_compute(&fixture, SCALE, weights, NULL, &scores);
        for (size_t i = 0; i < PERIODS * REGIONS; i++) {
            double sum = parts_sum(&fixture, parts.contribution, i / REGIONS, i % REGIONS);
            double share = parts_sum(&fixture, parts.weight, i / REGIONS, i % REGIONS);
            double expected = fixture_value(scores.nodes, i / REGIONS, i % REGIONS);
            holds = holds && (isnan(expected) ? share == 0 : fabs(share - 1) < 1e-14);
            holds = holds && (isnan(expected) ? sum == 0 : fabs(sum - expected) <= 1e-12 * expected);
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

enum { MANY_REGIONS = 2600, MANY_PERIODS = 20 };

/** More regions than a tile, more tasks than threads: one, two and eight threads give the same bytes and words. */
static void test_threads(void)
{
    const unsigned threads[] = {1, 2, 8};
    static double values[3][MANY_PERIODS * 4 * MANY_REGIONS];
    static uint8_t observations[3][MANY_PERIODS * 4 * MANY_REGIONS];
    static double weights[3][MANY_PERIODS * LEAVES * MANY_REGIONS];
    static double contributions[3][MANY_PERIODS * LEAVES * MANY_REGIONS];
    static double changes[3][MANY_PERIODS * LEAVES * MANY_REGIONS];
    char messages[3][4096];
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture;
        struct fixture_scores scores;
        uint64_t seed = 777;
        fixture_begin_threads(&fixture, MANY_PERIODS, LEAVES, MANY_REGIONS, threads[i]);
        random_tree_grow(&fixture, &seed, MIX_MONOTONE);
        fixture.nodes[0].aggregation = (struct aggregation){.method = AGGREGATE_FORMULA, .expression = "n0 + sqrt(n0)"};
        random_tree_fill(fixture.panel, &seed, 0.2);
        fixture.panel->value[5 * MANY_REGIONS + 17] = 0; /* a zero for those who mind */
        random_tree_score(&fixture, &scores);
        size_t cells = (size_t)MANY_PERIODS * fixture.tree.inner_count * MANY_REGIONS;
        CU_ASSERT_EQUAL_FATAL(fixture.tree.inner_count, 4);
        memcpy(values[i], scores.nodes->value, cells * sizeof(double));
        CU_ASSERT_PTR_NULL(memchr(scores.nodes->observation, OBSERVATION_NOT_MEASURED, cells)); /* none forgotten */
        memcpy(observations[i], scores.nodes->observation, cells);
        /* below a formula every cell is a game of its own: a few periods, each a task, are enough */
        struct contribution_request request = parts_request(&fixture, SCALE, fixture_weights(&fixture), NULL, &scores);
        struct contributions parts = parts_room(&fixture);
        request.first_period = MANY_PERIODS - 2;
        request.periods = 2;
        CU_ASSERT_EQUAL(contribution_compute(fixture.counted.context, &request, &parts), TOCSIN_OK);
        memcpy(weights[i], parts.weight, sizeof weights[i]);
        memcpy(contributions[i], parts.contribution, sizeof contributions[i]);
        memcpy(changes[i], parts.change, sizeof changes[i]);
        messages[i][0] = '\0';
        for (size_t k = 0; k < tocsin_diagnostic_count(fixture.counted.context); k++) {
            tocsin_diagnostic found;
            CU_ASSERT_EQUAL(tocsin_diagnostic_at(fixture.counted.context, k, &found), TOCSIN_OK);
            size_t used = strlen(messages[i]);
            snprintf(messages[i] + used, sizeof messages[i] - used, "%s\n", found.message);
        }
        fixture_end(&fixture);
    }
    CU_ASSERT_TRUE(strlen(messages[0]) > 0);
    for (size_t i = 1; i < 3; i++) {
        CU_ASSERT_EQUAL(memcmp(values[0], values[i], sizeof values[0]), 0);
        CU_ASSERT_EQUAL(memcmp(observations[0], observations[i], sizeof observations[0]), 0);
        CU_ASSERT_EQUAL(memcmp(weights[0], weights[i], sizeof weights[0]), 0);
        CU_ASSERT_EQUAL(memcmp(contributions[0], contributions[i], sizeof contributions[0]), 0);
        CU_ASSERT_EQUAL(memcmp(changes[0], changes[i], sizeof changes[0]), 0);
        CU_ASSERT_STRING_EQUAL(messages[0], messages[i]);
    }
}

/** Evaluates a period of the panel with workspaces of a size of its own. */
static void evaluate_block(struct fixture *fixture, const struct kernel *kernel, size_t room, double *value,
                           uint8_t *observation, double *coverage, double *imputed)
{
    struct kernel_workspace *workspace = NULL;
    const double *leaf[LEAVES];
    const uint8_t *leaf_observation[LEAVES];
    double *node[4];
    uint8_t *node_observation[4];
    double *node_coverage[4];
    double *node_imputed[4];
    for (size_t i = 0; i < LEAVES; i++) {
        leaf[i] = fixture->panel->value + i * REGIONS;
        leaf_observation[i] = fixture->panel->observation + i * REGIONS;
    }
    for (size_t i = 0; i < 4; i++) {
        node[i] = value + i * REGIONS;
        node_observation[i] = observation + i * REGIONS;
        node_coverage[i] = coverage + i * REGIONS;
        node_imputed[i] = imputed + i * REGIONS;
    }
    const struct kernel_block block = {.cells = REGIONS,
                                       .leaf = leaf,
                                       .leaf_observation = leaf_observation,
                                       .node = node,
                                       .node_observation = node_observation,
                                       .node_coverage = node_coverage,
                                       .node_imputed = node_imputed};
    CU_ASSERT_EQUAL_FATAL(kernel_workspace_create(fixture->counted.context, kernel, room, &workspace), TOCSIN_OK);
    kernel_evaluate(kernel, workspace, &block);
    kernel_workspace_destroy(fixture->counted.context, workspace);
}

/** A block evaluated whole, cell by cell or in odd pieces is the same to the bit. */
static void test_block_sizes(void)
{
    const size_t rooms[] = {REGIONS, 1, 7, 1000};
    for (size_t tree = 0; tree < TREES; tree++) {
        struct fixture fixture;
        struct kernel *kernel = NULL;
        double value[4][4 * REGIONS];
        uint8_t observation[4][4 * REGIONS];
        double coverage[4][4 * REGIONS];
        double imputed[4][4 * REGIONS];
        bool holds = true;
        random_tree_begin(&fixture, tree, MIX_BOUNDED, 0.25);
        CU_ASSERT_EQUAL_FATAL(kernel_create(fixture.counted.context, &fixture.arena, &fixture.tree,
                                            fixture_weights(&fixture), SCALE, &kernel),
                              TOCSIN_OK);
        for (size_t i = 0; i < 4; i++) {
            evaluate_block(&fixture, kernel, rooms[i], value[i], observation[i], coverage[i], imputed[i]);
            holds = holds && memcmp(value[0], value[i], sizeof value[0]) == 0 &&
                    memcmp(observation[0], observation[i], sizeof observation[0]) == 0 &&
                    memcmp(coverage[0], coverage[i], sizeof coverage[0]) == 0 &&
                    memcmp(imputed[0], imputed[i], sizeof imputed[0]) == 0;
        }
        check(holds, tree);
        fixture_end(&fixture);
    }
}

static CU_TestInfo tests[] = {
    {"within the range of the data", test_within_scale},
    {"monotone", test_monotone},
    {"monotone in the region's own values", test_monotone_of_own},
    {"duplicate regions", test_duplicate_regions},
    {"products", test_products},
    {"cells' own weights", test_cell_weights},
    {"weights are relative", test_weights_are_relative},
    {"regions in another order", test_permuted_regions},
    {"children in another order", test_permuted_children},
    {"less data, no more coverage", test_less_data},
    {"contributions add up", test_contributions_add_up},
    {"any number of threads", test_threads},
    {"any size of block", test_block_sizes},
    CU_TEST_INFO_NULL,
};
SUITE(laws, tests)
