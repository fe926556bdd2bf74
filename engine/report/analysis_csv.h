/** Tables of an analysis as CSV, and as a data package describes them. */
#ifndef TOCSIN_REPORT_ANALYSIS_CSV_H
#define TOCSIN_REPORT_ANALYSIS_CSV_H

#include "panel/data_table.h"
#include "report/report.h"

/** Writes a table: RFC 4180, UTF-8, LF; rows in its order, empty cells where nothing is given. */
void analysis_csv_write(struct output *output, const struct data_table *table, const struct report_options *options);

/** The columns for a Table Schema; NULL if there is no memory. There is nothing in it to write rows with. */
const struct table *analysis_csv_schema(struct arena *arena, const struct data_table *table);

#endif
