/** Folders of outputs that appear whole or not at all. */
#include "base/atomic_file.h"
#include "base/diagnostics.h"
#include "base/folder_placing.h"
#include "base/folder_removal.h"
#include "base/memory.h"
#include "base/scope.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PREFIX_NAME_SIZE = 160, /* bytes of the target's name that go into the temporary one */
    MOST_ATTEMPTS = 100     /* to find a name that is free */
};

struct atomic_folder {
    tocsin_context *context;
    struct arena texts;
    const char *target;       /* path as given, without slashes at its end */
    const char *const *names; /* of what a folder may hold that is replaced; the first must be there */
    bool replace;
    bool failed;
    struct folder_placing placing; /* its `parent` is open, or -1 */
    int temporary;                 /* open folders and file; -1: none */
    int subfolder;
    int file;
    int write_error; /* errno of a failed write */
    const char *file_name;
    struct output *output;
};

static const char *error_text(int error)
{
    return strerror_l(error, scope_locale());
}

static bool is_full(int error)
{
    return error == ENOSPC || error == EDQUOT;
}

/** Reports a failed step on a path. */
static tocsin_status report(tocsin_context *context, enum diagnostic_code code, const char *path, const char *step,
                            int error)
{
    if (is_full(error)) {
        return diagnostics_report(context, DIAGNOSTIC_OUTPUT_DISK_FULL, (struct location){path, 0, 0},
                                  "make room and run again; nothing was left behind", "no room for %s '%s': %s", step,
                                  path, error_text(error));
    }
    return diagnostics_report(context, code, (struct location){path, 0, 0}, NULL, "%s '%s' failed: %s", step, path,
                              error_text(error));
}

static tocsin_status report_memory(tocsin_context *context, const char *path)
{
    return diagnostics_report(context, DIAGNOSTIC_OUT_OF_MEMORY, (struct location){path, 0, 0}, NULL,
                              "no memory to write '%s'", path);
}

static void close_if_open(int *file)
{
    if (*file >= 0) {
        close(*file);
        *file = -1;
    }
}

/** fsync(2); file systems that have nothing to sync say EINVAL or ENOTSUP. */
static int sync_descriptor(int file)
{
    int result;
    do {
        result = fsync(file);
    } while (result != 0 && errno == EINTR);
    return result == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno;
}

static void destroy(struct atomic_folder *folder)
{
    close_if_open(&folder->file);
    close_if_open(&folder->subfolder);
    close_if_open(&folder->temporary);
    close_if_open(&folder->placing.parent);
    output_destroy(folder->context, folder->output);
    arena_end(&folder->texts);
    memory_release(folder->context, folder);
}

/** Splits the path into its parent, which is opened, and its last component. */
static tocsin_status open_parent(struct atomic_folder *folder, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    char *target = arena_copy(&folder->texts, path, length);
    const char *slash = target ? strrchr(target, '/') : NULL;
    size_t parent_length = slash == target ? 1 : (size_t)(slash - target);
    const char *parent = slash ? arena_copy(&folder->texts, target, parent_length) : ".";
    if (!target || !parent) {
        return report_memory(folder->context, path);
    }
    folder->target = target;
    folder->placing.name = slash ? slash + 1 : target;
    if (!folder->placing.name[0] || text_equal(folder->placing.name, ".") || text_equal(folder->placing.name, "..")) {
        return diagnostics_report(folder->context, DIAGNOSTIC_OUTPUT_CANNOT_CREATE, (struct location){path, 0, 0}, NULL,
                                  "'%s' does not name a folder that can be made", path);
    }
    folder->placing.parent = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->placing.parent >= 0) {
        return TOCSIN_OK;
    }
    if (errno == ENOENT || errno == ENOTDIR) {
        return diagnostics_report(folder->context, DIAGNOSTIC_OUTPUT_NO_PARENT, (struct location){path, 0, 0},
                                  "make it first: only the last folder of the path is made",
                                  "cannot create '%s': folder '%s' does not exist", target, parent);
    }
    return report(folder->context, DIAGNOSTIC_OUTPUT_CANNOT_CREATE, parent, "opening folder", errno);
}

/**
 * Whether the target is a folder with the file that must be there, and what else it holds that is not known; 0 or the
 * error that kept us from seeing it.
 */
static int look_into(const struct atomic_folder *folder, bool *is_run, char other[FOLDER_NAME_SIZE])
{
    *is_run = false;
    other[0] = '\0';
    int target = openat(folder->placing.parent, folder->placing.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (target < 0) {
        return errno == ENOTDIR || errno == ELOOP ? 0 : errno;
    }
    struct stat about;
    int error = 0;
    if (folder->names && fstatat(target, folder->names[0], &about, AT_SYMLINK_NOFOLLOW) == 0) {
        *is_run = S_ISREG(about.st_mode);
        error = *is_run && !folder_find_other(target, folder->names, other) ? errno : 0;
    } else if (folder->names && errno != ENOENT) {
        error = errno;
    }
    close(target);
    return error;
}

static tocsin_status report_exists(const struct atomic_folder *folder)
{
    return diagnostics_report(folder->context, DIAGNOSTIC_OUTPUT_EXISTS, (struct location){folder->target, 0, 0},
                              "choose another folder, or ask for it to be replaced", "'%s' exists already",
                              folder->target);
}

/** Looks at what stands at the target; `*exists` only if it is there and may be replaced. */
static tocsin_status check_target(const struct atomic_folder *folder, bool *exists)
{
    struct stat about;
    if (fstatat(folder->placing.parent, folder->placing.name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT) {
            return report(folder->context, DIAGNOSTIC_OUTPUT_CANNOT_CREATE, folder->target, "looking at", errno);
        }
        *exists = false;
        return TOCSIN_OK;
    }
    if (!folder->replace) {
        return report_exists(folder);
    }
    bool is_run = false;
    char other[FOLDER_NAME_SIZE];
    int error = look_into(folder, &is_run, other);
    if (error) {
        return report(folder->context, DIAGNOSTIC_OUTPUT_CANNOT_CREATE, folder->target, "looking into", error);
    }
    if (!is_run) {
        return diagnostics_report(folder->context, DIAGNOSTIC_OUTPUT_NOT_A_RUN, (struct location){folder->target, 0, 0},
                                  "choose another folder, or remove it yourself",
                                  "'%s' is not replaced, because it is not a folder of outputs with its '%s'",
                                  folder->target, folder->names ? folder->names[0] : "");
    }
    if (other[0] != '\0') {
        return diagnostics_report(folder->context, DIAGNOSTIC_OUTPUT_NOT_A_RUN, (struct location){folder->target, 0, 0},
                                  "choose another folder, or move what is not written anew out of it",
                                  "'%s' is not replaced, because '%s' in it would be lost", folder->target, other);
    }
    *exists = true;
    return TOCSIN_OK;
}

/**
 * Opens and locks the temporary folder, so that it is not taken for an abandoned one; EAGAIN if another process did
 * take it for one between its making and its locking. Where there are no locks, nothing is ever taken for abandoned.
 */
static int open_temporary(struct atomic_folder *folder)
{
    folder->temporary =
        openat(folder->placing.parent, folder->placing.temporary_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder->temporary < 0) {
        return errno == ENOENT ? EAGAIN : errno;
    }
    struct stat about;
    if ((flock(folder->temporary, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) ||
        fstat(folder->temporary, &about) != 0 || about.st_nlink == 0) {
        close_if_open(&folder->temporary);
        return EAGAIN;
    }
    return 0;
}

/** Makes a folder under a name of its own; 0 or the error, EAGAIN if another name may do. */
static int try_temporary(struct atomic_folder *folder)
{
    int error = folder_random_name(folder->placing.prefix, folder->placing.temporary_name);
    if (error) {
        return error;
    }
    if (mkdirat(folder->placing.parent, folder->placing.temporary_name, 0777) != 0) {
        return errno == EEXIST ? EAGAIN : errno;
    }
    error = open_temporary(folder);
    if (error) {
        folder_remove(folder->placing.parent, folder->placing.temporary_name);
    }
    return error;
}

static tocsin_status make_temporary(struct atomic_folder *folder)
{
    int error = EAGAIN;
    for (int attempt = 0; attempt < MOST_ATTEMPTS && error == EAGAIN; attempt++) {
        error = try_temporary(folder);
    }
    return error ? report(folder->context, DIAGNOSTIC_OUTPUT_CANNOT_CREATE, folder->target, "creating folder", error)
                 : TOCSIN_OK;
}

static tocsin_status prepare(struct atomic_folder *folder, const char *path)
{
    tocsin_status status = open_parent(folder, path);
    if (status != TOCSIN_OK) {
        return status;
    }
    bool exists;
    status = check_target(folder, &exists);
    if (status != TOCSIN_OK) {
        return status;
    }
    snprintf(folder->placing.prefix, sizeof folder->placing.prefix, ".%.*s.tocsin-", PREFIX_NAME_SIZE,
             folder->placing.name);
    folder_remove_abandoned(folder->placing.parent, folder->placing.prefix);
    return make_temporary(folder);
}

tocsin_status atomic_folder_begin(tocsin_context *context, const char *path, bool replace, const char *const *names,
                                  struct atomic_folder **folder)
{
    struct atomic_folder *begun = memory_allocate(context, 1, sizeof *begun);
    if (!begun) {
        return report_memory(context, path);
    }
    begun->context = context;
    begun->replace = replace;
    begun->names = names;
    begun->placing.parent = begun->temporary = begun->subfolder = begun->file = -1;
    arena_begin(&begun->texts, context);
    tocsin_status status = prepare(begun, path);
    if (status != TOCSIN_OK) {
        destroy(begun);
        return status;
    }
    *folder = begun;
    return TOCSIN_OK;
}

/** The sink of an output: all bytes, or the error is kept. */
static int write_all(void *user, const char *bytes, size_t size)
{
    struct atomic_folder *folder = user;
    while (size > 0) {
        ssize_t written = write(folder->file, bytes, size);
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        } else if (written == 0 || errno != EINTR) {
            folder->write_error = written == 0 ? EIO : errno;
            return 1;
        }
    }
    return 0;
}

static bool is_plain_name(const char *name, size_t length)
{
    return length > 0 && length < FOLDER_NAME_SIZE && !text_equal_bytes(".", name, length) &&
           !text_equal_bytes("..", name, length) && !memchr(name, '/', length);
}

/** Opens the subfolder that a name begins with, made if it is not there; none if it begins with none. */
static int open_subfolder(struct atomic_folder *folder, const char *name, const char *slash)
{
    if (!slash) {
        return 0;
    }
    char subfolder[FOLDER_NAME_SIZE];
    snprintf(subfolder, sizeof subfolder, "%.*s", (int)(slash - name), name);
    if (mkdirat(folder->temporary, subfolder, 0777) != 0 && errno != EEXIST) {
        return errno;
    }
    folder->subfolder = openat(folder->temporary, subfolder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return folder->subfolder < 0 ? errno : 0;
}

static int open_file(struct atomic_folder *folder, const char *name)
{
    const char *slash = strchr(name, '/');
    int error = open_subfolder(folder, name, slash);
    if (error) {
        return error;
    }
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    folder->file =
        slash ? openat(folder->subfolder, slash + 1, flags, 0666) : openat(folder->temporary, name, flags, 0666);
    if (folder->file < 0) {
        error = errno;
        close_if_open(&folder->subfolder);
    }
    return error;
}

/** The path of a file as it will be, for messages. */
static const char *join_path(struct atomic_folder *folder, const char *name)
{
    size_t size = strlen(folder->target) + strlen(name) + 2;
    char *path = arena_allocate(&folder->texts, size, 1);
    if (path) {
        snprintf(path, size, "%s/%s", folder->target, name);
    }
    return path;
}

tocsin_status atomic_folder_open(struct atomic_folder *folder, const char *name, struct output **output)
{
    const char *slash = strchr(name, '/');
    bool usable = slash ? is_plain_name(name, (size_t)(slash - name)) && is_plain_name(slash + 1, strlen(slash + 1))
                        : is_plain_name(name, strlen(name));
    if (!usable || folder->output) {
        return diagnostics_report(folder->context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, NULL,
                                  usable ? "'%s' is opened while another file is open" : "'%s' is no name of a file",
                                  name);
    }
    const char *path = join_path(folder, name);
    struct output *created = path ? output_create(folder->context, write_all, folder) : NULL;
    if (!created) {
        return report_memory(folder->context, name);
    }
    int error = open_file(folder, name);
    if (error) {
        output_destroy(folder->context, created);
        folder->failed = true;
        return report(folder->context, DIAGNOSTIC_OUTPUT_CANNOT_CREATE, path, "creating", error);
    }
    folder->file_name = path;
    folder->write_error = 0;
    folder->output = created;
    *output = created;
    return TOCSIN_OK;
}

/** Everything out of the buffer and onto the disk. */
static tocsin_status finish_file(struct atomic_folder *folder)
{
    if (!output_flush(folder->output)) {
        if (folder->write_error) {
            return report(folder->context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, folder->file_name, "writing",
                          folder->write_error);
        }
        return diagnostics_report(folder->context, DIAGNOSTIC_INTERNAL, (struct location){folder->file_name, 0, 0},
                                  NULL, "what was to be written to '%s' cannot be written", folder->file_name);
    }
    int error = sync_descriptor(folder->file);
    if (!error && folder->subfolder >= 0) {
        error = sync_descriptor(folder->subfolder);
    }
    return error ? report(folder->context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, folder->file_name, "syncing", error)
                 : TOCSIN_OK;
}

/** close(2) may be the first to tell of a failed write. The descriptor is gone even when it fails. */
static tocsin_status close_file(struct atomic_folder *folder)
{
    int file = folder->file;
    folder->file = -1;
    if (close(file) != 0 && errno != EINTR) {
        return report(folder->context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, folder->file_name, "closing", errno);
    }
    return TOCSIN_OK;
}

tocsin_status atomic_folder_close(struct atomic_folder *folder, char hash_text[HASH_TEXT_SIZE], uint64_t *bytes)
{
    if (!folder->output) {
        return TOCSIN_ERROR_INTERNAL;
    }
    tocsin_status status = finish_file(folder);
    if (status == TOCSIN_OK) {
        status = close_file(folder);
    }
    close_if_open(&folder->file);
    close_if_open(&folder->subfolder);
    if (status == TOCSIN_OK && hash_text) {
        hash_end(&folder->output->hash, hash_text);
    }
    if (status == TOCSIN_OK && bytes) {
        *bytes = folder->output->bytes;
    }
    output_destroy(folder->context, folder->output);
    folder->output = NULL;
    folder->failed |= status != TOCSIN_OK;
    return status;
}

/** Syncs the folder, makes it appear, and syncs that. */
static tocsin_status place(struct atomic_folder *folder)
{
    int error = sync_descriptor(folder->temporary);
    if (error) {
        return report(folder->context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, folder->target, "syncing folder", error);
    }
    bool exists = false;
    tocsin_status status = check_target(folder, &exists);
    if (status != TOCSIN_OK) {
        return status;
    }
    error = exists ? folder_place_by_exchange(&folder->placing) : folder_place_as_new(&folder->placing);
    if (error == EEXIST && !exists) {
        return report_exists(folder);
    }
    if (error) {
        return report(folder->context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, folder->target, "renaming to", error);
    }
    error = sync_descriptor(folder->placing.parent);
    if (error) {
        folder_take_back(&folder->placing);
        return report(folder->context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, folder->target, "syncing the parent of", error);
    }
    return TOCSIN_OK;
}

/** The replaced folder is of no more use; the run has succeeded even if it cannot be removed. */
static void remove_old(const struct atomic_folder *folder)
{
    const char *old = folder_replaced(&folder->placing);
    if (old && !folder_remove(folder->placing.parent, old)) {
        diagnostics_report(folder->context, DIAGNOSTIC_OUTPUT_OLD_REMAINS, (struct location){folder->target, 0, 0},
                           "remove it yourself", "the replaced folder could not be removed, it is '%s' beside '%s'",
                           old, folder->target);
    }
}

tocsin_status atomic_folder_commit(struct atomic_folder *folder)
{
    tocsin_status status = folder->failed || folder->output ? TOCSIN_ERROR_INTERNAL : place(folder);
    if (status != TOCSIN_OK) {
        atomic_folder_discard(folder);
        return status;
    }
    remove_old(folder);
    destroy(folder);
    return TOCSIN_OK;
}

void atomic_folder_discard(struct atomic_folder *folder)
{
    if (!folder) {
        return;
    }
    close_if_open(&folder->file);
    if (folder->placing.how == FOLDER_NOT_PLACED) {
        folder_remove(folder->placing.parent, folder->placing.temporary_name);
    }
    destroy(folder);
}
