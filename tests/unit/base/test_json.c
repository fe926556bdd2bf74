/** The JSON writer: layout, escapes, and numbers that JSON does not have. */
#include "base/json.h"
#include "rendering.h"
#include "support.h"
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
    json_open_array_of(json, "empty");
    json_close_array(json);
    json_open_object_of(json, "none");
    json_close_object(json);
    json_open_array_of(json, "list");
    json_number(json, 2.385);
    json_number(json, -7);
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
    json_open_array_of(json, "inner");
    json_one_line(json); /* nothing new */
    json_number(json, 1);
    json_number(json, 2);
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
    json_open_object(json);
    json_one_line(json);
    json_number_of(json, "a", NAN);
    json_number_of(json, "b", -INFINITY);
    json_optional_of(json, "c", (struct optional_number){false, 3.75});
    json_optional_of(json, "d", (struct optional_number){true, -0.0});
    json_number_of(json, "e", 5e-324);
    json_close_object(json);
    end(&writing, "{\"a\": null, \"b\": null, \"c\": null, \"d\": 0, \"e\": 5e-324}\n");
}

static void flags_and_literals_stand_as_they_are(void)
{
    struct writing writing;
    begin(&writing, -1);
    struct json *json = &writing.json;
    json_open_object(json);
    json_flag_of(json, "yes", true);
    json_flag_of(json, "no", false);
    json_literal_of(json, "scale", "[0, 100]");
    json_close_object(json);
    end(&writing, "{\n  \"yes\": true,\n  \"no\": false,\n  \"scale\": [0, 100]\n}\n");
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
    {"flags and literals stand as they are", flags_and_literals_stand_as_they_are},
    {"digits round", digits_round},
    {"texts are escaped", texts_are_escaped},
    {"what is not JSON is refused", what_is_not_json_is_refused},
    CU_TEST_INFO_NULL,
};

SUITE(json, tests)
