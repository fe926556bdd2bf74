/** The parts of summary.txt, each about the last reported period. Nothing is said that the tables and the manifest of
 * the run folder do not hold or add up to. */
#ifndef TOCSIN_REPORT_SUMMARY_H
#define TOCSIN_REPORT_SUMMARY_H

#include "base/page.h"
#include "panel/result_row.h"
#include "report/report.h"

enum { PERIOD_WORDS_SIZE = 48 };

struct summary {
    struct page page;
    const struct result *result;
    size_t period;                        /* in focus */
    bool has_before;                      /* there is a period before it */
    int digits;                           /* decimals of scores and their parts */
    size_t regions;                       /* how many are reported */
    char period_text[PERIOD_WORDS_SIZE];  /* in words: "August 2023" */
    char before_text[PERIOD_WORDS_SIZE];  /* the same of the period before */
    char before_short[PERIOD_WORDS_SIZE]; /* without the year if that is the same: "July" */
};

/* Sections: each writes its heading and lines, after a line that is empty; nothing if it does not apply. */
void summary_headline(struct summary *summary);
void summary_table(struct summary *summary);
void summary_reasons(struct summary *summary);
void summary_alerts(struct summary *summary);
void summary_movers(struct summary *summary);
void summary_gaps(struct summary *summary);
void summary_method(struct summary *summary);
void summary_provenance(struct summary *summary);

/** A heading after an empty line: `words`, and what may follow it. */
void summary_heading(struct summary *summary, const char *words, const char *rest);

/** A score, a part of it or another number on the scale, as text of at most 18 bytes; returns `text`. */
const char *summary_number(const struct summary *summary, char text[NUMBER_TEXT_SIZE], double value);
/** The same with "+" before what is above 0. */
const char *summary_change(const struct summary *summary, char text[NUMBER_TEXT_SIZE], double value);
/** True if a number is not 0 as it is shown. */
bool summary_shows(const struct summary *summary, double value);
/** A period in English words; without its year if `year` is false and the rest tells it. Returns `text`. */
const char *summary_period_words(char text[PERIOD_WORDS_SIZE], enum frequency frequency, period_number period,
                                 bool year);
/** "month" or "months" of the axis, by their number. Returns `text`. */
const char *summary_periods_word(const struct summary *summary, char text[PERIOD_WORDS_SIZE], uint64_t count);

const char *summary_region_name(const struct summary *summary, size_t region);
const char *summary_title(const struct summary *summary, size_t indicator);
/** ", up 3.1", ", down 0.7", ", unchanged"; nothing if there is nothing to compare with. */
void summary_say_change(struct summary *summary, const struct score_row *row);

/** Steps through the reported regions with a score, from the highest down; ties in model order. Zero-initialise. */
struct summary_walk {
    int32_t rank;
    size_t region;
};
/** The next region, of this level or a higher one; level -1: of any or none. False if there is none. */
bool summary_walk_next(const struct summary *summary, int16_t level, struct summary_walk *walk);
/** How many regions are still to come; `*ties` (may be NULL) of them with the rank of the last one. */
size_t summary_walk_rest(const struct summary *summary, int16_t level, const struct summary_walk *walk, size_t *ties);

/** The lowest of the high levels: the two highest of four or more, the highest of two or three; -1: there is none. */
int16_t summary_high_level(const struct result *result);
/** The regions whose scores are explained: those at the high levels; if there are none, those on top. */
struct summary_picked {
    int16_t level; /* the lowest level of those picked, -1: any */
    size_t most;   /* how many, from the highest score down */
};
struct summary_picked summary_pick(const struct summary *summary);
/** True if the region's score is explained. */
bool summary_is_picked(const struct summary *summary, size_t region);

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
enum driver_order { DRIVERS_DOWN = -1, DRIVERS_LARGEST = 0, DRIVERS_UP = 1 };
/** The indicators that add most to the score (`change` false) or to its change, the largest first, with `order`: only
 * what lowers it, only what raises it, or both by magnitude. Returns how many; what shows as 0 is none. */
size_t summary_drivers(const struct summary *summary, size_t region, bool change, enum driver_order order,
                       struct driver drivers[MOST_DRIVERS]);
/** "Secrecy of agreements +4.9, Escalation +1.2; against it Militant activity -1.4": what moved the score most, in its
 * direction and against it, opened by `opening`; parts below a tenth of the change are left out. */
void summary_say_movement(struct summary *summary, size_t region, double change, const char *opening);

/** Alerts of the period in focus and of reported regions: how many are new (not `lowered`) and not guarded, and of how
 * many regions. */
size_t summary_new_alerts(const struct summary *summary, size_t *regions);
/** True if the model has anything that could give an alert. */
bool summary_has_alerts(const struct result *result);

#endif
