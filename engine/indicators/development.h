/** What a row of political events says of an event: its CAMEO code, its Goldstein value, how many outlets mention it.
 */
#ifndef TOCSIN_INDICATORS_DEVELOPMENT_H
#define TOCSIN_INDICATORS_DEVELOPMENT_H

#include "indicators/cameo.h"
#include "indicators/indicator.h"

/** Slots in a record. */
struct development_columns {
    size_t goldstein, code, mentions;
};

struct development {
    char code[CAMEO_CODE_SIZE]; /* "" if the row has none */
    double goldstein;           /* -10..10: the row's own value, else that of the code */
    double mentions;            /* >= 0; 1 if the row has none */
};

/** Asks for the columns. Fails with MEMORY. */
tocsin_status development_request(const struct indicator_setup *setup, struct development_columns *columns);
/** Reads a row. One with neither a code nor a Goldstein value is reported and left out: `*known` is then false. */
tocsin_status development_read(tocsin_context *context, const struct development_columns *columns,
                               const struct record *record, struct development *development, bool *known);

#endif
