/** The run folder: documents, datapackage.json, manifest.json last; whole or not at all. */
#include "base/atomic_file.h"
#include "base/context.h"
#include "report/written_file.h"
#include <string.h>

/** A folder that holds it was written by a run, and may be replaced by one. */
static const char marker[] = "manifest.json";
static const char package[] = "datapackage.json";
enum { DESCRIPTORS = 2 }; /* the two of them */

struct run_folder {
    tocsin_context *context;
    const struct result *result;
    const struct report_options *options;
    struct atomic_folder *folder;
    struct written_files written;
    uint64_t done, total; /* files */
};

/** Closes the open file and takes down what was written. */
static tocsin_status close_file(struct run_folder *run, const char *name, const struct report_document *document)
{
    if (run->written.count == MOST_WRITTEN_FILES) {
        return TOCSIN_ERROR_INTERNAL;
    }
    struct written_file *file = &run->written.files[run->written.count];
    *file = (struct written_file){.name = name, .document = document};
    tocsin_status status = atomic_folder_close(run->folder, file->sha256, &file->bytes);
    if (status == TOCSIN_OK) {
        run->written.count++;
        run->done++;
    }
    return status;
}

static tocsin_status write_document(struct run_folder *run, const struct report_document *document)
{
    struct output *output;
    tocsin_status status = context_progress(run->context, "write", run->done, run->total);
    if (status == TOCSIN_OK) {
        status = atomic_folder_open(run->folder, document->name, &output);
    }
    if (status == TOCSIN_OK) {
        document->write(output, run->result, run->options);
        status = close_file(run, document->name, document);
    }
    return status;
}

static tocsin_status write_package(struct run_folder *run)
{
    struct output *output;
    tocsin_status status = atomic_folder_open(run->folder, package, &output);
    if (status == TOCSIN_OK) {
        datapackage_json_write(output, run->result, &run->written);
        status = close_file(run, package, NULL);
    }
    return status;
}

static tocsin_status write_manifest(struct run_folder *run)
{
    struct output *output;
    tocsin_status status = atomic_folder_open(run->folder, marker, &output);
    if (status == TOCSIN_OK) {
        status = manifest_json_write(run->context, output, run->result, run->options, &run->written);
    }
    if (status == TOCSIN_OK) {
        status = close_file(run, marker, NULL);
    }
    return status;
}

static tocsin_status write_files(struct run_folder *run, uint32_t documents)
{
    tocsin_status status = TOCSIN_OK;
    for (const struct report_document *document = report_documents; document->write && status == TOCSIN_OK;
         document++) {
        if (documents & document->bit) {
            status = write_document(run, document);
        }
    }
    if (status == TOCSIN_OK) {
        status = write_package(run);
    }
    if (status == TOCSIN_OK) {
        status = write_manifest(run);
    }
    if (status == TOCSIN_OK) {
        status = context_progress(run->context, "write", run->done, run->total);
    }
    return status;
}

/** All that a run may have written, the marker first. */
static void name_files(const char *names[MOST_WRITTEN_FILES + 1])
{
    size_t count = 0;
    names[count++] = marker;
    names[count++] = package;
    for (const struct report_document *document = report_documents; document->write && count < MOST_WRITTEN_FILES;
         document++) {
        names[count++] = document->name;
    }
    names[count] = NULL;
}

tocsin_status report_write_folder(tocsin_context *context, const struct result *result, const char *directory,
                                  uint32_t documents, bool replace, const struct report_options *options)
{
    struct run_folder run = {.context = context, .result = result, .options = options, .total = DESCRIPTORS};
    for (const struct report_document *document = report_documents; document->write; document++) {
        run.total += (documents & document->bit) != 0;
    }
    if (run.total == DESCRIPTORS) { /* a package of nothing is none */
        return TOCSIN_ERROR_ARGUMENT;
    }
    const char *names[MOST_WRITTEN_FILES + 1];
    name_files(names);
    tocsin_status status = atomic_folder_begin(context, directory, replace, names, &run.folder);
    if (status != TOCSIN_OK) {
        return status;
    }
    status = write_files(&run, documents);
    if (status != TOCSIN_OK) {
        atomic_folder_discard(run.folder);
        return status;
    }
    return atomic_folder_commit(run.folder);
}
