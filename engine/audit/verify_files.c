/**
 * Compares what a run writes with what a folder has, while it is written: by hash with the manifest, byte by byte with
 * the file, to name the first line that differs.
 */
#include "audit/verify_parts.h"
#include "base/file_input.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    BLOCK_SIZE = 16384,
    SHOWN_SIZE = 120, /* bytes of a line that are shown */
    SHOWN_BEFORE = 40 /* of them before the first that differs, in a long line */
};

static const char package[] = "datapackage.json";

/** A line as it is shown. */
struct shown_line {
    char text[SHOWN_SIZE + 1];
    size_t size;
    bool whole; /* nothing more is to be added */
};

struct comparing {
    struct verifying *verifying;
    const struct saved_file *file; /* in hand; NULL: the folder's manifest lists none of this name */
    const char *path;
    bool *seen; /* by position in the run's files */
    struct output *output;
    int descriptor; /* of the folder's file; -1: there is none, or it is read no more */
    uint64_t offset, line_start;
    uint64_t line; /* from 1 */
    bool differs;  /* a line that differs was found */
    uint64_t column;
    struct shown_line now; /* what the run writes there */
    char *block;
};

/* ---- the first line that differs */

/** Adds bytes up to the end of the line. */
static void show(struct shown_line *line, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size && !line->whole; i++) {
        line->whole = bytes[i] == '\n' || line->size == SHOWN_SIZE;
        if (!line->whole) {
            line->text[line->size++] = bytes[i];
        }
    }
}

/** Where what is shown of the line begins. */
static uint64_t shown_start(const struct comparing *comparing)
{
    uint64_t before = comparing->column - 1;
    return comparing->line_start + (before > SHOWN_SIZE / 2 ? before - SHOWN_BEFORE : 0);
}

/** Remembers that the files part at `offset`; what the run writes from there on is still to come. */
static void part(struct comparing *comparing, uint64_t offset)
{
    comparing->differs = true;
    comparing->column = offset - comparing->line_start + 1;
    uint64_t start = shown_start(comparing);
    char before[SHOWN_SIZE];
    ssize_t got = pread(comparing->descriptor, before, (size_t)(offset - start), (off_t)start);
    show(&comparing->now, before, got > 0 ? (size_t)got : 0);
}

/** Goes past bytes that both have, counting lines. */
static void pass(struct comparing *comparing, const char *bytes, size_t size)
{
    for (const char *end = bytes + size; (bytes = memchr(bytes, '\n', (size_t)(end - bytes))); bytes++) {
        comparing->line++;
        comparing->line_start = comparing->offset + size - (uint64_t)(end - bytes) + 1;
    }
    comparing->offset += size;
}

static size_t same_bytes(const char *left, const char *right, size_t size)
{
    size_t i = 0;
    while (i < size && left[i] == right[i]) {
        i++;
    }
    return i;
}

/** Compares bytes as they are written with those of the file. */
static int compare_write(void *user, const char *bytes, size_t size)
{
    struct comparing *comparing = user;
    while (size > 0 && comparing->descriptor >= 0 && !comparing->differs) {
        size_t wanted = size < BLOCK_SIZE ? size : BLOCK_SIZE;
        ssize_t read = pread(comparing->descriptor, comparing->block, wanted, (off_t)comparing->offset);
        size_t got = read > 0 ? (size_t)read : 0;
        size_t same = same_bytes(bytes, comparing->block, got);
        pass(comparing, bytes, same);
        bytes += same;
        size -= same;
        if (same < got || got == 0) {
            part(comparing, comparing->offset);
        }
    }
    if (comparing->differs) {
        show(&comparing->now, bytes, size);
    }
    return 0;
}

/** The file may go on where the run's bytes end. */
static void compare_end(struct comparing *comparing)
{
    char byte;
    if (comparing->descriptor >= 0 && !comparing->differs &&
        pread(comparing->descriptor, &byte, 1, (off_t)comparing->offset) == 1) {
        part(comparing, comparing->offset);
    }
}

/** What the file has where it differs. */
static void read_found(const struct comparing *comparing, struct shown_line *found)
{
    char bytes[SHOWN_SIZE + 1];
    ssize_t got = pread(comparing->descriptor, bytes, sizeof bytes, (off_t)shown_start(comparing));
    show(found, bytes, got > 0 ? (size_t)got : 0);
}

/* ---- what is said of a file */

static struct location place_of(const struct comparing *comparing)
{
    if (!comparing->differs) {
        return (struct location){comparing->path, 0, 0};
    }
    return (struct location){comparing->path, comparing->line, comparing->column};
}

/** The run gives what it gave then: a difference is one that was made in the folder. */
static void report_edited(const struct comparing *comparing)
{
    struct shown_line found = {.size = 0};
    read_found(comparing, &found);
    diagnostics_report(comparing->verifying->context, DIAGNOSTIC_VERIFY_EDITED, place_of(comparing), NULL,
                       "was changed here: '%s', the run writes '%s'", found.text, comparing->now.text);
}

static void report_other(const struct comparing *comparing, const char *sha256, uint64_t bytes)
{
    char hint[2 * HASH_TEXT_SIZE + 32];
    struct shown_line found = {.size = 0};
    tocsin_context *context = comparing->verifying->context;
    comparing->verifying->found->other_files++;
    if (!comparing->file) {
        diagnostics_report(context, DIAGNOSTIC_VERIFY_OTHER_BYTES, place_of(comparing), NULL,
                           "the run writes this file now, and did not then");
        return;
    }
    snprintf(hint, sizeof hint, "SHA-256 is %s, was %s", sha256, comparing->file->sha256);
    if (!comparing->differs) {
        diagnostics_report(context, DIAGNOSTIC_VERIFY_OTHER_BYTES, place_of(comparing), hint,
                           "the run writes other bytes: %llu, %llu then", (unsigned long long)bytes,
                           (unsigned long long)comparing->file->bytes);
        return;
    }
    read_found(comparing, &found);
    diagnostics_report(context, DIAGNOSTIC_VERIFY_OTHER_BYTES, place_of(comparing), hint,
                       "the run writes '%s' now, the folder has '%s'", comparing->now.text, found.text);
}

/* ---- the target */

static tocsin_status open_file(void *user, const char *name, struct output **output)
{
    struct comparing *comparing = user;
    struct verifying *verifying = comparing->verifying;
    comparing->file = saved_run_file(&verifying->run, name);
    comparing->path = saved_run_path(&verifying->arena, &verifying->run, name);
    comparing->descriptor = -1;
    comparing->offset = comparing->line_start = comparing->column = 0;
    comparing->line = 1;
    comparing->differs = false;
    comparing->now = (struct shown_line){.size = 0};
    comparing->output = output_create(verifying->context, compare_write, comparing);
    if (!comparing->path || !comparing->output) {
        return TOCSIN_ERROR_MEMORY;
    }
    uint64_t size;
    if (comparing->file) {
        comparing->seen[comparing->file - verifying->run.files] = true;
    }
    if (file_is_plain(comparing->path)) {
        diagnostics_mute(verifying->context, true); /* that it cannot be read was told when the folder was checked */
        file_open(verifying->context, comparing->path, LOCATION_NONE, &comparing->descriptor, &size);
        diagnostics_mute(verifying->context, false);
    }
    *output = comparing->output;
    return TOCSIN_OK;
}

static void drop_file(struct comparing *comparing)
{
    if (comparing->descriptor >= 0) {
        file_close(comparing->descriptor);
    }
    output_destroy(comparing->verifying->context, comparing->output);
    comparing->descriptor = -1;
    comparing->output = NULL;
}

static tocsin_status close_file(void *user, char sha256[HASH_TEXT_SIZE], uint64_t *bytes)
{
    struct comparing *comparing = user;
    const struct saved_file *file = comparing->file;
    bool written = output_flush(comparing->output);
    hash_end(&comparing->output->hash, sha256);
    *bytes = comparing->output->bytes;
    compare_end(comparing);
    bool same = file && file->bytes == *bytes && text_equal(file->sha256, sha256);
    bool follows = file && text_equal(file->name, package) && comparing->verifying->found->other_files > 0;
    if (written && same && comparing->differs) {
        report_edited(comparing);
    } else if (written && !same && !follows) { /* the package holds the hashes of the others */
        report_other(comparing, sha256, *bytes);
    }
    drop_file(comparing);
    return written ? TOCSIN_OK : TOCSIN_ERROR_INTERNAL; /* numbers that are not finite are in no result */
}

/** Files of the folder that the run does not write any more. */
static void report_gone(struct comparing *comparing)
{
    const struct saved_run *run = &comparing->verifying->run;
    for (size_t i = 0; i < run->file_count; i++) {
        const char *path =
            comparing->seen[i] ? NULL : saved_run_path(&comparing->verifying->arena, run, run->files[i].name);
        if (path) {
            comparing->verifying->found->other_files++;
            diagnostics_report(comparing->verifying->context, DIAGNOSTIC_VERIFY_OTHER_BYTES,
                               (struct location){path, 0, 0}, NULL, "the run does not write this file any more");
        }
    }
}

tocsin_status verify_files(struct verifying *verifying, const struct result *result)
{
    struct comparing comparing = {.verifying = verifying, .descriptor = -1};
    comparing.block = arena_allocate(&verifying->arena, BLOCK_SIZE, 1);
    comparing.seen = arena_allocate(&verifying->arena, verifying->run.file_count, sizeof *comparing.seen);
    if (!comparing.block || !comparing.seen) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct output_target target = {open_file, close_file, &comparing};
    tocsin_status status = verifying->request->write(verifying->context, &verifying->run, result, &target);
    if (comparing.output) { /* writing stopped in the middle of a file */
        drop_file(&comparing);
    }
    if (status == TOCSIN_OK) {
        report_gone(&comparing);
    }
    return status;
}
