/** The tables `availability` and `availability_by_node`: what each region has of the index's indicators, as measured.
 */
#include "analysis/tables.h"
#include "score/screen.h"

enum { PERIOD, REGION, INDICATORS, AVAILABLE, MISSING, ZEROS, AVAILABLE_SHARE, NONZERO_SHARE, COLUMNS };
static const struct data_column columns[COLUMNS] = {
    {"period", DATA_TEXT, "ISO 8601"},
    {"region", DATA_TEXT, "id of the region"},
    {"indicators", DATA_COUNT, "indicators of the index"},
    {"available", DATA_COUNT, "of them, those with a value as measured, before anything is filled in"},
    {"missing", DATA_COUNT, "those without one"},
    {"zeros", DATA_COUNT, "values that are exactly 0"},
    {"available_share", DATA_NUMBER, "available over indicators, 0 to 1"},
    {"nonzero_share", DATA_NUMBER, "share of the values that is not 0, 0 to 1; empty if there are none"},
};

enum { NODE_PERIOD, NODE_REGION, NODE, NODE_INDICATORS, NODE_AVAILABLE, NODE_SHARE, NODE_COLUMNS };
static const struct data_column node_columns[NODE_COLUMNS] = {
    {"period", DATA_TEXT, "ISO 8601"},
    {"region", DATA_TEXT, "id of the region"},
    {"node", DATA_TEXT, "id of the node of the index"},
    {"indicators", DATA_COUNT, "indicators below it"},
    {"available", DATA_COUNT, "of them, those with a value as measured"},
    {"available_share", DATA_NUMBER, "available over indicators, 0 to 1"},
};

/** Counts each leaf at the nodes above it; `held` is by tree node. */
static void count_region(const struct study *study, size_t period, size_t region, struct availability *held)
{
    const struct result *result = study->result;
    const struct index_tree *tree = &result->tree;
    for (size_t i = 0; i < tree->count; i++) {
        held[i] = (struct availability){0};
    }
    for (size_t i = 0; i < study->leaf_count; i++) {
        const struct index_node *leaf = &tree->nodes[study->leaves[i]];
        size_t cell = panel_cell(result->raw, study->first + period, leaf->indicator, region);
        for (size_t at = leaf->parent; at != INDEX_NONE; at = tree->nodes[at].parent) {
            screen_count(&held[at], result->raw, cell);
        }
    }
    for (size_t i = 0; i < tree->count; i++) {
        screen_settle(&held[i]);
    }
}

static void put_region(struct study *study, struct data_table *table, size_t period, size_t region,
                       const struct availability *held)
{
    struct data_cell *row = tables_row(study, table);
    row[PERIOD] = data_text(study->period_text[period]);
    row[REGION] = data_text(study->region_id[region]);
    row[INDICATORS] = data_count(held->indicators);
    row[AVAILABLE] = data_count(held->indicators - held->missing);
    row[MISSING] = data_count(held->missing);
    row[ZEROS] = data_count(held->zeros);
    row[AVAILABLE_SHARE] = data_number(held->available);
    if (held->missing < held->indicators) {
        row[NONZERO_SHARE] = data_number(held->nonzero);
    }
}

static void put_node(struct study *study, struct data_table *table, size_t period, size_t region, size_t node,
                     const struct availability *held)
{
    struct data_cell *row = tables_row(study, table);
    row[NODE_PERIOD] = data_text(study->period_text[period]);
    row[NODE_REGION] = data_text(study->region_id[region]);
    row[NODE] = data_text(study->node_id[node]);
    row[NODE_INDICATORS] = data_count(held->indicators);
    row[NODE_AVAILABLE] = data_count(held->indicators - held->missing);
    row[NODE_SHARE] = data_number(held->available);
}

tocsin_status availability_tables(struct study *study)
{
    const struct index_tree *tree = &study->result->tree;
    struct data_table *table =
        tables_add(study, "availability", "What each region has of the indicators of the index", columns, COLUMNS);
    struct data_table *by_node =
        tables_add(study, "availability_by_node", "What each region has of the indicators below each node",
                   node_columns, NODE_COLUMNS);
    struct availability *held = arena_allocate(&study->scratch, tree->count, sizeof *held);
    if (!table || !by_node || !held) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t period = 0; period < study->periods; period++) {
        for (size_t region = 0; region < study->regions; region++) {
            count_region(study, period, region, held);
            put_region(study, table, period, region, &held[STUDY_ROOT]);
            for (size_t i = 0; i < tree->count; i++) {
                if (tree->nodes[i].inner != INDEX_NONE) {
                    put_node(study, by_node, period, region, i, &held[i]);
                }
            }
        }
    }
    return TOCSIN_OK;
}
