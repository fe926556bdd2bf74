/**
 * Runs an indicator module on a case written as text (tests/cases/README.md): options, input rows, regions, frame. The
 * stand-in for model, input and pipeline in the unit tests of modules.
 */
#ifndef TOCSIN_TESTS_MODULE_RUN_H
#define TOCSIN_TESTS_MODULE_RUN_H

#include "indicators/indicator.h"
#include "suite.h"
#include "support.h"

/** All texts may be NULL or empty except the module's name and the input. */
struct module_case {
    const char *module;
    const char *options;
    const char *input;
    const char *regions;
    const char *frame;
};

/** How the rows reach the module. SHUFFLED + n: shuffled and cut into up to seven shards, each n in a way of its own.
 */
enum { IN_ONE_PASS, BACKWARDS, IN_SHARDS, IN_SHARDS_BACKWARDS, RUN_ORDERS, SHUFFLED = RUN_ORDERS };

struct module_run {
    struct counted counted; /* the module's context, whose memory can be made to fail */
    struct arena arena;
    struct counted own_counted; /* that of what stands in for model, input and pipeline */
    struct arena own;
    const struct indicator_module *module;
    const char *id;
    struct option_value *options;
    struct region_table *regions;
    struct neighbour_table *neighbours;
    struct period_axis axis;
    bool has_axis;
    struct coverage coverage;
    bool has_coverage;
    const char *covered_regions;
    enum frequency finest;
    struct text_table *rows; /* the input */
    struct record *records;  /* as rows; fields once prepare has asked for columns */
    struct column_set columns;
    const char **input_ids; /* of a module made of others */
    size_t *inputs;
    size_t input_count;
    struct panel *panel;
    size_t column; /* of the module in the panel */
    void *state;   /* as finish left it; NULL if it was not reached */
    struct indicator_frame frame;
    tocsin_status status; /* the first that was not OK */
};

/** Reads the case and runs the module; what went wrong with the module stands in `status` and the diagnostics. A case
 * that cannot be read fails the test. */
void module_run_begin(struct module_run *run, const struct module_case *given, unsigned order);
/** The same with an allocator that fails after so many calls. */
void module_run_begin_failing(struct module_run *run, const struct module_case *given, unsigned order,
                              size_t fail_after);
/** Fails every allocation in turn: the module says so each time and leaks nothing. */
void module_run_without_memory(const struct module_case *given);
/** The module's cell for a period as text and a region's id; fails the test if there is none. */
size_t module_run_cell(const struct module_run *run, const char *period, const char *region);
/** What the rows weigh in a value together. */
struct module_weights {
    double sum, magnitude; /* of the weights, and of their magnitudes */
    double kept;           /* product of 1 - weight */
    size_t rows;           /* that have a part */
    double last;           /* weight of the last of them */
};
/** The weights of all rows in the value of a period and region (positions). */
struct module_weights module_run_weigh(const struct module_run *run, size_t period, size_t region);
/** True if the module's values, statuses and bounds are the same bits in both. */
bool module_run_same(const struct module_run *left, const struct module_run *right);
/** True if nothing leaked. */
bool module_run_end(struct module_run *run);

/** The value of one cell in one pass, for short tests; fails the test if it is missing or there was a warning. */
double module_value(const struct module_case *given, const char *period, const char *region);

/** Reads an option's value as a model file's scalar would give it; false if it is not of its type. */
bool module_option_read(struct arena *arena, const struct option_descriptor *option, const char *text,
                        struct option_value *value);

/** A column of a reference file and what the input of a case calls it. */
struct column_pick {
    const char *column;
    const char *name;
};
/**
 * Chosen columns of reference files (below the reference folder, compressed or not) as input of a case, to be freed;
 * NULL if one is not here. Rows whose first picked field begins with '#' are tags and left out.
 */
char *module_input_of_files(const char *const *files, size_t file_count, const struct column_pick *picks,
                            size_t pick_count);

#endif
