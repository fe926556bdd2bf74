/**
 * Reading a source: its files, through the layout that the model names, as records for the indicator modules; and the
 * small tables beside it (regions, neighbours, option tables).
 */
#ifndef TOCSIN_INPUT_SOURCE_H
#define TOCSIN_INPUT_SOURCE_H

#include "input/region_match.h"
#include "panel/record.h"
#include "panel/result.h"
#include "recipe/source.h"

struct source_reading {
    tocsin_context *context;
    struct arena *arena; /* where the report's texts live */
    const struct source_recipe *recipe;
    const struct region_match *regions;
    const struct column_set *columns;
    tocsin_status (*record)(void *user, const struct record *record); /* called for every row used */
    void *user;
};

/**
 * Reads all files of a source in order. Reports rows that cannot be used with file, line and column, regions that match
 * nothing (with the most frequent names), and unused columns (a note). Fails with NO_INPUT, DATA, IO, MEMORY, or what
 * `record` returned.
 */
tocsin_status source_read(const struct source_reading *reading, struct source_report *report);

/** What a source holds, for a model that leaves regions or periods out. */
struct source_contents {
    const char **regions; /* different texts of the region columns, sorted by bytes */
    size_t region_count;
    day_number first_day, last_day; /* DAY_NONE: no dates */
    enum frequency finest;
    bool faulty; /* rows or files could not be read */
};
/** Reports what cannot be read and fails. */
tocsin_status source_discover(tocsin_context *context, struct arena *arena, const struct source_recipe *recipe,
                              struct source_contents *contents);

/** Reports nothing about the files: what cannot be read is left out. Fails for standard input, as source_discover. */
tocsin_status source_search(tocsin_context *context, struct arena *arena, const struct source_recipe *recipe,
                            struct source_contents *contents);

/** A regions file, with the columns that the model calls something else than the file does. */
struct regions_request {
    const char *path;
    const char *named;
    struct location at;
    const struct column_name *columns;
    size_t column_count;
};
/**
 * Reads a regions file. Its columns have the names that the model gives them; one that loses its name to another has
 * none. Fails with a diagnostic for a duplicate or missing id, for a renamed column that is not there, or no regions.
 */
tocsin_status regions_read(tocsin_context *context, struct arena *arena, const struct regions_request *request,
                           struct region_table **regions, struct input_file *file);
/** Reads a neighbours file: `region,neighbour[,weight]`, by region id. Regions of neither side are reported. */
tocsin_status neighbours_read(tocsin_context *context, struct arena *arena, const char *path, const char *named,
                              struct location at, const struct region_table *regions,
                              struct neighbour_table **neighbours, struct input_file *file);
/** Reads a small table whole (at most 100,000 rows). */
tocsin_status table_read(tocsin_context *context, struct arena *arena, const char *path, const char *named,
                         struct location at, struct text_table **table, struct input_file *file);

#endif
