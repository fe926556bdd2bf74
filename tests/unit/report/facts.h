/**
 * Whether summary.txt says only what the tables and the manifest beside it hold. It is read word by word: every name
 * must be one of the run, every number must be found where the words around it say that it stands, rounded alike, and
 * every other word must be on a short list of those that the summary is written with.
 */
#ifndef TOCSIN_TESTS_FACTS_H
#define TOCSIN_TESTS_FACTS_H

#include "facts_tables.h"
#include <stdio.h>

enum fact_kind {
    FACT_REGION,
    FACT_TITLE, /* of an indicator */
    FACT_LEVEL,
    FACT_SOURCE,
    FACT_UNMATCHED, /* a name that is of no region */
    FACT_DATE,
    FACT_LABEL /* titles, ids and versions that stand alone */
};

/** A name as it is shown. */
struct fact_name {
    enum fact_kind kind;
    size_t position; /* among its kind */
    size_t owner;    /* of an unmatched name: its source */
    char *text;
    char period[16]; /* of a date: as the tables write it */
};

struct facts {
    struct facts_table scores, indicators, alerts; /* the last two of the last period only; alerts may have no rows */
    struct facts_json result, manifest;            /* scores.json without its scores, manifest.json */
    char *model;                                   /* text of the model file */
    struct fact_name *names;
    size_t name_count;
    size_t before;      /* name of the period before the last; not one of them if that is not known */
    const char *period; /* the last of scores.csv */
    size_t first_row;   /* of its rows there */
    size_t regions, titles, levels, sources; /* how many */
    double scale[2];
};

/** Reads a run folder; `model` is the model's text. Says on standard error what is wrong with it; false then. */
bool facts_load(struct facts *facts, const char *folder, const char *model);
void facts_free(struct facts *facts);

/** How many things a summary says that are not so; each is told in `complaints` unless that is NULL. */
size_t facts_check(const struct facts *facts, const char *summary, FILE *complaints);
/** Alters the numbers, words and blocks of the summary, one at a time: all, or every so many. How many alterations are
 * not found out; `*tried` is how many there were. */
size_t facts_alter(const struct facts *facts, const char *summary, size_t every, size_t *tried);

/* What facts_check is made of: facts_load.c reads, facts.c compares. */

/** A text as a page shows it: blanks and line ends as one blank, control characters as '?'. To be freed. */
char *facts_shown(const char *text);
/** The row of indicators.csv of a region and indicator; 0 if there is none. */
size_t facts_indicator_row(const struct facts *facts, size_t region, size_t title);
/** The id of the region or indicator with a position. */
const char *facts_region_id(const struct facts *facts, size_t region);
const char *facts_title_id(const struct facts *facts, size_t title);
/** Position of a level by its id, -1 if there is none. */
int facts_level(const struct facts *facts, const char *id);
/** First and last day of an ISO 8601 period, as 20230831. */
void facts_days(const char *period, long *first, long *last);

#endif
