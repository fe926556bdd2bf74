/** Documents of a finished run: each renders a result, nothing else. */
#ifndef TOCSIN_REPORT_REPORT_H
#define TOCSIN_REPORT_REPORT_H

#include "base/output.h"
#include "panel/result.h"

struct table; /* report/table.h */

struct report_options {
    int digits;                /* decimals; -1: shortest text that reads back to the same double */
    const struct table *table; /* of the document in hand, if its columns are made for every result; else NULL */
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
    bool always; /* in every run folder, whatever was asked for */
    /** NULL: every result has it. */
    bool (*applies)(const struct result *result);
    /** Makes the table of a document whose columns depend on the result; NULL: `file` has it. */
    const struct table *(*make_table)(struct arena *arena, const struct result *result);
};

/** All documents, in the order in which they are written; the last has no write function. */
extern const struct report_document report_documents[];

/** The document of a bit; NULL if there is none. */
const struct report_document *report_document_find(uint32_t bit);
/** The bits of the documents that a folder has for which these were asked: with those that are in every one, without
 * those that the result has not. 0 if none that it has was asked for. */
uint32_t report_documents_chosen(const struct result *result, uint32_t asked);

/**
 * Writes one document. Fails with ARGUMENT (the result has no such document) or MEMORY; a sink that refuses is seen
 * when the output is flushed.
 */
tocsin_status report_document_write(tocsin_context *context, const struct report_document *document,
                                    const struct result *result, const struct report_options *options,
                                    struct output *output);

/**
 * Writes the documents and datapackage.json, as a run folder would have them, to a target. Fails as report_write_folder
 * or with what the target fails with.
 */
tocsin_status report_write_documents(tocsin_context *context, const struct result *result, uint32_t documents,
                                     const struct report_options *options, const struct output_target *target);

/**
 * Writes the whole run folder: the documents whose bits are set, datapackage.json, and manifest.json last.
 * Fails with ARGUMENT (no document asked for), CANNOT_CREATE, IO, INTERRUPTED or MEMORY; then nothing new is there.
 */
tocsin_status report_write_folder(tocsin_context *context, const struct result *result, const char *directory,
                                  uint32_t documents, bool replace, const struct report_options *options);

#endif
