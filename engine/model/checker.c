/** What the keys of a model mean together: faults that no single key shows. */
#include "base/text.h"
#include "model/keys.h"
#include <stdlib.h>
#include <string.h>

/** Weights of a node's children must not all be zero, or none has a part in it. A formula weights them itself. */
static void check_weights(struct reader *reader, const struct index_node *node)
{
    bool weighted = node->weights.method == WEIGHT_GIVEN && node->aggregation.method != AGGREGATE_FORMULA;
    bool all_zero = weighted && node->child_count > 0;
    for (size_t i = 0; i < node->child_count; i++) {
        all_zero &= reader->model->tree.nodes[node->children[i]].weight == 0;
    }
    if (all_zero) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_WEIGHTS_ZERO, node->at, NULL,
                        "all children of node '%s' have a weight of zero", node->id ? node->id : "");
    }
}

/** A formula is over the ids of the node's children. */
static void check_formula(struct reader *reader, const struct node_keys *keys, const struct index_node *node)
{
    if (node->aggregation.method != AGGREGATE_FORMULA || !node->aggregation.expression || !keys->expression) {
        return;
    }
    const char **names = workspace_allocate(reader->workspace, node->child_count, sizeof *names);
    for (size_t i = 0; names && i < node->child_count; i++) {
        names[i] = reader->model->tree.nodes[node->children[i]].id;
        if (!names[i]) {
            return; /* a child without an id is a fault already */
        }
    }
    struct place place = {.parent = &reader->place, .kind = "node", .name = node->id};
    if (names) {
        reader_check_expression(reader, keys->expression, &place, names, node->child_count);
    }
}

static int compare_ids(const void *left, const void *right)
{
    const struct index_node *first = *(const struct index_node *const *)left;
    const struct index_node *second = *(const struct index_node *const *)right;
    int order = strcmp(first->id, second->id);
    return order ? order : (first > second) - (first < second);
}

/** Ids of nodes and of the indicators in the index are unique together: reports and formulas name them alike. */
static void check_node_ids(struct reader *reader)
{
    const struct index_tree *tree = &reader->model->tree;
    const struct index_node **sorted = workspace_allocate(reader->workspace, tree->count, sizeof(struct index_node *));
    size_t count = 0;
    for (size_t i = 0; sorted && i < tree->count; i++) {
        if (tree->nodes[i].id) {
            sorted[count++] = &tree->nodes[i];
        }
    }
    if (count > 1) {
        qsort(sorted, count, sizeof(struct index_node *), compare_ids);
    }
    for (size_t i = 1; i < count; i++) {
        if (text_equal(sorted[i - 1]->id, sorted[i]->id)) {
            char shown[WORKSPACE_SHOWN_SIZE];
            bool indicator = sorted[i - 1]->indicator != INDEX_NONE || sorted[i]->indicator != INDEX_NONE;
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_NODE_TWICE, sorted[i]->at, NULL,
                            "'%s' is the id of %s on line %llu", workspace_shorten(shown, sorted[i]->id),
                            indicator ? "both a node and an indicator, first" : "another node too, first",
                            (unsigned long long)sorted[i - 1]->at.line);
        }
    }
}

static void check_tree(struct reader *reader)
{
    const struct index_tree *tree = &reader->model->tree;
    for (size_t i = 0; tree->nodes && i < tree->count; i++) {
        check_weights(reader, &tree->nodes[i]);
        check_formula(reader, &reader->nodes[i], &tree->nodes[i]);
    }
    if (tree->nodes) {
        check_node_ids(reader);
    }
}

static void check_use(struct reader *reader)
{
    if (reader->model->indicator_count == 0 || reader->model->tree.count == 0) {
        return; /* that there are none is the fault */
    }
    for (size_t i = 0; !reader->indicator_unknown && i < reader->model->indicator_count; i++) {
        const struct indicator_keys *indicator = &reader->indicators[i];
        if (!indicator->used) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_INDICATOR_UNUSED, indicator->recipe.at, NULL,
                            "indicator '%s' is neither in the index nor used by another indicator",
                            indicator->recipe.id);
        }
    }
    for (size_t i = 0; !reader->source_unknown && i < reader->model->source_count; i++) {
        const struct source_keys *source = &reader->sources[i];
        if (!source->used) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_SOURCE_UNUSED, source->recipe.at, NULL,
                            "source '%s' is not used by any indicator", source->recipe.id);
        }
    }
}

static void check_neighbours(struct reader *reader)
{
    for (size_t i = 0; i < reader->model->indicator_count; i++) {
        const struct indicator_recipe *recipe = &reader->indicators[i].recipe;
        const struct document_node *regions = document_find(reader->root, "regions");
        if (recipe->module && recipe->module->needs_neighbours && !document_find(regions, "neighbours")) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_NO_NEIGHBOURS, recipe->at,
                            "name a table with 'regions: {neighbours: ...}'",
                            "module '%s' of indicator '%s' needs to know who borders on whom", recipe->module->name,
                            recipe->id);
        }
    }
}

void checker_check(struct reader *reader)
{
    check_tree(reader);
    check_use(reader);
    check_neighbours(reader);
    checker_order(reader);
}
