/**
 * A table of an analysis on the page: some of its columns under headings for people, some of its rows, as wide as the
 * page at most.
 */
#ifndef TOCSIN_REPORT_ANALYSIS_VIEW_H
#define TOCSIN_REPORT_ANALYSIS_VIEW_H

#include "base/page.h"
#include "panel/data_table.h"

/** How a cell is shown. */
enum view_form {
    VIEW_TEXT,    /* to the left, cut where there is no room */
    VIEW_NUMBER,  /* three significant digits */
    VIEW_DECIMAL, /* two decimals: coefficients */
    VIEW_CHANGE,  /* two decimals with their sign */
    VIEW_SHARE,   /* of 0..1, in percent */
    VIEW_COUNT,
    VIEW_MARK /* of a flag: its heading where it is true, else nothing */
};

struct view_column {
    const char *name;    /* of the table's column */
    const char *heading; /* on the page */
    enum view_form form;
};

/** What a row must have to be shown. */
struct view_condition {
    const char *name;   /* of a column */
    const char *equals; /* its text, "true", or a whole number; NULL: it is empty */
};

enum { VIEW_MOST_COLUMNS = 9, VIEW_MOST_CONDITIONS = 3 };

/** Lists of columns and conditions end where a name is NULL. */
struct view {
    const char *table;
    const char *heading; /* in capitals */
    const char *text;    /* how to read it */
    const char *none;    /* what is said if no row is to be shown */
    struct view_column columns[VIEW_MOST_COLUMNS + 1];
    struct view_condition conditions[VIEW_MOST_CONDITIONS + 1];
    const char *order; /* column by whose size, sign apart, rows are chosen and ordered; NULL: all as they come */
    size_t most;       /* rows */
};

/** Shows the table. `digits` limits decimals; -1: as the forms say. */
void analysis_view_write(struct page *page, const struct view *view, const struct data_table *table, int digits);

#endif
