/** Finds where rounding, floors, caps and missing children act on one score, by scoring again without each. */
#include "score/effect.h"
#include "score/gsl_trap.h"
#include <string.h>

/** The cells that are scored again: the one, or all regions of its period where regions are compared. */
struct trial {
    tocsin_context *context;
    const struct contribution_request *request;
    struct contribution_cell cell;
    struct contribution_cell first; /* of the cells */
    size_t cells, at;               /* how many, and which of them it is */
    struct arena arena;
    struct kernel_block block;
    const double **leaf;
    const uint8_t **leaf_observation;
    double **node, **node_coverage;
    uint8_t **node_observation;
    double *filled; /* [indicator][cells]: copies of columns with the missing at their reference */
    uint8_t *filled_observation;
};

/** What is found, as it grows. */
struct findings {
    struct arena *arena;
    struct effect *effects;
    size_t count, capacity;
};

static tocsin_status allocate_columns(struct trial *trial, size_t indicators, size_t inner)
{
    struct arena *arena = &trial->arena;
    trial->leaf = arena_allocate(arena, indicators, sizeof(double *));
    trial->leaf_observation = arena_allocate(arena, indicators, sizeof(uint8_t *));
    trial->node = arena_allocate(arena, inner, sizeof(double *));
    trial->node_coverage = arena_allocate(arena, inner, sizeof(double *));
    trial->node_observation = arena_allocate(arena, inner, sizeof(uint8_t *));
    trial->filled = arena_allocate(arena, indicators, trial->cells * sizeof(double));
    trial->filled_observation = arena_allocate(arena, indicators, trial->cells);
    for (size_t i = 0; !arena->failed && i < inner; i++) {
        trial->node[i] = arena_allocate(arena, trial->cells, sizeof(double));
        trial->node_coverage[i] = arena_allocate(arena, trial->cells, sizeof(double));
        trial->node_observation[i] = arena_allocate(arena, trial->cells, sizeof(uint8_t));
    }
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

/** The indicators as they are. */
static void place_leaves(struct trial *trial)
{
    const struct panel *normalised = trial->request->normalised;
    for (size_t i = 0; i < normalised->columns; i++) {
        size_t cell = panel_cell(normalised, trial->first.period, i, trial->first.region);
        trial->leaf[i] = normalised->value + cell;
        trial->leaf_observation[i] = normalised->observation + cell;
    }
}

static tocsin_status place_weights(struct trial *trial)
{
    const struct index_weights *weights = trial->request->weights;
    size_t nodes = trial->request->tree->count;
    if (!weights->cell) {
        return TOCSIN_OK;
    }
    const double **own = arena_allocate(&trial->arena, nodes, sizeof(double *));
    for (size_t k = 0; own && k < nodes; k++) {
        size_t cell = trial->first.period * trial->request->normalised->regions + trial->first.region;
        own[k] = weights->cell[k] ? weights->cell[k] + cell : NULL;
    }
    trial->block.cell_weights = own;
    return own ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

static tocsin_status trial_begin(struct trial *trial)
{
    const struct contribution_request *request = trial->request;
    bool compares = kernel_compares_regions(request->kernel);
    trial->cells = compares ? request->normalised->regions : 1;
    trial->first = (struct contribution_cell){trial->cell.period, compares ? 0 : trial->cell.region};
    trial->at = compares ? trial->cell.region : 0;
    arena_begin(&trial->arena, trial->context);
    tocsin_status status = allocate_columns(trial, request->normalised->columns, request->tree->inner_count);
    if (status == TOCSIN_OK) {
        trial->block = (struct kernel_block){
            .cells = trial->cells,
            .leaf = trial->leaf,
            .leaf_observation = trial->leaf_observation,
            .node = trial->node,
            .node_observation = trial->node_observation,
            .node_coverage = trial->node_coverage,
        };
        place_leaves(trial);
        status = place_weights(trial);
    }
    return status;
}

/** Scores the cells with another tree, or with other indicators. */
static tocsin_status evaluate(struct trial *trial, const struct index_tree *tree)
{
    struct kernel *kernel = NULL;
    struct kernel_workspace *workspace = NULL;
    const struct contribution_request *request = trial->request;
    tocsin_status status =
        kernel_create(trial->context, &trial->arena, tree, request->weights, request->scale, &kernel);
    if (status == TOCSIN_OK) {
        status = kernel_workspace_create(trial->context, kernel, trial->cells, &workspace);
    }
    if (status == TOCSIN_OK) {
        gsl_trap_clear();
        kernel_evaluate(kernel, workspace, &trial->block);
        status = gsl_trap_check(trial->context);
    }
    kernel_workspace_destroy(trial->context, workspace);
    return status;
}

static size_t node_cell(const struct trial *trial, size_t node)
{
    const struct index_tree *tree = trial->request->tree;
    return panel_cell(trial->request->nodes, trial->cell.period, tree->nodes[node].inner, trial->cell.region);
}

static bool is_present(const struct trial *trial, size_t node)
{
    const struct contribution_request *request = trial->request;
    const struct index_node *asked = &request->tree->nodes[node];
    if (asked->inner != INDEX_NONE) {
        return observation_present(request->nodes->observation[node_cell(trial, node)]);
    }
    const struct panel *normalised = request->normalised;
    return observation_present(
        normalised->observation[panel_cell(normalised, trial->cell.period, asked->indicator, trial->cell.region)]);
}

/** A child of weight 0 has no part in its parent, unless that is a formula. */
static bool has_part(const struct trial *trial, size_t node)
{
    const struct index_tree *tree = trial->request->tree;
    size_t parent = tree->nodes[node].parent;
    return trial->request->weights->node[node] > 0 || tree->nodes[parent].aggregation.method == AGGREGATE_FORMULA;
}

/** The node has a value, and so has everything above it. */
static bool reaches_score(const struct trial *trial, size_t node)
{
    for (; node != 0; node = trial->request->tree->nodes[node].parent) {
        if (!is_present(trial, node) || !has_part(trial, node)) {
            return false;
        }
    }
    return is_present(trial, 0);
}

/** Notes what was evaluated last down, if it makes a difference to the node and leaves a score. */
static tocsin_status note(struct trial *trial, struct findings *findings, enum effect_kind kind, size_t node)
{
    const struct index_node *acted = &trial->request->tree->nodes[node];
    const struct panel *nodes = trial->request->nodes;
    bool scored = observation_present(trial->node_observation[0][trial->at]) &&
                  observation_present(trial->node_observation[acted->inner][trial->at]);
    double before = trial->node[acted->inner][trial->at];
    double after = nodes->value[node_cell(trial, node)];
    if (!scored || before == after) {
        return TOCSIN_OK;
    }
    tocsin_status status = arena_grow(findings->arena, &findings->effects, findings->count, sizeof *findings->effects,
                                      &findings->capacity);
    if (status == TOCSIN_OK) {
        findings->effects[findings->count++] =
            (struct effect){kind, node, before, after, nodes->value[node_cell(trial, 0)] - trial->node[0][trial->at]};
    }
    return status;
}

/** The setting of a node that makes an effect; NULL for those that it does not make. */
static struct optional_number *setting_of(struct aggregation *aggregation, enum effect_kind kind)
{
    switch (kind) {
    case EFFECT_ROUND:
        return &aggregation->round;
    case EFFECT_FLOOR:
        return &aggregation->floor;
    case EFFECT_CAP:
        return &aggregation->cap;
    case EFFECT_RESCALED:
    case EFFECT_KIND_COUNT:
        break;
    }
    return NULL;
}

/** Scores without one setting of one node. */
static tocsin_status try_setting(struct trial *trial, struct findings *findings, enum effect_kind kind, size_t node)
{
    struct index_tree other = *trial->request->tree;
    if (!setting_of(&other.nodes[node].aggregation, kind)->given) {
        return TOCSIN_OK;
    }
    other.nodes = arena_allocate(&trial->arena, other.count, sizeof *other.nodes);
    if (!other.nodes) {
        return TOCSIN_ERROR_MEMORY;
    }
    memcpy(other.nodes, trial->request->tree->nodes, other.count * sizeof *other.nodes);
    setting_of(&other.nodes[node].aggregation, kind)->given = false;
    tocsin_status status = evaluate(trial, &other);
    return status == TOCSIN_OK ? note(trial, findings, kind, node) : status;
}

/** Puts a missing indicator at its reference, in this cell only. */
static void fill_leaf(struct trial *trial, size_t leaf)
{
    size_t indicator = trial->request->tree->nodes[leaf].indicator;
    double *value = trial->filled + indicator * trial->cells;
    uint8_t *observation = trial->filled_observation + indicator * trial->cells;
    memcpy(value, trial->leaf[indicator], trial->cells * sizeof *value);
    memcpy(observation, trial->leaf_observation[indicator], trial->cells * sizeof *observation);
    value[trial->at] = trial->request->reference[indicator];
    observation[trial->at] = OBSERVATION_NORMAL;
    trial->leaf[indicator] = value;
    trial->leaf_observation[indicator] = observation;
}

/** True if the leaf belongs to a child of the node that is missing and would have a part in it. */
static bool is_lacking(const struct trial *trial, size_t leaf, size_t node)
{
    const struct index_tree *tree = trial->request->tree;
    size_t child = leaf;
    bool counts = true;
    while (child != 0 && tree->nodes[child].parent != node) {
        counts = counts && has_part(trial, child);
        child = tree->nodes[child].parent;
    }
    return child != 0 && counts && has_part(trial, child) && !is_present(trial, child) && !is_present(trial, leaf);
}

/** Scores with what the node lacks at its reference. */
static tocsin_status try_rescaled(struct trial *trial, struct findings *findings, size_t node)
{
    const struct index_tree *tree = trial->request->tree;
    bool any = false;
    for (size_t k = 0; k < tree->count; k++) {
        if (tree->nodes[k].inner == INDEX_NONE && is_lacking(trial, k, node)) {
            fill_leaf(trial, k);
            any = true;
        }
    }
    if (!any) {
        return TOCSIN_OK;
    }
    tocsin_status status = evaluate(trial, tree);
    place_leaves(trial);
    return status == TOCSIN_OK ? note(trial, findings, EFFECT_RESCALED, node) : status;
}

static tocsin_status try_node(struct trial *trial, struct findings *findings, size_t node)
{
    tocsin_status status = TOCSIN_OK;
    for (int kind = EFFECT_ROUND; status == TOCSIN_OK && kind <= EFFECT_CAP; kind++) {
        status = try_setting(trial, findings, (enum effect_kind)kind, node);
    }
    return status == TOCSIN_OK ? try_rescaled(trial, findings, node) : status;
}

tocsin_status effect_find(tocsin_context *context, struct arena *arena, const struct contribution_request *request,
                          struct contribution_cell cell, struct effect **effects, size_t *count)
{
    struct trial trial = {.context = context, .request = request, .cell = cell};
    struct findings findings = {.arena = arena};
    tocsin_status status = trial_begin(&trial);
    for (size_t k = 0; status == TOCSIN_OK && k < request->tree->count; k++) {
        if (request->tree->nodes[k].inner != INDEX_NONE && reaches_score(&trial, k)) {
            status = try_node(&trial, &findings, k);
        }
    }
    arena_end(&trial.arena);
    if (status == TOCSIN_OK) {
        *effects = findings.effects;
        *count = findings.count;
    }
    return status;
}
