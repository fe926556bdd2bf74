/** Writes a folder of outputs: its files, datapackage.json, manifest.json last; whole or not at all. */
#include "report/output_folder.h"
#include "base/atomic_file.h"
#include "base/context.h"

/** A folder that holds it is of our making, and may be replaced. */
static const char marker[] = "manifest.json";
static const char package[] = "datapackage.json";

struct writing {
    tocsin_context *context;
    struct output_folder *outputs; /* its `file_count` is that of the files written */
    struct atomic_folder *folder;
    uint64_t total; /* files */
};

/** Closes the open file and takes down what was written. */
static tocsin_status close_file(struct writing *writing)
{
    struct folder_file *file = &writing->outputs->files[writing->outputs->file_count];
    tocsin_status status = atomic_folder_close(writing->folder, file->sha256, &file->bytes);
    writing->outputs->file_count += status == TOCSIN_OK;
    return status;
}

static tocsin_status write_file(struct writing *writing)
{
    struct output_folder *outputs = writing->outputs;
    struct output *output;
    tocsin_status status = context_progress(writing->context, "write", outputs->file_count, writing->total);
    if (status == TOCSIN_OK) {
        status = atomic_folder_open(writing->folder, outputs->files[outputs->file_count].is.name, &output);
    }
    if (status == TOCSIN_OK) {
        outputs->write(outputs, outputs->file_count, output);
        status = close_file(writing);
    }
    return status;
}

static tocsin_status write_descriptor(struct writing *writing, const char *name)
{
    struct output_folder *outputs = writing->outputs;
    struct output *output;
    outputs->files[outputs->file_count] = (struct folder_file){.is = {.name = name}};
    tocsin_status status = atomic_folder_open(writing->folder, name, &output);
    if (status == TOCSIN_OK && name == package) {
        datapackage_json_write(output, outputs);
    } else if (status == TOCSIN_OK) {
        status = manifest_json_write(writing->context, output, outputs);
    }
    return status == TOCSIN_OK ? close_file(writing) : status;
}

static tocsin_status write_files(struct writing *writing)
{
    tocsin_status status = TOCSIN_OK;
    size_t count = writing->outputs->file_count;
    writing->outputs->file_count = 0;
    while (status == TOCSIN_OK && writing->outputs->file_count < count) {
        status = write_file(writing);
    }
    if (status == TOCSIN_OK) {
        status = write_descriptor(writing, package);
    }
    if (status == TOCSIN_OK) {
        status = write_descriptor(writing, marker);
    }
    return status == TOCSIN_OK ? context_progress(writing->context, "write", writing->total, writing->total) : status;
}

/** All that the folder may hold if it is replaced, the marker first; NULL if there is no memory. */
static const char *const *name_files(struct arena *arena, const struct output_folder *outputs)
{
    size_t count = 0;
    while (outputs->names[count]) {
        count++;
    }
    const char **names = arena_allocate(arena, count + FOLDER_DESCRIPTORS + 1, sizeof *names);
    if (names) {
        names[0] = marker;
        names[1] = package;
        for (size_t i = 0; i < count; i++) {
            names[FOLDER_DESCRIPTORS + i] = outputs->names[i];
        }
    }
    return names;
}

tocsin_status output_folder_write(tocsin_context *context, struct output_folder *folder, const char *directory,
                                  bool replace)
{
    struct arena arena;
    struct writing writing = {.context = context, .outputs = folder, .total = folder->file_count + FOLDER_DESCRIPTORS};
    arena_begin(&arena, context);
    const char *const *names = name_files(&arena, folder);
    tocsin_status status =
        names ? atomic_folder_begin(context, directory, replace, names, &writing.folder) : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK) {
        status = write_files(&writing);
        if (status == TOCSIN_OK) {
            status = atomic_folder_commit(writing.folder);
        } else {
            atomic_folder_discard(writing.folder);
        }
    }
    arena_end(&arena);
    return status;
}
