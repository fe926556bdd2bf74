/** Who is named as a driver of an alert, and that nothing else of a run depends on what is reported. */
#include "api/result.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

struct small_run {
    struct counted counted;
    tocsin_model *model;
    tocsin_result *result;
};

#define ALERTS "alerts: {jump: {points: 10}, record: {periods: 1}}\n"
#define LEVELS "levels: {bands: [{id: low, from: 0}, {id: high, from: 50}], hysteresis: {down: 0, periods: 1}}\n"

/** A mean of five indicators that come as they are; the table has one row a period, of region A. */
static void run_begin(struct small_run *run, const char *more, const char *rows, const tocsin_run_options *options)
{
    char data[1024];
    char text[2048];
    *run = (struct small_run){0};
    counted_begin(&run->counted);
    int length = snprintf(data, sizeof data, "region,period,a,b,c,d,e\n%s", rows);
    const char *path = temporary_file("data.csv", data, (size_t)length);
    length = snprintf(text, sizeof text,
                      "tocsin: 1\nid: small\nsources: {s: {format: series, file: \"%s\"}}\n"
                      "defaults: {normalise: none, source: s}\nindicators: {a: {}, b: {}, c: {}, d: {}, e: {}}\n"
                      "index: {id: risk, children: [{indicator: a}, {indicator: b}, {indicator: c}, {indicator: d},\n"
                      "  {indicator: e}]}\n%s",
                      path, more);
    path = temporary_file("model.yaml", text, (size_t)length);
    tocsin_status status = tocsin_model_load(run->counted.context, path, NULL, 0, &run->model);
    if (status == TOCSIN_OK) {
        status = tocsin_run(run->counted.context, run->model, options, &run->result);
    }
    if (status != TOCSIN_OK) {
        print_diagnostics(run->counted.context);
    }
    CU_ASSERT_EQUAL_FATAL(status, TOCSIN_OK);
}

static void run_end(struct small_run *run)
{
    tocsin_result_destroy(run->result);
    tocsin_model_destroy(run->model);
    CU_ASSERT(counted_end(&run->counted));
}

static const struct alert *alert_at(const struct small_run *run, size_t position)
{
    CU_ASSERT_FATAL(position < run->result->result.alert_count);
    return &run->result->result.alerts[position];
}

static bool drivers_are(const struct alert *alert, const char *ids)
{
    char found[ALERT_DRIVERS + 1] = "";
    for (size_t i = 0; i < alert->driver_count; i++) {
        found[i] = (char)('a' + alert->drivers[i]);
    }
    if (strcmp(found, ids) != 0) {
        fprintf(stderr, "drivers '%s', not '%s'\n", found, ids);
    }
    return strcmp(found, ids) == 0;
}

/** Three at most, the largest first; of equal ones the first stays first. */
static void the_largest_three_are_named(void)
{
    struct small_run run;
    run_begin(&run, ALERTS, "A,2020,10,10,10,10,10\nA,2021,20,35,10,35,22.5\n", NULL);
    const struct alert *jump = alert_at(&run, 0);
    CU_ASSERT_EQUAL(jump->reason, ALERT_JUMP);
    CU_ASSERT_TRUE(jump->change.given && jump->change.value == 14.5);
    CU_ASSERT_TRUE(drivers_are(jump, "bde"));
    CU_ASSERT_TRUE(close_to(jump->driver_change[0], 5, 1e-12));
    CU_ASSERT_TRUE(close_to(jump->driver_change[2], 2.5, 1e-12));
    CU_ASSERT_EQUAL(alert_at(&run, 1)->reason, ALERT_RECORD);
    CU_ASSERT_EQUAL(run.result->result.alert_count, 2);
    run_end(&run);
}

/** A tenth of the move is enough, less is not, and what goes the other way is none. */
static void less_than_a_tenth_is_no_driver(void)
{
    struct small_run run;
    run_begin(&run, ALERTS, "A,2020,10,10,20,10,10\nA,2021,80,18,10,17.5,14.5\n", NULL);
    const struct alert *jump = alert_at(&run, 0); /* the sum rises by 80: 70 + 8 - 10 + 7.5 + 4.5 */
    CU_ASSERT_TRUE(close_to(jump->change.value, 16, 1e-12));
    CU_ASSERT_TRUE(drivers_are(jump, "ab"));
    run_end(&run);
}

/** A fall is driven by what fell; a level that is lowered while the score rises has none. */
static void falls_are_driven_by_what_fell(void)
{
    struct small_run run;
    run_begin(&run, LEVELS, "A,2020,90,10,50,50,60\nA,2021,10,20,50,50,60\n", NULL);
    const struct alert *lowered = alert_at(&run, 0);
    CU_ASSERT_EQUAL(lowered->reason, ALERT_LOWERED);
    CU_ASSERT_TRUE(lowered->from == 1 && lowered->to == 0 && lowered->periods_in_level == 1);
    CU_ASSERT_TRUE(drivers_are(lowered, "a"));
    run_end(&run);
    static const char slow[] =
        "levels: {bands: [{id: low, from: 0}, {id: high, from: 50}], hysteresis: {down: 0, periods: 2}}\n";
    run_begin(&run, slow, "A,2020,60,60,60,60,60\nA,2021,40,40,40,40,40\nA,2022,41,41,41,41,41\n", NULL);
    lowered = alert_at(&run, 0);
    CU_ASSERT_TRUE(lowered->reason == ALERT_LOWERED && lowered->period == 2);
    CU_ASSERT_TRUE(lowered->change.given && lowered->change.value == 1);
    CU_ASSERT_TRUE(drivers_are(lowered, ""));
    run_end(&run);
}

/** What is not reported is warned of all the same, without drivers; the states are those of the last period scored. */
static void all_periods_are_gone_through(void)
{
    struct small_run run;
    tocsin_run_options options = {.from = "2021", .to = "2021"};
    run_begin(&run, ALERTS LEVELS,
              "A,2019,10,10,10,10,10\nA,2020,30,30,30,30,30\nA,2021,60,60,60,60,60\nA,2022,99,60,60,60,60\n", &options);
    const struct result *result = &run.result->result;
    CU_ASSERT_TRUE(alert_at(&run, 0)->period == 1 && drivers_are(alert_at(&run, 0), ""));
    CU_ASSERT_EQUAL(alert_at(&run, 2)->reason, ALERT_RAISED);
    CU_ASSERT_TRUE(alert_at(&run, 2)->period == 2 && drivers_are(alert_at(&run, 2), "abc"));
    CU_ASSERT_EQUAL(result->states[0].level, 1);
    CU_ASSERT_EQUAL(result->states[0].periods_in_level, 2);
    CU_ASSERT_TRUE(close_to(result->states[0].recent[0], 67.8, 1e-12));
    CU_ASSERT_EQUAL(result->periods_in_level[2], 1);
    CU_ASSERT_EQUAL(result->periods_in_level[3], 2);
    run_end(&run);
}

static void none_tells_nothing(void)
{
    struct small_run run;
    run_begin(&run, LEVELS "alerts: none\n", "A,2020,10,10,10,10,10\nA,2021,90,90,90,90,90\n", NULL);
    CU_ASSERT_EQUAL(run.result->result.alert_count, 0);
    CU_ASSERT_EQUAL(run.result->result.level[1], 1);
    run_end(&run);
}

static CU_TestInfo tests[] = {
    {"the largest three are named", the_largest_three_are_named},
    {"less than a tenth is no driver", less_than_a_tenth_is_no_driver},
    {"falls are driven by what fell", falls_are_driven_by_what_fell},
    {"all periods are gone through", all_periods_are_gone_through},
    {"'alerts: none' tells nothing", none_tells_nothing},
    CU_TEST_INFO_NULL,
};
SUITE(warn, tests)
