/** Every fault of a model, each alone, at its exact place. */
#include "loading.h"

struct fault_case {
    const char *text;
    int code;
    unsigned line, column;
};

static void check(const struct fault_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!refused(cases[i].text, cases[i].code, cases[i].line, cases[i].column)) {
            printf("\n%zu: wanted %d at %u:%u in\n%s\n", i, cases[i].code, cases[i].line, cases[i].column,
                   cases[i].text);
            CU_FAIL("not refused as wanted");
        }
    }
}

#define CHECK(cases) check((cases), sizeof(cases) / sizeof((cases)[0]))
#define TAIL INDICATORS INDEX
#define RULE "  rule: {source: survey}\n"
#define UNREST "indicators:\n  unrest: {source: survey}\n"

static void test_syntax(void)
{
    static const struct fault_case cases[] = {
        {"", DIAGNOSTIC_MODEL_EMPTY, 1, 1},
        {"\n\n# nothing\n", DIAGNOSTIC_MODEL_EMPTY, 1, 1},
        {"---\n...\n", DIAGNOSTIC_MODEL_EMPTY, 1, 1},
        {"~\n", DIAGNOSTIC_MODEL_EMPTY, 1, 1},
        {"a: b: c\n", DIAGNOSTIC_MODEL_SYNTAX, 1, 5},
        {"a: 'b\nc: d\n", DIAGNOSTIC_MODEL_SYNTAX, 1, 4},
        {"\xEF\xBB\xBF"
         "a: [b\n",
         DIAGNOSTIC_MODEL_SYNTAX, 1, 4},
        {"\xC3\xA9: {\xC3\xA9: [1}\n", DIAGNOSTIC_MODEL_SYNTAX, 1, 10},
        {"a:\n\tb: 1\n", DIAGNOSTIC_MODEL_TAB, 2, 1},
        {"a: \"\\q\"\n", DIAGNOSTIC_MODEL_SYNTAX, 1, 5},
        {"a: @b\n", DIAGNOSTIC_MODEL_SYNTAX, 1, 4},
        {"a: - b\n", DIAGNOSTIC_MODEL_SYNTAX, 1, 4},
        {"a: \"\xFF\"\n", DIAGNOSTIC_MODEL_NOT_UTF8, 1, 5},
        {"a: 1\r\nb: \x01\r\n", DIAGNOSTIC_MODEL_BINARY, 2, 4},
        {"a: 1\rb: \x7F\n", DIAGNOSTIC_MODEL_BINARY, 2, 4},
        {"a: \xC2\x85\n", DIAGNOSTIC_MODEL_BINARY, 1, 4},
        {"a: \xE2\x80\xA8\n", DIAGNOSTIC_MODEL_BINARY, 1, 4},
        {"a: \xEF\xBF\xBE\n", DIAGNOSTIC_MODEL_BINARY, 1, 4},
        {"a: \xEF\xBB\xBF\n", DIAGNOSTIC_MODEL_BINARY, 1, 4},
        {"- a\n- b\n", DIAGNOSTIC_MODEL_KIND, 1, 1},
        {"just a text\n", DIAGNOSTIC_MODEL_KIND, 1, 1},
        {HEAD TAIL "--- {}\n", DIAGNOSTIC_MODEL_DOCUMENTS, 13, 1},
        {HEAD "note:\n" TAIL "...\n]\n", DIAGNOSTIC_MODEL_SYNTAX, 15, 1},
        {HEAD TAIL "title: !!str x\n", DIAGNOSTIC_MODEL_TAG, 13, 8},
        {HEAD TAIL "title: &x y\n", DIAGNOSTIC_MODEL_ALIAS, 13, 8},
        {HEAD TAIL "title: *x\n", DIAGNOSTIC_MODEL_ALIAS, 13, 8},
        {HEAD TAIL "<<: {title: x}\n", DIAGNOSTIC_MODEL_MERGE_KEY, 13, 1},
        {HEAD TAIL "[a]: x\n", DIAGNOSTIC_MODEL_KEY, 13, 1},
        {HEAD TAIL "{a: b}: x\n", DIAGNOSTIC_MODEL_KEY, 13, 1},
        {HEAD TAIL "? \n: x\n", DIAGNOSTIC_MODEL_KEY, 13, 2},
        {HEAD TAIL "id: again\n", DIAGNOSTIC_MODEL_DUPLICATE_KEY, 13, 1},
        {HEAD TAIL "\"id\": again\n", DIAGNOSTIC_MODEL_DUPLICATE_KEY, 13, 1},
        {HEAD TAIL "title: \"a\\0b\"\n", DIAGNOSTIC_MODEL_BINARY, 13, 8},
    };
    CHECK(cases);
}

static void test_model_keys(void)
{
    static const struct fault_case cases[] = {
        {"id: trial\nsources:\n  survey: {format: series, file: survey.csv}\n" TAIL, DIAGNOSTIC_MODEL_KEY_MISSING, 1,
         1},
        {"tocsin: 2\nid: trial\nsources:\n  survey: {format: series, file: survey.csv}\n" TAIL, DIAGNOSTIC_MODEL_NEWER,
         1, 9},
        {"tocsin: '1'\nid: trial\nsources:\n  survey: {format: series, file: survey.csv}\n" TAIL,
         DIAGNOSTIC_MODEL_NOT_AN_INTEGER, 1, 9},
        {"tocsin: -1\nid: trial\nsources:\n  survey: {format: series, file: survey.csv}\n" TAIL, DIAGNOSTIC_MODEL_RANGE,
         1, 9},
        {HEAD INDICATORS, DIAGNOSTIC_MODEL_KEY_MISSING, 1, 1},
        {HEAD TAIL "titel: x\n", DIAGNOSTIC_MODEL_UNKNOWN_KEY, 13, 1},
        {HEAD TAIL "title:\n", DIAGNOSTIC_MODEL_NO_VALUE, 13, 7},
        {HEAD TAIL "title: ''\n", DIAGNOSTIC_MODEL_NO_VALUE, 13, 8},
        {HEAD TAIL "title: [x]\n", DIAGNOSTIC_MODEL_KIND, 13, 8},
        {HEAD TAIL "scale: [5, 5]\n", DIAGNOSTIC_MODEL_BOUNDS, 13, 8},
        {HEAD TAIL "scale: [0]\n", DIAGNOSTIC_MODEL_LENGTH, 13, 8},
        {HEAD TAIL "scale: 100\n", DIAGNOSTIC_MODEL_KIND, 13, 8},
        {HEAD TAIL "scale: [0, 1e999]\n", DIAGNOSTIC_MODEL_NOT_A_NUMBER, 13, 12},
        {HEAD TAIL "scale: [0, 0x10]\n", DIAGNOSTIC_MODEL_NOT_A_NUMBER, 13, 12},
        {HEAD TAIL "seed: 1.5\n", DIAGNOSTIC_MODEL_NOT_AN_INTEGER, 13, 7},
        {HEAD TAIL "seed: -1\n", DIAGNOSTIC_MODEL_RANGE, 13, 7},
        {HEAD TAIL "regions: {fil: x}\n", DIAGNOSTIC_MODEL_UNKNOWN_KEY, 13, 11},
        {HEAD TAIL "regions: [a]\n", DIAGNOSTIC_MODEL_KIND, 13, 10},
        {HEAD TAIL "periods: {frequency: decade}\n", DIAGNOSTIC_MODEL_CHOICE, 13, 22},
        {HEAD TAIL "periods: {from: 2020}\n", DIAGNOSTIC_MODEL_KEY_MISSING, 13, 10},
        {HEAD TAIL "periods: {frequency: year, to: 2020-02-30}\n", DIAGNOSTIC_MODEL_NOT_A_DATE, 13, 32},
        {HEAD TAIL "periods: {frequency: month, from: 2020-01-05}\n", DIAGNOSTIC_MODEL_PERIOD, 13, 35},
        {HEAD TAIL "periods: {frequency: month, from: 2021, to: 2020}\n", DIAGNOSTIC_MODEL_FROM_AFTER_TO, 13, 45},
        {HEAD TAIL "levels: {bands: []}\n", DIAGNOSTIC_MODEL_LENGTH, 13, 17},
        {HEAD TAIL "levels: {bands: [{id: a, from: 0}, {id: b, from: 0}]}\n", DIAGNOSTIC_MODEL_LEVEL_ORDER, 13, 50},
        {HEAD TAIL "levels: {bands: [{id: a, from: 0}, {id: a, from: 1}]}\n", DIAGNOSTIC_MODEL_LEVEL_ORDER, 13, 41},
        {HEAD TAIL "levels: {bands: [{id: a, from: 0}], hysteresis: {down: -1, periods: 1}}\n", DIAGNOSTIC_MODEL_RANGE,
         13, 56},
        {HEAD TAIL "levels: {bands: [{id: a, from: 0}], hysteresis: {down: 1}}\n", DIAGNOSTIC_MODEL_KEY_MISSING, 13,
         49},
        {HEAD TAIL "levels: {bands: [{id: 3a, from: 0}]}\n", DIAGNOSTIC_MODEL_ID, 13, 23},
    };
    CHECK(cases);
}

#define SOURCE(keys) "tocsin: 1\nid: trial\nsources:\n  survey: {" keys "}\n" TAIL

static void test_sources(void)
{
    static const struct fault_case cases[] = {
        {SOURCE("format: series"), DIAGNOSTIC_MODEL_KEY_MISSING, 4, 11},
        {SOURCE("file: x.csv"), DIAGNOSTIC_MODEL_KEY_MISSING, 4, 11},
        {SOURCE("format: seris, file: x.csv"), DIAGNOSTIC_MODEL_CHOICE, 4, 20},
        {SOURCE("format: series, file: x.csv, files: y.csv"), DIAGNOSTIC_MODEL_EXCLUSIVE, 4, 41},
        {SOURCE("format: series, file: [x.csv, x.csv]"), DIAGNOSTIC_MODEL_FILE_TWICE, 4, 42},
        {SOURCE("format: series, file: ['-', '-']"), DIAGNOSTIC_MODEL_FILE_TWICE, 4, 40},
        {SOURCE("format: series, file: {x: y}"), DIAGNOSTIC_MODEL_KIND, 4, 34},
        {SOURCE("format: series, file: x, columns: [a]"), DIAGNOSTIC_MODEL_KIND, 4, 46},
        {SOURCE("format: series, file: x, columns: {a: [b]}"), DIAGNOSTIC_MODEL_KIND, 4, 50},
        {SOURCE("format: series, file: x, where: 3"), DIAGNOSTIC_MODEL_KIND, 4, 44},
        {SOURCE("format: series, file: x, where: {a: []}"), DIAGNOSTIC_MODEL_LENGTH, 4, 48},
        {SOURCE("format: series, file: x, where: {a: {b: c}}"), DIAGNOSTIC_MODEL_KIND, 4, 48},
        {SOURCE("format: series, file: x, missing: [[a]]"), DIAGNOSTIC_MODEL_KIND, 4, 47},
        {SOURCE("format: series, file: x, region: [a, {}]"), DIAGNOSTIC_MODEL_KIND, 4, 49},
        {SOURCE("format: series, file: x, covers: {from: x}"), DIAGNOSTIC_MODEL_NOT_A_DATE, 4, 52},
        {SOURCE("format: series, file: x, covers: {from: 2020, to: 2019-12}"), DIAGNOSTIC_MODEL_FROM_AFTER_TO, 4, 62},
        {SOURCE("format: series, file: x, cover: {}"), DIAGNOSTIC_MODEL_UNKNOWN_KEY, 4, 37},
        {"tocsin: 1\nid: trial\nsources: [a]\nindicators: {a: {module: formula, options: {expression: '1'}}}\n"
         "index: {id: r, children: [{indicator: a}]}\n",
         DIAGNOSTIC_MODEL_KIND, 3, 10},
    };
    CHECK(cases);
}

#define INDICATOR(keys) HEAD "indicators:\n  unrest: {source: survey, " keys "}\n" RULE INDEX

static void test_indicators(void)
{
    static const struct fault_case cases[] = {
        {INDICATOR("module: serie"), DIAGNOSTIC_MODEL_UNKNOWN_MODULE, 6, 36},
        {INDICATOR("module: event_count"), DIAGNOSTIC_MODEL_SOURCE_FORMAT, 6, 20},
        {INDICATOR("direction: up"), DIAGNOSTIC_MODEL_CHOICE, 6, 39},
        {INDICATOR("weight: 3"), DIAGNOSTIC_MODEL_UNKNOWN_KEY, 6, 28},
        {INDICATOR("missing: zeros"), DIAGNOSTIC_MODEL_CHOICE, 6, 37},
        {INDICATOR("missing: [zero]"), DIAGNOSTIC_MODEL_CHOICE, 6, 37},
        {INDICATOR("missing: value"), DIAGNOSTIC_MODEL_PARAMETER_MISSING, 6, 37},
        {INDICATOR("missing: {value: 3}"), DIAGNOSTIC_MODEL_KEY_MISSING, 6, 37},
        {INDICATOR("missing: {method: carry, value: 3}"), DIAGNOSTIC_MODEL_PARAMETER, 6, 53},
        {INDICATOR("missing: {method: carry, atmost: 3}"), DIAGNOSTIC_MODEL_UNKNOWN_KEY, 6, 53},
        {INDICATOR("missing: {method: carry, at_most: 4294967296}"), DIAGNOSTIC_MODEL_RANGE, 6, 62},
        {INDICATOR("treat: lgo"), DIAGNOSTIC_MODEL_CHOICE, 6, 35},
        {INDICATOR("treat: {steps: log}"), DIAGNOSTIC_MODEL_KIND, 6, 43},
        {INDICATOR("treat: {always: true}"), DIAGNOSTIC_MODEL_KEY_MISSING, 6, 35},
        {INDICATOR("treat: [{method: power}]"), DIAGNOSTIC_MODEL_PARAMETER_MISSING, 6, 36},
        {INDICATOR("treat: [{method: power, p: 0.0}]"), DIAGNOSTIC_MODEL_RANGE, 6, 55},
        {INDICATOR("treat: clip"), DIAGNOSTIC_MODEL_PARAMETER_MISSING, 6, 35},
        {INDICATOR("treat: {method: clip, low: 2, high: 2}"), DIAGNOSTIC_MODEL_BOUNDS, 6, 64},
        {INDICATOR("treat: {steps: [log], until: {skewness: 0}}"), DIAGNOSTIC_MODEL_RANGE, 6, 68},
        {INDICATOR("normalise: {method: minmax, p: 2}"), DIAGNOSTIC_MODEL_PARAMETER, 6, 56},
        {INDICATOR("normalise: {method: minmax, low: 7, high: 7}"), DIAGNOSTIC_MODEL_BOUNDS, 6, 70},
        {INDICATOR("normalise: {method: zscore, sd: 0}"), DIAGNOSTIC_MODEL_RANGE, 6, 60},
        {INDICATOR("normalise: {method: log_max, high: 0}"), DIAGNOSTIC_MODEL_RANGE, 6, 63},
        {INDICATOR("normalise: {method: rank, ties: random}"), DIAGNOSTIC_MODEL_CHOICE, 6, 60},
        {INDICATOR("normalise: {method: goalposts, low: 1, high: 2, clip: on}"), DIAGNOSTIC_MODEL_NOT_A_FLAG, 6, 82},
        {INDICATOR("normalise: {method: bands, edges: [2, 1], values: [1, 2, 3]}"), DIAGNOSTIC_MODEL_BANDS, 6, 66},
        {INDICATOR("normalise: {method: bands, edges: [1], values: [1]}"), DIAGNOSTIC_MODEL_BANDS, 6, 75},
        {INDICATOR("over: month"), DIAGNOSTIC_MODEL_CHOICE, 6, 34},
        {INDICATOR("over: {}"), DIAGNOSTIC_MODEL_KEY_MISSING, 6, 34},
        {INDICATOR("over: {from: 2020, to: 2019}"), DIAGNOSTIC_MODEL_FROM_AFTER_TO, 6, 51},
        {INDICATOR("options: [a]"), DIAGNOSTIC_MODEL_KIND, 6, 37},
        {INDICATOR("options: {colum: x}"), DIAGNOSTIC_MODEL_OPTION, 6, 38},
        {INDICATOR("options: {within: median}"), DIAGNOSTIC_MODEL_CHOICE, 6, 46},
        {INDICATOR("column: a, options: {column: b}"), DIAGNOSTIC_MODEL_EXCLUSIVE, 6, 36},
        {HEAD UNREST "  rule: {source: surveys}\n" INDEX, DIAGNOSTIC_MODEL_UNKNOWN_SOURCE, 7, 18},
        {HEAD UNREST "  rule:\n" INDEX, DIAGNOSTIC_MODEL_SOURCE_MISSING, 7, 3},
        {HEAD UNREST "  rule: survey\n" INDEX, DIAGNOSTIC_MODEL_KIND, 7, 9},
        {HEAD UNREST "  rule: {module: change, source: survey, options: {of: unrest}}\n" INDEX,
         DIAGNOSTIC_MODEL_SOURCE_NOT_TAKEN, 7, 34},
        {HEAD UNREST "  rule: {module: change, column: x, options: {of: unrest}}\n" INDEX, DIAGNOSTIC_MODEL_OPTION, 7,
         34},
        {HEAD UNREST "  rule: {module: change}\n" INDEX, DIAGNOSTIC_MODEL_OPTION_MISSING, 7, 3},
        {HEAD UNREST "  rule: {module: change, options: {of: unrst}}\n" INDEX, DIAGNOSTIC_MODEL_UNKNOWN_INDICATOR, 7,
         40},
        {HEAD UNREST "  rule: {module: change, options: {of: unrest, periods: 0}}\n" INDEX, DIAGNOSTIC_MODEL_RANGE, 7,
         57},
        {HEAD UNREST "  rule: {module: change, options: {of: rule}}\n" INDEX, DIAGNOSTIC_MODEL_CIRCLE, 7, 3},
        {HEAD UNREST "  rule: {module: spillover, options: {of: unrest}}\n" INDEX, DIAGNOSTIC_MODEL_NO_NEIGHBOURS, 7,
         3},
        {HEAD UNREST "  rule: {module: formula, options: {expression: 'unrest +'}}\n" INDEX,
         DIAGNOSTIC_MODEL_EXPRESSION, 7, 0},
        {HEAD UNREST "  rule: {module: formula, options: {expression: '2 * unrst'}}\n" INDEX,
         DIAGNOSTIC_MODEL_UNKNOWN_INDICATOR, 7, 54},
        {HEAD UNREST "  rule: {module: formula, options: {expression: lnn(unrest)}}\n" INDEX,
         DIAGNOSTIC_MODEL_EXPRESSION, 7, 49},
        {HEAD UNREST "  rule: {source: survey}\n  9th: {source: survey}\n" INDEX "    - {indicator: 9th}\n",
         DIAGNOSTIC_MODEL_ID, 8, 3},
        {HEAD "defaults: {options: {windw: 3}}\n" INDICATORS INDEX, DIAGNOSTIC_MODEL_OPTION, 5, 22},
        {HEAD "defaults: {title: x}\n" INDICATORS INDEX, DIAGNOSTIC_MODEL_UNKNOWN_KEY, 5, 12},
        {HEAD "defaults: {normalise: {method: minmax, sd: 1}}\n" INDICATORS INDEX, DIAGNOSTIC_MODEL_PARAMETER, 5, 40},
        {HEAD "defaults: {min_coverage: 1.5}\n" INDICATORS INDEX, DIAGNOSTIC_MODEL_RANGE, 5, 26},
    };
    CHECK(cases);
}

#define TREE(text) HEAD INDICATORS "index:\n  id: risk\n" text
#define BOTH "[{indicator: unrest}, {indicator: rule}]"

static void test_index(void)
{
    static const struct fault_case cases[] = {
        {TREE("  aggregate: geometrc\n  children: " BOTH "\n"), DIAGNOSTIC_MODEL_CHOICE, 10, 14},
        {TREE("  aggregate: {method: power}\n  children: " BOTH "\n"), DIAGNOSTIC_MODEL_PARAMETER_MISSING, 10, 14},
        {TREE("  aggregate: {method: power, p: 0}\n  children: " BOTH "\n"), DIAGNOSTIC_MODEL_RANGE, 10, 33},
        {TREE("  aggregate: {method: sum, p: 1}\n  children: " BOTH "\n"), DIAGNOSTIC_MODEL_PARAMETER, 10, 28},
        {TREE("  aggregate: {method: sum, round: 1.5}\n  children: " BOTH "\n"), DIAGNOSTIC_MODEL_NOT_AN_INTEGER, 10,
         35},
        {TREE("  aggregate: {method: sum, floor: 2, cap: 1}\n  children: " BOTH "\n"), DIAGNOSTIC_MODEL_BOUNDS, 10, 43},
        {TREE("  aggregate: {method: sum, space: [3, 3]}\n  children: " BOTH "\n"), DIAGNOSTIC_MODEL_BOUNDS, 10, 35},
        {TREE("  aggregate: {method: formula, expression: unrest + ruel}\n  children: " BOTH "\n"),
         DIAGNOSTIC_MODEL_EXPRESSION, 10, 53},
        {TREE("  min_coverage: -0.1\n  children: " BOTH "\n"), DIAGNOSTIC_MODEL_RANGE, 10, 17},
        {TREE("  weights: enthropy\n  children: " BOTH "\n"), DIAGNOSTIC_MODEL_CHOICE, 10, 12},
        {TREE("  direction: risk\n  children: " BOTH "\n"), DIAGNOSTIC_MODEL_UNKNOWN_KEY, 10, 3},
        {TREE("  children: [{indicator: unrest}, {indicator: rule}, {indicator: unrest}]\n"),
         DIAGNOSTIC_MODEL_INDICATOR_TWICE, 10, 66},
        {TREE("  children: [{indicator: unrest}, {indicator: rule}, {indicator: ruler}]\n"),
         DIAGNOSTIC_MODEL_UNKNOWN_INDICATOR, 10, 66},
        {TREE("  children: [{indicator: unrest, weight: 0}, {indicator: rule, weight: 0}]\n"),
         DIAGNOSTIC_MODEL_WEIGHTS_ZERO, 9, 3},
        {TREE("  children: [{indicator: unrest, weight: -1}, {indicator: rule}]\n"), DIAGNOSTIC_MODEL_RANGE, 10, 42},
        {TREE("  children: [{indicator: unrest, wieght: 1}, {indicator: rule}]\n"), DIAGNOSTIC_MODEL_UNKNOWN_KEY, 10,
         34},
        {TREE("  children: [{indicator: unrest}, {id: risk, children: [{indicator: rule}]}]\n"),
         DIAGNOSTIC_MODEL_NODE_TWICE, 10, 35},
        {TREE("  children: [{indicator: unrest}, {indicator: rule}, {id: a, children: []}]\n"), DIAGNOSTIC_MODEL_LENGTH,
         10, 72},
        {TREE("  children: [{indicator: unrest}, {indicator: rule}, {id: a}]\n"), DIAGNOSTIC_MODEL_KEY_MISSING, 10, 54},
        {TREE("  children: [{indicator: unrest}, {indicator: rule}, [a]]\n"), DIAGNOSTIC_MODEL_KIND, 10, 54},
    };
    CHECK(cases);
}

/** Faults that lead to another, or to a warning, are told together; here only the one that matters is looked for. */
static void test_several(void)
{
    static const struct {
        const char *text;
        int code;
        const char *part;
    } cases[] = {
        {HEAD INDICATORS INDEX "structure: x.csv\n", DIAGNOSTIC_MODEL_EXCLUSIVE, "'index'"},
        {HEAD INDICATORS INDEX "structure: x.csv\n", DIAGNOSTIC_MODEL_EXCLUSIVE, "'indicators'"},
        {HEAD INDICATORS INDEX "uncertainty: {draws: 0}\n", DIAGNOSTIC_MODEL_RANGE, "'draws' in 'uncertainty'"},
        {HEAD "defaults: {source: survy}\nindicators:\n  unrest:\n  rule:\n" INDEX, DIAGNOSTIC_MODEL_UNKNOWN_SOURCE,
         "'survy'"},
        {TREE("  children: [unrest, rule]\n"), DIAGNOSTIC_MODEL_KIND, "'children[1]' of node 'risk'"},
        {TREE("  children: {a: b}\n"), DIAGNOSTIC_MODEL_KIND, "a list"},
        {HEAD "indicators: {}\n" INDEX, DIAGNOSTIC_MODEL_LENGTH, "'indicators'"},
        {HEAD "indicators: [a]\n" INDEX, DIAGNOSTIC_MODEL_KIND, "'indicators'"},
        {TREE("  children: [{indicator: unrest}]\n"), DIAGNOSTIC_MODEL_INDICATOR_UNUSED, "'rule'"},
        {SOURCE("format: series, file: x}\n  other: {format: series, file: y"), DIAGNOSTIC_MODEL_SOURCE_UNUSED,
         "'other'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct loading loading;
        load_begin(&loading, cases[i].text);
        CU_ASSERT_TRUE(diagnosed(loading.counted.context, cases[i].code, cases[i].part));
        CU_ASSERT_TRUE(load_end(&loading));
    }
}

static const char ten[] = "tocsin: 1\n"
                          "id: ten\n"
                          "titel: Ten faults\n"
                          "scale: [100, 0]\n"
                          "sources:\n"
                          "  survey: {format: serie, file: survey.csv}\n"
                          "indicators:\n"
                          "  unrest: {source: survey, normalise: {method: minmax, p: 2}}\n"
                          "  rule: {source: register, missing: {method: carry, at_most: x}}\n"
                          "index:\n"
                          "  id: risk\n"
                          "  min_coverage: 2\n"
                          "  children:\n"
                          "    - {indicator: unrest, wieght: 3}\n"
                          "    - {indicator: rule, weight: three}\n"
                          "    - {indicator: rule}\n";

static void test_ten_faults(void)
{
    static const struct {
        int code;
        unsigned line, column;
        const char *hint;
    } expected[] = {
        {DIAGNOSTIC_MODEL_UNKNOWN_KEY, 3, 1, "did you mean 'title'?"},
        {DIAGNOSTIC_MODEL_BOUNDS, 4, 8, NULL},
        {DIAGNOSTIC_MODEL_CHOICE, 6, 20, "did you mean 'series'?"},
        {DIAGNOSTIC_MODEL_PARAMETER, 8, 56, NULL},
        {DIAGNOSTIC_MODEL_UNKNOWN_SOURCE, 9, 18, NULL},
        {DIAGNOSTIC_MODEL_NOT_AN_INTEGER, 9, 62, NULL},
        {DIAGNOSTIC_MODEL_RANGE, 12, 17, NULL},
        {DIAGNOSTIC_MODEL_UNKNOWN_KEY, 14, 27, "did you mean 'weight'?"},
        {DIAGNOSTIC_MODEL_NOT_A_NUMBER, 15, 33, NULL},
        {DIAGNOSTIC_MODEL_INDICATOR_TWICE, 16, 19, NULL},
    };
    struct loading loading;
    load_begin(&loading, ten);
    CU_ASSERT_EQUAL(loading.status, TOCSIN_ERROR_MODEL);
    CU_ASSERT_PTR_NULL(loading.model);
    CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_count(loading.counted.context), 10);
    for (size_t i = 0; i < 10; i++) {
        tocsin_diagnostic found;
        CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_at(loading.counted.context, i, &found), TOCSIN_OK);
        CU_ASSERT_EQUAL(found.code, expected[i].code);
        CU_ASSERT_EQUAL(found.line, expected[i].line);
        CU_ASSERT_EQUAL(found.column, expected[i].column);
        CU_ASSERT_STRING_EQUAL(found.file, "model.yaml");
        CU_ASSERT_STRING_EQUAL(found.hint ? found.hint : "", expected[i].hint ? expected[i].hint : "");
    }
    CU_ASSERT_TRUE(load_end(&loading));
}

/** The message of the contract, to the letter. */
static void test_message(void)
{
    struct loading loading;
    load_begin(&loading, HEAD INDICATORS "index:\n  id: risk\n  children:\n    - indicator: rule\n"
                                         "    - indicator: unrest\n      wieght: 3\n");
    tocsin_diagnostic found;
    CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_count(loading.counted.context), 1);
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(loading.counted.context, 0, &found), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(found.message, "unknown key 'wieght' in indicator 'unrest'");
    CU_ASSERT_STRING_EQUAL(found.hint, "did you mean 'weight'?");
    CU_ASSERT_EQUAL(found.code, 1204);
    CU_ASSERT_EQUAL(found.line, 13);
    CU_ASSERT_EQUAL(found.column, 7);
    CU_ASSERT_TRUE(load_end(&loading));
}

static CU_TestInfo tests[] = {
    {"texts that are no YAML", test_syntax},
    {"the model's own keys", test_model_keys},
    {"sources", test_sources},
    {"indicators, methods and options", test_indicators},
    {"the index", test_index},
    {"faults that come together", test_several},
    {"ten faults are all told, in the order of the file", test_ten_faults},
    {"the contract's message to the letter", test_message},
    CU_TEST_INFO_NULL,
};
SUITE(faults, tests)
