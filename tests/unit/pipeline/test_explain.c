/** Explanations of the shipped model: parts of differences add up, and the rows behind a score are found. */
#include "base/scope.h"
#include "pipeline/explain.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char south_asia[] = TOCSIN_SOURCE_DIR "/models/south-asia.yaml";

struct explaining_run {
    struct counted counted;
    struct scope scope;
    tocsin_model *model, *what_if;
    struct explained explained;
};

/** Explains a score, with one key set otherwise if `path` is given. */
static tocsin_status explain(struct explaining_run *run, const char *file, const struct explain_model_request *asked,
                             const char *path, const char *value)
{
    tocsin_override override = {path, value};
    *run = (struct explaining_run){.model = NULL};
    counted_begin(&run->counted);
    struct explain_model_request request = *asked;
    tocsin_status status = tocsin_model_load(run->counted.context, file, NULL, 0, &run->model);
    if (status == TOCSIN_OK && path) {
        status = tocsin_model_load(run->counted.context, file, &override, 1, &run->what_if);
    }
    CU_ASSERT_EQUAL_FATAL(status, TOCSIN_OK);
    request.model = run->model;
    request.what_if = run->what_if;
    scope_enter(&run->scope);
    status = explain_model(run->counted.context, &request, &run->explained);
    scope_leave(&run->scope);
    return status;
}

static void explain_end(struct explaining_run *run)
{
    explained_end(&run->explained);
    tocsin_model_destroy(run->what_if);
    tocsin_model_destroy(run->model);
    CU_ASSERT(counted_end(&run->counted));
}

static double sum_of(const struct explained_comparison *comparison)
{
    double sum = 0;
    for (size_t i = 0; i < comparison->part_count; i++) {
        sum += comparison->parts[i].difference;
    }
    return sum;
}

static void what_would_be_adds_up_whatever_is_changed(void)
{
    static const char *const changes[][2] = {
        {"index.children[0].weight", "30"},
        {"index.aggregate", "geometric"},
        {"index.children[0].aggregate", "max"},
        {"indicators.militant_activity.options.half_life", "30"},
        {"indicators.diplomacy.normalise", "{method: minmax}"},
        {"index.children[1].children", "[{indicator: diplomacy}, {indicator: deaths}]"}, /* one dropped, one new */
        {"scale", "[1, 10]"},
    };
    static const struct explain_model_request asked = {.region = "PAK", .period = "2023-08"};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct explaining_run run;
        CU_ASSERT_EQUAL_FATAL(explain(&run, south_asia, &asked, changes[i][0], changes[i][1]), TOCSIN_OK);
        const struct explained_comparison *what_if = &run.explained.explanation.what_if;
        CU_ASSERT_TRUE(what_if->given && what_if->is_split);
        CU_ASSERT_TRUE(what_if->difference != 0);
        CU_ASSERT_TRUE(fabs(sum_of(what_if) - what_if->difference) < 1e-9);
        CU_ASSERT_EQUAL(what_if->override_count, 1);
        explain_end(&run);
    }
}

static void other_regions_add_up(void)
{
    static const char *const regions[] = {"IND", "MDV", "AFG", "BTN"};
    for (size_t i = 0; i < sizeof regions / sizeof regions[0]; i++) {
        struct explaining_run run;
        struct explain_model_request asked = {.region = "PAK", .period = "2023-08", .against = regions[i]};
        CU_ASSERT_EQUAL_FATAL(explain(&run, south_asia, &asked, NULL, NULL), TOCSIN_OK);
        const struct explanation *made = &run.explained.explanation;
        CU_ASSERT_TRUE(made->against.is_split);
        CU_ASSERT_STRING_EQUAL(made->against.score.region, regions[i]);
        CU_ASSERT_EQUAL(made->against.difference, made->score.row.score.value - made->against.score.row.score.value);
        CU_ASSERT_TRUE(fabs(sum_of(&made->against) - made->against.difference) < 1e-9);
        explain_end(&run);
    }
}

/** The question that the model was made for. */
static void pakistan_in_august_2023_is_explained_to_its_rows(void)
{
    struct explaining_run run;
    static const struct explain_model_request asked = {.region = "PAK", .period = "2023-08"};
    CU_ASSERT_EQUAL_FATAL(explain(&run, south_asia, &asked, NULL, NULL), TOCSIN_OK);
    const struct explanation *made = &run.explained.explanation;
    size_t found = 0;
    for (size_t i = 0; i < made->indicator_count; i++) {
        const struct explained_indicator *indicator = &made->indicators[i];
        CU_ASSERT_PTR_NOT_NULL_FATAL(indicator->trace);
        if (strcmp(indicator->id, "secrecy") == 0) {
            CU_ASSERT_TRUE(close_to(indicator->row.contribution.value, 5.413125, 1e-6));
            CU_ASSERT_TRUE(close_to(indicator->row.change.value, 5.413125, 1e-6));
            CU_ASSERT_EQUAL_FATAL(indicator->trace->heaviest_count, 1);
            CU_ASSERT_EQUAL(indicator->trace->heaviest[0].line, 8);
            CU_ASSERT_PTR_NOT_NULL(strstr(indicator->trace->heaviest[0].file, "agreements.csv"));
            found++;
        } else if (strcmp(indicator->id, "militant_activity") == 0) {
            CU_ASSERT_EQUAL(indicator->trace->heaviest_count, EXPLAINED_OWN_ROWS);
            CU_ASSERT_TRUE(indicator->row.change.value < -1);
            found++;
        } else if (strcmp(indicator->id, "spillover") == 0) {
            CU_ASSERT_EQUAL_FATAL(indicator->input_count, 3); /* Afghanistan, India, Iran */
            CU_ASSERT_PTR_NOT_NULL_FATAL(indicator->inputs[0].trace);
            CU_ASSERT_TRUE(indicator->inputs[0].trace->rows > 10);
            CU_ASSERT_TRUE(indicator->inputs[0].value.given);
            CU_ASSERT_STRING_EQUAL(indicator->inputs[0].period, "2023-07");
            found++;
        }
    }
    CU_ASSERT_EQUAL(found, 3);
    CU_ASSERT_EQUAL(made->main_count, EXPLAINED_MAIN);
    CU_ASSERT_TRUE(made->base.given && made->base.value == 0);
    explain_end(&run);
}

static void the_base_is_the_score_at_the_references(void)
{
    static const char text[] =
        "tocsin: 1\nid: small\nscale: [1, 10]\n"
        "sources: {s: {format: series, file: \"%s\"}}\n"
        "indicators:\n  a: {source: s, options: {column: a}, reference: 4.5,\n"
        "      normalise: {method: goalposts, low: 0, high: 8}}\n"
        "  b: {source: s, options: {column: b}, normalise: {method: goalposts, low: 0, high: 8}}\n"
        "index: {id: i, aggregate: %s, children: [{indicator: a, weight: 3}, {indicator: b}]}\n";
    static const char data[] = "region,period,a,b\nX,2020,6,2.5\nY,2020,3,7.125\nX,2021,5,\nY,2021,3.5,1\n";
    static const struct {
        const char *aggregate, *period;
        double base;
    } cases[] = {
        {"arithmetic", "2020", 0.75 * 4.5 + 0.25 * 1},
        {"arithmetic", "2021", 4.5}, /* b is missing */
        {"max", "2020", 4.5},
    };
    const char *data_path = temporary_file("data.csv", data, strlen(data));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char model[2048];
        int length = snprintf(model, sizeof model, text, data_path, cases[i].aggregate);
        const char *path = temporary_file("model.yaml", model, (size_t)length);
        struct explaining_run run;
        struct explain_model_request asked = {.region = "X", .period = cases[i].period};
        CU_ASSERT_EQUAL_FATAL(explain(&run, path, &asked, NULL, NULL), TOCSIN_OK);
        CU_ASSERT_TRUE(run.explained.explanation.base.given);
        CU_ASSERT_TRUE(close_to(run.explained.explanation.base.value, cases[i].base, 1e-14));
        explain_end(&run);
    }
}

static void comparisons_of_regions_have_no_base_of_their_own(void)
{
    static const struct explain_model_request asked = {.region = "PAK", .against = "IND"};
    static const char *const path = "index.aggregate";
    struct explaining_run run;
    CU_ASSERT_EQUAL_FATAL(explain(&run, south_asia, &asked, path, "copeland"), TOCSIN_OK);
    CU_ASSERT_TRUE(fabs(sum_of(&run.explained.explanation.what_if) - run.explained.explanation.what_if.difference) <
                   1e-9);
    explain_end(&run);
}

static void standard_input_cannot_be_read_by_two_models(void)
{
    static const char text[] = "tocsin: 1\nid: small\nsources: {s: {format: series, file: \"-\"}}\n"
                               "indicators: {a: {source: s, options: {column: a}, normalise: {method: none}}}\n"
                               "index: {id: i, children: [{indicator: a}]}\n";
    static const struct explain_model_request asked = {.region = "X"};
    struct explaining_run run;
    const char *path = temporary_file("model.yaml", text, sizeof text - 1);
    CU_ASSERT_EQUAL(explain(&run, path, &asked, "title", "Other"), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_TRUE(diagnosed(run.counted.context, 6302, "source 's' is standard input"));
    explain_end(&run);
}

static void a_region_without_a_score_is_explained_too(void)
{
    static const struct explain_model_request asked = {.region = "PAK", .period = "2002-01", .against = "AFG"};
    struct explaining_run run;
    CU_ASSERT_EQUAL_FATAL(explain(&run, south_asia, &asked, "index.min_coverage", "0.99"), TOCSIN_OK);
    const struct explanation *made = &run.explained.explanation;
    CU_ASSERT_TRUE(made->what_if.given);
    CU_ASSERT_FALSE(made->what_if.is_split);
    CU_ASSERT_FALSE(made->what_if.score.row.score.given);
    CU_ASSERT_TRUE(made->against.is_split);
    explain_end(&run);
}

static CU_TestInfo tests[] = {
    {"what would be adds up whatever is changed", what_would_be_adds_up_whatever_is_changed},
    {"other regions add up", other_regions_add_up},
    {"Pakistan in August 2023 is explained to its rows", pakistan_in_august_2023_is_explained_to_its_rows},
    {"the base is the score at the references", the_base_is_the_score_at_the_references},
    {"comparisons of regions have no base of their own", comparisons_of_regions_have_no_base_of_their_own},
    {"standard input cannot be read by two models", standard_input_cannot_be_read_by_two_models},
    {"a region without a score is explained too", a_region_without_a_score_is_explained_too},
    CU_TEST_INFO_NULL,
};

SUITE(explain, tests)
