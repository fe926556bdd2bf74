/**
 * Violence over time in one region: what the events of every period come to, and what of it is remembered at its end,
 * with a memory that halves.
 */
#ifndef TOCSIN_INDICATORS_SEVERITY_H
#define TOCSIN_INDICATORS_SEVERITY_H

#include "indicators/day_cells.h"
#include "indicators/indicator.h"

/** What is remembered, and for how long. */
struct severity_rule {
    bool of_periods;  /* ln(1 + a) of every period with its sum a; else the sum of every day as it is */
    bool in_periods;  /* the half-life counts periods, which `of_periods` alone can do; else days */
    double half_life; /* > 0 */
};

/** The course of one region at a time. */
struct severity_course {
    const struct indicator_frame *frame;
    const struct day_table *table;
    struct severity_rule rule;
    size_t before;       /* periods before the axis that are known too */
    period_number begin; /* the first of them */
    double *severity;    /* by period from `begin`: a, the weighted sum of the period's events */
    double *logs;        /* by period from `begin`: ln(1 + a) */
    bool *covered;       /* by period from `begin` */
    double *remembered;  /* by period of the axis */
    bool *eventful;      /* by period of the axis: there was an event in it or before */
};

/** Makes room in the frame's arena. Fails with MEMORY. */
tocsin_status severity_course_begin(const struct indicator_frame *frame, const struct day_table *table,
                                    struct severity_rule rule, size_t before, struct severity_course *course);

/** The weighted sum of a region's events of some days, both included, as the course has it of a period. */
double severity_of_days(const struct day_table *table, size_t region, day_number first, day_number last,
                        const double *weights);

/**
 * Fills the arrays for a region. `weights` are by quantity of the table's cells, of which the first counts events.
 */
void severity_course_measure(struct severity_course *course, size_t region, const double *weights);

#endif
