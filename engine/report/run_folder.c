/** The run folder: the documents that were asked for, and its descriptors. */
#include "report/output_folder.h"

enum { MOST_DOCUMENTS = 32 }; /* bits of a set */

/** What the folder is written from. */
struct run_documents {
    const struct result *result;
    const struct report_document *documents[MOST_DOCUMENTS];
};

static void write_document(const struct output_folder *folder, size_t file, struct output *output)
{
    const struct run_documents *run = folder->subject;
    run->documents[file]->write(output, run->result, folder->options);
}

/** Picks the documents that were asked for; names all that there are. */
static size_t choose_documents(uint32_t bits, struct run_documents *run, struct folder_file *files,
                               const char *names[MOST_DOCUMENTS + 1])
{
    size_t known = 0;
    size_t chosen = 0;
    for (const struct report_document *document = report_documents; document->write && known < MOST_DOCUMENTS;
         document++) {
        names[known++] = document->file.name;
        if (bits & document->bit) {
            files[chosen].is = document->file;
            run->documents[chosen++] = document;
        }
    }
    names[known] = NULL;
    return chosen;
}

tocsin_status report_write_folder(tocsin_context *context, const struct result *result, const char *directory,
                                  uint32_t documents, bool replace, const struct report_options *options)
{
    struct run_documents run = {.result = result};
    struct provenance provenance;
    struct folder_file files[MOST_DOCUMENTS + FOLDER_DESCRIPTORS] = {0};
    const char *names[MOST_DOCUMENTS + 1];
    struct output_folder folder = {
        .provenance = &provenance,
        .options = options,
        .names = names,
        .files = files,
        .file_count = choose_documents(documents, &run, files, names),
        .write = write_document,
        .subject = &run,
    };
    if (folder.file_count == 0) { /* a package of nothing is none */
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct arena arena;
    arena_begin(&arena, context);
    tocsin_status status = provenance_copy(&arena, result, &provenance);
    if (status == TOCSIN_OK) {
        status = output_folder_write(context, &folder, directory, replace);
    }
    arena_end(&arena);
    return status;
}
