/** The measured values of two runs side by side: which differ and for what cause; and panels that are mixtures of both.
 */
#ifndef TOCSIN_AUDIT_COMPARE_PANELS_H
#define TOCSIN_AUDIT_COMPARE_PANELS_H

#include "archive/saved_run.h"
#include "audit/compare_models.h"

/** Values of an indicator, or of a column of the regions, that differ for one cause. */
struct compare_tally {
    size_t values, regions;
    period_number first, last; /* of them; not of columns of the regions */
};

enum { VALUE_REVISED, VALUE_NEW, VALUE_KINDS }; /* there in A, or not */

struct compare_panels {
    const struct compare_models *models;
    const struct saved_run *run[SIDE_COUNT];
    const struct saved_panel *panel[SIDE_COUNT];
    bool *resourced;  /* [indicator of A]: files that it is read from differ, or of what it is made of */
    bool *unbordered; /* [indicator of A]: it rests on who borders on whom, and that file differs */
    enum comparison_cause (*cause)[VALUE_KINDS]; /* [indicator of A]: of values that differ, if it is measured alike */
    struct compare_tally (*tally)[CAUSE_COUNT];  /* [indicator of A] */
    struct compare_tally (*column)[VALUE_KINDS]; /* [column of A's regions], of those that methods work with */
    bool regions;                                /* other ones, or in another order */
    bool periods[VALUE_KINDS];                   /* some are scored in A only; in B only */
    bool lead_with_method;     /* how long before the first scored period is measured is a matter of method */
    bool unexplained;          /* values differ that nothing known of the runs explains: they count as method */
    bool differs[CAUSE_COUNT]; /* weights apart */
};

/** Compares the values. Everything lives in the arena. Fails with MEMORY. */
tocsin_status compare_panels_make(struct arena *arena, const struct compare_models *models,
                                  const struct saved_run *const runs[SIDE_COUNT],
                                  const struct saved_panel *const panels[SIDE_COUNT], struct compare_panels *made);

/**
 * The panel in which the causes of `in` are as in B and the others as in A, for a model with the indicators of B if
 * method is among them, else of A. It lives in the arena. Fails with MEMORY.
 */
tocsin_status compare_panels_mix(struct arena *arena, const struct compare_panels *panels, const bool in[CAUSE_COUNT],
                                 struct saved_panel *mixture);

#endif
