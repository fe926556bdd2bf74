/** Running a run again: whether it gives the same bytes, and if not, what is not as it was. */
#ifndef TOCSIN_AUDIT_VERIFY_H
#define TOCSIN_AUDIT_VERIFY_H

#include "archive/saved_run.h"
#include "base/output.h"

/** What was found. All that is not as it was is reported, too. */
struct verification {
    size_t files; /* of the folder, its manifest not counted */
    struct saved_check folder;
    bool model_found, model_changed;
    size_t inputs; /* files that the run has read */
    bool inputs_compared;
    size_t inputs_changed, inputs_missing, inputs_new;
    bool repeated;      /* the run was made again */
    size_t other_files; /* that came out otherwise */
};

struct verify_request {
    const char *directory;
    const char *model; /* where the model file is now; NULL: where the manifest says */
    /** Writes the files that the folder has, as the result has them now, to a target, each whole, datapackage.json
     * last.
     */
    tocsin_status (*write)(tocsin_context *context, const struct saved_run *run, const struct result *result,
                           const struct output_target *target);
};

/**
 * Checks the folder, finds the model and its inputs, and if they are those of the run makes the run again and compares
 * every file. Writes nothing. Fails with DATA if something differs, with NO_INPUT if all that is wrong is that
 * something is missing, else as the run. `verification` is filled in whatever the outcome, unless the manifest cannot
 * be read.
 */
tocsin_status verify_run(tocsin_context *context, const struct verify_request *request,
                         struct verification *verification);

#endif
