/** Where in one file of a source the columns are that the model and its modules speak of. */
#ifndef TOCSIN_INPUT_SOURCE_COLUMNS_H
#define TOCSIN_INPUT_SOURCE_COLUMNS_H

#include "input/layout.h"

#define COLUMN_NONE SIZE_MAX

/** All that is asked of the columns of a file. */
struct source_question {
    tocsin_context *context;
    struct arena *arena;
    const struct source_recipe *recipe;
    const struct layout *layout;
    const struct column_set *columns; /* NULL: only regions, dates and filters are wanted */
    const char *file;
    struct location header; /* where a column that the layout needs is missed */
    char delimiter;
    const char *const *names; /* of the file's columns */
    size_t name_count;
};

/** Positions below are those in the projected row; COLUMN_NONE: there is no such column. */
struct source_columns {
    size_t *projection; /* positions in the file of the columns that are wanted */
    size_t count;
    size_t date;
    size_t *regions;
    size_t region_count;
    size_t partner;
    size_t selector;
    size_t *where; /* by where rule */
    size_t *slots; /* by slot of the column set; with a selector: the column that holds it in rows about it */
};

/** Position in the file of what the model calls `name`; COLUMN_NONE if the file does not have it. */
size_t source_columns_find(const struct source_question *question, const char *name);
/** Reports columns that are missing, in the file or in the model, and fails with DATA. */
tocsin_status source_columns_resolve(const struct source_question *question, struct source_columns *columns);

#endif
