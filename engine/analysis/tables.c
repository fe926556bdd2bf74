/** The tables of an analysis that is being made. */
#include "analysis/tables.h"

struct data_table *tables_add(struct study *study, const char *name, const char *title,
                              const struct data_column *columns, size_t column_count)
{
    struct analysis *analysis = study->analysis;
    struct data_table *table = &analysis->tables[analysis->table_count];
    if (analysis->table_count == TABLES_MOST || column_count > STUDY_MOST_COLUMNS ||
        data_table_create(study->arena, name, title, columns, column_count, table) != TOCSIN_OK) {
        return NULL;
    }
    analysis->table_count++;
    return table;
}

struct data_cell *tables_row(struct study *study, struct data_table *table)
{
    struct data_cell *row = data_table_add(study->arena, table);
    return row ? row : study->lost;
}
