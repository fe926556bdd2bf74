/** scores.json: reviewed text for text, and a tree deeper than any that people draw. */
#include "rendering.h"
#include "report/scores_json.h"
#include "result_fixture.h"

static void check_scores(struct result_fixture *fixture, int digits, const char *golden)
{
    struct sink sink = {.limit = SIZE_MAX};
    struct report_options options = {.digits = digits};
    struct output *output = output_create(fixture->counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    scores_json_write(output, &fixture->result, &options);
    CU_ASSERT_TRUE(output_flush(output));
    CU_ASSERT_TRUE(is_json(sink.bytes));
    CU_ASSERT_TRUE(is_golden(golden, sink.bytes));
    output_destroy(fixture->counted.context, output);
    sink_end(&sink);
}

static void the_scores_are_exact(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    check_scores(&fixture, -1, "report/golden/scores.json");
    fixture.result.reported_periods = 1;
    fixture.reported[PAK] = false;
    fixture.result.levels.count = 0;
    check_scores(&fixture, 3, "report/golden/scores_one_period.json");
    fixture_end(&fixture);
}

static void a_deep_tree_is_closed_as_it_was_opened(void)
{
    enum { DEPTH = 400 };
    static struct index_node nodes[DEPTH + 1];
    static size_t children[DEPTH];
    struct result_fixture fixture;
    fixture_begin(&fixture);
    for (size_t i = 0; i < DEPTH; i++) {
        children[i] = i + 1;
        nodes[i] = (struct index_node){.id = "deep",
                                       .parent = i > 0 ? i - 1 : INDEX_NONE,
                                       .depth = i,
                                       .indicator = INDEX_NONE,
                                       .inner = 0,
                                       .weight = 1,
                                       .children = &children[i],
                                       .child_count = 1};
    }
    nodes[DEPTH] = (struct index_node){
        .id = "militant_activity", .parent = DEPTH - 1, .depth = DEPTH, .inner = INDEX_NONE, .weight = 1};
    fixture.result.tree = (struct index_tree){nodes, DEPTH + 1, 1};
    fixture.result.reported_periods = 0;
    struct sink sink = {.limit = SIZE_MAX};
    struct report_options options = {.digits = -1};
    struct output *output = output_create(fixture.counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    scores_json_write(output, &fixture.result, &options);
    CU_ASSERT_TRUE(output_flush(output));
    CU_ASSERT_TRUE(is_json(sink.bytes));
    output_destroy(fixture.counted.context, output);
    sink_end(&sink);
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"the scores are exact", the_scores_are_exact},
    {"a deep tree is closed as it was opened", a_deep_tree_is_closed_as_it_was_opened},
    CU_TEST_INFO_NULL,
};

SUITE(scores_json, tests)
