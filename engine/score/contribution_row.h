/** A node's columns of a panel, as the closed forms and the effective weights read them. */
#ifndef TOCSIN_SCORE_CONTRIBUTION_ROW_H
#define TOCSIN_SCORE_CONTRIBUTION_ROW_H

#include "score/contribution_parts.h"

/** From a cell on. */
struct contribution_side {
    const double *value;
    const uint8_t *observation;
    const double *own; /* the cells' own weights; NULL if the kernel goes by `weight` */
    double weight;
};

static inline struct contribution_side contribution_side(const struct contribution_setup *setup,
                                                         const struct contribution_cell *cell, size_t position)
{
    const struct contribution_request *request = setup->request;
    const struct index_node *node = &setup->tree->nodes[position];
    bool leaf = node->inner == INDEX_NONE;
    const struct panel *panel = leaf ? request->normalised : request->nodes;
    size_t first = panel_cell(panel, cell->period, leaf ? node->indicator : node->inner, cell->region);
    double *const *own = request->weights->cell;
    double weight = request->weights->node[position];
    /* like the kernel: a child of weight 0 has no part whatever its cells say, and comparisons know one weight only */
    bool has_own = own && own[position] && weight > 0 && position > 0 &&
                   setup->tree->nodes[node->parent].aggregation.method != AGGREGATE_COPELAND;
    return (struct contribution_side){
        .value = panel->value + first,
        .observation = panel->observation + first,
        .own = has_own ? own[position] + cell->period * panel->regions + cell->region : NULL,
        .weight = weight,
    };
}

#endif
