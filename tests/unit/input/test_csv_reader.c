/** What the reader delivers, and every fault that a delimited file can have, with its line and column. */
#include "gathered.h"
#include "suite.h"
#include "support.h"

/** The bytes of a literal, NUL among them, and how many. */
#define TEXT(literal) literal, sizeof(literal) - 1

static const struct csv_options with_header = {.delimiter = ',', .quoted = true, .has_header = true};

/** Reads a text of `size` bytes: expects these rows and exactly one finding (code 0: none). */
static void check(const char *text, size_t size, const struct csv_options *options, size_t rows, int code,
                  unsigned line, unsigned column)
{
    struct counted counted;
    counted_begin(&counted);
    struct gathered gathered = {0};
    tocsin_status status = gathered_read(counted.context, text, size, options, &gathered);
    CU_ASSERT_EQUAL(status, code == 0 || code == DIAGNOSTIC_CSV_UNNAMED_FIRST ? TOCSIN_OK : TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(gathered.count, rows);
    if (code == 0) {
        CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 0);
        print_diagnostics(counted.context);
    } else {
        CU_ASSERT_TRUE(diagnosed_once(counted.context, code, line, column));
    }
    gathered_end(&gathered);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void check_text(const char *text, size_t rows, int code, unsigned line, unsigned column)
{
    check(text, strlen(text), &with_header, rows, code, line, column);
}

static struct csv_reader *open_text(tocsin_context *context, const char *text, const struct csv_options *options)
{
    struct byte_stream *stream = NULL;
    struct csv_reader *reader = NULL;
    CU_ASSERT_EQUAL_FATAL(byte_stream_memory(context, text, strlen(text), "data.csv", &stream), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(csv_reader_open(context, stream, options, &reader), TOCSIN_OK);
    return reader;
}

static void header_rows_and_digest(void)
{
    struct counted counted;
    counted_begin(&counted);
    const char *text = "\xEF\xBB\xBF\"region\", value ,\"a \"\"b\"\"\"\r\nPAK,2.385,\"x\ny\"\r\n\r\nAFG,-0.5,\n";
    struct csv_reader *reader = open_text(counted.context, text, &with_header);
    size_t count = 0;
    const char *const *names = csv_reader_columns(reader, &count);
    CU_ASSERT_EQUAL_FATAL(count, 3);
    CU_ASSERT_STRING_EQUAL(names[0], "region");
    CU_ASSERT_STRING_EQUAL(names[1], "value");
    CU_ASSERT_STRING_EQUAL(names[2], "a \"b\"");
    CU_ASSERT_EQUAL(csv_reader_column_at(reader, 1).column, 11); /* the mark before the text does not count */
    struct gathered gathered = {0};
    CU_ASSERT_EQUAL(csv_reader_each(reader, gathered_take, &gathered), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(gathered.count, 2);
    CU_ASSERT_STRING_EQUAL(gathered.rows[0].fields[2].text, "x\ny");
    CU_ASSERT_EQUAL(gathered.rows[1].line, 5);
    CU_ASSERT_EQUAL(gathered.rows[1].fields[2].column, 10);
    char sha256[HASH_TEXT_SIZE];
    uint64_t bytes = 0;
    uint64_t rows = 0;
    csv_reader_digest(reader, sha256, &bytes, &rows);
    CU_ASSERT_EQUAL(bytes, strlen(text));
    CU_ASSERT_EQUAL(rows, 2);
    csv_reader_close(counted.context, reader);
    gathered_end(&gathered);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void columns_projected(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct csv_reader *reader = open_text(counted.context, "a,b,c,d\n1,2,3,4\n5,,\"7\",8\n", &with_header);
    const size_t wanted[] = {3, 0};
    const size_t twice[] = {1, 1};
    CU_ASSERT_EQUAL(csv_reader_project(reader, twice, 2), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_EQUAL(csv_reader_project(reader, wanted, 2), TOCSIN_OK);
    struct gathered gathered = {0};
    CU_ASSERT_EQUAL(csv_reader_each(reader, gathered_take, &gathered), TOCSIN_OK);
    struct gathered expected = {0};
    gathered_add(&expected, 2);
    gathered_add_field(&expected, "4", 1, 2, 7);
    gathered_add_field(&expected, "1", 1, 2, 1);
    gathered_add(&expected, 3);
    gathered_add_field(&expected, "8", 1, 3, 8);
    gathered_add_field(&expected, "5", 1, 3, 1);
    CU_ASSERT_TRUE(gathered_same(&gathered, &expected));
    csv_reader_close(counted.context, reader);
    gathered_end(&gathered);
    gathered_end(&expected);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void rows_looked_at_are_delivered_once(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct csv_reader *reader = open_text(counted.context, "a,b\n1,\"2\n\",3\n4,5,6\n", &with_header);
    const struct csv_row *first = NULL;
    for (int again = 0; again < 2; again++) {
        CU_ASSERT_EQUAL(csv_reader_first(reader, &first), TOCSIN_OK);
        CU_ASSERT_PTR_NOT_NULL_FATAL(first);
        CU_ASSERT_EQUAL(first->count, 3);
        CU_ASSERT_STRING_EQUAL(first->fields[1].text, "2\n");
    }
    CU_ASSERT_EQUAL(csv_reader_add_row_names(reader), TOCSIN_OK);
    size_t count = 0;
    const char *const *names = csv_reader_columns(reader, &count);
    CU_ASSERT_EQUAL(count, 3);
    CU_ASSERT_STRING_EQUAL(names[0], "");
    CU_ASSERT_STRING_EQUAL(names[2], "b");
    const size_t wanted[] = {2};
    CU_ASSERT_EQUAL(csv_reader_project(reader, wanted, 1), TOCSIN_OK);
    struct gathered gathered = {0};
    CU_ASSERT_EQUAL(csv_reader_each(reader, gathered_take, &gathered), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(gathered.count, 2);
    CU_ASSERT_STRING_EQUAL(gathered.rows[0].fields[0].text, "3");
    CU_ASSERT_EQUAL(gathered.rows[0].line, 2);
    CU_ASSERT_EQUAL(gathered.rows[0].fields[0].line, 3);
    CU_ASSERT_STRING_EQUAL(gathered.rows[1].fields[0].text, "6");
    csv_reader_close(counted.context, reader);
    gathered_end(&gathered);

    reader = open_text(counted.context, "a,b\n", &with_header);
    CU_ASSERT_EQUAL(csv_reader_first(reader, &first), TOCSIN_OK);
    CU_ASSERT_PTR_NULL(first);
    CU_ASSERT_EQUAL(csv_reader_each(reader, gathered_take, &gathered), TOCSIN_OK);
    CU_ASSERT_EQUAL(gathered.count, 0);
    csv_reader_close(counted.context, reader);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void a_callback_stops(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct gathered gathered = {.stop_after = 2};
    const char *text = "a,b\n1,2\n3,4\n5,6\n7,8,9\n";
    CU_ASSERT_EQUAL(gathered_read(counted.context, text, strlen(text), &with_header, &gathered),
                    TOCSIN_ERROR_INTERRUPTED);
    CU_ASSERT_EQUAL(gathered.count, 2);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 0); /* what follows was not looked at */
    gathered_end(&gathered);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static int stop_progress(void *user, const char *stage, uint64_t done, uint64_t total)
{
    (void)stage;
    (void)total;
    ++*(int *)user;
    return done > 0;
}

static void progress_can_stop(void)
{
    struct counted counted;
    counted_begin(&counted);
    int calls = 0;
    CU_ASSERT_EQUAL(tocsin_context_set_progress(counted.context, stop_progress, &calls), TOCSIN_OK);
    struct gathered gathered = {0};
    CU_ASSERT_EQUAL(gathered_read(counted.context, "a,b\n1,2\n", 8, &with_header, &gathered), TOCSIN_ERROR_INTERRUPTED);
    CU_ASSERT_EQUAL(calls, 1);
    CU_ASSERT_EQUAL(gathered.count, 0);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void without_header(void)
{
    struct csv_options options = {.delimiter = '\t', .quoted = false, .has_header = false};
    check(TEXT("a\t\"b\n\"c\"\td\n"), &options, 2, 0, 0, 0); /* quotes are bytes like others */
    check(TEXT("a\tb\nc\n"), &options, 1, DIAGNOSTIC_CSV_RAGGED, 2, 1);
    options.expected_columns = 3;
    check(TEXT("a\tb\tc\nc\td\te\n"), &options, 2, 0, 0, 0);
    check(TEXT("a\tb\nc\td\te\n"), &options, 1, DIAGNOSTIC_CSV_RAGGED, 1, 1);
    check(TEXT("a\tb\tc\td\ne\tf\tg\n"), &options, 1, DIAGNOSTIC_CSV_RAGGED, 1, 7);
}

static void files_without_rows(void)
{
    check_text("", 0, DIAGNOSTIC_CSV_EMPTY_FILE, 0, 0);
    check_text("\n \r\n\t\n", 0, DIAGNOSTIC_CSV_EMPTY_FILE, 0, 0);
    check_text("\xEF\xBB\xBF", 0, DIAGNOSTIC_CSV_EMPTY_FILE, 0, 0);
    check_text("a,b", 0, 0, 0, 0);
    check_text("a,b\r\n\r\n", 0, 0, 0, 0);
    check_text("a\n\"\"\n\n", 1, 0, 0, 0); /* an empty field in quotes is a row, an empty line is none */
}

static void ragged_rows(void)
{
    check_text("a,b,c\n1,2,3\n\n 4,5\n6,7,8\n", 2, DIAGNOSTIC_CSV_RAGGED, 4, 2);
    check_text("a,b\n1,2\n3,\"4\n4\",\"5\"\n", 1, DIAGNOSTIC_CSV_RAGGED, 4, 4);
    check_text("a,b\n1,2,\n", 0, DIAGNOSTIC_CSV_RAGGED, 2, 5);
    struct counted counted;
    counted_begin(&counted);
    struct gathered gathered = {0};
    const char *text = "a,b\n1\n2,3\n4,5,6\n7,8\n9\n";
    CU_ASSERT_EQUAL(gathered_read(counted.context, text, strlen(text), &with_header, &gathered), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(gathered.count, 2); /* all are found, the good ones are delivered */
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 3);
    CU_ASSERT_TRUE(diagnosed(counted.context, DIAGNOSTIC_CSV_RAGGED, "found 3 fields in the row, expected 2"));
    gathered_end(&gathered);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void quotes_in_wrong_places(void)
{
    check_text("a,b\n1,2\n\"x,3\n4,5\n", 1, DIAGNOSTIC_CSV_OPEN_QUOTE, 3, 1);
    check_text("a,b\n1,\"", 0, DIAGNOSTIC_CSV_OPEN_QUOTE, 2, 3);
    check_text("a,\"b\n1,2\n", 0, DIAGNOSTIC_CSV_OPEN_QUOTE, 1, 3);
    check_text("a,b\n1,5\" pipe\n2,3\n", 1, DIAGNOSTIC_CSV_STRAY_QUOTE, 2, 4);
    check_text("a,b\n1,\"5\"x\n2,3\n", 1, DIAGNOSTIC_CSV_STRAY_QUOTE, 2, 6);
    check_text("a,b\n1,\"5\"  \"\n2,3\n", 1, DIAGNOSTIC_CSV_STRAY_QUOTE, 2, 8);
    check_text("a,b\"c\n1,2\n", 0, DIAGNOSTIC_CSV_STRAY_QUOTE, 1, 4);
    check_text("a,b\n1,\"2\n3,\"4\"\n5,6\n", 1, DIAGNOSTIC_CSV_STRAY_QUOTE, 3, 4); /* names line 2, column 3 */
    check_text("a,b\n\"1\"\t,  \"2\" \n", 1, 0, 0, 0);
}

static void bytes_that_are_no_text(void)
{
    check(TEXT("a,b\n1,\0\n2,3\n"), &with_header, 1, DIAGNOSTIC_CSV_NUL, 2, 3);
    check(TEXT("a,b\n\"1\n\0\",4\n2,3\n"), &with_header, 1, DIAGNOSTIC_CSV_NUL, 3, 1);
    check(TEXT("a,\0b\n1,2\n"), &with_header, 0, DIAGNOSTIC_CSV_NUL, 1, 3);
    check_text("a,b\n1,caf\xE9\n2,na\xEFve\n3,4\n", 1, DIAGNOSTIC_CSV_NOT_UTF8, 2, 6);
    check_text("a,b\n1,\xC3\xA9\n2,\xC3", 1, DIAGNOSTIC_CSV_NOT_UTF8, 3, 3); /* cut off at the end */
    check_text("a,b\n1,\xED\xA0\x80\n2,3\n", 1, DIAGNOSTIC_CSV_NOT_UTF8, 2, 3);
    struct counted counted;
    counted_begin(&counted);
    struct gathered gathered = {0};
    CU_ASSERT_EQUAL(gathered_read(counted.context, "a\ncaf\xE9\n", 7, &with_header, &gathered), TOCSIN_ERROR_DATA);
    tocsin_diagnostic found;
    CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_at(counted.context, 0, &found), TOCSIN_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(found.message, "0xE9"));
    CU_ASSERT_PTR_NOT_NULL(strstr(found.hint, "Windows-1252"));
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void files_that_are_something_else(void)
{
    check("\xFF\xFE"
          "a\0,\0b\0\n\0",
          10, &with_header, 0, DIAGNOSTIC_CSV_NOT_TEXT, 0, 0);
    check(TEXT("a\0,\0b\0\n\0"), &with_header, 0, DIAGNOSTIC_CSV_NOT_TEXT, 0, 0);
    check(TEXT("PK\x03\x04\x14\0\x06\0"), &with_header, 0, DIAGNOSTIC_CSV_NOT_TEXT, 0, 0);
    char bytes[3000];
    uint32_t state = 123456789;
    for (size_t i = 0; i < sizeof bytes; i++) {
        state = state * 1664525u + 1013904223u;
        bytes[i] = (char)(state >> 24);
    }
    check(bytes, sizeof bytes, &with_header, 0, DIAGNOSTIC_CSV_NOT_TEXT, 0, 0);
}

static void headers_with_faults(void)
{
    check_text("a,b,a\n1,2,3\n", 0, DIAGNOSTIC_CSV_DUPLICATE_COLUMN, 1, 5);
    check_text("a,,c\n1,2,3\n", 0, DIAGNOSTIC_CSV_UNNAMED_COLUMN, 1, 3);
    check_text(",b,c\n1,2,3\n", 1, DIAGNOSTIC_CSV_UNNAMED_FIRST, 1, 1);
    check_text("region;period;value\nPAK;2023;2,385\n", 0, DIAGNOSTIC_CSV_DELIMITER, 1, 1);
    check_text("region\tvalue\nPAK\t2\n", 0, DIAGNOSTIC_CSV_DELIMITER, 1, 1);
    check_text("region|value\nPAK|2\n", 0, DIAGNOSTIC_CSV_DELIMITER, 1, 1);
    struct csv_options tabs = {.delimiter = '\t', .quoted = false, .has_header = true};
    check(TEXT("region,value\nPAK,2\n"), &tabs, 0, DIAGNOSTIC_CSV_DELIMITER, 1, 1);
    check_text("region\nPAK\n", 1, 0, 0, 0);
}

static char *repeat(const char *before, char byte, size_t count, const char *after)
{
    size_t head = strlen(before);
    char *text = malloc(head + count + strlen(after) + 1);
    memcpy(text, before, head);
    memset(text + head, byte, count);
    strcpy(text + head + count, after);
    return text;
}

static void limits_of_fields_and_columns(void)
{
    enum { LIMIT = 1 << 20 };
    char *text = repeat("a,b\n1,", 'x', LIMIT, "\n2,3\n");
    check_text(text, 2, 0, 0, 0);
    free(text);
    text = repeat("a,b\n1,", 'x', LIMIT + 1, "\n2,3\n");
    check_text(text, 1, DIAGNOSTIC_CSV_FIELD_TOO_LONG, 2, 3);
    free(text);
    text = repeat("a,b\n1,\"", 'x', LIMIT - 2, "\"\n2,3\n");
    check_text(text, 2, 0, 0, 0);
    free(text);
    text = repeat("a,b\n1,\"", 'x', LIMIT, "\"\n2,3\n");
    check_text(text, 1, DIAGNOSTIC_CSV_FIELD_TOO_LONG, 2, 3);
    free(text);
    text = repeat("a,b\n1,\"y\"", ' ', LIMIT + 5, "\n2,3\n");
    check_text(text, 1, DIAGNOSTIC_CSV_FIELD_TOO_LONG, 2, 3);
    free(text);
    text = repeat("a,b\n1,\"y\n", '\n', LIMIT + 5, "z\n"); /* an open quote is found within bounded memory */
    struct counted counted;
    counted_begin(&counted);
    struct gathered gathered = {0};
    CU_ASSERT_EQUAL(gathered_read(counted.context, text, strlen(text), &with_header, &gathered), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed(counted.context, DIAGNOSTIC_CSV_FIELD_TOO_LONG, "longer"));
    CU_ASSERT_TRUE(counted_end(&counted));
    gathered_end(&gathered);
    free(text);
    struct csv_options plain = {.delimiter = ',', .quoted = true};
    text = repeat("", ',', 4095, "\n");
    check(text, strlen(text), &plain, 1, 0, 0, 0);
    free(text);
    text = repeat("", ',', 4096, "\n");
    check(text, strlen(text), &plain, 0, DIAGNOSTIC_CSV_TOO_MANY_COLUMNS, 1, 4097);
    free(text);
}

/** Each allocation fails in turn. */
static void memory_that_cannot_be_had(void)
{
    char *text = repeat("a,b\n1,\"", 'x', 60000, "\"\n2,3\n");
    bool succeeded = false;
    for (size_t allowed = 0; !succeeded && allowed < 300; allowed++) {
        struct counted counted;
        counted_begin(&counted);
        counted.fail_after = counted.calls + allowed;
        struct gathered gathered = {0};
        tocsin_status status = gathered_read(counted.context, text, strlen(text), &with_header, &gathered);
        succeeded = status == TOCSIN_OK;
        CU_ASSERT_TRUE(succeeded || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_TRUE(counted_end(&counted));
        gathered_end(&gathered);
    }
    CU_ASSERT_TRUE(succeeded);
    free(text);
}

static CU_TestInfo tests[] = {
    {"header, rows and digest", header_rows_and_digest},
    {"columns projected", columns_projected},
    {"rows looked at are delivered once", rows_looked_at_are_delivered_once},
    {"a callback stops", a_callback_stops},
    {"progress can stop", progress_can_stop},
    {"without header", without_header},
    {"files without rows", files_without_rows},
    {"ragged rows", ragged_rows},
    {"quotes in wrong places", quotes_in_wrong_places},
    {"bytes that are no text", bytes_that_are_no_text},
    {"files that are something else", files_that_are_something_else},
    {"headers with faults", headers_with_faults},
    {"limits of fields and columns", limits_of_fields_and_columns},
    {"memory that cannot be had", memory_that_cannot_be_had},
    CU_TEST_INFO_NULL,
};
SUITE(csv_reader, tests)
