/**
 * A sink of bytes with a buffer of its own, a running hash and a count. Failure is sticky: writers write on and the
 * status is asked once, when the output is closed.
 */
#ifndef TOCSIN_BASE_OUTPUT_H
#define TOCSIN_BASE_OUTPUT_H

#include "base/hash.h"
#include <stdbool.h>
#include <tocsin/tocsin.h>

enum { OUTPUT_BUFFER_SIZE = 65536 };

struct output {
    tocsin_write write; /* the sink; for files base/atomic_file.c, for hosts their callback */
    void *user;
    bool failed;
    uint64_t bytes;
    struct hash hash;
    size_t used;
    char buffer[OUTPUT_BUFFER_SIZE];
};

/** Outputs are large: they live on the heap. NULL if there is no memory. */
struct output *output_create(tocsin_context *context, tocsin_write write, void *user);
/** Hands on what is buffered; false if any write failed. */
bool output_flush(struct output *output);
void output_destroy(tocsin_context *context, struct output *output);

void output_bytes(struct output *output, const char *bytes, size_t size);
void output_text(struct output *output, const char *text);
void output_format(struct output *output, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** As number_format. The value must be finite. */
void output_number(struct output *output, double value, int digits);

/** A CSV field by RFC 4180: quoted only where it must be, blanks at an end included. NULL is the empty field. */
void output_csv(struct output *output, const char *text);
/**
 * A JSON string with its quotes. NULL is null. Control characters, quotes and backslashes are escaped, and so is what
 * YAML does not take as it is, so that any JSON written here is YAML.
 */
void output_json(struct output *output, const char *text);

/** Where named outputs go one after the other: into a folder, or before the eyes of whoever compares them. */
struct output_target {
    tocsin_status (*open)(void *user, const char *name, struct output **output);
    /** `output` is gone then; `sha256` and `bytes` describe what was written. */
    tocsin_status (*close)(void *user, char sha256[HASH_TEXT_SIZE], uint64_t *bytes);
    void *user;
};

#endif
