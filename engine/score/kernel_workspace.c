/** The kernel's scratch memory, of one thread. */
#include "base/expression.h"
#include "score/kernel_span.h"

enum { COLUMNS = 9 };

static tocsin_status compile_formulas(tocsin_context *context, const struct kernel *kernel,
                                      struct kernel_workspace *workspace)
{
    for (size_t i = 0; i < kernel->tree->count; i++) {
        const struct index_node *node = &kernel->tree->nodes[i];
        if (node->inner == INDEX_NONE || node->aggregation.method != AGGREGATE_FORMULA) {
            continue;
        }
        char fault[EXPRESSION_FAULT_SIZE]; /* kernel_create has seen that there is none */
        size_t position;
        tocsin_status status =
            expression_create(context, node->aggregation.expression, kernel->formulas[node->inner].names,
                              node->child_count, &workspace->expressions[node->inner], fault, &position);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    return TOCSIN_OK;
}

static tocsin_status allocate(tocsin_context *context, const struct kernel *kernel, struct kernel_workspace *workspace)
{
    size_t room = workspace->cells;
    size_t children = kernel->most_children;
    workspace->memory = memory_allocate(context, room, COLUMNS * sizeof *workspace->memory);
    workspace->reason = memory_allocate(context, room, sizeof *workspace->reason);
    workspace->expressions = memory_allocate(context, workspace->expression_count, sizeof(struct expression *));
    workspace->gathered = memory_allocate(context, children, 2 * sizeof *workspace->gathered);
    workspace->columns = memory_allocate(context, children, sizeof *workspace->columns);
    if (!workspace->memory || !workspace->reason || !workspace->expressions || !workspace->gathered ||
        !workspace->columns) {
        return TOCSIN_ERROR_MEMORY;
    }
    workspace->gathered_weight = workspace->gathered + children;
    double **columns[COLUMNS] = {&workspace->present, &workspace->value,  &workspace->part,
                                 &workspace->sum,     &workspace->weight, &workspace->lowest,
                                 &workspace->highest, &workspace->total,  &workspace->found};
    for (size_t i = 0; i < COLUMNS; i++) {
        *columns[i] = workspace->memory + i * room;
    }
    if (!kernel->compares_regions) {
        return TOCSIN_OK;
    }
    workspace->rivals = memory_allocate(context, children, room * sizeof *workspace->rivals);
    return workspace->rivals ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

tocsin_status kernel_workspace_create(tocsin_context *context, const struct kernel *kernel, size_t cells,
                                      struct kernel_workspace **workspace)
{
    struct kernel_workspace *made = memory_allocate(context, 1, sizeof *made);
    if (!made) {
        return TOCSIN_ERROR_MEMORY;
    }
    made->cells = cells > 0 ? cells : 1;
    made->expression_count = kernel->tree->inner_count;
    tocsin_status status = allocate(context, kernel, made);
    if (status == TOCSIN_OK) {
        status = compile_formulas(context, kernel, made);
    }
    if (status != TOCSIN_OK) {
        kernel_workspace_destroy(context, made);
        return status;
    }
    *workspace = made;
    return TOCSIN_OK;
}

void kernel_workspace_destroy(tocsin_context *context, struct kernel_workspace *workspace)
{
    if (!workspace) {
        return;
    }
    for (size_t i = 0; workspace->expressions && i < workspace->expression_count; i++) {
        expression_destroy(context, workspace->expressions[i]);
    }
    memory_release(context, workspace->expressions);
    memory_release(context, workspace->rivals);
    memory_release(context, workspace->columns);
    memory_release(context, workspace->gathered);
    memory_release(context, workspace->reason);
    memory_release(context, workspace->memory);
    memory_release(context, workspace);
}
