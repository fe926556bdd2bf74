/**
 * What a run folder keeps so that it can be scored again without its sources: the measured values, the regions and the
 * structure table. Their columns are those of the model, so that their tables are made for every result.
 */
#ifndef TOCSIN_REPORT_KEPT_CSV_H
#define TOCSIN_REPORT_KEPT_CSV_H

#include "report/table.h"

/* Tables live in the arena; NULL if there is no memory. `options->table` is what was made of the same result. */

const struct table *measured_table_make(struct arena *arena, const struct result *result);
void measured_csv_write(struct output *output, const struct result *result, const struct report_options *options);

const struct table *regions_table_make(struct arena *arena, const struct result *result);
void regions_csv_write(struct output *output, const struct result *result, const struct report_options *options);

const struct table *structure_table_make(struct arena *arena, const struct result *result);
void structure_csv_write(struct output *output, const struct result *result, const struct report_options *options);

#endif
