/** The schema's table is whole, and the JSON Schema beside the models is the one that it makes. */
#include "base/output.h"
#include "base/text.h"
#include "indicators/registry.h"
#include "loading.h"
#include <stdio.h>

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
    CU_ASSERT_EQUAL(count, 17);
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

/** A file of the source tree as a text, to be freed. */
static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    enum { MOST = 1 << 20 };
    char *text = calloc(1, MOST);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_TRUE(fread(text, 1, MOST - 1, file) < MOST - 1);
    fclose(file);
    return text;
}

/** `tocsin schema model >models/schema/model.schema.json` brings the file up to date. */
static void test_file(void)
{
    struct counted counted;
    struct text_buffer text;
    counted_begin(&counted);
    write_schema(&counted, &text);
    char *file = read_file(TOCSIN_SOURCE_DIR "/models/schema/model.schema.json");
    CU_ASSERT_TRUE(strcmp(file, text.bytes) == 0);
    free(file);
    text_buffer_end(&text);
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** Every key is in the reference, and so is every choice. */
static void test_reference_is_whole(void)
{
    char *reference = read_file(TOCSIN_SOURCE_DIR "/docs/files/model.md");
    char quoted[128];
    for (size_t i = 0; i < schema_row_count; i++) {
        const struct schema_row *row = &schema_rows[i];
        snprintf(quoted, sizeof quoted, "`%s`", row->key);
        const char *in_mapping[] = {"{id, from}", "{spread: share}", "mapping of `skewness`"};
        bool shown = strstr(reference, quoted) || strcmp(row->key, "method") == 0;
        for (size_t k = 0; !shown && k < sizeof in_mapping / sizeof in_mapping[0]; k++) {
            shown = strstr(in_mapping[k], row->key) && strstr(reference, in_mapping[k]);
        }
        if (!shown) {
            printf("\n%s is not in docs/files/model.md\n", row->key);
        }
        CU_ASSERT_TRUE(shown);
        for (size_t k = 0; k < row->choice_count; k++) {
            snprintf(quoted, sizeof quoted, "`%s`", row->choices[k]);
            CU_ASSERT_PTR_NOT_NULL(strstr(reference, quoted));
        }
    }
    free(reference);
}

/** The whole model of the reference is one. */
static void test_reference_is_right(void)
{
    char *reference = read_file(TOCSIN_SOURCE_DIR "/docs/files/model.md");
    char *begin = strstr(reference, "```yaml\ntocsin: 1\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(begin);
    begin += strlen("```yaml\n");
    char *end = strstr(begin, "```\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    *end = '\0';
    struct loading loading;
    load_begin(&loading, begin);
    CU_ASSERT_EQUAL(loading.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(loading.counted.context), 0);
    print_diagnostics(loading.counted.context);
    CU_ASSERT_TRUE(load_end(&loading));
    free(reference);
}

static CU_TestInfo tests[] = {
    {"every row is whole", test_rows},
    {"defaults take the rows of indicators and nodes", test_defaults_are_borrowed},
    {"every key and module is in the JSON Schema", test_names},
    {"the file beside the models is up to date", test_file},
    {"every key and choice is in the reference", test_reference_is_whole},
    {"the reference's model is valid", test_reference_is_right},
    CU_TEST_INFO_NULL,
};
SUITE(schema, tests)
