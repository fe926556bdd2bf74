/** The tables of the multivariate analysis: each function makes its tables and tells what in them is to worry about. */
#ifndef TOCSIN_ANALYSIS_TABLES_H
#define TOCSIN_ANALYSIS_TABLES_H

#include "analysis/worry.h"

/** Fewest cells for which a correlation is worth a word of warning; and cells for every item of a set, below which
 * components and alphas are accidents of the sample (Handbook, step 4: ten cells, and two for each item). */
enum { FEWEST_CELLS = 10, CELLS_AN_ITEM = 2 };
/** A coefficient whose p-value is higher is not told apart from none. R. A. Fisher's usual 5 %. */
#define LARGEST_P 0.05

enum { TABLES_MOST = 16 };
/** Adds an empty table to the analysis, which has room for all; NULL if there is no memory. It stays where it is. */
struct data_table *tables_add(struct study *study, const char *name, const char *title,
                              const struct data_column *columns, size_t column_count);
/** A row of empty cells. If there is no memory, one that nobody sees; the arena remembers. */
struct data_cell *tables_row(struct study *study, struct data_table *table);
/** An optional number as a cell. */
static inline struct data_cell tables_optional(struct optional_number number)
{
    return number.given ? data_number(number.value) : (struct data_cell){0};
}

tocsin_status statistics_tables(struct study *study);
tocsin_status availability_tables(struct study *study);
tocsin_status correlations_tables(struct study *study);
tocsin_status denominators_tables(struct study *study);
tocsin_status reliability_tables(struct study *study);
tocsin_status components_tables(struct study *study);
tocsin_status importance_tables(struct study *study);
tocsin_status removal_tables(struct study *study);
tocsin_status strengths_tables(struct study *study);
tocsin_status dominance_tables(struct study *study);

#endif
