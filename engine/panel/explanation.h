/**
 * How a score came about, as plain data: why it is what it is, the tree, every indicator from the rows of its source to
 * its part of the score, and what makes the difference to another region or to a changed model. Built by analysis/,
 * read by report/, which shows all of it as text and as JSON.
 *
 * Numbers and texts of its own live in its arena; others are those of the results that it was made from, which are to
 * live as long as it.
 */
#ifndef TOCSIN_PANEL_EXPLANATION_H
#define TOCSIN_PANEL_EXPLANATION_H

#include "panel/effect.h"
#include "panel/result_row.h"

enum {
    EXPLAINED_MAIN = 4,      /* indicators that the reasons name, at most */
    EXPLAINED_INPUTS = 12,   /* values that a value is made of, shown at most */
    EXPLAINED_OWN_ROWS = 10, /* rows behind a value, shown at most */
    EXPLAINED_INPUT_ROWS = 3 /* rows behind each of the values that it is made of */
};

/** The score of a region in a period. */
struct explained_score {
    const char *region, *region_name;
    char period[PERIOD_TEXT_SIZE];
    struct score_row row;
    const char *level, *previous_level; /* NULL: none */
};

/** A level that is kept although the score lies below it: hysteresis. */
struct explained_hold {
    bool given;
    double from;      /* where the level begins */
    double release;   /* the score has to stay below this */
    uint32_t periods; /* for so many periods on end; then the level falls */
    uint32_t below;   /* it has for so many so far, this one included */
};

/** What else acts on a node besides its children. */
struct explained_effect {
    struct effect effect;
    double limit;         /* decimals of EFFECT_ROUND, the floor or the cap */
    const char **missing; /* titles of the children that EFFECT_RESCALED is about */
    size_t missing_count;
};

/** A node of the index, leaves included, in the order of the tree. */
struct explained_node {
    const char *id, *title;
    size_t parent, depth;                   /* position among the nodes; INDEX_NONE for the root */
    size_t indicator;                       /* of a leaf: position among the indicators; INDEX_NONE for an inner node */
    struct optional_number value, previous; /* now and in the period before */
    double weight;                          /* within its parent */
    struct optional_number contribution, change; /* sums of the parts below it; of a leaf the parts of its indicator */
    double coverage;
    uint8_t observation;
    const char *method; /* how its children are put together, in words; NULL of a leaf */
    struct explained_effect *effects;
    size_t effect_count;
};

struct explained_option {
    const char *name, *value;
    const char *unit; /* NULL: none */
    bool given;       /* by the model; else it is the default */
};

/** x / (d / factor), before anything else. */
struct explained_division {
    bool given;
    const char *by;                 /* the column or the indicator */
    struct optional_number divisor; /* d */
    double factor;
    struct optional_number quotient;
};

/** How a value came onto the scale. */
struct explained_normalisation {
    const char *method;  /* its name; NULL: not known */
    const char *formula; /* with the numbers of this value: "(73.2 - 0) / (100 - 0) x 100 = 73.2"; NULL: it has none */
    const char *basis;   /* what these numbers are, where they are no constants of the model; NULL: they are, all */
};

/** Another value that a value is made of, with the rows behind it. */
struct explained_input {
    const char *indicator, *title, *region, *region_name;
    char period[PERIOD_TEXT_SIZE];
    double weight;
    struct optional_number value;
    uint8_t observation;
    const struct trace *trace; /* NULL: no rows are known */
};

struct explained_indicator {
    const char *id, *title;
    const char *unit; /* NULL: none */
    const char *module;
    const char *module_title, *formula; /* NULL: not known */
    const char *source;                 /* NULL: it is made of other indicators */
    bool in_index;
    bool reversed; /* the higher, the safer */
    struct explained_option *options;
    size_t option_count;
    struct indicator_row row;
    struct indicator_row before; /* in the period before, if there is one */
    uint8_t raw_observation, treated_observation;
    char source_period[PERIOD_TEXT_SIZE]; /* of the observation that the value rests on; "" if there is none */
    struct explained_division division;
    const char *missing;   /* what fills its gaps, in words; NULL: nothing */
    const char *treatment; /* what was done to the values before they were normalised; NULL: nothing */
    struct explained_normalisation normalisation;
    const char *weight_formula; /* "40/60 x 60/100", from the leaf up; NULL: the weight is not of that kind */
    double reference;           /* normalised value at which it counts as absent */
    const struct trace *trace;  /* rows of its source; NULL: not known */
    struct explained_input *inputs;
    size_t input_count;
    size_t inputs_in_all; /* of which those that weigh most are here */
};

/** A reservation about a node or an indicator. */
struct explained_gap {
    const char *id, *title;
    const char *words; /* "the value is carried from an earlier period; it is that of 2022" */
};

/** A part of a difference between two scores. */
struct explained_difference {
    const char *id, *title;
    bool is_here, is_there;                           /* the indicator is part of the index of the one, of the other */
    struct optional_number here, there;               /* normalised values */
    struct optional_number part_here, part_there;     /* parts of the two scores */
    struct optional_number weight_here, weight_there; /* effective */
    double difference;
};

/** The score beside another one: of another region, or of the model with other values. */
struct explained_comparison {
    bool given;
    struct explained_score score; /* the other one */
    const char **overrides;       /* of the model that would be: "path=value" */
    size_t override_count;
    bool is_split; /* both scores are there, so that their difference can be told */
    double difference;
    struct explained_difference *parts; /* in model order, then what only the other one has; they add up to it */
    size_t part_count;
};

struct explanation {
    struct arena arena;
    const char *model_id, *model_title, *model_version, *model_file;
    const char *model_sha256;
    uint64_t model_bytes;
    const char **overrides; /* with which the model was read: "path=value" */
    size_t override_count;
    double scale[2];
    enum frequency frequency;
    struct explained_score score;
    char before[PERIOD_TEXT_SIZE]; /* the period before; "" if there is none */
    struct explained_hold hold;
    struct optional_number base; /* the score with all of its indicators at their reference; the parts share it */
    bool parts_sampled;
    size_t main[EXPLAINED_MAIN]; /* indicators: the largest parts of the score, then those of the change */
    size_t main_count;
    struct explained_comparison against; /* difference: the score less that of the other region */
    struct explained_comparison what_if; /* difference: what would be, less the score */
    struct explained_node *nodes;
    size_t node_count;
    struct explained_indicator *indicators; /* in model order, those outside the index too */
    size_t indicator_count;
    double weight_sum, contribution_sum, change_sum; /* of all indicators; the latter two are score and change */
    struct explained_gap *gaps;
    size_t gap_count;
    const struct result_source *sources;
    size_t source_count;
    const struct input_file *tables;
    size_t table_count;
};

#endif
