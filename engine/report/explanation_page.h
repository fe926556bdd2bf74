/** The page of an explanation while it is written, and its sections. Included by report/explanation_*.c only. */
#ifndef TOCSIN_REPORT_EXPLANATION_PAGE_H
#define TOCSIN_REPORT_EXPLANATION_PAGE_H

#include "base/page.h"
#include "panel/explanation.h"

struct explanation_page {
    struct page page;
    const struct explanation *explanation;
    int digits;      /* decimals of scores, normalised values and parts */
    int digits_said; /* decimals of those in sentences */
};

/* Sections, in the order of the page: explanation_headline.c, _reasons.c, _difference.c, _tree.c, _sum.c,
 * _indicators.c, _sources.c */
void explanation_page_score(struct explanation_page *text);
void explanation_page_reasons(struct explanation_page *text);
void explanation_page_differences(struct explanation_page *text);
void explanation_page_tree(struct explanation_page *text);
void explanation_page_sum(struct explanation_page *text);
void explanation_page_indicators(struct explanation_page *text);
void explanation_page_gaps(struct explanation_page *text);
void explanation_page_sources(struct explanation_page *text);

/* The rows and values behind an indicator: explanation_rows.c */
void explanation_page_rows(struct explanation_page *text, const struct explained_indicator *indicator);

/** ", between 61.2 and 64.9, level high, rank 1 of 9", as far as it is known. explanation_headline.c */
void explanation_page_standing(struct explanation_page *text, const struct explained_score *score);
/** "Data stand for 80% of the weight; 20% of it is imputed."; `data` is the first word. */
void explanation_page_support(struct explanation_page *text, const char *data, const struct score_row *row);

/** A heading after an empty line. */
void explanation_page_heading(struct explanation_page *text, const char *heading);
/** "Pakistan (PAK)"; the one name if they are the same. */
void explanation_page_name(struct explanation_page *text, const char *name, const char *id);

/* Numbers; all return `number`. Those on the scale have at most 11 bytes. explanation_text.c: */

/** On the scale, as tables show it. */
const char *explanation_page_number(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE], double value);
const char *explanation_page_change(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE], double value);
/** On the scale, as sentences say it. */
const char *explanation_page_points(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE], double value);
const char *explanation_page_moved(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE], double value);
/** In a unit of its own. */
const char *explanation_page_value(char number[NUMBER_TEXT_SIZE], double value);
/** True if sentences would say 0 of it. */
bool explanation_page_is_nothing(const struct explanation_page *text, double value);

#endif
