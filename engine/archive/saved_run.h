/**
 * A run folder read back: what its manifest says, whether its files are still those that were written, the model that
 * was run and the values that were measured, so that it can be scored again without its sources.
 */
#ifndef TOCSIN_ARCHIVE_SAVED_RUN_H
#define TOCSIN_ARCHIVE_SAVED_RUN_H

#include "model/model.h"
#include "panel/panel.h"
#include "panel/region.h"
#include "panel/result.h"

/** An output file as the manifest has it. */
struct saved_file {
    const char *name;
    uint64_t bytes;
    const char *sha256;
};

/** An input file as the manifest has it. */
struct saved_input {
    const char *source; /* id; NULL: a table of the model */
    const char *named;
    uint64_t bytes, rows;
    const char *sha256;
};

/** A run folder. All texts live in the arena that it was opened with. */
struct saved_run {
    const char *directory; /* as the caller named it */
    const char *engine_version;
    const char *const *libraries; /* "name version" */
    size_t library_count;
    const char *model_id, *model_title, *model_version, *model_file, *model_sha256;
    uint64_t model_bytes;
    const tocsin_override *overrides;
    const bool *override_cut; /* [override_count]: absolute paths in its value were cut to their last part */
    size_t override_count;
    struct period_axis scored;
    size_t lead;                /* periods before the scored ones that were measured, too */
    const char *from, *to;      /* periods reported */
    const char *const *regions; /* reported; NULL: all */
    size_t region_count;
    uint64_t seed;
    bool has_digits;
    int digits;
    const char *previous; /* run folder that it went on from, as named then; NULL: none */
    const struct saved_input *inputs;
    size_t input_count;
    const struct saved_file *files;
    size_t file_count;
};

/**
 * Reads `directory`/manifest.json. Reports what is missing, not a manifest, of a newer schema, or of something else
 * than a run, and fails with NO_INPUT or DATA.
 */
tocsin_status saved_run_open(tocsin_context *context, struct arena *arena, const char *directory,
                             struct saved_run *run);

/** The file of that name; NULL if the run has none. */
const struct saved_file *saved_run_file(const struct saved_run *run, const char *name);
/** Path of a file of the folder; NULL if there is no memory. */
const char *saved_run_path(struct arena *arena, const struct saved_run *run, const char *name);

/* For whoever reads a file of the folder at `path`: */

/** Reports a file that the run has not, or that is not there as a plain file, and fails with NO_INPUT. */
tocsin_status saved_file_require(tocsin_context *context, const struct saved_run *run, const char *name,
                                 const char *path);
/** Reports a file whose hash is not that of the manifest, and fails with DATA. */
tocsin_status saved_file_same(tocsin_context *context, const struct saved_run *run, const char *name, const char *path,
                              const char *sha256);

/** How many files of a folder are not as they should be. */
struct saved_check {
    size_t changed, missing, foreign;
};
/**
 * Compares every file of the folder with the manifest, by size and SHA-256; reports those that differ, are missing, or
 * are not of the run. Fails with DATA (NO_INPUT if all that is wrong is that files are missing). `check` may be NULL;
 * it is filled in whether or not all is well.
 */
tocsin_status saved_run_check_files(tocsin_context *context, const struct saved_run *run, struct saved_check *check);

/**
 * The model that was run: model.yaml with the overrides, its structure from structure.csv. No source is looked for.
 * Fails with DATA if model.yaml is not the model of the manifest, NO_INPUT, MODEL, or MEMORY.
 */
tocsin_status saved_run_model(tocsin_context *context, const struct saved_run *run, tocsin_model **model);

/** The values that were measured. */
struct saved_panel {
    struct region_table *regions; /* with all columns of the regions' file */
    struct period_axis measured;  /* the scored periods and `lead` before them */
    size_t lead;
    struct panel *panel; /* [measured period][indicator of the model][region] */
};

/**
 * Reads regions.csv and measured.csv. `model` is what saved_run_model gave; it must have every column of measured.csv
 * that it has as indicators. Reports what is not as it was written and fails with DATA or NO_INPUT.
 */
tocsin_status saved_run_panel(tocsin_context *context, struct arena *arena, const struct saved_run *run,
                              const struct tocsin_model *model, struct saved_panel *saved);

#endif
