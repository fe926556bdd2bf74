/** What the rows of a result hold: what is there, what is a change, and since when. */
#include "panel/result_row.h"
#include "report/result_fixture.h"
#include "suite.h"

static size_t cell_of(const struct result_fixture *fixture, size_t period, size_t indicator, size_t region)
{
    return panel_cell(fixture->raw, period, indicator, region);
}

static bool is_number(struct optional_number number, double value)
{
    return number.given && close_to(number.value, value, 1e-12);
}

static void a_score_is_compared_with_the_period_before(void)
{
    struct result_fixture fixture;
    struct score_row row;
    fixture_begin(&fixture);
    result_row_score(&fixture.result, 3, PAK, &row);
    CU_ASSERT_TRUE(is_number(row.score, 75.8694118));
    CU_ASSERT_TRUE(is_number(row.previous_score, 57.5574));
    CU_ASSERT_TRUE(is_number(row.change, 18.3120118));
    CU_ASSERT_EQUAL(row.level, 3);
    CU_ASSERT_EQUAL(row.previous_level, 2);
    CU_ASSERT_EQUAL(row.rank, 1);
    CU_ASSERT_EQUAL(row.ranked, 4);
    CU_ASSERT_EQUAL(row.coverage, 1);
    CU_ASSERT_EQUAL(row.imputed, 0.3);
    CU_ASSERT_EQUAL(row.observation, OBSERVATION_IMPUTED_IN_PART);
    CU_ASSERT_FALSE(row.low.given || row.high.given || row.rank_low != 0 || row.rank_high != 0);
    fixture_end(&fixture);
}

static void the_period_before_counts_even_if_it_is_not_reported(void)
{
    struct result_fixture fixture;
    struct score_row row;
    fixture_begin(&fixture);
    result_row_score(&fixture.result, fixture.result.first_reported, PAK, &row);
    CU_ASSERT_TRUE(is_number(row.previous_score, 55.53));
    result_row_score(&fixture.result, 0, PAK, &row); /* the axis begins here */
    CU_ASSERT_FALSE(row.previous_score.given || row.change.given);
    CU_ASSERT_EQUAL(row.previous_level, -1);
    fixture_end(&fixture);
}

static void a_change_needs_both_scores(void)
{
    struct result_fixture fixture;
    struct score_row row;
    fixture_begin(&fixture);
    result_row_score(&fixture.result, 1, MDV, &row);
    CU_ASSERT_TRUE(row.score.given && !row.previous_score.given && !row.change.given);
    result_row_score(&fixture.result, 2, MDV, &row);
    CU_ASSERT_TRUE(!row.score.given && row.previous_score.given && !row.change.given);
    CU_ASSERT_EQUAL(row.rank, 0);
    CU_ASSERT_EQUAL(row.level, -1);
    CU_ASSERT_EQUAL(row.previous_level, 0);
    fixture_end(&fixture);
}

static void a_change_too_large_for_a_number_is_not_given(void)
{
    struct result_fixture fixture;
    struct score_row row;
    fixture_begin(&fixture);
    fixture.result.nodes->value[result_score_cell(&fixture.result, 2, PAK)] = -1.7e308;
    fixture.result.nodes->value[result_score_cell(&fixture.result, 3, PAK)] = 1.7e308;
    result_row_score(&fixture.result, 3, PAK, &row);
    CU_ASSERT_TRUE(row.score.given && row.previous_score.given);
    CU_ASSERT_FALSE(row.change.given);
    CU_ASSERT_EQUAL(row.change.value, 0);
    fixture_end(&fixture);
}

static void a_missing_part_counts_as_nothing_in_a_change(void)
{
    struct result_fixture fixture;
    struct indicator_row row;
    fixture_begin(&fixture);
    fixture_set(&fixture, 2, SECRECY, AFG, FIXTURE_GAP);
    fixture_score(&fixture, 2, AFG);
    fixture_score(&fixture, 3, AFG);
    fixture_rank(&fixture, 2);
    result_row_indicator(&fixture.result, 3, AFG, SECRECY, &row); /* 0.1 times 12.5 now, nothing before */
    CU_ASSERT_TRUE(is_number(row.contribution, 1.25));
    CU_ASSERT_TRUE(is_number(row.change, 1.25));
    result_row_indicator(&fixture.result, 2, AFG, SECRECY, &row);
    CU_ASSERT_FALSE(row.contribution.given);
    CU_ASSERT_TRUE(is_number(row.weight, 0));
    CU_ASSERT_TRUE(is_number(row.change, -1.25));
    result_row_indicator(&fixture.result, 2, KOR, SECRECY, &row); /* nothing in both */
    CU_ASSERT_FALSE(row.contribution.given || row.change.given);
    double sum = 0;
    for (size_t i = 0; i < FIXTURE_INDICATORS; i++) {
        result_row_indicator(&fixture.result, 3, AFG, i, &row);
        sum += row.change.value;
    }
    struct score_row score;
    result_row_score(&fixture.result, 3, AFG, &score);
    CU_ASSERT_TRUE(is_number(score.change, sum));
    fixture_end(&fixture);
}

static void an_indicator_outside_the_index_has_no_weight(void)
{
    struct result_fixture fixture;
    struct indicator_row row;
    fixture_begin(&fixture);
    result_row_indicator(&fixture.result, 3, PAK, DEATHS, &row);
    CU_ASSERT_TRUE(is_number(row.raw, 1234567.25) && is_number(row.treated, 1234567.25));
    CU_ASSERT_FALSE(row.normalised.given || row.weight.given || row.contribution.given || row.change.given);
    CU_ASSERT_EQUAL(row.observation, OBSERVATION_NORMAL);
    size_t cell = cell_of(&fixture, 3, DEATHS, PAK);
    panel_set_missing(fixture.treated, cell, OBSERVATION_NOT_MEASURED);
    panel_set(fixture.raw, cell, 7.25, OBSERVATION_UNRELIABLE);
    result_row_indicator(&fixture.result, 3, PAK, DEATHS, &row);
    CU_ASSERT_EQUAL(row.observation, OBSERVATION_UNRELIABLE);
    panel_set_missing(fixture.raw, cell, OBSERVATION_ZERO_DENOMINATOR);
    result_row_indicator(&fixture.result, 3, PAK, DEATHS, &row);
    CU_ASSERT_EQUAL(row.observation, OBSERVATION_ZERO_DENOMINATOR);
    fixture_end(&fixture);
}

static void the_observation_is_that_of_the_value_in_the_index(void)
{
    struct result_fixture fixture;
    struct indicator_row row;
    fixture_begin(&fixture);
    size_t cell = cell_of(&fixture, 3, MILITANT, PAK);
    panel_set_missing(fixture.normalised, cell, OBSERVATION_CONSTANT);
    fixture.contribution[cell] = 0;
    result_row_indicator(&fixture.result, 3, PAK, MILITANT, &row);
    CU_ASSERT_TRUE(row.raw.given && row.treated.given && !row.normalised.given && !row.contribution.given);
    CU_ASSERT_EQUAL(row.observation, OBSERVATION_CONSTANT);
    CU_ASSERT_TRUE(row.has_source_period); /* of the raw value, which is there */
    result_row_indicator(&fixture.result, 3, PAK, GOVERNANCE, &row);
    CU_ASSERT_FALSE(row.raw.given);
    CU_ASSERT_EQUAL(row.observation, OBSERVATION_CARRIED);
    fixture_end(&fixture);
}

static void a_source_period_is_in_the_frequency_of_the_source(void)
{
    struct result_fixture fixture;
    struct indicator_row row;
    fixture_begin(&fixture);
    result_row_indicator(&fixture.result, 3, PAK, GOVERNANCE, &row); /* 2022, carried to August 2023 */
    CU_ASSERT_TRUE(row.has_source_period && row.source_frequency == FREQUENCY_YEAR && row.source_period == 2022);
    CU_ASSERT_EQUAL(row.age, 8);
    result_row_indicator(&fixture.result, 3, PAK, MILITANT, &row);
    CU_ASSERT_TRUE(row.has_source_period && row.source_frequency == FREQUENCY_MONTH && row.age == 0);
    CU_ASSERT_EQUAL(row.source_period, axis_period(&fixture.result.axis, 3));
    result_row_indicator(&fixture.result, 3, MDV, MILITANT, &row);
    CU_ASSERT_FALSE(row.has_source_period);
    fixture_end(&fixture);
}

static void the_latest_step_knows_the_day_best(void)
{
    struct result_fixture fixture;
    struct indicator_row row;
    fixture_begin(&fixture);
    size_t cell = cell_of(&fixture, 3, SECRECY, PAK);
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(&fixture.result.arena, fixture.raw), TOCSIN_OK);
    fixture.raw->observed[cell] = date_from_civil(2023, 8, 7);
    result_row_indicator(&fixture.result, 3, PAK, SECRECY, &row);
    CU_ASSERT_EQUAL(row.source_period, date_from_civil(2023, 8, 7));
    CU_ASSERT_EQUAL(row.age, 0);
    fixture.treated->observed[cell] = date_from_civil(2023, 6, 30);
    result_row_indicator(&fixture.result, 3, PAK, SECRECY, &row);
    CU_ASSERT_EQUAL(row.source_period, date_from_civil(2023, 6, 30));
    CU_ASSERT_EQUAL(row.age, 2);
    fixture_end(&fixture);
}

static void texts_of_periods_and_levels(void)
{
    struct result_fixture fixture;
    char text[PERIOD_TEXT_SIZE];
    fixture_begin(&fixture);
    CU_ASSERT_STRING_EQUAL(result_period_text(&fixture.result, 3, text), "2023-08");
    CU_ASSERT_STRING_EQUAL(result_level_id(&fixture.result, 3), "high");
    CU_ASSERT_PTR_NULL(result_level_id(&fixture.result, -1));
    CU_ASSERT_PTR_NULL(result_level_id(&fixture.result, 5));
    fixture_end(&fixture);
}

static void nominal_weights_are_products_down_the_tree(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    static const double expected[FIXTURE_NODES] = {1, 0.6, 0.4, 0.1, 0.3};
    for (size_t i = 0; i < FIXTURE_NODES; i++) {
        CU_ASSERT_TRUE(close_to(result_nominal_weight(&fixture.result, i), expected[i], 1e-15));
    }
    struct index_node nodes[FIXTURE_NODES];
    memcpy(nodes, fixture_nodes, sizeof nodes);
    nodes[LEAF_SECRECY].weight = 1;
    nodes[LEAF_GOVERNANCE].weight = 1;
    fixture.result.tree.nodes = nodes;
    CU_ASSERT_TRUE(close_to(result_nominal_weight(&fixture.result, LEAF_SECRECY), 0.2, 1e-15));
    nodes[LEAF_SECRECY].weight = 0;
    nodes[LEAF_GOVERNANCE].weight = 0;
    CU_ASSERT_EQUAL(result_nominal_weight(&fixture.result, LEAF_SECRECY), 0);
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"a score is compared with the period before", a_score_is_compared_with_the_period_before},
    {"the period before counts even if it is not reported", the_period_before_counts_even_if_it_is_not_reported},
    {"a change needs both scores", a_change_needs_both_scores},
    {"a change too large for a number is not given", a_change_too_large_for_a_number_is_not_given},
    {"a missing part counts as nothing in a change", a_missing_part_counts_as_nothing_in_a_change},
    {"an indicator outside the index has no weight", an_indicator_outside_the_index_has_no_weight},
    {"the observation is that of the value in the index", the_observation_is_that_of_the_value_in_the_index},
    {"a source period is in the frequency of the source", a_source_period_is_in_the_frequency_of_the_source},
    {"the latest step knows the day best", the_latest_step_knows_the_day_best},
    {"texts of periods and levels", texts_of_periods_and_levels},
    {"nominal weights are products down the tree", nominal_weights_are_products_down_the_tree},
    CU_TEST_INFO_NULL,
};

SUITE(result_row, tests)
