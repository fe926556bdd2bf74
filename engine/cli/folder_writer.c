/**
 * A folder is built under a temporary name beside its final one, every file synced and its close checked, and appears
 * by one rename, which fails if anything but an empty folder is there. On failure nothing of it is left.
 */
#include "cli/folder_writer.h"
#include "cli/interrupt.h"
#include "cli/message.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
    const char *wanted;   /* as the user named it */
    char final[PATH_MAX]; /* the same without slashes at its end */
    char parent[PATH_MAX];
    char temporary[PATH_MAX];
};

static enum exit_code fail(const struct folder *folder, enum exit_code code, const char *step)
{
    char text[128];
    message_about(folder->wanted, NULL, "cannot %s: %s", step, strerror_r(errno, text, sizeof text));
    return code;
}

static bool join(char path[PATH_MAX], const char *folder, const char *name)
{
    int length = snprintf(path, PATH_MAX, "%s/%s", folder, name);
    return length > 0 && length < PATH_MAX;
}

/** Finds the names; the last part must be one that a folder can be renamed to. */
static enum exit_code name_folder(struct folder *folder, const char *path)
{
    folder->wanted = path;
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    if (length + sizeof "/.tocsin-init-XXXXXX" > PATH_MAX) {
        errno = ENAMETOOLONG;
        return fail(folder, EXIT_CODE_CANNOT_CREATE, "create the folder");
    }
    snprintf(folder->final, PATH_MAX, "%.*s", (int)length, path);
    const char *slash = strrchr(folder->final, '/');
    const char *name = slash ? slash + 1 : folder->final;
    if (*name == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        message_about(path, "name a folder to be made, e.g. my-model", "cannot be replaced");
        return EXIT_CODE_CANNOT_CREATE;
    }
    if (slash) {
        snprintf(folder->parent, PATH_MAX, "%.*s", slash == folder->final ? 1 : (int)(slash - folder->final),
                 folder->final);
    } else {
        snprintf(folder->parent, PATH_MAX, ".");
    }
    bool fits = join(folder->temporary, folder->parent, ".tocsin-init-XXXXXX"); /* as was made sure above */
    return fits ? EXIT_CODE_OK : EXIT_CODE_INTERNAL;
}

static bool write_all(int descriptor, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(descriptor, bytes, size);
        if (written < 0 && errno == EINTR && !interrupt_requested()) {
            continue;
        }
        if (written <= 0) {
            errno = written == 0 ? EIO : errno;
            return false;
        }
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

static bool sync_and_close(int descriptor)
{
    bool synced = fsync(descriptor) == 0;
    int error = errno;
    bool closed = close(descriptor) == 0;
    if (!synced) {
        errno = error;
    }
    return synced && closed;
}

static bool sync_folder(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return descriptor >= 0 && sync_and_close(descriptor);
}

/** Makes the subfolder of a file, if it lies in one. */
static bool make_subfolder(const struct folder *folder, const struct starter_file *file, char path[PATH_MAX])
{
    const char *slash = strchr(file->name, '/');
    char name[NAME_MAX + 1];
    snprintf(name, sizeof name, "%.*s", slash ? (int)(slash - file->name) : 0, file->name);
    return join(path, folder->temporary, name) && (!slash || mkdir(path, 0777) == 0 || errno == EEXIST);
}

static bool write_file(const struct folder *folder, const struct starter_file *file)
{
    char path[PATH_MAX];
    if (!make_subfolder(folder, file, path) || !join(path, folder->temporary, file->name)) {
        return false;
    }
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        return false;
    }
    if (!write_all(descriptor, file->bytes, file->size)) {
        int error = errno;
        close(descriptor);
        errno = error;
        return false;
    }
    return sync_and_close(descriptor);
}

static void remove_temporary(const struct folder *folder, const struct starter_file *files, size_t count)
{
    char path[PATH_MAX];
    int error = errno;
    for (size_t i = 0; i < count; i++) {
        if (join(path, folder->temporary, files[i].name)) {
            unlink(path);
        }
    }
    for (size_t i = 0; i < count; i++) {
        const char *slash = strchr(files[i].name, '/');
        if (slash && join(path, folder->temporary, files[i].name)) {
            *strrchr(path, '/') = '\0';
            rmdir(path);
        }
    }
    rmdir(folder->temporary);
    errno = error;
}

/** mkdtemp makes folders that only their owner can enter; this gives it the permissions of any other. */
static bool open_to_others(const char *path)
{
    mode_t mask = umask(0);
    umask(mask);
    return chmod(path, 0777 & ~mask) == 0;
}

/** The rename replaces an empty folder and nothing else. */
static enum exit_code appear(const struct folder *folder)
{
    if (rename(folder->temporary, folder->final) == 0) {
        return EXIT_CODE_OK;
    }
    if (errno == ENOTEMPTY || errno == EEXIST) {
        message_about(folder->wanted, "name a folder that is not there yet", "is there already, and not empty");
        return EXIT_CODE_CANNOT_CREATE;
    }
    if (errno == ENOTDIR) {
        message_about(folder->wanted, NULL, "is there already, and is no folder");
        return EXIT_CODE_CANNOT_CREATE;
    }
    return fail(folder, EXIT_CODE_CANNOT_CREATE, "create the folder");
}

static enum exit_code fill(const struct folder *folder, const struct starter_file *files, size_t count)
{
    if (!open_to_others(folder->temporary)) {
        return fail(folder, EXIT_CODE_CANNOT_CREATE, "create the folder");
    }
    for (size_t i = 0; i < count; i++) {
        if (interrupt_requested()) {
            message_line("tocsin: interrupted");
            return EXIT_CODE_INTERRUPTED;
        }
        if (!write_file(folder, &files[i])) {
            return fail(folder, EXIT_CODE_IO, "write");
        }
    }
    if (!sync_folder(folder->temporary)) {
        return fail(folder, EXIT_CODE_IO, "write");
    }
    return appear(folder);
}

enum exit_code folder_writer_make(const char *path, const struct starter_file *files, size_t count)
{
    struct folder folder;
    enum exit_code code = name_folder(&folder, path);
    if (code != EXIT_CODE_OK) {
        return code;
    }
    if (!mkdtemp(folder.temporary)) {
        return fail(&folder, EXIT_CODE_CANNOT_CREATE, "create the folder");
    }
    code = fill(&folder, files, count);
    if (code != EXIT_CODE_OK) {
        remove_temporary(&folder, files, count);
        return code;
    }
    return sync_folder(folder.parent) ? EXIT_CODE_OK : fail(&folder, EXIT_CODE_IO, "write");
}
