/** A source as the model describes it: which files, in which layout, how regions and rows are picked. */
#ifndef TOCSIN_RECIPE_SOURCE_H
#define TOCSIN_RECIPE_SOURCE_H

#include "base/date.h"
#include "base/diagnostics.h"

/** Layouts of input files; input/layout.h has one reader for each. Names: source_format_names. */
enum source_format {
    FORMAT_SERIES,
    FORMAT_EVENTS,
    FORMAT_DEVELOPMENTS,
    FORMAT_AGREEMENTS,
    FORMAT_UCDP_GED,
    FORMAT_ICEWS,
    FORMAT_GDELT,
    FORMAT_COUNT
};
extern const char *const source_format_names[FORMAT_COUNT]; /* "series", ..., "ucdp-ged", "icews", "gdelt" */

/** `columns: {region: uCode}`: the role that a layout knows, and the file's own name for it. */
struct column_name {
    const char *role;
    const char *column;
    struct location at;
};

/** `where: {type_of_violence: [1, 3]}`: rows are kept whose column is one of the values. Several rules must all hold.
 */
struct where_rule {
    const char *column;
    const char *const *values;
    size_t value_count;
    struct location at;
};

/** `covers:`: where and when no event means zero. Days and regions that are not given come from the data. */
struct coverage_rule {
    bool has_from, has_to;
    day_number from, to;        /* first day of `from`, last day of `to` */
    const char *const *regions; /* NULL: all regions of the model */
    size_t region_count;
    struct location at;
};

struct source_file {
    const char *path;  /* resolved against the model file; "-" is standard input */
    const char *named; /* as the model names it: what messages and manifests show */
};

struct source_recipe {
    const char *id;
    enum source_format format;
    struct source_file *files; /* globs expanded, in name order */
    size_t file_count;
    const char *const *region_columns; /* NULL: the layout's own */
    size_t region_column_count;
    struct column_name *columns;
    size_t column_count;
    struct where_rule *where;
    size_t where_count;
    const char *const *missing; /* texts that stand for missing, instead of the usual ones; NULL: the usual ones */
    size_t missing_count;
    struct coverage_rule covers;
    struct location at;
};

#endif
