/**
 * System calls that can be told to fail at the n-th time: these functions stand before those of the C library. And the
 * runs that the tests of atomic folders write.
 */
#include "atomic_support.h"
#include "base/folder_removal.h"
#include "suite.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct faults faults = {.fail_at = -1};

void faults_off(void)
{
    memset(&faults, 0, sizeof faults);
    faults.fail_at = -1;
}

void faults_on(enum call only, long fail_at, bool from_then_on, int error)
{
    faults.counting = true;
    faults.only = only;
    faults.fail_at = fail_at;
    faults.from_then_on = from_then_on;
    faults.error = error;
    faults.calls = 0;
}

static bool is_to_fail(enum call call)
{
    if (!faults.counting || (faults.only != CALL_END && faults.only != call)) {
        return false;
    }
    long number = faults.calls++;
    if (faults.fail_at < 0 || number < faults.fail_at || (number > faults.fail_at && !faults.from_then_on)) {
        return false;
    }
    if (faults.deadly) {
        raise(SIGKILL);
    }
    errno = faults.error;
    return true;
}

int openat(int folder, const char *path, int flags, ...)
{
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return is_to_fail(CALL_OPEN) ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
}

/** Does to a new folder what a process that tidies up could do, once. */
static void steal(int folder, const char *path)
{
    enum theft theft = faults.theft;
    faults.theft = THEFT_NONE;
    if (theft == THEFT_REMOVED) {
        syscall(SYS_unlinkat, folder, path, AT_REMOVEDIR);
    } else if (theft == THEFT_LOCKED) {
        flock((int)syscall(SYS_openat, folder, path, O_RDONLY | O_DIRECTORY, 0), LOCK_EX); /* open until the end */
    }
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    if (is_to_fail(CALL_MKDIR)) {
        return -1;
    }
    int result = (int)syscall(SYS_mkdirat, folder, path, mode);
    steal(folder, path);
    return result;
}

ssize_t write(int file, const void *bytes, size_t size)
{
    if (is_to_fail(CALL_WRITE)) {
        return -1;
    }
    if (faults.short_writes && ++faults.write_calls % 3 == 0) {
        errno = EINTR;
        return -1;
    }
    return syscall(SYS_write, file, bytes, faults.short_writes && size > 7 ? 7 : size);
}

int fsync(int file)
{
    if (faults.no_taking_back && faults.placed) {
        errno = EIO;
        return -1;
    }
    return is_to_fail(CALL_FSYNC) ? -1 : (int)syscall(SYS_fsync, file);
}

int close(int file)
{
    int result = (int)syscall(SYS_close, file); /* a failing close has closed, too */
    return is_to_fail(CALL_CLOSE) ? -1 : result;
}

static int rename_or_fail(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    if (faults.no_taking_back && faults.placed) {
        errno = EIO;
        return -1;
    }
    if (is_to_fail(CALL_RENAME)) {
        return -1;
    }
    int result = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    faults.placed |= result == 0 && strcmp(to, "run") == 0;
    return result;
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    if (faults.racing) {
        syscall(SYS_mkdirat, to_folder, to, 0777);
    }
    if (faults.no_exchange && flags) {
        errno = EINVAL;
        return -1;
    }
    return rename_or_fail(from_folder, from, to_folder, to, flags);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    return rename_or_fail(from_folder, from, to_folder, to, 0);
}

int unlinkat(int folder, const char *path, int flags)
{
    return is_to_fail(CALL_UNLINK) ? -1 : (int)syscall(SYS_unlinkat, folder, path, flags);
}

char place[64];

void make_place(void)
{
    faults_off();
    snprintf(place, sizeof place, "/tmp/tocsin-atomic-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(place));
}

void remove_place(void)
{
    faults_off();
    CU_ASSERT_TRUE(folder_remove(AT_FDCWD, place));
    CU_ASSERT_EQUAL(access(place, F_OK), -1);
}

const char *in_place(const char *name)
{
    static char paths[4][512];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", place, name);
    return path;
}

size_t count_entries(const char *path)
{
    DIR *folder = opendir(path);
    size_t count = 0;
    while (folder && readdir(folder)) {
        count++;
    }
    if (folder) {
        closedir(folder);
    }
    return count - 2; /* . and .. */
}

bool holds(const char *name, const char *expected)
{
    static char bytes[400000];
    FILE *file = fopen(in_place(name), "rb");
    if (!file) {
        return false;
    }
    size_t size = fread(bytes, 1, sizeof bytes - 1, file);
    fclose(file);
    bytes[size] = '\0';
    return strcmp(bytes, expected) == 0;
}

static char large_text[200001];

const char *fill_large_text(void)
{
    for (size_t i = 0; i + 1 < sizeof large_text; i++) {
        large_text[i] = (char)('a' + i * i % 26);
    }
    return large_text;
}

tocsin_status write_file(struct atomic_folder *folder, const char *name, const char *text,
                         char hash_text[HASH_TEXT_SIZE], uint64_t *bytes)
{
    struct output *output = NULL;
    tocsin_status status = atomic_folder_open(folder, name, &output);
    if (status != TOCSIN_OK) {
        return status;
    }
    output_text(output, text);
    return atomic_folder_close(folder, hash_text, bytes);
}

const char *const run_names[] = {"manifest.json", "scores.csv", "data", NULL};

tocsin_status write_run(tocsin_context *context, const char *path, bool replace, const char *tag)
{
    struct atomic_folder *folder = NULL;
    tocsin_status status = atomic_folder_begin(context, path, replace, run_names, &folder);
    if (status != TOCSIN_OK) {
        CU_ASSERT_PTR_NULL(folder);
        return status;
    }
    status = write_file(folder, "scores.csv", tag, NULL, NULL);
    if (status == TOCSIN_OK) {
        status = write_file(folder, "data/large.csv", fill_large_text(), NULL, NULL);
    }
    if (status == TOCSIN_OK) {
        status = write_file(folder, "manifest.json", tag, NULL, NULL);
    }
    if (status != TOCSIN_OK) {
        atomic_folder_discard(folder);
        return status;
    }
    return atomic_folder_commit(folder);
}

bool is_run(const char *name, const char *tag)
{
    char file[300];
    snprintf(file, sizeof file, "%s/scores.csv", name);
    bool good = holds(file, tag);
    snprintf(file, sizeof file, "%s/manifest.json", name);
    good &= holds(file, tag);
    snprintf(file, sizeof file, "%s/data/large.csv", name);
    good &= holds(file, fill_large_text());
    return good && count_entries(in_place(name)) == 3;
}
