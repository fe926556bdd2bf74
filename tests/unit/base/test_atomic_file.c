/**
 * Folders that appear whole or not at all. The system calls that atomic_file.c makes go through the functions below,
 * which stand before the C library's and can be told to fail at the n-th call.
 */
#include "base/atomic_file.h"
#include "base/diagnostics.h"
#include "base/folder_removal.h"
#include "suite.h"
#include "support.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---------------------------------------------------------------------------------- calls that can fail */

enum call { CALL_OPEN, CALL_MKDIR, CALL_WRITE, CALL_FSYNC, CALL_CLOSE, CALL_RENAME, CALL_UNLINK, CALL_END };

static struct {
    bool counting;
    enum call only;    /* CALL_END: any of them */
    long fail_at;      /* the call that fails, from 0; -1: none */
    bool deadly;       /* the process is killed instead */
    bool from_then_on; /* all after it as well */
    int error;
    long calls;
    bool short_writes;   /* writes take seven bytes at most, and every third is interrupted */
    bool no_exchange;    /* as file systems that have no renameat2 */
    bool no_taking_back; /* after a folder was placed, the next sync fails and no rename succeeds */
    bool placed;
    long write_calls;
} faults;

static void faults_off(void)
{
    memset(&faults, 0, sizeof faults);
    faults.fail_at = -1;
}

static void faults_on(enum call only, long fail_at, bool from_then_on, int error)
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

int mkdirat(int folder, const char *path, mode_t mode)
{
    return is_to_fail(CALL_MKDIR) ? -1 : (int)syscall(SYS_mkdirat, folder, path, mode);
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

/* ---------------------------------------------------------------------------------------------- helpers */

static char place[64]; /* the folder in which a test works */

static void make_place(void)
{
    faults_off();
    snprintf(place, sizeof place, "/tmp/tocsin-atomic-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(place));
}

static void remove_place(void)
{
    faults_off();
    CU_ASSERT_TRUE(folder_remove(AT_FDCWD, place));
    CU_ASSERT_EQUAL(access(place, F_OK), -1);
}

static const char *in_place(const char *name)
{
    static char paths[4][512];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", place, name);
    return path;
}

static size_t count_entries(const char *path)
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

static bool holds(const char *name, const char *expected)
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

static const char *fill_large_text(void)
{
    for (size_t i = 0; i + 1 < sizeof large_text; i++) {
        large_text[i] = (char)('a' + i * i % 26);
    }
    return large_text;
}

static tocsin_status write_file(struct atomic_folder *folder, const char *name, const char *text,
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

/** A run folder with three files, one in a subfolder, whose contents begin with `tag`. */
static tocsin_status write_run(tocsin_context *context, const char *path, bool replace, const char *tag)
{
    struct atomic_folder *folder = NULL;
    tocsin_status status = atomic_folder_begin(context, path, replace, "manifest.json", &folder);
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

/** True if the folder is whole and of this tag. */
static bool is_run(const char *name, const char *tag)
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

/* ------------------------------------------------------------------------------------------------ tests */

static void a_folder_appears_whole(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    struct atomic_folder *folder = NULL;
    struct output *output = NULL;
    mode_t umask_before = umask(027);
    CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run///"), false, NULL, &folder), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(atomic_folder_open(folder, "scores.csv", &output), TOCSIN_OK);
    output_text(output, "region,score\nPK-KP,2.385\n");
    char hash_text[HASH_TEXT_SIZE] = "";
    uint64_t bytes = 0;
    CU_ASSERT_EQUAL(atomic_folder_close(folder, hash_text, &bytes), TOCSIN_OK);
    CU_ASSERT_EQUAL(bytes, 25);
    struct hash hash;
    char expected[HASH_TEXT_SIZE];
    hash_begin(&hash);
    hash_add(&hash, "region,score\nPK-KP,2.385\n", 25);
    hash_end(&hash, expected);
    CU_ASSERT_STRING_EQUAL(hash_text, expected);
    CU_ASSERT_EQUAL(access(in_place("run"), F_OK), -1);
    CU_ASSERT_EQUAL(write_file(folder, "data/a.csv", "a", NULL, NULL), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_file(folder, "data/b.csv", "", NULL, &bytes), TOCSIN_OK);
    CU_ASSERT_EQUAL(bytes, 0);
    CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_OK);
    umask(umask_before);
    CU_ASSERT(holds("run/scores.csv", "region,score\nPK-KP,2.385\n"));
    CU_ASSERT(holds("run/data/a.csv", "a"));
    CU_ASSERT(holds("run/data/b.csv", ""));
    CU_ASSERT_EQUAL(count_entries(place), 1);
    struct stat about;
    CU_ASSERT(stat(in_place("run"), &about) == 0 && (about.st_mode & 07777) == 0750);
    CU_ASSERT(stat(in_place("run/data"), &about) == 0 && (about.st_mode & 07777) == 0750);
    CU_ASSERT(stat(in_place("run/scores.csv"), &about) == 0 && (about.st_mode & 07777) == 0640);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

static void paths_of_all_kinds(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    char before[4096];
    CU_ASSERT_PTR_NOT_NULL_FATAL(getcwd(before, sizeof before));
    CU_ASSERT_EQUAL_FATAL(chdir(place), 0);
    CU_ASSERT_EQUAL(write_run(counted.context, "plain", false, "1"), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_run(counted.context, "./dotted/", false, "2"), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_run(counted.context, "plain/../over", false, "3"), TOCSIN_OK);
    char longest[256];
    memset(longest, 'n', 255);
    longest[255] = '\0';
    CU_ASSERT_EQUAL(write_run(counted.context, longest, false, "4"), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_run(counted.context, longest, true, "5"), TOCSIN_OK);
    CU_ASSERT_EQUAL(chdir(before), 0);
    CU_ASSERT(is_run("plain", "1") && is_run("dotted", "2") && is_run("over", "3") && is_run(longest, "5"));
    CU_ASSERT_EQUAL(count_entries(place), 4);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 0);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

/** Beginning fails with one diagnostic and leaves nothing. */
static bool refuses(const char *path, bool replace, tocsin_status status, int code, const char *words)
{
    struct counted counted;
    counted_begin(&counted);
    size_t before = count_entries(place);
    bool good = write_run(counted.context, path, replace, "x") == status &&
                diagnosed_once(counted.context, code, 0, 0) && diagnosed(counted.context, code, words) &&
                count_entries(place) == before;
    return counted_end(&counted) && good;
}

static void targets_that_cannot_be(void)
{
    make_place();
    CU_ASSERT_EQUAL(mkdir(in_place("folder"), 0777), 0);
    CU_ASSERT_EQUAL(mkdir(in_place("marked"), 0777), 0);
    CU_ASSERT_EQUAL(mkdir(in_place("marked/manifest.json"), 0777), 0);
    CU_ASSERT_EQUAL(symlink("folder", in_place("link")), 0);
    fclose(fopen(in_place("file"), "w"));
    enum { REFUSED = TOCSIN_ERROR_CANNOT_CREATE };
    CU_ASSERT(refuses(in_place("folder"), false, REFUSED, 5001, "/folder' exists already"));
    CU_ASSERT(refuses(in_place("folder/"), false, REFUSED, 5001, "/folder' exists already"));
    CU_ASSERT(refuses(in_place("file"), false, REFUSED, 5001, "/file' exists already"));
    CU_ASSERT(refuses(in_place("link"), false, REFUSED, 5001, "/link' exists already"));
    CU_ASSERT(refuses(in_place("folder"), true, REFUSED, 5002, "not a run folder with its 'manifest.json'"));
    CU_ASSERT(refuses(in_place("marked"), true, REFUSED, 5002, "not a run folder"));
    CU_ASSERT(refuses(in_place("file"), true, REFUSED, 5002, "not a run folder"));
    CU_ASSERT(refuses(in_place("link"), true, REFUSED, 5002, "not a run folder"));
    CU_ASSERT(refuses(in_place("no/such/run"), false, REFUSED, 5003, "/no/such' does not exist"));
    CU_ASSERT(refuses(in_place("file/run"), false, REFUSED, 5003, "/file' does not exist"));
    CU_ASSERT(refuses("", false, REFUSED, 5004, "''"));
    CU_ASSERT(refuses("/", true, REFUSED, 5004, "'/'"));
    CU_ASSERT(refuses(".", true, REFUSED, 5004, "'.'"));
    CU_ASSERT(refuses(in_place(".."), true, REFUSED, 5004, "does not name a folder"));
    CU_ASSERT(refuses("/proc/run", false, REFUSED, 5004, "creating folder '/proc/run' failed: "));
    char too_long[300];
    memset(too_long, 'n', sizeof too_long);
    too_long[299] = '\0';
    CU_ASSERT(refuses(in_place(too_long), false, REFUSED, 5004, "File name too long"));
    remove_place();
}

static void names_that_cannot_be(void)
{
    make_place();
    static const char *const names[] = {"", ".", "..", "/a", "a/", "../a", "a/..", "a/b/c", "./a"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct counted counted;
        counted_begin(&counted);
        struct atomic_folder *folder = NULL;
        struct output *output = NULL;
        CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), false, NULL, &folder), TOCSIN_OK);
        CU_ASSERT_EQUAL(atomic_folder_open(folder, names[i], &output), TOCSIN_ERROR_INTERNAL);
        CU_ASSERT_PTR_NULL(output);
        CU_ASSERT_EQUAL(atomic_folder_close(folder, NULL, NULL), TOCSIN_ERROR_INTERNAL);
        CU_ASSERT_EQUAL(atomic_folder_open(folder, "a", &output), TOCSIN_OK);
        struct output *second = NULL;
        CU_ASSERT_EQUAL(atomic_folder_open(folder, "b", &second), TOCSIN_ERROR_INTERNAL); /* one at a time */
        CU_ASSERT_PTR_NULL(second);
        CU_ASSERT_EQUAL(atomic_folder_close(folder, NULL, NULL), TOCSIN_OK);
        CU_ASSERT_EQUAL(atomic_folder_open(folder, "a", &second), TOCSIN_ERROR_CANNOT_CREATE); /* twice */
        CU_ASSERT(diagnosed(counted.context, DIAGNOSTIC_OUTPUT_CANNOT_CREATE, "/run/a' failed: File exists"));
        CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_ERROR_INTERNAL);
        CU_ASSERT_EQUAL(count_entries(place), 0);
        CU_ASSERT(counted_end(&counted));
    }
    remove_place();
}

static void discard_leaves_nothing(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    for (int open = 0; open < 2; open++) {
        struct atomic_folder *folder = NULL;
        struct output *output = NULL;
        CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), false, NULL, &folder), TOCSIN_OK);
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT_EQUAL(write_file(folder, "data/a.csv", "a", NULL, NULL), TOCSIN_OK);
        if (open) {
            CU_ASSERT_EQUAL(atomic_folder_open(folder, "data/b.csv", &output), TOCSIN_OK);
            output_text(output, fill_large_text());
        }
        atomic_folder_discard(folder);
        CU_ASSERT_EQUAL(count_entries(place), 0);
    }
    atomic_folder_discard(NULL);
    struct atomic_folder *unfinished = NULL;
    struct output *output = NULL;
    CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), false, NULL, &unfinished), TOCSIN_OK);
    CU_ASSERT_EQUAL(atomic_folder_open(unfinished, "b.csv", &output), TOCSIN_OK);
    CU_ASSERT_EQUAL(atomic_folder_commit(unfinished), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_EQUAL(count_entries(place), 0);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

static void replacing(void)
{
    for (int no_exchange = 0; no_exchange < 2; no_exchange++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        faults.no_exchange = no_exchange;
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), true, "first"), TOCSIN_OK);
        CU_ASSERT(is_run("run", "first"));
        CU_ASSERT_EQUAL(mkdir(in_place("run/notes"), 0777), 0);
        CU_ASSERT_EQUAL(mkdir(in_place("run/notes/deep"), 0777), 0);
        CU_ASSERT_EQUAL(symlink("/etc/passwd", in_place("run/notes/deep/link")), 0);
        CU_ASSERT_EQUAL(symlink("/tmp", in_place("run/notes/folder-link")), 0);
        for (int i = 0; i < 300; i++) { /* more entries than one reading of the list holds */
            char name[64];
            snprintf(name, sizeof name, "run/notes/a-note-with-a-rather-long-name-%d", i);
            fclose(fopen(in_place(name), "w"));
        }
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), true, "second"), TOCSIN_OK);
        CU_ASSERT(is_run("run", "second"));
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT_EQUAL(access("/etc/passwd", F_OK), 0);
        CU_ASSERT_EQUAL(access(in_place(""), F_OK), 0);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "third"), TOCSIN_ERROR_CANNOT_CREATE);
        CU_ASSERT(is_run("run", "second"));
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** Something comes to the target between beginning and commit. */
static void targets_that_appear(void)
{
    for (int way = 0; way < 4; way++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        faults.no_exchange = way % 2;
        bool replace = way >= 2;
        struct atomic_folder *folder = NULL;
        CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), replace, "manifest.json", &folder),
                              TOCSIN_OK);
        CU_ASSERT_EQUAL(write_file(folder, "manifest.json", "mine", NULL, NULL), TOCSIN_OK);
        CU_ASSERT_EQUAL(mkdir(in_place("run"), 0777), 0);
        CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_ERROR_CANNOT_CREATE);
        CU_ASSERT(
            diagnosed_once(counted.context, replace ? DIAGNOSTIC_OUTPUT_NOT_A_RUN : DIAGNOSTIC_OUTPUT_EXISTS, 0, 0));
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT_EQUAL(count_entries(in_place("run")), 0);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** What there was to replace goes away between beginning and commit. */
static void targets_that_vanish(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "first"), TOCSIN_OK);
    struct atomic_folder *folder = NULL;
    CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), true, "manifest.json", &folder),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL(write_file(folder, "manifest.json", "mine", NULL, NULL), TOCSIN_OK);
    CU_ASSERT_TRUE(folder_remove(AT_FDCWD, in_place("run")));
    CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_OK);
    CU_ASSERT(holds("run/manifest.json", "mine"));
    CU_ASSERT_EQUAL(count_entries(place), 1);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

static void interrupted_and_short_writes(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    faults.short_writes = true;
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "tag"), TOCSIN_OK);
    faults_off();
    CU_ASSERT(is_run("run", "tag"));
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

/** What an output could not take (a number that is not finite) is not an error of the disk. */
static void outputs_that_failed(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    struct atomic_folder *folder = NULL;
    struct output *output = NULL;
    CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), false, NULL, &folder), TOCSIN_OK);
    CU_ASSERT_EQUAL(atomic_folder_open(folder, "a.csv", &output), TOCSIN_OK);
    output->failed = true;
    char hash_text[HASH_TEXT_SIZE] = "untouched";
    uint64_t bytes = 99;
    CU_ASSERT_EQUAL(atomic_folder_close(folder, hash_text, &bytes), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_STRING_EQUAL(hash_text, "untouched");
    CU_ASSERT_EQUAL(bytes, 99);
    CU_ASSERT(diagnosed_once(counted.context, DIAGNOSTIC_INTERNAL, 0, 0));
    CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_EQUAL(count_entries(place), 0);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

static void no_memory(void)
{
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    for (size_t n = 0; status == TOCSIN_ERROR_MEMORY && n < 100; n++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        counted.fail_after = counted.calls + n;
        status = write_run(counted.context, in_place("run"), false, "tag");
        failures += status == TOCSIN_ERROR_MEMORY;
        CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), status != TOCSIN_OK);
        CU_ASSERT_EQUAL(count_entries(place), status == TOCSIN_OK);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
    CU_ASSERT(failures >= 5);
}

static size_t open_descriptors(void)
{
    return count_entries("/proc/self/fd");
}

/** Writes a run in which a call fails: what is left is the whole new folder, or nothing of it and the old one. */
static bool fail_once(enum call call, long number, int error, bool replace, bool no_exchange)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    if (replace) {
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
    }
    size_t descriptors = open_descriptors();
    faults.no_exchange = no_exchange;
    faults_on(call, number, false, error);
    tocsin_status status = write_run(counted.context, in_place("run"), replace, "new");
    bool failed = faults.calls > number;
    faults.counting = false;
    CU_ASSERT_EQUAL(open_descriptors(), descriptors);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), status != TOCSIN_OK);
    if (status == TOCSIN_OK) {
        CU_ASSERT(is_run("run", "new"));
        CU_ASSERT_EQUAL(count_entries(place), 1 + tocsin_diagnostic_total(counted.context, TOCSIN_NOTE));
    } else {
        CU_ASSERT(failed);
        CU_ASSERT(replace ? is_run("run", "old") : access(in_place("run"), F_OK) != 0);
        CU_ASSERT_EQUAL(count_entries(place), replace);
        CU_ASSERT(status == TOCSIN_ERROR_IO || status == TOCSIN_ERROR_CANNOT_CREATE);
        int code = error == ENOSPC || error == EDQUOT ? DIAGNOSTIC_OUTPUT_DISK_FULL
                   : status == TOCSIN_ERROR_IO        ? DIAGNOSTIC_OUTPUT_WRITE_FAILED
                                                      : DIAGNOSTIC_OUTPUT_CANNOT_CREATE;
        CU_ASSERT(diagnosed(counted.context, code, place));
    }
    CU_ASSERT(counted_end(&counted));
    remove_place();
    return failed;
}

static void every_call_fails_in_turn(void)
{
    static const int errors[] = {EIO, ENOSPC, EDQUOT, EACCES, EMFILE};
    for (enum call call = CALL_OPEN; call < CALL_END; call++) {
        for (int way = 0; way < 3; way++) {
            long number = 0;
            while (fail_once(call, number, errors[(number + way) % 5], way > 0, way == 2)) {
                number++;
            }
            CU_ASSERT(number >= (call == CALL_UNLINK ? way > 0 : 1));
        }
    }
}

/** From the n-th call on everything fails, the tidying up as well: no crash, no leak, and the old folder stands. */
static void everything_fails_from_a_call_on(void)
{
    bool failed = true;
    for (long number = 0; failed; number++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
        size_t descriptors = open_descriptors();
        faults_on(CALL_END, number, true, EIO);
        tocsin_status status = write_run(counted.context, in_place("run"), true, "new");
        failed = faults.calls > number;
        faults.counting = false;
        CU_ASSERT_EQUAL(open_descriptors(), descriptors);
        /* the new one stands in spite of a failure when it could not be taken back */
        CU_ASSERT(is_run("run", status == TOCSIN_OK ? "new" : "old") || is_run("run", "new"));
        CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), status != TOCSIN_OK);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), true, "next"), TOCSIN_OK);
        CU_ASSERT(is_run("run", "next"));
        CU_ASSERT_EQUAL(count_entries(place), 1); /* the next run has removed what was left */
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** The rename holds but its sync does not, and it cannot be taken back: neither folder is lost. */
static void placed_but_not_synced(void)
{
    for (int no_exchange = 0; no_exchange < 2; no_exchange++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
        struct atomic_folder *folder = NULL;
        CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), true, "manifest.json", &folder),
                              TOCSIN_OK);
        CU_ASSERT_EQUAL(write_file(folder, "manifest.json", "mine", NULL, NULL), TOCSIN_OK);
        faults.no_exchange = no_exchange;
        faults.no_taking_back = true;
        CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_ERROR_IO);
        faults_off();
        CU_ASSERT(diagnosed_once(counted.context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, 0, 0));
        CU_ASSERT(holds("run/manifest.json", "mine"));
        CU_ASSERT_EQUAL(count_entries(place), 2);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** Runs `child` in a process of its own; its exit code, or minus the signal that ended it. */
static int in_a_child(int (*child)(void *user), void *user)
{
    fflush(NULL);
    pid_t process = fork();
    if (process == 0) {
        _exit(child(user));
    }
    int status = 0;
    CU_ASSERT_EQUAL(waitpid(process, &status, 0), process);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int write_and_die(void *user)
{
    const long *number = user;
    struct counted counted;
    counted_begin(&counted);
    faults_on(CALL_END, *number, false, 0);
    faults.deadly = true;
    return write_run(counted.context, in_place("run"), true, "new") == TOCSIN_OK ? 0 : 1;
}

static void killed_at_every_call(void)
{
    int result = -SIGKILL;
    long number = 0;
    for (; result == -SIGKILL && number < 1000; number++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
        result = in_a_child(write_and_die, &number);
        CU_ASSERT(is_run("run", "old") || is_run("run", "new"));
        CU_ASSERT(count_entries(place) <= 2);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), true, "next"), TOCSIN_OK);
        CU_ASSERT(is_run("run", "next"));
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
    CU_ASSERT_EQUAL(result, 0);
    CU_ASSERT(number > 20);
}

/** Temporary folders in use, and what only looks like one, stay. */
static void what_is_not_abandoned_stays(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    struct atomic_folder *folder = NULL;
    CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), false, NULL, &folder), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_file(folder, "a.csv", "mine", NULL, NULL), TOCSIN_OK);
    static const char *const others[] = {".run.tocsin-0123456789abcdeX", ".run.tocsin-0123456789abcde",
                                         ".run.tocsin-0123456789abcdef0", ".run2.tocsin-0123456789abcdef",
                                         "run.tocsin"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        CU_ASSERT_EQUAL(mkdir(in_place(others[i]), 0777), 0);
    }
    fclose(fopen(in_place(".run.tocsin-0123456789abcdef"), "w"));              /* a file */
    CU_ASSERT_EQUAL(mkdir(in_place(".run.tocsin-fedcba9876543210"), 0777), 0); /* the only abandoned one */
    fclose(fopen(in_place(".run.tocsin-fedcba9876543210/a.csv"), "w"));
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "other"), TOCSIN_OK);
    CU_ASSERT_EQUAL(count_entries(place), 8);
    CU_ASSERT_EQUAL(access(in_place(".run.tocsin-fedcba9876543210"), F_OK), -1);
    CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_ERROR_CANNOT_CREATE);
    CU_ASSERT(is_run("run", "other"));
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

static int write_over_the_limit(void *user)
{
    (void)user;
    struct rlimit limit = {150000, 150000};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) {
        return 77;
    }
    struct counted counted;
    counted_begin(&counted);
    bool good =
        write_run(counted.context, in_place("run"), true, "new") == TOCSIN_ERROR_IO &&
        diagnosed_once(counted.context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, 0, 0) &&
        diagnosed(counted.context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, "/run/data/large.csv' failed: File too large");
    return counted_end(&counted) && good ? 0 : 1;
}

static void a_limit_on_file_size(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
    CU_ASSERT_EQUAL(in_a_child(write_over_the_limit, NULL), 0);
    CU_ASSERT(is_run("run", "old"));
    CU_ASSERT_EQUAL(count_entries(place), 1);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

/** A file system of a few pages, seen by this process only. */
static int write_to_a_full_disk(void *user)
{
    char options[32];
    snprintf(options, sizeof options, "size=%dk", *(const int *)user);
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", place, "tmpfs", 0, options) != 0) {
        return 77;
    }
    struct counted counted;
    counted_begin(&counted);
    tocsin_status status = write_run(counted.context, in_place("run"), false, "new");
    bool good = status == TOCSIN_OK
                    ? is_run("run", "new")
                    : status == TOCSIN_ERROR_IO && diagnosed_once(counted.context, DIAGNOSTIC_OUTPUT_DISK_FULL, 0, 0) &&
                          count_entries(place) == 0;
    return !counted_end(&counted) || !good ? 1 : status == TOCSIN_OK ? 2 : 0;
}

static void a_full_disk(void)
{
    int full = 0;
    int whole = 0;
    for (int size = 4; size <= 512; size *= 2) {
        make_place();
        int result = in_a_child(write_to_a_full_disk, &size);
        remove_place();
        if (result == 77) {
            printf("skipped: no file system can be mounted here\n");
            return;
        }
        CU_ASSERT(result == 0 || result == 2);
        full += result == 0;
        whole += result == 2;
    }
    CU_ASSERT(full >= 4 && whole >= 1);
}

static void folders_too_deep_to_remove(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
    char path[512];
    snprintf(path, sizeof path, "%s", in_place("run"));
    for (int i = 0; i < 40; i++) {
        strcat(path, "/d");
        CU_ASSERT_EQUAL(mkdir(path, 0777), 0);
    }
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), true, "new"), TOCSIN_OK);
    CU_ASSERT(is_run("run", "new"));
    CU_ASSERT(diagnosed_once(counted.context, DIAGNOSTIC_OUTPUT_OLD_REMAINS, 0, 0));
    CU_ASSERT_EQUAL(count_entries(place), 2);
    CU_ASSERT(counted_end(&counted));
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", place);
    CU_ASSERT_EQUAL(system(command), 0);
}

static CU_TestInfo tests[] = {{"a folder appears whole", a_folder_appears_whole},
                              {"paths of all kinds", paths_of_all_kinds},
                              {"targets that cannot be", targets_that_cannot_be},
                              {"names that cannot be", names_that_cannot_be},
                              {"discard leaves nothing", discard_leaves_nothing},
                              {"replacing", replacing},
                              {"targets that appear", targets_that_appear},
                              {"targets that vanish", targets_that_vanish},
                              {"interrupted and short writes", interrupted_and_short_writes},
                              {"outputs that failed", outputs_that_failed},
                              {"no memory", no_memory},
                              {"every call fails in turn", every_call_fails_in_turn},
                              {"everything fails from a call on", everything_fails_from_a_call_on},
                              {"placed but not synced", placed_but_not_synced},
                              {"killed at every call", killed_at_every_call},
                              {"what is not abandoned stays", what_is_not_abandoned_stays},
                              {"a limit on file size", a_limit_on_file_size},
                              {"a full disk", a_full_disk},
                              {"folders too deep to remove", folders_too_deep_to_remove},
                              CU_TEST_INFO_NULL};
SUITE(atomic_file, tests)
