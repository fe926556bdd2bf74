/** Documents of a finished run: each renders a result, nothing else. */
#ifndef TOCSIN_REPORT_REPORT_H
#define TOCSIN_REPORT_REPORT_H

#include "base/output.h"
#include "panel/result.h"

struct table; /* report/table.h */

struct report_options {
    int digits; /* decimals; -1: shortest text that reads back to the same double */
};

/** An output file as datapackage.json tells of it. */
struct file_description {
    const char *name;
    const char *title;
    const char *resource;      /* its name in datapackage.json; NULL for a descriptor, which is not in there */
    const char *format;        /* csv, json, txt */
    const char *media_type;    /* RFC 6838 */
    const struct table *table; /* of a CSV file; NULL for others */
};

/** A document of the run folder. */
struct report_document {
    uint32_t bit; /* TOCSIN_SCORES_CSV, ... */
    struct file_description file;
    void (*write)(struct output *output, const struct result *result, const struct report_options *options);
};

/** All documents, in the order in which they are written; the last has no write function. */
extern const struct report_document report_documents[];

/**
 * Writes the whole run folder: the documents whose bits are set, datapackage.json, and manifest.json last.
 * Fails with ARGUMENT (no document asked for), CANNOT_CREATE, IO, INTERRUPTED or MEMORY; then nothing new is there.
 */
tocsin_status report_write_folder(tocsin_context *context, const struct result *result, const char *directory,
                                  uint32_t documents, bool replace, const struct report_options *options);

#endif
