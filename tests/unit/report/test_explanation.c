/** Explanations as text and as JSON: their exact bytes, that they add up, and that both say the same. */
#include "rendering.h"
#include "report/explanation_fixture.h"
#include "report/explanation_json.h"
#include "report/explanation_text.h"
#include "report/same_content.h"

typedef void (*writer)(struct output *output, const struct explanation *explanation,
                       const struct report_options *options);

static char *render(struct explanation_fixture *fixture, writer write, int digits)
{
    struct sink sink = {.limit = SIZE_MAX};
    struct report_options options = {.digits = digits};
    struct output *output = output_create(fixture->run.counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    write(output, &fixture->explanation, &options);
    CU_ASSERT_TRUE(output_flush(output));
    output_destroy(fixture->run.counted.context, output);
    CU_ASSERT_PTR_NOT_NULL_FATAL(sink.bytes);
    return sink.bytes;
}

static char *render_text(struct explanation_fixture *fixture)
{
    char *text = render(fixture, explanation_text_write, -1);
    CU_ASSERT_TRUE(is_page(text));
    return text;
}

/** Both renderings against their reviewed files, and against one another. */
static void check(struct explanation_fixture *fixture, size_t region, size_t period, const char *name)
{
    char path[128];
    fixture->request.region = region;
    fixture->request.period = period;
    explanation_fixture_make(fixture);
    char *text = render_text(fixture);
    char *json = render(fixture, explanation_json_write, -1);
    snprintf(path, sizeof path, "report/golden/explanation_%s.txt", name);
    CU_ASSERT_TRUE(is_golden(path, text));
    snprintf(path, sizeof path, "report/golden/explanation_%s.json", name);
    CU_ASSERT_TRUE(is_golden(path, json));
    CU_ASSERT_TRUE(is_json(json));
    CU_ASSERT_TRUE(same_content(text, json));
    free(text);
    free(json);
}

static void the_bytes_are_exact_and_both_say_the_same(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    check(&fixture, PAK, 3, "pakistan");
    check(&fixture, KOR, 3, "korea"); /* an indicator is missing, so others weigh more */
    check(&fixture, AFG, 0, "first_period");
    fixture.request.recipe = NULL; /* nothing is known but the result */
    fixture.run.result.traces = NULL;
    check(&fixture, KOR, 2, "result_alone");
    explanation_fixture_end(&fixture);
}

static void a_score_that_is_not_there_is_explained_too(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    fixture.request.region = MDV; /* its name would be cleaned by the page, but not by JSON */
    fixture.request.period = 2;
    explanation_fixture_make(&fixture);
    char *text = render_text(&fixture);
    char *json = render(&fixture, explanation_json_write, -1);
    CU_ASSERT_TRUE(is_golden("report/golden/explanation_maldives.txt", text));
    CU_ASSERT_TRUE(is_golden("report/golden/explanation_maldives.json", json));
    CU_ASSERT_TRUE(is_json(json));
    free(text);
    free(json);
    explanation_fixture_end(&fixture);
}

static void effects_limits_and_holds_are_named(void)
{
    static const struct effect effects[] = {{EFFECT_ROUND, ROOT, 14.1328125, 14.1, -0.0328125},
                                            {EFFECT_FLOOR, STATECRAFT, 0.03125, 0.125, 0.0375},
                                            {EFFECT_CAP, ROOT, 10.75, 9.5, -1.25},
                                            {EFFECT_CAP, STATECRAFT, 40.5, 36, 0},
                                            {EFFECT_RESCALED, STATECRAFT, 9.0625, 36, 10.775},
                                            {EFFECT_RESCALED, ROOT, 11.4375, 14.1328125, 2.6953125}};
    struct explanation_fixture fixture;
    struct index_node before[FIXTURE_NODES];
    explanation_fixture_begin(&fixture);
    memcpy(before, fixture_nodes, sizeof before);
    fixture_nodes[ROOT].aggregation = (struct aggregation){
        .method = AGGREGATE_POWER, .p = 2.5, .round = {true, 1}, .floor = {true, 0.125}, .cap = {true, 9.5}};
    fixture_nodes[STATECRAFT].aggregation = (struct aggregation){.method = AGGREGATE_FORMULA,
                                                                 .expression = "max(agreement_secrecy, governance)",
                                                                 .floor = {true, 0.125},
                                                                 .cap = {true, 36},
                                                                 .has_space = true,
                                                                 .space = {10, 1}};
    fixture_nodes[STATECRAFT].weights.method = WEIGHT_ENTROPY;
    fixture.request.effects = effects;
    fixture.request.effect_count = sizeof effects / sizeof effects[0];
    fixture.request.base = (struct optional_number){true, 1.0625};
    fixture.run.result.parts_sampled = true;
    fixture.run.level[3 * FIXTURE_REGIONS + KOR] = 2; /* from 40: its score lies far below */
    fixture.run.level[2 * FIXTURE_REGIONS + KOR] = 2;
    CU_ASSERT_EQUAL_FATAL(panel_add_bounds(&fixture.run.result.arena, fixture.run.nodes), TOCSIN_OK);
    fixture.run.nodes->low[result_score_cell(&fixture.run.result, 3, KOR)] = 10.4375;
    check(&fixture, KOR, 3, "effects");
    memcpy(fixture_nodes, before, sizeof before);
    explanation_fixture_end(&fixture);
}

/** The same run, with another weight and one more indicator, as if the model had said so. */
static void another_region_and_a_changed_model_are_told(void)
{
    static const char *overrides[] = {"index.children[0].weight=1.5"};
    double part[FIXTURE_INDICATORS];
    struct explain_against against = {AFG, part};
    struct explanation_fixture fixture;
    struct result_fixture changed;
    explanation_fixture_begin(&fixture);
    fixture_begin(&changed);
    changed.result.indicators[DEATHS].in_index = true;
    changed.result.indicators[SECRECY].id = "secrecy_of_treaties";
    changed.result.indicators[SECRECY].title = "Secrecy of treaties";
    changed.result.overrides = overrides;
    changed.result.override_count = 1;
    size_t cell = panel_cell(changed.normalised, 3, DEATHS, PAK);
    panel_set(changed.normalised, cell, 12.345, OBSERVATION_NORMAL);
    changed.weight[cell] = 0.0625;
    changed.contribution[cell] = 0.7715625;
    changed.contribution[panel_cell(changed.normalised, 3, MILITANT, PAK)] = 24.63;
    double score = 0;
    for (size_t i = 0; i < FIXTURE_INDICATORS; i++) {
        score += changed.contribution[panel_cell(changed.normalised, 3, i, PAK)];
        part[i] = fixture.run.contribution[panel_cell(changed.normalised, 3, i, PAK)] -
                  fixture.run.contribution[panel_cell(changed.normalised, 3, i, AFG)];
    }
    panel_set(changed.nodes, result_score_cell(&changed.result, 3, PAK), score, OBSERVATION_PARTIAL);
    struct explain_what_if what_if = {&changed.result, PAK, 3};
    fixture.request.against = &against;
    fixture.request.what_if = &what_if;
    fixture.run.result.override_count = 0;
    check(&fixture, PAK, 3, "comparisons");
    fixture_end(&changed);
    explanation_fixture_end(&fixture);
}

/** The numbers at the end of a line that begins with `name`: the last is the change, that before it the contribution.
 */
static void read_line(const char *text, const char *name, double *contribution, double *change)
{
    const char *line = strstr(strstr(text, "HOW IT ADDS UP"), name);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    double numbers[8] = {0};
    size_t count = 0;
    line += strlen(name);
    const char *end = line + strcspn(line, "\n");
    while (line < end && count < 8) {
        char *after;
        double number = strtod(line, &after);
        if (after == line) {
            line++;
            continue;
        }
        numbers[count++] = number;
        line = after;
    }
    CU_ASSERT_FATAL(count >= 2);
    *contribution = numbers[count - 2];
    *change = numbers[count - 1];
}

static void the_shown_parts_add_up_to_the_shown_score(void)
{
    static const char *const names[] = {"  Militant activity", "  Secrecy of agreements",
                                        "  Governance (political st\xE2\x80\xA6"};
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    for (size_t region = PAK; region <= AFG; region++) {
        fixture.request.region = region;
        explanation_fixture_make(&fixture);
        char *text = render_text(&fixture);
        double sum = 0;
        double change_sum = 0;
        double contribution;
        double change;
        for (size_t i = 0; i < 3; i++) {
            read_line(text, names[i], &contribution, &change);
            sum += contribution;
            change_sum += change;
        }
        read_line(text, "\n  sum ", &contribution, &change);
        CU_ASSERT_TRUE(close_to(sum, contribution, 3e-6));
        CU_ASSERT_TRUE(close_to(change_sum, change, 2e-4));
        read_line(text, "\n  score ", &contribution, &change);
        CU_ASSERT_TRUE(close_to(sum, contribution, 3e-6));
        CU_ASSERT_TRUE(close_to(change_sum, change, 2e-4));
        free(text);
    }
    explanation_fixture_end(&fixture);
}

static void names_and_numbers_of_any_size_fit_the_page(void)
{
    static const double sizes[] = {-1.23456789e300, 99999.99999, -1e5, 3.7e-9, 123456789.125};
    struct explanation_fixture fixture;
    char title[400];
    struct index_node before[FIXTURE_NODES];
    explanation_fixture_begin(&fixture);
    memset(title, 't', sizeof title - 1);
    title[sizeof title - 1] = '\0';
    memcpy(before, fixture_nodes, sizeof before);
    fixture.run.result.indicators[MILITANT].title = title;
    fixture.run.result.indicators[MILITANT].unit = title;
    fixture.traces[0].heaviest[0].text = title;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fixture_nodes[LEAF_MILITANT].depth = i * 7;
        size_t cell = panel_cell(fixture.run.raw, 3, MILITANT, PAK);
        panel_set(fixture.run.raw, cell, sizes[i], OBSERVATION_NORMAL);
        panel_set(fixture.run.treated, cell, sizes[i], OBSERVATION_NORMAL);
        panel_set(fixture.run.normalised, cell, sizes[i], OBSERVATION_NORMAL);
        fixture.run.weight[cell] = 1e-7 / 3;
        fixture.run.contribution[cell] = sizes[i];
        fixture.run.change[cell] = -sizes[i];
        fixture.traces[0].heaviest[0].weight = sizes[i];
        panel_set(fixture.run.nodes, result_score_cell(&fixture.run.result, 3, PAK), sizes[i], OBSERVATION_NORMAL);
        explanation_fixture_make(&fixture);
        char *text = render_text(&fixture);
        char *json = render(&fixture, explanation_json_write, -1);
        CU_ASSERT_TRUE(is_json(json));
        free(text);
        free(json);
    }
    memcpy(fixture_nodes, before, sizeof before);
    explanation_fixture_end(&fixture);
}

static void digits_round_what_comes_out_of_the_model(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    explanation_fixture_make(&fixture);
    char *text = render(&fixture, explanation_text_write, 2);
    char *more = render(&fixture, explanation_text_write, 9);
    char *usual = render_text(&fixture);
    char *json = render(&fixture, explanation_json_write, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n  75.87 on a scale of 0 to 100"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "rounded to 2 decimals here"));
    CU_ASSERT_STRING_EQUAL(more, usual);
    CU_ASSERT_PTR_NOT_NULL(strstr(json, "\"score\": 75.9,"));
    CU_ASSERT_TRUE(is_json(json));
    free(text);
    free(more);
    free(usual);
    free(json);
    explanation_fixture_end(&fixture);
}

static void what_differs_is_found_by_the_comparison_itself(void)
{
    struct explanation_fixture fixture;
    explanation_fixture_begin(&fixture);
    explanation_fixture_make(&fixture);
    char *text = render_text(&fixture);
    char *json = render(&fixture, explanation_json_write, -1);
    static const char *const changes[][2] = {{"812.469 in all", "813.469 in all"},
                                             {"conflict.csv:17-1204", "conflict.csv:17-1205"}};
    for (size_t i = 0; i < 2; i++) {
        char *other = replaced(text, changes[i][0], changes[i][1]);
        CU_ASSERT_FALSE(same_content(other, json));
        free(other);
    }
    char *other = replaced(json, "\"PAK - USA, cis-moa-2023\"", "\"PAK - USA, cis-moa-2024\"");
    CU_ASSERT_FALSE(same_content(text, other));
    free(other);
    free(text);
    free(json);
    explanation_fixture_end(&fixture);
}

/** The public functions on a shipped model: traces, neighbours, gaps and differences as they are. */
static void check_shipped(tocsin_context *context, const tocsin_model *model, const tocsin_explain_options *options)
{
    tocsin_explanation *explanation = NULL;
    struct sink text = {.limit = SIZE_MAX};
    struct sink json = {.limit = SIZE_MAX};
    CU_ASSERT_EQUAL_FATAL(tocsin_explain(context, model, options, &explanation), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_explanation_write_text(context, explanation, NULL, sink_write, &text), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_explanation_write_json(context, explanation, NULL, sink_write, &json), TOCSIN_OK);
    CU_ASSERT_TRUE(is_page(text.bytes));
    CU_ASSERT_TRUE(is_json(json.bytes));
    CU_ASSERT_TRUE(same_content(text.bytes, json.bytes));
    sink_end(&text);
    sink_end(&json);
    tocsin_explanation_destroy(explanation);
}

static void of_the_shipped_models_both_say_the_same(void)
{
    static const char south_asia[] = TOCSIN_SOURCE_DIR "/models/south-asia.yaml";
    static const char provinces[] = TOCSIN_SOURCE_DIR "/models/pakistan-provinces.yaml";
    static const tocsin_override half_life = {"indicators.militant_activity.options.half_life", "37.5"};
    struct counted counted;
    tocsin_model *model = NULL;
    tocsin_model *other = NULL;
    counted_begin(&counted);
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(counted.context, south_asia, NULL, 0, &model), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(counted.context, south_asia, &half_life, 1, &other), TOCSIN_OK);
    const tocsin_explain_options cases[] = {
        {.region = "PAK", .period = "2023-08", .against = "IND", .what_if = other},
        {.region = "MDV", .period = "2010-03"},                   /* an island, and little is known */
        {.region = "LKA", .period = "2010-03", .against = "AFG"}, /* a level is held */
        {.region = "AFG", .period = "2002-01"},                   /* nothing before it */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_shipped(counted.context, model, &cases[i]);
    }
    tocsin_model_destroy(other);
    tocsin_model_destroy(model);
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(counted.context, provinces, NULL, 0, &model), TOCSIN_OK);
    check_shipped(counted.context, model, &(tocsin_explain_options){.region = "PK-BA", .period = "2009-08"});
    tocsin_model_destroy(model);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"the bytes are exact and both say the same", the_bytes_are_exact_and_both_say_the_same},
    {"a score that is not there is explained too", a_score_that_is_not_there_is_explained_too},
    {"effects, limits and holds are named", effects_limits_and_holds_are_named},
    {"another region and a changed model are told", another_region_and_a_changed_model_are_told},
    {"of the shipped models both say the same", of_the_shipped_models_both_say_the_same},
    {"the shown parts add up to the shown score", the_shown_parts_add_up_to_the_shown_score},
    {"names and numbers of any size fit the page", names_and_numbers_of_any_size_fit_the_page},
    {"digits round what comes out of the model", digits_round_what_comes_out_of_the_model},
    {"what differs is found by the comparison itself", what_differs_is_found_by_the_comparison_itself},
    CU_TEST_INFO_NULL,
};

SUITE(explanation, tests)
