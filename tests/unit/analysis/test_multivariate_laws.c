/** Laws of the multivariate analysis: what changes nothing, what adds up, what is counted out. */
#include "base/text.h"
#include "sample.h"

/** True if a cell holds the same, numbers within `tolerance`. */
static bool same_cell(const struct data_cell *one, const struct data_cell *other, double tolerance)
{
    return one->given == other->given && text_equal(one->text, other->text) &&
           fabs(one->number - other->number) <= tolerance * fmax(1, fabs(one->number));
}

static bool same_tables(const struct analysis *one, const struct analysis *other, double tolerance)
{
    bool same = one->table_count == other->table_count;
    for (size_t i = 0; same && i < one->table_count; i++) {
        const struct data_table *left = &one->tables[i];
        const struct data_table *right = &other->tables[i];
        same = left->row_count == right->row_count && left->column_count == right->column_count;
        for (size_t k = 0; same && k < left->row_count * left->column_count; k++) {
            same = same_cell(&left->cells[k], &right->cells[k], tolerance);
            if (!same) {
                fprintf(stderr, "%s, row %zu, %s: %.17g %s is not %.17g %s\n", left->name, k / left->column_count,
                        left->columns[k % left->column_count].name, left->cells[k].number,
                        left->cells[k].text ? left->cells[k].text : "", right->cells[k].number,
                        right->cells[k].text ? right->cells[k].text : "");
            }
        }
    }
    return same;
}

static void any_number_of_threads_gives_the_same_bytes(void)
{
    struct analysed one;
    sample_begin(&one, 3, 40, 0.1, 77);
    analysed_score(&one, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&one), TOCSIN_OK);
    struct analysed many = {0};
    scope_enter(&many.scope);
    fixture_begin_threads(&many.fixture, 3, SAMPLE_INDICATORS, 40, 5);
    sample_tree(&many.fixture);
    sample_fill(many.fixture.panel, 0.1, 77);
    analysed_score(&many, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&many), TOCSIN_OK);
    CU_ASSERT_TRUE(same_tables(&one.analysis, &many.analysis, 0));
    CU_ASSERT_EQUAL_FATAL(one.analysis.finding_count, many.analysis.finding_count);
    for (size_t i = 0; i < one.analysis.finding_count; i++) {
        CU_ASSERT_STRING_EQUAL(one.analysis.findings[i].text, many.analysis.findings[i].text);
    }
    analysed_end(&one);
    analysed_end(&many);
}

/** The sample with its regions from the last to the first. */
static void turn_round(struct analysed *sample)
{
    struct panel *panel = sample->fixture.panel;
    struct panel *turned = NULL;
    struct region_table *regions = sample->fixture.regions;
    CU_ASSERT_EQUAL_FATAL(panel_copy(&sample->fixture.arena, panel, &turned), TOCSIN_OK);
    for (size_t i = 0; i < panel->periods * panel->columns; i++) {
        for (size_t k = 0; k < panel->regions; k++) {
            size_t to = i * panel->regions + panel->regions - 1 - k;
            turned->value[to] = panel->value[i * panel->regions + k];
            turned->observation[to] = panel->observation[i * panel->regions + k];
        }
    }
    sample->fixture.panel = turned;
    for (size_t i = 0; i < regions->count / 2; i++) {
        struct region held = regions->regions[i];
        regions->regions[i] = regions->regions[regions->count - 1 - i];
        regions->regions[regions->count - 1 - i] = held;
    }
}

static void the_order_of_the_regions_is_of_no_account(void)
{
    static const char *const tables[] = {"statistics", "correlations", "reliability",
                                         "components", "loadings",     "weights"};
    static const char *const by_region[] = {"availability", "strengths", "dominance", "removal_ranks"};
    struct analysed one;
    struct analysed other;
    sample_begin(&one, 2, 30, 0.15, 5);
    analysed_score(&one, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&one), TOCSIN_OK);
    sample_begin(&other, 2, 30, 0.15, 5);
    turn_round(&other);
    analysed_score(&other, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&other), TOCSIN_OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const struct data_table *left = analysed_table(&one, tables[i]);
        const struct data_table *right = analysed_table(&other, tables[i]);
        bool exact = strcmp(tables[i], "correlations") == 0;
        CU_ASSERT_EQUAL_FATAL(left->row_count, right->row_count);
        for (size_t k = 0; k < left->row_count * left->column_count; k++) {
            CU_ASSERT_TRUE(same_cell(&left->cells[k], &right->cells[k], exact ? 0 : 1e-10));
        }
    }
    for (size_t i = 0; i < sizeof by_region / sizeof *by_region; i++) {
        const struct data_table *left = analysed_table(&one, by_region[i]);
        const struct data_table *right = analysed_table(&other, by_region[i]);
        size_t matched = 0;
        CU_ASSERT_EQUAL_FATAL(left->row_count, right->row_count);
        for (size_t k = 0; k < left->row_count; k++) {
            for (size_t row = 0; row < right->row_count; row++) {
                bool same = true;
                for (size_t column = 0; same && column < left->column_count; column++) {
                    same = same_cell(data_table_cell(left, k, column), data_table_cell(right, row, column), 1e-12);
                }
                matched += same;
            }
        }
        CU_ASSERT_EQUAL(matched, left->row_count);
    }
    analysed_end(&one);
    analysed_end(&other);
}

static double sum_of(const struct data_table *table, const char *column, const char *key, const char *text)
{
    double sum = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const struct data_cell *row = data_table_cell(table, i, 0);
        if (strcmp(analysed_text(table, row, key), text) == 0) {
            double value = analysed_number(table, row, column);
            sum += isnan(value) ? 0 : value;
        }
    }
    return sum;
}

static void shares_add_up(void)
{
    struct analysed sample;
    sample_begin(&sample, 2, 50, 0.2, 8);
    analysed_score(&sample, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    const struct data_table *weights = analysed_table(&sample, "weights");
    static const char *const ones[] = {"weight", "used_weight", "weight_share", "importance_share", "variance_share"};
    for (size_t i = 0; i < sizeof ones / sizeof *ones; i++) {
        CU_ASSERT_TRUE(close_to(sum_of(weights, ones[i], "kind", "indicator"), 1, 1e-10));
    }
    static const char *const parents[] = {"index", "A", "B", "C"};
    for (size_t i = 0; i < sizeof parents / sizeof *parents; i++) {
        CU_ASSERT_TRUE(close_to(sum_of(weights, "parent_weight", "parent", parents[i]), 1, 1e-12));
        CU_ASSERT_TRUE(close_to(sum_of(weights, "parent_importance_share", "parent", parents[i]), 1, 1e-12));
    }
    const struct data_cell *row = analysed_row(weights, "item", "d", NULL);
    CU_ASSERT_TRUE(close_to(analysed_number(weights, row, "weight"), 2.0 / 5 * (1 / 1.5) * (1.0 / 4), 1e-15));
    double ratio = analysed_number(weights, row, "importance_share") / analysed_number(weights, row, "weight_share");
    CU_ASSERT_TRUE(close_to(analysed_number(weights, row, "ratio"), ratio, 1e-12));
    /* a node's part of the variance is that of the indicators below it */
    row = analysed_row(weights, "item", "A", NULL);
    CU_ASSERT_TRUE(close_to(analysed_number(weights, row, "variance_share"),
                            sum_of(weights, "variance_share", "parent", "A"), 1e-10));
    const struct data_table *components = analysed_table(&sample, "components");
    for (size_t i = 0; i < components->row_count; i++) {
        const struct data_cell *last = data_table_cell(components, i, 0);
        if (analysed_number(components, last, "component") == analysed_number(components, last, "items")) {
            CU_ASSERT_EQUAL(analysed_number(components, last, "cumulative_share"), 1);
        }
    }
    analysed_end(&sample);
}

static void relations_are_those_of_the_tree(void)
{
    static const char *const expected[][4] = {
        {"a", "b", "same_node", "indicator"}, {"a", "d", "other", "indicator"},     {"d", "f", "family", "indicator"},
        {"a", "A", "parent", "indicator"},    {"a", "index", "index", "indicator"}, {"d", "B", "ancestor", "indicator"},
        {"A", "B", "same_node", "node"},      {"C", "B", "parent", "node"},         {"A", "index", "index", "node"},
        {"C", "f", "same_node", "node"},      {"C", "index", "index", "node"},      {"f", "B", "parent", "indicator"},
    };
    struct analysed sample;
    sample_begin(&sample, 1, 25, 0, 3);
    analysed_score(&sample, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    const struct data_table *table = analysed_table(&sample, "correlations");
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct data_cell *row =
            analysed_row(table, "first", expected[i][0], "second", expected[i][1], "method", "spearman", NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL(row);
        CU_ASSERT_STRING_EQUAL(analysed_text(table, row, "relation"), expected[i][2]);
        CU_ASSERT_STRING_EQUAL(analysed_text(table, row, "level"), expected[i][3]);
    }
    /* 15 pairs of leaves, 3 + 6 + 3 + 1 ... of leaves and nodes above, 4 of nodes; A with a leaf of B is none */
    CU_ASSERT_PTR_NULL(analysed_row(table, "first", "f", "second", "A", "method", "pearson", NULL));
    CU_ASSERT_PTR_NULL(analysed_row(table, "first", "A", "second", "f", "method", "pearson", NULL));
    analysed_end(&sample);
}

/** Ranks on an indicator in the last period, counted out. */
static size_t count_above(const struct panel *panel, size_t period, size_t column, double value, int sign)
{
    size_t count = 0;
    for (size_t i = 0; i < panel->regions; i++) {
        size_t cell = panel_cell(panel, period, column, i);
        count += observation_present(panel->observation[cell]) && sign * panel->value[cell] > sign * value;
    }
    return count;
}

static void strengths_are_ranks_of_the_last_period(void)
{
    struct analysed sample;
    sample_begin(&sample, 3, 20, 0.3, 19);
    analysed_score(&sample, NULL, NULL, NULL);
    sample.result.reported_periods = 2; /* the last of them is not the last of the panel */
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    const struct data_table *table = analysed_table(&sample, "strengths");
    const struct panel *panel = sample.fixture.panel;
    CU_ASSERT_TRUE(table->row_count > 100);
    for (size_t i = 0; i < table->row_count; i++) {
        const struct data_cell *row = data_table_cell(table, i, 0);
        size_t region = 0;
        CU_ASSERT_STRING_EQUAL(analysed_text(table, row, "period"), "2002");
        CU_ASSERT_TRUE_FATAL(region_table_find(sample.result.regions, analysed_text(table, row, "region"), &region));
        size_t column = (size_t)(analysed_text(table, row, "indicator")[0] - 'a');
        size_t cell = panel_cell(panel, 1, column, region);
        double value = panel->value[cell];
        CU_ASSERT_TRUE(observation_present(panel->observation[cell]));
        CU_ASSERT_EQUAL(analysed_number(table, row, "normalised"), value);
        CU_ASSERT_EQUAL(analysed_number(table, row, "raw"), value);
        CU_ASSERT_EQUAL(analysed_number(table, row, "rank"), 1 + (double)count_above(panel, 1, column, value, 1));
        CU_ASSERT_EQUAL(analysed_number(table, row, "rank_from_lowest"),
                        1 + (double)count_above(panel, 1, column, value, -1));
        CU_ASSERT_EQUAL(analysed_number(table, row, "of"),
                        (double)count_above(panel, 1, column, -1, 1)); /* all values are above -1 */
    }
    analysed_end(&sample);
}

static void dominance_is_of_all_indicators_in_common(void)
{
    struct analysed sample;
    sample_begin(&sample, 1, 30, 0.4, 23);
    analysed_score(&sample, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    const struct data_table *table = analysed_table(&sample, "dominance");
    const struct panel *panel = sample.fixture.panel;
    size_t dominated = 0;
    for (size_t i = 0; i < panel->regions; i++) {
        size_t above = 0;
        size_t below = 0;
        size_t compared = 0;
        for (size_t k = 0; k < panel->regions; k++) {
            size_t higher = 0;
            size_t common = 0;
            size_t lower = 0;
            for (size_t column = 0; i != k && column < panel->columns; column++) {
                size_t one = panel_cell(panel, 0, column, i);
                size_t other = panel_cell(panel, 0, column, k);
                if (observation_present(panel->observation[one]) && observation_present(panel->observation[other])) {
                    common++;
                    higher += panel->value[one] > panel->value[other];
                    lower += panel->value[one] < panel->value[other];
                }
            }
            compared += common > 0;
            above += common > 0 && higher == common;
            below += common > 0 && lower == common;
        }
        const struct data_cell *row = data_table_cell(table, i, 0);
        CU_ASSERT_EQUAL(analysed_number(table, row, "compared"), (double)compared);
        CU_ASSERT_EQUAL(analysed_number(table, row, "dominates"), (double)above);
        CU_ASSERT_EQUAL(analysed_number(table, row, "dominated_by"), (double)below);
        dominated += below;
    }
    CU_ASSERT_TRUE(dominated > 0);
    analysed_end(&sample);
}

/** The scores without a node are those of a tree whose node has no weight. */
static void removal_is_a_weight_of_zero(void)
{
    struct analysed sample;
    struct level_band bands[] = {{"low", 0}, {"high", 50}};
    sample_begin(&sample, 4, 25, 0.2, 29);
    sample.result.levels = (struct level_rules){bands, 2, 5, 2};
    analysed_score(&sample, NULL, NULL, NULL);
    sample.result.first_reported = 2;
    sample.result.reported_periods = 2;
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    const struct data_table *table = analysed_table(&sample, "removal");
    const struct data_table *ranks = analysed_table(&sample, "removal_ranks");
    for (size_t node = 1; node < SAMPLE_NODES; node++) {
        struct analysed without;
        double shifts = 0;
        double largest = 0;
        size_t compared = 0;
        size_t levels = 0;
        sample_begin(&without, 4, 25, 0.2, 29);
        without.fixture.nodes[node].weight = 0;
        without.result.levels = sample.result.levels;
        analysed_score(&without, NULL, NULL, NULL);
        const char *id = without.fixture.nodes[node].id;
        for (size_t i = 2 * 25; i < 4 * 25; i++) {
            if (sample.result.rank[i] > 0 && without.result.rank[i] > 0) {
                double shift = fabs((double)sample.result.rank[i] - without.result.rank[i]);
                compared++;
                shifts += shift;
                largest = fmax(largest, shift);
                levels += sample.result.level[i] != without.result.level[i];
            }
        }
        const struct data_cell *row = analysed_row(table, "removed", id, NULL);
        CU_ASSERT_EQUAL(analysed_number(table, row, "compared"), (double)compared);
        CU_ASSERT_EQUAL(analysed_number(table, row, "mean_absolute_shift"), shifts / (double)compared);
        CU_ASSERT_EQUAL(analysed_number(table, row, "largest_shift"), largest);
        CU_ASSERT_EQUAL(analysed_number(table, row, "levels_changed"), (double)levels);
        for (size_t i = 0; i < 25; i++) {
            row = analysed_row(ranks, "removed", id, "region", without.result.regions->regions[i].id, NULL);
            size_t cell = panel_cell(without.result.nodes, 3, 0, i);
            if (without.result.rank[3 * 25 + i] > 0) {
                CU_ASSERT_EQUAL(analysed_number(ranks, row, "score"), without.result.nodes->value[cell]);
                CU_ASSERT_EQUAL(analysed_number(ranks, row, "rank"), without.result.rank[3 * 25 + i]);
            } else {
                CU_ASSERT_TRUE(isnan(analysed_number(ranks, row, "score")));
            }
        }
        analysed_end(&without);
    }
    analysed_end(&sample);
}

static CU_TestInfo tests[] = {
    {"any number of threads gives the same bytes", any_number_of_threads_gives_the_same_bytes},
    {"the order of the regions is of no account", the_order_of_the_regions_is_of_no_account},
    {"shares add up", shares_add_up},
    {"relations are those of the tree", relations_are_those_of_the_tree},
    {"strengths are ranks of the last period", strengths_are_ranks_of_the_last_period},
    {"dominance is of all indicators in common", dominance_is_of_all_indicators_in_common},
    {"removal is a weight of zero", removal_is_a_weight_of_zero},
    CU_TEST_INFO_NULL,
};
SUITE(multivariate_laws, tests)
