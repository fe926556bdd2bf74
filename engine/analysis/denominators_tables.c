/** The table `denominators`: which indicators mostly measure how large a region is. */
#include "analysis/tables.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

/** COINr's get_denom_corr. */
#define SIZE_CORRELATION 0.6

enum { STAGE, INDICATOR, COLUMN, CORRELATION, P_VALUE, PAIRS, FLAG, COLUMNS };
static const struct data_column columns[COLUMNS] = {
    {"stage", DATA_TEXT, "raw (as measured) or normalised (as it goes into the index)"},
    {"indicator", DATA_TEXT, "id of an indicator of the index"},
    {"column", DATA_TEXT, "numeric column of the regions file"},
    {"correlation", DATA_NUMBER,
     "Pearson's, -1 to 1; empty with fewer than 3 pairs or where one of the two is constant"},
    {"p_value", DATA_NUMBER, "two-sided, of no correlation, by Student's t"},
    {"pairs", DATA_COUNT, "cells in which both have a value"},
    {"flag", DATA_FLAG, "the correlation is beyond 0.6 either way"},
};

/** The column's numbers, a region's the same in every period; false if it holds a text or nothing. */
static bool read_column(const struct study *study, size_t column, double *value, uint8_t *present, size_t *count)
{
    const struct region_table *regions = study->result->regions;
    size_t held = 0;
    for (size_t i = 0; i < study->regions; i++) {
        const char *text = region_table_text(regions, i, column);
        present[i] = text != NULL;
        value[i] = 0;
        if (text && !number_parse(text, strlen(text), &value[i])) {
            return false;
        }
        held += present[i];
    }
    for (size_t period = 1; period < study->periods; period++) {
        memcpy(value + period * study->regions, value, study->regions * sizeof *value);
        memcpy(present + period * study->regions, present, study->regions);
    }
    *count = held * study->periods;
    return held > 0;
}

static void worry_about(struct worry_list *worries, const char *indicator, const char *column,
                        const struct association *pair)
{
    char number[NUMBER_TEXT_SIZE];
    const struct association_coefficient *pearson = &pair->coefficient[ASSOCIATION_PEARSON];
    if (pair->pairs >= FEWEST_CELLS && pearson->value.given && fabs(pearson->value.value) > SIZE_CORRELATION &&
        pearson->p_value.given && pearson->p_value.value <= LARGEST_P) {
        worry_add(worries, fabs(pearson->value.value),
                  "Indicator '%s', as it goes into the index, follows '%s' of the regions file (correlation %s, beyond "
                  "0.6): is it meant to measure size?",
                  indicator, column, worry_number(number, pearson->value.value));
    }
}

static void put_row(struct study *study, struct data_table *table, const char *stage, size_t indicator,
                    const char *column, const struct association *pair)
{
    const struct association_coefficient *pearson = &pair->coefficient[ASSOCIATION_PEARSON];
    struct data_cell *row = tables_row(study, table);
    row[STAGE] = data_text(stage);
    row[INDICATOR] = data_text(study->indicator_id[indicator]);
    row[COLUMN] = data_text(column);
    row[CORRELATION] = tables_optional(pearson->value);
    row[P_VALUE] = tables_optional(pearson->p_value);
    row[PAIRS] = data_count(pair->pairs);
    row[FLAG] = data_flag(pearson->value.given && fabs(pearson->value.value) > SIZE_CORRELATION);
}

/** What one column of the regions file is compared with. */
struct comparison {
    struct data_table *table;
    struct association_column *raw; /* [leaf] */
    struct association_desk desk;
    struct worry_list worries;
};

static void compare(struct study *study, struct comparison *comparison, const char *name,
                    const struct association_column *column)
{
    for (size_t i = 0; i < study->leaf_count; i++) {
        struct association pair;
        size_t indicator = study->result->tree.nodes[study->leaves[i]].indicator;
        association_measure(&comparison->desk, &comparison->raw[i], column, false, &pair);
        put_row(study, comparison->table, "raw", indicator, name, &pair);
        association_measure(&comparison->desk, &study->node[study->leaves[i]], column, false, &pair);
        put_row(study, comparison->table, "normalised", indicator, name, &pair);
        worry_about(&comparison->worries, study->indicator_id[indicator], name, &pair);
    }
}

/** A regions file can hold the indicators themselves: one is not compared with itself or the others here. */
static bool is_indicator(const struct study *study, const char *name)
{
    for (size_t i = 0; i < study->leaf_count; i++) {
        if (text_equal(name, study->indicator_id[study->result->tree.nodes[study->leaves[i]].indicator])) {
            return true;
        }
    }
    return false;
}

static tocsin_status compare_columns(struct study *study, struct comparison *comparison)
{
    const struct region_table *regions = study->result->regions;
    double *value = arena_allocate(&study->scratch, study->cells, sizeof *value);
    uint8_t *present = arena_allocate(&study->scratch, study->cells, sizeof *present);
    struct association_column column = {.value = value, .present = present, .cells = study->cells};
    if (!value || !present) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; study->periods > 0 && i < regions->column_count; i++) {
        const char *name = regions->column_names[i];
        if (text_equal(name, "region") || text_equal(name, "name") || is_indicator(study, name) ||
            !read_column(study, i, value, present, &column.count)) {
            continue;
        }
        const char *copy = arena_text(study->arena, name);
        if (!copy || association_column_prepare(&study->scratch, &column) != TOCSIN_OK) {
            return TOCSIN_ERROR_MEMORY;
        }
        compare(study, comparison, copy, &column);
    }
    return TOCSIN_OK;
}

tocsin_status denominators_tables(struct study *study)
{
    struct comparison comparison = {
        .table = tables_add(study, "denominators", "Indicators against the numeric columns of the regions file",
                            columns, COLUMNS),
        .raw = arena_allocate(&study->scratch, study->leaf_count, sizeof *comparison.raw),
    };
    if (!comparison.table || !comparison.raw) {
        return TOCSIN_ERROR_MEMORY;
    }
    comparison.worries = (struct worry_list){
        .study = study,
        .concern = CONCERN_NOTE,
        .table = comparison.table->name,
        .others = "pairs of an indicator and a column of the regions file have a correlation beyond 0.6",
    };
    tocsin_status status = association_desk_create(study->context, study->cells, &comparison.desk);
    for (size_t i = 0; status == TOCSIN_OK && i < study->leaf_count; i++) {
        status = study_gather(study, study->result->raw, study->result->tree.nodes[study->leaves[i]].indicator,
                              &comparison.raw[i]);
        if (status == TOCSIN_OK) {
            status = association_column_prepare(&study->scratch, &comparison.raw[i]);
        }
    }
    if (status == TOCSIN_OK) {
        status = compare_columns(study, &comparison);
    }
    if (status == TOCSIN_OK) {
        status = worry_tell(&comparison.worries, 1);
    }
    association_desk_release(study->context, &comparison.desk);
    return status;
}
