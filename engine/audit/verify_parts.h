/** Inside of verifying: the steps, each in its file. */
#ifndef TOCSIN_AUDIT_VERIFY_PARTS_H
#define TOCSIN_AUDIT_VERIFY_PARTS_H

#include "audit/verify.h"

/** A verification on its way. */
struct verifying {
    tocsin_context *context;
    struct arena arena;
    const struct verify_request *request;
    struct saved_run run;
    struct verification *found;
    const char *model_path; /* where the model file is now; NULL: it is not found */
    tocsin_model *model;    /* as it was then, its paths seen from where its file is now; NULL: it cannot be had */
    const char *previous;   /* where the run folder is that this one went on from; NULL: none, or it is not found */
};

/** The name of a file in a folder, as paths are put together in manifests. NULL if there is no memory. */
const char *verify_join(struct arena *arena, const char *folder, const char *name);

/* verify_model.c: each fails only where there is no going on; what is wrong with the run is reported and counted. */

/** Finds the model file, compares it, and reads the model. */
tocsin_status verify_find_model(struct verifying *verifying);
/** Finds the run folder that the run went on from. */
tocsin_status verify_find_previous(struct verifying *verifying);

/* verify_inputs.c */

/** Compares every file that the model names with those that were read. */
tocsin_status verify_inputs(struct verifying *verifying);
/** The table of the model that the manifest lists under a name; NULL if there is none. */
const struct saved_input *verify_find_table(const struct saved_run *run, const char *named);
/** The name that the manifest has for the states of the run before; NULL: it lists none. */
const char *verify_states_name(const struct verifying *verifying);

/* verify_files.c */

/** Writes the files of the result and compares them with those of the folder. */
tocsin_status verify_files(struct verifying *verifying, const struct result *result);

#endif
