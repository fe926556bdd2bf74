/** Texts that stand for a missing value. */
#ifndef TOCSIN_INPUT_MISSING_TEXT_H
#define TOCSIN_INPUT_MISSING_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/** True if the text, blanks around it left out, is empty or one of `texts`; NULL: one of the usual ones (NA, N/A, ..,
 * NaN, null, -). */
bool missing_text_is(const char *const *texts, size_t count, const char *text, size_t length);

#endif
