/** Resolves the weights of an index: what needs no data first, then what does, from the deepest nodes up. */
#include "score/weight.h"
#include "score/gsl_trap.h"
#include "score/kernel.h"
#include "score/weight_method.h"

static double weight_of(const struct index_tree *tree, const struct index_node *node)
{
    if (node->parent == INDEX_NONE || tree->nodes[node->parent].weights.method != WEIGHT_GIVEN) {
        return 1;
    }
    return node->weight;
}

tocsin_status weight_begin(struct arena *arena, const struct index_tree *tree, struct index_weights *weights)
{
    struct index_weights made = {
        .node = arena_allocate(arena, tree->count, sizeof *made.node),
        .cell = arena_allocate(arena, tree->count, sizeof(double *)),
        .outcome = arena_allocate(arena, tree->inner_count, sizeof *made.outcome),
    };
    if (!made.node || !made.cell || !made.outcome) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < tree->count; i++) {
        made.node[i] = weight_of(tree, &tree->nodes[i]);
        if (tree->nodes[i].inner != INDEX_NONE) {
            made.outcome[tree->nodes[i].inner].method = tree->nodes[i].weights.method;
        }
    }
    *weights = made;
    return TOCSIN_OK;
}

typedef tocsin_status (*weight_function)(struct weight_work *work);

/** NULL for methods that weight_begin has done with. */
static const weight_function functions[WEIGHT_COUNT] = {
    [WEIGHT_AHP] = weight_ahp,
    [WEIGHT_PCA] = weight_pca,
    [WEIGHT_ENTROPY] = weight_entropy,
    [WEIGHT_CRITIC] = weight_critic,
    [WEIGHT_BENEFIT_OF_DOUBT] = weight_bod,
};

struct resolving {
    tocsin_context *context;
    struct arena *arena; /* of the weights */
    const struct weight_request *request;
    struct index_weights *weights;
    struct arena scored; /* holds `nodes` */
    struct panel *nodes; /* inner nodes by the weights resolved so far; NULL until they are needed, or out of date */
};

/** Scores all inner nodes by the weights that there are. Those above the node in hand do not matter yet. */
static tocsin_status score_nodes(struct resolving *all)
{
    const struct weight_request *request = all->request;
    const struct panel *normalised = request->normalised;
    size_t cells = normalised->periods * normalised->regions;
    struct kernel *kernel = NULL;
    struct panel *nodes = NULL;
    arena_end(&all->scored);
    arena_begin(&all->scored, all->context);
    tocsin_status status =
        panel_create(&all->scored, normalised->periods, request->tree->inner_count, normalised->regions, &nodes);
    double *coverage = arena_allocate(&all->scored, cells, request->tree->inner_count * sizeof *coverage);
    double *imputed = arena_allocate(&all->scored, cells, sizeof *imputed);
    if (status == TOCSIN_OK && (!coverage || !imputed)) {
        status = TOCSIN_ERROR_MEMORY;
    }
    if (status == TOCSIN_OK) {
        status = kernel_create(all->context, &all->scored, request->tree, all->weights, request->scale, &kernel);
    }
    if (status == TOCSIN_OK) {
        status = kernel_score_panel(all->context, kernel, normalised, nodes, coverage, imputed);
    }
    if (status == TOCSIN_OK) {
        all->nodes = nodes;
    }
    return status;
}

static bool has_inner_child(const struct index_tree *tree, const struct index_node *node)
{
    bool any = false;
    for (size_t i = 0; i < node->child_count; i++) {
        any = any || tree->nodes[node->children[i]].inner != INDEX_NONE;
    }
    return any;
}

static tocsin_status run_method(struct resolving *all, struct weight_work *work)
{
    const struct index_tree *tree = all->request->tree;
    work->sources = arena_allocate(work->arena, work->count, sizeof *work->sources);
    work->weight = arena_allocate(work->arena, work->count, sizeof *work->weight);
    work->cell = arena_allocate(work->arena, work->count, sizeof *work->cell);
    if (!work->sources || !work->weight || !work->cell) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < work->count; i++) {
        const struct index_node *child = &tree->nodes[work->node->children[i]];
        bool leaf = child->inner == INDEX_NONE;
        work->sources[i].panel = leaf ? all->request->normalised : all->nodes;
        work->sources[i].column = leaf ? child->indicator : child->inner;
        work->weight[i] = 1;
    }
    tocsin_status status = functions[work->node->weights.method](work);
    for (size_t i = 0; status == TOCSIN_OK && i < work->count; i++) {
        all->weights->node[work->node->children[i]] = work->weight[i];
        all->weights->cell[work->node->children[i]] = work->cell[i];
    }
    return status;
}

static tocsin_status resolve_node(struct resolving *all, const struct index_node *node)
{
    struct arena arena = {0};
    arena_begin(&arena, all->context);
    struct weight_work work = {
        .context = all->context,
        .arena = &arena,
        .results = all->arena,
        .request = all->request,
        .node = node,
        .count = node->child_count,
        .outcome = &all->weights->outcome[node->inner],
    };
    tocsin_status status = run_method(all, &work);
    arena_end(&arena);
    return status;
}

/** A node with one child has nothing to weigh, except where the weights are to meet a bound of the value. */
static bool is_to_resolve(const struct index_node *node)
{
    return node->inner != INDEX_NONE && functions[node->weights.method] &&
           (node->child_count > 1 || (node->child_count == 1 && node->weights.method == WEIGHT_BENEFIT_OF_DOUBT));
}

/** Comparisons need no data: they are done with before any node is scored. */
static tocsin_status resolve_comparisons(struct resolving *all)
{
    const struct index_tree *tree = all->request->tree;
    for (size_t i = 0; i < tree->count; i++) {
        if (is_to_resolve(&tree->nodes[i]) && tree->nodes[i].weights.method == WEIGHT_AHP) {
            tocsin_status status = resolve_node(all, &tree->nodes[i]);
            if (diagnostics_stop(status)) {
                return status;
            }
        }
    }
    return TOCSIN_OK;
}

/**
 * Nodes of one depth are not above one another, so that inner nodes are scored at most once a depth. After a fault
 * nodes whose children are all indicators are still looked at, so that all that can be told is told at once.
 */
static tocsin_status resolve_depth(struct resolving *all, size_t depth, uint64_t mark)
{
    const struct index_tree *tree = all->request->tree;
    all->nodes = NULL;
    for (size_t i = 0; i < tree->count; i++) {
        const struct index_node *node = &tree->nodes[i];
        if (node->depth != depth || !is_to_resolve(node) || node->weights.method == WEIGHT_AHP) {
            continue;
        }
        tocsin_status status = TOCSIN_OK;
        bool inner = has_inner_child(tree, node);
        if (inner && diagnostics_since(all->context, mark) != TOCSIN_OK) {
            continue;
        }
        if (inner && !all->nodes) {
            status = score_nodes(all);
        }
        if (status == TOCSIN_OK) {
            status = resolve_node(all, node);
        }
        if (diagnostics_stop(status)) {
            return status;
        }
    }
    return TOCSIN_OK;
}

tocsin_status weight_resolve(tocsin_context *context, struct arena *arena, const struct weight_request *request,
                             struct index_weights *weights)
{
    uint64_t mark = diagnostics_mark(context);
    struct index_weights made;
    struct resolving all = {.context = context, .arena = arena, .request = request, .weights = &made};
    size_t depth = 0;
    tocsin_status status = weight_begin(arena, request->tree, &made);
    if (status != TOCSIN_OK) {
        return status;
    }
    gsl_trap_install();
    for (size_t i = 0; i < request->tree->count; i++) {
        depth = request->tree->nodes[i].depth > depth ? request->tree->nodes[i].depth : depth;
    }
    status = resolve_comparisons(&all);
    for (size_t i = depth + 1; status == TOCSIN_OK && i-- > 0;) {
        status = resolve_depth(&all, i, mark);
    }
    arena_end(&all.scored);
    if (status == TOCSIN_OK) {
        status = diagnostics_since(context, mark);
    }
    if (status == TOCSIN_OK) {
        *weights = made;
    }
    return status;
}
