/** A number column of event rows that counts things (events, deaths, hostages): never below zero. */
#ifndef TOCSIN_INDICATORS_QUANTITY_H
#define TOCSIN_INDICATORS_QUANTITY_H

#include "indicators/indicator.h"

struct quantity {
    const char *name;
    size_t slot;
    double otherwise; /* stands for a column or a field that is not there */
    uint64_t missing; /* rows whose field is there and empty */
};

/** Asks for the column. Fails with MEMORY. */
tocsin_status quantity_request(const struct indicator_setup *setup, const char *name, double otherwise,
                               struct quantity *quantity);
/** The row's number, or `otherwise`; a number below zero is reported. */
tocsin_status quantity_read(tocsin_context *context, struct quantity *quantity, const struct record *record,
                            double *value);
/** Notes how many rows had no number, once the rows are through. */
void quantity_report(const struct indicator_frame *frame, const struct quantity *quantity);

/** What to answer when day_cells_add failed on a record: DATA becomes a finding at the record. */
tocsin_status quantity_failure(tocsin_context *context, const char *id, const struct record *record,
                               tocsin_status status);
/** The same for two shards that do not add up. */
tocsin_status quantity_merge_failure(tocsin_context *context, const char *id, tocsin_status status);

#endif
