/** Files read whole, and the paths that lead to them. */
#include "base/file_input.h"
#include "base/scope.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_SIZE = 16384 }; /* bytes of room for what does not know its size */

static tocsin_status report_open_failure(tocsin_context *context, const char *path, struct location at, int error)
{
    if (error == ENOENT || error == ENOTDIR) {
        char hint[512];
        bool relative = path[0] != '/' && at.file && strchr(at.file, '/');
        snprintf(hint, sizeof hint, "a relative path starts at the folder of '%s'", at.file ? at.file : "");
        return diagnostics_report(context, DIAGNOSTIC_FILE_NOT_FOUND, at, relative && at.line > 0 ? hint : NULL,
                                  "file '%s' does not exist", path);
    }
    return diagnostics_report(context, DIAGNOSTIC_FILE_UNREADABLE, at, NULL, "file '%s' cannot be opened: %s", path,
                              strerror_l(error, scope_locale()));
}

static tocsin_status report_read_failure(tocsin_context *context, const char *path, struct location at, int error)
{
    return diagnostics_report(context, DIAGNOSTIC_FILE_READ_FAILED, at, NULL, "reading file '%s' failed: %s", path,
                              strerror_l(error, scope_locale()));
}

/** Bytes read so far, on the heap. */
struct content {
    char *bytes;
    size_t size;
    size_t capacity;
};

/** Room to read at least one more byte. */
static bool make_room(tocsin_context *context, struct content *content)
{
    if (content->size < content->capacity) {
        return true;
    }
    size_t capacity = content->capacity > SIZE_MAX / 2 ? SIZE_MAX : content->capacity * 2;
    char *resized = memory_resize(context, content->bytes, capacity, 1);
    if (!resized) {
        return false;
    }
    content->bytes = resized;
    content->capacity = capacity;
    return true;
}

tocsin_status file_read_some(tocsin_context *context, int file, const char *path, struct location at, char *bytes,
                             size_t capacity, size_t *size)
{
    ssize_t got;
    do {
        got = read(file, bytes, capacity);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return report_read_failure(context, path, at, errno);
    }
    *size = (size_t)got;
    return TOCSIN_OK;
}

/** Reads to the end of the file, or to the first byte over the limit. */
static tocsin_status read_all(tocsin_context *context, int file, const char *path, size_t limit, struct location at,
                              struct content *content)
{
    for (;;) {
        if (!make_room(context, content)) {
            return diagnostics_report(context, DIAGNOSTIC_OUT_OF_MEMORY, at, NULL, "no memory to read file '%s'", path);
        }
        size_t got = 0;
        tocsin_status status = file_read_some(context, file, path, at, content->bytes + content->size,
                                              content->capacity - content->size, &got);
        if (status != TOCSIN_OK || got == 0) {
            return status;
        }
        content->size += got;
        if (content->size > limit) {
            return diagnostics_report(context, DIAGNOSTIC_FILE_TOO_LARGE, at, NULL,
                                      "file '%s' is larger than %zu bytes", path, limit);
        }
    }
}

/** The size to begin with: one more than a plain file has, so that its end is seen without growing. */
static size_t first_capacity(uint64_t file_size, size_t limit)
{
    size_t capacity = FIRST_SIZE;
    if (file_size > 0) {
        capacity = file_size < SIZE_MAX ? (size_t)file_size + 1 : SIZE_MAX;
    }
    size_t most = limit < SIZE_MAX ? limit + 1 : SIZE_MAX;
    return capacity < most ? capacity : most;
}

/** What must hold of an open file: it can be asked about, and is not a folder. */
static tocsin_status inspect(tocsin_context *context, int file, const char *path, struct location at, uint64_t *size)
{
    struct stat about;
    if (fstat(file, &about) != 0) {
        return report_read_failure(context, path, at, errno);
    }
    if (S_ISDIR(about.st_mode)) {
        return diagnostics_report(context, DIAGNOSTIC_FILE_IS_FOLDER, at, NULL, "'%s' is a folder, not a file", path);
    }
    *size = S_ISREG(about.st_mode) && about.st_size > 0 ? (uint64_t)about.st_size : 0;
    return TOCSIN_OK;
}

tocsin_status file_open(tocsin_context *context, const char *path, struct location at, int *file, uint64_t *size)
{
    int opened = text_equal(path, "-") ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (opened < 0) {
        return report_open_failure(context, path, at, errno);
    }
    tocsin_status status = inspect(context, opened, path, at, size);
    if (status != TOCSIN_OK) {
        file_close(opened);
        return status;
    }
    *file = opened;
    return TOCSIN_OK;
}

void file_close(int file)
{
    if (file != STDIN_FILENO) {
        close(file);
    }
}

static tocsin_status read_open_file(struct arena *arena, int file, const char *path, size_t limit, struct location at,
                                    uint64_t file_size, struct content *content)
{
    content->capacity = first_capacity(file_size, limit);
    content->bytes = memory_allocate(arena->context, content->capacity, 1);
    if (!content->bytes) {
        return diagnostics_report(arena->context, DIAGNOSTIC_OUT_OF_MEMORY, at, NULL, "no memory to read file '%s'",
                                  path);
    }
    return read_all(arena->context, file, path, limit, at, content);
}

tocsin_status file_read(struct arena *arena, const char *path, size_t limit, struct location at, char **bytes,
                        size_t *size)
{
    int file = -1;
    uint64_t file_size = 0;
    tocsin_status status = file_open(arena->context, path, at, &file, &file_size);
    if (status != TOCSIN_OK) {
        return status;
    }
    struct content content = {NULL, 0, 0};
    status = read_open_file(arena, file, path, limit, at, file_size, &content);
    if (status == TOCSIN_OK) {
        char *copy = arena_copy(arena, content.bytes, content.size);
        if (copy) {
            *bytes = copy;
            *size = content.size;
        } else {
            status = diagnostics_report(arena->context, DIAGNOSTIC_OUT_OF_MEMORY, at, NULL,
                                        "no memory to read file '%s'", path);
        }
    }
    memory_release(arena->context, content.bytes);
    file_close(file);
    return status;
}

bool file_is_plain(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/** Hashes an open file to its end. */
static tocsin_status digest_open_file(tocsin_context *context, int file, const char *path, struct location at,
                                      struct hash *hash, uint64_t *bytes)
{
    enum { BLOCK_SIZE = 65536 };
    char *block = memory_allocate(context, BLOCK_SIZE, 1);
    if (!block) {
        return diagnostics_report(context, DIAGNOSTIC_OUT_OF_MEMORY, at, NULL, "no memory to read file '%s'", path);
    }
    size_t got = 0;
    uint64_t total = 0;
    tocsin_status status;
    do {
        status = file_read_some(context, file, path, at, block, BLOCK_SIZE, &got);
        hash_add(hash, block, status == TOCSIN_OK ? got : 0);
        total += got;
    } while (status == TOCSIN_OK && got > 0);
    memory_release(context, block);
    *bytes = total;
    return status;
}

tocsin_status file_digest(tocsin_context *context, const char *path, struct location at, char sha256[HASH_TEXT_SIZE],
                          uint64_t *bytes)
{
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode)) {
        return diagnostics_report(context, DIAGNOSTIC_FILE_UNREADABLE, at, NULL, "'%s' is no plain file", path);
    }
    int file = -1;
    uint64_t size = 0;
    tocsin_status status = file_open(context, path, at, &file, &size);
    if (status != TOCSIN_OK) {
        return status;
    }
    struct hash hash;
    hash_begin(&hash);
    status = digest_open_file(context, file, path, at, &hash, &size);
    if (status == TOCSIN_OK) {
        hash_end(&hash, sha256);
        *bytes = size;
    }
    file_close(file);
    return status;
}

char *file_resolve(struct arena *arena, const char *base_file, const char *path)
{
    const char *slash = base_file ? strrchr(base_file, '/') : NULL;
    if (!slash || path[0] == '/' || text_equal(path, "-")) {
        return arena_text(arena, path);
    }
    size_t folder = (size_t)(slash - base_file) + 1;
    size_t size = strlen(path) + 1;
    char *resolved = arena_allocate(arena, folder + size, 1);
    if (resolved) {
        memcpy(resolved, base_file, folder);
        memcpy(resolved + folder, path, size);
    }
    return resolved;
}
