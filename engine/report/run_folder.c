/** The run folder: the documents that were asked for, those that are in every one, and its descriptors. */
#include "report/output_folder.h"

enum { MOST_DOCUMENTS = 32 }; /* bits of a set */

/** What the folder is written from. */
struct run_documents {
    const struct result *result;
    const struct report_document *documents[MOST_DOCUMENTS];
    struct provenance provenance;
    struct folder_file files[MOST_DOCUMENTS + FOLDER_DESCRIPTORS];
    const char *names[MOST_DOCUMENTS + 1];
    struct output_folder folder;
};

static void write_document(const struct output_folder *folder, size_t file, struct output *output)
{
    const struct run_documents *run = folder->subject;
    struct report_options options = *folder->options;
    options.table = folder->files[file].is.table;
    run->documents[file]->write(output, run->result, &options);
}

/** Takes a document, with the table that its columns are in. */
static tocsin_status take_document(struct arena *arena, const struct report_document *document,
                                   struct run_documents *run)
{
    struct folder_file *file = &run->files[run->folder.file_count];
    file->is = document->file;
    if (document->make_table) {
        file->is.table = document->make_table(arena, run->result);
        if (!file->is.table) {
            return TOCSIN_ERROR_MEMORY;
        }
    }
    run->documents[run->folder.file_count++] = document;
    return TOCSIN_OK;
}

/** Picks the documents; names all that there are. */
static tocsin_status choose_documents(struct arena *arena, uint32_t asked, struct run_documents *run)
{
    size_t known = 0;
    uint32_t chosen = report_documents_chosen(run->result, asked);
    tocsin_status status = chosen != 0 ? TOCSIN_OK : TOCSIN_ERROR_ARGUMENT; /* a package of nothing is none */
    for (const struct report_document *document = report_documents;
         status == TOCSIN_OK && document->write && known < MOST_DOCUMENTS; document++) {
        run->names[known++] = document->file.name;
        if (chosen & document->bit) {
            status = take_document(arena, document, run);
        }
    }
    run->names[known] = NULL;
    return status;
}

/** Everything but the writing. */
static tocsin_status prepare_folder(struct arena *arena, const struct result *result, uint32_t documents,
                                    const struct report_options *options, struct run_documents **prepared)
{
    struct run_documents *run = arena_allocate(arena, 1, sizeof *run);
    if (!run) {
        return TOCSIN_ERROR_MEMORY;
    }
    run->result = result;
    run->folder = (struct output_folder){
        .provenance = &run->provenance,
        .options = options,
        .names = run->names,
        .files = run->files,
        .write = write_document,
        .subject = run,
    };
    tocsin_status status = choose_documents(arena, documents, run);
    if (status == TOCSIN_OK) {
        status = provenance_copy(arena, result, &run->provenance);
    }
    if (status == TOCSIN_OK) {
        *prepared = run;
    }
    return status;
}

tocsin_status report_write_documents(tocsin_context *context, const struct result *result, uint32_t documents,
                                     const struct report_options *options, const struct output_target *target)
{
    struct arena arena;
    struct run_documents *run = NULL;
    arena_begin(&arena, context);
    tocsin_status status = prepare_folder(&arena, result, documents, options, &run);
    if (status == TOCSIN_OK) {
        status = output_folder_write_to(context, &run->folder, target);
    }
    arena_end(&arena);
    return status;
}

tocsin_status report_write_folder(tocsin_context *context, const struct result *result, const char *directory,
                                  uint32_t documents, bool replace, const struct report_options *options)
{
    struct arena arena;
    struct run_documents *run = NULL;
    arena_begin(&arena, context);
    tocsin_status status = prepare_folder(&arena, result, documents, options, &run);
    if (status == TOCSIN_OK) {
        status = output_folder_write(context, &run->folder, directory, replace);
    }
    arena_end(&arena);
    return status;
}
