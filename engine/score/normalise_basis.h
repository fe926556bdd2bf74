/**
 * What some normalisations compare a value with, besides the column: the region of reference in the value's period, or
 * the mean of the value's own region over a base of periods. Used by normalise.c only.
 */
#ifndef TOCSIN_SCORE_NORMALISE_BASIS_H
#define TOCSIN_SCORE_NORMALISE_BASIS_H

#include "panel/tally.h"
#include "score/normalise.h"
#include "score/normaliser.h"

enum basis_kind {
    BASIS_NONE,   /* the method compares with the column alone */
    BASIS_PERIOD, /* one number a period */
    BASIS_REGION, /* one number a region */
};

struct normalise_basis {
    enum basis_kind kind;
    double *value;  /* [period] or [region], as measured; 0 where there is none */
    uint8_t *fault; /* enum observation of each: OBSERVATION_NORMAL, or why nothing can be compared with it */
    bool *met;      /* whether a value was there to be compared with it */
    struct tally faults[OBSERVATION_COUNT]; /* of those that were met */
};

/** Zero-initialise `basis`; normalise_basis_end releases it, after a failure, too. An unknown region is reported. */
tocsin_status normalise_basis_find(tocsin_context *context, const struct normalise_request *request,
                                   const struct panel *panel, size_t column, const struct period_axis *axis,
                                   struct normalise_basis *basis);
void normalise_basis_end(tocsin_context *context, struct normalise_basis *basis);

/** Makes the normaliser ready for a value of this period and region; OBSERVATION_NORMAL, or why it cannot be. */
enum observation normalise_basis_compare(struct normalise_basis *basis, struct normaliser *normaliser, size_t period,
                                         size_t region);

/** Tells which periods or regions had nothing to be compared with. */
void normalise_basis_report(tocsin_context *context, const struct normalise_request *request, const struct panel *panel,
                            const struct period_axis *axis, const struct normalise_basis *basis);

#endif
