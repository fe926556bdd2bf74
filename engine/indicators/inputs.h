/**
 * What modules made of other indicators share: which input an option means, what stands in a cell of an input, and how
 * its status, bounds and age go over to the value made of it. All modules report the cells that they leave without a
 * value as it is done here.
 */
#ifndef TOCSIN_INDICATORS_INPUTS_H
#define TOCSIN_INDICATORS_INPUTS_H

#include "indicators/indicator.h"
#include "panel/tally.h"

/** The value of an input in one period and region. */
struct input_value {
    bool present;
    enum observation observation;
    double value;     /* 0 unless present */
    double low, high; /* the value where the panel has no bounds */
    day_number day;   /* last day of the observation that the value rests on */
};

/** The position of an indicator's id among the inputs; INTERNAL if it is not there, for the reader lists all. */
tocsin_status inputs_position(const struct indicator_setup *setup, const char *id, size_t *position);

struct input_value inputs_at(const struct indicator_frame *frame, size_t position, size_t period, size_t region);

/**
 * The observation of a value made of others: start with OBSERVATION_NORMAL and take in every input's. What was imputed
 * or carried gives OBSERVATION_IMPUTED_IN_PART; of several the least trustworthy stays.
 */
enum observation inputs_combine(enum observation so_far, enum observation input);

/** Sets the module's own cell: `result.value` with its bounds if the panel has some, and its day if it has days. */
void inputs_set(const struct indicator_frame *frame, size_t period, size_t region, struct input_value result);
/**
 * Runs `measure` over all cells of the frame, periods in order; stops at the first status that is not OK. `user` is the
 * module's own.
 */
tocsin_status inputs_each(const struct indicator_frame *frame,
                          tocsin_status (*measure)(void *user, const struct indicator_frame *frame, size_t period,
                                                   size_t region),
                          void *user);
/**
 * Reports, once for the indicator, in how many of its cells (those measured before the first scored period among them)
 * it is missing, and where first. `why` goes on after "indicator 'x' is missing in 2 of 36 measured cells (region and
 * period), first for 'y' in 2019, where ". OK for none.
 */
tocsin_status inputs_report_gaps(const struct indicator_frame *frame, const struct tally *gaps,
                                 enum diagnostic_code code, struct location at, const char *hint, const char *why);
tocsin_status inputs_report_zero_denominators(const struct indicator_frame *frame, const struct tally *gaps);
/** Reports cells whose result is no finite number, as inputs_set left them. */
tocsin_status inputs_report_not_finite(const struct indicator_frame *frame, struct location at, const char *hint);
/** Says why the module's own cell has no value. */
void inputs_set_missing(const struct indicator_frame *frame, size_t period, size_t region, enum observation why);

/** Lists a value of an input that a value is made of, so many periods before it. Fails with MEMORY. */
tocsin_status inputs_list(struct indicator_inputs *inputs, const struct indicator_frame *frame, size_t position,
                          size_t region, size_t periods_before, double weight);

#endif
