/** The parts of an explanation of one score. */
#ifndef TOCSIN_ANALYSIS_EXPLANATION_H
#define TOCSIN_ANALYSIS_EXPLANATION_H

#include "base/page.h"
#include "panel/result_row.h"

struct explanation {
    struct page page;
    const struct result *result;
    size_t region, period;
    struct score_row score;
    bool has_before; /* there is a period before it */
    int digits;      /* decimals of scores, normalised values and contributions */
    char period_text[PERIOD_TEXT_SIZE];
    char before_text[PERIOD_TEXT_SIZE];
};

/* Its parts. explain_indicators.c, explain_sum.c: */
void explanation_indicators(struct explanation *explanation);
void explanation_sum(struct explanation *explanation);
/* explain_sources.c: */
void explanation_gaps(struct explanation *explanation);
void explanation_sources(struct explanation *explanation);

/** Numbers on the scale, and numbers in units of their own; all return `text`. Those
 * on the scale have at most 11 bytes. */
const char *explanation_number(const struct explanation *explanation, char text[NUMBER_TEXT_SIZE], double value);
const char *explanation_change(const struct explanation *explanation, char text[NUMBER_TEXT_SIZE], double value);
const char *explanation_value(char text[NUMBER_TEXT_SIZE], double value);

#endif
