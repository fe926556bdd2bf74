/** What an explanation holds: parts that add up at every node, formulas with numbers, reasons, inputs, differences. */
#include "analysis/explain.h"
#include "base/text.h"
#include "report/explanation_fixture.h"

static const struct explained_indicator *indicator_of(const struct explanation_fixture *fixture, size_t indicator)
{
    return &fixture->explanation.indicators[indicator];
}

static void parts_add_up_at_every_node(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    for (size_t region = PAK; region < FIXTURE_REGIONS; region++) {
        fixture.request.region = region;
        const struct explanation *made = explanation_fixture_make(&fixture);
        const struct explained_node *root = &made->nodes[ROOT];
        CU_ASSERT_EQUAL(root->contribution.given, made->score.row.score.given);
        if (!root->contribution.given) {
            continue;
        }
        double below = made->nodes[LEAF_MILITANT].contribution.value + made->nodes[STATECRAFT].contribution.value;
        CU_ASSERT_TRUE(close_to(root->contribution.value, made->score.row.score.value, 1e-12));
        CU_ASSERT_TRUE(close_to(below, root->contribution.value, 1e-12));
        CU_ASSERT_TRUE(close_to(root->change.value, made->score.row.change.value, 1e-12));
        CU_ASSERT_TRUE(close_to(made->contribution_sum, made->score.row.score.value, 1e-12));
        CU_ASSERT_TRUE(close_to(made->change_sum, made->score.row.change.value, 1e-12));
        CU_ASSERT_TRUE(close_to(made->weight_sum, 1, 1e-12));
    }
    explanation_fixture_end(&fixture);
}

static void reasons_are_the_largest_parts(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    const struct explanation *made = explanation_fixture_make(&fixture);
    CU_ASSERT_EQUAL_FATAL(made->main_count, 3);
    CU_ASSERT_EQUAL(made->main[0], MILITANT);
    CU_ASSERT_EQUAL(made->main[1], GOVERNANCE); /* two of the score, then those of the change */
    CU_ASSERT_EQUAL(made->main[2], SECRECY);
    explanation_fixture_end(&fixture);
}

static void formulas_show_the_numbers(void)
{
    static const double edges[] = {50, 80};
    static const double values[] = {0, 45, 100};
    static const struct {
        struct normalisation normalisation;
        enum statistics_kind over;
        const char *formula, *basis;
    } cases[] = {
        {{.method = NORMALISE_GOALPOSTS, .low = {true, 10}, .high = {true, 70}, .clip = true},
         OVER_ALL,
         "(82.1 - 10) / (70 - 10), held to 1, x 100 = 100",
         NULL},
        {{.method = NORMALISE_MINMAX, .low = {true, 1}, .high = {true, 10}},
         OVER_PERIOD,
         "(82.1 - 2.4854) / (82.1 - 2.4854) x (10 - 1) + 1 = 10",
         "the lowest and the highest of 4 values, of all regions in 2023-08"},
        {{.method = NORMALISE_ZSCORE, .mean = {true, -5}, .sd = {true, 2}},
         OVER_PERIOD,
         "(82.1 - 44.11135) / 36.705758 x 2 - 5 = -2.9300986",
         "the mean and the standard deviation of 4 values, of all regions in 2023-08"},
        {{.method = NORMALISE_RANK},
         OVER_PERIOD,
         "place 4 of 4 from the lowest: 4",
         "places are among those of 4 values, of all regions in 2023-08"},
        {{.method = NORMALISE_BORDA},
         OVER_PERIOD,
         "place 4 of 4 from the lowest, less 1: 3",
         "places are among those of 4 values, of all regions in 2023-08"},
        {{.method = NORMALISE_PERCENTILE},
         OVER_ALL,
         "(17 - 1) / (17 - 1) x 100 = 100",
         "places are among those of 17 values, of all regions and periods"},
        {{.method = NORMALISE_BANDS, .edges = edges, .edge_count = 2, .values = values, .value_count = 3},
         OVER_ALL,
         "82.1 lies from 80 up, which counts 100",
         NULL},
        {{.method = NORMALISE_LOG_MAX, .high = {true, 1000}},
         OVER_ALL,
         "ln(1 + 82.1) / ln(1 + 1000) x 100 = 63.977444",
         NULL},
        {{.method = NORMALISE_FRACTION_OF_MAX},
         OVER_ALL,
         "82.1 / 82.1 x 100 = 100",
         "the highest of 17 values, of all regions and periods"},
        {{.method = NORMALISE_DISTANCE_TO_MAX},
         OVER_PERIOD,
         "(82.1 - 2.4854) / (82.1 - 2.4854) x 100 = 100",
         "the lowest and the highest of 4 values, of all regions in 2023-08"},
        {{.method = NORMALISE_DISTANCE_TO_REFERENCE, .region = "AFG", .cap = true},
         OVER_PERIOD,
         "(82.1 - 2.4854) / (66.66 - 2.4854), held to 1, x 100 = 100",
         "the lowest of 4 values, of all regions in 2023-08; the other end is the value of AFG in 2023-08"},
        {{.method = NORMALISE_DISTANCE_TO_TARGET, .target = 202.4854},
         OVER_PERIOD,
         "(82.1 - 2.4854) / (202.4854 - 2.4854) x 100 = 39.8073",
         "the lowest of 4 values, of all regions in 2023-08"},
        {{.method = NORMALISE_SCALED, .low = {true, -17.9}, .high = {true, 182.1}, .factor = {true, 3}},
         OVER_ALL,
         "(82.1 + 17.9) / (182.1 + 17.9) x 3 = 1.5",
         NULL},
        {{.method = NORMALISE_ABOVE_MEAN, .threshold = 0.25},
         OVER_PERIOD,
         "82.1 is above the mean 44.11135 by more than 11.027837, which counts 100",
         "the mean of 4 values, of all regions in 2023-08"},
        {{.method = NORMALISE_NONE}, OVER_ALL, "82.1 = 82.1", NULL},
    };
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture.normalise[MILITANT] = cases[i].normalisation;
        fixture.over[MILITANT].kind = cases[i].over;
        explanation_fixture_make(&fixture);
        const struct explained_normalisation *made = &indicator_of(&fixture, MILITANT)->normalisation;
        CU_ASSERT_STRING_EQUAL(made->method, normalise_names[cases[i].normalisation.method]);
        CU_ASSERT_PTR_NOT_NULL_FATAL(made->formula);
        CU_ASSERT_STRING_EQUAL(made->formula, cases[i].formula);
        CU_ASSERT_TRUE(text_equal(made->basis, cases[i].basis));
        if (!text_equal(made->formula, cases[i].formula) || !text_equal(made->basis, cases[i].basis)) {
            fprintf(stderr, "%s | %s\n", made->formula, made->basis ? made->basis : "NULL");
        }
    }
    explanation_fixture_end(&fixture);
}

static void what_points_the_other_way_is_reversed(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    fixture.normalise[GOVERNANCE] = (struct normalisation){.method = NORMALISE_BASE_RATIO,
                                                           .times = 50,
                                                           .from = date_from_civil(2023, 5, 1),
                                                           .to = date_from_civil(2023, 6, 30)};
    fixture.request.region = KOR; /* 0.7 in all months */
    explanation_fixture_make(&fixture);
    const struct explained_normalisation *made = &indicator_of(&fixture, GOVERNANCE)->normalisation;
    CU_ASSERT_STRING_EQUAL(made->formula, "-0.7 / 0.7 x 50 = -50");
    CU_ASSERT_STRING_EQUAL(made->basis,
                           "the divisor is the mean of the region's own values from 2023-05-01 to 2023-06-30");
    fixture.normalise[GOVERNANCE] = (struct normalisation){.method = NORMALISE_FRACTION_OF_MAX};
    explanation_fixture_make(&fixture);
    CU_ASSERT_STRING_EQUAL(indicator_of(&fixture, GOVERNANCE)->normalisation.formula, "(1 - 0.7 / 0.7) x 100 = 0");
    CU_ASSERT_TRUE(indicator_of(&fixture, GOVERNANCE)->reversed);
    explanation_fixture_end(&fixture);
}

static void weights_are_products_up_the_tree(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    explanation_fixture_make(&fixture);
    CU_ASSERT_STRING_EQUAL(indicator_of(&fixture, SECRECY)->weight_formula, "1/4 x 2/5");
    CU_ASSERT_STRING_EQUAL(indicator_of(&fixture, MILITANT)->weight_formula, "3/5");
    CU_ASSERT_PTR_NULL(indicator_of(&fixture, DEATHS)->weight_formula);
    fixture.run.weight[panel_cell(fixture.run.raw, 3, SECRECY, PAK)] = 0.1375; /* the cell's own, as if */
    explanation_fixture_make(&fixture);
    CU_ASSERT_PTR_NULL(indicator_of(&fixture, SECRECY)->weight_formula);
    explanation_fixture_end(&fixture);
}

static void denominators_gaps_and_options_are_told(void)
{
    static const struct missing_rule rules[] = {
        {.method = MISSING_VALUE, .value = 2.375},
        {.method = MISSING_GROUP_MEDIAN, .group = "bloc"},
        {.method = MISSING_INDICATOR, .indicator_id = "deaths"},
        {.method = MISSING_CARRY, .back = true},
        {.method = MISSING_NONE},
    };
    static const char *const words[] = {
        "a gap counts 2.375",
        "a gap takes the period's median of the regions of the same bloc",
        "a gap takes the value of deaths",
        "a gap takes the region's last value; before its first value that one",
        NULL,
    };
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    fixture.per[MILITANT] =
        (struct denominator){.kind = PER_INDICATOR, .name = "deaths", .indicator = DEATHS, .factor = 1e6};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        fixture.missing[MILITANT] = rules[i];
        explanation_fixture_make(&fixture);
        CU_ASSERT_TRUE(text_equal(indicator_of(&fixture, MILITANT)->missing, words[i]));
    }
    const struct explained_indicator *militant = indicator_of(&fixture, MILITANT);
    CU_ASSERT_TRUE(militant->division.given);
    CU_ASSERT_STRING_EQUAL(militant->division.by, "deaths");
    CU_ASSERT_TRUE(close_to(militant->division.quotient.value, 82.1 / 1.23456725, 1e-12));
    CU_ASSERT_STRING_EQUAL(militant->options[0].name, "half_life");
    CU_ASSERT_STRING_EQUAL(militant->options[0].value, "62.5");
    CU_ASSERT_TRUE(militant->options[0].given);
    CU_ASSERT_FALSE(militant->options[1].given);
    fixture.per[MILITANT] = (struct denominator){.kind = PER_COLUMN, .name = "population", .factor = 1};
    explanation_fixture_make(&fixture);
    CU_ASSERT_FALSE(indicator_of(&fixture, MILITANT)->division.divisor.given); /* the regions have no such column */
    CU_ASSERT_FALSE(indicator_of(&fixture, MILITANT)->division.quotient.given);
    explanation_fixture_end(&fixture);
}

static void levels_that_are_held_are_said(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    CU_ASSERT_FALSE(explanation_fixture_make(&fixture)->hold.given);
    fixture.run.level[3 * FIXTURE_REGIONS + PAK] = 4; /* severe begins at 80, the score is 75.9 */
    const struct explanation *made = explanation_fixture_make(&fixture);
    CU_ASSERT_TRUE(made->hold.given);
    CU_ASSERT_EQUAL(made->hold.from, 80);
    CU_ASSERT_EQUAL(made->hold.release, 75);
    CU_ASSERT_EQUAL(made->hold.periods, 2);
    CU_ASSERT_EQUAL(made->hold.below, 0); /* 75.9 is not below 75 */
    panel_set(fixture.run.nodes, result_score_cell(&fixture.run.result, 3, PAK), 74.5, OBSERVATION_NORMAL);
    CU_ASSERT_EQUAL(explanation_fixture_make(&fixture)->hold.below, 1);
    panel_set_missing(fixture.run.nodes, result_score_cell(&fixture.run.result, 2, PAK), OBSERVATION_NO_CHILD);
    fixture.run.level[2 * FIXTURE_REGIONS + PAK] = -1;
    fixture.run.level[1 * FIXTURE_REGIONS + PAK] = 4;
    CU_ASSERT_EQUAL(explanation_fixture_make(&fixture)->hold.below, 2); /* a gap does not end the run */
    fixture.run.result.levels.periods = 0;
    CU_ASSERT_FALSE(explanation_fixture_make(&fixture)->hold.given);
    explanation_fixture_end(&fixture);
}

static void values_behind_a_value_have_their_rows(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    explanation_fixture_make(&fixture);
    const struct explained_indicator *governance = indicator_of(&fixture, GOVERNANCE);
    CU_ASSERT_EQUAL_FATAL(governance->input_count, 3);
    CU_ASSERT_PTR_EQUAL(governance->inputs[0].trace, &fixture.traces[3]);
    CU_ASSERT_STRING_EQUAL(governance->inputs[0].period, "2023-05");
    CU_ASSERT_EQUAL(governance->inputs[0].observation, OBSERVATION_NO_ROW);
    CU_ASSERT_STRING_EQUAL(governance->inputs[1].region, "AFG");
    CU_ASSERT_EQUAL(governance->inputs[1].value.value, 70.0173);
    CU_ASSERT_FALSE(governance->inputs[2].value.given); /* long before anything was measured */
    fixture.run.result.traces = NULL;
    explanation_fixture_make(&fixture);
    CU_ASSERT_PTR_NULL(indicator_of(&fixture, MILITANT)->trace);
    explanation_fixture_end(&fixture);
}

static void of_many_values_those_that_weigh_most_are_kept(void)
{
    struct explanation_fixture fixture;
    struct trace_input inputs[40];
    explanation_fixture_begin(&fixture);
    for (size_t i = 0; i < 40; i++) {
        inputs[i] = (struct trace_input){DEATHS, PAK, (int32_t)i, i % 3 == 0 ? -0.5 - (double)i / 64 : 0.25};
    }
    fixture.traces[2].inputs = inputs;
    fixture.traces[2].input_count = 40;
    explanation_fixture_make(&fixture);
    const struct explained_indicator *governance = indicator_of(&fixture, GOVERNANCE);
    CU_ASSERT_EQUAL(governance->inputs_in_all, 40);
    CU_ASSERT_EQUAL_FATAL(governance->input_count, EXPLAINED_INPUTS);
    for (size_t i = 0; i < EXPLAINED_INPUTS; i++) {
        CU_ASSERT_EQUAL(governance->inputs[i].weight, -0.5 - (double)(3 * i + 6) / 64); /* 14 of them: not 0 and 3 */
    }
    explanation_fixture_end(&fixture);
}

static void effects_stand_at_their_nodes(void)
{
    static const struct effect effects[] = {{EFFECT_CAP, ROOT, 10.75, 9.5, -1.25},
                                            {EFFECT_RESCALED, STATECRAFT, 9.0625, 36, 10.775}};
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    fixture.request.region = KOR;
    fixture.request.effects = effects;
    fixture.request.effect_count = 2;
    const struct explanation *made = explanation_fixture_make(&fixture);
    CU_ASSERT_EQUAL(made->nodes[ROOT].effect_count, 1);
    CU_ASSERT_EQUAL(made->nodes[LEAF_MILITANT].effect_count, 0);
    CU_ASSERT_EQUAL_FATAL(made->nodes[STATECRAFT].effect_count, 1);
    CU_ASSERT_EQUAL_FATAL(made->nodes[STATECRAFT].effects[0].missing_count, 1);
    CU_ASSERT_STRING_EQUAL(made->nodes[STATECRAFT].effects[0].missing[0], "Secrecy of agreements");
    explanation_fixture_end(&fixture);
}

static void differences_add_up(void)
{
    struct explanation_fixture fixture;
    struct result_fixture changed;
    double part[FIXTURE_INDICATORS] = {49.3125, 6.0625, -46.5, 0};
    struct explain_against against = {AFG, part};
    struct explain_what_if what_if = {&changed.result, AFG, 2};
    explanation_fixture_begin(&fixture);
    fixture_begin(&changed);
    changed.result.indicators[SECRECY].in_index = false; /* dropped, though it is still measured */
    fixture.request.against = &against;
    fixture.request.what_if = &what_if;
    const struct explanation *made = explanation_fixture_make(&fixture);
    CU_ASSERT_TRUE(made->against.is_split);
    CU_ASSERT_EQUAL(made->against.part_count, 3);
    CU_ASSERT_EQUAL(made->against.difference, made->score.row.score.value - made->against.score.row.score.value);
    CU_ASSERT_EQUAL(made->against.parts[2].difference, -46.5);
    CU_ASSERT_EQUAL_FATAL(made->what_if.part_count, 3);
    CU_ASSERT_TRUE(made->what_if.parts[SECRECY].is_here);
    CU_ASSERT_FALSE(made->what_if.parts[SECRECY].is_there);
    CU_ASSERT_EQUAL(made->what_if.parts[MILITANT].difference,
                    made->what_if.parts[MILITANT].part_there.value - made->what_if.parts[MILITANT].part_here.value);
    against.part = NULL; /* the other has no score */
    against.region = MDV;
    made = explanation_fixture_make(&fixture);
    CU_ASSERT_TRUE(made->against.given);
    CU_ASSERT_FALSE(made->against.is_split);
    fixture_end(&changed);
    explanation_fixture_end(&fixture);
}

static void reasons_for_what_is_missing_are_given(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    struct result_fixture *run = &fixture.run;
    panel_set_missing(run->normalised, panel_cell(run->raw, 3, MILITANT, PAK), OBSERVATION_CONSTANT);
    panel_set_missing(run->nodes, panel_cell(run->nodes, 3, 1, PAK), OBSERVATION_BELOW_COVERAGE);
    run->raw->observation[panel_cell(run->raw, 3, SECRECY, PAK)] = OBSERVATION_PARTIAL;
    run->normalised->observation[panel_cell(run->raw, 3, SECRECY, PAK)] = OBSERVATION_PARTIAL;
    const struct explanation *made = explanation_fixture_make(&fixture);
    CU_ASSERT_EQUAL_FATAL(made->gap_count, 4);
    CU_ASSERT_STRING_EQUAL(made->gaps[0].id, "statecraft");
    CU_ASSERT_STRING_EQUAL(made->gaps[0].words, "the value has less than the least coverage");
    CU_ASSERT_STRING_EQUAL(made->gaps[1].words, "the value cannot be normalised: its column is constant");
    CU_ASSERT_STRING_EQUAL(made->gaps[2].words, "the value rests on part of its weight");
    CU_ASSERT_STRING_EQUAL(
        made->gaps[3].words,
        "the value is carried from an earlier period; it is that of 2022; the raw one has no row in the source");
    explanation_fixture_end(&fixture);
}

static void positions_outside_the_run_are_refused(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    arena_begin(&fixture.explanation.arena, fixture.run.counted.context);
    fixture.request.region = FIXTURE_REGIONS;
    CU_ASSERT_EQUAL(explain_score(fixture.run.counted.context, &fixture.request, &fixture.explanation),
                    TOCSIN_ERROR_ARGUMENT);
    fixture.request.region = 0;
    fixture.request.period = FIXTURE_PERIODS;
    CU_ASSERT_EQUAL(explain_score(fixture.run.counted.context, &fixture.request, &fixture.explanation),
                    TOCSIN_ERROR_ARGUMENT);
    explanation_fixture_end(&fixture);
}

static void every_lack_of_memory_is_told(void)
{
    struct explanation_fixture fixture;
    struct explain_against against = {AFG, NULL};
    explanation_fixture_begin(&fixture);
    struct explain_what_if what_if = {&fixture.run.result, AFG, 2};
    fixture.request.against = &against;
    fixture.request.what_if = &what_if;
    struct counted *counted = &fixture.run.counted;
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    for (; status == TOCSIN_ERROR_MEMORY && failures < 2000; failures++) {
        fixture.explanation = (struct explanation){.model_id = NULL};
        arena_begin(&fixture.explanation.arena, counted->context);
        counted->calls = 0;
        counted->fail_after = failures;
        status = explain_score(counted->context, &fixture.request, &fixture.explanation);
        counted->fail_after = SIZE_MAX;
        arena_end(&fixture.explanation.arena);
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
    CU_ASSERT_TRUE(failures > 20);
    explanation_fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"parts add up at every node", parts_add_up_at_every_node},
    {"reasons are the largest parts", reasons_are_the_largest_parts},
    {"formulas show the numbers", formulas_show_the_numbers},
    {"what points the other way is reversed", what_points_the_other_way_is_reversed},
    {"weights are products up the tree", weights_are_products_up_the_tree},
    {"denominators, gaps and options are told", denominators_gaps_and_options_are_told},
    {"levels that are held are said", levels_that_are_held_are_said},
    {"values behind a value have their rows", values_behind_a_value_have_their_rows},
    {"of many values those that weigh most are kept", of_many_values_those_that_weigh_most_are_kept},
    {"effects stand at their nodes", effects_stand_at_their_nodes},
    {"differences add up", differences_add_up},
    {"reasons for what is missing are given", reasons_for_what_is_missing_are_given},
    {"positions outside the run are refused", positions_outside_the_run_are_refused},
    {"every lack of memory is told", every_lack_of_memory_is_told},
    CU_TEST_INFO_NULL,
};

SUITE(explain, tests)
