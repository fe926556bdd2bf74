/**
 * A folder of outputs, whatever they are of: its files, then datapackage.json, and manifest.json last; whole or not at
 * all.
 */
#ifndef TOCSIN_REPORT_OUTPUT_FOLDER_H
#define TOCSIN_REPORT_OUTPUT_FOLDER_H

#include "panel/provenance.h"
#include "report/report.h"

/** A file, and what was written into it. */
struct folder_file {
    struct file_description is;
    uint64_t bytes;
    char sha256[HASH_TEXT_SIZE];
};

struct output_folder {
    const char *what;        /* of the model it holds, in a word, for names: "analysis"; NULL for its scores */
    const char *description; /* the same in a sentence; NULL: none */
    const struct provenance *provenance; /* what that was made of */
    const struct report_options *options;
    const char *const *names;  /* of files, ended by NULL, that a folder may hold beside the descriptors if it is
                                  replaced */
    struct folder_file *files; /* in the order in which they are written; there is room for two more */
    size_t file_count;
    /** Writes one of the files. */
    void (*write)(const struct output_folder *folder, size_t file, struct output *output);
    const void *subject; /* for `write` */
};

enum { FOLDER_DESCRIPTORS = 2 };

/** Fails with CANNOT_CREATE, IO, INTERRUPTED or MEMORY; then nothing new is there. Changes `files`. */
tocsin_status output_folder_write(tocsin_context *context, struct output_folder *folder, const char *directory,
                                  bool replace);

/** Writes the files and datapackage.json to a target instead. Fails with what the target fails with. */
tocsin_status output_folder_write_to(tocsin_context *context, struct output_folder *folder,
                                     const struct output_target *target);

/* The descriptors, of the files written so far. */

void datapackage_json_write(struct output *output, const struct output_folder *folder);
/** Fails with TOCSIN_ERROR_MEMORY. */
tocsin_status manifest_json_write(tocsin_context *context, struct output *output, const struct output_folder *folder);

#endif
