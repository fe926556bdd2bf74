/** The table `weights`: what each indicator and node is meant to do to the index, and what it does. */
#include "analysis/importance.h"
#include "analysis/tables.h"

/* Ours: a factor of four either way is beyond what correlated indicators and a small sample bring about by themselves.
 */
#define LEAST_RATIO 0.25
#define MOST_RATIO 4.0
/** Ours: share of the index's variance that a curve must explain beyond a straight line to be worth a word. */
#define CURVED 0.1
/** Ours: of three quarters of what its children do to a node, one may be said to be the node. */
#define DOMINANT_SHARE 0.75

enum {
    ITEM,
    KIND,
    PARENT,
    WEIGHT,
    USED_WEIGHT,
    CORRELATION,
    IMPORTANCE,
    MAIN_EFFECT,
    KNOTS,
    VARIANCE_SHARE,
    WEIGHT_SHARE,
    IMPORTANCE_SHARE,
    RATIO,
    FLAG,
    PARENT_WEIGHT,
    PARENT_CORRELATION,
    PARENT_SHARE,
    CELLS,
    COLUMNS
};
static const struct data_column columns[COLUMNS] = {
    {"item", DATA_TEXT, "id of the indicator or node"},
    {"kind", DATA_TEXT, "indicator or node"},
    {"parent", DATA_TEXT, "id of the node that it is a child of"},
    {"weight", DATA_NUMBER,
     "intended: product of the shares of weight down the index, 0 to 1; empty below a formula, a minimum or a maximum, "
     "and where every region has weights of its own"},
    {"used_weight", DATA_NUMBER, "mean of the weight that it had in the scores, missing siblings' weight included"},
    {"correlation", DATA_NUMBER, "Pearson's, with the index"},
    {"importance", DATA_NUMBER, "its square: share of the index's variance that a straight line in the item explains"},
    {"main_effect", DATA_NUMBER, "share of the index's variance that a smooth curve in the item explains, 0 to 1"},
    {"knots", DATA_COUNT, "of that curve, a restricted cubic spline; 2 is a straight line"},
    {"variance_share", DATA_NUMBER,
     "covariance of its contribution with the index over the index's variance; they sum to 1 over the indicators. "
     "Empty "
     "where contributions do not add up to the score"},
    {"weight_share", DATA_NUMBER,
     "weight over that of all indicators, or of all nodes of the same depth; empty unless all have one"},
    {"importance_share", DATA_NUMBER, "importance over that of all indicators, or of all nodes of the same depth"},
    {"ratio", DATA_NUMBER, "importance_share over weight_share: 1 is as intended"},
    {"flag", DATA_TEXT, "less (ratio below 0.25) or more (above 4); else empty"},
    {"parent_weight", DATA_NUMBER, "share of weight within the parent, 0 to 1; empty as `weight`"},
    {"parent_correlation", DATA_NUMBER, "Pearson's, with the parent"},
    {"parent_importance_share", DATA_NUMBER, "its square over the sum of the siblings' squares and its own"},
    {"cells", DATA_COUNT, "cells in which the item and the index both have a value"},
};

static void put_row(struct study *study, struct data_table *table, size_t node, const struct importance *item)
{
    const struct index_node *about = &study->result->tree.nodes[node];
    struct data_cell *row = tables_row(study, table);
    row[ITEM] = data_text(study->node_id[node]);
    row[KIND] = data_text(about->inner == INDEX_NONE ? "indicator" : "node");
    row[PARENT] = data_text(study->node_id[about->parent]);
    row[WEIGHT] = tables_optional(item->weight);
    row[USED_WEIGHT] = tables_optional(item->used);
    row[CORRELATION] = tables_optional(item->correlation);
    row[IMPORTANCE] = tables_optional(importance_of(item->correlation));
    row[MAIN_EFFECT] = tables_optional(item->smooth.effect);
    if (item->smooth.effect.given) {
        row[KNOTS] = data_count(item->smooth.knots);
    }
    row[VARIANCE_SHARE] = tables_optional(item->variance_share);
    row[WEIGHT_SHARE] = tables_optional(item->weight_share);
    row[IMPORTANCE_SHARE] = tables_optional(item->importance_share);
    row[RATIO] = tables_optional(item->ratio);
    if (item->ratio.given) {
        row[FLAG] = data_text(item->ratio.value < LEAST_RATIO  ? "less"
                              : item->ratio.value > MOST_RATIO ? "more"
                                                               : NULL);
    }
    row[PARENT_WEIGHT] = tables_optional(item->parent_weight);
    row[PARENT_CORRELATION] = tables_optional(item->parent_correlation);
    row[PARENT_SHARE] = tables_optional(item->parent_share);
    row[CELLS] = data_count(item->cells);
}

enum { WORRY_DOMINANT, WORRY_MORE, WORRY_LESS, WORRIES };

static void worry_about_dominance(struct study *study, size_t node, const struct importance *item,
                                  struct worry_list *worry)
{
    char share[NUMBER_TEXT_SIZE];
    char weight[NUMBER_TEXT_SIZE];
    if (item->parent_share.given && item->parent_share.value > DOMINANT_SHARE && item->parent_weight.given &&
        item->parent_weight.value < item->parent_share.value) {
        worry_add(worry, item->parent_share.value,
                  "'%s' is hardly more than '%s': of what its children explain of it, that one has %s, with %s of the "
                  "weight.",
                  study->node_id[study->result->tree.nodes[node].parent], study->node_id[node],
                  page_share(share, item->parent_share.value), page_share(weight, item->parent_weight.value));
    }
}

static void worry_about_ratio(struct study *study, size_t node, const struct importance *item,
                              struct worry_list *worries)
{
    char share[NUMBER_TEXT_SIZE];
    char importance[NUMBER_TEXT_SIZE];
    char ratio[NUMBER_TEXT_SIZE];
    char effect[NUMBER_TEXT_SIZE];
    if (!item->ratio.given || (item->ratio.value >= LEAST_RATIO && item->ratio.value <= MOST_RATIO)) {
        return;
    }
    bool more = item->ratio.value > MOST_RATIO;
    bool curved =
        item->smooth.effect.given && item->smooth.effect.value - importance_of(item->correlation).value > CURVED;
    worry_add(
        &worries[more ? WORRY_MORE : WORRY_LESS], more ? item->ratio.value : item->weight_share.value,
        "%s '%s' does far %s to the index than its weight says: it has %s of the weight of its kind and %s of the "
        "importance, %s times as intended.%s%s%s",
        study->result->tree.nodes[node].inner == INDEX_NONE ? "Indicator" : "Node", study->node_id[node],
        more ? "more" : "less", page_share(share, item->weight_share.value),
        page_share(importance, item->importance_share.value), page_significant(ratio, item->ratio.value, 2),
        curved ? " That is by a straight line; a curve explains " : "",
        curved ? page_share(effect, item->smooth.effect.value) : "", curved ? " of the index's variance." : "");
}

tocsin_status importance_tables(struct study *study)
{
    const struct index_tree *tree = &study->result->tree;
    struct importance *items = arena_allocate(&study->scratch, tree->count, sizeof *items);
    struct data_table *table =
        tables_add(study, "weights", "What each indicator and node is meant to do to the index, and what it does",
                   columns, COLUMNS);
    if (!table || study->scratch.failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct worry_list worries[WORRIES] = {
        [WORRY_DOMINANT] = {.study = study,
                            .concern = CONCERN_CAUTION,
                            .table = table->name,
                            .others = "nodes are hardly more than one of their children"},
        [WORRY_MORE] = {.study = study,
                        .concern = CONCERN_CAUTION,
                        .table = table->name,
                        .others = "indicators or nodes do more than four times to the index what their weight says"},
        [WORRY_LESS] = {.study = study,
                        .concern = CONCERN_CAUTION,
                        .table = table->name,
                        .others = "indicators or nodes do less than a quarter to the index of what their weight says"},
    };
    tocsin_status status = importance_find(study, items);
    if (status != TOCSIN_OK) {
        return status;
    }
    for (size_t i = 1; i < tree->count; i++) {
        put_row(study, table, i, &items[i]);
        if (items[i].cells >= FEWEST_CELLS) {
            worry_about_dominance(study, i, &items[i], &worries[WORRY_DOMINANT]);
            worry_about_ratio(study, i, &items[i], worries);
        }
    }
    return worry_tell(worries, WORRIES);
}
