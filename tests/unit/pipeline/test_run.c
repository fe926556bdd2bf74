/** The order of the stages, and what a plan finds out from the data: small models on small files. */
#include "api/result.h"
#include "base/scope.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

/** A run of a model whose text has %s where the path of its data goes. */
struct small_run {
    struct counted counted;
    tocsin_model *model;
    tocsin_result *result;
    tocsin_status status;
};

static void small_run_begin(struct small_run *run, const char *model_text, const char *data)
{
    char text[4096];
    *run = (struct small_run){0};
    counted_begin(&run->counted);
    const char *data_path = temporary_file("data.csv", data, strlen(data));
    const char *place = strstr(model_text, "%s");
    CU_ASSERT_PTR_NOT_NULL_FATAL(place);
    int length =
        snprintf(text, sizeof text, "%.*s%s%s", (int)(place - model_text), model_text, data_path, place + strlen("%s"));
    const char *model_path = temporary_file("model.yaml", text, (size_t)length);
    run->status = tocsin_model_load(run->counted.context, model_path, NULL, 0, &run->model);
    if (run->status == TOCSIN_OK) {
        run->status = tocsin_run(run->counted.context, run->model, NULL, &run->result);
    }
}

static void small_run_end(struct small_run *run)
{
    tocsin_result_destroy(run->result);
    tocsin_model_destroy(run->model);
    CU_ASSERT(counted_end(&run->counted));
}

static double raw_of(const struct small_run *run, size_t period, size_t indicator, size_t region)
{
    const struct panel *raw = run->result->result.raw;
    size_t cell = panel_cell(raw, period, indicator, region);
    return observation_present(raw->observation[cell]) ? raw->value[cell] : -12345;
}

static uint8_t observation_of(const struct panel *panel, size_t period, size_t column, size_t region)
{
    return panel->observation[panel_cell(panel, period, column, region)];
}

#define SERIES_MODEL(extra)                                                                                            \
    "tocsin: 1\nid: small\n" extra "sources: {s: {format: series, file: \"%s\"}}\n"                                    \
    "defaults: {normalise: {method: none}}\n"

static void regions_and_periods_come_from_the_data(void)
{
    struct small_run run;
    small_run_begin(&run,
                    SERIES_MODEL("") "indicators: {x: {source: s}}\n"
                                     "index: {id: risk, children: [{indicator: x, weight: 1}]}\n",
                    "region,period,x\nZed,2020-Q2,3.5\nAnn,2020-Q1,1.25\nZed,2020-Q1,2.75\n");
    if (run.status != TOCSIN_OK) {
        print_diagnostics(run.counted.context);
    }
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    const struct result *result = &run.result->result;
    CU_ASSERT_EQUAL_FATAL(result->regions->count, 2);
    CU_ASSERT_STRING_EQUAL(result->regions->regions[0].id, "Ann");
    CU_ASSERT_STRING_EQUAL(result->regions->regions[1].id, "Zed");
    CU_ASSERT_EQUAL(result->axis.frequency, FREQUENCY_QUARTER);
    CU_ASSERT_EQUAL_FATAL(result->axis.count, 2);
    CU_ASSERT_EQUAL(raw_of(&run, 0, 0, 0), 1.25);
    CU_ASSERT_EQUAL(raw_of(&run, 1, 0, 1), 3.5);
    CU_ASSERT_EQUAL(observation_of(result->raw, 1, 0, 0), OBSERVATION_NO_ROW);
    small_run_end(&run);
}

static void event_months_are_zero_inside_coverage_and_missing_outside(void)
{
    static const char model[] = "tocsin: 1\nid: small\nperiods: {frequency: month, from: 2019-12, to: 2020-04}\n"
                                "sources: {s: {format: events, file: \"%s\"}}\n"
                                "indicators: {n: {module: event_count, source: s, normalise: {method: none}}}\n"
                                "index: {id: risk, children: [{indicator: n, weight: 1}]}\n";
    struct small_run run;
    small_run_begin(&run, model, "date,region\n2020-01-15,A\n2020-03-02,B\n2020-03-09,B\n");
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    const struct panel *raw = run.result->result.raw;
    CU_ASSERT_EQUAL(observation_of(raw, 0, 0, 0), OBSERVATION_NOT_COVERED);
    CU_ASSERT_EQUAL(raw_of(&run, 1, 0, 0), 1);
    CU_ASSERT_EQUAL(raw_of(&run, 2, 0, 0), 0);
    CU_ASSERT_EQUAL(observation_of(raw, 2, 0, 0), OBSERVATION_NO_EVENT);
    CU_ASSERT_EQUAL(raw_of(&run, 3, 0, 1), 2);
    CU_ASSERT_EQUAL(observation_of(raw, 4, 0, 1), OBSERVATION_NOT_COVERED);
    small_run_end(&run);
}

/** The file covers what it has dates for, whether or not the model has those regions. */
static void rows_of_other_regions_show_what_the_file_covers(void)
{
    static const char events[] = "date,region\n2020-01-15,A\n2020-03-02,Elsewhere\n";
    char model[2048];
    snprintf(model, sizeof model,
             "tocsin: 1\nid: small\nregions: \"%%s\"\nperiods: {frequency: month, from: 2020-01, to: 2020-04}\n"
             "sources: {s: {format: events, file: \"%s\"}}\n"
             "indicators: {n: {module: event_count, source: s, normalise: {method: none}}}\n"
             "index: {id: risk, children: [{indicator: n, weight: 1}]}\n",
             temporary_file("events.csv", events, strlen(events)));
    struct small_run run;
    small_run_begin(&run, model, "region\nA\n");
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(raw_of(&run, 0, 0, 0), 1);
    CU_ASSERT_EQUAL(observation_of(run.result->result.raw, 2, 0, 0), OBSERVATION_NO_EVENT);
    CU_ASSERT_EQUAL(observation_of(run.result->result.raw, 3, 0, 0), OBSERVATION_NOT_COVERED);
    small_run_end(&run);
}

static void coverage_of_the_model_decides(void)
{
    static const char model[] =
        "tocsin: 1\nid: small\nperiods: {frequency: month, from: 2019-12, to: 2020-04}\n"
        "sources: {s: {format: events, file: \"%s\", covers: {from: 2019-12, to: 2020-03, regions: [B]}}}\n"
        "indicators: {n: {module: event_count, source: s, normalise: {method: none}}}\n"
        "index: {id: risk, children: [{indicator: n, weight: 1}]}\n";
    struct small_run run;
    small_run_begin(&run, model, "date,region\n2020-01-15,A\n2020-03-02,B\n");
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(observation_of(run.result->result.raw, 1, 0, 0), OBSERVATION_NOT_COVERED);
    CU_ASSERT_EQUAL(raw_of(&run, 0, 0, 1), 0);
    CU_ASSERT_EQUAL(observation_of(run.result->result.raw, 4, 0, 1), OBSERVATION_NOT_COVERED);
    small_run_end(&run);
}

static void periods_that_are_covered_in_part_are_estimates(void)
{
    static const char model[] =
        "tocsin: 1\nid: small\nperiods: {frequency: month, from: 2020-01, to: 2020-04}\n"
        "sources: {s: {format: events, file: \"%s\", covers: {from: 2020-01-02, to: 2020-03-05}}}\n"
        "indicators: {n: {module: event_count, source: s, normalise: {method: none}}}\n"
        "index: {id: risk, children: [{indicator: n, weight: 1}]}\n";
    struct small_run run;
    small_run_begin(&run, model, "date,region,count\n2020-01-15,A,3\n2020-02-20,B,7\n2020-03-02,B,4\n");
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    const struct panel *raw = run.result->result.raw;
    CU_ASSERT_EQUAL(raw_of(&run, 0, 0, 0), 3);
    CU_ASSERT_EQUAL(observation_of(raw, 0, 0, 0), OBSERVATION_PARTLY_COVERED); /* 1 January is not covered */
    CU_ASSERT_EQUAL(observation_of(raw, 1, 0, 0), OBSERVATION_NO_EVENT);
    CU_ASSERT_EQUAL(observation_of(raw, 1, 0, 1), OBSERVATION_NORMAL);
    CU_ASSERT_EQUAL(raw_of(&run, 2, 0, 0), 0);
    CU_ASSERT_EQUAL(observation_of(raw, 2, 0, 0), OBSERVATION_PARTLY_COVERED); /* five days of March are */
    CU_ASSERT_EQUAL(observation_of(raw, 2, 0, 1), OBSERVATION_PARTLY_COVERED);
    CU_ASSERT_EQUAL(observation_of(raw, 3, 0, 1), OBSERVATION_NOT_COVERED);
    small_run_end(&run);
}

static void unknown_region_in_covers_is_reported(void)
{
    static const char model[] = "tocsin: 1\nid: small\n"
                                "sources: {s: {format: events, file: \"%s\", covers: {regions: [Bee]}}}\n"
                                "indicators: {n: {module: event_count, source: s}}\n"
                                "index: {id: risk, children: [{indicator: n, weight: 1}]}\n";
    struct small_run run;
    small_run_begin(&run, model, "date,region\n2020-01-15,Bea\n2020-03-02,Cid\n");
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_MODEL);
    CU_ASSERT(diagnosed(run.counted.context, 6012, "'Bee'"));
    small_run_end(&run);
}

static void modules_look_before_the_first_scored_period(void)
{
    struct small_run run;
    small_run_begin(
        &run,
        SERIES_MODEL("periods: {frequency: year, from: 2020, to: 2021}\n") "indicators: {x: {source: s}, dx: {module: "
                                                                           "change, options: {of: x, periods: 2}}}\n"
                                                                           "index: {id: risk, children: [{indicator: "
                                                                           "dx, weight: 1}]}\n",
        "region,period,x\nA,2018,10.5\nA,2019,11.25\nA,2020,13\nA,2021,17.5\n");
    if (run.status != TOCSIN_OK) {
        print_diagnostics(run.counted.context);
    }
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(run.result->result.axis.count, 2);
    CU_ASSERT_EQUAL(raw_of(&run, 0, 1, 0), 2.5);
    CU_ASSERT_EQUAL(raw_of(&run, 1, 1, 0), 6.25);
    small_run_end(&run);
}

static void carrying_looks_back_as_far_as_it_may(void)
{
    static const char data[] = "region,period,x\nA,2018,10.5\nA,2022,3.25\n";
    struct small_run run;
    small_run_begin(
        &run,
        SERIES_MODEL("periods: {frequency: year, from: 2020, to: 2022}\n") "indicators: {x: {source: s, missing: "
                                                                           "{method: carry, at_most: 2}}}\n"
                                                                           "index: {id: risk, children: [{indicator: "
                                                                           "x, weight: 1}]}\n",
        data);
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    const struct panel *treated = run.result->result.treated;
    CU_ASSERT_EQUAL(observation_of(treated, 0, 0, 0), OBSERVATION_CARRIED);
    CU_ASSERT_EQUAL(treated->value[panel_cell(treated, 0, 0, 0)], 10.5);
    CU_ASSERT_EQUAL(treated->observed[panel_cell(treated, 0, 0, 0)], date_from_civil(2018, 12, 31));
    CU_ASSERT_EQUAL(observation_of(treated, 1, 0, 0), OBSERVATION_TOO_OLD);
    CU_ASSERT_EQUAL(observation_of(run.result->result.raw, 0, 0, 0), OBSERVATION_NO_ROW);
    CU_ASSERT_EQUAL(treated->value[panel_cell(treated, 2, 0, 0)], 3.25);
    small_run_end(&run);
}

/** A first value too old to be carried is a first value all the same: nothing later is carried back over it. */
static void carrying_back_knows_the_first_value_of_all(void)
{
    struct small_run run;
    small_run_begin(
        &run,
        SERIES_MODEL("periods: {frequency: year, from: 2001, to: 2003}\n") "indicators: {x: {source: s, missing: "
                                                                           "{method: carry, at_most: 1, back: true}}}\n"
                                                                           "index: {id: risk, children: [{indicator: "
                                                                           "x, weight: 1}]}\n",
        "region,period,x\nA,1999,10.5\nA,2003,50.25\nB,2002,7.125\n");
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    const struct panel *treated = run.result->result.treated;
    CU_ASSERT_EQUAL(observation_of(treated, 0, 0, 0), OBSERVATION_TOO_OLD);
    CU_ASSERT_EQUAL(observation_of(treated, 1, 0, 0), OBSERVATION_TOO_OLD);
    CU_ASSERT_EQUAL(treated->value[panel_cell(treated, 2, 0, 0)], 50.25);
    CU_ASSERT_EQUAL(observation_of(treated, 0, 0, 1), OBSERVATION_IMPUTED);
    CU_ASSERT_EQUAL(treated->value[panel_cell(treated, 0, 0, 1)], 7.125);
    small_run_end(&run);
}

static void carrying_without_a_limit_looks_back_as_far_as_the_data(void)
{
    struct small_run run;
    small_run_begin(
        &run,
        SERIES_MODEL("periods: {frequency: quarter, from: 2020-Q1, to: 2020-Q2}\n") "indicators: {x: {source: s, "
                                                                                    "missing: {method: carry}}}\n"
                                                                                    "index: {id: risk, children: "
                                                                                    "[{indicator: x, weight: 1}]}\n",
        "region,period,x\nA,2011,10.5\nB,2020-Q2,3.25\n");
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    const struct panel *treated = run.result->result.treated;
    CU_ASSERT_EQUAL(treated->periods, 2);
    CU_ASSERT_EQUAL(observation_of(treated, 1, 0, 0), OBSERVATION_CARRIED);
    CU_ASSERT_EQUAL(treated->value[panel_cell(treated, 1, 0, 0)], 10.5);
    CU_ASSERT_EQUAL(observation_of(treated, 0, 0, 1), OBSERVATION_NO_ROW);
    small_run_end(&run);
}

static void no_regions_and_no_periods_are_reported(void)
{
    struct small_run run;
    small_run_begin(&run,
                    SERIES_MODEL("") "indicators: {x: {source: s}}\n"
                                     "index: {id: risk, children: [{indicator: x, weight: 1}]}\n",
                    "region,x\nA,2.5\nB,3.5\n");
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_MODEL);
    CU_ASSERT(diagnosed(run.counted.context, 6011, "no dates"));
    small_run_end(&run);
    small_run_begin(&run,
                    SERIES_MODEL("periods: {frequency: year, from: 2020, to: 2020}\n") "indicators: {x: {source: s}}\n"
                                                                                       "index: {id: risk, children: "
                                                                                       "[{indicator: x, weight: 1}]}\n",
                    "region,x\n,2.5\n");
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_DATA);
    CU_ASSERT(diagnosed(run.counted.context, 6010, "no regions"));
    small_run_end(&run);
}

static void faults_of_all_sources_are_reported_in_one_go(void)
{
    static const char model[] =
        "tocsin: 1\nid: small\nperiods: {frequency: year, from: 2020, to: 2020}\n"
        "sources: {a: {format: series, file: \"%s\"}, b: {format: series, file: missing-one.csv},\n"
        "          c: {format: series, file: missing-two.csv}}\n"
        "indicators: {x: {source: a}, y: {source: b}, z: {source: c}}\n"
        "index: {id: risk, children: [{indicator: x, weight: 1}, {indicator: y, weight: 1}, {indicator: z, weight: "
        "1}]}\n";
    struct small_run run;
    small_run_begin(&run, model, "region,period,x\nA,2020,abc\n");
    CU_ASSERT_NOT_EQUAL(run.status, TOCSIN_OK);
    CU_ASSERT(diagnosed(run.counted.context, 2001, "missing-one.csv"));
    CU_ASSERT(diagnosed(run.counted.context, 2001, "missing-two.csv"));
    small_run_end(&run);
}

/** Periods that are left to the data do not hide what reading it for the indicators finds. */
static void dates_and_numbers_are_reported_in_one_go(void)
{
    static const char model[] = SERIES_MODEL("") "indicators: {x: {source: s}}\n"
                                                 "index: {id: risk, children: [{indicator: x, weight: 1}]}\n";
    struct small_run run;
    small_run_begin(&run, model, "region,period,x\nA,2020-13,2.5\nB,2021,much\nC,2022\nA,2022,2.385\n");
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_DATA);
    CU_ASSERT(diagnosed_at(run.counted.context, 2202, 2, 3));
    CU_ASSERT(diagnosed_at(run.counted.context, 2201, 3, 8));
    CU_ASSERT(diagnosed_at(run.counted.context, 2107, 4, 1));
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(run.counted.context, TOCSIN_ERROR), 3);
    small_run_end(&run);

    /* Nothing is known of the periods: what can be seen without them is reported, and no want of periods. */
    small_run_begin(&run, model, "region,period,x\nA,2020-13,2.5\nB,soon,much\n");
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(run.counted.context, TOCSIN_ERROR), 2);
    CU_ASSERT(diagnosed(run.counted.context, 2202, "2020-13"));
    CU_ASSERT(diagnosed(run.counted.context, 2202, "soon"));
    small_run_end(&run);
}

static void faults_of_the_plan_do_not_hide_those_of_the_sources(void)
{
    static const char model[] =
        "tocsin: 1\nid: small\nperiods: {frequency: year, from: 2030}\n"
        "sources: {s: {format: series, file: \"%s\", covers: {regions: [Bee]}}}\n"
        "indicators: {x: {source: s}}\nindex: {id: risk, children: [{indicator: x, weight: 1}]}\n";
    struct small_run run;
    small_run_begin(&run, model, "region,period,x\nBea,2020,much\nCid,2021,2.385\n");
    CU_ASSERT_EQUAL(run.status, TOCSIN_ERROR_MODEL);
    CU_ASSERT(diagnosed(run.counted.context, 6011, "the model begins with 2030, the data ends with 2021"));
    CU_ASSERT(diagnosed_at(run.counted.context, 6012, 4, 0));
    CU_ASSERT(diagnosed_at(run.counted.context, 2201, 2, 10));
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(run.counted.context, TOCSIN_ERROR), 3);
    small_run_end(&run);
}

/** A source that no indicator reads says nothing of the periods. */
static void sources_that_are_not_read_are_not_searched(void)
{
    static const char model[] =
        "tocsin: 1\nid: small\n"
        "sources: {old: {format: series, file: missing.csv}, s: {format: series, file: \"%s\"}}\n"
        "indicators: {x: {source: s}}\n"
        "index: {id: risk, children: [{indicator: x, weight: 1}]}\n";
    struct small_run run;
    small_run_begin(&run, model, "region,period,x\nA,2020,2.385\nB,2021,3.5\n");
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(run.result->result.axis.count, 2);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(run.counted.context, TOCSIN_ERROR), 0);
    small_run_end(&run);
}

static void contributions_sum_to_score_and_change(void)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_model *model = NULL;
    tocsin_result *made = NULL;
    CU_ASSERT_EQUAL_FATAL(
        tocsin_model_load(counted.context, TOCSIN_SOURCE_DIR "/models/south-asia.yaml", NULL, 0, &model), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(tocsin_run(counted.context, model, NULL, &made), TOCSIN_OK);
    const struct result *result = &made->result;
    size_t compared = 0;
    for (size_t p = 0; p < result->axis.count; p++) {
        for (size_t r = 0; r < result->regions->count; r++) {
            if (!observation_present(result->nodes->observation[result_score_cell(result, p, r)])) {
                continue;
            }
            double sum = 0;
            double weights = 0;
            for (size_t i = 0; i < result->indicator_count; i++) {
                sum += result->contribution[panel_cell(result->raw, p, i, r)];
                weights += result->weight[panel_cell(result->raw, p, i, r)];
            }
            CU_ASSERT(close_to(sum, result->nodes->value[result_score_cell(result, p, r)], 1e-12));
            CU_ASSERT(close_to(weights, 1, 1e-12));
            compared++;
        }
    }
    CU_ASSERT(compared > 2000);
    tocsin_result_destroy(made);
    tocsin_model_destroy(model);
    CU_ASSERT(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"regions and periods come from the data", regions_and_periods_come_from_the_data},
    {"event months are zero inside coverage and missing outside",
     event_months_are_zero_inside_coverage_and_missing_outside},
    {"rows of other regions show what the file covers", rows_of_other_regions_show_what_the_file_covers},
    {"coverage of the model decides", coverage_of_the_model_decides},
    {"periods that are covered in part are estimates", periods_that_are_covered_in_part_are_estimates},
    {"unknown region in covers is reported", unknown_region_in_covers_is_reported},
    {"modules look before the first scored period", modules_look_before_the_first_scored_period},
    {"carrying looks back as far as it may", carrying_looks_back_as_far_as_it_may},
    {"carrying back knows the first value of all", carrying_back_knows_the_first_value_of_all},
    {"carrying without a limit looks back as far as the data", carrying_without_a_limit_looks_back_as_far_as_the_data},
    {"no regions and no periods are reported", no_regions_and_no_periods_are_reported},
    {"faults of all sources are reported in one go", faults_of_all_sources_are_reported_in_one_go},
    {"dates and numbers are reported in one go", dates_and_numbers_are_reported_in_one_go},
    {"faults of the plan do not hide those of the sources", faults_of_the_plan_do_not_hide_those_of_the_sources},
    {"sources that are not read are not searched", sources_that_are_not_read_are_not_searched},
    {"contributions sum to score and change", contributions_sum_to_score_and_change},
    CU_TEST_INFO_NULL,
};
SUITE(run, tests)
