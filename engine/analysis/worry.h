/**
 * What to worry about, in sentences: those of a kind are gathered, and the worst of them become findings of the
 * analysis, the rest a number.
 */
#ifndef TOCSIN_ANALYSIS_WORRY_H
#define TOCSIN_ANALYSIS_WORRY_H

#include "analysis/study.h"
#include "base/page.h"

/** Worries of one kind. Zero-initialise the rest. */
struct worry_list {
    struct study *study;
    enum concern concern;
    const char *table;
    const char *others; /* of those that are not told: "pairs of one node have a correlation above 0.9" */
    struct worry *worries;
    size_t count, capacity;
};

/** Adds a sentence; the larger `size`, the earlier it is told. NaN is the smallest. */
void worry_add(struct worry_list *list, double size, const char *format, ...) __attribute__((format(printf, 3, 4)));
/** Makes findings of the lists, one after the other. */
tocsin_status worry_tell(struct worry_list *lists, size_t count);

/** Two decimals, as findings show coefficients; returns `text`. */
const char *worry_number(char text[NUMBER_TEXT_SIZE], double value);

/** Puts the serious findings first; those alike keep their order. */
tocsin_status worry_sort(struct study *study);

#endif
