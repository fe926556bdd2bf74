/**
 * What has a closed form: weighted means, from the root down.
 *
 * Where the same children are there with the same weights in both states, a mean is linear in them: a part is weight
 * times difference. Where they are not, its denominator depends on which of the children that differ (D of them) have
 * come, and on nothing else. In a random order a child that is the same in both has T of them before it with
 * probability |T|! (D - |T|)! / (D + 1)!, and so moves the mean by its weight times the expected 1 / denominator. A
 * child of D has T of the others of D before it with |T|! (D - 1 - |T|)! / D!, and each of the children outside D with
 * probability (|T| + 1) / (D + 1). Both are L. S. Shapley's value (1953) for this game, without its 2^n coalitions.
 */
#include "score/contribution_row.h"
#include "score/share.h"
#include <math.h>

static tocsin_status note_top(struct contribution_desk *desk, const struct contribution_row *row, size_t top)
{
    const double *reach = desk->reach + top * desk->row_cells;
    bool any = false;
    for (size_t i = 0; i < row->cells; i++) {
        any = any || reach[i] > 0;
    }
    for (size_t i = 0; any && i < row->cells; i++) {
        if (reach[i] > 0 || desk->setup->compares[top]) { /* those that are compared must all be there */
            tocsin_status status = contribution_note(desk, row, i, top, reach[i]);
            if (status != TOCSIN_OK) {
                return status;
            }
        }
    }
    return TOCSIN_OK;
}

static void take_leaf(const struct contribution_desk *desk, const struct contribution_row *row, size_t leaf)
{
    size_t indicator = desk->setup->tree->nodes[leaf].indicator;
    struct contribution_side actual = contribution_side(desk->setup, &row->actual, leaf);
    double reference = desk->setup->request->reference[indicator];
    const double *reach = desk->reach + leaf * desk->row_cells;
    double *part = row->part + indicator * row->stride;
    for (size_t i = 0; i < row->cells; i++) {
        if (reach[i] > 0) {
            part[i] += reach[i] * (actual.value[i] - reference);
            row->start[i] += reach[i] * reference;
        }
    }
}

tocsin_status contribution_take_levels(struct contribution_desk *desk, const struct contribution_row *row)
{
    const struct contribution_setup *setup = desk->setup;
    tocsin_status status = TOCSIN_OK;
    for (size_t k = 0; status == TOCSIN_OK && k < setup->tree->count; k++) {
        if (!setup->chained[k]) {
            continue;
        }
        if (setup->tree->nodes[k].inner == INDEX_NONE) {
            take_leaf(desk, row, k);
        } else if (!setup->plain[k]) {
            status = note_top(desk, row, k);
        }
    }
    return status;
}

/** The indicator is there, and so is everything above it. */
static bool is_reached(const struct contribution_setup *setup, const struct contribution_row *row, size_t leaf,
                       size_t cell)
{
    bool reached = setup->has_part[leaf];
    for (size_t k = leaf; reached && k != INDEX_NONE; k = setup->tree->nodes[k].parent) {
        reached = observation_present(contribution_side(setup, &row->actual, k).observation[cell]);
    }
    return reached;
}

/** No indicator has an effective weight: equal shares. */
static void share_equally(const struct contribution_setup *setup, const struct contribution_row *row, size_t cell)
{
    size_t count = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t k = 0; k < setup->tree->count; k++) {
            const struct index_node *node = &setup->tree->nodes[k];
            if (node->inner != INDEX_NONE || !is_reached(setup, row, k, cell)) {
                continue;
            }
            count += pass == 0;
            if (pass == 1) {
                row->part[node->indicator * row->stride + cell] += row->start[cell] / (double)count;
            }
        }
    }
}

void contribution_share_start(struct contribution_desk *desk, const struct contribution_row *row, const double *weight)
{
    size_t indicators = desk->setup->request->normalised->columns;
    for (size_t i = 0; i < row->cells; i++) {
        desk->share[i] = 0;
    }
    for (size_t k = 0; k < indicators; k++) {
        for (size_t i = 0; i < row->cells; i++) {
            desk->share[i] += weight[k * row->stride + i];
        }
    }
    for (size_t i = 0; i < row->cells; i++) {
        if (row->start[i] == 0) {
            continue;
        }
        if (!(desk->share[i] > 0)) {
            share_equally(desk->setup, row, i);
            continue;
        }
        double start = row->start[i] / desk->share[i];
        for (size_t k = 0; k < indicators; k++) {
            row->part[k * row->stride + i] += start * weight[k * row->stride + i];
        }
    }
}

/** A child that differs: weight (0 where it is not there) and value in both states. */
struct differing {
    size_t node;
    double weight[STATE_COUNT], value[STATE_COUNT];
};

/** A mean in a cell, its children sorted into those that differ and the others. */
struct mean {
    struct differing child[CONTRIBUTION_EXACT];
    size_t count;
    double weight;             /* of the others */
    double value[STATE_COUNT]; /* sum of weight times value of the others */
    double present;            /* how many of the children are there in both states */
    size_t children;
};

struct both_sides {
    struct contribution_side state[STATE_COUNT];
};

static struct both_sides sides_of(const struct contribution_setup *setup, const struct contribution_row *row,
                                  size_t node)
{
    return (struct both_sides){{[STATE_BASE] = contribution_side(setup, &row->base, node),
                                [STATE_ACTUAL] = contribution_side(setup, &row->actual, node)}};
}

static double weight_at(const struct contribution_side *side, size_t cell)
{
    double weight = side->own ? side->own[cell] : side->weight;
    return observation_present(side->observation[cell]) ? weight : 0;
}

static bool present_in_both(const struct both_sides *sides, size_t cell)
{
    return observation_present(sides->state[STATE_BASE].observation[cell]) &&
           observation_present(sides->state[STATE_ACTUAL].observation[cell]);
}

/** False if it is too much for the closed form: an inner node that comes or goes, or a crowd that does. */
static bool sort_children(const struct contribution_setup *setup, const struct contribution_row *row, size_t cell,
                          size_t node, struct mean *mean)
{
    const struct index_node *parent = &setup->tree->nodes[node];
    *mean = (struct mean){.count = 0};
    for (size_t k = 0; k < parent->child_count; k++) {
        size_t child = parent->children[k];
        if (!setup->has_part[child]) {
            continue;
        }
        struct both_sides sides = sides_of(setup, row, child);
        double base = weight_at(&sides.state[STATE_BASE], cell);
        double actual = weight_at(&sides.state[STATE_ACTUAL], cell);
        mean->children++;
        mean->present += present_in_both(&sides, cell);
        if (base == actual) {
            mean->weight += actual;
            mean->value[STATE_BASE] += base * sides.state[STATE_BASE].value[cell];
            mean->value[STATE_ACTUAL] += actual * sides.state[STATE_ACTUAL].value[cell];
            continue;
        }
        if (setup->tree->nodes[child].inner != INDEX_NONE || mean->count == CONTRIBUTION_EXACT) {
            return false;
        }
        mean->child[mean->count++] = (struct differing){
            child, {base, actual}, {sides.state[STATE_BASE].value[cell], sides.state[STATE_ACTUAL].value[cell]}};
    }
    return mean->weight > 0;
}

/** True if no mixture lacks a value for want of children. */
static bool has_enough_children(const struct index_node *parent, const struct mean *mean)
{
    return !(parent->min_children > 0) || !share_is_below(mean->present / (double)mean->children, parent->min_children);
}

/** The children of the coalition as they are, the other ones that differ as they were. */
struct mixed_mean {
    double weight, value; /* of all that differ */
    size_t size;          /* of the coalition */
};

static struct mixed_mean mix_differing(const struct mean *mean, size_t coalition)
{
    struct mixed_mean mixed = {0};
    for (size_t k = 0; k < mean->count; k++) {
        size_t state = coalition >> k & 1;
        const struct differing *child = &mean->child[k];
        mixed.weight += child->weight[state];
        mixed.value += child->weight[state] * child->value[state];
        mixed.size += state;
    }
    return mixed;
}

/** The expected 1 / denominator when a child that does not differ comes. */
static double expected_inverse(const struct mean *mean)
{
    double inverse = 0;
    for (size_t coalition = 0; coalition < (size_t)1 << mean->count; coalition++) {
        struct mixed_mean mixed = mix_differing(mean, coalition);
        inverse += contribution_chance(mixed.size, mean->count + 1) / (mean->weight + mixed.weight);
    }
    return inverse;
}

/** What a child that differs adds to the mean. */
static double part_of_differing(const struct mean *mean, size_t child)
{
    double part = 0;
    for (size_t coalition = 0; coalition < (size_t)1 << mean->count; coalition++) {
        if (coalition >> child & 1) {
            continue;
        }
        struct mixed_mean before = mix_differing(mean, coalition);
        struct mixed_mean after = mix_differing(mean, coalition | (size_t)1 << child);
        double come = (double)(before.size + 1) / (double)(mean->count + 1); /* of the others */
        double others = mean->value[STATE_BASE] + come * (mean->value[STATE_ACTUAL] - mean->value[STATE_BASE]);
        double difference = (others + after.value) / (mean->weight + after.weight) -
                            (others + before.value) / (mean->weight + before.weight);
        part += contribution_chance(before.size, mean->count) * difference;
    }
    return part;
}

/** A mean some of whose children differ, in one cell: passes its reach on to the others. False: it is a game. */
static bool take_mixed(struct contribution_desk *desk, const struct contribution_row *row, size_t cell, size_t node)
{
    const struct contribution_setup *setup = desk->setup;
    const struct index_node *parent = &setup->tree->nodes[node];
    struct mean mean;
    if (!sort_children(setup, row, cell, node, &mean) || !has_enough_children(parent, &mean)) {
        return false;
    }
    double reach = desk->reach[node * desk->row_cells + cell];
    double inverse = expected_inverse(&mean);
    for (size_t k = 0; k < parent->child_count; k++) {
        size_t child = parent->children[k];
        struct both_sides sides = sides_of(setup, row, child);
        double weight = weight_at(&sides.state[STATE_ACTUAL], cell);
        bool same = setup->has_part[child] && weight == weight_at(&sides.state[STATE_BASE], cell);
        desk->reach[child * desk->row_cells + cell] = same ? reach * weight * inverse : 0;
    }
    for (size_t k = 0; k < mean.count; k++) {
        size_t indicator = setup->tree->nodes[mean.child[k].node].indicator;
        row->part[indicator * row->stride + cell] += reach * part_of_differing(&mean, k);
    }
    return true;
}

/** What a cell of a mean is. */
enum cell_kind { CELL_SAME, CELL_MIXED, CELL_GAME };

/**
 * share = weight of the children present in the actual state. Mixed cells do not have the same ones, or not with the
 * same weights; where some mixture can fall below the node's coverage there is no closed form.
 */
static void compare_children(struct contribution_desk *desk, const struct contribution_row *row, size_t node)
{
    const struct index_node *parent = &desk->setup->tree->nodes[node];
    const double *least = desk->least ? desk->least + node * desk->row_cells : NULL;
    for (size_t i = 0; i < row->cells; i++) {
        desk->share[i] = 0;
        desk->kind[i] = CELL_SAME;
    }
    for (size_t k = 0; k < parent->child_count; k++) {
        if (!desk->setup->has_part[parent->children[k]]) {
            continue;
        }
        struct both_sides sides = sides_of(desk->setup, row, parent->children[k]);
        const struct contribution_side *state = sides.state;
        for (size_t i = 0; i < row->cells; i++) {
            double actual = weight_at(&state[STATE_ACTUAL], i);
            bool same =
                actual == weight_at(&state[STATE_BASE], i) && observation_present(state[STATE_ACTUAL].observation[i]) ==
                                                                  observation_present(state[STATE_BASE].observation[i]);
            desk->share[i] += actual;
            desk->kind[i] = same ? desk->kind[i] : CELL_MIXED;
        }
    }
    for (size_t i = 0; least && parent->min_coverage > 0 && i < row->cells; i++) {
        desk->kind[i] = share_is_below(least[i], parent->min_coverage) ? CELL_GAME : desk->kind[i];
    }
}

static void pass_reach(struct contribution_desk *desk, const struct contribution_row *row, size_t node)
{
    const struct contribution_setup *setup = desk->setup;
    const struct index_node *parent = &setup->tree->nodes[node];
    const double *reach = desk->reach + node * desk->row_cells;
    for (size_t k = 0; k < parent->child_count; k++) {
        size_t child = parent->children[k];
        double *passed = desk->reach + child * desk->row_cells;
        struct contribution_side side = contribution_side(setup, &row->actual, child);
        for (size_t i = 0; i < row->cells; i++) {
            double weight = setup->has_part[child] ? weight_at(&side, i) : 0;
            passed[i] = weight > 0 ? reach[i] * (weight / desk->share[i]) : 0;
        }
    }
}

/** Cells of which the node is the top are games; they have no reach below it. */
static tocsin_status note_games(struct contribution_desk *desk, const struct contribution_row *row, size_t node)
{
    const struct index_node *parent = &desk->setup->tree->nodes[node];
    const double *reach = desk->reach + node * desk->row_cells;
    bool any = false;
    for (size_t i = 0; i < row->cells; i++) {
        any = any || desk->kind[i] == CELL_GAME;
        for (size_t k = 0; desk->kind[i] == CELL_GAME && k < parent->child_count; k++) {
            desk->reach[parent->children[k] * desk->row_cells + i] = 0;
        }
    }
    for (size_t i = 0; any && i < row->cells; i++) {
        bool game = desk->kind[i] == CELL_GAME;
        if (game || desk->setup->compares[node]) {
            tocsin_status status = contribution_note(desk, row, i, node, game ? reach[i] : 0);
            if (status != TOCSIN_OK) {
                return status;
            }
        }
    }
    return TOCSIN_OK;
}

static tocsin_status take_mean(struct contribution_desk *desk, const struct contribution_row *row, size_t node)
{
    const double *reach = desk->reach + node * desk->row_cells;
    compare_children(desk, row, node);
    pass_reach(desk, row, node);
    for (size_t i = 0; i < row->cells; i++) {
        if (!(reach[i] > 0)) {
            desk->kind[i] = CELL_SAME;
        } else if (desk->kind[i] == CELL_MIXED && !take_mixed(desk, row, i, node)) {
            desk->kind[i] = CELL_GAME;
        }
    }
    return note_games(desk, row, node);
}

/** The least that each node's coverage can be in any mixture: that of what is there in both states. */
static void find_least_coverage(struct contribution_desk *desk, const struct contribution_row *row)
{
    const struct contribution_setup *setup = desk->setup;
    for (size_t k = setup->tree->count; k-- > 0;) {
        const struct index_node *parent = &setup->tree->nodes[k];
        double *least = desk->least + k * desk->row_cells;
        double total = 0;
        for (size_t i = 0; parent->inner != INDEX_NONE && i < row->cells; i++) {
            least[i] = 0;
        }
        for (size_t j = 0; j < parent->child_count; j++) {
            size_t child = parent->children[j];
            double weight = setup->request->weights->node[child];
            bool leaf = setup->tree->nodes[child].inner == INDEX_NONE;
            const double *below = desk->least + child * desk->row_cells;
            struct both_sides sides = sides_of(setup, row, child);
            total += weight;
            for (size_t i = 0; weight > 0 && i < row->cells; i++) {
                least[i] += present_in_both(&sides, i) ? weight * (leaf ? 1 : below[i]) : 0;
            }
        }
        for (size_t i = 0; parent->inner != INDEX_NONE && total > 0 && i < row->cells; i++) {
            least[i] /= total;
        }
    }
}

static void take_leaf_difference(const struct contribution_desk *desk, const struct contribution_row *row, size_t leaf)
{
    size_t indicator = desk->setup->tree->nodes[leaf].indicator;
    struct both_sides sides = sides_of(desk->setup, row, leaf);
    const double *reach = desk->reach + leaf * desk->row_cells;
    double *part = row->part + indicator * row->stride;
    for (size_t i = 0; i < row->cells; i++) {
        double difference = sides.state[STATE_ACTUAL].value[i] - sides.state[STATE_BASE].value[i];
        part[i] += reach[i] > 0 ? reach[i] * difference : 0;
    }
}

tocsin_status contribution_take_differences(struct contribution_desk *desk, const struct contribution_row *row)
{
    const struct contribution_setup *setup = desk->setup;
    struct both_sides root = sides_of(setup, row, 0);
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < row->cells; i++) {
        desk->reach[i] = present_in_both(&root, i);
    }
    if (desk->least) {
        find_least_coverage(desk, row);
    }
    for (size_t k = 0; status == TOCSIN_OK && k < setup->tree->count; k++) {
        if (!setup->chained[k]) {
            continue;
        }
        if (setup->tree->nodes[k].inner == INDEX_NONE) {
            take_leaf_difference(desk, row, k);
        } else {
            status = setup->plain[k] ? take_mean(desk, row, k) : note_top(desk, row, k);
        }
    }
    return status;
}
