/** summary.txt says nothing but what is in the tables and the manifest of its run folder, and whoever alters it is
 * found out. */
#include "facts.h"
#include "many_fixture.h"
#include "panel/result_row.h"
#include "place.h"
#include "report/report.h"

/** What summaries may say of a model beyond what scores.json holds of it. */
static const char model_text[] = "levels:\n  hysteresis: {down: 5, periods: 2}\nalerts:\n  record: {periods: 24}\n";

/** Writes the run folder, checks its summary and alters it everywhere, or in every so many places. */
static void check(struct result_fixture *fixture, size_t every)
{
    struct report_options options = {.digits = -1};
    struct facts facts;
    size_t tried = 0;
    place_begin();
    fixture->result.alert_rules.record_periods = 24;
    CU_ASSERT_EQUAL_FATAL(report_write_folder(fixture->counted.context, &fixture->result, place_path("run"),
                                              TOCSIN_SCORES_CSV | TOCSIN_INDICATORS_CSV | TOCSIN_ALERTS_CSV |
                                                  TOCSIN_SCORES_JSON | TOCSIN_SUMMARY_TEXT,
                                              false, &options),
                          TOCSIN_OK);
    char *summary = facts_read(place_path("run"), "summary.txt");
    CU_ASSERT_PTR_NOT_NULL_FATAL(summary);
    CU_ASSERT_TRUE_FATAL(facts_load(&facts, place_path("run"), model_text));
    CU_ASSERT_EQUAL(facts_check(&facts, summary, stderr), 0);
    CU_ASSERT_EQUAL(facts_alter(&facts, summary, every, &tried), 0);
    CU_ASSERT(tried > 50);
    facts_free(&facts);
    free(summary);
    place_end("run");
}

static void of_a_few_regions(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    check(&fixture, 1);
    fixture_end(&fixture);
}

static void of_alerts(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    struct score_row row;
    struct alert alerts[4] = {
        {.period = 3, .region = PAK, .reason = ALERT_RAISED, .from = 2, .to = 3, .periods_in_level = 1},
        {.period = 3, .region = PAK, .reason = ALERT_RECORD, .from = 2, .to = 3, .periods_in_level = 1},
        {.period = 3, .region = AFG, .reason = ALERT_JUMP, .from = 3, .to = 3, .periods_in_level = 17},
        {.period = 3, .region = KOR, .reason = ALERT_JUMP, .from = 0, .to = 0, .periods_in_level = 4, .guarded = true},
    };
    for (size_t i = 0; i < 4; i++) {
        result_row_score(&fixture.result, 3, alerts[i].region, &row);
        alerts[i].score = row.score;
        alerts[i].previous_score = row.previous_score;
        alerts[i].change = row.change;
        alerts[i].drivers[0] = MILITANT;
        alerts[i].driver_change[0] = fixture.change[panel_cell(fixture.raw, 3, MILITANT, alerts[i].region)];
        alerts[i].driver_count = 1;
    }
    fixture.result.alerts = alerts;
    fixture.result.alert_count = 4;
    check(&fixture, 1);
    fixture_end(&fixture);
}

static void of_the_first_period(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.result.first_reported = 0;
    fixture.result.reported_periods = 1;
    check(&fixture, 1);
    fixture_end(&fixture);
}

static void of_one_period(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.result.first_reported = 3;
    fixture.result.reported_periods = 1;
    check(&fixture, 1);
    fixture_end(&fixture);
}

static void without_levels(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.result.levels.count = 0;
    memset(fixture.level, 0xFF, sizeof(int16_t) * FIXTURE_PERIODS * FIXTURE_REGIONS);
    check(&fixture, 1);
    fixture_end(&fixture);
}

static void of_many_regions(void)
{
    static struct many_fixture many;
    many_begin(&many, false);
    struct score_row row;
    for (size_t i = 0; i < many.base.result.alert_count; i++) {
        result_row_score(&many.base.result, 3, many.alerts[i].region, &row);
        many.alerts[i].score = row.score;
        many.alerts[i].change = row.change;
    }
    check(&many.base, 17);
    many_end(&many);
}

static CU_TestInfo tests[] = {
    {"of a few regions", of_a_few_regions},
    {"of alerts", of_alerts},
    {"of the first period", of_the_first_period},
    {"of one period", of_one_period},
    {"without levels", without_levels},
    {"of many regions", of_many_regions},
    CU_TEST_INFO_NULL,
};

SUITE(summary_facts, tests)
