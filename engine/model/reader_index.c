/** The index: a tree of nodes and indicators, read into an array in which parents come before their children. */
#include "model/keys.h"

enum { DEEPEST_NODE = 32 }; /* levels of the index: those who walk it may do so by recursion */

/** A child that is to be read. */
struct child {
    const struct document_node *node;
    const struct place *parent_place;
    const char *key; /* the parent's key that holds it */
    size_t item;
    size_t parent; /* position in the tree */
    size_t depth;
};

static bool add_node(struct reader *reader, const struct node_keys *keys, size_t *position)
{
    struct index_tree *tree = &reader->model->tree;
    if (!workspace_grow(reader->workspace, &reader->nodes, tree->count, sizeof *reader->nodes,
                        &reader->node_capacity)) {
        return false;
    }
    reader->nodes[tree->count] = *keys;
    *position = tree->count++;
    return true;
}

static bool find_indicator(struct reader *reader, const struct schema_reference *reference, size_t *position)
{
    if (!names_find(&reader->indicator_names, reference->id, position)) {
        char shown[WORKSPACE_SHOWN_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_UNKNOWN_INDICATOR, reference->at,
                        names_suggest(reader->workspace, &reader->indicator_names, reference->id),
                        "unknown indicator '%s' in the index", workspace_shorten(shown, reference->id));
        return false;
    }
    if (reader->indicators[*position].recipe.in_index) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_INDICATOR_TWICE, reference->at, NULL,
                        "indicator '%s' is in the index twice", reference->id);
        return false;
    }
    return true;
}

/** `{indicator: x, weight: 3}`; true if it is a node of the tree now. */
static bool read_leaf(struct reader *reader, const struct child *child, const struct place *place, size_t *position)
{
    struct node_keys keys = {.node = {.weight = reader->node_defaults.node.weight}};
    if (!schema_read(reader, SCHEMA_LEAF, child->node, place, &keys) || !keys.indicator.id ||
        !find_indicator(reader, &keys.indicator, &keys.node.indicator)) {
        return false;
    }
    struct indicator_keys *indicator = &reader->indicators[keys.node.indicator];
    indicator->recipe.in_index = true;
    indicator->used = true;
    keys.node.id = indicator->recipe.id;
    keys.node.title = indicator->recipe.title;
    keys.node.parent = child->parent;
    keys.node.depth = child->depth;
    keys.node.inner = INDEX_NONE;
    keys.node.at = child->node->at;
    return add_node(reader, &keys, position);
}

static bool read_child(struct reader *reader, const struct child *child, size_t *position);

/** Reads the children below the node at `position`. */
static void read_children(struct reader *reader, size_t position, const struct place *place)
{
    const struct document_node *list = reader->nodes[position].children;
    struct named_value named = {reader->workspace, place, "children", list};
    if (!list || !value_expect(&named, DOCUMENT_SEQUENCE)) {
        return;
    }
    if (list->count == 0) {
        char words[PLACE_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_LENGTH, list->at, NULL,
                        "'children' in %s is an empty list: there is nothing to aggregate", place_words(words, place));
        return;
    }
    size_t depth = reader->nodes[position].node.depth + 1;
    if (depth >= DEEPEST_NODE) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_INDEX_DEPTH, list->at, NULL,
                        "the index has more than %d levels", DEEPEST_NODE);
        return;
    }
    size_t *children = workspace_allocate(reader->workspace, list->count, sizeof *children);
    size_t count = 0;
    for (size_t i = 0; children && i < list->count; i++) {
        struct child child = {list->items[i], place, "children", i, position, depth};
        count += read_child(reader, &child, &children[count]);
    }
    reader->nodes[position].node.children = children;
    reader->nodes[position].node.child_count = children ? count : 0;
}

/** `{id: x, children: [...]}` */
static bool read_node(struct reader *reader, const struct child *child, const struct place *place, size_t *position)
{
    struct node_keys keys = reader->node_defaults;
    if (!schema_read(reader, SCHEMA_NODE, child->node, place, &keys)) {
        return false;
    }
    keys.node.title = keys.node.title ? keys.node.title : keys.node.id;
    keys.node.parent = child->parent;
    keys.node.depth = child->depth;
    keys.node.indicator = INDEX_NONE;
    keys.node.inner = reader->model->tree.inner_count;
    keys.node.at = child->node->at;
    size_t added;
    if (!add_node(reader, &keys, &added)) {
        return false;
    }
    reader->model->tree.inner_count++;
    read_children(reader, added, place);
    *position = added;
    return true;
}

static bool read_child(struct reader *reader, const struct child *child, size_t *position)
{
    struct place place = {
        .parent = child->parent_place, .name = child->key, .is_item = child->item != SIZE_MAX, .item = child->item};
    const struct document_node *id = document_find(child->node, "id");
    const struct document_node *indicator = document_find(child->node, "indicator");
    if (child->node->kind == DOCUMENT_SCALAR && names_find(&reader->indicator_names, child->node->text, position)) {
        char words[PLACE_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_KIND, child->node->at,
                        workspace_hint(reader->workspace, "write it as {indicator: %s}", child->node->text),
                        "%s must be a mapping of keys, found '%s'", place_words(words, &place), child->node->text);
        return false;
    }
    if (indicator && child->parent != INDEX_NONE) {
        if (indicator->kind == DOCUMENT_SCALAR && indicator->text[0] != '\0') {
            place = (struct place){.parent = child->parent_place, .kind = "indicator", .name = indicator->text};
        }
        return read_leaf(reader, child, &place, position);
    }
    if (id && id->kind == DOCUMENT_SCALAR) {
        place = (struct place){.parent = child->parent_place, .kind = "node", .name = id->text};
    }
    return read_node(reader, child, &place, position);
}

void reader_set_index(struct reader *reader, const struct schema_value *value, void *target)
{
    struct tocsin_model *model = target;
    struct child root = {value->node, value->place, value->row->key, SIZE_MAX, INDEX_NONE, 0};
    size_t position;
    size_t faults = reader->workspace->fault_count;
    read_child(reader, &root, &position);
    reader->indicator_unknown |= reader->workspace->fault_count > faults;
    model->tree.nodes = workspace_allocate(reader->workspace, model->tree.count, sizeof *model->tree.nodes);
    for (size_t i = 0; model->tree.nodes && i < model->tree.count; i++) {
        model->tree.nodes[i] = reader->nodes[i].node;
    }
    for (size_t i = 0; model->indicators && i < model->indicator_count; i++) {
        model->indicators[i].in_index = reader->indicators[i].recipe.in_index;
    }
}
