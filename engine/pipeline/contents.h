/** What the sources of a model hold, all together, where the model leaves its regions or periods to them. */
#ifndef TOCSIN_PIPELINE_CONTENTS_H
#define TOCSIN_PIPELINE_CONTENTS_H

#include "input/source.h"
#include "pipeline/plan.h"

/**
 * Looks into every source that an indicator reads. Faults of their files are not reported but noted in
 * `contents->faulty`: reading the sources for the indicators reports them, with all others. Fails for standard input.
 */
tocsin_status contents_search(struct plan *plan, struct source_contents *contents);
/** True if an indicator reads the source. */
bool contents_is_read(const struct tocsin_model *model, size_t source);
/** Reports the faults that can be seen without knowing the regions, for a run that comes to nothing anyway. */
tocsin_status contents_report(struct plan *plan);

#endif
