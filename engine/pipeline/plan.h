/**
 * The plan of a run: what the model says, with everything resolved that only the data can tell: regions, periods,
 * neighbours, tables that options name.
 */
#ifndef TOCSIN_PIPELINE_PLAN_H
#define TOCSIN_PIPELINE_PLAN_H

#include "model/model.h"
#include "panel/result.h"

/** Which of the slots that a source was asked for one indicator has asked for. */
struct asked_columns {
    size_t first, count; /* in the column set's `asked` */
};

struct plan {
    tocsin_context *context;
    struct arena *arena; /* of the result */
    const struct tocsin_model *model;
    struct region_table *regions;
    struct region_match *match;
    struct neighbour_table *neighbours; /* NULL: none */
    double **denominators;              /* [indicator]: NULL, or [region] what `per` divides by; NAN where missing */
    uint32_t **groups;                  /* [indicator]: NULL, or [region] group for a mean; UINT32_MAX: none */
    const bool **covered;               /* [source][region]: what `covers` names; NULL for a source that covers all */
    struct period_axis scored;
    struct period_axis measured; /* the scored periods and `lead` before them; pipeline/lead.h */
    size_t lead;
    struct option_value **options; /* [indicator]: as the model's, with the tables read */
    struct input_file *tables;     /* regions, neighbours, structure and option tables */
    size_t table_count;
    size_t table_capacity;
    /* what measuring leaves behind, for a second look at the sources; NULL before */
    void **states;               /* [indicator]: as finish left them */
    struct column_set *columns;  /* [source] */
    struct asked_columns *asked; /* [indicator] */
    bool readable;               /* sources can be read, even if the run cannot be made */
    bool reported;               /* their faults were, as far as they can be seen without the regions */
};

/**
 * Resolves everything, reporting all problems. The plan's texts live in `arena` and the model's arena.
 * Fails with NO_INPUT, DATA, MODEL, IO or MEMORY; plan_end is to be called in any case.
 */
tocsin_status plan_begin(tocsin_context *context, struct arena *arena, const struct tocsin_model *model,
                         struct plan *plan);
/**
 * A plan for values that were measured before: regions, groups and what is divided by, periods, nothing else. No source
 * is looked for; `lead` of the measured periods come before the scored ones. Fails as plan_begin does.
 */
tocsin_status plan_begin_measured(tocsin_context *context, struct arena *arena, const struct tocsin_model *model,
                                  struct region_table *regions, const struct period_axis *measured, size_t lead,
                                  struct plan *plan);
void plan_end(struct plan *plan);

/** Reads a model's structure table; a model_table_reader for model_read. `user` is the context. */
tocsin_status plan_read_structure(void *user, struct arena *arena, const struct model_file *file,
                                  const struct text_table **table);

#endif
