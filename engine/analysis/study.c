/** Gathers what the tables of the multivariate analysis share. */
#include "analysis/study.h"
#include "base/thread_pool.h"
#include "score/gsl_trap.h"

tocsin_status study_gather(struct study *study, const struct panel *panel, size_t column,
                           struct association_column *gathered)
{
    double *value = arena_allocate(&study->scratch, study->cells, sizeof *value);
    uint8_t *present = arena_allocate(&study->scratch, study->cells, sizeof *present);
    if (!value || !present) {
        return TOCSIN_ERROR_MEMORY;
    }
    size_t count = 0;
    for (size_t period = 0; period < study->periods; period++) {
        size_t from = panel_cell(panel, study->first + period, column, 0);
        size_t to = period * study->regions;
        for (size_t i = 0; i < study->regions; i++) {
            if (observation_present(panel->observation[from + i])) {
                value[to + i] = panel->value[from + i];
                present[to + i] = 1;
                count++;
            }
        }
    }
    *gathered = (struct association_column){.value = value, .present = present, .cells = study->cells, .count = count};
    return TOCSIN_OK;
}

static tocsin_status gather_nodes(struct study *study)
{
    const struct index_tree *tree = &study->result->tree;
    study->node = arena_allocate(&study->scratch, tree->count, sizeof *study->node);
    study->leaves = arena_allocate(&study->scratch, tree->count, sizeof *study->leaves);
    if (!study->node || !study->leaves) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < tree->count; i++) {
        const struct index_node *node = &tree->nodes[i];
        bool leaf = node->inner == INDEX_NONE;
        tocsin_status status = study_gather(study, leaf ? study->result->normalised : study->result->nodes,
                                            leaf ? node->indicator : node->inner, &study->node[i]);
        if (status == TOCSIN_OK) {
            status = association_column_prepare(&study->scratch, &study->node[i]);
        }
        if (status != TOCSIN_OK) {
            return status;
        }
        if (leaf) {
            study->leaves[study->leaf_count++] = i;
        }
    }
    return TOCSIN_OK;
}

static tocsin_status copy_texts(struct study *study)
{
    const struct result *result = study->result;
    struct arena *arena = study->arena;
    study->node_id = arena_allocate(arena, result->tree.count, sizeof *study->node_id);
    study->indicator_id = arena_allocate(arena, result->indicator_count, sizeof *study->indicator_id);
    study->region_id = arena_allocate(arena, study->regions, sizeof *study->region_id);
    study->period_text = arena_allocate(arena, study->periods, sizeof *study->period_text);
    if (!study->node_id || !study->indicator_id || !study->region_id || !study->period_text) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < result->tree.count; i++) {
        study->node_id[i] = arena_text(arena, result->tree.nodes[i].id);
    }
    for (size_t i = 0; i < result->indicator_count; i++) {
        study->indicator_id[i] = arena_text(arena, result->indicators[i].id);
    }
    for (size_t i = 0; i < study->regions; i++) {
        study->region_id[i] = arena_text(arena, result->regions->regions[i].id);
    }
    for (size_t i = 0; i < study->periods; i++) {
        char text[PERIOD_TEXT_SIZE];
        study->period_text[i] = arena_text(arena, axis_format(text, &result->axis, study->first + i));
    }
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

/** Adds a set if it has two items at least. */
static void add_set(struct study *study, size_t node, const char *kind, const size_t *items, size_t count)
{
    if (count >= 2) {
        study->sets[study->set_count++] = (struct study_set){node, kind, items, count};
        study->most_items = count > study->most_items ? count : study->most_items;
    }
}

/** The children of every inner node, and all indicators below it where they are not the same. */
static tocsin_status find_sets(struct study *study)
{
    const struct index_tree *tree = &study->result->tree;
    study->sets = arena_allocate(&study->scratch, 2 * tree->inner_count, sizeof *study->sets);
    if (!study->sets) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < tree->count; i++) {
        const struct index_node *node = &tree->nodes[i];
        if (node->inner == INDEX_NONE) {
            continue;
        }
        add_set(study, i, "children", node->children, node->child_count);
        size_t first = 0; /* the leaves below a node follow one another */
        while (first < study->leaf_count && !study_is_above(tree, i, study->leaves[first])) {
            first++;
        }
        size_t below = 0;
        bool deeper = false;
        while (first + below < study->leaf_count && study_is_above(tree, i, study->leaves[first + below])) {
            deeper |= tree->nodes[study->leaves[first + below]].parent != i;
            below++;
        }
        if (deeper) {
            add_set(study, i, "indicators", study->leaves + first, below);
        }
    }
    return TOCSIN_OK;
}

bool study_is_above(const struct index_tree *tree, size_t ancestor, size_t node)
{
    while (tree->nodes[node].depth > tree->nodes[ancestor].depth) {
        node = tree->nodes[node].parent;
        if (node == ancestor) {
            return true;
        }
    }
    return false;
}

bool study_compares(const struct index_tree *tree, size_t first, size_t second)
{
    const struct index_node *one = &tree->nodes[first];
    const struct index_node *other = &tree->nodes[second];
    bool inner = one->inner != INDEX_NONE;
    return (inner == (other->inner != INDEX_NONE) && (!inner || one->depth == other->depth)) ||
           one->parent == other->parent || study_is_above(tree, first, second) || study_is_above(tree, second, first);
}

/** Place in the upper triangle of the pairs, its diagonal included. */
static size_t pair_place(size_t count, size_t first, size_t second)
{
    size_t low = first < second ? first : second;
    size_t high = first < second ? second : first;
    return low * count - low * (low + 1) / 2 + high;
}

const struct association *study_pair(const struct study *study, size_t first, size_t second)
{
    return &study->pair[pair_place(study->result->tree.count, first, second)];
}

/** Measures a node with all that come after it. */
static tocsin_status measure_node(void *user, size_t index)
{
    struct study *study = user;
    const struct index_tree *tree = &study->result->tree;
    struct association_desk desk = {0};
    tocsin_status status = association_desk_create(study->context, study->cells, &desk);
    gsl_trap_clear();
    for (size_t i = index; status == TOCSIN_OK && i < tree->count; i++) {
        if (study_compares(tree, index, i)) {
            association_measure(&desk, &study->node[index], &study->node[i], i > index,
                                &study->pair[pair_place(tree->count, index, i)]);
        }
    }
    association_desk_release(study->context, &desk);
    return status;
}

tocsin_status study_begin(struct study *study, tocsin_context *context, const struct result *result,
                          struct analysis *analysis)
{
    *study = (struct study){
        .context = context,
        .result = result,
        .analysis = analysis,
        .arena = &analysis->arena,
        .regions = result->regions->count,
        .periods = result->reported_periods,
        .first = result->first_reported,
        .cells = result->regions->count * result->reported_periods,
    };
    arena_begin(&study->scratch, context);
    gsl_trap_install();
    size_t count = result->tree.count;
    study->pair = arena_allocate(&study->scratch, count * (count + 1) / 2, sizeof *study->pair);
    tocsin_status status = study->pair ? copy_texts(study) : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK) {
        status = gather_nodes(study);
    }
    if (status == TOCSIN_OK) {
        status = find_sets(study);
    }
    return status == TOCSIN_OK ? thread_pool_run(context, count, measure_node, study) : status;
}
