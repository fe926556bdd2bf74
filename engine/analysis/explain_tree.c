/** The index in an explanation: every node with its value, its weight, its part, and what else acts on it. */
#include "analysis/explaining.h"
#include "base/compensated_sum.h"
#include <math.h>

/* Relative: products in another order differ in their last bits. */
static const double SAME_WEIGHT = 1e-12;

/** How the children of a node are put together: "power p 2.5, weights by pca, in the space 10 to 1". */
static const char *describe_method(struct explaining *all, const struct index_node *node)
{
    const struct aggregation *aggregation = &node->aggregation;
    struct text_buffer text = explain_text(all);
    text_buffer_add(&text, aggregate_names[aggregation->method]);
    if (aggregation->method == AGGREGATE_POWER) {
        text_buffer_add(&text, " p ");
        explain_number(&text, aggregation->p);
    }
    if (aggregation->method == AGGREGATE_FORMULA) {
        text_buffer_format(&text, " %s", aggregation->expression);
    }
    if (node->weights.method > WEIGHT_EQUAL) {
        text_buffer_format(&text, ", weights by %s", weight_names[node->weights.method]);
    }
    if (aggregation->has_space) {
        text_buffer_add(&text, ", in the space ");
        explain_number(&text, aggregation->space[0]);
        text_buffer_add(&text, " to ");
        explain_number(&text, aggregation->space[1]);
    }
    const struct {
        const char *name;
        struct optional_number number;
    } limits[] = {{"round", aggregation->round}, {"floor", aggregation->floor}, {"cap", aggregation->cap}};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (limits[i].number.given) {
            text_buffer_format(&text, ", %s ", limits[i].name);
            explain_number(&text, limits[i].number.value);
        }
    }
    return explain_keep(all, &text);
}

/** The value of a node or leaf in a period. */
static struct optional_number node_value(const struct explaining *all, const struct index_node *node, size_t period,
                                         double *coverage, uint8_t *observation)
{
    struct indicator_row leaf;
    struct node_row inner;
    if (node->indicator != INDEX_NONE) {
        result_row_indicator(all->result, period, all->region, node->indicator, &leaf);
        *coverage = leaf.normalised.given;
        *observation = leaf.observation;
        return leaf.normalised;
    }
    result_row_node(all->result, period, all->region, node->inner, &inner);
    *coverage = inner.coverage;
    *observation = inner.observation;
    return inner.score;
}

static void fill_node(struct explaining *all, size_t position)
{
    const struct index_node *node = &all->result->tree.nodes[position];
    struct explained_node *made = &all->made->nodes[position];
    double coverage;
    uint8_t observation;
    made->id = node->id;
    made->title = node->indicator != INDEX_NONE ? all->result->indicators[node->indicator].title
                  : node->title                 ? node->title
                                                : node->id;
    made->parent = node->parent;
    made->depth = node->depth;
    made->indicator = node->indicator;
    made->weight = node->weight;
    if (node->indicator == INDEX_NONE) {
        made->method = describe_method(all, node);
    }
    if (all->has_before) {
        made->previous = node_value(all, node, all->period - 1, &coverage, &observation);
    }
    made->value = node_value(all, node, all->period, &made->coverage, &made->observation);
}

struct node_sums {
    struct compensated_sum contribution, change;
};

static void add_part(struct optional_number *sum, struct compensated_sum *total, struct optional_number part)
{
    if (part.given) {
        compensated_sum_add(total, part.value);
        sum->given = true;
    }
}

/** Hands the parts of an indicator to its leaf and all nodes above it. */
static void add_leaf(struct explaining *all, struct node_sums *sums, size_t leaf)
{
    const struct indicator_row *row = &all->made->indicators[all->made->nodes[leaf].indicator].row;
    for (size_t at = leaf; at != INDEX_NONE; at = all->made->nodes[at].parent) {
        struct explained_node *node = &all->made->nodes[at];
        add_part(&node->contribution, &sums[at].contribution, row->contribution);
        add_part(&node->change, &sums[at].change, row->change);
    }
}

static tocsin_status sum_parts(struct explaining *all)
{
    struct explanation *made = all->made;
    struct node_sums *sums = memory_allocate(all->context, made->node_count, sizeof *sums);
    if (!sums) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < made->node_count; i++) {
        if (made->nodes[i].indicator != INDEX_NONE) {
            add_leaf(all, sums, i);
        }
    }
    for (size_t i = 0; i < made->node_count; i++) {
        made->nodes[i].contribution.value = compensated_sum_value(&sums[i].contribution);
        made->nodes[i].change.value = compensated_sum_value(&sums[i].change);
    }
    memory_release(all->context, sums);
    return TOCSIN_OK;
}

/** The titles of the children that are not there although they have a weight. */
static tocsin_status name_missing(struct explaining *all, size_t position, struct explained_effect *effect)
{
    const struct index_node *node = &all->result->tree.nodes[position];
    effect->missing = arena_allocate(&all->made->arena, node->child_count, sizeof *effect->missing);
    if (!effect->missing) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        const struct explained_node *child = &all->made->nodes[node->children[i]];
        if (!child->value.given && child->weight > 0) {
            effect->missing[effect->missing_count++] = child->title;
        }
    }
    return TOCSIN_OK;
}

static tocsin_status fill_effect(struct explaining *all, const struct effect *found, struct explained_effect *effect)
{
    const struct aggregation *aggregation = &all->result->tree.nodes[found->node].aggregation;
    effect->effect = *found;
    switch (found->kind) {
    case EFFECT_ROUND:
        effect->limit = aggregation->round.value;
        break;
    case EFFECT_FLOOR:
        effect->limit = aggregation->floor.value;
        break;
    case EFFECT_CAP:
        effect->limit = aggregation->cap.value;
        break;
    case EFFECT_RESCALED:
        return name_missing(all, found->node, effect);
    case EFFECT_KIND_COUNT:
        return TOCSIN_ERROR_INTERNAL;
    }
    return TOCSIN_OK;
}

static tocsin_status fill_effects(struct explaining *all, size_t position)
{
    const struct explain_request *request = all->request;
    struct explained_node *node = &all->made->nodes[position];
    size_t count = 0;
    for (size_t i = 0; i < request->effect_count; i++) {
        count += request->effects[i].node == position;
    }
    node->effects = arena_allocate(&all->made->arena, count, sizeof *node->effects);
    tocsin_status status = node->effects ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
    for (size_t i = 0; i < request->effect_count && status == TOCSIN_OK; i++) {
        if (request->effects[i].node == position) {
            status = fill_effect(all, &request->effects[i], &node->effects[node->effect_count++]);
        }
    }
    return status;
}

/** Weight of the children of a node that are there. */
static double present_weight(const struct explaining *all, size_t position)
{
    const struct index_node *node = &all->result->tree.nodes[position];
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < node->child_count; i++) {
        const struct explained_node *child = &all->made->nodes[node->children[i]];
        compensated_sum_add(&sum, child->value.given ? child->weight : 0);
    }
    return compensated_sum_value(&sum);
}

/** The effective weight of a leaf from its own up to the root, if it comes of the nodes' weights. */
static void explain_weight(struct explaining *all, size_t leaf)
{
    const struct explained_node *nodes = all->made->nodes;
    struct explained_indicator *indicator = &all->made->indicators[nodes[leaf].indicator];
    struct text_buffer text = explain_text(all);
    double weight = 1;
    for (size_t at = leaf; nodes[at].parent != INDEX_NONE; at = nodes[at].parent) {
        double present = present_weight(all, nodes[at].parent);
        text_buffer_add(&text, at == leaf ? "" : " x ");
        explain_number(&text, nodes[at].weight);
        text_buffer_add(&text, "/");
        explain_number(&text, present);
        weight *= present > 0 ? nodes[at].weight / present : 0;
    }
    const char *formula = explain_keep(all, &text);
    bool is_product = indicator->row.weight.given && indicator->row.weight.value > 0 &&
                      fabs(weight - indicator->row.weight.value) <= SAME_WEIGHT * weight;
    indicator->weight_formula = is_product ? formula : NULL;
}

tocsin_status explain_nodes(struct explaining *all)
{
    struct explanation *made = all->made;
    size_t count = all->result->tree.count;
    made->nodes = arena_allocate(&made->arena, count, sizeof *made->nodes);
    if (!made->nodes) {
        return TOCSIN_ERROR_MEMORY;
    }
    made->node_count = count;
    for (size_t i = 0; i < count; i++) {
        fill_node(all, i);
    }
    for (size_t i = 1; i < count; i++) {
        if (made->nodes[i].indicator != INDEX_NONE) {
            explain_weight(all, i);
        }
    }
    tocsin_status status = sum_parts(all);
    for (size_t i = 0; i < count && status == TOCSIN_OK; i++) {
        status = fill_effects(all, i);
    }
    return status;
}
