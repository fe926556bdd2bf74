/** `--set PATH=VALUE`: where it reaches, what it makes, and how it fails. */
#include "loading.h"

static const char text[] = HEAD "indicators:\n  unrest: {source: survey}\n  rule.of-law: {source: survey}\n"
                                "index:\n  id: risk\n  children:\n    - {indicator: unrest, weight: 3}\n"
                                "    - {indicator: rule.of-law, weight: 2}\n";

static struct loading loading;

static void begin(const char *path, const char *value)
{
    tocsin_override override = {path, value};
    load_begin_overridden(&loading, text, &override, 1);
}

static void end(void)
{
    CU_ASSERT_TRUE(load_end(&loading));
}

static void test_values(void)
{
    tocsin_override overrides[] = {
        {"index.children[0].weight", "0.375"},
        {"index.children[1].weight", "1.25"},
        {"indicators.rule.of-law.direction", "safety"},
        {"indicators.rule.of-law.options.within", "mean"},
        {"indicators.unrest.normalise", "{method: goalposts, low: 1, high: 9}"},
        {"sources.survey.file", "[a.csv, b.csv]"},
        {"levels.bands", "[{id: low, from: 0}]"},
        {"title", "'Set: twice'"},
        {"title", "Set once more"},
    };
    enum { COUNT = sizeof overrides / sizeof overrides[0] };
    load_begin_overridden(&loading, text, overrides, COUNT);
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    const struct tocsin_model *model = loading.model;
    CU_ASSERT_EQUAL(model->tree.nodes[1].weight, 0.375);
    CU_ASSERT_EQUAL(model->tree.nodes[2].weight, 1.25);
    CU_ASSERT_EQUAL(model->indicators[1].direction, DIRECTION_SAFETY);
    CU_ASSERT_STRING_EQUAL(model->indicators[1].options[1].text, "mean");
    CU_ASSERT_EQUAL(model->indicators[0].normalise.high.value, 9);
    CU_ASSERT_EQUAL(model->sources[0].file_count, 2);
    CU_ASSERT_EQUAL(model->levels.count, 1);
    CU_ASSERT_STRING_EQUAL(model->title, "Set once more");
    CU_ASSERT_EQUAL_FATAL(model->override_count, COUNT);
    CU_ASSERT_STRING_EQUAL(model->overrides[0], "index.children[0].weight=0.375");
    end();
}

static void test_methods(void)
{
    tocsin_override overrides[] = {
        {"index.weights", "{method: pca, form: factors}"},
        {"index.weights.components", "1"},
        {"index.min_children", "0.5"},
        {"index.aggregate", "{method: owa, weights: [1, 1]}"},
        {"index.aggregate.weights[1]", "0.375"},
        {"indicators.unrest.missing.method", "group_mean"},
        {"indicators.unrest.missing.group", "continent"},
        {"indicators.unrest.per", "rule.of-law"},
        {"screen.min_available", "0.625"},
        {"regions", "{file: r.csv}"},
        {"regions.columns.region", "uCode"},
    };
    load_begin_overridden(&loading, text, overrides, sizeof overrides / sizeof overrides[0]);
    print_diagnostics(loading.counted.context);
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    const struct tocsin_model *model = loading.model;
    CU_ASSERT_EQUAL(model->tree.nodes[0].weights.form, PCA_FACTORS);
    CU_ASSERT_EQUAL(model->tree.nodes[0].weights.components, 1);
    CU_ASSERT_EQUAL(model->tree.nodes[0].min_children, 0.5);
    CU_ASSERT_EQUAL(model->tree.nodes[0].aggregation.weights[1], 0.375);
    CU_ASSERT_STRING_EQUAL(model->indicators[0].missing.group, "continent");
    CU_ASSERT_STRING_EQUAL(model->indicators[0].missing.at.file, "--set indicators.unrest.missing.group");
    CU_ASSERT_EQUAL(model->indicators[0].per.indicator, 1);
    CU_ASSERT_EQUAL(model->screen.min_available, 0.625);
    CU_ASSERT_STRING_EQUAL(model->region_columns[0].column, "uCode");
    end();
}

static void test_hash_is_of_the_file(void)
{
    begin("title", "x");
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    char with[HASH_TEXT_SIZE];
    memcpy(with, loading.model->sha256, sizeof with);
    end();
    load_begin(&loading, text);
    CU_ASSERT_STRING_EQUAL(loading.model->sha256, with);
    end();
}

static void test_faults(void)
{
    static const struct {
        const char *path, *value, *file;
        int code;
        unsigned line, column;
        const char *hint;
    } cases[] = {
        {"", "1", "--set ", DIAGNOSTIC_MODEL_OVERRIDE_PATH, 0, 0, "index.children[0].weight"},
        {".", "1", "--set .", DIAGNOSTIC_MODEL_OVERRIDE_PATH, 0, 0, "index.children[0].weight"},
        {"title.", "1", "--set title.", DIAGNOSTIC_MODEL_OVERRIDE_PATH, 0, 0, NULL},
        {"index..id", "1", "--set index..id", DIAGNOSTIC_MODEL_OVERRIDE_PATH, 0, 0, NULL},
        {"index.children[0", "1", "--set index.children[0", DIAGNOSTIC_MODEL_OVERRIDE_PATH, 0, 0, NULL},
        {"index.children[]", "1", "--set index.children[]", DIAGNOSTIC_MODEL_OVERRIDE_PATH, 0, 0, NULL},
        {"index.children[-1]", "1", "--set index.children[-1]", DIAGNOSTIC_MODEL_OVERRIDE_PATH, 0, 0, NULL},
        {"index.children[0]x", "1", "--set index.children[0]x", DIAGNOSTIC_MODEL_OVERRIDE_PATH, 0, 0, NULL},
        {"index.children[2].weight", "1", "--set index.children[2].weight", DIAGNOSTIC_MODEL_OVERRIDE_ITEM, 0, 0,
         "counted from 0"},
        {"index.children.weight", "1", "--set index.children.weight", DIAGNOSTIC_MODEL_OVERRIDE_THROUGH, 0, 0,
         "children[0]"},
        {"index.id.x", "1", "--set index.id.x", DIAGNOSTIC_MODEL_OVERRIDE_THROUGH, 0, 0, NULL},
        {"index[1]", "1", "--set index[1]", DIAGNOSTIC_MODEL_OVERRIDE_THROUGH, 0, 0, "one of its keys"},
        {"indicators.unrst.direction", "safety", "--set indicators.unrst.direction", DIAGNOSTIC_MODEL_OVERRIDE_UNKNOWN,
         0, 0, "did you mean 'unrest'?"},
        {"titel", "x", "--set titel", DIAGNOSTIC_MODEL_UNKNOWN_KEY, 0, 0, "did you mean 'title'?"},
        {"title", "", "--set title", DIAGNOSTIC_MODEL_EMPTY, 1, 1, NULL},
        {"title", "[a", "--set title", DIAGNOSTIC_MODEL_SYNTAX, 1, 1, NULL},
        {"title", "a\tb: [", "--set title", DIAGNOSTIC_MODEL_SYNTAX, 0, 0, NULL},
        {"scale", "[0, x]", "--set scale", DIAGNOSTIC_MODEL_NOT_A_NUMBER, 1, 5, NULL},
        {"index.children[0].weight", "-2", "--set index.children[0].weight", DIAGNOSTIC_MODEL_RANGE, 1, 1, NULL},
        {"levels.bands", "\n- {id: a, from: 0}\n- {id: b, from: c}", "--set levels.bands",
         DIAGNOSTIC_MODEL_NOT_A_NUMBER, 3, 17, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        begin(cases[i].path, cases[i].value);
        CU_ASSERT_EQUAL(loading.status, TOCSIN_ERROR_MODEL);
        CU_ASSERT_TRUE(diagnosed_once(loading.counted.context, cases[i].code, cases[i].line, cases[i].column));
        tocsin_diagnostic found;
        CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_at(loading.counted.context, 0, &found), TOCSIN_OK);
        CU_ASSERT_STRING_EQUAL(found.file, cases[i].file);
        CU_ASSERT_TRUE(!cases[i].hint || (found.hint && strstr(found.hint, cases[i].hint)));
        end();
    }
}

static void test_large_value(void)
{
    size_t size = (1 << 20) + 1;
    char *value = malloc(size + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(value);
    memset(value, 'x', size);
    value[size] = '\0';
    begin("title", value);
    CU_ASSERT_TRUE(diagnosed_once(loading.counted.context, DIAGNOSTIC_FILE_TOO_LARGE, 1, 1));
    end();
    free(value);
}

/** Several overrides that fail are all told. */
static void test_all_are_told(void)
{
    tocsin_override overrides[] = {{"index[1]", "1"}, {"title", "[a"}, {"seed", "x"}};
    load_begin_overridden(&loading, text, overrides, 3);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(loading.counted.context), 3);
    CU_ASSERT_TRUE(diagnosed(loading.counted.context, DIAGNOSTIC_MODEL_OVERRIDE_THROUGH, "'index'"));
    CU_ASSERT_TRUE(diagnosed(loading.counted.context, DIAGNOSTIC_MODEL_SYNTAX, "list"));
    CU_ASSERT_TRUE(diagnosed(loading.counted.context, DIAGNOSTIC_MODEL_NOT_AN_INTEGER, "'x'"));
    end();
}

static void test_empty_value_becomes_mapping(void)
{
    tocsin_override override = {"periods.frequency", "year"};
    load_begin_overridden(&loading, HEAD INDICATORS INDEX "periods:\n", &override, 1);
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(loading.model->frequency, FREQUENCY_YEAR);
    end();
}

/** In a model the dash stands in quotes; on the command line those would be taken off by the shell. */
static void test_standard_input(void)
{
    begin("sources.survey.file", "-");
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(loading.model->sources[0].file_count, 1);
    CU_ASSERT_STRING_EQUAL(loading.model->sources[0].files[0].path, "-");
    end();
}

static CU_TestInfo tests[] = {
    {"values go where the path leads", test_values},
    {"values of methods", test_methods},
    {"the hash is of the file as it is", test_hash_is_of_the_file},
    {"paths and values that fail, with their places", test_faults},
    {"a value over the limit", test_large_value},
    {"all that fail are told", test_all_are_told},
    {"a key without a value is walked through", test_empty_value_becomes_mapping},
    {"a dash is standard input", test_standard_input},
    CU_TEST_INFO_NULL,
};
SUITE(overrides, tests)
