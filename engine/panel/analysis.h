/**
 * A finished multivariate analysis: its tables, and in sentences what to worry about. Built by analysis/, written by
 * report/. Everything lives in its arena.
 */
#ifndef TOCSIN_PANEL_ANALYSIS_H
#define TOCSIN_PANEL_ANALYSIS_H

#include "panel/data_table.h"
#include <stdint.h>

/** How much a finding matters. */
enum concern {
    CONCERN_NOTE,    /* good to know */
    CONCERN_CAUTION, /* look at it before the index is used */
    CONCERN_SERIOUS, /* the index says something else than it seems to */
    CONCERN_COUNT
};

struct analysis_finding {
    enum concern concern;
    const char *table; /* name of the table with the numbers */
    const char *text;  /* one or two sentences, with the numbers */
};

struct analysis {
    struct arena arena;
    const char *model_id, *model_title, *model_version;
    const char *from, *to;          /* ISO 8601 texts of the first and last period analysed */
    size_t regions, periods, cells; /* cells: regions and periods with a score */
    size_t indicators;
    struct data_table *tables;
    size_t table_count;
    struct analysis_finding *findings; /* the serious ones first, then by table */
    size_t finding_count;
};

/** "note", "caution", "serious". */
extern const char *const concern_names[CONCERN_COUNT];

/** Puts a table of the findings, "findings", before all others. Fails with TOCSIN_ERROR_MEMORY. */
tocsin_status analysis_tabulate_findings(struct analysis *analysis);

/** The table of a name; NULL if there is none. */
const struct data_table *analysis_table(const struct analysis *analysis, const char *name);

#endif
