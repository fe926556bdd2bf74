/** Reading the texts of a case: tables without quoting, options, values in braces; and reference files as such texts.
 */
#ifndef TOCSIN_TESTS_CASE_TEXT_H
#define TOCSIN_TESTS_CASE_TEXT_H

#include "indicators/indicator.h"
#include "suite.h"

/** A fault of the test's own text: says what and fails the test for good. */
void case_require(bool holds, const char *what, const char *text);
/** True if there is any text. */
static inline bool case_given(const char *text)
{
    return text && *text;
}

/** Cuts off and returns the text up to the next separator outside braces; NULL at the end. */
char *case_cut(char **rest, char separator);
size_t case_count(const char *text, char wanted);
/** "a,b|1,2|3,4" as a table; line 1 is the header. */
struct text_table *case_table(struct arena *arena, const char *text, const char *name);
/** The inside of "{...}". */
const char *case_unbraced(struct arena *arena, const char *text);
/** The next bits of SplitMix64 (Steele, Lea and Flood 2014): the same everywhere. */
uint64_t case_random(uint64_t *seed);

#endif
