/** What the fuzz targets share. */
#include "target.h"
#include "base/text.h"
#include <fcntl.h>
#include <ftw.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void require(bool holds, const char *law)
{
    if (!holds) {
        fprintf(stderr, "broken law: %s\n", law);
        abort();
    }
}

void require_text(const char *text, size_t length, const char *law)
{
    size_t offset = 0;
    require(text && strlen(text) == length && text_is_utf8(text, length, &offset), law);
}

static void *allocate(void *user, size_t bytes)
{
    struct target *target = user;
    if (bytes > target->budget || target->used > target->budget - bytes) {
        return NULL;
    }
    void *block = malloc(bytes);
    if (block) {
        target->blocks++;
        target->used += malloc_usable_size(block);
    }
    return block;
}

static void release(void *user, void *block)
{
    struct target *target = user;
    if (block) {
        target->blocks--;
        target->used -= malloc_usable_size(block);
        free(block);
    }
}

/** Always moves, so that pointers into the old block are found out. */
static void *resize(void *user, void *block, size_t bytes)
{
    void *moved = allocate(user, bytes);
    if (moved && block) {
        size_t had = malloc_usable_size(block);
        memcpy(moved, block, had < bytes ? had : bytes);
        release(user, block);
    }
    return moved;
}

void target_begin(struct target *target, size_t budget)
{
    *target = (struct target){.budget = budget};
    tocsin_allocator allocator = {allocate, resize, release, target};
    require(tocsin_context_create(&allocator, &target->context) == TOCSIN_OK, "there is a context");
    scope_enter(&target->scope);
}

static void check_line(const char *text)
{
    require(text != NULL, "a diagnostic has a message");
    require_text(text, strlen(text), "texts of diagnostics are UTF-8");
    for (const char *byte = text; *byte; byte++) {
        require((unsigned char)*byte >= 0x20 && *byte != 0x7F, "texts of diagnostics are one line without controls");
    }
}

void target_end(struct target *target)
{
    for (size_t i = 0; i < tocsin_diagnostic_count(target->context); i++) {
        tocsin_diagnostic found;
        require(tocsin_diagnostic_at(target->context, i, &found) == TOCSIN_OK, "a diagnostic can be had");
        check_line(found.message);
        if (found.hint) {
            check_line(found.hint);
        }
    }
    scope_leave(&target->scope);
    tocsin_context_destroy(target->context);
    require(target->blocks == 0 && target->used == 0, "no memory is left behind");
}

uint8_t take_byte(const uint8_t **bytes, size_t *size)
{
    if (*size == 0) {
        return 0;
    }
    --*size;
    return *(*bytes)++;
}

char *copy_text(const uint8_t *bytes, size_t size)
{
    char *text = malloc(size + 1);
    require(text != NULL, "there is memory for a copy");
    if (size > 0) {
        memcpy(text, bytes, size);
    }
    text[size] = '\0';
    return text;
}

enum { MOST_PATHS = 8, PATH_SIZE = 64, MOST_OPEN = 8 };

static char folder[PATH_SIZE];
static char paths[MOST_PATHS][PATH_SIZE];

static int remove_one(const char *path, const struct stat *found, int kind, struct FTW *place)
{
    (void)found;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_one, MOST_OPEN, FTW_DEPTH | FTW_PHYS);
}

/** The folder is in memory where the system has such a place. Nothing is to wait for standard input. */
static void make_folder(void)
{
    snprintf(folder, sizeof folder, "/dev/shm/tocsin-fuzz-XXXXXX");
    if (!mkdtemp(folder)) {
        snprintf(folder, sizeof folder, "/tmp/tocsin-fuzz-XXXXXX");
        require(mkdtemp(folder) != NULL, "there is a folder for files");
    }
    atexit(remove_folder);
    int nothing = open("/dev/null", O_RDONLY);
    require(nothing >= 0 && dup2(nothing, STDIN_FILENO) == STDIN_FILENO, "standard input can be empty");
    if (nothing != STDIN_FILENO) {
        close(nothing);
    }
}

const char *target_path(const char *name)
{
    if (!folder[0]) {
        make_folder();
    }
    char path[PATH_SIZE];
    require((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) < sizeof path, "names of files are short");
    size_t i = 0;
    while (i < MOST_PATHS && paths[i][0] && strcmp(paths[i], path) != 0) {
        i++;
    }
    require(i < MOST_PATHS, "a target has few files");
    memcpy(paths[i], path, sizeof path);
    return paths[i];
}

const char *target_file(const char *name, const void *bytes, size_t size)
{
    const char *path = target_path(name);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    require(file >= 0 && (size == 0 || write(file, bytes, size) == (ssize_t)size) && close(file) == 0,
            "a file can be written");
    return path;
}

char *target_read(const char *name, size_t *size)
{
    struct stat found;
    int file = open(target_path(name), O_RDONLY | O_CLOEXEC);
    require(file >= 0 && fstat(file, &found) == 0, "a file is there");
    char *bytes = malloc((size_t)found.st_size + 1);
    require(bytes && read(file, bytes, (size_t)found.st_size) == found.st_size && close(file) == 0,
            "a file can be read");
    *size = (size_t)found.st_size;
    return bytes;
}
