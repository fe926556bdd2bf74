/**
 * What is known of a layout of input files, as data: what the words of the model (roles: "date", "deaths", "cameo")
 * are called in its files, and what a row of it is about. One file and one table per layout.
 */
#ifndef TOCSIN_INPUT_LAYOUT_H
#define TOCSIN_INPUT_LAYOUT_H

#include "input/csv_reader.h"
#include "panel/record.h"
#include "recipe/source.h"

enum { LAYOUT_MOST_NAMES = 2 };

/** A role that the files call something else. A role that is not listed is a column of its own name. */
struct layout_role {
    const char *role;
    const char *columns[LAYOUT_MOST_NAMES]; /* the first that the file has; NULL at the end */
};

struct layout {
    const char *date;    /* roles: of the date, ... */
    const char *region;  /* ... the region, or the source of a dyadic row, ... */
    const char *partner; /* ... and its target; NULL if rows are about one region */
    bool date_optional;  /* without a date column the file is one cross-section */
    bool needs_rows;     /* no rows at all is an error, not a finding */
    bool world;          /* files are about more of the world than a model: rows of other regions are no surprise */
    /* a row that is about one indicator: which, and its value, low and high by column_kind; NULL if rows are not */
    const char *selector;
    const char *selected[COLUMN_HIGH + 1];
    const struct layout_role *roles;
    size_t role_count;
    /* how a file that begins like this is to be read; NULL: comma, quoted, with a header */
    void (*recognise)(const char *bytes, size_t size, struct csv_options *options);
    /* of a file without header: the name of a column, NULL if the layout has no variant of so many columns */
    const char *(*column_name)(size_t column_count, size_t column);
    const char *column_counts; /* "57, 58 or 61", for messages */
};

extern const struct layout series_layout, events_layout, developments_layout, agreements_layout, ucdp_ged_layout,
    icews_layout, gdelt_layout;

/** NULL for a format that is none. */
const struct layout *layout_find(enum source_format format);
/** What a layout's files call a role; NULL if they call it by its own name. */
const struct layout_role *layout_find_role(const struct layout *layout, const char *role);

#endif
