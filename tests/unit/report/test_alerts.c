/** alerts.csv and states.csv: their exact text, which rows are in them, and what holds between their columns. */
#include "base/number.h"
#include "rendering.h"
#include "report/table.h"
#include "result_fixture.h"
#include <math.h>

static const struct alert_rules fixture_rules = {
    .jump = {true, 15}, .record_periods = 3, .stale_periods = 3, .has_guard = true, .guard_periods = 2};

/* By period, then region, then reason, as pipeline/ leaves them. */
static const struct alert fixture_alerts[] = {
    {.period = 0, .region = PAK, .reason = ALERT_RECORD, .from = 2, .to = 2, .periods_in_level = 7}, /* not reported */
    {.period = 1,
     .region = PAK,
     .reason = ALERT_RAISED,
     .from = 2,
     .to = 3,
     .periods_in_level = 1,
     .score = {true, 61.40625},
     .previous_score = {true, 59.13451},
     .change = {true, 2.27174},
     .drivers = {MILITANT, GOVERNANCE, SECRECY},
     .driver_change = {1.5, 0.45, 0.25},
     .driver_count = 3},
    {.period = 1, .region = KOR, .reason = ALERT_UNKNOWN, .from = 0, .to = -1},
    {.period = 1, .region = IND, .reason = ALERT_RECORD, .from = 1, .to = 1, .periods_in_level = 4}, /* not reported */
    {.period = 2,
     .region = AFG,
     .reason = ALERT_JUMP,
     .from = 3,
     .to = 3,
     .periods_in_level = 12,
     .score = {true, 78.0001},
     .previous_score = {true, 60.96},
     .change = {true, 17.0401},
     .drivers = {MILITANT},
     .driver_change = {16.95},
     .driver_count = 1,
     .guarded = true},
    {.period = 2,
     .region = AFG,
     .reason = ALERT_RECORD,
     .from = 3,
     .to = 3,
     .periods_in_level = 12,
     .score = {true, 78.0001},
     .previous_score = {true, 60.96},
     .change = {true, 17.0401},
     .drivers = {MILITANT},
     .driver_change = {16.95},
     .driver_count = 1,
     .guarded = true},
    {.period = 3,
     .region = PAK,
     .reason = ALERT_LOWERED,
     .from = 3,
     .to = 2,
     .periods_in_level = 1,
     .score = {true, 44.875},
     .previous_score = {true, 45.0},
     .change = {true, -0.125},
     .drivers = {SECRECY},
     .driver_change = {-0.04},
     .driver_count = 1},
    {.period = 3,
     .region = KOR,
     .reason = ALERT_RETURNED,
     .from = -1,
     .to = 0,
     .periods_in_level = 1,
     .score = {true, 2.4854}},
};

/** What is remembered, one row a region. */
static double fixture_recent[FIXTURE_REGIONS][3] = {{59.13451, 61.40625, 44.875},
                                                    {60.96, 78.0001, 0.1 + 0.2},
                                                    {NAN, NAN, 2.4854},
                                                    {NAN, NAN, NAN},
                                                    {-3.5, 1e-7, 22.125}};
static double fixture_counts[FIXTURE_REGIONS][2] = {{0, 12}, {NAN, 3}, {0.5, NAN}, {NAN, NAN}, {7, 8}};
static struct level_state fixture_states[FIXTURE_REGIONS] = {
    {.level = 2, .last_level = -1, .below = 1, .periods_in_level = 1},
    {.level = 3, .last_level = -1, .periods_in_level = 13, .stale = 2},
    {.level = 0, .last_level = -1, .periods_in_level = 1},
    {.level = -1, .last_level = 4, .stale = 4},
    {.level = 1, .last_level = -1, .periods_in_level = 4},
};

static void begin(struct result_fixture *fixture)
{
    fixture_begin(fixture);
    for (size_t i = 0; i < FIXTURE_REGIONS; i++) {
        fixture_states[i].recent = fixture_recent[i];
        fixture_states[i].recent_count = 3;
        fixture_states[i].counts = fixture_counts[i];
        fixture_states[i].count_count = 2;
    }
    fixture->result.alert_rules = fixture_rules;
    fixture->result.alerts = fixture_alerts;
    fixture->result.alert_count = sizeof fixture_alerts / sizeof fixture_alerts[0];
    fixture->result.states = fixture_states;
}

static char *render(const struct result_fixture *fixture, const struct table *table, int digits)
{
    struct sink sink = {.limit = SIZE_MAX};
    struct report_options options = {.digits = digits};
    struct output *output = output_create(fixture->counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    table_write(output, table, &fixture->result, &options);
    CU_ASSERT_TRUE(output_flush(output));
    output_destroy(fixture->counted.context, output);
    CU_ASSERT_PTR_NOT_NULL_FATAL(sink.bytes);
    return sink.bytes;
}

static void check_text(const struct table *table, int digits, const char *golden)
{
    struct result_fixture fixture;
    begin(&fixture);
    char *text = render(&fixture, table, digits);
    CU_ASSERT_TRUE(is_golden(golden, text));
    free(text);
    fixture_end(&fixture);
}

static void the_text_is_exact(void)
{
    check_text(&alerts_table, -1, "report/golden/alerts.csv");
    check_text(&states_table, -1, "report/golden/states.csv");
}

/** Rounded where people read, exact where the next run does. */
static void digits_are_for_alerts_only(void)
{
    check_text(&alerts_table, 1, "report/golden/alerts_1_digit.csv");
    check_text(&states_table, 1, "report/golden/states.csv");
}

static void no_alerts_are_a_header(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    fixture.result.alert_count = 0;
    char *text = render(&fixture, &alerts_table, -1);
    CU_ASSERT_STRING_EQUAL(text, "period,region,from,to,reason,drivers,periods_in_level,score,previous_score,change,"
                                 "guard\n");
    free(text);
    fixture_end(&fixture);
}

/** Every alert of a reported period and region once; the key of the table tells its rows apart. */
static void rows_are_the_reported_alerts(void)
{
    static struct csv csv;
    struct result_fixture fixture;
    begin(&fixture);
    const struct result *result = &fixture.result;
    char *text = render(&fixture, &alerts_table, -1);
    csv_read(text, &csv);
    size_t row = 0;
    for (size_t i = 0; i < result->alert_count; i++) {
        const struct alert *alert = &result->alerts[i];
        if (alert->period < result->first_reported || !result->region_reported[alert->region]) {
            continue;
        }
        row++;
        CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "region"), result->regions->regions[alert->region].id);
        CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "reason"), alert_reason_names[alert->reason]);
        CU_ASSERT_EQUAL(csv_text(&csv, row, "guard")[0] != '\0', alert->guarded);
        CU_ASSERT_EQUAL(csv_text(&csv, row, "periods_in_level")[0] == '\0', alert->to < 0);
    }
    CU_ASSERT_EQUAL(csv.rows, row + 1);
    CU_ASSERT_EQUAL(row, 6);
    for (size_t left = 1; left < csv.rows; left++) {
        for (size_t right = left + 1; right < csv.rows; right++) {
            bool same = true;
            for (size_t k = 0; k < alerts_table.key_count; k++) {
                const char *column = alerts_table.columns[alerts_table.key[k]].name;
                same &= strcmp(csv_text(&csv, left, column), csv_text(&csv, right, column)) == 0;
            }
            CU_ASSERT_FALSE(same);
        }
    }
    free(text);
    fixture_end(&fixture);
}

static bool is_one_of(const char *const *values, const char *text)
{
    while (*values && strcmp(*values, text) != 0) {
        values++;
    }
    return *values != NULL;
}

static void cells_keep_to_their_schema(void)
{
    static struct csv csv;
    static const struct table *const tables[] = {&alerts_table, &states_table};
    struct result_fixture fixture;
    begin(&fixture);
    for (size_t k = 0; k < 2; k++) {
        char *text = render(&fixture, tables[k], 3);
        csv_read(text, &csv);
        CU_ASSERT_EQUAL_FATAL(csv.columns, tables[k]->column_count);
        CU_ASSERT_TRUE(csv.rows > 4);
        for (size_t i = csv.columns; i < csv.rows * csv.columns; i++) {
            const struct table_column *column = &tables[k]->columns[i % csv.columns];
            const char *cell = csv.cells[i];
            double value = 0;
            CU_ASSERT_TRUE(cell[0] || !column->required);
            CU_ASSERT_TRUE(!cell[0] || !column->values || is_one_of(column->values, cell));
            bool numeric = strcmp(column->type, "string") != 0;
            CU_ASSERT_TRUE(!cell[0] || !numeric || number_parse(cell, strlen(cell), &value));
            CU_ASSERT_TRUE(!cell[0] || !column->minimum.given || value >= column->minimum.value);
        }
        free(text);
    }
    fixture_end(&fixture);
}

/** All reasons that there are may stand in the column, in their order. */
static void reasons_are_all_there(void)
{
    for (size_t i = 0; i < alerts_table.column_count; i++) {
        const struct table_column *column = &alerts_table.columns[i];
        if (strcmp(column->name, "reason") == 0) {
            for (size_t k = 0; k < ALERT_REASON_COUNT; k++) {
                CU_ASSERT_STRING_EQUAL(column->values[k], alert_reason_names[k]);
            }
            CU_ASSERT_PTR_NULL(column->values[ALERT_REASON_COUNT]);
            return;
        }
    }
    CU_FAIL("no column 'reason'");
}

static CU_TestInfo tests[] = {
    {"the text is exact", the_text_is_exact},
    {"digits are for alerts only", digits_are_for_alerts_only},
    {"no alerts are a header", no_alerts_are_a_header},
    {"rows are the reported alerts", rows_are_the_reported_alerts},
    {"cells keep to their schema", cells_keep_to_their_schema},
    {"reasons are all there", reasons_are_all_there},
    CU_TEST_INFO_NULL,
};
SUITE(alerts_csv, tests)
