/** Evaluates a whole panel on the context's threads. */
#include "base/thread_pool.h"
#include "score/gsl_trap.h"
#include "score/kernel_tree.h"
#include <pthread.h>

enum {
    TILE = 1024,      /* regions of one block: its columns stay in the second-level cache */
    TASK_CELLS = 8192 /* regions x periods of one task, so that small panels are not all overhead */
};

/** What one thread needs; lent to tasks, kept until all are done. */
struct desk {
    struct desk *next;
    struct kernel_workspace *workspace;
    const double **leaf;
    const uint8_t **leaf_observation;
    double **node;
    uint8_t **node_observation;
    double **node_coverage;
    double **node_imputed;
    const double **cell_weights; /* [tree node]; NULL if no cell has weights of its own */
    double *imputed;             /* [inner node][tile]: of all nodes but the root, which nobody asks for */
};

struct scoring {
    tocsin_context *context;
    const struct kernel *kernel;
    const struct panel *normalised;
    struct panel *nodes;
    double *coverage;
    double *imputed;
    size_t tile, tiles; /* regions of a block, blocks of a period: one, if regions are compared */
    size_t periods_a_task;
    bool has_cell_weights;
    pthread_mutex_t lock; /* guards `idle` */
    struct desk *idle;
};

static void destroy_desk(tocsin_context *context, struct desk *desk)
{
    kernel_workspace_destroy(context, desk->workspace);
    memory_release(context, desk->leaf);
    memory_release(context, desk->leaf_observation);
    memory_release(context, desk->node);
    memory_release(context, desk->node_observation);
    memory_release(context, desk->node_coverage);
    memory_release(context, desk->node_imputed);
    memory_release(context, desk->cell_weights);
    memory_release(context, desk->imputed);
    memory_release(context, desk);
}

static tocsin_status create_desk(const struct scoring *scoring, struct desk **desk)
{
    tocsin_context *context = scoring->context;
    size_t leaves = scoring->normalised->columns;
    size_t inner = scoring->kernel->tree->inner_count;
    struct desk *made = memory_allocate(context, 1, sizeof *made);
    if (!made) {
        return TOCSIN_ERROR_MEMORY;
    }
    made->leaf = memory_allocate(context, leaves, sizeof(double *));
    made->leaf_observation = memory_allocate(context, leaves, sizeof(uint8_t *));
    made->node = memory_allocate(context, inner, sizeof(double *));
    made->node_observation = memory_allocate(context, inner, sizeof(uint8_t *));
    made->node_coverage = memory_allocate(context, inner, sizeof(double *));
    made->node_imputed = memory_allocate(context, inner, sizeof(double *));
    made->imputed = memory_allocate(context, inner, scoring->tile * sizeof *made->imputed);
    bool has_weights = true;
    if (scoring->has_cell_weights) {
        made->cell_weights = memory_allocate(context, scoring->kernel->tree->count, sizeof(double *));
        has_weights = made->cell_weights;
    }
    size_t room = scoring->tile < TILE ? scoring->tile : TILE;
    tocsin_status status = kernel_workspace_create(context, scoring->kernel, room, &made->workspace);
    if (status == TOCSIN_OK && has_weights && made->leaf && made->leaf_observation && made->node &&
        made->node_observation && made->node_coverage && made->node_imputed && made->imputed) {
        *desk = made;
        return TOCSIN_OK;
    }
    destroy_desk(context, made);
    return status == TOCSIN_OK ? TOCSIN_ERROR_MEMORY : status;
}

static tocsin_status borrow_desk(struct scoring *scoring, struct desk **desk)
{
    pthread_mutex_lock(&scoring->lock);
    struct desk *idle = scoring->idle;
    if (idle) {
        scoring->idle = idle->next;
    }
    pthread_mutex_unlock(&scoring->lock);
    if (!idle) {
        return create_desk(scoring, desk);
    }
    *desk = idle;
    return TOCSIN_OK;
}

static void return_desk(struct scoring *scoring, struct desk *desk)
{
    pthread_mutex_lock(&scoring->lock);
    desk->next = scoring->idle;
    scoring->idle = desk;
    pthread_mutex_unlock(&scoring->lock);
}

static void score_block(const struct scoring *scoring, struct desk *desk, size_t period, size_t first)
{
    const struct panel *normalised = scoring->normalised;
    const struct panel *nodes = scoring->nodes;
    size_t left = nodes->regions - first;
    for (size_t i = 0; i < normalised->columns; i++) {
        size_t cell = panel_cell(normalised, period, i, first);
        desk->leaf[i] = normalised->value + cell;
        desk->leaf_observation[i] = normalised->observation + cell;
    }
    for (size_t i = 0; i < nodes->columns; i++) {
        size_t cell = panel_cell(nodes, period, i, first);
        desk->node[i] = nodes->value + cell;
        desk->node_observation[i] = nodes->observation + cell;
        desk->node_coverage[i] = scoring->coverage + cell;
        desk->node_imputed[i] =
            i == 0 ? scoring->imputed + period * nodes->regions + first : desk->imputed + i * scoring->tile;
    }
    for (size_t i = 0; desk->cell_weights && i < scoring->kernel->tree->count; i++) {
        const double *weights = scoring->kernel->weights->cell[i];
        desk->cell_weights[i] = weights ? weights + period * nodes->regions + first : NULL;
    }
    struct kernel_block block = {
        .cells = left < scoring->tile ? left : scoring->tile,
        .leaf = desk->leaf,
        .leaf_observation = desk->leaf_observation,
        .cell_weights = desk->cell_weights,
        .node = desk->node,
        .node_observation = desk->node_observation,
        .node_coverage = desk->node_coverage,
        .node_imputed = desk->node_imputed,
    };
    kernel_evaluate(scoring->kernel, desk->workspace, &block);
}

static tocsin_status score_task(void *user, size_t index)
{
    struct scoring *scoring = user;
    struct desk *desk = NULL;
    tocsin_status status = borrow_desk(scoring, &desk);
    if (status != TOCSIN_OK) {
        return status;
    }
    gsl_trap_clear();
    size_t first_period = index / scoring->tiles * scoring->periods_a_task;
    size_t first_region = index % scoring->tiles * scoring->tile;
    for (size_t i = 0; i < scoring->periods_a_task && first_period + i < scoring->nodes->periods; i++) {
        score_block(scoring, desk, first_period + i, first_region);
    }
    return_desk(scoring, desk);
    return gsl_trap_check(scoring->context);
}

static bool any_cell_weights(const struct kernel *kernel)
{
    bool any = false;
    for (size_t i = 0; kernel->weights->cell && i < kernel->tree->count; i++) {
        any = any || kernel->weights->cell[i];
    }
    return any;
}

tocsin_status kernel_score_panel(tocsin_context *context, const struct kernel *kernel, const struct panel *normalised,
                                 struct panel *nodes, double *coverage, double *imputed)
{
    if (nodes->regions == 0 || nodes->periods == 0) {
        return TOCSIN_OK;
    }
    struct scoring scoring = {
        .context = context,
        .kernel = kernel,
        .normalised = normalised,
        .nodes = nodes,
        .coverage = coverage,
        .imputed = imputed,
        .tile = kernel->compares_regions || nodes->regions < TILE ? nodes->regions : TILE,
        .has_cell_weights = any_cell_weights(kernel),
    };
    if (pthread_mutex_init(&scoring.lock, NULL) != 0) {
        return TOCSIN_ERROR_MEMORY;
    }
    scoring.tiles = (nodes->regions + scoring.tile - 1) / scoring.tile;
    scoring.periods_a_task = scoring.tile < TASK_CELLS ? TASK_CELLS / scoring.tile : 1;
    size_t batches = (nodes->periods + scoring.periods_a_task - 1) / scoring.periods_a_task;
    tocsin_status status = thread_pool_run(context, batches * scoring.tiles, score_task, &scoring);
    while (scoring.idle) {
        struct desk *desk = scoring.idle;
        scoring.idle = desk->next;
        destroy_desk(context, desk);
    }
    pthread_mutex_destroy(&scoring.lock);
    return status;
}
