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
    const struct output_target *target;
    uint64_t total; /* files */
};

/** Closes the open file and takes down what was written. */
static tocsin_status close_file(struct writing *writing)
{
    struct folder_file *file = &writing->outputs->files[writing->outputs->file_count];
    tocsin_status status = writing->target->close(writing->target->user, file->sha256, &file->bytes);
    writing->outputs->file_count += status == TOCSIN_OK;
    return status;
}

static tocsin_status write_file(struct writing *writing)
{
    struct output_folder *outputs = writing->outputs;
    struct output *output;
    const char *name = outputs->files[outputs->file_count].is.name;
    tocsin_status status = context_progress(writing->context, "write", outputs->file_count, writing->total);
    if (status == TOCSIN_OK) {
        status = writing->target->open(writing->target->user, name, &output);
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
    tocsin_status status = writing->target->open(writing->target->user, name, &output);
    if (status == TOCSIN_OK && name == package) {
        datapackage_json_write(output, outputs);
    } else if (status == TOCSIN_OK) {
        status = manifest_json_write(writing->context, output, outputs);
    }
    return status == TOCSIN_OK ? close_file(writing) : status;
}

/** Writes the files and datapackage.json. */
static tocsin_status write_files(struct writing *writing)
{
    tocsin_status status = TOCSIN_OK;
    size_t count = writing->outputs->file_count;
    writing->outputs->file_count = 0;
    while (status == TOCSIN_OK && writing->outputs->file_count < count) {
        status = write_file(writing);
    }
    return status == TOCSIN_OK ? write_descriptor(writing, package) : status;
}

tocsin_status output_folder_write_to(tocsin_context *context, struct output_folder *folder,
                                     const struct output_target *target)
{
    struct writing writing = {context, folder, target, folder->file_count + 1};
    return write_files(&writing);
}

/* ---- a folder on disk */

static tocsin_status open_in_folder(void *user, const char *name, struct output **output)
{
    return atomic_folder_open(user, name, output);
}

static tocsin_status close_in_folder(void *user, char sha256[HASH_TEXT_SIZE], uint64_t *bytes)
{
    return atomic_folder_close(user, sha256, bytes);
}

/** The whole of it: files, then what describes them. */
static tocsin_status write_folder(struct writing *writing)
{
    tocsin_status status = write_files(writing);
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
    struct atomic_folder *made = NULL;
    arena_begin(&arena, context);
    const char *const *names = name_files(&arena, folder);
    tocsin_status status = names ? atomic_folder_begin(context, directory, replace, names, &made) : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK) {
        struct output_target target = {open_in_folder, close_in_folder, made};
        struct writing writing = {context, folder, &target, folder->file_count + FOLDER_DESCRIPTORS};
        status = write_folder(&writing);
        if (status == TOCSIN_OK) {
            status = atomic_folder_commit(made);
        } else {
            atomic_folder_discard(made);
        }
    }
    arena_end(&arena);
    return status;
}
