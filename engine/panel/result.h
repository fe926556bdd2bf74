/**
 * A finished run, complete: whatever a report or an explanation says is in here. Built once by pipeline/, then only
 * read. Everything lives in its arena.
 */
#ifndef TOCSIN_PANEL_RESULT_H
#define TOCSIN_PANEL_RESULT_H

#include "base/hash.h"
#include "panel/alert.h"
#include "panel/panel.h"
#include "panel/region.h"
#include "panel/trace.h"
#include "panel/weights.h"
#include "recipe/alert.h"
#include "recipe/index.h"
#include "recipe/source.h"

/** An input file as it was read. */
struct input_file {
    const char *named; /* as the model names it */
    char sha256[HASH_TEXT_SIZE];
    uint64_t bytes; /* of the file as stored, compressed or not */
    uint64_t rows;  /* records, header and tag rows not counted */
};

struct unmatched_name {
    const char *name;
    uint64_t rows;
};

/** What came of reading a source. */
struct source_report {
    struct input_file *files;
    size_t file_count;
    uint64_t rows_read;
    uint64_t rows_filtered;  /* left out by `where`, or of a long series about an indicator that nobody asked for */
    uint64_t rows_unmatched; /* of no region of the model */
    uint64_t rows_blank;     /* with no region at all */
    uint64_t rows_used;      /* handed to modules */
    struct unmatched_name *unmatched; /* the most frequent first, at most 20 */
    size_t unmatched_count;
    uint64_t unmatched_names;       /* how many different ones */
    size_t unused_columns;          /* of the files, that nobody asked for */
    day_number first_day, last_day; /* of all rows, used or not; DAY_NONE if none has a date */
    enum frequency finest;          /* finest frequency of their dates */
};

struct result_source {
    const char *id;
    enum source_format format;
    struct source_report report;
};

struct result_indicator {
    const char *id;
    const char *title;
    const char *unit; /* of the raw value; NULL if none */
    const char *module;
    const char *source; /* id of the source; NULL for indicators made of others */
    enum direction direction;
    enum frequency frequency; /* of its observations, to write source periods in */
    bool in_index;
    double reference;      /* normalised value at which it counts as absent, for what it adds to a score */
    const char *method;    /* treatment and normalisation in words, for explanations */
    const char *treatment; /* the treatment alone; NULL or "": none */
};

/** One diagnostic of the run, for reports. */
struct result_finding {
    int32_t severity;
    int32_t code;
    const char *text; /* "file:line:column: message" */
};

struct result {
    struct arena arena;
    /* identity */
    const char *model_id, *model_title, *model_version, *model_file;
    char model_sha256[HASH_TEXT_SIZE];
    uint64_t model_bytes;
    const char *model_text;             /* the model file as it was read: `model_bytes` bytes, and a NUL */
    const struct text_table *structure; /* its structure table; NULL: none */
    const char *command;                /* NULL if not told */
    const char **overrides;             /* "path=value" */
    size_t override_count;
    uint64_t seed;
    double scale[2];
    /* what was scored, and what of it is reported */
    const struct region_table *regions;
    struct period_axis axis;
    size_t first_reported, reported_periods;
    const bool *region_reported;  /* by region */
    const struct panel *measured; /* as raw, with the periods before the scored ones that were measured, too */
    size_t lead;                  /* how many of them */
    struct index_tree tree;       /* its weights as resolved */
    struct index_weights weights; /* what methods of weighting found, and the weights that cells have of their own */
    struct level_rules levels;
    struct alert_rules alert_rules;
    struct result_indicator *indicators;
    size_t indicator_count;
    /* numbers: panels of [period][indicator][region], nodes of [period][inner node][region] */
    const struct panel *raw, *treated, *normalised;
    const struct panel *nodes;
    const double *coverage; /* as nodes: share of weight that had data */
    const double *imputed;  /* [period][region]: share of the index's weight that was imputed */
    const double *weight;   /* as raw: effective weight of the indicator in the score, 0 where it had no part */
    /* What indicators add, of the reported periods: score/contribution.h. Parts of a score that is not there are 0. */
    const double *contribution;          /* as raw: parts of the score */
    const double *change;                /* as raw: parts of the change of the score since the period before */
    bool parts_sampled;                  /* some parts are averages over a sample of orders */
    const int32_t *rank;                 /* [period][region], 1 is highest; 0 where there is no score */
    const int32_t *rank_low, *rank_high; /* NULL, or [period][region]: range of the rank; 0 where there is no score */
    const uint32_t *ranked;              /* [period]: how many regions have a score */
    const int16_t *level;                /* [period][region], -1 where there is no score or no levels */
    /* early warning, of all scored periods; NULL or none without levels and rules */
    const uint32_t *periods_in_level; /* [period][region]: periods on end in the level at hand; 0: no level */
    const struct alert *alerts;       /* by period, then region, then reason */
    size_t alert_count;
    const struct level_state *states; /* [region]: after the last scored period */
    const char *previous;             /* run folder whose states this run began with; NULL: none */
    /* explanations */
    const struct trace_list *traces; /* of the score that was asked for; NULL: none was */
    /* where it came from */
    struct result_source *sources;
    size_t source_count;
    struct input_file *tables; /* regions, neighbours, structure and option tables */
    size_t table_count;
    struct result_finding *findings;
    size_t finding_count;
    uint64_t finding_totals[3]; /* by severity */
};

/** The score: node 0 is the root. */
static inline size_t result_score_cell(const struct result *result, size_t period, size_t region)
{
    return panel_cell(result->nodes, period, 0, region);
}
static inline size_t result_region_cell(const struct result *result, size_t period, size_t region)
{
    return period * result->regions->count + region;
}

#endif
