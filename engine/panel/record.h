/**
 * What flows from input/ to the indicator modules: the columns a module wants, and one record at a time. A record
 * lives as long as the call that hands it over; modules keep sums, never rows.
 */
#ifndef TOCSIN_PANEL_RECORD_H
#define TOCSIN_PANEL_RECORD_H

#include "base/date.h"
#include "base/diagnostics.h"
#include "base/memory.h"

enum column_kind {
    COLUMN_NUMBER,
    COLUMN_TEXT,
    COLUMN_LOW, /* lower bound that the source gives for the number of the same name */
    COLUMN_HIGH
};

struct column_request {
    const char *name; /* a role of the layout ("deaths", "cameo", "S1") or a column of the file */
    enum column_kind kind;
    bool required;      /* a file without it is an error; else its fields are FIELD_ABSENT */
    struct location at; /* the place in the model that asks for it */
};

/** The columns that all readers of one source want, each once. */
struct column_set {
    struct arena *arena;
    struct column_request *requests;
    size_t count;
    size_t capacity;
    size_t *asked; /* slots in the order they were asked for: who asks between two counts has asked for these */
    size_t asked_count;
    size_t asked_capacity;
};

/** The slot of the column in every record, added if it is new; SIZE_MAX if there is no memory. */
size_t column_set_add(struct column_set *set, const char *name, enum column_kind kind, bool required,
                      struct location at);

enum field_state {
    FIELD_ABSENT,  /* the layout or the file has no such column, or this row is about another */
    FIELD_MISSING, /* empty, NA, .., ... */
    FIELD_NUMBER,
    FIELD_TEXT
};

struct field {
    enum field_state state;
    double number;    /* FIELD_NUMBER */
    const char *text; /* FIELD_TEXT and FIELD_NUMBER: as read, NUL-terminated */
    size_t length;
    uint64_t column; /* byte in the line, from 1 */
};

struct record {
    struct location at;      /* file and line */
    int32_t region;          /* position, or -1: no region of the model */
    int32_t partner;         /* of a dyadic record: position of the target, or -1 */
    bool dyadic;             /* the record has a source (`region`) and a target (`partner`) */
    const char *region_text; /* the codes as read, "" if there is none: USA need not be a region */
    const char *partner_text;
    day_number day;             /* last day of the date; DAY_NONE: the record has no date (a cross-section) */
    enum frequency frequency;   /* of the date as written */
    const struct field *fields; /* by slot of the column_set */
};

/** Where a field of a record stands. */
static inline struct location record_field_at(const struct record *record, const struct field *field)
{
    return (struct location){record->at.file, record->at.line, field->column};
}

/** The number of a field, or `otherwise` if it has none. */
static inline double field_number(const struct field *field, double otherwise)
{
    return field->state == FIELD_NUMBER ? field->number : otherwise;
}

/** Where a source covers the world: inside, no event means zero; outside, it means missing. */
struct coverage {
    day_number first, last; /* DAY_NONE both: covers nothing */
    const bool *regions;    /* by region position; NULL: all */
};

static inline bool coverage_holds(const struct coverage *coverage, size_t region, day_number first, day_number last)
{
    return coverage->first != DAY_NONE && coverage->first <= last && first <= coverage->last &&
           (!coverage->regions || coverage->regions[region]);
}

/** A small table of texts (third parties, exposures, a structure), with the place of every cell. */
struct text_cell {
    const char *text; /* NULL if missing */
    uint64_t line;
    uint64_t column;
};
struct input_file; /* panel/result.h */
struct text_table {
    const char *file;
    const char **columns;
    struct location *column_at;
    size_t column_count;
    struct text_cell *cells; /* [row][column] */
    size_t row_count;
    const struct input_file *description; /* the file as it was read; NULL: not told */
};
/** Position of a column; false if there is none. */
bool text_table_column(const struct text_table *table, const char *name, size_t *column);
static inline const struct text_cell *text_table_cell(const struct text_table *table, size_t row, size_t column)
{
    return &table->cells[row * table->column_count + column];
}
static inline struct location text_table_at(const struct text_table *table, const struct text_cell *cell)
{
    return (struct location){table->file, cell->line, cell->column};
}

#endif
