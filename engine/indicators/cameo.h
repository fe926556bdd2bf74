/**
 * The CAMEO scheme of political events: codes of two (root), three (base) and four digits (leaf), kept as text because
 * 010 is not 10, and their value on Goldstein's scale from -10 (conflict) to 10 (cooperation).
 */
#ifndef TOCSIN_INDICATORS_CAMEO_H
#define TOCSIN_INDICATORS_CAMEO_H

#include <stdbool.h>
#include <stddef.h>

enum { CAMEO_CODE_SIZE = 5 };

/** Reads a code of two to four digits, blanks around it allowed; false if it is none. Whether it exists is not asked.
 */
bool cameo_code_read(const char *text, size_t length, char code[CAMEO_CODE_SIZE]);
/**
 * Goldstein value of a code. A leaf that is not in the scheme takes its base's value, a base its root's; false if the
 * root does not exist either.
 */
bool cameo_goldstein(const char *code, double *goldstein);
/** The value of a code that is in the scheme itself; false if it is not. */
bool cameo_exists(const char *code, double *goldstein);
/** The next entry of a list of codes separated by blanks or commas; moves `*rest` on; false at the end. */
bool cameo_list_next(const char **rest, const char **entry, size_t *length);
/** True if the code or one that it is part of stands in `list`, codes separated by blanks or commas: 0621 is in "062".
 */
bool cameo_listed(const char *code, const char *list);

size_t cameo_count(void);
/** The code at `index` < cameo_count(), in order of text, with its own value. */
const char *cameo_code_at(size_t index, double *goldstein);

#endif
