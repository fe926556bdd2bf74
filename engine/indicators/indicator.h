/**
 * What an indicator module is: one file with a description, a table of options and four functions over a plain state.
 *
 *   prepare     reads the options and asks for columns
 *   accumulate  takes one record into the state
 *   merge       takes another state of the same module and options into this one
 *   finish      turns the state into one value per period and region
 *
 * and with what tells, after finish, how one value came about:
 *
 *   weigh, weight_unit   what a record brings to it (a module that reads a source)
 *   list_inputs          the values that it is made of (a module made of other indicators)
 *
 * States are sums that do not depend on order (base/exact_sum.h): two shards merged give the same bits as one pass.
 * A module made of other indicators has neither accumulate nor merge. Modules do no input or output of their own.
 */
#ifndef TOCSIN_INDICATORS_INDICATOR_H
#define TOCSIN_INDICATORS_INDICATOR_H

#include "panel/panel.h"
#include "panel/record.h"
#include "panel/region.h"
#include "panel/trace.h"
#include "recipe/method.h"

enum option_type {
    OPTION_NUMBER,
    OPTION_INTEGER,
    OPTION_CHOICE,     /* one of `range`, separated by '|' */
    OPTION_FLAG,       /* true or false */
    OPTION_TEXT,       /* a column's or role's name */
    OPTION_NUMBERS,    /* a list of numbers */
    OPTION_INDICATOR,  /* the id of another indicator of the model */
    OPTION_EXPRESSION, /* a formula; ids of indicators in it are inputs */
    OPTION_TABLE /* a CSV file with the columns of `range`, separated by ',' (a trailing '?' marks an optional one) */
};

struct option_descriptor {
    const char *name;
    enum option_type type;
    bool required;
    bool of_two_sides;   /* means something only where rows have a source and a target */
    bool is_lead;        /* so many periods (of OPTION_NUMBERS: its length - 1) are measured before the first scored */
    const char *range;   /* of a number: "x > 0", "0 <= x <= 1", checked by the bounds below; of others as said above */
    double low, high;    /* of OPTION_NUMBER, OPTION_INTEGER and each of OPTION_NUMBERS: inclusive bounds */
    bool low_open;       /* the lower bound itself is not allowed */
    const char *unit;    /* NULL if it has none */
    const char *initial; /* the default as text ("90", "16, 8, 4"); NULL: none, see option_value.given */
    const char *text;    /* meaning and source, one or two sentences */
};

/** The value of an option: as given, or the default. */
struct option_value {
    bool given;        /* false: the default stands here, or nothing if there is none */
    double number;     /* OPTION_NUMBER, OPTION_INTEGER; OPTION_FLAG as 0 or 1; OPTION_CHOICE: position in the range */
    const char *text;  /* OPTION_TEXT, OPTION_CHOICE, OPTION_EXPRESSION, OPTION_INDICATOR; OPTION_TABLE: its path */
    const char *named; /* OPTION_TABLE: its path as the model names it */
    const double *numbers; /* OPTION_NUMBERS */
    size_t number_count;
    const struct text_table *table; /* OPTION_TABLE, once the pipeline has read it */
    struct location at;             /* in the model file */
};

/** Which kind of source a module reads. */
enum indicator_input { INPUT_EVENTS, INPUT_DEVELOPMENTS, INPUT_AGREEMENTS, INPUT_SERIES, INPUT_INDICATORS };

/** What prepare is told. Everything lives as long as the run. */
struct indicator_setup {
    tocsin_context *context;
    struct arena *arena; /* for the state's own memory */
    const char *id;      /* of the indicator, for messages */
    struct location at;
    const struct option_value *options; /* by position in the module's table */
    const struct region_table *regions;
    struct column_set *columns; /* NULL for INPUT_INDICATORS */
    /* INPUT_INDICATORS: the other indicators that the options name, in order of first appearance */
    const char *const *input_ids;
    size_t input_count;
};

/** What finish is told. */
struct indicator_frame {
    tocsin_context *context;
    struct arena *arena; /* for scratch memory */
    const char *id;
    struct location at;
    const struct region_table *regions;
    struct period_axis axis;                  /* of the panel: scored periods and those measured before them */
    const struct neighbour_table *neighbours; /* NULL if the model names none */
    struct coverage coverage;                 /* of the source */
    enum frequency frequency;                 /* finest of the source's dates */
    const size_t *inputs;                     /* panel columns of setup.input_ids */
    size_t input_count;
    struct panel *panel; /* results of inputs are already there */
    size_t column;       /* where the result goes */
};

/** A value whose rows are asked for: the module's own, in a region and a period of the axis. */
struct indicator_target {
    size_t region;
    enum frequency frequency;
    period_number period;
    day_number first_day, last_day; /* of the period */
};

enum { WEIGHT_UNIT_SIZE = 192 };

/** The values that a value is made of, as a module lists them; zero-initialise, with the arena. */
struct indicator_inputs {
    struct arena *arena;
    struct trace_input *inputs;
    size_t count;
    size_t capacity;
};

/** In what the values of a module come, for reports; `unit` says it in words for people who choose a module. */
enum unit_rule {
    UNIT_AS_SAID,  /* in the module's `unit` */
    UNIT_OF_INPUT, /* in that of the first indicator it is made of */
    UNIT_UNKNOWN   /* the model has to say, or nothing is said */
};

struct indicator_module {
    const char *name; /* the file's name */
    const char *title;
    const char *text; /* what it measures, for people */
    enum indicator_input input;
    enum direction direction; /* which way the value points by itself; the model's `direction` decides */
    const char *unit;
    enum unit_rule unit_rule;
    const char *formula;
    const char *source;
    const char *blind_spots;
    const struct option_descriptor *options;
    size_t option_count;
    size_t lead_periods; /* always measured before the first scored period, beside options that are leads */
    bool needs_neighbours;
    size_t state_size;
    tocsin_status (*prepare)(const struct indicator_setup *setup, void *state); /* state is zeroed */
    tocsin_status (*accumulate)(void *state, const struct record *record);
    tocsin_status (*merge)(void *state, const void *other);
    tocsin_status (*finish)(void *state, const struct indicator_frame *frame);
    /*
     * How a value that is there came about, of a state as finish left it. The weights are the terms that the value's
     * sum is of, in the order of reading; where a source is read again for them, what accumulate reported is muted.
     */
    bool (*weigh)(const void *state, const struct indicator_target *target, const struct record *record,
                  double *weight);                                       /* false: the record has no part in it */
    void (*weight_unit)(const void *state, char text[WEIGHT_UNIT_SIZE]); /* what weights are, in words */
    tocsin_status (*list_inputs)(const void *state, const struct indicator_frame *frame, size_t period, size_t region,
                                 struct indicator_inputs *inputs);
};

/** The value of a region in a period, as a target. */
static inline struct indicator_target indicator_target_of(size_t region, enum frequency frequency, period_number period)
{
    return (struct indicator_target){region, frequency, period, period_first_day(frequency, period),
                                     period_last_day(frequency, period)};
}

#endif
