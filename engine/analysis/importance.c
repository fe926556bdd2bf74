/** Works out what the parts of an index are meant to do to it, and what they do. */
#include "analysis/importance.h"
#include "base/compensated_sum.h"
#include "panel/result_row.h"

static struct optional_number given(double value)
{
    return (struct optional_number){isfinite(value), isfinite(value) ? value : 0};
}

/** True if the children's weights say how much they count, in every region alike. */
static bool weighs(const struct result *result, const struct index_node *parent)
{
    enum aggregate_method method = parent->aggregation.method;
    for (size_t i = 0; result->weights.cell && i < parent->child_count; i++) {
        if (result->weights.cell[parent->children[i]]) {
            return false;
        }
    }
    return method != AGGREGATE_FORMULA && method != AGGREGATE_MIN && method != AGGREGATE_MAX;
}

static void find_intent(const struct study *study, size_t node, struct importance *item)
{
    const struct result *result = study->result;
    const struct index_tree *tree = &result->tree;
    bool all = true;
    for (size_t at = node; at != STUDY_ROOT; at = tree->nodes[at].parent) {
        all &= weighs(result, &tree->nodes[tree->nodes[at].parent]);
    }
    const struct index_node *parent = &tree->nodes[tree->nodes[node].parent];
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < parent->child_count; i++) {
        compensated_sum_add(&sum, tree->nodes[parent->children[i]].weight);
    }
    if (weighs(result, parent)) {
        item->parent_weight = given(tree->nodes[node].weight / compensated_sum_value(&sum));
    }
    if (all) {
        item->weight = given(result_nominal_weight(result, node));
    }
}

/** Scratch for one item after the other. */
struct bench {
    struct association_desk desk;
    size_t *indicators; /* of the leaves below the item, or of the leaf that it is */
    size_t indicator_count;
    double *value; /* [cell]: its contribution */
    struct association_column contribution;
    double *x, *y; /* the item and the index, where both have a value */
};

static void find_indicators(const struct study *study, size_t node, struct bench *bench)
{
    const struct index_tree *tree = &study->result->tree;
    bench->indicator_count = 0;
    for (size_t i = 0; i < study->leaf_count; i++) {
        size_t leaf = study->leaves[i];
        if (leaf == node || study_is_above(tree, node, leaf)) {
            bench->indicators[bench->indicator_count++] = tree->nodes[leaf].indicator;
        }
    }
}

/** Sums over the indicators of the item, of one cell of a panel like the raw one. */
static double sum_below(const struct study *study, const struct bench *bench, const double *numbers, size_t cell)
{
    struct compensated_sum sum = {0};
    size_t period = study->first + cell / study->regions;
    for (size_t i = 0; i < bench->indicator_count; i++) {
        compensated_sum_add(
            &sum, numbers[panel_cell(study->result->raw, period, bench->indicators[i], cell % study->regions)]);
    }
    return compensated_sum_value(&sum);
}

/** The weight that the item had, and what comes of it, over the cells that have a score. */
static tocsin_status find_use(struct study *study, size_t node, struct bench *bench, struct importance *item)
{
    const struct result *result = study->result;
    const struct association_column *score = &study->node[STUDY_ROOT];
    struct compensated_sum used = {0};
    find_indicators(study, node, bench);
    for (size_t i = 0; i < study->cells; i++) {
        bench->value[i] = 0;
        if (score->present[i]) {
            compensated_sum_add(&used, sum_below(study, bench, result->weight, i));
            bench->value[i] = sum_below(study, bench, result->contribution, i);
        }
    }
    if (score->count > 0) {
        item->used = given(compensated_sum_value(&used) / (double)score->count);
    }
    if (association_column_prepare(&study->scratch, &bench->contribution) != TOCSIN_OK) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct association pair;
    association_measure(&bench->desk, &bench->contribution, score, false, &pair);
    const struct optional_number *variance = &study_pair(study, STUDY_ROOT, STUDY_ROOT)->covariance;
    if (pair.covariance.given && variance->given && variance->value > 0) {
        item->variance_share = given(pair.covariance.value / variance->value);
    }
    return TOCSIN_OK;
}

static tocsin_status find_effect(const struct study *study, size_t node, struct bench *bench, struct importance *item)
{
    const struct association_column *score = &study->node[STUDY_ROOT];
    const struct association_column *own = &study->node[node];
    const struct association *pair = study_pair(study, node, STUDY_ROOT);
    size_t parent = study->result->tree.nodes[node].parent;
    size_t count = 0;
    for (size_t i = 0; i < study->cells; i++) {
        if (own->present[i] && score->present[i]) {
            bench->x[count] = own->value[i];
            bench->y[count++] = score->value[i];
        }
    }
    item->cells = pair->pairs;
    item->correlation = pair->coefficient[ASSOCIATION_PEARSON].value;
    item->parent_correlation = study_pair(study, node, parent)->coefficient[ASSOCIATION_PEARSON].value;
    return smooth_fit(study->context, bench->x, bench->y, count, &item->smooth);
}

/** Shares among the items that are compared with one another: all leaves, or the inner nodes of one depth. */
static void find_shares(const struct study *study, struct importance *items)
{
    const struct index_tree *tree = &study->result->tree;
    for (size_t i = 1; i < tree->count; i++) {
        struct compensated_sum weight = {0};
        struct compensated_sum importance = {0};
        struct compensated_sum siblings = {0};
        bool intended = true;
        const struct index_node *node = &tree->nodes[i];
        for (size_t k = 1; k < tree->count; k++) {
            const struct index_node *other = &tree->nodes[k];
            bool inner = node->inner != INDEX_NONE;
            if (inner == (other->inner != INDEX_NONE) && (!inner || node->depth == other->depth)) {
                intended &= items[k].weight.given;
                compensated_sum_add(&weight, items[k].weight.value);
                compensated_sum_add(&importance, importance_of(items[k].correlation).value);
            }
            if (node->parent == other->parent) {
                compensated_sum_add(&siblings, importance_of(items[k].parent_correlation).value);
            }
        }
        struct importance *item = &items[i];
        if (intended) {
            item->weight_share = given(item->weight.value / compensated_sum_value(&weight));
        }
        if (item->correlation.given) {
            item->importance_share = given(importance_of(item->correlation).value / compensated_sum_value(&importance));
        }
        if (item->parent_correlation.given) {
            item->parent_share =
                given(importance_of(item->parent_correlation).value / compensated_sum_value(&siblings));
        }
        if (item->weight_share.given && item->importance_share.given && item->weight_share.value > 0) {
            item->ratio = given(item->importance_share.value / item->weight_share.value);
        }
    }
}

static tocsin_status find_items(struct study *study, struct bench *bench, struct importance *items)
{
    for (size_t i = 1; i < study->result->tree.count; i++) {
        find_intent(study, i, &items[i]);
        tocsin_status status = find_use(study, i, bench, &items[i]);
        if (status == TOCSIN_OK) {
            status = find_effect(study, i, bench, &items[i]);
        }
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    find_shares(study, items);
    return TOCSIN_OK;
}

tocsin_status importance_find(struct study *study, struct importance *items)
{
    const struct association_column *score = &study->node[STUDY_ROOT];
    struct bench bench = {
        .indicators = arena_allocate(&study->scratch, study->leaf_count, sizeof(size_t)),
        .value = arena_allocate(&study->scratch, study->cells, sizeof(double)),
        .x = arena_allocate(&study->scratch, study->cells, sizeof(double)),
        .y = arena_allocate(&study->scratch, study->cells, sizeof(double)),
    };
    if (study->scratch.failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    bench.contribution = (struct association_column){
        .value = bench.value, .present = score->present, .cells = study->cells, .count = score->count};
    tocsin_status status = association_desk_create(study->context, study->cells, &bench.desk);
    if (status == TOCSIN_OK) {
        status = find_items(study, &bench, items);
    }
    association_desk_release(study->context, &bench.desk);
    return status;
}
