/** Files of a source: paths, patterns and lists of both, in name order. */
#ifndef TOCSIN_MODEL_FILE_PATTERN_H
#define TOCSIN_MODEL_FILE_PATTERN_H

#include "model/keys.h"

/** Reads `file` of a source into its recipe. A pattern that matches nothing is a fault, and so is a file named twice.
 */
void file_pattern_read(struct reader *reader, const struct named_value *value, struct source_recipe *source);

#endif
