/** Weights and aggregations of nodes: every parameter where it should be, and comparisons that do not fit refused. */
#include "loading.h"

static const char full[] =
    HEAD "defaults: {source: survey, min_children: 0.35, weights: critic, aggregate: copeland}\n"
         "indicators: {a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}, i: {}, j: {}, k: {}, l: {}}\n"
         "index:\n"
         "  id: risk\n"
         "  weights: given\n"
         "  aggregate: {method: owa, weights: [3.5, 1.25, 0, 0.75, 0, 0]}\n"
         "  children:\n"
         "    - id: compared\n"
         "      weights: {method: ahp, matrix: [[1, 3, '1/7'], [0.33, 1, 0.25], [7, 4, 1]]}\n"
         "      aggregate: {method: mazziotta_pareto, sign: minus, round: 2}\n"
         "      children: [{indicator: a}, {indicator: b}, {indicator: c}]\n"
         "    - id: first\n"
         "      weights: pca\n"
         "      aggregate: mazziotta_pareto\n"
         "      children: [{indicator: d}, {indicator: e}]\n"
         "    - id: factors\n"
         "      weights: {method: pca, form: factors, components: 2, rotation: none}\n"
         "      aggregate: median\n"
         "      children: [{indicator: f}, {indicator: g}]\n"
         "    - id: doubt\n"
         "      weights: {method: benefit_of_doubt, min_share: 0.15, max_share: 0.85}\n"
         "      aggregate: sum\n"
         "      min_children: 1\n"
         "      children: [{indicator: h}, {indicator: i}]\n"
         "    - {id: spread, weights: entropy, aggregate: product, children: [{indicator: j}, {indicator: k}]}\n"
         "    - {id: defaults, children: [{indicator: l}]}\n";

static struct loading loading;

static const struct tocsin_model *begin(const char *text)
{
    return load_sound(&loading, text);
}

static void end(void)
{
    CU_ASSERT_TRUE(load_end(&loading));
}

static const struct index_node *find(const struct tocsin_model *model, const char *id)
{
    for (size_t i = 0; i < model->tree.count; i++) {
        if (strcmp(model->tree.nodes[i].id, id) == 0) {
            return &model->tree.nodes[i];
        }
    }
    CU_FAIL_FATAL("no such node");
    return NULL;
}

static void test_weights(void)
{
    const struct tocsin_model *model = begin(full);
    CU_ASSERT_EQUAL(model->tree.nodes[0].weights.method, WEIGHT_GIVEN);
    const struct weighting *compared = &find(model, "compared")->weights;
    CU_ASSERT_EQUAL(compared->method, WEIGHT_AHP);
    CU_ASSERT_EQUAL(compared->at.line, 13);
    CU_ASSERT_EQUAL_FATAL(compared->matrix_size, 3);
    static const double matrix[] = {1, 3, 1.0 / 7, 0.33, 1, 0.25, 7, 4, 1};
    CU_ASSERT_EQUAL(memcmp(compared->matrix, matrix, sizeof matrix), 0);
    const struct weighting *first = &find(model, "first")->weights;
    CU_ASSERT_EQUAL(first->method, WEIGHT_PCA);
    CU_ASSERT_EQUAL(first->form, PCA_FIRST);
    CU_ASSERT_EQUAL(first->components, 0);
    CU_ASSERT_EQUAL(first->rotation, ROTATION_VARIMAX);
    const struct weighting *factors = &find(model, "factors")->weights;
    CU_ASSERT_EQUAL(factors->form, PCA_FACTORS);
    CU_ASSERT_EQUAL(factors->components, 2);
    CU_ASSERT_EQUAL(factors->rotation, ROTATION_NONE);
    const struct weighting *doubt = &find(model, "doubt")->weights;
    CU_ASSERT_EQUAL(doubt->method, WEIGHT_BENEFIT_OF_DOUBT);
    CU_ASSERT_EQUAL(doubt->min_share.value, 0.15);
    CU_ASSERT_EQUAL(doubt->max_share.value, 0.85);
    CU_ASSERT_EQUAL(find(model, "spread")->weights.method, WEIGHT_ENTROPY);
    CU_ASSERT_FALSE(find(model, "spread")->weights.min_share.given);
    CU_ASSERT_EQUAL(find(model, "defaults")->weights.method, WEIGHT_CRITIC);
    CU_ASSERT_EQUAL(find(model, "defaults")->weights.at.line, 5);
    end();
}

static void test_aggregations(void)
{
    const struct tocsin_model *model = begin(full);
    const struct aggregation *owa = &model->tree.nodes[0].aggregation;
    CU_ASSERT_EQUAL(owa->method, AGGREGATE_OWA);
    CU_ASSERT_EQUAL_FATAL(owa->weight_count, 6);
    CU_ASSERT_EQUAL(owa->weights[1], 1.25);
    const struct aggregation *compared = &find(model, "compared")->aggregation;
    CU_ASSERT_EQUAL(compared->method, AGGREGATE_MAZZIOTTA_PARETO);
    CU_ASSERT_EQUAL(compared->sign, PENALTY_MINUS);
    CU_ASSERT_EQUAL(compared->round.value, 2);
    CU_ASSERT_EQUAL(find(model, "first")->aggregation.sign, PENALTY_PLUS);
    CU_ASSERT_EQUAL(find(model, "factors")->aggregation.method, AGGREGATE_MEDIAN);
    CU_ASSERT_EQUAL(find(model, "spread")->aggregation.method, AGGREGATE_PRODUCT);
    CU_ASSERT_EQUAL(find(model, "defaults")->aggregation.method, AGGREGATE_COPELAND);
    CU_ASSERT_EQUAL(find(model, "doubt")->min_children, 1);
    CU_ASSERT_EQUAL(find(model, "defaults")->min_children, 0.35);
    end();
    model = begin(HEAD INDICATORS INDEX);
    CU_ASSERT_EQUAL(model->tree.nodes[0].min_children, 0);
    CU_ASSERT_EQUAL(model->tree.nodes[0].weights.method, WEIGHT_GIVEN);
    end();
}

#define NODE(keys)                                                                                                     \
    HEAD INDICATORS "index:\n  id: risk\n  " keys "\n  children: [{indicator: unrest}, {indicator: rule}]\n"
#define AHP(matrix) NODE("weights: {method: ahp, matrix: " matrix "}")

static void test_bounds_of_what_fits(void)
{
    static const char *const good[] = {
        AHP("[[1, 1/3], [3, 1]]"),
        AHP("[[1, 3], [0.33, 1]]"),
        AHP("[[1, 3], [0.336, 1]]"),
        AHP("[[1, '7 / 2'], [2/7, 1]]"),
        AHP("[[1, 1e9], [1e-9, 1]]"),
        NODE("weights: {method: benefit_of_doubt, min_share: 0.5, max_share: 0.5}\n  aggregate: sum"),
        NODE("aggregate: {method: owa, weights: [0, 2.385]}"),
        NODE("weights: {method: pca, form: factors, components: 2}"),
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        begin(good[i]);
        end();
    }
    static const struct {
        const char *text;
        int code;
        unsigned column;
    } faulty[] = {
        {AHP("[[1, 3], [0.329, 1]]"), DIAGNOSTIC_MODEL_MATRIX, 44},
        {AHP("[[1, 3], [0.337, 1]]"), DIAGNOSTIC_MODEL_MATRIX, 44},
        {AHP("[[1, 1e300], [1e300, 1]]"), DIAGNOSTIC_MODEL_MATRIX, 48},
        {AHP("[[1, 1e300/1e-300], [1, 1]]"), DIAGNOSTIC_MODEL_NOT_A_NUMBER, 39},
        {AHP("[[1, /3], [3, 1]]"), DIAGNOSTIC_MODEL_NOT_A_NUMBER, 39},
        {AHP("[[1, 1/], [1, 1]]"), DIAGNOSTIC_MODEL_NOT_A_NUMBER, 39},
        {AHP("[[1, -1/-3], [3, 1]]"), DIAGNOSTIC_MODEL_NOT_A_NUMBER, 39},
        {AHP("[[1, 1/3/1], [3, 1]]"), DIAGNOSTIC_MODEL_NOT_A_NUMBER, 39},
        {AHP("[[1, ~], [3, 1]]"), DIAGNOSTIC_MODEL_NO_VALUE, 39},
        {AHP("[[1, {a: b}], [3, 1]]"), DIAGNOSTIC_MODEL_NOT_A_NUMBER, 39},
        {AHP("[[1]]"), DIAGNOSTIC_MODEL_MATRIX, 34},
        {AHP("[]"), DIAGNOSTIC_MODEL_MATRIX, 34},
        {AHP("7"), DIAGNOSTIC_MODEL_KIND, 34},
        {NODE("weights: {method: pca, form: [first], components: 2}"), DIAGNOSTIC_MODEL_CHOICE, 32},
        {NODE("weights: {method: pca, form: first, rotation: none}"), DIAGNOSTIC_MODEL_PARAMETER, 39},
        {NODE("weights: {method: benefit_of_doubt, max_share: 0.49}\n  aggregate: sum"), DIAGNOSTIC_MODEL_WEIGHTING,
         50},
        {NODE("weights: [pca]"), DIAGNOSTIC_MODEL_CHOICE, 12},
        {NODE("aggregate: {method: owa, weights: []}"), DIAGNOSTIC_MODEL_LENGTH, 37},
    };
    for (size_t i = 0; i < sizeof faulty / sizeof faulty[0]; i++) {
        if (!refused(faulty[i].text, faulty[i].code, 10, faulty[i].column)) {
            printf("\n%zu: wanted %d in\n%s\n", i, faulty[i].code, faulty[i].text);
            CU_FAIL("not refused as wanted");
        }
    }
}

static CU_TestInfo tests[] = {
    {"weights", test_weights},
    {"aggregations", test_aggregations},
    {"what just fits and what does not", test_bounds_of_what_fits},
    CU_TEST_INFO_NULL,
};
SUITE(weights, tests)
