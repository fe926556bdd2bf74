/** summary.txt: its exact text on runs of several shapes, and that every line of any run fits its page. */
#include "panel/result_row.h"
#include "rendering.h"
#include "report/summary_text.h"
#include "result_fixture.h"
#include <math.h>

static char *render(const struct result_fixture *fixture, int digits)
{
    struct sink sink = {.limit = SIZE_MAX};
    struct report_options options = {digits};
    struct output *output = output_create(fixture->counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    summary_text_write(output, &fixture->result, &options);
    CU_ASSERT_TRUE(output_flush(output));
    output_destroy(fixture->counted.context, output);
    return sink.bytes;
}

static void check(const struct result_fixture *fixture, int digits, const char *golden)
{
    char *text = render(fixture, digits);
    CU_ASSERT_TRUE(is_page(text));
    CU_ASSERT_TRUE(is_golden(golden, text));
    free(text);
}

/** Takes every run of blanks and line ends as one blank. */
static void flatten(char *text)
{
    size_t length = 0;
    for (size_t i = 0; text[i]; i++) {
        bool blank = text[i] == ' ' || text[i] == '\n';
        if (!blank || (length > 0 && text[length - 1] != ' ')) {
            text[length++] = blank ? ' ' : text[i];
        }
    }
    text[length] = '\0';
}

/** True if the summary says this, blanks and line ends apart. */
static bool says(const struct result_fixture *fixture, const char *words)
{
    char *text = render(fixture, -1);
    flatten(text);
    bool found = strstr(text, words) != NULL;
    if (!found) {
        fprintf(stderr, "'%s' is not in:\n%s\n", words, text);
    }
    free(text);
    return found;
}

static void the_text_is_exact(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    check(&fixture, -1, "report/golden/summary.txt");
    check(&fixture, 0, "report/golden/summary_0_digits.txt");
    fixture_end(&fixture);
}

static void the_first_period_has_nothing_to_compare_with(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.result.first_reported = 0;
    fixture.result.reported_periods = 1;
    check(&fixture, -1, "report/golden/summary_first_period.txt");
    fixture_end(&fixture);
}

static void values_before_the_reported_range_are_not_told(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.result.first_reported = 3;
    fixture.result.reported_periods = 1;
    CU_ASSERT_TRUE(says(&fixture, "Pakistan rose by 18.3 to 75.9: Militant activity +12.3 (82.1), Secrecy"));
    fixture_end(&fixture);
}

static void without_contributions_the_highest_values_are_told(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    memset(fixture.has_contributions, 0, FIXTURE_PERIODS * FIXTURE_REGIONS);
    fixture_nodes[STATECRAFT].aggregation.method = AGGREGATE_GEOMETRIC;
    check(&fixture, -1, "report/golden/summary_geometric.txt");
    fixture_nodes[STATECRAFT].aggregation.method = AGGREGATE_ARITHMETIC;
    fixture_end(&fixture);
}

static void without_levels_regions_come_by_rank(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.result.levels.count = 0;
    memset(fixture.level, 0xFF, sizeof(int16_t) * FIXTURE_PERIODS * FIXTURE_REGIONS);
    check(&fixture, -1, "report/golden/summary_no_levels.txt");
    fixture_end(&fixture);
}

static void without_scores_there_is_little_to_say(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    for (size_t region = 0; region < FIXTURE_REGIONS; region++) {
        size_t cell = result_score_cell(&fixture.result, 3, region);
        panel_set_missing(fixture.nodes, cell, OBSERVATION_BELOW_COVERAGE);
        fixture.rank[3 * FIXTURE_REGIONS + region] = 0;
        fixture.level[3 * FIXTURE_REGIONS + region] = -1;
    }
    fixture.ranked[3] = 0;
    check(&fixture, -1, "report/golden/summary_no_scores.txt");
    fixture_end(&fixture);
}

static void a_level_that_is_held_is_said_to_be(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.level[3 * FIXTURE_REGIONS + AFG] = 4;
    fixture.level[2 * FIXTURE_REGIONS + AFG] = 4;
    fixture.level[2 * FIXTURE_REGIONS + KOR] = 1;
    CU_ASSERT_TRUE(says(&fixture, "thirty-four provinces 66.5 (level held, though below 80), made up of"));
    CU_ASSERT_TRUE(says(&fixture, "up: Pakistan, from elevated to high; score 75.9, was 57.6"));
    CU_ASSERT_TRUE(says(&fixture, "from guarded to low; score 15.9, was 16.3"));
    CU_ASSERT_TRUE(says(&fixture, "1 went up a level and 1 went down"));
    fixture_end(&fixture);
}

static void complete_data_leave_nothing_unknown(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.reported[KOR] = false;
    fixture.reported[MDV] = false;
    fixture.result.source_count = 0;
    for (size_t region = PAK; region <= AFG; region++) {
        size_t cell = panel_cell(fixture.raw, 3, GOVERNANCE, region);
        fixture.normalised->observation[cell] = OBSERVATION_NORMAL;
        fixture.treated->observed[cell] = DAY_NONE;
    }
    CU_ASSERT_TRUE(says(&fixture, "WHAT IS NOT KNOWN Nothing: every score rests on complete data of its own period."));
    fixture_end(&fixture);
}

static void small_parts_of_a_change_are_not_told(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    /* governance of Pakistan: -0.93 before, imputed; now measured, and its part larger or smaller by a tenth and more
     * of the change, which is 18.3 */
    size_t cell = panel_cell(fixture.raw, 3, GOVERNANCE, PAK);
    panel_set(fixture.raw, cell, -0.625, OBSERVATION_NORMAL);
    fixture.contribution[cell] -= 1.75;
    CU_ASSERT_TRUE(says(&fixture,
                        "Militant activity +12.3 (82.1, was 61.63), Secrecy of agreements +6.0 (60.29, was 0). "
                        "Afghanistan"));
    fixture.contribution[cell] -= 0.125;
    CU_ASSERT_TRUE(says(&fixture, "(60.29, was 0); against it Governance (political stability and absence of violence) "
                                  "-1.9 (-0.625, was imputed). Afghanistan"));
    fixture_end(&fixture);
}

static void a_share_of_the_top_is_told(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.rank[3 * FIXTURE_REGIONS + AFG] = 1;
    CU_ASSERT_TRUE(says(&fixture, "Pakistan and 1 more share the highest score: 75.9, level high, rank 1 of 4"));
    fixture.reported[AFG] = fixture.reported[KOR] = fixture.reported[MDV] = false;
    CU_ASSERT_TRUE(says(&fixture, "Pakistan stands at 75.9, level high, rank 1 of 4, +18.3 since 2023-07."));
    fixture_end(&fixture);
}

static void reservations_are_told_by_indicator(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.normalised->observation[panel_cell(fixture.raw, 3, MILITANT, PAK)] = OBSERVATION_UNRELIABLE;
    fixture.normalised->observation[panel_cell(fixture.raw, 3, MILITANT, AFG)] = OBSERVATION_NEUTRAL;
    panel_set_missing(fixture.normalised, panel_cell(fixture.raw, 3, MILITANT, KOR), OBSERVATION_CONSTANT);
    CU_ASSERT_TRUE(says(&fixture,
                        "Militant activity: missing for 1 of 4 regions (Maldives?[31m\xC3\xA9); not applicable "
                        "for 1 of 4 regions (\xEB\x8C\x80\xED\x95\x9C\xEB\xAF\xBC\xEA\xB5\xAD); estimated for 1 "
                        "of 4 regions; of low reliability for 1 of 4 regions."));
    fixture_end(&fixture);
}

/** A run of so many regions, whose names are as long as may be, on a scale that needs room. */
static void lists_are_cut_and_lines_fit_whatever_the_size(void)
{
    enum { MANY = 90 };
    struct result_fixture fixture;
    fixture_begin(&fixture);
    struct region many[MANY];
    char ids[MANY][40];
    char name[301];
    memset(name, 'n', 300);
    name[300] = '\0';
    for (size_t i = 0; i < MANY; i++) {
        snprintf(ids[i], sizeof ids[i], "region-with-a-long-id-%zu", i);
        many[i] = (struct region){ids[i], i % 2 ? name : "Short"};
    }
    struct region_table table = {.regions = many, .count = MANY};
    struct arena *arena = &fixture.result.arena;
    struct panel *panels[3];
    struct panel *nodes;
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL_FATAL(panel_create(arena, FIXTURE_PERIODS, FIXTURE_INDICATORS, MANY, &panels[i]), TOCSIN_OK);
    }
    CU_ASSERT_EQUAL_FATAL(panel_create(arena, FIXTURE_PERIODS, FIXTURE_INNER, MANY, &nodes), TOCSIN_OK);
    size_t places = (size_t)FIXTURE_PERIODS * MANY;
    int32_t *rank = fixture_array(&fixture, places, sizeof *rank);
    int16_t *level = fixture_array(&fixture, places, sizeof *level);
    double *zeros = fixture_array(&fixture, places * FIXTURE_NODES, sizeof *zeros);
    uint8_t *has_contributions = fixture_array(&fixture, places, 1);
    for (size_t period = 0; period < FIXTURE_PERIODS; period++) {
        for (size_t region = 0; region < MANY - 20; region++) {
            double score = (double)(MANY - region) * (period == 3 && region < 50 ? 1.5e7 : -1.25);
            panel_set(nodes, panel_cell(nodes, period, 0, region), score, OBSERVATION_NORMAL);
            rank[period * MANY + region] = 1 + (int32_t)region;
            level[period * MANY + region] = period == 3 ? 1 : (int16_t)(region % 4);
            panel_set(panels[2], panel_cell(panels[2], period, MILITANT, region), score, OBSERVATION_NORMAL);
        }
        for (size_t region = MANY - 20; region < MANY; region++) {
            level[period * MANY + region] = -1;
        }
    }
    bool reported[MANY];
    memset(reported, true, sizeof reported);
    struct result *result = &fixture.result;
    result->regions = &table;
    result->raw = panels[0];
    result->treated = panels[1];
    result->normalised = panels[2];
    result->nodes = nodes;
    result->region_reported = reported;
    result->rank = rank;
    result->level = level;
    result->coverage = result->imputed = result->weight = result->contribution = zeros;
    result->has_contributions = has_contributions;
    char *text = render(&fixture, -1);
    CU_ASSERT_TRUE(is_page(text));
    flatten(text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "and 50 more regions, in scores.csv"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "and 38 more")); /* of 70 at a level: 12 with reasons, 20 by name */
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "and 14 more")); /* of 20 without a score: 6 by name */
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "more went down"));
    free(text);
    fixture_end(&fixture);
}

/** The first number after `words`. */
static double number_after(const char *text, const char *words)
{
    const char *found = strstr(text, words);
    return found ? strtod(found + strlen(words), NULL) : NAN;
}

static void what_is_told_is_what_the_table_holds(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    char *text = render(&fixture, -1);
    struct score_row score;
    struct indicator_row row;
    result_row_score(&fixture.result, 3, PAK, &score);
    CU_ASSERT_TRUE(close_to(number_after(text, "highest score: "), score.score.value, 0.05 / 70));
    CU_ASSERT_TRUE(close_to(number_after(text, "Pakistan rose by "), score.change.value, 0.05 / 18));
    result_row_indicator(&fixture.result, 3, PAK, MILITANT, &row);
    CU_ASSERT_TRUE(close_to(number_after(text, "Militant activity +"), row.change.value, 0.05 / 12));
    CU_ASSERT_TRUE(close_to(number_after(text, "made up of Militant activity "), row.contribution.value, 0.05 / 49));
    free(text);
    fixture_end(&fixture);
}

static void nothing_reported_is_an_empty_summary(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.result.reported_periods = 0;
    CU_ASSERT_PTR_NULL(render(&fixture, -1));
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"the text is exact", the_text_is_exact},
    {"the first period has nothing to compare with", the_first_period_has_nothing_to_compare_with},
    {"values before the reported range are not told", values_before_the_reported_range_are_not_told},
    {"without contributions the highest values are told", without_contributions_the_highest_values_are_told},
    {"without levels regions come by rank", without_levels_regions_come_by_rank},
    {"without scores there is little to say", without_scores_there_is_little_to_say},
    {"a level that is held is said to be", a_level_that_is_held_is_said_to_be},
    {"complete data leave nothing unknown", complete_data_leave_nothing_unknown},
    {"small parts of a change are not told", small_parts_of_a_change_are_not_told},
    {"a share of the top is told", a_share_of_the_top_is_told},
    {"reservations are told by indicator", reservations_are_told_by_indicator},
    {"lists are cut and lines fit whatever the size", lists_are_cut_and_lines_fit_whatever_the_size},
    {"what is told is what the table holds", what_is_told_is_what_the_table_holds},
    {"nothing reported is an empty summary", nothing_reported_is_an_empty_summary},
    CU_TEST_INFO_NULL,
};

SUITE(summary, tests)
