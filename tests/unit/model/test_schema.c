/** The schema's table is whole, and the JSON Schema beside the models is the one that it makes. */
#include "base/output.h"
#include "base/text.h"
#include "indicators/registry.h"
#include "loading.h"
#include <fcntl.h>
#include <unistd.h>

static void test_rows(void)
{
    for (size_t i = 0; i < schema_row_count; i++) {
        const struct schema_row *row = &schema_rows[i];
        CU_ASSERT_TRUE(row->text && strlen(row->text) > 3);
        CU_ASSERT_PTR_EQUAL(schema_find(row->object, row->key), row); /* each key once */
        CU_ASSERT_TRUE(row->type != SCHEMA_CHOICE || row->choice_count > 0);
        bool needs_setter = row->type == SCHEMA_MAP || row->type == SCHEMA_LIST || row->type == SCHEMA_METHOD;
        CU_ASSERT_TRUE(!needs_setter || row->set);
        CU_ASSERT_TRUE(!row->range || row->low <= row->high);
        CU_ASSERT_EQUAL(row->needed_by & ~row->methods, 0);
        if (row->type == SCHEMA_CHOICE && row->initial) {
            CU_ASSERT_TRUE(method_find(row->choices, row->choice_count, row->initial) < row->choice_count);
        }
        if (row->methods) {
            const struct schema_row *names = schema_method_row(row->object);
            CU_ASSERT_PTR_NOT_NULL_FATAL(names);
            CU_ASSERT_EQUAL(row->methods >> names->choice_count, 0);
        }
    }
}

static void test_defaults_are_borrowed(void)
{
    size_t count = 0;
    for (const struct schema_row *row = schema_next(SCHEMA_DEFAULTS, NULL); row;
         row = schema_next(SCHEMA_DEFAULTS, row)) {
        CU_ASSERT_TRUE(row->in_defaults);
        CU_ASSERT_TRUE(row->object == SCHEMA_INDICATOR || row->object == SCHEMA_NODE);
        count++;
    }
    CU_ASSERT_EQUAL(count, 13);
    CU_ASSERT_PTR_NULL(schema_find(SCHEMA_DEFAULTS, "title"));
    CU_ASSERT_PTR_NULL(schema_find(SCHEMA_DEFAULTS, "children"));
}

static int keep(void *user, const char *bytes, size_t size)
{
    text_buffer_add_bytes(user, bytes, size);
    return 0;
}

static void write_schema(struct counted *counted, struct text_buffer *text)
{
    *text = (struct text_buffer){.context = counted->context};
    struct output *output = output_create(counted->context, keep, text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    model_schema_write(output);
    CU_ASSERT_TRUE(output_flush(output));
    output_destroy(counted->context, output);
}

static void test_names(void)
{
    struct counted counted;
    struct text_buffer text;
    counted_begin(&counted);
    write_schema(&counted, &text);
    char quoted[128];
    for (size_t i = 0; i < schema_row_count; i++) {
        snprintf(quoted, sizeof quoted, "\"%s\": {", schema_rows[i].key);
        CU_ASSERT_PTR_NOT_NULL(strstr(text.bytes, quoted));
    }
    for (size_t i = 0; indicator_registry[i]; i++) {
        snprintf(quoted, sizeof quoted, "\"options_%s\": {", indicator_registry[i]->name);
        CU_ASSERT_PTR_NOT_NULL(strstr(text.bytes, quoted));
    }
    text_buffer_end(&text);
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** `tocsin schema model >models/schema/model.schema.json` brings the file up to date. */
static void test_file(void)
{
    struct counted counted;
    struct text_buffer text;
    counted_begin(&counted);
    write_schema(&counted, &text);
    int file = open(TOCSIN_SOURCE_DIR "/models/schema/model.schema.json", O_RDONLY);
    CU_ASSERT_TRUE_FATAL(file >= 0);
    char *bytes = malloc(text.length + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    size_t size = 0;
    for (ssize_t got = 1; got > 0 && size <= text.length; size += (size_t)got) {
        got = read(file, bytes + size, text.length + 1 - size);
        CU_ASSERT_TRUE_FATAL(got >= 0);
    }
    close(file);
    CU_ASSERT_EQUAL(size, text.length);
    CU_ASSERT_TRUE(size == text.length && memcmp(bytes, text.bytes, size) == 0);
    free(bytes);
    text_buffer_end(&text);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"every row is whole", test_rows},
    {"defaults take the rows of indicators and nodes", test_defaults_are_borrowed},
    {"every key and module is in the JSON Schema", test_names},
    {"the file beside the models is up to date", test_file},
    CU_TEST_INFO_NULL,
};
SUITE(schema, tests)
