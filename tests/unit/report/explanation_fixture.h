/**
 * Explanations of the hand-made run, for the tests of what builds them and of what shows them: what its model would
 * say, rows behind its values, and effects on its scores, made by hand like the run itself.
 */
#ifndef TOCSIN_TESTS_REPORT_EXPLANATION_FIXTURE_H
#define TOCSIN_TESTS_REPORT_EXPLANATION_FIXTURE_H

#include "analysis/explain.h"
#include "indicators/registry.h"
#include "report/result_fixture.h"

enum { FIXTURE_OPTIONS = 32, FIXTURE_TRACES = 5 };

struct explanation_fixture {
    struct result_fixture run;
    struct explain_request request;
    struct explanation explanation;
    struct explain_recipe recipe[FIXTURE_INDICATORS];
    struct option_value options[FIXTURE_INDICATORS][FIXTURE_OPTIONS];
    struct normalisation normalise[FIXTURE_INDICATORS];
    struct denominator per[FIXTURE_INDICATORS];
    struct missing_rule missing[FIXTURE_INDICATORS];
    struct statistics_over over[FIXTURE_INDICATORS];
    struct trace traces[FIXTURE_TRACES];
    struct trace_list list;
};

static struct trace_file fixture_trace_files[] = {
    {"../data/conflict.csv", 17, 1204, 96},
    {"/srv/private/more conflict.csv.gz", 3, 19, 11},
};
static struct trace_file fixture_agreement_trace[] = {{"../data/agreements.csv", 8, 8, 1}};
static struct trace_file fixture_governance_trace[] = {{"../data/governance.csv", 31, 77, 5}};
static struct trace_input fixture_inputs[] = {
    {GOVERNANCE, PAK, 3, 1}, {MILITANT, AFG, 1, -0.375}, {DEATHS, KOR, 99, 0.25}};

/** The traces of Pakistan in the last period, and of what governance is made of there. */
static inline void fixture_trace(struct explanation_fixture *fixture)
{
    period_number last = axis_period(&fixture->run.result.axis, 3);
    struct trace traces[FIXTURE_TRACES] = {
        {.indicator = MILITANT,
         .region = PAK,
         .period = last,
         .is_reread = true,
         .rows = 107,
         .total = 812.46875,
         .weight_unit = "severity, halved every 90 days",
         .files = fixture_trace_files,
         .file_count = 2,
         .heaviest = {{"../data/conflict.csv", 1187, 19570, 203.1171875, 0.25, "deaths 137, type 1"},
                      {"/srv/private/more conflict.csv.gz", 12, DAY_NONE, 4.0625, 0.005, ""}},
         .heaviest_count = 2},
        {.indicator = SECRECY,
         .region = PAK,
         .period = last,
         .is_reread = true,
         .rows = 1,
         .total = 0.60294118,
         .weight_unit = "secrecy x salience",
         .files = fixture_agreement_trace,
         .file_count = 1,
         .heaviest = {{"../data/agreements.csv", 8, 19572, 0.60294118, 1, "PAK - USA, cis-moa-2023"}},
         .heaviest_count = 1},
        {.indicator = GOVERNANCE,
         .region = PAK,
         .period = last,
         .is_reread = true,
         .inputs = fixture_inputs,
         .input_count = 3},
        {.indicator = GOVERNANCE,
         .region = PAK,
         .period = last - 3,
         .is_reread = true,
         .rows = 5,
         .total = 0.93,
         .weight_unit = "wgi_pv",
         .files = fixture_governance_trace,
         .file_count = 1,
         .heaviest = {{"../data/governance.csv", 77, 19357, -0.93, 0.996, "wgi_pv -0.93"},
                      {"../data/governance.csv", 61, 18992, -0.0041, 0.004, "wgi_pv -0.0041"}},
         .heaviest_count = 2},
        {.indicator = DEATHS, .region = PAK, .period = last, .is_reread = false},
    };
    memcpy(fixture->traces, traces, sizeof traces);
    fixture->list = (struct trace_list){fixture->traces, FIXTURE_TRACES};
    fixture->run.result.traces = &fixture->list;
    fixture->run.result.measured = fixture->run.raw;
}

/** What a model would say of the run's indicators. */
static inline void fixture_recipes(struct explanation_fixture *fixture)
{
    static const char *const modules[FIXTURE_INDICATORS] = {[MILITANT] = "militant_activity",
                                                            [SECRECY] = "agreement_secrecy",
                                                            [GOVERNANCE] = "series",
                                                            [DEATHS] = "event_count"};
    for (size_t i = 0; i < FIXTURE_INDICATORS; i++) {
        fixture->normalise[i] =
            (struct normalisation){.method = NORMALISE_GOALPOSTS, .low = {true, 0}, .high = {true, 100}, .clip = true};
        fixture->recipe[i] = (struct explain_recipe){
            .module = indicator_find(modules[i]),
            .options = fixture->options[i],
            .per = &fixture->per[i],
            .missing = &fixture->missing[i],
            .normalise = &fixture->normalise[i],
            .over = &fixture->over[i],
            .direction = fixture->run.result.indicators[i].direction,
        };
        CU_ASSERT_FATAL(fixture->recipe[i].module && fixture->recipe[i].module->option_count <= FIXTURE_OPTIONS);
    }
    fixture->normalise[GOVERNANCE].low.value = -2.5;
    fixture->normalise[GOVERNANCE].high.value = 2.5;
    fixture->missing[GOVERNANCE] = (struct missing_rule){.method = MISSING_CARRY, .at_most = 24};
    fixture->options[MILITANT][0] = (struct option_value){.given = true, .number = 62.5};
    fixture->request.recipe = fixture->recipe;
}

static inline void explanation_fixture_begin(struct explanation_fixture *fixture)
{
    *fixture = (struct explanation_fixture){.request = {.region = PAK, .period = 3}};
    fixture_begin(&fixture->run);
    fixture->run.result.model_file = "../models/regional.yaml";
    fixture->request.result = &fixture->run.result;
    fixture_recipes(fixture);
    fixture_trace(fixture);
}

/** Explains what the request says. */
static inline const struct explanation *explanation_fixture_make(struct explanation_fixture *fixture)
{
    arena_end(&fixture->explanation.arena);
    fixture->explanation = (struct explanation){.model_id = NULL};
    arena_begin(&fixture->explanation.arena, fixture->run.counted.context);
    CU_ASSERT_EQUAL_FATAL(explain_score(fixture->run.counted.context, &fixture->request, &fixture->explanation),
                          TOCSIN_OK);
    return &fixture->explanation;
}

static inline void explanation_fixture_end(struct explanation_fixture *fixture)
{
    arena_end(&fixture->explanation.arena);
    fixture_end(&fixture->run);
}

#endif
