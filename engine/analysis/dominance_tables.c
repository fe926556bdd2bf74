/** The table `dominance`: which regions of the last period stand above which, whatever the weights, and by weight. */
#include "analysis/tables.h"
#include "base/thread_pool.h"
#include "panel/result_row.h"
#include "score/outranking.h"

enum { PERIOD, REGION, INDICATORS, COMPARED, DOMINATES, DOMINATED_BY, ABOVE, BELOW, COLUMNS };
static const struct data_column columns[COLUMNS] = {
    {"period", DATA_TEXT, "the last period analysed, ISO 8601"},
    {"region", DATA_TEXT, "id of the region"},
    {"indicators", DATA_COUNT, "indicators of the index with a normalised value"},
    {"compared", DATA_COUNT, "other regions with which it has an indicator in common"},
    {"dominates", DATA_COUNT, "of them, those that are lower on every indicator that both have"},
    {"dominated_by", DATA_COUNT, "those that are higher on every indicator that both have"},
    {"above", DATA_COUNT, "those that are lower on more than half of the weight of what both have, ties halved"},
    {"below", DATA_COUNT, "those that are higher on more than half of it"},
};

/** The work grows with the square of the regions: beyond this it would be the longest part of the analysis by far. */
enum { MOST_REGIONS = 5000 };

/** What the rows of the outranking matrix say of a region. */
struct standing {
    size_t compared, dominates, dominated_by, above, below;
};

struct contest {
    struct study *study;
    struct outranking outranking;
    struct standing *standings; /* [region] */
};

static tocsin_status compare_region(void *user, size_t region)
{
    struct contest *contest = user;
    size_t regions = contest->study->regions;
    struct standing *standing = &contest->standings[region];
    double *share = memory_allocate(contest->study->context, 2 * regions, sizeof *share);
    if (!share) {
        return TOCSIN_ERROR_MEMORY;
    }
    double *common = share + regions;
    outranking_row(&contest->outranking, region, share, common);
    standing->dominates = outranking_dominated(share, common, regions);
    for (size_t i = 0; i < regions; i++) {
        int sign = outranking_sign((2 * share[i] - 1) * common[i], common[i]);
        standing->compared += common[i] > 0;
        standing->dominated_by += common[i] > 0 && share[i] <= 0;
        standing->above += common[i] > 0 && sign > 0;
        standing->below += common[i] > 0 && sign < 0;
    }
    memory_release(contest->study->context, share);
    return TOCSIN_OK;
}

/** The leaves of the last period as the comparison wants them. */
static tocsin_status prepare(struct contest *contest)
{
    struct study *study = contest->study;
    struct arena *scratch = &study->scratch;
    size_t leaves = study->leaf_count;
    size_t from = (study->periods - 1) * study->regions;
    double *weight = arena_allocate(scratch, leaves, sizeof *weight);
    const double **value = arena_allocate(scratch, leaves, sizeof *value);
    const double **present = arena_allocate(scratch, leaves, sizeof *present);
    double *flags = arena_allocate(scratch, leaves, study->regions * sizeof *flags);
    contest->standings = arena_allocate(scratch, study->regions, sizeof *contest->standings);
    if (scratch->failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < leaves; i++) {
        const struct association_column *column = &study->node[study->leaves[i]];
        weight[i] = result_nominal_weight(study->result, study->leaves[i]);
        value[i] = column->value + from;
        present[i] = flags + i * study->regions;
        for (size_t k = 0; k < study->regions; k++) {
            flags[i * study->regions + k] = column->present[from + k];
        }
    }
    contest->outranking = (struct outranking){leaves, study->regions, weight, value, present};
    return TOCSIN_OK;
}

static void put_row(struct contest *contest, struct data_table *table, size_t region)
{
    struct study *study = contest->study;
    const struct standing *standing = &contest->standings[region];
    struct data_cell *row = tables_row(study, table);
    size_t indicators = 0;
    for (size_t i = 0; i < study->leaf_count; i++) {
        indicators += contest->outranking.present[i][region] > 0;
    }
    row[PERIOD] = data_text(study->period_text[study->periods - 1]);
    row[REGION] = data_text(study->region_id[region]);
    row[INDICATORS] = data_count(indicators);
    row[COMPARED] = data_count(standing->compared);
    row[DOMINATES] = data_count(standing->dominates);
    row[DOMINATED_BY] = data_count(standing->dominated_by);
    row[ABOVE] = data_count(standing->above);
    row[BELOW] = data_count(standing->below);
}

tocsin_status dominance_tables(struct study *study)
{
    struct contest contest = {.study = study};
    struct data_table *table =
        tables_add(study, "dominance", "Which regions stand above which in the last period, whatever the weights",
                   columns, COLUMNS);
    if (!table) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (study->regions > MOST_REGIONS) {
        struct worry_list worry = {.study = study, .concern = CONCERN_NOTE, .table = table->name};
        worry_add(&worry, 0, "Regions are not compared two by two: there are %zu, more than %d.", study->regions,
                  MOST_REGIONS);
        return worry_tell(&worry, 1);
    }
    if (study->cells == 0) {
        return TOCSIN_OK;
    }
    tocsin_status status = prepare(&contest);
    if (status == TOCSIN_OK) {
        status = thread_pool_run(study->context, study->regions, compare_region, &contest);
    }
    for (size_t i = 0; status == TOCSIN_OK && i < study->regions; i++) {
        put_row(&contest, table, i);
    }
    return status;
}
