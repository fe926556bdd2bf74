/** Evaluates the nodes whose method looks at the children of a cell side by side. */
#include "score/kernel_span.h"

size_t kernel_list_columns(const struct kernel_span *span, const struct index_node *node)
{
    const struct aggregate_family *family = aggregate_family_of(node->aggregation.method);
    size_t count = 0;
    for (size_t k = 0; k < node->child_count; k++) {
        size_t position = node->children[k];
        const struct index_node *child = &span->kernel->tree->nodes[position];
        if (span->weights[position] > 0) {
            span->workspace->columns[count++] = (struct kernel_column){
                .value = kernel_child_value(span, child),
                .observation = kernel_child_observation(span, child),
                .own_weight = kernel_cell_weights(span, family, position),
                .weight = span->weights[position],
            };
        }
    }
    return count;
}

/** The cell's present children that have a weight; returns how many. `complete`: all are present, with one weight. */
static size_t gather(const struct kernel_workspace *workspace, size_t columns, size_t i, bool complete)
{
    size_t count = 0;
    for (size_t k = 0; complete && k < columns; k++) {
        workspace->gathered[k] = workspace->columns[k].value[i];
        workspace->gathered_weight[k] = workspace->columns[k].weight;
    }
    if (complete) {
        return columns;
    }
    for (size_t k = 0; k < columns; k++) {
        const struct kernel_column *column = &workspace->columns[k];
        double weight = column->own_weight ? column->own_weight[i] : column->weight;
        if (weight > 0 && observation_present(column->observation[i])) {
            workspace->gathered[count] = column->value[i];
            workspace->gathered_weight[count++] = weight;
        }
    }
    return count;
}

void kernel_gather_cells(const struct kernel_span *span, const struct index_node *node, double total, bool cell_totals)
{
    const struct kernel_workspace *workspace = span->workspace;
    const struct aggregate_family *family = aggregate_family_of(node->aggregation.method);
    bool mapped = node->aggregation.has_space && !family->is_of_order;
    size_t columns = kernel_list_columns(span, node);
    bool complete = span->block->complete && !cell_totals;
    struct aggregate_cell cell = {
        .aggregation = &node->aggregation,
        .order = span->kernel->orders[node->inner],
        .value = workspace->gathered,
        .weight = workspace->gathered_weight,
    };
    for (size_t i = 0; i < span->count; i++) {
        if (workspace->reason[i] != OBSERVATION_NORMAL) {
            continue;
        }
        cell.count = gather(workspace, columns, i, complete);
        for (size_t k = 0; mapped && k < cell.count; k++) {
            cell.value[k] = kernel_into_space(span->kernel, &node->aggregation, cell.value[k]);
        }
        cell.present = workspace->weight[i];
        cell.total = cell_totals ? workspace->total[i] : total;
        workspace->reason[i] = (uint8_t)family->value(&cell, &workspace->sum[i]);
    }
}
