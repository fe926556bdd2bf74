/** All indicator modules, in name order; the list is generated from the files of this folder. */
#ifndef TOCSIN_INDICATORS_REGISTRY_H
#define TOCSIN_INDICATORS_REGISTRY_H

#include "indicators/indicator.h"

extern const struct indicator_module *const indicator_registry[]; /* NULL at the end */

size_t indicator_count(void);
/** NULL if there is no such module. */
const struct indicator_module *indicator_find(const char *name);
/** "number", "choice", ... */
const char *option_type_name(enum option_type type);
/** "events", "developments", "agreements", "series", "indicators". */
const char *indicator_input_name(enum indicator_input input);

#endif
