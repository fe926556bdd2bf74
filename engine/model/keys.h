/** Inside of the reader: what a model is read into on its way, and the setters that the schema's table names. */
#ifndef TOCSIN_MODEL_KEYS_H
#define TOCSIN_MODEL_KEYS_H

#include "model/names.h"
#include "model/reader.h"
#include "model/values.h"

/** A source on its way into the model. */
struct source_keys {
    struct source_recipe recipe;
    unsigned format;
    const struct document_node *file; /* `file` or `files`, whichever is given */
    const struct document_node *files;
    bool used;
};

/** `covers` as given. */
struct covers_keys {
    struct schema_date from, to;
    const char *const *regions;
    size_t region_count;
};

/** A step of treatment, with what it says for the whole list. */
struct step_keys {
    struct treatment treatment;
    bool combine, always;
};

/** How missing values are filled, with what it names. */
struct missing_keys {
    struct missing_rule rule;
    struct schema_reference group, indicator;
};

/** A normalisation, with the base of a ratio as given. */
struct normalise_keys {
    struct normalisation normalisation;
    struct schema_date from, to;
};

/** How children are weighted, with the comparisons as given. */
struct weights_keys {
    struct weighting weighting;
    const struct document_node *matrix;
};

/** An aggregation with the place of its formula. */
struct aggregate_keys {
    struct aggregation aggregation;
    const struct document_node *expression;
};

/** An indicator on its way into the model. */
struct indicator_keys {
    struct indicator_recipe recipe;
    struct schema_reference module;
    struct schema_reference source;
    struct schema_reference column;
    struct schema_reference per;
    bool own_missing; /* `missing` is its own, not that of `defaults` */
    bool source_is_default;
    bool hides_source; /* a fault hides which source it names */
    bool has_direction;
    const struct document_node *options; /* NULL: none */
    bool used;                           /* by the index or another indicator */
    size_t input_capacity;
};

/** A node of the index on its way into the model. */
struct node_keys {
    struct index_node node;
    struct schema_reference indicator;      /* of a leaf */
    const struct document_node *expression; /* of the aggregation by a formula */
    const struct document_node *weights;    /* `weights` as given; NULL: not given */
    const struct document_node *aggregate;  /* `aggregate` as given; NULL: not given */
    const struct document_node *children;
};

/** A rise of the score that is worth an alert. */
struct jump_keys {
    double points;
    struct schema_reference level;
};

struct record_keys {
    uint32_t periods;
};

/** What counts as small numbers. */
struct small_numbers_keys {
    struct schema_reference indicator;
    uint32_t periods;
    double before, now;
};

/** `alerts` as given. */
struct alerts_keys {
    struct jump_keys jump;
    bool has_jump;
    struct record_keys record;
    uint32_t stale;
    struct small_numbers_keys small_numbers;
    bool has_small_numbers;
};

struct periods_keys {
    unsigned frequency;
    bool has_frequency;
    struct schema_date from, to;
};

struct reader {
    struct workspace *workspace;
    tocsin_context *context;
    struct tocsin_model *model;
    bool touch_files; /* patterns are expanded; else they stay as they are */
    struct document_node *root;
    struct place place; /* "the model" */
    /* in model order, parallel to the model's arrays */
    struct source_keys *sources;
    size_t source_capacity;
    struct indicator_keys *indicators;
    size_t indicator_capacity;
    struct node_keys *nodes;
    size_t node_capacity;
    struct names source_names;
    struct names indicator_names;
    struct indicator_keys indicator_defaults;
    struct node_keys node_defaults;
    bool *default_option_used; /* by position in indicator_defaults.options */
    bool has_stdin;            /* something already reads standard input */
    bool indicator_unknown;    /* a fault hides which indicator is meant: one that seems unused need not be */
    bool source_unknown;       /* the same of a source */
    tocsin_status status;      /* of reading the structure table */
};

/* schema_read.c */

/** Sets what the rows of an object have as defaults. `target` is what the object is read into. */
void schema_initialise(enum schema_object object, void *target);
/** Reads a mapping by the rows of the object: unknown keys, missing keys, every value. False if it is no mapping. */
bool schema_read(struct reader *reader, enum schema_object object, const struct document_node *node,
                 const struct place *place, void *target);
/** Reads a method: its name alone or a mapping with its parameters. What is not given keeps its default. */
bool schema_read_method(struct reader *reader, enum schema_object object, const struct document_node *node,
                        const char *key, const struct place *place, void *target);
/** The value of a row by its type. */
void schema_read_value(struct reader *reader, const struct schema_row *row, const struct document_node *node,
                       const struct place *place, void *target);
struct named_value schema_named(struct reader *reader, const struct schema_value *value);
/** Reports that of two keys only one may be given, at the second. */
void schema_fault_exclusive(struct reader *reader, const struct place *place, struct location at, const char *key,
                            const char *other);

/* Setters, by the file that has them. reader.c: */
void reader_set_regions(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_periods(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_structure(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_version_number(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_scale(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_screen(struct reader *reader, const struct schema_value *value, void *target);
/* reader_sources.c: */
void reader_set_sources(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_columns(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_region_columns(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_where(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_missing_texts(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_covers(struct reader *reader, const struct schema_value *value, void *target);
/* reader_indicators.c: */
void reader_set_defaults(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_indicators(struct reader *reader, const struct schema_value *value, void *target);
/** What indicators and nodes are before `defaults` and their own keys are read. */
void reader_begin_indicators(struct reader *reader);
/* reader_methods.c: */
void reader_set_missing(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_treat(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_treat_steps(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_over(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_aggregate(struct reader *reader, const struct schema_value *value, void *target);
/* reader_normalise.c: */
void reader_set_normalise(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_reference_region(struct reader *reader, const struct schema_value *value, void *target);
/* reader_weights.c: */
void reader_set_weights(struct reader *reader, const struct schema_value *value, void *target);
/* reader_index.c: */
void reader_set_index(struct reader *reader, const struct schema_value *value, void *target);
/* reader_levels.c: */
void reader_set_levels(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_bands(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_hysteresis(struct reader *reader, const struct schema_value *value, void *target);
void reader_set_uncertainty(struct reader *reader, const struct schema_value *value, void *target);
/* reader_alerts.c: */
void reader_set_alerts(struct reader *reader, const struct schema_value *value, void *target);
/** The alerts of a model that says nothing of them. */
void reader_begin_alerts(struct tocsin_model *model);

/* reader_options.c */

/** Reads the options of an indicator whose module is known, with the defaults filled in. */
void reader_read_options(struct reader *reader, struct indicator_keys *indicator, const struct place *place);
/** Faults if an expression over these names cannot be compiled. */
void reader_check_expression(struct reader *reader, const struct document_node *node, const struct place *place,
                             const char *const *names, size_t count);

/* reader_references.c */

/** Finds the indicators that an indicator names as its denominator or stand-in, when all are known. */
void reader_find_references(struct reader *reader, struct indicator_keys *indicator);

/* structure.c */

/** Replaces the document's `indicators` and `index` by what the structure table says. */
void structure_expand(struct reader *reader, model_table_reader read_table, void *user);

/* checker.c */

/** Checks what keys mean together, and puts the indicators in order. */
void checker_check(struct reader *reader);
/* checker_weights.c */
void checker_weights(struct reader *reader, const struct node_keys *keys, const struct index_node *node);
/* checker_order.c */
void checker_order(struct reader *reader);

/* reader.c */

/** As model_read for a text that is already there: no file is touched, and patterns stay as they are. */
tocsin_status model_read_memory(tocsin_context *context, const char *path, const char *bytes, size_t size,
                                const tocsin_override *overrides, size_t override_count, model_table_reader read_table,
                                void *user, tocsin_model **model);

#endif
