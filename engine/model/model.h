/** A model that was read and checked: what to measure, how to score it. Everything lives in its arena. */
#ifndef TOCSIN_MODEL_MODEL_H
#define TOCSIN_MODEL_MODEL_H

#include "base/hash.h"
#include "indicators/indicator.h"
#include "recipe/alert.h"
#include "recipe/index.h"
#include "recipe/source.h"

/** A file that the model names. `path` NULL: none. */
struct model_file {
    const char *path;  /* resolved against the model file */
    const char *named; /* as the model names it */
    struct location at;
};

struct indicator_recipe {
    const char *id;
    const char *title; /* the id if none is given */
    const char *unit;  /* the module's if none is given and it has one of its own; else NULL */
    const struct indicator_module *module;
    size_t source;                /* position in the model's sources; SIZE_MAX for INPUT_INDICATORS */
    struct option_value *options; /* by position in the module's table; tables are read by the pipeline */
    size_t *inputs;               /* positions of the indicators that the options name, in order of first appearance */
    size_t input_count;
    enum direction direction;
    struct denominator per;
    struct missing_rule missing;
    struct treatment_list treat;
    struct normalisation normalise;
    struct statistics_over over;
    bool in_index;
    struct optional_number reference; /* normalised value at which it counts as absent; not given: the lower end of the
                                         scale */
    struct location at;
};

struct tocsin_model {
    struct arena arena;
    tocsin_context *context;
    const char *path;
    char sha256[HASH_TEXT_SIZE];
    uint64_t bytes;
    const char *text;                         /* the file as it was read: `bytes` bytes, and a NUL */
    const struct text_table *structure_table; /* NULL: none */
    const char **overrides;                   /* "path=value", as given */
    size_t override_count;
    const char *id;
    const char *title;   /* the id if none is given */
    const char *version; /* "" if none is given */
    double scale[2];
    struct model_file regions;          /* path NULL: the regions found in the data */
    struct column_name *region_columns; /* of the regions file: what it calls the columns that are known here */
    size_t region_column_count;
    struct model_file neighbours; /* path NULL: none */
    struct model_file structure;  /* path NULL: none */
    bool has_frequency;           /* not given: the finest of the data's */
    enum frequency frequency;
    bool has_from, has_to;
    period_number from, to; /* if not given: the data's */
    struct source_recipe *sources;
    size_t source_count;
    struct indicator_recipe *indicators;
    size_t indicator_count;
    size_t *order; /* positions of the indicators such that inputs come before those that use them */
    struct index_tree tree;
    struct level_rules levels;
    struct alert_rules alerts;
    struct screening screen;
    bool has_uncertainty; /* the model asks for a range */
    uint64_t seed;
};

#endif
