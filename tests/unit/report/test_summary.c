/** summary.txt: its exact text on runs of several shapes, and that every line of any run fits its page. */
#include "many_fixture.h"
#include "rendering.h"
#include "report/summary_text.h"

static char *render(const struct result_fixture *fixture, int digits)
{
    struct sink sink = {.limit = SIZE_MAX};
    struct report_options options = {.digits = digits};
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

static bool contains(const struct result_fixture *fixture, const char *words)
{
    char *text = render(fixture, -1);
    bool found = strstr(text, words) != NULL;
    free(text);
    return found;
}

/** True if the summary says this, blanks and line ends apart. */
static bool says(const struct result_fixture *fixture, const char *words)
{
    char *text = render(fixture, -1);
    CU_ASSERT_TRUE(is_page(text));
    flatten(text);
    bool found = strstr(text, words) != NULL;
    if (!found) {
        fprintf(stderr, "'%s' is not in:\n%s\n", words, text);
    }
    free(text);
    return found;
}

static const struct alert hand_made_alerts[] = {
    {.period = 2, .region = PAK, .reason = ALERT_RECORD, .from = 2, .to = 2, .periods_in_level = 3},
    {.period = 3,
     .region = PAK,
     .reason = ALERT_RAISED,
     .from = 2,
     .to = 3,
     .periods_in_level = 1,
     .score = {true, 75.868824},
     .previous_score = {true, 57.557399},
     .change = {true, 18.311424},
     .drivers = {MILITANT, SECRECY},
     .driver_change = {12.2826, 6.0294118},
     .driver_count = 2},
    {.period = 3,
     .region = PAK,
     .reason = ALERT_JUMP,
     .from = 2,
     .to = 3,
     .periods_in_level = 1,
     .score = {true, 75.868824},
     .change = {true, 18.311424}},
    {.period = 3,
     .region = AFG,
     .reason = ALERT_RECORD,
     .from = 3,
     .to = 3,
     .periods_in_level = 4,
     .score = {true, 66.519800},
     .change = {true, -2.01438},
     .drivers = {MILITANT},
     .driver_change = {-2.01438},
     .driver_count = 1},
    {.period = 3,
     .region = KOR,
     .reason = ALERT_LOWERED,
     .from = 1,
     .to = 0,
     .periods_in_level = 1,
     .score = {true, 15.890267}},
    {.period = 3, .region = KOR, .reason = ALERT_JUMP, .from = 1, .to = 0, .score = {true, 15.9}, .guarded = true},
    {.period = 3, .region = MDV, .reason = ALERT_UNKNOWN, .from = 1, .to = -1},
    {.period = 3, .region = IND, .reason = ALERT_JUMP, .from = 1, .to = 1, .score = {true, 12}}, /* not reported */
};
static struct alert alerts[sizeof hand_made_alerts / sizeof hand_made_alerts[0]];

/** The fixture with alerts, and the rules that give such. */
static void begin(struct result_fixture *fixture)
{
    fixture_begin(fixture);
    memcpy(alerts, hand_made_alerts, sizeof alerts);
    fixture->result.alerts = alerts;
    fixture->result.alert_count = sizeof alerts / sizeof alerts[0];
    fixture->result.alert_rules = (struct alert_rules){.jump = {true, 15}, .record_periods = 24, .stale_periods = 3};
}

static void the_text_is_exact(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    check(&fixture, -1, "report/golden/summary.txt");
    check(&fixture, 0, "report/golden/summary_0_digits.txt");
    fixture_end(&fixture);
}

static void the_first_period_has_nothing_to_compare_with(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    fixture.result.first_reported = 0;
    fixture.result.reported_periods = 1;
    check(&fixture, -1, "report/golden/summary_first_period.txt");
    /* Alerts of a run that goes on from another do compare. */
    fixture.result.previous = "out/july";
    CU_ASSERT_TRUE(says(&fixture, "The scores before are in the previous run; no new alerts."));
    CU_ASSERT_FALSE(contains(&fixture, "no earlier period"));
    fixture_end(&fixture);
}

static void scores_before_the_reported_range_are_told_as_far_as_the_table_does(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    fixture.result.first_reported = 3;
    fixture.result.reported_periods = 1;
    CU_ASSERT_TRUE(says(&fixture, " 1 Pakistan 75.9 +18.3 high \xE2\x96\x85\xE2\x96\x87 "));
    CU_ASSERT_TRUE(says(&fixture, "change since July 2023; trend since July 2023, from"));
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

static void alerts_are_left_out_if_none_could_be_given(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    CU_ASSERT_TRUE(says(&fixture, "; 4 new alerts in 3 regions."));
    fixture.result.alert_rules.silent = true;
    CU_ASSERT_FALSE(contains(&fixture, "ALERTS"));
    CU_ASSERT_FALSE(contains(&fixture, "new alert"));
    fixture.result.alert_rules.silent = false;
    fixture.result.alert_count = 0;
    CU_ASSERT_TRUE(says(&fixture, "; no new alerts."));
    CU_ASSERT_TRUE(says(&fixture, "ALERTS None. LARGEST"));
    fixture_end(&fixture);
}

static void a_level_may_fall_while_the_score_rises(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    alerts[1].reason = ALERT_LOWERED;
    alerts[1].from = 4;
    CU_ASSERT_TRUE(says(&fixture, "Lowered: Pakistan, from severe to high: 75.9, though up 18.3 (Militant"));
    fixture_end(&fixture);
}

static void a_return_says_where_to(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    alerts[3].reason = ALERT_RETURNED;
    alerts[3].from = -1;
    alerts[3].periods_in_level = 1;
    CU_ASSERT_TRUE(says(&fixture, "Returned: Afghanistan, \"Islamic Emirate of\" with all of its thirty-four "
                                  "provinces, at high: 66.5, down 2.0 (Militant activity -2.0)."));
    fixture_end(&fixture);
}

static void a_level_that_is_held_is_said_to_be(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    fixture.level[3 * FIXTURE_REGIONS + AFG] = 4;
    CU_ASSERT_TRUE(says(&fixture, "66.5 (severe, held though below 80), down 2.0: Militant activity 40.0 of it, "));
    CU_ASSERT_TRUE(says(&fixture, "66.5 -2.0 severe* "));
    CU_ASSERT_TRUE(says(&fixture, "; * held: below the level's bound."));
    fixture_end(&fixture);
}

static void complete_data_leave_nothing_unknown(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    fixture.reported[KOR] = false;
    fixture.reported[MDV] = false;
    fixture.result.source_count = 0;
    fixture.result.finding_totals[TOCSIN_WARNING] = 0;
    for (size_t region = PAK; region <= AFG; region++) {
        size_t cell = panel_cell(fixture.raw, 3, GOVERNANCE, region);
        fixture.normalised->observation[cell] = OBSERVATION_NORMAL;
        fixture.treated->observed[cell] = DAY_NONE;
        fixture.imputed[3 * FIXTURE_REGIONS + region] = 0;
    }
    CU_ASSERT_TRUE(says(&fixture, "WHAT IS NOT KNOWN Nothing: every score rests on complete data of its own period."));
    fixture_end(&fixture);
}

static void small_parts_of_a_change_are_not_told(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    /* governance of Pakistan: its part is larger or smaller than a tenth of the change, which is 18.3 */
    size_t cell = panel_cell(fixture.raw, 3, GOVERNANCE, PAK);
    fixture.change[cell] = -1.75;
    CU_ASSERT_TRUE(says(&fixture, "because of Militant activity +12.3 and Secrecy of agreements +6.0. Afghanistan"));
    fixture.change[cell] = -1.875;
    CU_ASSERT_TRUE(says(&fixture, "because of Militant activity +12.3 and Secrecy of agreements +6.0, against it "
                                  "Governance (political stability and absence of violence) -1.9. Afghanistan"));
    fixture_end(&fixture);
}

static void what_lowers_a_score_is_told_if_it_is_large(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    fixture.contribution[panel_cell(fixture.raw, 3, SECRECY, PAK)] = -35.25;
    CU_ASSERT_TRUE(says(&fixture, "Militant activity 49.3 of it, Secrecy of agreements -35.3, Governance"));
    fixture.result.parts_sampled = true;
    CU_ASSERT_TRUE(says(&fixture, "Some parts are averages over a sample of orders, not exact. ALERTS"));
    fixture_end(&fixture);
}

static void a_score_that_does_not_move_is_unchanged(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    fixture.result.alert_count = 0;
    for (size_t region = 0; region < FIXTURE_REGIONS; region++) {
        size_t now = result_score_cell(&fixture.result, 3, region);
        size_t before = result_score_cell(&fixture.result, 2, region);
        fixture.nodes->value[before] = fixture.nodes->value[now] - 0.0312;
    }
    CU_ASSERT_TRUE(says(&fixture, "Pakistan is highest at 75.9 (high), rank 1 of 4, unchanged since July. "));
    CU_ASSERT_TRUE(says(&fixture, ". No score changed since July; no new alerts."));
    CU_ASSERT_TRUE(says(&fixture, "Pakistan, 75.9 (high), unchanged: Militant activity 49.3 of it, Governance "
                                  "(political stability and absence of violence) 20.6, Secrecy of agreements 6.0. "));
    CU_ASSERT_TRUE(says(&fixture, "LARGEST MOVES since July 2023 None."));
    fixture_end(&fixture);
}

static void a_share_of_the_top_is_told(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    fixture.rank[3 * FIXTURE_REGIONS + AFG] = 1;
    CU_ASSERT_TRUE(says(&fixture, "Pakistan and 1 more are highest at 75.9 (high), rank 1 of 4. "));
    fixture.reported[AFG] = fixture.reported[KOR] = fixture.reported[MDV] = false;
    CU_ASSERT_TRUE(says(&fixture, "Pakistan stands at 75.9 (high), rank 1 of 4, up 18.3 since July. There are 2 new "
                                  "alerts."));
    fixture_end(&fixture);
}

static void reservations_are_told_in_groups(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    fixture.normalised->observation[panel_cell(fixture.raw, 3, MILITANT, PAK)] = OBSERVATION_UNRELIABLE;
    fixture.normalised->observation[panel_cell(fixture.raw, 3, MILITANT, AFG)] = OBSERVATION_NEUTRAL;
    panel_set_missing(fixture.normalised, panel_cell(fixture.raw, 3, MILITANT, KOR), OBSERVATION_CONSTANT);
    CU_ASSERT_TRUE(says(&fixture, "Missing: Secrecy of agreements for 2 of 4 regions, Militant activity, Governance "
                                  "(political stability and absence of violence) for 1 of 4 regions. Not applicable: "
                                  "Militant activity for 1 of 4 regions. Estimated: Militant activity for 1 of 4 "
                                  "regions. Of low reliability: Militant activity for 1 of 4 regions. Imputed: "));
    fixture.imputed[3 * FIXTURE_REGIONS + AFG] = 0.445;
    CU_ASSERT_TRUE(says(&fixture, "Imputed: up to 45% of the weight of 3 of 3 scores, most for Afghanistan, "));
    fixture_end(&fixture);
}

static void scores_beyond_the_scale_are_said_to_be(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    CU_ASSERT_TRUE(says(&fixture, "from \xE2\x96\x81 (0) to \xE2\x96\x88 (100), \xC2\xB7 no score; data"));
    fixture.nodes->value[result_score_cell(&fixture.result, 1, PAK)] = 100.25;
    CU_ASSERT_TRUE(says(&fixture, "from \xE2\x96\x81 (0) to \xE2\x96\x88 (100 or above)"));
    CU_ASSERT_TRUE(says(&fixture, "\xE2\x96\x88\xE2\x96\x85\xE2\x96\x87")); /* the highest block, no more than that */
    fixture.nodes->value[result_score_cell(&fixture.result, 1, PAK)] = -3.5;
    CU_ASSERT_TRUE(says(&fixture, "from \xE2\x96\x81 (0 or below) to \xE2\x96\x88 (100)"));
    fixture_end(&fixture);
}

/** Blocks stand for equal eighths of the scale: a score at a bound has the higher one. */
static void equal_heights_are_equal_scores(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    static const double scores[] = {12.4, 12.5, 87.4, 87.5};
    static const char *const blocks[] = {"\xE2\x96\x81", "\xE2\x96\x82", "\xE2\x96\x87", "\xE2\x96\x88"};
    for (size_t i = 0; i < 4; i++) {
        char words[64];
        for (size_t period = 0; period < 3; period++) {
            fixture.nodes->value[result_score_cell(&fixture.result, period, AFG)] = scores[i];
        }
        snprintf(words, sizeof words, " high %s%s%s\xE2\x96\x86 3 ", blocks[i], blocks[i], blocks[i]);
        words[strlen(words) - 2] = '\0';
        CU_ASSERT_TRUE(says(&fixture, words));
    }
    fixture_end(&fixture);
}

static void periods_are_told_in_words(void)
{
    static const struct {
        enum frequency frequency;
        const char *first;
        const char *words;
    } cases[] = {{FREQUENCY_YEAR, "2020", "risk: 2023 Model"},
                 {FREQUENCY_QUARTER, "2022-Q4", "risk: Q3 2023 Model"},
                 {FREQUENCY_QUARTER, "2022-Q2", "since Q4 2022. Of"},
                 {FREQUENCY_WEEK, "2023-W01", "risk: week 4 of 2023 Model"},
                 {FREQUENCY_WEEK, "2022-W50", "since week 52 of 2022. Of"},
                 {FREQUENCY_DAY, "2023-08-29", "risk: 1 September 2023 Model"},
                 {FREQUENCY_DAY, "2023-08-29", "since 31 August. Of"},
                 {FREQUENCY_MONTH, "2022-10", "since December 2022. Of"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct result_fixture fixture;
        period_number first;
        begin(&fixture);
        CU_ASSERT_TRUE_FATAL(period_parse(cases[i].first, strlen(cases[i].first), cases[i].frequency, &first));
        fixture.result.axis = (struct period_axis){cases[i].frequency, first, FIXTURE_PERIODS};
        CU_ASSERT_TRUE(says(&fixture, cases[i].words));
        fixture_end(&fixture);
    }
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; *text; text++) {
        lines += *text == '\n';
    }
    return lines;
}

static void many_regions_make_a_short_summary(void)
{
    static struct many_fixture many;
    many_begin(&many, false);
    char *text = render(&many.base, -1);
    CU_ASSERT_TRUE(is_page(text));
    CU_ASSERT(count_lines(text) < 150);
    flatten(text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "Of 250 regions 92 are at level high or above, 20 have no score."));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "and 238 more regions, in scores.csv"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "and 87 more at high or above"));              /* of 92: 5 with reasons */
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "and 123 more regions, in alerts.csv"));       /* of 135: 12 */
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "and 109 more lowered, in alerts.csv"));       /* of 115: 6 */
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "No score for 20 of 250 regions: no data (")); /* two reasons, 6 names each */
    free(text);
    many_end(&many);
}

static void lines_fit_whatever_the_names(void)
{
    static struct many_fixture many;
    many_begin(&many, true);
    for (int digits = -1; digits <= 0; digits++) {
        char *text = render(&many.base, digits);
        CU_ASSERT_TRUE(is_page(text));
        free(text);
    }
    for (size_t i = 0; i < FIXTURE_INDICATORS; i++) {
        many.base.result.indicators[i].title = many.names[i];
    }
    many.base.result.model_title = many.names[7];
    many.base.result.model_id = many.names[8];
    many.base.result.model_version = many.names[9];
    many.base.result.model_file = many.names[10];
    for (size_t i = 0; i < MANY; i++) { /* on a scale that needs room */
        many.base.result.nodes->value[result_score_cell(&many.base.result, 3, i)] *= -1.5e7;
    }
    char *text = render(&many.base, -1);
    CU_ASSERT_TRUE(is_page(text));
    flatten(text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "METHOD 3 indicators in 2 nodes: weighted arithmetic mean; weights given. "
                                        "Levels: low from 0, guarded 20, elevated 40, high 60, severe 80; down after"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, " with the model, sha256 555555555555"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "The path of any number: tocsin explain MODEL REGION PERIOD"));
    free(text);
    many_end(&many);
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
    {"scores before the reported range are told as far as the table does",
     scores_before_the_reported_range_are_told_as_far_as_the_table_does},
    {"without levels regions come by rank", without_levels_regions_come_by_rank},
    {"without scores there is little to say", without_scores_there_is_little_to_say},
    {"alerts are left out if none could be given", alerts_are_left_out_if_none_could_be_given},
    {"a level may fall while the score rises", a_level_may_fall_while_the_score_rises},
    {"a return says where to", a_return_says_where_to},
    {"a level that is held is said to be", a_level_that_is_held_is_said_to_be},
    {"complete data leave nothing unknown", complete_data_leave_nothing_unknown},
    {"small parts of a change are not told", small_parts_of_a_change_are_not_told},
    {"what lowers a score is told if it is large", what_lowers_a_score_is_told_if_it_is_large},
    {"a score that does not move is unchanged", a_score_that_does_not_move_is_unchanged},
    {"a share of the top is told", a_share_of_the_top_is_told},
    {"reservations are told in groups", reservations_are_told_in_groups},
    {"scores beyond the scale are said to be", scores_beyond_the_scale_are_said_to_be},
    {"equal heights are equal scores", equal_heights_are_equal_scores},
    {"periods are told in words", periods_are_told_in_words},
    {"many regions make a short summary", many_regions_make_a_short_summary},
    {"lines fit whatever the names", lines_fit_whatever_the_names},
    {"nothing reported is an empty summary", nothing_reported_is_an_empty_summary},
    CU_TEST_INFO_NULL,
};

SUITE(summary, tests)
