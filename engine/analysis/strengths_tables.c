/** The table `strengths`: on which indicators a region stands highest and lowest among the regions of the last period.
 */
#include "analysis/tables.h"
#include "base/compensated_sum.h"
#include <gsl/gsl_sort.h>
#include <stdlib.h>

/** COINr's get_str_weak. */
enum { HOW_MANY = 5 };

enum { PERIOD, REGION, SIDE, PLACE, INDICATOR, NODE, RANK, RANK_FROM_LOWEST, OF, RAW, NORMALISED, MEAN, COLUMNS };
static const struct data_column columns[COLUMNS] = {
    {"period", DATA_TEXT, "the last period analysed, ISO 8601"},
    {"region", DATA_TEXT, "id of the region"},
    {"side", DATA_TEXT, "highest (where it stands worst, for risk is high) or lowest"},
    {"place", DATA_COUNT, "1 to 5, the most extreme first; of equal ranks the first in the index"},
    {"indicator", DATA_TEXT, "id of the indicator"},
    {"node", DATA_TEXT, "id of the node that it is a child of"},
    {"rank", DATA_COUNT, "of its normalised value among the regions; 1 is the highest, equal values share the best"},
    {"rank_from_lowest", DATA_COUNT, "the same, counted from the lowest"},
    {"of", DATA_COUNT, "regions with a value"},
    {"raw", DATA_NUMBER, "value as measured, in the indicator's unit; empty if it is imputed"},
    {"normalised", DATA_NUMBER, "value as it goes into the index; higher is more risk"},
    {"mean", DATA_NUMBER, "mean of the normalised values of all regions"},
};

/** Where a region stands on an indicator. */
struct standing {
    size_t leaf; /* number among the leaves */
    size_t above, below;
};

/** The leaves in the last period: sorted values of each, and their mean. */
struct leaf_order {
    double *sorted;
    size_t count;
    double mean;
};

static tocsin_status sort_leaf(struct study *study, size_t leaf, struct leaf_order *order)
{
    const struct association_column *column = &study->node[study->leaves[leaf]];
    size_t from = (study->periods - 1) * study->regions;
    order->sorted = arena_allocate(&study->scratch, study->regions, sizeof *order->sorted);
    if (!order->sorted) {
        return TOCSIN_ERROR_MEMORY;
    }
    order->count = 0;
    for (size_t i = from; i < from + study->regions; i++) {
        if (column->present[i]) {
            order->sorted[order->count++] = column->value[i];
        }
    }
    gsl_sort(order->sorted, 1, order->count);
    order->mean = order->count > 0 ? compensated_mean(order->sorted, order->count) : 0;
    return TOCSIN_OK;
}

/** How many of the sorted values are below `value`, or not above it. */
static size_t count_below(const struct leaf_order *order, double value, bool or_equal)
{
    size_t low = 0;
    size_t high = order->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order->sorted[middle] < value || (or_equal && order->sorted[middle] == value)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int compare_highest(const void *left, const void *right)
{
    const struct standing *one = left;
    const struct standing *other = right;
    if (one->above != other->above) {
        return one->above < other->above ? -1 : 1;
    }
    return one->leaf < other->leaf ? -1 : 1;
}

static int compare_lowest(const void *left, const void *right)
{
    const struct standing *one = left;
    const struct standing *other = right;
    if (one->below != other->below) {
        return one->below < other->below ? -1 : 1;
    }
    return one->leaf < other->leaf ? -1 : 1;
}

static void put_row(struct study *study, struct data_table *table, size_t region, bool highest, size_t place,
                    const struct standing *standing, const struct leaf_order *order)
{
    const struct result *result = study->result;
    size_t leaf = study->leaves[standing->leaf];
    const struct index_node *node = &result->tree.nodes[leaf];
    size_t raw = panel_cell(result->raw, study->first + study->periods - 1, node->indicator, region);
    struct data_cell *row = tables_row(study, table);
    row[PERIOD] = data_text(study->period_text[study->periods - 1]);
    row[REGION] = data_text(study->region_id[region]);
    row[SIDE] = data_text(highest ? "highest" : "lowest");
    row[PLACE] = data_count(place);
    row[INDICATOR] = data_text(study->node_id[leaf]);
    row[NODE] = data_text(study->node_id[node->parent]);
    row[RANK] = data_count(standing->above + 1);
    row[RANK_FROM_LOWEST] = data_count(standing->below + 1);
    row[OF] = data_count(order->count);
    if (observation_present(result->raw->observation[raw])) {
        row[RAW] = data_number(result->raw->value[raw]);
    }
    row[NORMALISED] = data_number(study->node[leaf].value[(study->periods - 1) * study->regions + region]);
    row[MEAN] = data_number(order->mean);
}

/** A value that no region is above, and one that none is below, is not told as the other side. */
static void put_side(struct study *study, struct data_table *table, size_t region, bool highest,
                     const struct standing *standings, size_t count, const struct leaf_order *orders)
{
    size_t place = 0;
    for (size_t i = 0; i < count && place < HOW_MANY; i++) {
        if (highest ? standings[i].below > 0 : standings[i].above > 0) {
            put_row(study, table, region, highest, ++place, &standings[i], &orders[standings[i].leaf]);
        }
    }
}

static void put_region(struct study *study, struct data_table *table, size_t region, const struct leaf_order *orders,
                       struct standing *standings)
{
    size_t cell = (study->periods - 1) * study->regions + region;
    size_t count = 0;
    for (size_t i = 0; i < study->leaf_count; i++) {
        const struct association_column *column = &study->node[study->leaves[i]];
        if (column->present[cell]) {
            double value = column->value[cell];
            standings[count++] = (struct standing){i, orders[i].count - count_below(&orders[i], value, true),
                                                   count_below(&orders[i], value, false)};
        }
    }
    qsort(standings, count, sizeof *standings, compare_highest);
    put_side(study, table, region, true, standings, count, orders);
    qsort(standings, count, sizeof *standings, compare_lowest);
    put_side(study, table, region, false, standings, count, orders);
}

tocsin_status strengths_tables(struct study *study)
{
    struct data_table *table = tables_add(
        study, "strengths", "Where each region stands highest and lowest in the last period", columns, COLUMNS);
    struct leaf_order *orders = arena_allocate(&study->scratch, study->leaf_count, sizeof *orders);
    struct standing *standings = arena_allocate(&study->scratch, study->leaf_count, sizeof *standings);
    if (!table || !orders || !standings) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (study->periods == 0) {
        return TOCSIN_OK;
    }
    for (size_t i = 0; i < study->leaf_count; i++) {
        tocsin_status status = sort_leaf(study, i, &orders[i]);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    for (size_t region = 0; region < study->regions; region++) {
        put_region(study, table, region, orders, standings);
    }
    return TOCSIN_OK;
}
