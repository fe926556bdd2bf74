/** Screening: regions with too little data are left out of a period before anything else is done. */
#ifndef TOCSIN_SCORE_SCREEN_H
#define TOCSIN_SCORE_SCREEN_H

#include "panel/panel.h"
#include "panel/region.h"
#include "recipe/method.h"

/** What one region has in one period. */
struct availability {
    size_t indicators; /* looked at */
    size_t missing;
    size_t zeros;     /* of those that are not missing */
    double available; /* share that is not missing; 0 without indicators */
    double nonzero;   /* share of those that is not zero; 0 where all are missing */
};
/** Counts the value of one more indicator, from all zero; and once all are counted, finds the shares. */
void screen_count(struct availability *availability, const struct panel *panel, size_t cell);
void screen_settle(struct availability *availability);
/** Counts the columns that `counted` names (by position; NULL: all). */
void screen_availability(const struct panel *panel, const bool *counted, size_t period, size_t region,
                         struct availability *availability);

struct screen_request {
    const struct screening *rule;
    const bool *in_index; /* [column]: indicators that count */
    const struct region_table *regions;
    const struct period_axis *axis;
};

/**
 * Makes all values of a region in a period OBSERVATION_SCREENED where availability or the share of values that are not
 * zero is below the rule's (both as measured). Reports how many regions and periods are left out and which first, and
 * fails if nothing is left. COINr's Screen(unit_screen = "byNAandzeros").
 */
tocsin_status screen_panel(tocsin_context *context, const struct screen_request *request, struct panel *panel);

#endif
