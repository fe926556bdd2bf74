/** Helpers of the unit tests. */
#include "support.h"
#include <ftw.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEMPORARY_FOLDER "/tmp/tocsin-test-XXXXXX"

/** Whether the call that is being made is to fail. */
static bool is_to_fail(struct counted *counted)
{
    size_t call = counted->calls++;
    return counted->fail_once ? call == counted->fail_after : call >= counted->fail_after;
}

static void *count_allocate(void *user, size_t bytes)
{
    struct counted *counted = user;
    if (is_to_fail(counted)) {
        return NULL;
    }
    void *block = malloc(bytes);
    if (block) {
        counted->live++;
    }
    return block;
}

static void *count_resize(void *user, void *block, size_t bytes)
{
    struct counted *counted = user;
    if (is_to_fail(counted)) {
        return NULL;
    }
    void *resized = realloc(block, bytes);
    if (!block && resized) {
        counted->live++;
    }
    return resized;
}

static void count_release(void *user, void *block)
{
    struct counted *counted = user;
    if (block) {
        counted->live--;
    }
    free(block);
}

void counted_begin(struct counted *counted)
{
    *counted = (struct counted){.fail_after = SIZE_MAX};
    tocsin_allocator allocator = {count_allocate, count_resize, count_release, counted};
    if (tocsin_context_create(&allocator, &counted->context) != TOCSIN_OK) {
        fprintf(stderr, "no context\n");
        exit(2);
    }
}

bool counted_end(struct counted *counted)
{
    tocsin_context_destroy(counted->context);
    counted->context = NULL;
    if (counted->live != 0) {
        fprintf(stderr, "%zu blocks were not released\n", counted->live);
    }
    return counted->live == 0;
}

bool diagnosed_once(const tocsin_context *context, int code, unsigned line, unsigned column)
{
    tocsin_diagnostic found;
    bool as_expected = tocsin_diagnostic_count(context) == 1 && tocsin_diagnostic_at(context, 0, &found) == TOCSIN_OK &&
                       found.code == code && (line == 0 || found.line == line) &&
                       (column == 0 || found.column == column);
    if (!as_expected) {
        print_diagnostics(context);
    }
    return as_expected;
}

bool diagnosed_at(const tocsin_context *context, int code, unsigned line, unsigned column)
{
    for (size_t i = 0; i < tocsin_diagnostic_count(context); i++) {
        tocsin_diagnostic found;
        if (tocsin_diagnostic_at(context, i, &found) == TOCSIN_OK && found.code == code &&
            (line == 0 || found.line == line) && (column == 0 || found.column == column)) {
            return true;
        }
    }
    print_diagnostics(context);
    return false;
}

bool diagnosed(const tocsin_context *context, int code, const char *text)
{
    for (size_t i = 0; i < tocsin_diagnostic_count(context); i++) {
        tocsin_diagnostic found;
        if (tocsin_diagnostic_at(context, i, &found) == TOCSIN_OK && found.code == code &&
            strstr(found.message, text)) {
            return true;
        }
    }
    print_diagnostics(context);
    return false;
}

void print_diagnostics(const tocsin_context *context)
{
    for (size_t i = 0; i < tocsin_diagnostic_count(context); i++) {
        tocsin_diagnostic found;
        if (tocsin_diagnostic_at(context, i, &found) == TOCSIN_OK) {
            fprintf(stderr, "%s:%llu:%llu: %d: %s [%d]%s%s\n", found.file ? found.file : "-",
                    (unsigned long long)found.line, (unsigned long long)found.column, found.severity, found.message,
                    found.code, found.hint ? " " : "", found.hint ? found.hint : "");
        }
    }
}

bool close_to(double actual, double expected, double tolerance)
{
    double size = fabs(expected) > 1 ? fabs(expected) : 1;
    bool close = isfinite(actual) && fabs(actual - expected) <= tolerance * size;
    if (!close) {
        fprintf(stderr, "%.17g is not %.17g within %g\n", actual, expected, tolerance);
    }
    return close;
}

const char *shared_file(const char *relative)
{
    static char path[4096];
    const char *folder = getenv("TOCSIN_SHARED");
    snprintf(path, sizeof path, "%s/%s", folder ? folder : TOCSIN_SOURCE_DIR "/../shared", relative);
    if (access(path, R_OK) != 0) {
        printf("skipped: ../shared not here\n");
        return NULL;
    }
    return path;
}

/** The folders of temporary files, which go when the tests end. */
static struct {
    char (*folders)[sizeof TEMPORARY_FOLDER];
    size_t count;
    pid_t owner; /* processes that tests fork leave them alone */
} temporary;

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

static void remove_temporary_files(void)
{
    if (getpid() != temporary.owner) {
        return;
    }
    for (size_t i = 0; i < temporary.count; i++) {
        nftw(temporary.folders[i], remove_one, 16, FTW_DEPTH | FTW_PHYS);
    }
    free(temporary.folders);
}

static void remember_folder(const char *folder)
{
    if (temporary.count == 0) {
        temporary.owner = getpid();
        atexit(remove_temporary_files);
    }
    void *larger = realloc(temporary.folders, (temporary.count + 1) * sizeof *temporary.folders);
    if (!larger) {
        perror("realloc");
        exit(2);
    }
    temporary.folders = larger;
    memcpy(temporary.folders[temporary.count++], folder, sizeof *temporary.folders);
}

const char *temporary_file(const char *name, const char *bytes, size_t size)
{
    static char paths[4][4096];
    static unsigned next;
    char *path = paths[next++ % 4];
    char folder[] = TEMPORARY_FOLDER;
    if (!mkdtemp(folder)) {
        perror("mkdtemp");
        exit(2);
    }
    remember_folder(folder);
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(2);
    }
    return path;
}
