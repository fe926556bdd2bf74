/**
 * What numbers were made of: the model, how it was called, the files that were read and what became of their rows. A
 * copy of that part of a result, for descriptors of what is made of it; it outlives the result.
 */
#ifndef TOCSIN_PANEL_PROVENANCE_H
#define TOCSIN_PANEL_PROVENANCE_H

#include "panel/result.h"

/** A run folder that something was made of. */
struct provenance_run {
    const char *letter; /* "a", "b" */
    const char *folder;
    const char *engine_version, *model_id, *model_version, *model_sha256;
    const char *from, *to;    /* first and last period scored */
    struct input_file *files; /* that were read; their rows are not counted */
    size_t file_count;
};

struct provenance {
    const char *model_id, *model_title, *model_version, *model_file;
    char model_sha256[HASH_TEXT_SIZE];
    uint64_t model_bytes;
    const char *command;    /* NULL if not told */
    const char **overrides; /* "path=value" */
    size_t override_count;
    uint64_t seed;
    struct period_axis scored; /* all periods that were scored, reported or not */
    size_t lead;               /* periods before them that were measured, too */
    const char *from, *to;     /* first and last period reported, ISO 8601; NULL if none is */
    const char **regions;      /* ids of those reported; NULL: all */
    size_t region_count;
    const char *previous; /* run folder that the run went on from; NULL: none */
    struct result_source *sources;
    size_t source_count;
    struct input_file *tables; /* regions, neighbours, structure and option tables */
    size_t table_count;
    const struct provenance_run *runs; /* run folders that were read, if it was not sources */
    size_t run_count;
    uint64_t finding_totals[3]; /* by severity */
};

/** Copies all of it into the arena. Fails with TOCSIN_ERROR_MEMORY. */
tocsin_status provenance_copy(struct arena *arena, const struct result *result, struct provenance *provenance);

#endif
