/** The parts of summary.txt, each about the last reported period. Nothing is said that the CSV files and the manifest
 * do not hold. */
#ifndef TOCSIN_REPORT_SUMMARY_H
#define TOCSIN_REPORT_SUMMARY_H

#include "base/page.h"
#include "panel/result_row.h"
#include "report/report.h"

struct summary {
    struct page page;
    const struct result *result;
    size_t period;   /* in focus */
    bool has_before; /* there is a period before it */
    int digits;      /* decimals of scores and contributions */
    char period_text[PERIOD_TEXT_SIZE];
    char before_text[PERIOD_TEXT_SIZE];
};

/* Sections: each writes its heading and lines. */
void summary_headline(struct summary *summary);
void summary_levels(struct summary *summary);
void summary_table(struct summary *summary);
void summary_movers(struct summary *summary);
void summary_level_changes(struct summary *summary);
void summary_gaps(struct summary *summary);
void summary_method(struct summary *summary);
void summary_provenance(struct summary *summary);

/** A score, contribution or other number on the scale, as text of at most 18 bytes; returns `text`. */
const char *summary_number(const struct summary *summary, char text[NUMBER_TEXT_SIZE], double value);
const char *summary_change(const struct summary *summary, char text[NUMBER_TEXT_SIZE], double value);

/** Steps through the reported regions with a score, from the highest down; ties in model order. Zero-initialise. */
struct summary_walk {
    int32_t rank;
    size_t region;
};
/** The next region, of a level if `level` is not -1; false if there is none. */
bool summary_walk_next(const struct summary *summary, int16_t level, struct summary_walk *walk);
/** How many regions are still to come; `*ties` (may be NULL) of them with the rank of the last one. */
size_t summary_walk_rest(const struct summary *summary, int16_t level, const struct summary_walk *walk, size_t *ties);

/** Names in a list: "A, B, C and 4 more"; those beyond `most` are counted only. Zero-initialise but for `most`. */
struct summary_names {
    size_t most;
    size_t count;
};
void summary_names_add(struct summary *summary, struct summary_names *names, const char *name, const char *note);
void summary_names_end(struct summary *summary, const struct summary_names *names);

/** An indicator and what it does to a score. */
struct driver {
    size_t indicator;
    double value;
};
enum { MOST_DRIVERS = 3 };
/** A number of an indicator in the period in focus; false if it has none. */
typedef bool (*driver_measure)(const struct summary *summary, size_t region, size_t indicator, double *value);
bool summary_driver_contribution(const struct summary *summary, size_t region, size_t indicator, double *value);
bool summary_driver_contribution_change(const struct summary *summary, size_t region, size_t indicator, double *value);
bool summary_driver_normalised(const struct summary *summary, size_t region, size_t indicator, double *value);
/** Since the period before, if that is reported too. */
bool summary_driver_normalised_change(const struct summary *summary, size_t region, size_t indicator, double *value);
/** The indicators of the index with the largest `measure` times `sign` above 0, the largest first. Returns how many. */
size_t summary_drivers(const struct summary *summary, size_t region, driver_measure measure, double sign,
                       struct driver drivers[MOST_DRIVERS]);

#endif
