/** Looking things up in a run folder that was read back. */
#include "archive/saved_run.h"
#include "base/file_input.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

const struct saved_file *saved_run_file(const struct saved_run *run, const char *name)
{
    for (size_t i = 0; i < run->file_count; i++) {
        if (text_equal(run->files[i].name, name)) {
            return &run->files[i];
        }
    }
    return NULL;
}

const char *saved_run_path(struct arena *arena, const struct saved_run *run, const char *name)
{
    size_t folder = strlen(run->directory);
    size_t size = strlen(name) + 1;
    bool slash = folder > 0 && run->directory[folder - 1] != '/';
    char *path = arena_allocate(arena, folder + slash + size, 1);
    if (path) {
        memcpy(path, run->directory, folder);
        path[folder] = '/';
        memcpy(path + folder + slash, name, size);
    }
    return path;
}

tocsin_status saved_file_require(tocsin_context *context, const struct saved_run *run, const char *name,
                                 const char *path)
{
    struct location at = {path, 0, 0};
    if (!saved_run_file(run, name)) {
        return diagnostics_report(context, DIAGNOSTIC_SAVED_FILE_MISSING, at,
                                  "run the model again, with csv among its formats",
                                  "is not there: this run was written without it");
    }
    return file_is_plain(path) ? TOCSIN_OK
                               : diagnostics_report(context, DIAGNOSTIC_SAVED_FILE_MISSING, at, NULL,
                                                    "is missing, though the manifest lists it");
}

tocsin_status saved_file_same(tocsin_context *context, const struct saved_run *run, const char *name, const char *path,
                              const char *sha256)
{
    const struct saved_file *file = saved_run_file(run, name);
    if (file && text_equal(file->sha256, sha256)) {
        return TOCSIN_OK;
    }
    char hint[2 * HASH_TEXT_SIZE + 32];
    snprintf(hint, sizeof hint, "SHA-256 is %s, was %s", sha256, file ? file->sha256 : "not told");
    return diagnostics_report(context, DIAGNOSTIC_SAVED_FILE_CHANGED, (struct location){path, 0, 0}, hint,
                              "is not as it was written");
}
