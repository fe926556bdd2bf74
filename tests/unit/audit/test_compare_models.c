/** What differs between two models, and models with the weights of one and the method of another. */
#include "audit/compare_models.h"
#include "base/text.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

enum { MOST_OVERRIDES = 4 };

struct two_models {
    struct counted counted;
    struct arena arena;
    tocsin_model *model[SIDE_COUNT];
    struct compare_models compared;
};

/** models/south-asia.yaml twice, each with values of its own ("path=value", NULL at the end). */
static void two_models_begin(struct two_models *two, const char *const a[], const char *const b[])
{
    const char *const *given[SIDE_COUNT] = {a, b};
    char path[1024];
    memset(two, 0, sizeof *two);
    counted_begin(&two->counted);
    arena_begin(&two->arena, two->counted.context);
    snprintf(path, sizeof path, "%s/models/south-asia.yaml", TOCSIN_SOURCE_DIR);
    for (int side = 0; side < SIDE_COUNT; side++) {
        char keys[MOST_OVERRIDES][256];
        tocsin_override overrides[MOST_OVERRIDES];
        size_t count = 0;
        for (; given[side] && given[side][count]; count++) {
            const char *equals = strchr(given[side][count], '=');
            snprintf(keys[count], sizeof keys[count], "%.*s", (int)(equals - given[side][count]), given[side][count]);
            overrides[count] = (tocsin_override){keys[count], equals + 1};
        }
        tocsin_status status = tocsin_model_load(two->counted.context, path, overrides, count, &two->model[side]);
        if (status != TOCSIN_OK) {
            print_diagnostics(two->counted.context);
        }
        CU_ASSERT_EQUAL_FATAL(status, TOCSIN_OK);
    }
    CU_ASSERT_EQUAL_FATAL(compare_models_make(&two->arena, two->model[SIDE_A], two->model[SIDE_B], &two->compared),
                          TOCSIN_OK);
}

static void two_models_end(struct two_models *two)
{
    arena_end(&two->arena);
    tocsin_model_destroy(two->model[SIDE_A]);
    tocsin_model_destroy(two->model[SIDE_B]);
    CU_ASSERT_TRUE(counted_end(&two->counted));
}

static size_t find_indicator(const struct tocsin_model *model, const char *id)
{
    size_t i = 0;
    while (i < model->indicator_count && strcmp(model->indicators[i].id, id) != 0) {
        i++;
    }
    return i;
}

static size_t find_node(const struct tocsin_model *model, const char *id)
{
    size_t i = 0;
    while (i < model->tree.count && strcmp(model->tree.nodes[i].id, id) != 0) {
        i++;
    }
    return i;
}

/** Every key that shapes a number, and of what kind it is: w(eights), m(ethod), l(evels), d(ata), nothing. */
static void every_key_is_told(void)
{
    static const struct {
        const char *override;
        const char *kind;
        const char *remeasured; /* an indicator that is measured in another way; NULL: none */
    } cases[] = {
        {"title=Something else", "", NULL},
        {"version=2024.1", "", NULL},
        {"indicators.deaths.title=Others", "", NULL},
        {"index.title=Another", "", NULL},
        {"periods.to=2023-10", "", NULL},
        {"indicators.deaths.normalise={method: rank}", "", NULL}, /* it is not in the index */
        {"scale=[0, 10]", "m", NULL},
        {"screen={min_available: 0.5}", "m", NULL},
        {"index.children[0].weight=59.5", "w", NULL},
        {"index.children[0].children[1].weight=11", "w", NULL},
        {"index.children[2].weights=equal", "w", NULL},
        {"index.weights={method: pca, form: first}", "w", NULL},
        {"index.weights={method: pca, form: factors, components: 1}", "w", NULL},
        {"index.aggregate={method: power, p: 2}", "m", NULL},
        {"index.aggregate={method: arithmetic, round: 1}", "m", NULL},
        {"index.aggregate={method: arithmetic, floor: 1.5}", "m", NULL},
        {"index.aggregate={method: arithmetic, cap: 98.5}", "m", NULL},
        {"index.aggregate={method: geometric, space: [1, 10]}", "m", NULL},
        {"index.aggregate={method: owa, weights: [3, 2, 1]}", "m", NULL},
        {"index.aggregate={method: mazziotta_pareto, sign: minus}", "m", NULL},
        {"index.aggregate={method: formula, expression: security + statecraft}", "m", NULL},
        {"index.min_coverage=0.55", "m", NULL},
        {"index.children[1].min_children=0.5", "m", NULL},
        {"levels.bands[1].from=21", "l", NULL},
        {"levels.hysteresis.down=4", "l", NULL},
        {"levels.hysteresis.periods=3", "l", NULL},
        {"indicators.spillover.direction=safety", "m", NULL},
        {"indicators.spillover.per=population", "m", NULL},
        {"indicators.spillover.per=deaths", "m", NULL},
        {"indicators.rule_of_law.missing.at_most=12", "m", NULL},
        {"indicators.rule_of_law.missing.back=true", "m", NULL},
        {"indicators.rule_of_law.missing={method: value, value: 0.25}", "m", NULL},
        {"indicators.rule_of_law.missing={method: group_mean, group: gw}", "m", NULL},
        {"indicators.rule_of_law.missing={method: indicator, indicator: political_stability}", "m", NULL},
        {"indicators.spillover.treat=[{method: winsorise, max: 3}]", "m", NULL},
        {"indicators.spillover.treat=[{method: boxcox, lambda: 0.5, shift: false}]", "m", NULL},
        {"indicators.spillover.normalise={method: goalposts, low: 1, high: 100}", "m", NULL},
        {"indicators.spillover.normalise={method: goalposts, low: 0, high: 100, clip: false}", "m", NULL},
        {"indicators.spillover.normalise={method: zscore, sd: 2}", "m", NULL},
        {"indicators.spillover.normalise={method: rank, ties: max}", "m", NULL},
        {"indicators.spillover.normalise={method: bands, edges: [10, 20], values: [0, 50, 100]}", "m", NULL},
        {"indicators.spillover.normalise={method: distance_to_target, target: 60}", "m", NULL},
        {"indicators.spillover.normalise={method: distance_to_reference, region: PAK}", "m", NULL},
        {"indicators.spillover.normalise={method: above_mean, threshold: 0.2}", "m", NULL},
        {"indicators.spillover.normalise={method: base_ratio, from: 2005-01, to: 2006-12}", "m", NULL},
        {"indicators.spillover.over=period", "m", NULL},
        {"indicators.spillover.over={from: 2005-01, to: 2010-12}", "m", NULL},
        {"indicators.militant_activity.options.half_life=60", "m", "spillover"},
        {"indicators.escalation.options.method=cusum", "m", "escalation"},
        {"indicators.escalation.options.log1p=false", "m", "escalation"},
        {"indicators.rule_of_law.options.column=wgi_va", "m", "rule_of_law"},
        {"indicators.deaths.options.column=events", "m", "escalation"},
        {"sources.conflict.where={type: [state]}", "m", "militant_activity"},
        {"sources.governance.missing=[none]", "m", "political_stability"},
        {"sources.governance.columns={value: estimate}", "m", "rule_of_law"},
        {"sources.agreements.covers.regions=[IND, PAK]", "m", "secrecy"},
        {"sources.conflict.covers.to=2023-11", "d", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct two_models two;
        const char *const changed[] = {cases[i].override, NULL};
        two_models_begin(&two, NULL, changed);
        const struct compare_models *compared = &two.compared;
        bool right = compared->weights == (cases[i].kind[0] == 'w') && compared->method == (cases[i].kind[0] == 'm') &&
                     compared->levels == (cases[i].kind[0] == 'l') &&
                     (compared->difference_count > 0) == (cases[i].kind[0] != '\0');
        for (size_t k = 0; k < two.model[SIDE_A]->indicator_count && !cases[i].remeasured; k++) {
            right = right && !compared->remeasured[k];
        }
        if (cases[i].remeasured) {
            right = right && compared->remeasured[find_indicator(two.model[SIDE_A], cases[i].remeasured)];
        }
        if (!right) {
            fprintf(stderr, "--set '%s': weights %d, method %d, levels %d, %zu differences\n", cases[i].override,
                    compared->weights, compared->method, compared->levels, compared->difference_count);
        }
        CU_ASSERT_TRUE(right);
        two_models_end(&two);
    }
}

/** Children that only one node has leave the weights of the others what they are: weights. */
static void weights_of_other_children_are_method(void)
{
    static const char *const a[] = {"index.weights=equal", NULL};
    static const char *const b[] = {
        "index.children=[{id: security, children: [{indicator: militant_activity, weight: 1}, "
        "{indicator: escalation, weight: 3}, {indicator: spillover, weight: 10}]}, "
        "{id: rest, children: [{indicator: diplomacy, weight: 1}, {indicator: secrecy, weight: "
        "1}, {indicator: political_stability, weight: 1}, {indicator: rule_of_law, weight: 1}, "
        "{indicator: government_effectiveness, weight: 1}]}]",
        NULL};
    struct two_models two;
    two_models_begin(&two, a, b);
    CU_ASSERT_TRUE(two.compared.method);
    CU_ASSERT_TRUE(two.compared.weights);
    size_t weights = 0;
    for (size_t i = 0; i < two.compared.difference_count; i++) {
        const struct model_difference *difference = &two.compared.differences[i];
        weights += difference->kind == LINE_WEIGHT;
        if (text_equal(difference->key, "index.weights")) {
            CU_ASSERT_EQUAL(difference->kind, LINE_METHOD);
        }
        if (difference->kind == LINE_WEIGHT) {
            CU_ASSERT_PTR_NOT_NULL(strstr(difference->key, "index.security."));
        }
    }
    CU_ASSERT_EQUAL(weights, 2); /* of militant_activity and escalation; security has no given weight in A */
    two_models_end(&two);
}

static double weight_of(const struct tocsin_model *model, const char *id)
{
    return model->tree.nodes[find_node(model, id)].weight;
}

static void a_mixture_has_the_tree_of_one_and_the_weights_of_the_other(void)
{
    static const char *const a[] = {"index.children[0].weight=61.5", "index.children[1].weights=equal",
                                    "index.children[0].children[2].weight=12.25", NULL};
    static const char *const b[] = {
        "index.aggregate={method: power, p: 2}", "index.children[0].weight=30.75",
        "index.children[0].children=[{indicator: spillover, weight: 7}, {indicator: "
        "militant_activity, weight: 5}]",
        "index.children[2].children=[{indicator: political_stability, weight: 3}, {indicator: "
        "rule_of_law, weight: 1}, {indicator: government_effectiveness, weight: 1}, {indicator: "
        "escalation, weight: 2}]"};
    const char *const b_ended[] = {b[0], b[1], b[2], b[3], NULL};
    struct two_models two;
    two_models_begin(&two, a, b_ended);
    struct tocsin_model mixture;
    CU_ASSERT_EQUAL_FATAL(compare_models_mix(&two.arena, two.model[SIDE_B], two.model[SIDE_A], &mixture), TOCSIN_OK);
    CU_ASSERT_EQUAL(mixture.tree.nodes[0].aggregation.method, AGGREGATE_POWER);
    CU_ASSERT_EQUAL(mixture.tree.count, two.model[SIDE_B]->tree.count);
    CU_ASSERT_EQUAL(weight_of(&mixture, "security"), 61.5);
    CU_ASSERT_EQUAL(weight_of(&mixture, "spillover"), 12.25);
    CU_ASSERT_EQUAL(weight_of(&mixture, "militant_activity"), 40);
    CU_ASSERT_EQUAL(weight_of(&mixture, "political_stability"), 2);
    CU_ASSERT_EQUAL(weight_of(&mixture, "escalation"), 2); /* elsewhere in A's tree: it keeps its own */
    CU_ASSERT_EQUAL(mixture.tree.nodes[find_node(&mixture, "statecraft")].weights.method, WEIGHT_EQUAL);
    CU_ASSERT_EQUAL(weight_of(two.model[SIDE_B], "security"), 30.75); /* the model itself is as it was */
    two_models_end(&two);
}

/** Comparisons go with their children, in whatever order these stand. */
static void a_matrix_of_comparisons_is_put_into_order(void)
{
    static const char *const a[] = {"index.children[1].weights={method: ahp, matrix: [[1, 4], [0.25, 1]]}", NULL};
    static const char *const b[] = {
        "index.children[1].children=[{indicator: secrecy, weight: 1}, {indicator: diplomacy, weight: 1}]",
        "index.children[1].weights={method: ahp, matrix: [[1, 0.25], [4, 1]]}", NULL};
    struct two_models two;
    two_models_begin(&two, a, b);
    CU_ASSERT_FALSE(two.compared.weights); /* the same comparisons */
    CU_ASSERT_TRUE(two.compared.method);   /* in another order of the children */
    struct tocsin_model mixture;
    CU_ASSERT_EQUAL_FATAL(compare_models_mix(&two.arena, two.model[SIDE_B], two.model[SIDE_A], &mixture), TOCSIN_OK);
    const struct weighting *weights = &mixture.tree.nodes[find_node(&mixture, "statecraft")].weights;
    CU_ASSERT_EQUAL_FATAL(weights->matrix_size, 2);
    CU_ASSERT_EQUAL(weights->matrix[1], 0.25);
    CU_ASSERT_EQUAL(weights->matrix[2], 4);
    two_models_end(&two);
}

/** Without memory at any point: the status, and nothing is left behind. */
static void every_allocation_may_fail(void)
{
    static const char *const b[] = {"index.children[0].weight=3", "scale=[0, 10]", NULL};
    struct two_models two;
    two_models_begin(&two, NULL, b);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    for (size_t i = 0; status != TOCSIN_OK && i < 100000; i += 1 + i / 64) {
        struct arena arena;
        struct compare_models compared;
        struct tocsin_model mixture;
        arena_begin(&arena, two.counted.context);
        two.counted.calls = 0;
        two.counted.fail_after = i;
        status = compare_models_make(&arena, two.model[SIDE_A], two.model[SIDE_B], &compared);
        if (status == TOCSIN_OK) {
            status = compare_models_mix(&arena, two.model[SIDE_A], two.model[SIDE_B], &mixture);
        }
        two.counted.fail_after = SIZE_MAX;
        CU_ASSERT(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        arena_end(&arena);
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
    two_models_end(&two);
}

static CU_TestInfo tests[] = {
    {"every key is told", every_key_is_told},
    {"weights of other children are method", weights_of_other_children_are_method},
    {"a mixture has the tree of one and the weights of the other",
     a_mixture_has_the_tree_of_one_and_the_weights_of_the_other},
    {"a matrix of comparisons is put into order", a_matrix_of_comparisons_is_put_into_order},
    {"every allocation may fail", every_allocation_may_fail},
    CU_TEST_INFO_NULL,
};

SUITE(compare_models, tests)
