/** The JSON writer: layout, escapes, and numbers that JSON does not have. */
#include "rendering.h"
#include "report/json.h"
#include "report/scores_json.h"
#include "result_fixture.h"
#include <math.h>

struct writing {
    struct counted counted;
    struct sink sink;
    struct output *output;
    struct json json;
};

static void begin(struct writing *writing, int digits)
{
    *writing = (struct writing){.sink.limit = SIZE_MAX};
    counted_begin(&writing->counted);
    writing->output = output_create(writing->counted.context, sink_write, &writing->sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(writing->output);
    json_begin(&writing->json, writing->output, digits);
}

static void end(struct writing *writing, const char *expected)
{
    json_end(&writing->json);
    CU_ASSERT_TRUE(output_flush(writing->output));
    CU_ASSERT_STRING_EQUAL(writing->sink.bytes, expected);
    CU_ASSERT_TRUE(is_json(writing->sink.bytes));
    output_destroy(writing->counted.context, writing->output);
    sink_end(&writing->sink);
    CU_ASSERT_TRUE(counted_end(&writing->counted));
}

static void objects_and_arrays_are_laid_out_in_lines(void)
{
    struct writing writing;
    begin(&writing, -1);
    struct json *json = &writing.json;
    json_open_object(json);
    json_text_of(json, "a", "x");
    json_key(json, "empty");
    json_open_array(json);
    json_close_array(json);
    json_key(json, "none");
    json_open_object(json);
    json_close_object(json);
    json_key(json, "list");
    json_open_array(json);
    json_number(json, 2.385);
    json_integer(json, -7);
    json_flag(json, true);
    json_flag(json, false);
    json_null(json);
    json_close_array(json);
    json_close_object(json);
    end(&writing,
        "{\n  \"a\": \"x\",\n  \"empty\": [],\n  \"none\": {},\n  \"list\": [\n    2.385,\n    -7,\n    true,\n"
        "    false,\n    null\n  ]\n}\n");
}

static void one_line_holds_until_its_object_is_closed(void)
{
    struct writing writing;
    begin(&writing, -1);
    struct json *json = &writing.json;
    json_open_array(json);
    json_open_object(json);
    json_one_line(json);
    json_unsigned_of(json, "n", UINT64_MAX);
    json_key(json, "inner");
    json_open_array(json);
    json_one_line(json); /* nothing new */
    json_integer(json, 1);
    json_integer(json, 2);
    json_close_array(json);
    json_text_of(json, "after", NULL);
    json_close_object(json);
    json_open_object(json);
    json_number_of(json, "m", 0.5);
    json_close_object(json);
    json_close_array(json);
    end(&writing,
        "[\n  {\"n\": 18446744073709551615, \"inner\": [1, 2], \"after\": null},\n  {\n    \"m\": 0.5\n  }\n]\n");
}

static void numbers_that_are_none_are_null(void)
{
    struct writing writing;
    begin(&writing, -1);
    struct json *json = &writing.json;
    json_open_array(json);
    json_one_line(json);
    json_number(json, NAN);
    json_number(json, -INFINITY);
    json_optional(json, (struct optional_number){false, 3.75});
    json_optional(json, (struct optional_number){true, -0.0});
    json_number(json, 5e-324);
    json_close_array(json);
    end(&writing, "[null, null, null, 0, 5e-324]\n");
}

static void digits_round(void)
{
    struct writing writing;
    begin(&writing, 2);
    json_number(&writing.json, 2.675);
    end(&writing, "2.68\n");
}

static void texts_are_escaped(void)
{
    struct writing writing;
    begin(&writing, -1);
    json_text(&writing.json, "a\"b\\c\n\t\x01\xC3\xA9\xFF");
    end(&writing, "\"a\\\"b\\\\c\\n\\t\\u0001\xC3\xA9\xEF\xBF\xBD\"\n");
}

static void check_scores(struct result_fixture *fixture, int digits, const char *golden)
{
    struct sink sink = {.limit = SIZE_MAX};
    struct report_options options = {digits};
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
    struct report_options options = {-1};
    struct output *output = output_create(fixture.counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    scores_json_write(output, &fixture.result, &options);
    CU_ASSERT_TRUE(output_flush(output));
    CU_ASSERT_TRUE(is_json(sink.bytes));
    output_destroy(fixture.counted.context, output);
    sink_end(&sink);
    fixture_end(&fixture);
}

/** The checker itself must be able to say no. */
static void what_is_not_json_is_refused(void)
{
    static const char *const bad[] = {"{\"a\": 1,}\n", "[1 2]\n",     "{a: 1}\n",  "[01]\n", "[NaN]\n",      "[1.]\n",
                                      "\"\t\"\n",      "[\"\\x\"]\n", "{\"a\"}\n", "[]",     "[\"\xFF\"]\n", "[1]]\n"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *rest = json_value(bad[i]);
        size_t offset;
        CU_ASSERT_FALSE(rest && strcmp(rest, "\n") == 0 && text_is_utf8(bad[i], strlen(bad[i]), &offset));
    }
}

static CU_TestInfo tests[] = {
    {"objects and arrays are laid out in lines", objects_and_arrays_are_laid_out_in_lines},
    {"one line holds until its object is closed", one_line_holds_until_its_object_is_closed},
    {"numbers that are none are null", numbers_that_are_none_are_null},
    {"digits round", digits_round},
    {"texts are escaped", texts_are_escaped},
    {"the scores are exact", the_scores_are_exact},
    {"a deep tree is closed as it was opened", a_deep_tree_is_closed_as_it_was_opened},
    {"what is not JSON is refused", what_is_not_json_is_refused},
    CU_TEST_INFO_NULL,
};

SUITE(json, tests)
