/** The rows of the sources that stand behind a value, for explanations. */
#ifndef TOCSIN_PANEL_TRACE_H
#define TOCSIN_PANEL_TRACE_H

#include "base/date.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TRACE_ROWS = 10 }; /* kept of a value: those that weigh most */

struct trace_row {
    const char *file; /* as the model names it */
    uint64_t line;
    day_number day;   /* DAY_NONE: the row has no date */
    double weight;    /* what it brings, in the unit that `trace.weight_unit` names; may be negative */
    double share;     /* |weight| in the sum of all rows' |weight|, 0..1 */
    const char *text; /* what the module read in it: "deaths 12, type 1", "cameo 057, goldstein 8" */
};

struct trace_file {
    const char *file;
    uint64_t first_line, last_line; /* of the rows that have a part */
    uint64_t rows;
};

/** Another value that a value is made of. */
struct trace_input {
    size_t indicator, region;
    int32_t periods_before; /* on the axis, of the value it is an input of */
    double weight;          /* e.g. of a neighbour; 1 where the module has none */
};

/** What stands behind the value of an indicator in a region and period. */
struct trace {
    size_t indicator, region;
    period_number period;
    bool is_reread;          /* rows are known; false for standard input, which cannot be read twice */
    uint64_t rows;           /* that have a part in it */
    double total;            /* sum of their |weight| */
    const char *weight_unit; /* what weights are in: "severity, halved every 90 days"; NULL if there are no rows */
    struct trace_file *files;
    size_t file_count;
    struct trace_row heaviest[TRACE_ROWS]; /* the heaviest first; of equals the earlier in the file */
    size_t heaviest_count;
    struct trace_input *inputs; /* of indicators made of others; of a carried value: that which it was carried from */
    size_t input_count;
};

/** Traces of a score's indicators and of what they are made of, each value once, indicators in model order. */
struct trace_list {
    struct trace *traces;
    size_t count;
};

/** The trace of a value; NULL if there is none. */
const struct trace *trace_find(const struct trace_list *list, size_t indicator, size_t region, period_number period);

#endif
