/**
 * Two runs compared: every score that moved, and how much of its move each cause makes up. Built by analysis/ and
 * pipeline/, written by report/. Everything lives in its arena.
 */
#ifndef TOCSIN_PANEL_COMPARISON_H
#define TOCSIN_PANEL_COMPARISON_H

#include "panel/data_table.h"
#include <stdint.h>

/** Why a score is another one than it was. The parts of a difference add up to it, in this order. */
enum comparison_cause {
    CAUSE_DATA_REVISED, /* measured values, or columns of the regions, that are others now or are gone */
    CAUSE_DATA_NEW,     /* measured values that were missing before, and new periods */
    CAUSE_WEIGHTS,      /* of nodes and indicators that both indices have */
    CAUSE_METHOD,       /* all else in the model that shapes a score */
    CAUSE_REGIONS,      /* regions added, dropped, or in another order */
    CAUSE_COUNT
};
extern const char *const comparison_cause_names[CAUSE_COUNT]; /* of columns: "data_revised", "data_new", ... */
extern const char *const comparison_cause_words[CAUSE_COUNT]; /* for people: "data revised", "data new", ... */

enum { SIDE_A, SIDE_B, SIDE_COUNT };

/** One of the two runs. */
struct comparison_side {
    const char *directory; /* as the caller named it */
    const char *engine_version;
    const char *model_id, *model_title, *model_version, *model_file, *model_sha256;
    const char *from, *to; /* first and last period scored, ISO 8601 */
    size_t regions, periods, scores;
};

/** A score that is in both runs. */
struct comparison_row {
    const char *period, *region, *name;
    double score[SIDE_COUNT];
    double difference; /* B less A */
    double part[CAUSE_COUNT];
    int32_t rank[SIDE_COUNT];
    const char *level[SIDE_COUNT]; /* ids; NULL: none */
};

enum comparison_table {
    COMPARISON_ROWS,    /* comparison: the rows */
    COMPARISON_ONLY,    /* only_in_one: scores that the other run has not */
    COMPARISON_CAUSES,  /* causes: what differs between the runs */
    COMPARISON_EFFECTS, /* effects: what each cause did to the scores */
    COMPARISON_NOTES,   /* notes: what else to know, in sentences */
    COMPARISON_TABLES
};

struct comparison {
    struct arena arena;
    struct comparison_side sides[SIDE_COUNT];
    bool differs[CAUSE_COUNT];   /* the runs differ in it, whether or not a score moved */
    size_t both;                 /* scores in both runs */
    size_t only[SIDE_COUNT];     /* scores in one of them */
    size_t moved;                /* of those in both */
    size_t ranks, levels;        /* of those in both: how many are another one */
    size_t halved;               /* split without knowing how: every mixture on every way has no score */
    struct comparison_row *rows; /* moved, or of another rank or level; by period, then region */
    size_t row_count;
    struct data_table tables[COMPARISON_TABLES];
};

/** The table of a name; NULL if there is none. */
const struct data_table *comparison_table_named(const struct comparison *comparison, const char *name);

#endif
