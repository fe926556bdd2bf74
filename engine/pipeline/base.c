/** Scores a region whose indicators all stand at their reference: a block of one cell. */
#include "pipeline/base.h"

/** A cell of the kernel's: everything in it has one number. */
struct one_cell {
    const double **leaf;
    const uint8_t **leaf_observation;
    const double **cell_weights;
    double **node, **coverage, **imputed;
    uint8_t **node_observation;
};

static void *points(struct arena *arena, size_t count)
{
    return arena_allocate(arena, count, sizeof(void *));
}

/** Room for so many numbers, each pointed at by its own place. */
static double **columns(struct arena *arena, size_t count)
{
    double **made = points(arena, count);
    double *numbers = arena_allocate(arena, count, sizeof *numbers);
    for (size_t i = 0; made && numbers && i < count; i++) {
        made[i] = &numbers[i];
    }
    return numbers ? made : NULL;
}

static uint8_t **observations(struct arena *arena, size_t count)
{
    uint8_t **made = points(arena, count);
    uint8_t *bytes = arena_allocate(arena, count, sizeof *bytes);
    for (size_t i = 0; made && bytes && i < count; i++) {
        made[i] = &bytes[i];
    }
    return bytes ? made : NULL;
}

static tocsin_status make_cell(struct arena *arena, const struct contribution_request *request, struct one_cell *one)
{
    size_t inner = request->tree->inner_count;
    one->leaf = points(arena, request->normalised->columns);
    one->leaf_observation = points(arena, request->normalised->columns);
    one->cell_weights = points(arena, request->tree->count);
    one->node = columns(arena, inner);
    one->coverage = columns(arena, inner);
    one->imputed = columns(arena, inner);
    one->node_observation = observations(arena, inner);
    return one->leaf && one->leaf_observation && one->cell_weights && one->node && one->coverage && one->imputed &&
                   one->node_observation
               ? TOCSIN_OK
               : TOCSIN_ERROR_MEMORY;
}

/** What is missing stays missing; the weights are those that the cell has. */
static void fill_cell(const struct contribution_request *request, struct contribution_cell at, struct one_cell *one)
{
    const struct panel *normalised = request->normalised;
    double *const *own = request->weights->cell;
    for (size_t i = 0; i < normalised->columns; i++) {
        one->leaf[i] = &request->reference[i];
        one->leaf_observation[i] = &normalised->observation[panel_cell(normalised, at.period, i, at.region)];
    }
    for (size_t i = 0; own && i < request->tree->count; i++) {
        one->cell_weights[i] = own[i] ? &own[i][at.period * normalised->regions + at.region] : NULL;
    }
}

tocsin_status base_find(tocsin_context *context, struct arena *arena, const struct contribution_request *request,
                        struct contribution_cell cell, struct optional_number *base)
{
    *base = (struct optional_number){false, 0};
    struct one_cell one = {0};
    struct kernel_workspace *workspace = NULL;
    if (kernel_compares_regions(request->kernel)) {
        return TOCSIN_OK;
    }
    tocsin_status status = make_cell(arena, request, &one);
    if (status == TOCSIN_OK) {
        status = kernel_workspace_create(context, request->kernel, 1, &workspace);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    fill_cell(request, cell, &one);
    struct kernel_block block = {
        .cells = 1,
        .leaf = one.leaf,
        .leaf_observation = one.leaf_observation,
        .cell_weights = request->weights->cell ? one.cell_weights : NULL,
        .node = one.node,
        .node_observation = one.node_observation,
        .node_coverage = one.coverage,
        .node_imputed = one.imputed,
    };
    kernel_evaluate(request->kernel, workspace, &block);
    kernel_workspace_destroy(context, workspace);
    bool scored = observation_present(*one.node_observation[0]);
    *base = (struct optional_number){true, scored ? *one.node[0] : request->scale[0]};
    return TOCSIN_OK;
}
