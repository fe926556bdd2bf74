/** An explanation in the making. Included by analysis/explain*.c only. */
#ifndef TOCSIN_ANALYSIS_EXPLAINING_H
#define TOCSIN_ANALYSIS_EXPLAINING_H

#include "analysis/explain.h"
#include "base/text.h"

struct explaining {
    tocsin_context *context;
    const struct explain_request *request;
    const struct result *result;
    size_t region, period;
    bool has_before; /* there is a period before it */
    struct explanation *made;
    bool lost; /* a text was not to be had */
};

/* Its parts: explain_tree.c, explain_indicator.c, explain_difference.c, explain_gaps.c */
tocsin_status explain_nodes(struct explaining *all);
tocsin_status explain_indicators(struct explaining *all);
tocsin_status explain_comparisons(struct explaining *all);
tocsin_status explain_gaps(struct explaining *all);

/* Of an indicator: explain_normalisation.c, explain_recipe.c, explain_inputs.c */
tocsin_status explain_normalisation(struct explaining *all, size_t position, struct explained_indicator *indicator);
tocsin_status explain_recipe(struct explaining *all, size_t position, struct explained_indicator *indicator);
tocsin_status explain_inputs(struct explaining *all, size_t position, struct explained_indicator *indicator);

/** The headline of a region and period of a result. */
void explain_headline(const struct result *result, size_t region, size_t period, struct explained_score *score);

/* Texts: explain_words.c */

/** Begins a text. */
struct text_buffer explain_text(const struct explaining *all);
/** Ends a text and keeps it; NULL if it is empty, or lost for want of memory. */
const char *explain_keep(struct explaining *all, struct text_buffer *text);
/** A number in a formula: eight significant digits. */
void explain_number(struct text_buffer *text, double value);
/** "a - b", and "a + b" where b is below zero. */
void explain_minus(struct text_buffer *text, double from, double taken);

#endif
