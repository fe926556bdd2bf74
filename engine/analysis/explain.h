/** How a score came about: takes what a run has found and the model says, and lays it out as an explanation. */
#ifndef TOCSIN_ANALYSIS_EXPLAIN_H
#define TOCSIN_ANALYSIS_EXPLAIN_H

#include "indicators/indicator.h"
#include "panel/explanation.h"

/** What the model says of an indicator, besides what the result has. */
struct explain_recipe {
    const struct indicator_module *module;
    const struct option_value *options; /* by position in the module's table */
    const struct denominator *per;
    const struct missing_rule *missing;
    const struct normalisation *normalise;
    const struct statistics_over *over;
    enum direction direction;
};

/** The same region and period of the model with other values. */
struct explain_what_if {
    const struct result *result;
    size_t region, period; /* positions in it */
};

/** The score of another region in the same period. */
struct explain_against {
    size_t region;
    const double *part; /* [indicator]: of the difference; NULL: one of the two scores is not there */
};

struct explain_request {
    const struct result *result;
    size_t region, period;               /* positions; the period is one of those reported */
    const struct explain_recipe *recipe; /* [indicator]; NULL: what the model says is not known */
    const struct effect *effects;        /* on the score */
    size_t effect_count;
    struct optional_number base;           /* the score with all of its indicators at their reference */
    const struct explain_against *against; /* NULL: none */
    const struct explain_what_if *what_if; /* NULL: none */
};

/**
 * Makes an explanation, whose arena has been begun and is the caller's to end in any case. Nothing of the recipes is
 * needed afterwards. Fails with ARGUMENT if there is no such region or period, or MEMORY.
 */
tocsin_status explain_score(tocsin_context *context, const struct explain_request *request,
                            struct explanation *explanation);

#endif
