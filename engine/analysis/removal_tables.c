/** The tables `removal` and `removal_ranks`: what the ranks would be without each indicator and each node. */
#include "analysis/tables.h"
#include "base/context.h"
#include "score/kernel.h"
#include "score/levels.h"
#include <stdlib.h>
#include <string.h>

/** Ours: ranks that shift by a tenth of the regions on average, for want of a single indicator, are other ranks. */
#define LARGE_SHIFT 0.1

enum {
    REMOVED,
    KIND,
    PARENT,
    POSSIBLE,
    MEAN_SHIFT,
    LARGEST_SHIFT,
    LARGEST_REGION,
    LARGEST_PERIOD,
    RANK_CORRELATION,
    COMPARED,
    LOST,
    LEVELS_CHANGED,
    COLUMNS
};
static const struct data_column columns[COLUMNS] = {
    {"removed", DATA_TEXT, "id of the indicator or node that is left out"},
    {"kind", DATA_TEXT, "indicator or node"},
    {"parent", DATA_TEXT, "id of the node that it is a child of"},
    {"possible", DATA_FLAG,
     "false where nothing would be left of the index, or a formula is made of it: the other columns are empty then"},
    {"mean_absolute_shift", DATA_NUMBER, "mean over the cells compared of the ranks gained or lost, in ranks"},
    {"largest_shift", DATA_COUNT, "most ranks gained or lost"},
    {"largest_shift_region", DATA_TEXT, "id of the region that it befalls; the first of them, by period and region"},
    {"largest_shift_period", DATA_TEXT, "period in which it does"},
    {"rank_correlation", DATA_NUMBER, "Pearson's correlation of the ranks with and without it"},
    {"compared", DATA_COUNT, "cells that have a score with and without it"},
    {"lost", DATA_COUNT, "cells that have a score only with it"},
    {"levels_changed", DATA_COUNT, "cells whose level is another without it; empty if the model has no levels"},
};

enum { RANKS_REMOVED, RANKS_PERIOD, RANKS_REGION, RANKS_SCORE, RANKS_RANK, RANKS_SHIFT, RANKS_COLUMNS };
static const struct data_column ranks_columns[RANKS_COLUMNS] = {
    {"removed", DATA_TEXT, "id of the indicator or node that is left out"},
    {"period", DATA_TEXT, "the last period analysed, ISO 8601"},
    {"region", DATA_TEXT, "id of the region"},
    {"score", DATA_NUMBER, "without it, on the scale of the model; empty where there is none"},
    {"rank", DATA_COUNT, "without it; 1 is the highest score. Empty where there is no score"},
    {"shift", DATA_NUMBER, "that rank less the one with it: above 0 it looks less at risk without it"},
};

/** A removal: the scores without one node. Arrays are from `first`, the first period that is scored. */
struct removal {
    struct study *study;
    struct data_table *table, *ranks;
    size_t first;   /* position on the axis: levels that remember need all periods before, too */
    size_t skipped; /* periods from there to the first one analysed */
    struct panel *normalised, *nodes;
    double *coverage, *imputed;
    int32_t *rank;
    uint32_t *ranked;
    int16_t *level;
    struct index_weights weights; /* with the node's set to 0 */
    struct association_desk desk;
    double *before, *after; /* [cell]: ranks */
    uint8_t *both;          /* [cell]: there are both */
    struct association_column before_column, after_column;
};

/** What came of a removal. */
struct shifts {
    size_t compared, lost, levels_changed;
    uint64_t sum;
    uint64_t largest;
    size_t largest_cell;
};

static void set_weights(struct removal *removal)
{
    const struct result *result = removal->study->result;
    for (size_t i = 0; i < result->tree.count; i++) {
        double *own = result->weights.cell ? result->weights.cell[i] : NULL;
        removal->weights.node[i] = result->tree.nodes[i].weight;
        removal->weights.cell[i] = own ? own + removal->first * removal->study->regions : NULL;
    }
}

/** True if some child of a node still has a weight. */
static bool has_weight(const struct removal *removal, const struct index_node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        size_t child = node->children[i];
        if (removal->weights.cell[child] || removal->weights.node[child] > 0) {
            return true;
        }
    }
    return false;
}

/** Takes the weight of a node, and of the nodes above it that have no other child; false if that cannot be. */
static bool remove_node(struct removal *removal, size_t node)
{
    const struct index_tree *tree = &removal->study->result->tree;
    set_weights(removal);
    while (node != STUDY_ROOT) {
        const struct index_node *parent = &tree->nodes[tree->nodes[node].parent];
        if (parent->aggregation.method == AGGREGATE_FORMULA) {
            return false;
        }
        removal->weights.node[node] = 0;
        removal->weights.cell[node] = NULL;
        if (has_weight(removal, parent)) {
            return true;
        }
        node = tree->nodes[node].parent;
    }
    return false;
}

static tocsin_status score_without(struct removal *removal)
{
    struct study *study = removal->study;
    struct arena arena = {0};
    struct kernel *kernel = NULL;
    arena_begin(&arena, study->context);
    tocsin_status status =
        kernel_create(study->context, &arena, &study->result->tree, &removal->weights, study->result->scale, &kernel);
    if (status == TOCSIN_OK) {
        status = kernel_score_panel(study->context, kernel, removal->normalised, removal->nodes, removal->coverage,
                                    removal->imputed);
    }
    if (status == TOCSIN_OK) {
        status = levels_rank(study->context, removal->nodes, removal->rank, removal->ranked);
    }
    if (status == TOCSIN_OK) {
        struct alert_policy policy = {&study->result->levels, &study->result->alert_rules};
        const struct panel *raw = removal->first == 0 ? study->result->raw : NULL;
        status = levels_compute(study->context, removal->nodes, raw, &policy, removal->level);
    }
    arena_end(&arena);
    return status;
}

static struct shifts compare(const struct removal *removal)
{
    const struct study *study = removal->study;
    const struct result *result = study->result;
    struct shifts shifts = {0};
    for (size_t i = 0; i < study->cells; i++) {
        size_t with = study->first * study->regions + i;
        size_t without = removal->skipped * study->regions + i;
        int32_t before = result->rank[with];
        int32_t after = removal->rank[without];
        removal->both[i] = before > 0 && after > 0;
        removal->before[i] = removal->both[i] ? before : 0;
        removal->after[i] = removal->both[i] ? after : 0;
        shifts.lost += before > 0 && after == 0;
        if (removal->both[i]) {
            uint64_t shift = (uint64_t)llabs((long long)after - before);
            if (shift > shifts.largest || shifts.compared == 0) {
                shifts.largest = shift;
                shifts.largest_cell = i;
            }
            shifts.compared++;
            shifts.sum += shift;
            shifts.levels_changed += result->level[with] != removal->level[without];
        }
    }
    return shifts;
}

static void put_ranks(struct removal *removal, size_t node)
{
    struct study *study = removal->study;
    size_t period = study->periods - 1;
    for (size_t region = 0; region < study->regions; region++) {
        struct data_cell *row = tables_row(study, removal->ranks);
        row[RANKS_REMOVED] = data_text(study->node_id[node]);
        row[RANKS_PERIOD] = data_text(study->period_text[period]);
        row[RANKS_REGION] = data_text(study->region_id[region]);
        size_t without = (removal->skipped + period) * study->regions + region;
        int32_t before = study->result->rank[(study->first + period) * study->regions + region];
        if (removal->rank[without] == 0) {
            continue;
        }
        row[RANKS_SCORE] =
            data_number(removal->nodes->value[panel_cell(removal->nodes, removal->skipped + period, 0, region)]);
        row[RANKS_RANK] = data_count((size_t)removal->rank[without]);
        if (before > 0) {
            row[RANKS_SHIFT] = data_number((double)removal->rank[without] - before);
        }
    }
}

static tocsin_status put_shifts(struct removal *removal, struct data_cell *row, const struct shifts *shifts)
{
    struct study *study = removal->study;
    row[COMPARED] = data_count(shifts->compared);
    row[LOST] = data_count(shifts->lost);
    if (shifts->compared == 0) {
        return TOCSIN_OK;
    }
    struct association ranks;
    removal->before_column.count = shifts->compared;
    removal->after_column.count = shifts->compared;
    if (association_column_prepare(&study->scratch, &removal->before_column) != TOCSIN_OK ||
        association_column_prepare(&study->scratch, &removal->after_column) != TOCSIN_OK) {
        return TOCSIN_ERROR_MEMORY;
    }
    association_measure(&removal->desk, &removal->before_column, &removal->after_column, false, &ranks);
    row[MEAN_SHIFT] = data_number((double)shifts->sum / (double)shifts->compared);
    row[LARGEST_SHIFT] = data_count((size_t)shifts->largest);
    row[LARGEST_REGION] = data_text(study->region_id[shifts->largest_cell % study->regions]);
    row[LARGEST_PERIOD] = data_text(study->period_text[shifts->largest_cell / study->regions]);
    row[RANK_CORRELATION] = tables_optional(ranks.coefficient[ASSOCIATION_PEARSON].value);
    if (study->result->levels.count > 0) {
        row[LEVELS_CHANGED] = data_count(shifts->levels_changed);
    }
    return TOCSIN_OK;
}

static void worry_about(const struct removal *removal, size_t node, const struct shifts *shifts,
                        struct worry_list *worries)
{
    const struct study *study = removal->study;
    char mean[NUMBER_TEXT_SIZE];
    if (shifts->compared < FEWEST_CELLS || study->result->tree.nodes[node].inner != INDEX_NONE) {
        return; /* a node stands for many: that ranks shift without it is what it is there for */
    }
    double shift = (double)shifts->sum / (double)shifts->compared;
    double regions = (double)shifts->compared / (double)study->periods;
    size_t cell = shifts->largest_cell;
    if (shift > LARGE_SHIFT * regions) {
        worry_add(worries, shift,
                  "Without indicator '%s' ranks would shift by %s on average, by more than a tenth of the regions; "
                  "most of all "
                  "that of '%s', from %d to %d in %s.",
                  study->node_id[node], worry_number(mean, shift), study->region_id[cell % study->regions],
                  (int)removal->before[cell], (int)removal->after[cell], study->period_text[cell / study->regions]);
    }
}

static tocsin_status try_without(struct removal *removal, size_t node, struct worry_list *worries)
{
    struct study *study = removal->study;
    const struct index_node *about = &study->result->tree.nodes[node];
    bool possible = remove_node(removal, node);
    struct data_cell *row = tables_row(study, removal->table);
    row[REMOVED] = data_text(study->node_id[node]);
    row[KIND] = data_text(about->inner == INDEX_NONE ? "indicator" : "node");
    row[PARENT] = data_text(study->node_id[about->parent]);
    row[POSSIBLE] = data_flag(possible);
    if (!possible) {
        return TOCSIN_OK;
    }
    tocsin_status status = score_without(removal);
    if (status == TOCSIN_OK) {
        struct shifts shifts = compare(removal);
        status = put_shifts(removal, row, &shifts);
        put_ranks(removal, node);
        worry_about(removal, node, &shifts, worries);
    }
    return status;
}

/** Room for the scores without a node, of the periods from `first` to the last one analysed. */
static tocsin_status prepare(struct removal *removal)
{
    struct study *study = removal->study;
    struct arena *scratch = &study->scratch;
    const struct result *result = study->result;
    size_t periods = removal->skipped + study->periods;
    size_t cells = periods * study->regions;
    size_t inner = result->tree.inner_count;
    tocsin_status status = panel_create(scratch, periods, inner, study->regions, &removal->nodes);
    if (status == TOCSIN_OK) {
        status = panel_tail(scratch, result->normalised, removal->first, &removal->normalised);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    removal->normalised->periods = periods;
    removal->coverage = arena_allocate(scratch, cells, inner * sizeof(double));
    removal->imputed = arena_allocate(scratch, cells, sizeof(double));
    removal->rank = arena_allocate(scratch, cells, sizeof *removal->rank);
    removal->ranked = arena_allocate(scratch, periods, sizeof *removal->ranked);
    removal->level = arena_allocate(scratch, cells, sizeof *removal->level);
    removal->weights.node = arena_allocate(scratch, result->tree.count, sizeof(double));
    removal->weights.cell = arena_allocate(scratch, result->tree.count, sizeof(double *));
    removal->before = arena_allocate(scratch, study->cells, sizeof(double));
    removal->after = arena_allocate(scratch, study->cells, sizeof(double));
    removal->both = arena_allocate(scratch, study->cells, 1);
    removal->before_column =
        (struct association_column){.value = removal->before, .present = removal->both, .cells = study->cells};
    removal->after_column =
        (struct association_column){.value = removal->after, .present = removal->both, .cells = study->cells};
    return scratch->failed ? TOCSIN_ERROR_MEMORY
                           : association_desk_create(study->context, study->cells, &removal->desk);
}

tocsin_status removal_tables(struct study *study)
{
    const struct level_rules *levels = &study->result->levels;
    bool remembers = levels->count > 0 && (levels->periods > 0 || study->result->alert_rules.jump_level.given);
    struct removal removal = {
        .study = study,
        .first = remembers ? 0 : study->first,
        .skipped = remembers ? study->first : 0,
        .table =
            tables_add(study, "removal", "What the ranks would be without each indicator and node", columns, COLUMNS),
        .ranks = tables_add(study, "removal_ranks", "The ranks of the last period without each indicator and node",
                            ranks_columns, RANKS_COLUMNS),
    };
    struct worry_list worries = {
        .study = study,
        .concern = CONCERN_CAUTION,
        .table = "removal",
        .others = "indicators without which ranks would shift by more than a tenth of the regions on average",
    };
    tocsin_status status = removal.table && removal.ranks ? prepare(&removal) : TOCSIN_ERROR_MEMORY;
    for (size_t i = 1; status == TOCSIN_OK && study->cells > 0 && i < study->result->tree.count; i++) {
        status = try_without(&removal, i, &worries);
        if (status == TOCSIN_OK) {
            status = context_progress(study->context, "remove", i, study->result->tree.count - 1);
        }
    }
    if (status == TOCSIN_OK) {
        status = worry_tell(&worries, 1);
    }
    association_desk_release(study->context, &removal.desk);
    return status;
}
