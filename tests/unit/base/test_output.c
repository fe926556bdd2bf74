/** Buffering, quoting and sticky failure of outputs. */
#include "base/output.h"
#include "base/text.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/** Takes bytes until so many calls have been made. */
struct sink {
    struct text_buffer text;
    size_t calls;
    size_t refuse_from; /* refuse this call (from 0) and all after it */
};

static int take(void *user, const char *bytes, size_t size)
{
    struct sink *sink = user;
    if (sink->calls++ >= sink->refuse_from) {
        return 1;
    }
    text_buffer_add_bytes(&sink->text, bytes, size);
    return 0;
}

struct fixture {
    struct counted counted;
    struct sink sink;
    struct output *output;
};

static void begin(struct fixture *fixture)
{
    counted_begin(&fixture->counted);
    fixture->sink = (struct sink){.text = {.context = fixture->counted.context}, .refuse_from = SIZE_MAX};
    fixture->output = output_create(fixture->counted.context, take, &fixture->sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(fixture->output);
}

static void end(struct fixture *fixture)
{
    output_destroy(fixture->counted.context, fixture->output);
    text_buffer_end(&fixture->sink.text);
    CU_ASSERT(counted_end(&fixture->counted));
}

/** What has come out so far. */
static const char *flushed(struct fixture *fixture)
{
    CU_ASSERT_TRUE(output_flush(fixture->output));
    return fixture->sink.text.bytes ? fixture->sink.text.bytes : "";
}

static void bytes_come_out_as_they_went_in(void)
{
    struct fixture fixture;
    begin(&fixture);
    struct text_buffer expected = {.context = fixture.counted.context};
    static char block[200000];
    for (size_t i = 0; i < sizeof block; i++) {
        block[i] = (char)('a' + i * 7 % 23);
    }
    static const size_t sizes[] = {1, 65535, 1, 65536, 2, 65537, 0, 200000, 17, 3000, 62536, 5, 131072};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        output_bytes(fixture.output, block, sizes[i]);
        text_buffer_add_bytes(&expected, block, sizes[i]);
        CU_ASSERT_EQUAL(fixture.output->bytes, expected.length);
    }
    CU_ASSERT_STRING_EQUAL(flushed(&fixture), expected.bytes);
    CU_ASSERT_EQUAL(fixture.sink.text.length, expected.length);
    struct hash hash;
    char own[HASH_TEXT_SIZE];
    char running[HASH_TEXT_SIZE];
    hash_begin(&hash);
    hash_add(&hash, expected.bytes, expected.length);
    hash_end(&hash, own);
    hash_end(&fixture.output->hash, running);
    CU_ASSERT_STRING_EQUAL(running, own);
    text_buffer_end(&expected);
    end(&fixture);
}

static void formats(void)
{
    struct fixture fixture;
    begin(&fixture);
    output_format(fixture.output, "%s=%.3f;", "x", 2.385);
    char text[30000];
    memset(text, 'q', sizeof text);
    text[sizeof text - 1] = '\0';
    output_format(fixture.output, "<%s>", text);
    output_format(fixture.output, "<%s>%s", text, text);
    output_text(fixture.output, "end");
    const char *out = flushed(&fixture);
    CU_ASSERT_EQUAL(strlen(out), 8 + 2 + 29999 + 2 + 2 * 29999 + 3);
    CU_ASSERT(strncmp(out, "x=2.385;<qq", 11) == 0);
    CU_ASSERT_STRING_EQUAL(out + strlen(out) - 4, "qend");
    CU_ASSERT_EQUAL(fixture.output->bytes, strlen(out));
    output_format(fixture.output, "%s%s%s", text, text, text); /* more than the buffer holds */
    CU_ASSERT_FALSE(output_flush(fixture.output));
    end(&fixture);
}

static void numbers(void)
{
    struct fixture fixture;
    begin(&fixture);
    output_number(fixture.output, 0.1 + 0.2, -1);
    output_text(fixture.output, " ");
    output_number(fixture.output, 2.675, 2);
    CU_ASSERT_STRING_EQUAL(flushed(&fixture), "0.30000000000000004 2.68");
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 3; i++) {
        fixture.output->failed = false;
        output_number(fixture.output, bad[i], -1);
        CU_ASSERT_TRUE(fixture.output->failed);
        CU_ASSERT_FALSE(output_flush(fixture.output));
    }
    CU_ASSERT_STRING_EQUAL(fixture.sink.text.bytes, "0.30000000000000004 2.68");
    end(&fixture);
}

struct quoting {
    const char *text;
    const char *quoted;
};

static void csv(void)
{
    static const struct quoting cases[] = {
        {NULL, ""},           {"", ""},
        {"Sindh", "Sindh"},   {"a b", "a b"},
        {" a b", "\" a b\""}, {"a\t", "\"a\t\""},
        {"a,b", "\"a,b\""},   {"a\"b", "\"a\"\"b\""},
        {"\"", "\"\"\"\""},   {"\"\"x", "\"\"\"\"\"x\""},
        {"a\nb", "\"a\nb\""}, {"a\rb", "\"a\rb\""},
        {"a;b'c", "a;b'c"},   {"\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        begin(&fixture);
        output_csv(fixture.output, cases[i].text);
        CU_ASSERT_STRING_EQUAL(flushed(&fixture), cases[i].quoted);
        end(&fixture);
    }
}

static void json(void)
{
    static const struct quoting cases[] = {
        {NULL, "null"},
        {"", "\"\""},
        {"Sindh", "\"Sindh\""},
        {"a\"b\\c/d", "\"a\\\"b\\\\c/d\""},
        {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
        {"\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\""},
        /* Allowed in JSON, but not in YAML, which is to read it, too: C1 controls, line separators, no characters. */
        {"a\xC2\x80\xC2\x85\xC2\x9F\xC2\xA0z", "\"a\\u0080\\u0085\\u009f\xC2\xA0z\""},
        {"\xE2\x80\xA7\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA", "\"\xE2\x80\xA7\\u2028\\u2029\xE2\x80\xAA\""},
        {"\xEF\xBB\xBF\xEF\xBF\xBD\xEF\xBF\xBE\xEF\xBF\xBF", "\"\\ufeff\xEF\xBF\xBD\\ufffe\\uffff\""},
        {"\xC3\xA9 \xF0\x9F\x97\xBA", "\"\xC3\xA9 \xF0\x9F\x97\xBA\""},
        {"S\xE3o \"x\"\xFF", "\"S\xEF\xBF\xBDo \\\"x\\\"\xEF\xBF\xBD\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        begin(&fixture);
        output_json(fixture.output, cases[i].text);
        CU_ASSERT_STRING_EQUAL(flushed(&fixture), cases[i].quoted);
        end(&fixture);
    }
}

static void failure_is_sticky(void)
{
    for (size_t refuse = 0; refuse < 4; refuse++) {
        struct fixture fixture;
        begin(&fixture);
        fixture.sink.refuse_from = refuse;
        for (int i = 0; i < 100000; i++) {
            output_text(fixture.output, "PK-KP,2.385\n");
            output_format(fixture.output, "%d", i);
        }
        CU_ASSERT_FALSE(output_flush(fixture.output));
        CU_ASSERT_FALSE(output_flush(fixture.output));
        CU_ASSERT_EQUAL(fixture.sink.calls, refuse + 1);
        end(&fixture);
    }
}

static void no_memory(void)
{
    struct counted counted;
    counted_begin(&counted);
    counted.fail_after = counted.calls;
    CU_ASSERT_PTR_NULL(output_create(counted.context, take, NULL));
    output_destroy(counted.context, NULL);
    CU_ASSERT(counted_end(&counted));
}

static CU_TestInfo tests[] = {{"bytes come out as they went in", bytes_come_out_as_they_went_in},
                              {"formats", formats},
                              {"numbers", numbers},
                              {"CSV", csv},
                              {"JSON", json},
                              {"failure is sticky", failure_is_sticky},
                              {"no memory", no_memory},
                              CU_TEST_INFO_NULL};
SUITE(output, tests)
