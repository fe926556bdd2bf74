/** Splits every difference and writes down what moved. */
#include "analysis/compare_tables.h"
#include "analysis/compare_only.h"
#include "analysis/compare_split.h"
#include "base/compensated_sum.h"
#include <math.h>
#include <string.h>

struct tabulating {
    const struct compare_request *request;
    struct comparison *comparison;
    size_t cells;                /* of the grid */
    size_t capacity;             /* of the rows */
    const char **region, **name; /* [region of the grid], in the comparison's arena */
    const char *period;          /* of the row in hand */
};

/** What a cause did, over all scores in both runs. */
struct effect_total {
    size_t scores;
    struct compensated_sum sum, size;
    double largest;
    const char *period, *region;
};

/** The parts of a difference. */
static void split_row(struct tabulating *all, size_t cell, struct comparison_row *row)
{
    const struct compare_request *request = all->request;
    double score[SPLIT_MOST_SETS] = {0};
    bool there[SPLIT_MOST_SETS] = {false};
    double part[SPLIT_MOST_PLAYERS] = {0};
    for (size_t set = 0; set < (size_t)1 << request->player_count; set++) {
        score[set] = request->score[set * all->cells + cell];
        there[set] = request->there[set * all->cells + cell];
    }
    all->comparison->halved += !compare_split(request->player_count, score, there, part);
    for (size_t i = 0; i < request->player_count; i++) {
        row->part[request->players[i]] = part[i];
    }
}

static void describe_side(struct tabulating *all, size_t period, size_t region, int side, struct comparison_row *row)
{
    const struct compare_grid *grid = all->request->grid;
    const struct result *result = all->request->results[side];
    size_t own = (size_t)(axis_period(&grid->axis, period) - result->axis.first);
    size_t cell = result_region_cell(result, own, grid->position[side][region]);
    row->rank[side] = result->rank[cell];
    row->level[side] = all->request->levels[side][cell];
}

static bool same_level(const struct comparison_row *row)
{
    const char *a = row->level[SIDE_A];
    const char *b = row->level[SIDE_B];
    return a == b || (a && b && strcmp(a, b) == 0);
}

/** True if there is something to tell of the row; counts what. */
static bool count_row(struct comparison *comparison, const struct comparison_row *row)
{
    bool told = row->difference != 0;
    bool ranked = row->rank[SIDE_A] != row->rank[SIDE_B];
    bool levelled = !same_level(row);
    comparison->both++;
    comparison->moved += told;
    comparison->ranks += ranked;
    comparison->levels += levelled;
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        told = told || row->part[i] != 0; /* causes that cancel */
    }
    return told || ranked || levelled;
}

static void count_effect(struct effect_total *total, double part, const struct comparison_row *row)
{
    total->scores += part != 0;
    compensated_sum_add(&total->sum, part);
    compensated_sum_add(&total->size, fabs(part));
    if (fabs(part) > fabs(total->largest)) {
        total->largest = part;
        total->period = row->period;
        total->region = row->region;
    }
}

static tocsin_status add_row(struct tabulating *all, struct comparison_row *row)
{
    struct comparison *comparison = all->comparison;
    for (int side = 0; side < SIDE_COUNT; side++) {
        row->level[side] = row->level[side] ? arena_text(&comparison->arena, row->level[side]) : NULL;
    }
    tocsin_status status = arena_grow(&comparison->arena, &comparison->rows, comparison->row_count,
                                      sizeof *comparison->rows, &all->capacity);
    if (status == TOCSIN_OK) {
        comparison->rows[comparison->row_count++] = *row;
    }
    return status;
}

static tocsin_status take_cell(struct tabulating *all, size_t period, size_t region, struct effect_total *totals)
{
    const struct compare_request *request = all->request;
    size_t cell = period * request->grid->regions + region;
    size_t last = (((size_t)1 << request->player_count) - 1) * all->cells + cell;
    if (!request->there[cell] || !request->there[last]) {
        return TOCSIN_OK;
    }
    struct comparison_row row = {.period = all->period,
                                 .region = all->region[region],
                                 .name = all->name[region],
                                 .score = {request->score[cell], request->score[last]},
                                 .difference = request->score[last] - request->score[cell]};
    split_row(all, cell, &row);
    for (int side = 0; side < SIDE_COUNT; side++) {
        describe_side(all, period, region, side, &row);
    }
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        count_effect(&totals[i], row.part[i], &row);
    }
    count_effect(&totals[CAUSE_COUNT], row.difference, &row);
    return count_row(all->comparison, &row) ? add_row(all, &row) : TOCSIN_OK;
}

static tocsin_status take_rows(struct tabulating *all, struct effect_total *totals)
{
    const struct compare_grid *grid = all->request->grid;
    for (size_t period = 0; period < grid->axis.count; period++) {
        char text[PERIOD_TEXT_SIZE];
        all->period = arena_text(&all->comparison->arena, axis_format(text, &grid->axis, period));
        for (size_t region = 0; region < grid->regions; region++) {
            tocsin_status status = take_cell(all, period, region, totals);
            if (status != TOCSIN_OK) {
                return status;
            }
        }
    }
    return TOCSIN_OK;
}

static tocsin_status tabulate_rows(struct comparison *comparison)
{
    struct data_table *table = &comparison->tables[COMPARISON_ROWS];
    for (size_t i = 0; i < comparison->row_count; i++) {
        const struct comparison_row *row = &comparison->rows[i];
        struct data_cell *cells = data_table_add(&comparison->arena, table);
        if (!cells) {
            return TOCSIN_ERROR_MEMORY;
        }
        *cells++ = data_text(row->period);
        *cells++ = data_text(row->region);
        *cells++ = data_text(row->name);
        *cells++ = data_number(row->score[SIDE_A]);
        *cells++ = data_number(row->score[SIDE_B]);
        *cells++ = data_number(row->difference);
        for (size_t cause = 0; cause < CAUSE_COUNT; cause++) {
            *cells++ = data_number(row->part[cause]);
        }
        *cells++ = data_count((size_t)row->rank[SIDE_A]);
        *cells++ = data_count((size_t)row->rank[SIDE_B]);
        *cells++ = data_text(row->level[SIDE_A]);
        *cells++ = data_text(row->level[SIDE_B]);
    }
    return TOCSIN_OK;
}

static tocsin_status tabulate_effects(struct comparison *comparison, const struct effect_total *totals)
{
    struct data_table *table = &comparison->tables[COMPARISON_EFFECTS];
    double count = comparison->both > 0 ? (double)comparison->both : NAN;
    for (size_t i = 0; i <= CAUSE_COUNT; i++) {
        const struct effect_total *total = &totals[i];
        struct data_cell *cells = data_table_add(&comparison->arena, table);
        if (!cells) {
            return TOCSIN_ERROR_MEMORY;
        }
        bool differs = false;
        for (size_t cause = 0; cause < CAUSE_COUNT; cause++) {
            differs = differs || (comparison->differs[cause] && (i == cause || i == CAUSE_COUNT));
        }
        *cells++ = data_text(i < CAUSE_COUNT ? comparison_cause_names[i] : "difference");
        *cells++ = data_flag(differs);
        *cells++ = data_count(total->scores);
        *cells++ = data_number(compensated_sum_value(&total->sum) / count);
        *cells++ = data_number(compensated_sum_value(&total->size) / count);
        if (total->scores > 0) {
            *cells++ = data_number(total->largest);
            *cells++ = data_text(total->period);
            *cells++ = data_text(total->region);
        }
    }
    return TOCSIN_OK;
}

/** Ids and names of the regions in both, as B has them. */
static tocsin_status copy_regions(struct tabulating *all)
{
    const struct compare_grid *grid = all->request->grid;
    struct arena *arena = &all->comparison->arena;
    const struct region_table *regions = all->request->results[SIDE_B]->regions;
    all->region = arena_allocate(arena, grid->regions, sizeof *all->region);
    all->name = arena_allocate(arena, grid->regions, sizeof *all->name);
    for (size_t i = 0; all->region && all->name && i < grid->regions; i++) {
        all->region[i] = arena_text(arena, regions->regions[grid->position[SIDE_B][i]].id);
        all->name[i] = arena_text(arena, regions->regions[grid->position[SIDE_B][i]].name);
    }
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

tocsin_status compare_tabulate(const struct compare_request *request, struct comparison *comparison)
{
    struct tabulating all = {
        .request = request, .comparison = comparison, .cells = request->grid->axis.count * request->grid->regions};
    struct effect_total totals[CAUSE_COUNT + 1] = {{0}};
    static const enum comparison_table made[] = {COMPARISON_ROWS, COMPARISON_ONLY, COMPARISON_EFFECTS};
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < sizeof made / sizeof made[0] && status == TOCSIN_OK; i++) {
        status = compare_table_create(comparison, made[i]);
    }
    if (status == TOCSIN_OK) {
        status = copy_regions(&all);
    }
    if (status == TOCSIN_OK) {
        status = take_rows(&all, totals);
    }
    if (status == TOCSIN_OK) {
        status = tabulate_rows(comparison);
    }
    if (status == TOCSIN_OK) {
        status = tabulate_effects(comparison, totals);
    }
    if (status == TOCSIN_OK) {
        status = compare_only_tabulate(request, comparison);
    }
    return comparison->arena.failed ? TOCSIN_ERROR_MEMORY : status;
}
