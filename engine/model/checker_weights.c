/** Whether the weights of a node fit its children. */
#include "model/keys.h"

/** Shares are sums of decimals: 10 times 0.1 is 1 for whoever wrote it. */
static const double share_tolerance = 1e-12;

/** A node with how many children its list has, whether they could be read or not. */
struct weighed {
    struct reader *reader;
    const struct node_keys *keys;
    const struct index_node *node;
    const char *id;
    size_t children;
};

/** Weights of a node's children must not all be zero, or none has a part in it. A formula weights them itself. */
static void check_given(const struct weighed *weighed)
{
    const struct index_node *node = weighed->node;
    bool counts = node->weights.method == WEIGHT_GIVEN && node->aggregation.method != AGGREGATE_FORMULA;
    bool all_zero = counts && node->child_count > 0;
    for (size_t i = 0; i < node->child_count; i++) {
        all_zero &= weighed->reader->model->tree.nodes[node->children[i]].weight == 0;
    }
    if (all_zero) {
        workspace_fault(weighed->reader->workspace, DIAGNOSTIC_MODEL_WEIGHTS_ZERO, node->at, NULL,
                        "all children of node '%s' have a weight of zero", weighed->id);
    }
}

static void check_matrix(const struct weighed *weighed)
{
    const struct weighting *weights = &weighed->node->weights;
    if (weights->matrix && weights->matrix_size != weighed->children) {
        workspace_fault(weighed->reader->workspace, DIAGNOSTIC_MODEL_MATRIX,
                        document_find(weighed->keys->weights, "matrix")->at, NULL,
                        "'matrix' has %zu rows, but node '%s' has %zu children", weights->matrix_size, weighed->id,
                        weighed->children);
    }
}

static void check_components(const struct weighed *weighed)
{
    const struct weighting *weights = &weighed->node->weights;
    if (weights->components > weighed->children) {
        workspace_fault(weighed->reader->workspace, DIAGNOSTIC_MODEL_RANGE,
                        document_find(weighed->keys->weights, "components")->at, NULL,
                        "'components' is %lu, but node '%s' has %zu children", (unsigned long)weights->components,
                        weighed->id, weighed->children);
    }
}

/** Shares sum to 1: none can do so if every one is above 1/n, or every one below. */
static void check_benefit_of_doubt(const struct weighed *weighed)
{
    const struct weighting *weights = &weighed->node->weights;
    struct workspace *workspace = weighed->reader->workspace;
    double count = (double)weighed->children;
    if (weighed->node->aggregation.method != AGGREGATE_SUM) {
        workspace_fault(workspace, DIAGNOSTIC_MODEL_WEIGHTING, weights->at, "write 'aggregate: sum'",
                        "weights of method 'benefit_of_doubt' are made for a sum, and node '%s' is aggregated by '%s'",
                        weighed->id, aggregate_names[weighed->node->aggregation.method]);
    }
    if (weights->min_share.given && weights->min_share.value * count > 1 + share_tolerance) {
        const struct document_node *share = document_find(weighed->keys->weights, "min_share");
        workspace_fault(workspace, DIAGNOSTIC_MODEL_WEIGHTING, share->at, NULL,
                        "'min_share' is %s for each of the %zu children of node '%s': together that is more than 1",
                        share->text, weighed->children, weighed->id);
    }
    if (weights->max_share.given && weights->max_share.value * count < 1 - share_tolerance) {
        const struct document_node *share = document_find(weighed->keys->weights, "max_share");
        workspace_fault(workspace, DIAGNOSTIC_MODEL_WEIGHTING, share->at, NULL,
                        "'max_share' is %s for each of the %zu children of node '%s': together that is less than 1",
                        share->text, weighed->children, weighed->id);
    }
}

/** Weights by place: one for each child, and not all zero. */
static void check_places(const struct weighed *weighed)
{
    const struct aggregation *aggregation = &weighed->node->aggregation;
    if (aggregation->method != AGGREGATE_OWA || !aggregation->weights) {
        return;
    }
    const struct document_node *list = document_find(weighed->keys->aggregate, "weights");
    if (aggregation->weight_count != weighed->children) {
        workspace_fault(weighed->reader->workspace, DIAGNOSTIC_MODEL_LENGTH, list->at, NULL,
                        "'weights' of method 'owa' must be one for each child: found %zu, and node '%s' has %zu",
                        aggregation->weight_count, weighed->id, weighed->children);
    }
    bool all_zero = aggregation->weight_count > 0;
    for (size_t i = 0; i < aggregation->weight_count; i++) {
        all_zero &= aggregation->weights[i] == 0;
    }
    if (all_zero) {
        workspace_fault(weighed->reader->workspace, DIAGNOSTIC_MODEL_WEIGHTS_ZERO, list->at, NULL,
                        "all 'weights' of method 'owa' in node '%s' are zero", weighed->id);
    }
}

void checker_weights(struct reader *reader, const struct node_keys *keys, const struct index_node *node)
{
    const struct document_node *list = keys->children;
    if (node->indicator != INDEX_NONE || !list || list->kind != DOCUMENT_SEQUENCE || list->count == 0) {
        return; /* a leaf, or a node whose fault is that it has no children */
    }
    struct weighed weighed = {reader, keys, node, node->id ? node->id : "", list->count};
    check_given(&weighed);
    check_matrix(&weighed);
    check_components(&weighed);
    if (node->weights.method == WEIGHT_BENEFIT_OF_DOUBT) {
        check_benefit_of_doubt(&weighed);
    }
    check_places(&weighed);
}
