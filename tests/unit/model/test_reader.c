/** Every key of a model lands where it should, and what is not given has its default. */
#include "loading.h"

static const char full[] =
    "tocsin: 1\n"
    "id: south-asia\n"
    "title: South Asia security risk\n"
    "version: 2023.8\n"
    "description: A trial.\n"
    "scale: [-2.5, 7.5]\n"
    "seed: 9007199254740993\n"
    "regions: {file: data/regions.csv, neighbours: /abs/neighbours.csv}\n"
    "periods: {frequency: quarter, from: 2001, to: 2023-Q2}\n"
    "sources:\n"
    "  conflict:\n"
    "    format: ucdp-ged\n"
    "    file: conflict.csv.gz\n"
    "    region: [country, adm_1]\n"
    "    columns: {deaths: best}\n"
    "    where: {type_of_violence: [1, 3], active: true}\n"
    "    covers: {from: 2001-02, to: 2023, regions: [PAK, AFG]}\n"
    "    title: UCDP GED\n"
    "    url: https://ucdp.uu.se\n"
    "    licence: CC BY 4.0\n"
    "    note: none\n"
    "  survey: {format: series, files: [a.csv, '-'], missing: ['', x, -99, ~]}\n"
    "defaults: {normalise: zscore, min_coverage: 0.35, options: {half_life: 61}, unit: points, weight: 1.5}\n"
    "indicators:\n"
    "  violence:\n"
    "    title: Violence\n"
    "    module: militant_activity\n"
    "    source: conflict\n"
    "    options: {baseline: 36}\n"
    "    direction: risk\n"
    "    missing: {method: carry, at_most: 3}\n"
    "    treat: [{method: winsorise, max: 7}, log, {method: power, p: 0.25, always: true}]\n"
    "    normalise: {method: goalposts, low: 1.5, high: 88.25, clip: false}\n"
    "    over: {from: 2005, to: 2010-06}\n"
    "    note: checked\n"
    "  rule: {source: survey, column: rule_of_law, direction: safety, unit: index, missing: {method: value, value: "
    "2.385},\n"
    "    treat: {steps: [{method: clip, low: -1, high: 2}], combine: true, until: {skewness: 1.75}},\n"
    "    normalise: {method: bands, edges: [0.5, 1.25], values: [10, 20, 35]}, over: period}\n"
    "  rise: {module: change, options: {of: violence}, missing: linear, treat: none, over: all}\n"
    "  blend: {module: formula, options: {expression: 'ln(1 + rise) * rule - rise'}}\n"
    "index:\n"
    "  id: risk\n"
    "  title: Risk\n"
    "  aggregate: {method: power, p: 2.5, round: 1, floor: 0.1, cap: 9.5, space: [10, 1]}\n"
    "  children:\n"
    "    - {indicator: violence, weight: 3.25}\n"
    "    - id: statecraft\n"
    "      weight: 0.75\n"
    "      weights: equal\n"
    "      min_coverage: 0.6\n"
    "      aggregate: geometric\n"
    "      children: [{indicator: rule}, {indicator: blend, note: x}]\n"
    "levels:\n"
    "  bands: [{id: low, from: -2.5}, {id: high, from: 4.25}]\n"
    "  hysteresis: {down: 0.5, periods: 2}\n";

static struct loading loading;

static const struct tocsin_model *begin(void)
{
    load_begin(&loading, full);
    if (loading.status != TOCSIN_OK) {
        print_diagnostics(loading.counted.context);
    }
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(loading.counted.context), 0);
    return loading.model;
}

static void end(void)
{
    CU_ASSERT_TRUE(load_end(&loading));
}

static void test_head(void)
{
    const struct tocsin_model *model = begin();
    CU_ASSERT_STRING_EQUAL(model->path, "model.yaml");
    CU_ASSERT_EQUAL(model->bytes, sizeof full - 1);
    CU_ASSERT_EQUAL(strlen(model->sha256), 64);
    CU_ASSERT_STRING_EQUAL(model->id, "south-asia");
    CU_ASSERT_STRING_EQUAL(model->title, "South Asia security risk");
    CU_ASSERT_STRING_EQUAL(model->version, "2023.8");
    CU_ASSERT_EQUAL(model->scale[0], -2.5);
    CU_ASSERT_EQUAL(model->scale[1], 7.5);
    CU_ASSERT_EQUAL(model->seed, UINT64_C(9007199254740993));
    CU_ASSERT_STRING_EQUAL(model->regions.named, "data/regions.csv");
    CU_ASSERT_STRING_EQUAL(model->regions.path, "data/regions.csv");
    CU_ASSERT_EQUAL(model->regions.at.line, 8);
    CU_ASSERT_EQUAL(model->regions.at.column, 17);
    CU_ASSERT_STRING_EQUAL(model->neighbours.path, "/abs/neighbours.csv");
    CU_ASSERT_TRUE(model->has_frequency);
    CU_ASSERT_EQUAL(model->frequency, FREQUENCY_QUARTER);
    CU_ASSERT_TRUE(model->has_from);
    CU_ASSERT_TRUE(model->has_to);
    char text[PERIOD_TEXT_SIZE];
    CU_ASSERT_STRING_EQUAL(period_format(text, model->frequency, model->from), "2001-Q1");
    CU_ASSERT_EQUAL(model->structure.path, NULL);
    CU_ASSERT_EQUAL(model->override_count, 0);
    CU_ASSERT_FALSE(model->has_uncertainty);
    end();
}

static void test_sources(void)
{
    const struct tocsin_model *model = begin();
    CU_ASSERT_EQUAL_FATAL(model->source_count, 2);
    const struct source_recipe *source = &model->sources[0];
    CU_ASSERT_STRING_EQUAL(source->id, "conflict");
    CU_ASSERT_EQUAL(source->format, FORMAT_UCDP_GED);
    CU_ASSERT_EQUAL_FATAL(source->file_count, 1);
    CU_ASSERT_STRING_EQUAL(source->files[0].path, "conflict.csv.gz");
    CU_ASSERT_EQUAL_FATAL(source->region_column_count, 2);
    CU_ASSERT_STRING_EQUAL(source->region_columns[1], "adm_1");
    CU_ASSERT_EQUAL_FATAL(source->column_count, 1);
    CU_ASSERT_STRING_EQUAL(source->columns[0].role, "deaths");
    CU_ASSERT_STRING_EQUAL(source->columns[0].column, "best");
    CU_ASSERT_EQUAL_FATAL(source->where_count, 2);
    CU_ASSERT_STRING_EQUAL(source->where[0].column, "type_of_violence");
    CU_ASSERT_EQUAL_FATAL(source->where[0].value_count, 2);
    CU_ASSERT_STRING_EQUAL(source->where[0].values[1], "3");
    CU_ASSERT_STRING_EQUAL(source->where[1].values[0], "true");
    CU_ASSERT_TRUE(source->covers.has_from && source->covers.has_to);
    CU_ASSERT_EQUAL(source->covers.from, date_from_civil(2001, 2, 1));
    CU_ASSERT_EQUAL(source->covers.to, date_from_civil(2023, 12, 31));
    CU_ASSERT_EQUAL_FATAL(source->covers.region_count, 2);
    CU_ASSERT_STRING_EQUAL(source->covers.regions[1], "AFG");
    CU_ASSERT_PTR_NULL(source->missing);
    source = &model->sources[1];
    CU_ASSERT_EQUAL_FATAL(source->file_count, 2);
    CU_ASSERT_STRING_EQUAL(source->files[1].path, "-");
    CU_ASSERT_EQUAL_FATAL(source->missing_count, 4);
    CU_ASSERT_STRING_EQUAL(source->missing[0], "");
    CU_ASSERT_STRING_EQUAL(source->missing[2], "-99");
    CU_ASSERT_STRING_EQUAL(source->missing[3], "~");
    CU_ASSERT_PTR_NULL(source->region_columns);
    end();
}

static void test_first_indicator(void)
{
    const struct tocsin_model *model = begin();
    CU_ASSERT_EQUAL_FATAL(model->indicator_count, 4);
    const struct indicator_recipe *recipe = &model->indicators[0];
    CU_ASSERT_STRING_EQUAL(recipe->id, "violence");
    CU_ASSERT_STRING_EQUAL(recipe->title, "Violence");
    CU_ASSERT_STRING_EQUAL(recipe->unit, "points");
    CU_ASSERT_STRING_EQUAL(recipe->module->name, "militant_activity");
    CU_ASSERT_EQUAL(recipe->source, 0);
    CU_ASSERT_EQUAL(recipe->direction, DIRECTION_RISK);
    CU_ASSERT_EQUAL(recipe->missing.method, MISSING_CARRY);
    CU_ASSERT_EQUAL(recipe->missing.at_most, 3);
    CU_ASSERT_EQUAL_FATAL(recipe->treat.count, 3);
    CU_ASSERT_EQUAL(recipe->treat.treatments[0].method, TREAT_WINSORISE);
    CU_ASSERT_EQUAL(recipe->treat.treatments[0].max, 7);
    CU_ASSERT_EQUAL(recipe->treat.treatments[1].method, TREAT_LOG);
    CU_ASSERT_EQUAL(recipe->treat.treatments[2].p, 0.25);
    CU_ASSERT_TRUE(recipe->treat.always);
    CU_ASSERT_FALSE(recipe->treat.combine);
    CU_ASSERT_EQUAL(recipe->treat.skewness, 2);
    CU_ASSERT_EQUAL(recipe->treat.kurtosis, 3.5);
    CU_ASSERT_EQUAL(recipe->normalise.method, NORMALISE_GOALPOSTS);
    CU_ASSERT_TRUE(recipe->normalise.low.given && recipe->normalise.high.given);
    CU_ASSERT_EQUAL(recipe->normalise.high.value, 88.25);
    CU_ASSERT_FALSE(recipe->normalise.clip);
    CU_ASSERT_EQUAL(recipe->over.kind, OVER_RANGE);
    CU_ASSERT_EQUAL(recipe->over.from, date_from_civil(2005, 1, 1));
    CU_ASSERT_EQUAL(recipe->over.to, date_from_civil(2010, 6, 30));
    CU_ASSERT_TRUE(recipe->in_index);
    CU_ASSERT_EQUAL(recipe->at.line, 25);
    CU_ASSERT_EQUAL(recipe->at.column, 3);
    end();
}

static void test_other_indicators(void)
{
    const struct tocsin_model *model = begin();
    const struct indicator_recipe *rule = &model->indicators[1];
    CU_ASSERT_STRING_EQUAL(rule->title, "rule");
    CU_ASSERT_STRING_EQUAL(rule->unit, "index");
    CU_ASSERT_STRING_EQUAL(rule->module->name, "series");
    CU_ASSERT_EQUAL(rule->source, 1);
    CU_ASSERT_EQUAL(rule->direction, DIRECTION_SAFETY);
    CU_ASSERT_EQUAL(rule->missing.method, MISSING_VALUE);
    CU_ASSERT_EQUAL(rule->missing.value, 2.385);
    CU_ASSERT_EQUAL_FATAL(rule->treat.count, 1);
    CU_ASSERT_TRUE(rule->treat.combine && !rule->treat.always);
    CU_ASSERT_EQUAL(rule->treat.skewness, 1.75);
    CU_ASSERT_EQUAL(rule->treat.kurtosis, 3.5);
    CU_ASSERT_EQUAL(rule->treat.treatments[0].low.value, -1);
    CU_ASSERT_EQUAL(rule->normalise.method, NORMALISE_BANDS);
    CU_ASSERT_EQUAL_FATAL(rule->normalise.edge_count, 2);
    CU_ASSERT_EQUAL_FATAL(rule->normalise.value_count, 3);
    CU_ASSERT_EQUAL(rule->normalise.values[2], 35);
    CU_ASSERT_EQUAL(rule->over.kind, OVER_PERIOD);
    const struct indicator_recipe *rise = &model->indicators[2];
    CU_ASSERT_EQUAL(rise->source, SIZE_MAX);
    CU_ASSERT_FALSE(rise->in_index);
    CU_ASSERT_EQUAL(rise->missing.method, MISSING_LINEAR);
    CU_ASSERT_EQUAL(rise->treat.count, 0);
    CU_ASSERT_EQUAL(rise->over.kind, OVER_ALL);
    CU_ASSERT_EQUAL(rise->normalise.method, NORMALISE_ZSCORE);
    CU_ASSERT_FALSE(rise->normalise.mean.given);
    CU_ASSERT_EQUAL_FATAL(rise->input_count, 1);
    CU_ASSERT_EQUAL(rise->inputs[0], 0);
    const struct indicator_recipe *blend = &model->indicators[3];
    CU_ASSERT_EQUAL_FATAL(blend->input_count, 2);
    CU_ASSERT_EQUAL(blend->inputs[0], 2);
    CU_ASSERT_EQUAL(blend->inputs[1], 1);
    end();
}

/** Options by name, for tests that do not depend on the order of a module's table. */
static const struct option_value *option(const struct indicator_recipe *recipe, const char *name)
{
    for (size_t i = 0; i < recipe->module->option_count; i++) {
        if (strcmp(recipe->module->options[i].name, name) == 0) {
            return &recipe->options[i];
        }
    }
    CU_FAIL_FATAL("no such option");
    return NULL;
}

static void test_options(void)
{
    const struct tocsin_model *model = begin();
    const struct indicator_recipe *violence = &model->indicators[0];
    CU_ASSERT_EQUAL(option(violence, "half_life")->number, 61);
    CU_ASSERT_TRUE(option(violence, "half_life")->given);
    CU_ASSERT_EQUAL(option(violence, "half_life")->at.line, 23);
    CU_ASSERT_EQUAL(option(violence, "baseline")->number, 36);
    CU_ASSERT_EQUAL(option(violence, "trend_weight")->number, 0.25);
    CU_ASSERT_FALSE(option(violence, "trend_weight")->given);
    CU_ASSERT_STRING_EQUAL(option(violence, "form")->text, "log_of_sum");
    CU_ASSERT_STRING_EQUAL(option(&model->indicators[1], "column")->text, "rule_of_law");
    CU_ASSERT_TRUE(option(&model->indicators[1], "column")->given);
    CU_ASSERT_STRING_EQUAL(option(&model->indicators[2], "of")->text, "violence");
    CU_ASSERT_STRING_EQUAL(option(&model->indicators[3], "expression")->text, "ln(1 + rise) * rule - rise");
    CU_ASSERT_EQUAL(option(&model->indicators[3], "expression")->at.line, 40);
    end();
}

static void test_order(void)
{
    const struct tocsin_model *model = begin();
    size_t place[4];
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_TRUE_FATAL(model->order[i] < 4);
        place[model->order[i]] = i;
    }
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < model->indicators[i].input_count; k++) {
            CU_ASSERT_TRUE(place[model->indicators[i].inputs[k]] < place[i]);
        }
    }
    end();
}

static void test_index(void)
{
    const struct tocsin_model *model = begin();
    const struct index_tree *tree = &model->tree;
    CU_ASSERT_EQUAL_FATAL(tree->count, 5);
    CU_ASSERT_EQUAL(tree->inner_count, 2);
    const struct index_node *root = &tree->nodes[0];
    CU_ASSERT_STRING_EQUAL(root->id, "risk");
    CU_ASSERT_STRING_EQUAL(root->title, "Risk");
    CU_ASSERT_EQUAL(root->parent, INDEX_NONE);
    CU_ASSERT_EQUAL(root->inner, 0);
    CU_ASSERT_EQUAL(root->indicator, INDEX_NONE);
    CU_ASSERT_EQUAL(root->min_coverage, 0.35);
    CU_ASSERT_EQUAL(root->weights.method, WEIGHT_GIVEN);
    CU_ASSERT_EQUAL(root->aggregation.method, AGGREGATE_POWER);
    CU_ASSERT_EQUAL(root->aggregation.p, 2.5);
    CU_ASSERT_EQUAL(root->aggregation.round.value, 1);
    CU_ASSERT_EQUAL(root->aggregation.floor.value, 0.1);
    CU_ASSERT_EQUAL(root->aggregation.cap.value, 9.5);
    CU_ASSERT_TRUE(root->aggregation.has_space);
    CU_ASSERT_EQUAL(root->aggregation.space[0], 10);
    CU_ASSERT_EQUAL_FATAL(root->child_count, 2);
    CU_ASSERT_EQUAL(root->children[0], 1);
    CU_ASSERT_EQUAL(root->children[1], 2);
    const struct index_node *leaf = &tree->nodes[1];
    CU_ASSERT_STRING_EQUAL(leaf->id, "violence");
    CU_ASSERT_STRING_EQUAL(leaf->title, "Violence");
    CU_ASSERT_EQUAL(leaf->indicator, 0);
    CU_ASSERT_EQUAL(leaf->inner, INDEX_NONE);
    CU_ASSERT_EQUAL(leaf->weight, 3.25);
    CU_ASSERT_EQUAL(leaf->depth, 1);
    const struct index_node *node = &tree->nodes[2];
    CU_ASSERT_STRING_EQUAL(node->title, "statecraft");
    CU_ASSERT_EQUAL(node->inner, 1);
    CU_ASSERT_EQUAL(node->weight, 0.75);
    CU_ASSERT_EQUAL(node->weights.method, WEIGHT_EQUAL);
    CU_ASSERT_EQUAL(node->min_coverage, 0.6);
    CU_ASSERT_EQUAL(node->aggregation.method, AGGREGATE_GEOMETRIC);
    CU_ASSERT_FALSE(node->aggregation.round.given || node->aggregation.has_space);
    CU_ASSERT_EQUAL(tree->nodes[3].parent, 2);
    CU_ASSERT_EQUAL(tree->nodes[3].depth, 2);
    CU_ASSERT_EQUAL(tree->nodes[3].weight, 1.5); /* the default's */
    CU_ASSERT_EQUAL(tree->nodes[4].indicator, 3);
    end();
}

static void test_levels(void)
{
    const struct tocsin_model *model = begin();
    CU_ASSERT_EQUAL_FATAL(model->levels.count, 2);
    CU_ASSERT_STRING_EQUAL(model->levels.bands[1].id, "high");
    CU_ASSERT_EQUAL(model->levels.bands[1].from, 4.25);
    CU_ASSERT_EQUAL(model->levels.down, 0.5);
    CU_ASSERT_EQUAL(model->levels.periods, 2);
    end();
}

static void test_defaults(void)
{
    load_begin(&loading, HEAD INDICATORS INDEX);
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    const struct tocsin_model *model = loading.model;
    CU_ASSERT_STRING_EQUAL(model->title, "trial");
    CU_ASSERT_STRING_EQUAL(model->version, "");
    CU_ASSERT_EQUAL(model->scale[0], 0);
    CU_ASSERT_EQUAL(model->scale[1], 100);
    CU_ASSERT_FALSE(model->has_frequency || model->has_from || model->has_to);
    CU_ASSERT_PTR_NULL(model->regions.path);
    CU_ASSERT_PTR_NULL(model->neighbours.path);
    CU_ASSERT_EQUAL(model->levels.count, 0);
    const struct indicator_recipe *recipe = &model->indicators[0];
    CU_ASSERT_EQUAL(recipe->missing.method, MISSING_NONE);
    CU_ASSERT_EQUAL(recipe->treat.count, 0);
    CU_ASSERT_EQUAL(recipe->treat.skewness, 2);
    CU_ASSERT_EQUAL(recipe->normalise.method, NORMALISE_MINMAX);
    CU_ASSERT_TRUE(recipe->normalise.clip);
    CU_ASSERT_EQUAL(recipe->over.kind, OVER_ALL);
    CU_ASSERT_PTR_NULL(recipe->unit); /* a series has the unit of its source, which nobody told */
    CU_ASSERT_EQUAL(model->tree.nodes[0].aggregation.method, AGGREGATE_ARITHMETIC);
    CU_ASSERT_EQUAL(model->tree.nodes[0].min_coverage, 0);
    CU_ASSERT_EQUAL(model->tree.nodes[0].weight, 1);
    end();
}

static void test_uncertainty(void)
{
    load_begin(&loading,
               HEAD INDICATORS INDEX "uncertainty: {draws: 500, seed: 77, weights: {spread: 0.25},\n"
                                     "  normalise: [minmax, zscore], aggregate: [geometric], inputs: true}\n");
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    CU_ASSERT_TRUE(loading.model->has_uncertainty);
    CU_ASSERT_EQUAL(loading.model->seed, 77);
    CU_ASSERT_TRUE(diagnosed_once(loading.counted.context, DIAGNOSTIC_MODEL_UNCERTAINTY_LATER, 13, 14));
    end();
    load_begin(&loading, HEAD INDICATORS INDEX "uncertainty: none\n");
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    CU_ASSERT_FALSE(loading.model->has_uncertainty);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(loading.counted.context), 0);
    end();
}

static void test_strict(void)
{
    static const char text[] = HEAD INDICATORS INDEX "levels: {bands: [{id: high, from: 5}]}\n";
    struct counted counted;
    counted_begin(&counted);
    tocsin_context_set_strict(counted.context, 1);
    tocsin_model *model = NULL;
    CU_ASSERT_EQUAL(model_read_memory(counted.context, "m", text, sizeof text - 1, NULL, 0, NULL, NULL, &model),
                    TOCSIN_ERROR_MODEL);
    CU_ASSERT_PTR_NULL(model);
    CU_ASSERT_TRUE(diagnosed_once(counted.context, DIAGNOSTIC_MODEL_LEVEL_GAP, 13, 17));
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** Tables as a path or an object, lists of numbers, and inputs named twice. */
static void test_other_options(void)
{
    load_begin(&loading,
               "tocsin: 1\nid: trial\nregions: regions.csv\nsources:\n"
               "  talks: {format: developments, file: talks.csv}\nindicators:\n"
               "  one: {module: diplomatic_developments, source: talks, options: {third_party: t/third.csv}}\n"
               "  two: {module: diplomatic_developments, source: talks, options: {third_party: {file: /x.csv}}}\n"
               "  long: {module: weighted_history, options: {of: one, weights: [5, 2.5, 1]}}\n"
               "  short: {module: weighted_history, options: {of: two}}\n"
               "  share: {module: ratio, options: {of: long, per: long}}\n"
               "index: {id: r, children: [{indicator: share}, {indicator: short}]}\n");
    if (loading.status != TOCSIN_OK) {
        print_diagnostics(loading.counted.context);
    }
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    const struct indicator_recipe *indicators = loading.model->indicators;
    CU_ASSERT_STRING_EQUAL(loading.model->regions.path, "regions.csv");
    CU_ASSERT_STRING_EQUAL(option(&indicators[0], "third_party")->text, "t/third.csv");
    CU_ASSERT_PTR_NULL(option(&indicators[0], "third_party")->table);
    CU_ASSERT_STRING_EQUAL(option(&indicators[1], "third_party")->text, "/x.csv");
    CU_ASSERT_STRING_EQUAL(option(&indicators[0], "third_party")->named, "t/third.csv");
    CU_ASSERT_STRING_EQUAL(indicators[0].unit, indicators[0].module->unit);
    const struct option_value *weights = option(&indicators[2], "weights");
    CU_ASSERT_EQUAL_FATAL(weights->number_count, 3);
    CU_ASSERT_EQUAL(weights->numbers[1], 2.5);
    weights = option(&indicators[3], "weights");
    CU_ASSERT_FALSE(weights->given);
    CU_ASSERT_EQUAL_FATAL(weights->number_count, 5);
    CU_ASSERT_EQUAL(weights->numbers[0], 16);
    CU_ASSERT_EQUAL(weights->numbers[4], 1);
    CU_ASSERT_EQUAL_FATAL(indicators[4].input_count, 1);
    CU_ASSERT_EQUAL(indicators[4].inputs[0], 2);
    end();
}

static CU_TestInfo tests[] = {
    {"the model's own keys", test_head},
    {"sources", test_sources},
    {"an indicator with every key", test_first_indicator},
    {"indicators in their short forms", test_other_indicators},
    {"options over defaults of the model over those of the module", test_options},
    {"tables, lists and inputs named twice", test_other_options},
    {"inputs come before those made of them", test_order},
    {"the index in the order of a walk", test_index},
    {"levels", test_levels},
    {"what is not given", test_defaults},
    {"uncertainty is checked and announced", test_uncertainty},
    {"strict makes errors of warnings", test_strict},
    CU_TEST_INFO_NULL,
};
SUITE(reader, tests)
