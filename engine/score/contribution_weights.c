/** Effective weights: the product down the tree of weight over the weight of the present siblings. */
#include "score/contribution_row.h"
#include <string.h>

/** share = weight of the present children, a cell each. */
static void sum_present(const struct contribution_setup *setup, const struct contribution_row *row, size_t node,
                        double *share)
{
    const struct index_node *parent = &setup->tree->nodes[node];
    memset(share, 0, row->cells * sizeof *share);
    for (size_t k = 0; k < parent->child_count; k++) {
        struct contribution_side child = contribution_side(setup, &row->actual, parent->children[k]);
        for (size_t i = 0; i < row->cells; i++) {
            double weight = child.own ? child.own[i] : child.weight;
            share[i] += observation_present(child.observation[i]) ? weight : 0;
        }
    }
}

/** Hands the effective weight of an inner node on to its children. */
static void pass_down(const struct contribution_setup *setup, const struct contribution_row *row, size_t node,
                      const double *share, double *effective, size_t stride)
{
    const struct index_node *parent = &setup->tree->nodes[node];
    const double *own = effective + node * stride;
    for (size_t k = 0; k < parent->child_count; k++) {
        struct contribution_side child = contribution_side(setup, &row->actual, parent->children[k]);
        double *passed = effective + parent->children[k] * stride;
        for (size_t i = 0; i < row->cells; i++) {
            bool has_part = observation_present(child.observation[i]) && share[i] > 0;
            double weight = child.own ? child.own[i] : child.weight;
            passed[i] = has_part ? own[i] * (weight / share[i]) : 0;
        }
    }
}

void contribution_weigh(const struct contribution_setup *setup, const struct contribution_row *row, double *effective,
                        size_t stride, double *share)
{
    struct contribution_side root = contribution_side(setup, &row->actual, 0);
    for (size_t i = 0; i < row->cells; i++) {
        effective[i] = observation_present(root.observation[i]);
    }
    for (size_t k = 0; k < setup->tree->count; k++) {
        if (setup->tree->nodes[k].inner != INDEX_NONE) {
            sum_present(setup, row, k, share);
            pass_down(setup, row, k, share, effective, stride);
        }
    }
}
