/** Compares the files of a run folder with what its manifest says of them. */
#include "archive/saved_run.h"
#include "base/context.h"
#include "base/file_input.h"
#include "base/folder_removal.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FOREIGN = 20 }; /* files that are not of the run, by name; more would be a folder of something else */

static const char manifest_name[] = "manifest.json";

struct checking {
    tocsin_context *context;
    struct arena arena;
    const struct saved_run *run;
    struct saved_check check;
};

static tocsin_status check_file(struct checking *checking, const struct saved_file *file)
{
    char sha256[HASH_TEXT_SIZE];
    uint64_t bytes = 0;
    struct stat about;
    const char *path = saved_run_path(&checking->arena, checking->run, file->name);
    if (!path) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct location at = {path, 0, 0};
    if (stat(path, &about) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        checking->check.missing++;
        return diagnostics_report(checking->context, DIAGNOSTIC_SAVED_FILE_MISSING, at, NULL,
                                  "is missing, though the manifest lists it");
    }
    tocsin_status status = file_digest(checking->context, path, at, sha256, &bytes);
    if (status != TOCSIN_OK) {
        checking->check.missing += status == TOCSIN_ERROR_NO_INPUT;
        return status;
    }
    if (bytes == file->bytes && text_equal(sha256, file->sha256)) {
        return TOCSIN_OK;
    }
    checking->check.changed++;
    char hint[2 * HASH_TEXT_SIZE + 32];
    snprintf(hint, sizeof hint, "SHA-256 is %s, was %s", sha256, file->sha256);
    return diagnostics_report(checking->context, DIAGNOSTIC_SAVED_FILE_CHANGED, at, hint,
                              "is not as it was written: %llu bytes, %llu then", (unsigned long long)bytes,
                              (unsigned long long)file->bytes);
}

/** Reports what else is in the folder. */
static tocsin_status find_foreign(struct checking *checking, int folder)
{
    const struct saved_run *run = checking->run;
    const char **names = arena_allocate(&checking->arena, run->file_count + MOST_FOREIGN + 2, sizeof *names);
    if (!names) {
        return TOCSIN_ERROR_MEMORY;
    }
    size_t count = 0;
    names[count++] = manifest_name;
    for (size_t i = 0; i < run->file_count; i++) {
        names[count++] = run->files[i].name;
    }
    char other[FOLDER_NAME_SIZE];
    while (checking->check.foreign < MOST_FOREIGN && lseek(folder, 0, SEEK_SET) == 0 &&
           folder_find_other(folder, names, other) && other[0] != '\0') {
        const char *name = arena_text(&checking->arena, other);
        const char *path = name ? saved_run_path(&checking->arena, run, name) : NULL;
        if (!path) {
            return TOCSIN_ERROR_MEMORY;
        }
        names[count++] = name;
        checking->check.foreign++;
        diagnostics_report(checking->context, DIAGNOSTIC_SAVED_FILE_FOREIGN, (struct location){path, 0, 0}, NULL,
                           "is not a file of the run: the manifest does not list it");
    }
    return TOCSIN_OK;
}

static tocsin_status check_all(struct checking *checking)
{
    const struct saved_run *run = checking->run;
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < run->file_count; i++) {
        status = context_progress(checking->context, "check", i, run->file_count);
        if (status == TOCSIN_OK) {
            status = check_file(checking, &run->files[i]);
        }
        if (diagnostics_stop(status)) {
            return status;
        }
    }
    int folder = open(run->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        status = find_foreign(checking, folder);
        close(folder);
    }
    return diagnostics_stop(status) ? status : TOCSIN_OK;
}

tocsin_status saved_run_check_files(tocsin_context *context, const struct saved_run *run, struct saved_check *check)
{
    struct checking checking = {.context = context, .run = run};
    uint64_t mark = diagnostics_mark(context);
    arena_begin(&checking.arena, context);
    tocsin_status status = check_all(&checking);
    arena_end(&checking.arena);
    if (check) {
        *check = checking.check;
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    bool differs = checking.check.changed > 0 || checking.check.foreign > 0;
    return differs ? TOCSIN_ERROR_DATA : diagnostics_since(context, mark);
}
