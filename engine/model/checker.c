/** What the keys of a model mean together: faults that no single key shows. */
#include "base/text.h"
#include "model/keys.h"
#include <stdlib.h>
#include <string.h>

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
        checker_weights(reader, &reader->nodes[i], &tree->nodes[i]);
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

/** A row rule fills from siblings in the index. One that all indicators have by default is no fault in those outside.
 */
static void check_row_rules(struct reader *reader)
{
    for (size_t i = 0; !reader->indicator_unknown && i < reader->model->indicator_count; i++) {
        const struct indicator_keys *indicator = &reader->indicators[i];
        const struct missing_rule *rule = &indicator->recipe.missing;
        bool by_row = rule->method == MISSING_ROW_MEAN || rule->method == MISSING_ROW_MEDIAN;
        if (by_row && indicator->own_missing && !indicator->recipe.in_index) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_NOT_IN_INDEX, rule->at, NULL,
                            "missing values of indicator '%s' cannot be filled by '%s': it is not in the index",
                            indicator->recipe.id, missing_names[rule->method]);
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
    check_row_rules(reader);
    check_neighbours(reader);
    checker_order(reader);
}
