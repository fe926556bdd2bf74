/** Effective weights from the root down, and what they make of the normalised values. */
#include "score/contribution.h"
#include "base/thread_pool.h"
#include <string.h>

struct contributing {
    tocsin_context *context;
    const struct index_tree *tree;
    const struct index_weights *weights;
    const struct panel *normalised;
    const struct panel *nodes;
    double *weight;
    double *contribution;
    uint8_t *has_contributions;
};

/** True if the node's value is the weighted mean of its children and nothing else. */
static bool is_plain(const struct index_node *node)
{
    const struct aggregation *aggregation = &node->aggregation;
    return aggregation->method == AGGREGATE_ARITHMETIC && !aggregation->round.given && !aggregation->floor.given &&
           !aggregation->cap.given && !aggregation->has_space;
}

static const uint8_t *observations_of(const struct contributing *all, const struct index_node *node, size_t period)
{
    bool leaf = node->inner == INDEX_NONE;
    const struct panel *panel = leaf ? all->normalised : all->nodes;
    return panel->observation + panel_cell(panel, period, leaf ? node->indicator : node->inner, 0);
}

/** A child's weights as they were resolved: one for all regions, or one for each. */
struct child_weights {
    double given;
    const double *own; /* [region] of the period, or NULL */
};

/** Like the kernel: a child of weight 0 has no part whatever its cells say, and comparisons know one weight only. */
static struct child_weights weights_of(const struct contributing *all, const struct index_node *node, size_t child,
                                       size_t period)
{
    double *const *cell = all->weights->cell;
    double given = all->weights->node[child];
    bool has_own = cell && cell[child] && given > 0 && node->aggregation.method != AGGREGATE_COPELAND;
    return (struct child_weights){given, has_own ? cell[child] + period * all->normalised->regions : NULL};
}

/** share = weight of the present children, a region each. */
static void sum_present(const struct contributing *all, const struct index_node *node, size_t period, double *share)
{
    size_t regions = all->normalised->regions;
    memset(share, 0, regions * sizeof *share);
    for (size_t k = 0; k < node->child_count; k++) {
        size_t child = node->children[k];
        const uint8_t *observation = observations_of(all, &all->tree->nodes[child], period);
        struct child_weights weights = weights_of(all, node, child, period);
        for (size_t i = 0; i < regions; i++) {
            double weight = weights.own ? weights.own[i] : weights.given;
            share[i] += observation_present(observation[i]) ? weight : 0;
        }
    }
}

/** Hands the effective weight of an inner node on to its children. `effective` is [tree node][region]. */
static void pass_down(const struct contributing *all, const struct index_node *node, size_t period, const double *share,
                      double *effective)
{
    size_t regions = all->normalised->regions;
    const double *own = effective + (size_t)(node - all->tree->nodes) * regions;
    for (size_t k = 0; k < node->child_count; k++) {
        size_t child = node->children[k];
        const uint8_t *observation = observations_of(all, &all->tree->nodes[child], period);
        struct child_weights weights = weights_of(all, node, child, period);
        for (size_t i = 0; i < regions; i++) {
            bool has_part = observation_present(observation[i]) && share[i] > 0;
            double weight = weights.own ? weights.own[i] : weights.given;
            effective[child * regions + i] = has_part ? own[i] * (weight / share[i]) : 0;
        }
    }
}

/** A region has contributions if it has a score and no node with a part in it is anything but a plain mean. */
static void mark_plain(const struct contributing *all, size_t period, const double *effective)
{
    size_t regions = all->normalised->regions;
    uint8_t *has = all->has_contributions + period * regions;
    for (size_t i = 0; i < regions; i++) {
        has[i] = effective[i] > 0;
    }
    for (size_t k = 0; k < all->tree->count; k++) {
        if (all->tree->nodes[k].inner == INDEX_NONE || is_plain(&all->tree->nodes[k])) {
            continue;
        }
        for (size_t i = 0; i < regions; i++) {
            has[i] = has[i] && !(effective[k * regions + i] > 0);
        }
    }
}

static void write_leaves(const struct contributing *all, size_t period, const double *effective)
{
    size_t regions = all->normalised->regions;
    for (size_t k = 0; k < all->tree->count; k++) {
        const struct index_node *node = &all->tree->nodes[k];
        if (node->inner != INDEX_NONE) {
            continue;
        }
        size_t cell = panel_cell(all->normalised, period, node->indicator, 0);
        for (size_t i = 0; i < regions; i++) {
            all->weight[cell + i] += effective[k * regions + i];
        }
    }
}

static tocsin_status contribute_period(void *user, size_t period)
{
    const struct contributing *all = user;
    size_t regions = all->normalised->regions;
    double *effective = memory_allocate(all->context, all->tree->count + 1, regions * sizeof *effective);
    if (!effective) {
        return TOCSIN_ERROR_MEMORY;
    }
    double *share = effective + all->tree->count * regions;
    const uint8_t *score = observations_of(all, &all->tree->nodes[0], period);
    for (size_t i = 0; i < regions; i++) {
        effective[i] = observation_present(score[i]);
    }
    for (size_t k = 0; k < all->tree->count; k++) {
        if (all->tree->nodes[k].inner != INDEX_NONE) {
            sum_present(all, &all->tree->nodes[k], period, share);
            pass_down(all, &all->tree->nodes[k], period, share, effective);
        }
    }
    size_t columns = all->normalised->columns;
    size_t cell = panel_cell(all->normalised, period, 0, 0);
    memset(all->weight + cell, 0, columns * regions * sizeof *all->weight);
    write_leaves(all, period, effective);
    for (size_t i = cell; i < cell + columns * regions; i++) {
        all->contribution[i] = all->weight[i] * all->normalised->value[i];
    }
    mark_plain(all, period, effective);
    memory_release(all->context, effective);
    return TOCSIN_OK;
}

tocsin_status contribution_compute(tocsin_context *context, const struct contribution_request *request,
                                   struct contributions *contributions)
{
    const struct panel *normalised = request->normalised;
    uint8_t *has = memory_allocate(context, normalised->periods, normalised->regions);
    struct contributing all = {context,        request->tree,  request->weights,      normalised,
                               request->nodes, contributions->weight, contributions->contribution, has};
    tocsin_status status = has ? thread_pool_run(context, normalised->periods, contribute_period, &all) : TOCSIN_ERROR_MEMORY;
    size_t cells = normalised->columns * normalised->regions;
    for (size_t i = cells; status == TOCSIN_OK && i < normalised->periods * cells; i++) {
        contributions->change[i] = contributions->contribution[i] - contributions->contribution[i - cells];
    }
    memory_release(context, has);
    return status;
}

tocsin_status contribution_difference(tocsin_context *context, const struct contribution_request *request,
                                      struct contribution_cell from, struct contribution_cell to, double *part)
{
    (void)context;
    (void)request;
    (void)from;
    (void)to;
    (void)part;
    return TOCSIN_ERROR_INTERNAL;
}
