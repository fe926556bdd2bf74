/** Explanations of scores: their exact text, and that what they show adds up. */
#include "analysis/explain.h"
#include "rendering.h"
#include "report/result_fixture.h"

static char *render(struct result_fixture *fixture, size_t region, size_t period)
{
    struct sink sink = {.limit = SIZE_MAX};
    struct output *output = output_create(fixture->counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    CU_ASSERT_EQUAL(explain_score(fixture->counted.context, &fixture->result, region, period, output), TOCSIN_OK);
    CU_ASSERT_TRUE(output_flush(output));
    output_destroy(fixture->counted.context, output);
    CU_ASSERT_PTR_NOT_NULL_FATAL(sink.bytes);
    CU_ASSERT_TRUE(is_page(sink.bytes));
    return sink.bytes;
}

static void check(struct result_fixture *fixture, size_t region, size_t period, const char *golden)
{
    char *text = render(fixture, region, period);
    CU_ASSERT_TRUE(is_golden(golden, text));
    free(text);
}

static void the_text_is_exact(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    check(&fixture, PAK, 3, "analysis/golden/pakistan.txt");
    check(&fixture, KOR, 3, "analysis/golden/korea.txt");    /* an indicator is missing, so others weigh more */
    check(&fixture, MDV, 2, "analysis/golden/maldives.txt"); /* no score any more */
    check(&fixture, AFG, 0, "analysis/golden/first_period.txt");
    fixture_end(&fixture);
}

static void methods_and_limits_of_nodes_are_named(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    memset(fixture.has_contributions, 0, FIXTURE_PERIODS * FIXTURE_REGIONS);
    struct index_node before[FIXTURE_NODES];
    memcpy(before, fixture_nodes, sizeof before);
    fixture_nodes[ROOT].aggregation = (struct aggregation){
        .method = AGGREGATE_POWER, .p = 2.5, .round = {true, 1}, .floor = {true, 0.125}, .cap = {true, 9.5}};
    fixture_nodes[STATECRAFT].aggregation = (struct aggregation){.method = AGGREGATE_FORMULA,
                                                                 .expression = "max(agreement_secrecy, governance)",
                                                                 .has_space = true,
                                                                 .space = {10, 1}};
    fixture_nodes[ROOT].weights.method = WEIGHT_EQUAL;
    for (size_t i = 0; i < FIXTURE_NODES; i++) {
        fixture_nodes[i].weight = fixture_nodes[i].parent == ROOT ? 1 : fixture_nodes[i].weight;
    }
    fixture.result.levels.count = 0;
    fixture.level[3 * FIXTURE_REGIONS + KOR] = -1;
    fixture.level[2 * FIXTURE_REGIONS + KOR] = -1;
    fixture.result.scale[1] = 10;
    fixture.result.model_version = "";
    CU_ASSERT_EQUAL_FATAL(panel_add_bounds(&fixture.result.arena, fixture.nodes), TOCSIN_OK);
    fixture.nodes->low[result_score_cell(&fixture.result, 3, KOR)] = 14.0625;
    check(&fixture, KOR, 3, "analysis/golden/methods.txt");
    memcpy(fixture_nodes, before, sizeof before);
    fixture_end(&fixture);
}

static void reasons_for_what_is_missing_are_given(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    size_t cell = panel_cell(fixture.raw, 3, MILITANT, PAK);
    panel_set_missing(fixture.normalised, cell, OBSERVATION_CONSTANT);
    panel_set_missing(fixture.nodes, panel_cell(fixture.nodes, 3, 1, PAK), OBSERVATION_BELOW_COVERAGE);
    fixture.raw->observation[panel_cell(fixture.raw, 3, SECRECY, PAK)] = OBSERVATION_PARTIAL;
    fixture.normalised->observation[panel_cell(fixture.raw, 3, SECRECY, PAK)] = OBSERVATION_PARTIAL;
    char *text = render(&fixture, PAK, 3);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "  statecraft: the value has less than the least coverage.\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "  Militant activity: the value cannot be normalised: its column is constant.\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "  Secrecy of agreements: the value rests on part of its weight.\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text,
                                  "Governance (political stability and absence of violence): the value is carried\n"
                                  "    from an earlier period; it is that of 2022; the raw one has no row in the\n"
                                  "    source.\n"));
    free(text);
    fixture_end(&fixture);
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
    struct result_fixture fixture;
    fixture_begin(&fixture);
    for (size_t region = PAK; region <= AFG; region++) {
        char *text = render(&fixture, region, 3);
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
    fixture_end(&fixture);
}

static void names_and_numbers_of_any_size_fit_the_page(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    char title[400];
    memset(title, 't', sizeof title - 1);
    title[sizeof title - 1] = '\0';
    struct index_node before[FIXTURE_NODES];
    memcpy(before, fixture_nodes, sizeof before);
    static const double sizes[] = {-1.23456789e300, 99999.99999, -1e5, 3.7e-9, 123456789.125};
    fixture.result.indicators[MILITANT].title = title;
    fixture.result.indicators[MILITANT].unit = title;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fixture_nodes[LEAF_MILITANT].depth = i * 7;
        size_t cell = panel_cell(fixture.raw, 3, MILITANT, PAK);
        panel_set(fixture.raw, cell, sizes[i], OBSERVATION_NORMAL);
        panel_set(fixture.normalised, cell, sizes[i], OBSERVATION_NORMAL);
        fixture.weight[cell] = 1e-7 / 3;
        fixture.contribution[cell] = sizes[i];
        panel_set(fixture.nodes, result_score_cell(&fixture.result, 3, PAK), sizes[i], OBSERVATION_NORMAL);
        free(render(&fixture, PAK, 3));
    }
    memcpy(fixture_nodes, before, sizeof before);
    fixture_end(&fixture);
}

static void positions_outside_the_run_are_refused(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    struct sink sink = {.limit = SIZE_MAX};
    struct output *output = output_create(fixture.counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    tocsin_context *context = fixture.counted.context;
    CU_ASSERT_EQUAL(explain_score(context, &fixture.result, FIXTURE_REGIONS, 0, output), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(explain_score(context, &fixture.result, 0, FIXTURE_PERIODS, output), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(output->bytes, 0);
    output_destroy(context, output);
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"the text is exact", the_text_is_exact},
    {"methods and limits of nodes are named", methods_and_limits_of_nodes_are_named},
    {"reasons for what is missing are given", reasons_for_what_is_missing_are_given},
    {"the shown parts add up to the shown score", the_shown_parts_add_up_to_the_shown_score},
    {"names and numbers of any size fit the page", names_and_numbers_of_any_size_fit_the_page},
    {"positions outside the run are refused", positions_outside_the_run_are_refused},
    CU_TEST_INFO_NULL,
};

SUITE(explain, tests)
