/** What is in a run folder so far, for the two descriptors that are written last. */
#ifndef TOCSIN_REPORT_WRITTEN_FILE_H
#define TOCSIN_REPORT_WRITTEN_FILE_H

#include "report/report.h"

struct written_file {
    const char *name;
    const struct report_document *document; /* NULL: a descriptor */
    uint64_t bytes;
    char sha256[HASH_TEXT_SIZE];
};

enum { MOST_WRITTEN_FILES = 32 }; /* bits of a set of documents */

struct written_files {
    struct written_file files[MOST_WRITTEN_FILES];
    size_t count;
};

/** Writes datapackage.json. */
void datapackage_json_write(struct output *output, const struct result *result, const struct written_files *written);
/** Writes manifest.json. Fails with TOCSIN_ERROR_MEMORY. */
tocsin_status manifest_json_write(tocsin_context *context, struct output *output, const struct result *result,
                                  const struct report_options *options, const struct written_files *written);

#endif
