/** What the fuzz targets share: a context that counts and limits its memory, laws that must hold, and files. */
#ifndef TOCSIN_TESTS_FUZZ_TARGET_H
#define TOCSIN_TESTS_FUZZ_TARGET_H

#include "base/scope.h"
#include <stdbool.h>
#include <tocsin/tocsin.h>

/** libFuzzer's entry: one input, any bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/** One call of a target: a context of its own, inside the scope of a public call. */
struct target {
    tocsin_context *context;
    struct scope scope;
    _Atomic size_t blocks; /* not yet released */
    _Atomic size_t used;   /* bytes in them */
    size_t budget;         /* bytes that there are: a small input must not be able to use much */
};

void target_begin(struct target *target, size_t budget);
/** Sees to it that every diagnostic can be shown and that no memory is left behind. */
void target_end(struct target *target);

/** Ends the program, saying which law is broken, if it does not hold. */
void require(bool holds, const char *law);
/** Sound UTF-8 of `length` bytes without NUL, and a NUL behind it. */
void require_text(const char *text, size_t length, const char *law);

/** Takes the next byte of an input; 0 at its end. */
uint8_t take_byte(const uint8_t **bytes, size_t *size);
/** A NUL-terminated copy, to be freed. */
char *copy_text(const uint8_t *bytes, size_t size);

/** A path in a folder of this process, which is removed with all that is in it when the process ends. The path lives
 * until then. */
const char *target_path(const char *name);
/** Writes a file there. Returns its path. */
const char *target_file(const char *name, const void *bytes, size_t size);
/** Reads a file there; to be freed. */
char *target_read(const char *name, size_t *size);

#endif
