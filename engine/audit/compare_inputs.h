/** What two runs were measured from: which indicators rest on files that differ. */
#ifndef TOCSIN_AUDIT_COMPARE_INPUTS_H
#define TOCSIN_AUDIT_COMPARE_INPUTS_H

#include "audit/compare_panels.h"

/** Fills in `resourced` and `unbordered`, which there is room for, of indicators that both models have. */
void compare_inputs_find(struct compare_panels *panels);

/** True if the files of a source are the same, by their hashes; the sources go by their ids. */
bool compare_inputs_same_source(const struct saved_run *const runs[SIDE_COUNT], const char *id_a, const char *id_b);

/** What the manifest has of a table that the model names; NULL if `named` is, or if it has none. */
const struct saved_input *compare_inputs_table(const struct saved_run *run, const char *named);

#endif
