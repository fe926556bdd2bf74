/** The memory of taking scores apart: what is the same for all cells, a task's, a game's. */
#include "score/contribution_parts.h"
#include <string.h>

/** True if the node's value is the weighted mean of its children and nothing else. */
static bool is_plain(const struct index_node *node)
{
    const struct aggregation *aggregation = &node->aggregation;
    return node->inner != INDEX_NONE && aggregation->method == AGGREGATE_ARITHMETIC && !aggregation->round.given &&
           !aggregation->floor.given && !aggregation->cap.given && !aggregation->has_space;
}

/** What a node has from those above it. */
static void describe_node(struct contribution_setup *setup, size_t position)
{
    const struct index_node *node = &setup->tree->nodes[position];
    double weight = setup->request->weights->node[position];
    setup->plain[position] = is_plain(node);
    setup->has_part[position] = true;
    setup->chained[position] = true;
    if (position > 0) {
        bool minds_none = setup->tree->nodes[node->parent].aggregation.method == AGGREGATE_FORMULA;
        setup->has_part[position] = setup->has_part[node->parent] && (weight > 0 || minds_none);
        setup->chained[position] = setup->chained[node->parent] && setup->plain[node->parent];
    }
    if (setup->chained[position] && setup->plain[position] && node->min_coverage > 0) {
        setup->minds_coverage = true;
    }
}

/** More players than can be enumerated cannot come together below a node, whatever its cells. */
static bool can_be_large(const struct index_tree *tree)
{
    for (size_t k = 0; k < tree->count; k++) {
        size_t players = tree->nodes[k].child_count;
        for (size_t p = k; p != 0; p = tree->nodes[p].parent) {
            players += tree->nodes[tree->nodes[p].parent].child_count - 1;
        }
        if (players > CONTRIBUTION_EXACT) {
            return true;
        }
    }
    return false;
}

tocsin_status contribution_setup_create(tocsin_context *context, struct arena *arena,
                                        const struct contribution_request *request, struct contribution_setup *setup)
{
    size_t nodes = request->tree->count;
    *setup = (struct contribution_setup){.context = context, .request = request, .tree = request->tree};
    setup->has_part = arena_allocate(arena, nodes, sizeof(bool));
    setup->plain = arena_allocate(arena, nodes, sizeof(bool));
    setup->chained = arena_allocate(arena, nodes, sizeof(bool));
    setup->compares = arena_allocate(arena, nodes, sizeof(bool));
    if (!setup->has_part || !setup->plain || !setup->chained || !setup->compares) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t k = 0; k < nodes; k++) {
        describe_node(setup, k);
    }
    for (size_t k = nodes; k-- > 0;) {
        const struct index_node *node = &request->tree->nodes[k];
        bool compares = node->inner != INDEX_NONE && node->aggregation.method == AGGREGATE_COPELAND;
        setup->compares[k] = setup->compares[k] || compares;
        if (k > 0 && setup->compares[k]) {
            setup->compares[node->parent] = true;
        }
    }
    return can_be_large(request->tree) ? contribution_draw_orders(arena, setup) : TOCSIN_OK;
}

tocsin_status contribution_desk_begin(const struct contribution_setup *setup, size_t row_cells,
                                      struct contribution_desk *desk)
{
    tocsin_context *context = setup->context;
    size_t nodes = setup->tree->count;
    *desk = (struct contribution_desk){.setup = setup, .row_cells = row_cells};
    desk->pairs = memory_allocate(context, nodes, sizeof *desk->pairs);
    desk->reach = memory_allocate(context, nodes, row_cells * sizeof *desk->reach);
    desk->share = memory_allocate(context, row_cells, sizeof *desk->share);
    desk->kind = memory_allocate(context, row_cells, sizeof *desk->kind);
    if (setup->minds_coverage) {
        desk->least = memory_allocate(context, nodes, row_cells * sizeof *desk->least);
    }
    bool complete = desk->pairs && desk->reach && desk->share && desk->kind && (desk->least || !setup->minds_coverage);
    return complete ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

void contribution_desk_end(struct contribution_desk *desk)
{
    tocsin_context *context = desk->setup->context;
    for (size_t k = 0; desk->pairs && k < desk->setup->tree->count; k++) {
        memory_release(context, desk->pairs[k].items);
    }
    memory_release(context, desk->pairs);
    memory_release(context, desk->reach);
    memory_release(context, desk->share);
    memory_release(context, desk->kind);
    memory_release(context, desk->least);
    contribution_game_destroy(context, desk->game);
}

tocsin_status contribution_note(struct contribution_desk *desk, const struct contribution_row *row, size_t cell,
                                size_t top, double factor)
{
    struct contribution_pairs *pairs = &desk->pairs[top];
    tocsin_status status =
        memory_grow(desk->setup->context, &pairs->items, pairs->count, sizeof *pairs->items, &pairs->capacity);
    if (status == TOCSIN_OK) {
        pairs->items[pairs->count++] = (struct contribution_pair){
            .actual = {row->actual.period, row->actual.region + cell},
            .base = {row->base.period, row->base.region + cell},
            .factor = factor,
            .part = row->part + cell,
            .stride = row->stride,
            .start = row->is_level ? row->start + cell : NULL,
        };
    }
    return status;
}

/** The columns of all nodes, cut from one piece of memory. */
struct columns {
    double *numbers;
    uint8_t *bytes;
    size_t room;
    size_t number_columns, byte_columns; /* used, or wanted */
};

/** The next column; before there is memory it is only counted. */
static double *cut_numbers(struct columns *columns)
{
    size_t column = columns->number_columns++;
    return columns->numbers ? columns->numbers + column * columns->room : NULL;
}

static uint8_t *cut_bytes(struct columns *columns)
{
    size_t column = columns->byte_columns++;
    return columns->bytes ? columns->bytes + column * columns->room : NULL;
}

static struct contribution_columns cut_columns(struct columns *columns, bool inner, bool has_weight)
{
    return (struct contribution_columns){
        .value = cut_numbers(columns),
        .observation = cut_bytes(columns),
        .coverage = inner ? cut_numbers(columns) : NULL,
        .weight = has_weight ? cut_numbers(columns) : NULL,
    };
}

/** True if cells have weights of their own for the node that the kernel goes by. */
static bool has_own_weights(const struct contribution_setup *setup, size_t node)
{
    const struct index_weights *weights = setup->request->weights;
    if (node == 0 || !weights->cell || !weights->cell[node] || !setup->has_part[node]) {
        return false;
    }
    enum aggregate_method method = setup->tree->nodes[setup->tree->nodes[node].parent].aggregation.method;
    return method != AGGREGATE_COPELAND && method != AGGREGATE_FORMULA;
}

static void lay_out(struct contribution_game *game, struct columns *columns)
{
    const struct contribution_setup *setup = game->setup;
    bool any_weights = false;
    for (size_t k = 0; k < setup->tree->count; k++) {
        bool inner = setup->tree->nodes[k].inner != INDEX_NONE;
        bool has_weight = has_own_weights(setup, k);
        any_weights = any_weights || has_weight;
        for (size_t state = 0; state < STATE_COUNT; state++) {
            game->state[state][k] = cut_columns(columns, inner, has_weight);
            game->state[state][k].transformed = k > 0 ? cut_numbers(columns) : NULL;
        }
        if (inner) {
            game->mixture[k] = cut_columns(columns, inner, has_weight);
            game->gain[k] = cut_numbers(columns);
        } else {
            game->part[k] = cut_numbers(columns);
            game->active[k] = cut_bytes(columns);
        }
    }
    for (size_t k = 0; any_weights && k < setup->tree->count; k++) {
        game->active_count[k] = cut_numbers(columns);
        game->mixed_count[k] = cut_numbers(columns);
    }
    game->nothing = cut_numbers(columns);
}

/** Room for the coalitions of nodes with inner children; those of many children are not kept. */
static bool allocate_kept(struct contribution_game *game)
{
    const struct index_tree *tree = game->setup->tree;
    for (size_t k = 0; k < tree->count; k++) {
        size_t inner = 0;
        size_t parts = 0;
        for (size_t j = 0; j < tree->nodes[k].child_count; j++) {
            inner += tree->nodes[tree->nodes[k].children[j]].inner != INDEX_NONE;
            parts += game->setup->has_part[tree->nodes[k].children[j]];
        }
        if (inner > 0) {
            size_t most = parts < CONTRIBUTION_KEPT ? parts : CONTRIBUTION_KEPT;
            game->kept[k] = arena_allocate(&game->arena, (size_t)1 << most, game->room * sizeof(double));
        }
    }
    return !game->arena.failed;
}

/** Arrays of pointers and marks, by node. */
static bool allocate_lists(struct contribution_game *game)
{
    struct arena *arena = &game->arena;
    size_t nodes = game->setup->tree->count;
    size_t indicators = game->setup->request->normalised->columns;
    game->leaf = arena_allocate(arena, indicators, sizeof(double *));
    game->leaf_observation = arena_allocate(arena, indicators, sizeof(uint8_t *));
    game->node = arena_allocate(arena, nodes, sizeof(double *));
    game->node_observation = arena_allocate(arena, nodes, sizeof(uint8_t *));
    game->node_coverage = arena_allocate(arena, nodes, sizeof(double *));
    game->cell_weights = arena_allocate(arena, nodes, sizeof(double *));
    game->transformed = arena_allocate(arena, nodes, sizeof(double *));
    game->state[STATE_BASE] = arena_allocate(arena, nodes, sizeof(struct contribution_columns));
    game->state[STATE_ACTUAL] = arena_allocate(arena, nodes, sizeof(struct contribution_columns));
    game->mixture = arena_allocate(arena, nodes, sizeof *game->mixture);
    game->gain = arena_allocate(arena, nodes, sizeof(double *));
    game->part = arena_allocate(arena, nodes, sizeof(double *));
    game->active = arena_allocate(arena, nodes, sizeof(uint8_t *));
    game->active_count = arena_allocate(arena, nodes, sizeof(double *));
    game->mixed_count = arena_allocate(arena, nodes, sizeof(double *));
    game->arrived = arena_allocate(arena, nodes, sizeof(double *));
    game->kept = arena_allocate(arena, nodes, sizeof(double *));
    game->keeps = arena_allocate(arena, nodes, sizeof(bool));
    game->inside = arena_allocate(arena, nodes, sizeof(bool));
    game->player = arena_allocate(arena, nodes, sizeof(bool));
    game->moves = arena_allocate(arena, nodes, sizeof(bool));
    return !arena->failed;
}

static tocsin_status furnish(struct contribution_game *game, size_t room)
{
    const struct contribution_setup *setup = game->setup;
    struct columns columns = {.room = room};
    game->room = room;
    if (!allocate_lists(game) || !allocate_kept(game)) {
        return TOCSIN_ERROR_MEMORY;
    }
    lay_out(game, &columns); /* counts them */
    columns.numbers = arena_allocate(&game->arena, columns.number_columns, room * sizeof *columns.numbers);
    columns.bytes = arena_allocate(&game->arena, columns.byte_columns, room);
    if (!columns.numbers || !columns.bytes) {
        return TOCSIN_ERROR_MEMORY;
    }
    columns.number_columns = 0;
    columns.byte_columns = 0;
    lay_out(game, &columns);
    game->block = (struct kernel_block){
        .leaf = game->leaf,
        .leaf_observation = game->leaf_observation,
        .cell_weights = setup->request->weights->cell ? game->cell_weights : NULL,
        .transformed = game->transformed,
        .node = game->node,
        .node_observation = game->node_observation,
        .node_coverage = game->node_coverage,
    };
    game->lean = game->block;
    game->lean.node_coverage = NULL;
    size_t cells = room < CONTRIBUTION_TILE ? room : CONTRIBUTION_TILE;
    return kernel_workspace_create(setup->context, setup->request->kernel, cells, &game->workspace);
}

tocsin_status contribution_game_create(const struct contribution_setup *setup, size_t most_cells,
                                       struct contribution_game **game)
{
    struct contribution_game *made = memory_allocate(setup->context, 1, sizeof *made);
    if (!made) {
        return TOCSIN_ERROR_MEMORY;
    }
    made->setup = setup;
    arena_begin(&made->arena, setup->context);
    bool large = setup->compares[0] && most_cells > CONTRIBUTION_TILE;
    tocsin_status status = furnish(made, large ? most_cells : CONTRIBUTION_TILE);
    if (status != TOCSIN_OK) {
        contribution_game_destroy(setup->context, made);
        return status;
    }
    *game = made;
    return TOCSIN_OK;
}

void contribution_game_destroy(tocsin_context *context, struct contribution_game *game)
{
    if (game) {
        kernel_workspace_destroy(context, game->workspace);
        arena_end(&game->arena);
        memory_release(context, game);
    }
}
