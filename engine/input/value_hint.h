/** What to write in place of a text that is no number or no date, as far as its form tells. */
#ifndef TOCSIN_INPUT_VALUE_HINT_H
#define TOCSIN_INPUT_VALUE_HINT_H

#include <stddef.h>

enum { VALUE_HINT_SIZE = 256 };

/** Decimal commas, marks between thousands, units and words beside a number. Returns `hint`, or `otherwise`. */
const char *value_hint_number(const char *text, size_t length, const char *otherwise, char hint[VALUE_HINT_SIZE]);
/** Days in the order of 31/12/2023 or 12/31/2023, day numbers of spreadsheets, days that no calendar has. Returns
 * `hint`.
 */
const char *value_hint_date(const char *text, size_t length, char hint[VALUE_HINT_SIZE]);

#endif
