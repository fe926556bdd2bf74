/** Finds what differs between two models, line by line. */
#include "audit/compare_models.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

struct comparing {
    struct arena *arena;
    struct compare_models *models;
    struct recipe_lines lines[SIDE_COUNT];
    const struct recipe_line **by_key; /* lines of B */
    size_t capacity;
};

static int compare_keys(const void *left, const void *right)
{
    const struct recipe_line *first = *(const struct recipe_line *const *)left;
    const struct recipe_line *second = *(const struct recipe_line *const *)right;
    return strcmp(first->key, second->key);
}

static tocsin_status sort_lines(struct comparing *all)
{
    const struct recipe_lines *lines = &all->lines[SIDE_B];
    all->by_key = arena_allocate(all->arena, lines->count, sizeof(struct recipe_line *));
    if (!all->by_key) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < lines->count; i++) {
        all->by_key[i] = &lines->lines[i];
    }
    qsort(all->by_key, lines->count, sizeof(struct recipe_line *), compare_keys);
    return TOCSIN_OK;
}

static const struct recipe_line *find_line(const struct comparing *all, const struct recipe_line *line)
{
    const struct recipe_line *const *found =
        bsearch(&line, all->by_key, all->lines[SIDE_B].count, sizeof(struct recipe_line *), compare_keys);
    return found ? *found : NULL;
}

/** Takes down a difference, and what kind of difference it is. */
static tocsin_status add_difference(struct comparing *all, enum recipe_line_kind kind, const char *key, const char *a,
                                    const char *b)
{
    struct compare_models *models = all->models;
    tocsin_status status = arena_grow(all->arena, &models->differences, models->difference_count,
                                      sizeof *models->differences, &all->capacity);
    if (status == TOCSIN_OK) {
        models->differences[models->difference_count++] = (struct model_difference){kind, key, {a, b}};
        models->weights |= kind == LINE_WEIGHT;
        models->levels |= kind == LINE_LEVEL;
        models->method |= kind != LINE_WEIGHT && kind != LINE_LEVEL && kind != LINE_DATA;
    }
    return status;
}

static size_t find_child(const struct index_tree *tree, const struct index_node *node, const char *id)
{
    size_t i = 0;
    while (i < node->child_count && !text_equal(tree->nodes[node->children[i]].id, id)) {
        i++;
    }
    return i;
}

/** True if two nodes have the same children, in whatever order. */
static bool same_children(const struct index_tree *one, const struct index_node *node, const struct index_tree *other,
                          const struct index_node *match)
{
    if (node->child_count != match->child_count) {
        return false;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        if (find_child(other, match, one->nodes[node->children[i]].id) == match->child_count) {
            return false;
        }
    }
    return true;
}

/** How children are weighted is a matter of weights only if they are the same children. */
static enum recipe_line_kind kind_of(const struct comparing *all, const struct recipe_line *a,
                                     const struct recipe_line *b)
{
    const struct index_tree *tree_a = &all->models->model[SIDE_A]->tree;
    const struct index_tree *tree_b = &all->models->model[SIDE_B]->tree;
    const struct index_node *node_a = a->kind == LINE_WEIGHT ? &tree_a->nodes[a->owner] : NULL;
    const struct index_node *node_b = a->kind == LINE_WEIGHT ? &tree_b->nodes[b->owner] : NULL;
    size_t length = strlen(a->key);
    bool of_children = length >= strlen(".weights") && text_equal(a->key + length - strlen(".weights"), ".weights");
    if (node_a && of_children && !same_children(tree_a, node_a, tree_b, node_b)) {
        return LINE_METHOD;
    }
    return a->kind;
}

static tocsin_status compare_lines(struct comparing *all)
{
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < all->lines[SIDE_A].count && status == TOCSIN_OK; i++) {
        const struct recipe_line *a = &all->lines[SIDE_A].lines[i];
        const struct recipe_line *b = find_line(all, a);
        if (b && !text_equal(a->text, b->text)) {
            status = add_difference(all, kind_of(all, a, b), a->key, a->text, b->text);
        }
    }
    return status;
}

static size_t find_indicator(const struct tocsin_model *model, const char *id)
{
    for (size_t i = 0; i < model->indicator_count; i++) {
        if (text_equal(model->indicators[i].id, id)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/** Matches the indicators; one that the other model does not have is a difference. */
static tocsin_status match_indicators(struct comparing *all, int side)
{
    const struct tocsin_model *model = all->models->model[side];
    const struct tocsin_model *other = all->models->model[side == SIDE_A ? SIDE_B : SIDE_A];
    all->models->other[side] = arena_allocate(all->arena, model->indicator_count, sizeof(size_t));
    if (!all->models->other[side]) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < model->indicator_count && status == TOCSIN_OK; i++) {
        const struct indicator_recipe *indicator = &model->indicators[i];
        size_t found = find_indicator(other, indicator->id);
        all->models->other[side][i] = found;
        if (found == SIZE_MAX) {
            struct text_buffer key = {.context = all->arena->context};
            text_buffer_format(&key, "indicators.%s", indicator->id);
            const char *kept = key.failed ? NULL : arena_text(all->arena, key.bytes);
            text_buffer_end(&key);
            const char *there = indicator->module->name;
            status = !kept ? TOCSIN_ERROR_MEMORY
                           : add_difference(all, LINE_METHOD, kept, side == SIDE_A ? there : NULL,
                                            side == SIDE_B ? there : NULL);
        }
    }
    return status;
}

/** Indicators in another order are columns in another order: sums over them may differ in their last bits. */
static tocsin_status compare_order(struct comparing *all)
{
    size_t last = 0;
    bool ordered = true;
    const struct compare_models *models = all->models;
    for (size_t i = 0; i < models->model[SIDE_A]->indicator_count; i++) {
        size_t there = models->other[SIDE_A][i];
        ordered = ordered && (there == SIZE_MAX || there >= last);
        last = there == SIZE_MAX ? last : there;
    }
    return ordered ? TOCSIN_OK : add_difference(all, LINE_METHOD, "indicators", "their order", "another order");
}

/** The lines of a kind and owner stand together; `first` are their positions by owner. */
static size_t *index_owners(struct arena *arena, const struct recipe_lines *lines, enum recipe_line_kind kind,
                            size_t owners)
{
    size_t *first = arena_allocate(arena, owners, sizeof *first);
    for (size_t i = lines->count; first && i-- > 0;) {
        if (lines->lines[i].kind == kind && !lines->lines[i].node && lines->lines[i].owner < owners) {
            first[lines->lines[i].owner] = i;
        }
    }
    return first;
}

/** True if the lines of a kind that two owners have are the same, their keys apart. */
static bool same_lines(const struct comparing *all, enum recipe_line_kind kind, size_t a, size_t b)
{
    const struct recipe_lines *lines = all->lines;
    size_t owner_a = lines[SIDE_A].lines[a].owner;
    size_t owner_b = lines[SIDE_B].lines[b].owner;
    for (;; a++, b++) {
        bool in_a =
            a < lines[SIDE_A].count && lines[SIDE_A].lines[a].kind == kind && lines[SIDE_A].lines[a].owner == owner_a;
        bool in_b =
            b < lines[SIDE_B].count && lines[SIDE_B].lines[b].kind == kind && lines[SIDE_B].lines[b].owner == owner_b;
        if (!in_a || !in_b) {
            return in_a == in_b;
        }
        if (!text_equal(lines[SIDE_A].lines[a].text, lines[SIDE_B].lines[b].text)) {
            return false;
        }
    }
}

/** Where the lines of each source and indicator begin. */
struct beginnings {
    size_t *source[SIDE_COUNT], *indicator[SIDE_COUNT];
};

static bool is_remeasured(const struct comparing *all, const struct beginnings *first, size_t position)
{
    const struct compare_models *models = all->models;
    const struct indicator_recipe *a = &models->model[SIDE_A]->indicators[position];
    size_t there = models->other[SIDE_A][position];
    const struct indicator_recipe *b = &models->model[SIDE_B]->indicators[there];
    if (!same_lines(all, LINE_MEASURE, first->indicator[SIDE_A][position], first->indicator[SIDE_B][there]) ||
        (a->source == SIZE_MAX) != (b->source == SIZE_MAX)) {
        return true;
    }
    if (a->source != SIZE_MAX &&
        !same_lines(all, LINE_SOURCE, first->source[SIDE_A][a->source], first->source[SIDE_B][b->source])) {
        return true;
    }
    for (size_t i = 0; i < a->input_count; i++) {
        if (models->other[SIDE_A][a->inputs[i]] == SIZE_MAX || models->remeasured[a->inputs[i]]) {
            return true;
        }
    }
    return false;
}

static tocsin_status find_remeasured(struct comparing *all)
{
    struct compare_models *models = all->models;
    struct beginnings first;
    for (int side = 0; side < SIDE_COUNT; side++) {
        const struct tocsin_model *model = models->model[side];
        first.source[side] = index_owners(all->arena, &all->lines[side], LINE_SOURCE, model->source_count);
        first.indicator[side] = index_owners(all->arena, &all->lines[side], LINE_MEASURE, model->indicator_count);
    }
    const struct tocsin_model *a = models->model[SIDE_A];
    models->remeasured = arena_allocate(all->arena, a->indicator_count, sizeof *models->remeasured);
    if (all->arena->failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t k = 0; k < a->indicator_count; k++) {
        size_t i = a->order[k];
        models->remeasured[i] = models->other[SIDE_A][i] != SIZE_MAX && is_remeasured(all, &first, i);
        models->method |= models->remeasured[i];
    }
    return TOCSIN_OK;
}

tocsin_status compare_models_make(struct arena *arena, const struct tocsin_model *a, const struct tocsin_model *b,
                                  struct compare_models *models)
{
    struct compare_models made = {.model = {a, b}};
    struct comparing all = {.arena = arena, .models = &made};
    tocsin_status (*const steps[])(struct comparing *) = {sort_lines, compare_lines, find_remeasured, compare_order};
    tocsin_status status = recipe_lines_make(arena, a, &all.lines[SIDE_A]);
    if (status == TOCSIN_OK) {
        status = recipe_lines_make(arena, b, &all.lines[SIDE_B]);
    }
    for (int side = 0; side < SIDE_COUNT && status == TOCSIN_OK; side++) {
        status = match_indicators(&all, side);
    }
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == TOCSIN_OK; i++) {
        status = steps[i](&all);
    }
    if (status == TOCSIN_OK) {
        *models = made;
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------ mixtures */

/** The node of `other` that has the same ids from the root down; INDEX_NONE if there is none. */
static size_t find_match(const struct index_tree *tree, size_t node, const struct index_tree *other,
                         const size_t *match)
{
    if (node == 0) {
        return 0;
    }
    size_t parent = match[tree->nodes[node].parent];
    if (parent == INDEX_NONE) {
        return INDEX_NONE;
    }
    const struct index_node *above = &other->nodes[parent];
    size_t child = find_child(other, above, tree->nodes[node].id);
    return child < above->child_count ? above->children[child] : INDEX_NONE;
}

/** A matrix of comparisons with its rows and columns in the order of the node's children. */
static const double *permute(struct arena *arena, const struct index_tree *tree, const struct index_node *node,
                             const struct index_tree *other, const struct index_node *match)
{
    size_t count = match->weights.matrix_size;
    double *matrix = arena_allocate(arena, count * count, sizeof *matrix);
    for (size_t i = 0; matrix && i < count; i++) {
        size_t row = find_child(other, match, tree->nodes[node->children[i]].id);
        for (size_t k = 0; k < count; k++) {
            size_t column = find_child(other, match, tree->nodes[node->children[k]].id);
            matrix[i * count + k] = match->weights.matrix[row * count + column];
        }
    }
    return matrix;
}

static void take_weights(struct arena *arena, const struct index_tree *tree, struct index_node *node,
                         const struct index_tree *other, const struct index_node *match)
{
    if (match->parent != INDEX_NONE && other->nodes[match->parent].weights.method == WEIGHT_GIVEN) {
        node->weight = match->weight;
    }
    if (node->inner != INDEX_NONE && match->inner != INDEX_NONE && same_children(tree, node, other, match)) {
        const double *matrix = match->weights.matrix ? permute(arena, tree, node, other, match) : NULL;
        node->weights = match->weights;
        node->weights.matrix = matrix;
    }
}

tocsin_status compare_models_mix(struct arena *arena, const struct tocsin_model *method,
                                 const struct tocsin_model *weights, struct tocsin_model *mixture)
{
    const struct index_tree *tree = &method->tree;
    struct index_node *nodes = arena_allocate(arena, tree->count, sizeof *nodes);
    size_t *match = arena_allocate(arena, tree->count, sizeof *match);
    if (!nodes || !match) {
        return TOCSIN_ERROR_MEMORY;
    }
    memcpy(nodes, tree->nodes, tree->count * sizeof *nodes);
    for (size_t i = 0; i < tree->count; i++) {
        match[i] = find_match(tree, i, &weights->tree, match);
        if (match[i] != INDEX_NONE) {
            take_weights(arena, tree, &nodes[i], &weights->tree, &weights->tree.nodes[match[i]]);
        }
    }
    if (arena->failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    *mixture = *method;
    mixture->tree.nodes = nodes;
    return TOCSIN_OK;
}
