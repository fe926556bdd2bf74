/**
 * How scores are taken apart, shared by the files of contribution*.c and by nobody else.
 *
 * A row is a run of cells side by side in the panel, each with its two states. Down from the root, as long as nodes are
 * weighted means, what an indicator adds has a closed form (contribution_mean.c). A node at which that ends is the top
 * of a game: its cells, gathered from many rows, are played together, all mixtures of the states below it being
 * evaluated by the kernel (contribution_game.c, contribution_orders.c). A game's parts add up to the difference of its
 * top between the two states; times the factor with which the top's value moves the score they are parts of the score.
 */
#ifndef TOCSIN_SCORE_CONTRIBUTION_PARTS_H
#define TOCSIN_SCORE_CONTRIBUTION_PARTS_H

#include "score/contribution.h"

enum {
    CONTRIBUTION_TILE = 256,                     /* cells of a game's block: its columns stay in the cache */
    CONTRIBUTION_KEPT = 6,                       /* players of a node whose coalitions are kept for its children */
    CONTRIBUTION_PAIRS = CONTRIBUTION_ORDERS / 2 /* of orders drawn, each taken forwards and backwards */
};

/** That a player of so many comes when just so many others, certain ones, have come: s! (n - 1 - s)! / n!. */
static inline double contribution_chance(size_t before, size_t players)
{
    double chance = 1 / (double)players;
    for (size_t i = 0; i < before; i++) {
        chance *= (double)(i + 1) / (double)(players - 1 - i);
    }
    return chance;
}

enum contribution_state { STATE_BASE, STATE_ACTUAL, STATE_COUNT };

/** What is the same for all cells; read only once made. */
struct contribution_setup {
    tocsin_context *context;
    const struct contribution_request *request;
    const struct index_tree *tree;
    bool *has_part;      /* [node]: it has a weight, or its parent minds none, and so have all above it */
    bool *plain;         /* [node]: its value is the weighted mean of its children and nothing else */
    bool *chained;       /* [node]: all nodes above it are plain */
    bool *compares;      /* [node]: it or a node below it compares regions */
    bool minds_coverage; /* some node of the closed form has a least coverage */
    /* [pair of orders][first_order of a node + child]: positions of children; NULL if no game can need them */
    uint32_t *orders;
    size_t *first_order; /* [node] */
    size_t order_length;
};

tocsin_status contribution_setup_create(tocsin_context *context, struct arena *arena,
                                        const struct contribution_request *request, struct contribution_setup *setup);
/** Draws the orders, keyed by the node's position: what is drawn depends on nothing else. */
tocsin_status contribution_draw_orders(struct arena *arena, struct contribution_setup *setup);

/** Cells side by side: regions of a period. */
struct contribution_row {
    size_t cells;
    struct contribution_cell actual, base; /* of its first cell; base: not where it is the reference */
    bool is_level;                         /* the base is the reference of every indicator */
    double *part;                          /* [indicator][stride]: where parts are added, from the first cell on */
    size_t stride;
    double *start; /* of levels: [cell], the score at the base */
};

/** A cell of a game. */
struct contribution_pair {
    struct contribution_cell actual, base;
    double factor; /* by how much the score moves with the top's value; 0: the cell is only compared with others */
    double *part;  /* of its first indicator */
    size_t stride;
    double *start; /* of levels: where the top's value at the base is added, times the factor */
};

struct contribution_pairs {
    struct contribution_pair *items;
    size_t count, capacity;
};

/** What one task needs. */
struct contribution_desk {
    const struct contribution_setup *setup;
    struct contribution_pairs *pairs; /* [node]: cells of which it is the top */
    size_t row_cells;                 /* room of a row */
    double *reach;                    /* [node][row_cells]: by how much the score moves with the node's value */
    double *share;                    /* [row_cells] */
    double *least;                    /* [node][row_cells]: coverage in any mixture at least; NULL: nothing minds it */
    uint8_t *kind;                    /* [row_cells] */
    struct contribution_game *game;   /* NULL until there is one to be played */
    bool sampled;
};

/** `row_cells` is the longest row. */
tocsin_status contribution_desk_begin(const struct contribution_setup *setup, size_t row_cells,
                                      struct contribution_desk *desk);
void contribution_desk_end(struct contribution_desk *desk);

/**
 * Effective weights of a row's actual state: `effective` is [node][stride cells], the root 1 where there is a score.
 * Scratch: `share` [cells].
 */
void contribution_weigh(const struct contribution_setup *setup, const struct contribution_row *row, double *effective,
                        size_t stride, double *share);

/** The closed form of a row of scores: parts, and what is there without them; cells of tops are noted down. Needs the
 * row's effective weights in `reach`. */
tocsin_status contribution_take_levels(struct contribution_desk *desk, const struct contribution_row *row);
/** Shares out what is there without the indicators by effective weight, once all parts of the row are there. */
void contribution_share_start(struct contribution_desk *desk, const struct contribution_row *row, const double *weight);
/** The closed form of a row of differences. */
tocsin_status contribution_take_differences(struct contribution_desk *desk, const struct contribution_row *row);

/** Notes a cell of the row down for the game of `top`. */
tocsin_status contribution_note(struct contribution_desk *desk, const struct contribution_row *row, size_t cell,
                                size_t top, double factor);

/** Plays all games that were noted down. */
tocsin_status contribution_play(struct contribution_desk *desk, bool is_level);

/** A node's columns in one of its states. */
struct contribution_columns {
    double *value;
    uint8_t *observation;
    double *coverage;    /* of inner nodes; NULL where presence is known */
    double *weight;      /* of its own; NULL if it has none */
    double *transformed; /* as its parent sums it up; of the root and of mixtures NULL */
    bool is_transformed; /* the parent can use that */
};

/** A game at work: one top, a block of cells. */
struct contribution_game {
    const struct contribution_setup *setup;
    struct arena arena;
    size_t room; /* cells of a block at most, and of its columns */
    struct kernel_workspace *workspace;
    struct kernel_block block;
    struct kernel_block lean; /* the same without coverage */
    const double **leaf, **cell_weights, **transformed;
    const uint8_t **leaf_observation;
    double **node, **node_coverage;
    uint8_t **node_observation;
    struct contribution_columns *state[STATE_COUNT]; /* [node] */
    struct contribution_columns *mixture;            /* [node]; of inner ones */
    double **gain;                                   /* [node][cell]: of inner ones, averages over their siblings */
    double **part;                                   /* [node][cell]: of leaves; NULL for others */
    uint8_t **active;                                /* [node][cell]: of leaves, whether the states differ */
    double **kept;                                   /* [node][coalition][room]: what its coalitions are worth */
    bool *keeps;                                     /* [node]: they are known */
    bool *inside;                                    /* [node]: it is the top, or has a part in it */
    bool *player;                                    /* [node]: one of its leaves is active in some cell */
    /* where cells have weights of their own that are not the same in both states; columns NULL if no cell has any */
    bool any_moves;
    bool *moves;            /* [node] */
    double **active_count;  /* [node][cell]: active leaves below it */
    double **mixed_count;   /* [node][cell]: those of them that have come, in the mixture evaluated last */
    const double **arrived; /* [node]: those that have come as the node is placed */
    const double *nothing;  /* [cell]: 0 */
    size_t top;
    bool is_level;
    bool steady; /* the same nodes are present in all mixtures: coverage is of no account */
    size_t cells;
};

/** Room for games of this tree; blocks have at most `most_cells` or CONTRIBUTION_TILE cells. */
tocsin_status contribution_game_create(const struct contribution_setup *setup, size_t most_cells,
                                       struct contribution_game **game);
/** NULL is accepted. */
void contribution_game_destroy(tocsin_context *context, struct contribution_game *game);

static inline bool contribution_is_inner(const struct contribution_setup *setup, size_t node)
{
    return setup->tree->nodes[node].inner != INDEX_NONE;
}

/** The same for cells in which the same nodes are there in both states and the same ones, and weights, differ. */
uint64_t contribution_pattern(const struct contribution_game *game, const struct contribution_pair *pair);
/** Reads the block's cells into both states of the leaves, and finds what is active and who plays. */
void contribution_gather(struct contribution_game *game, const struct contribution_pair *pairs);

/** Puts a node into a state for the evaluation of its parent. */
void contribution_place(struct contribution_game *game, size_t node, enum contribution_state state);
/** Puts an inner node into the mixture that was evaluated last. */
void contribution_place_mixture(struct contribution_game *game, size_t node);
/** Evaluates the mixture of an inner node from its children as they were placed. */
void contribution_mix(struct contribution_game *game, size_t node);

/** All coalitions, or the average over sampled orders: `part` of the block's leaves. */
void contribution_enumerate(struct contribution_game *game);
void contribution_sample(struct contribution_game *game);
/** Children of the node that are players; `children` has room for them all, or is NULL. */
size_t contribution_players(const struct contribution_game *game, size_t node, size_t *children);

#endif
