/** Helpers of the unit tests: a context that counts its allocations, and what it has to say. */
#ifndef TOCSIN_TESTS_SUPPORT_H
#define TOCSIN_TESTS_SUPPORT_H

#include <stdbool.h>
#include <tocsin/tocsin.h>

/** A context whose allocator counts, and can be told to fail. */
struct counted {
    tocsin_context *context;
    _Atomic size_t live;  /* blocks not yet released */
    _Atomic size_t calls; /* allocations asked for */
    size_t fail_after;    /* fail every call after this many; SIZE_MAX: never */
    bool fail_once;       /* only the first of them */
};

/** Made with never failing; ends the program when even that fails. */
void counted_begin(struct counted *counted);
/** Destroys the context; true if no block was left behind. */
bool counted_end(struct counted *counted);

/** True if the context's diagnostics are exactly one, with this code, line and column (0: not checked). */
bool diagnosed_once(const tocsin_context *context, int code, unsigned line, unsigned column);
/** True if some diagnostic has this code, line and column (0: not checked). */
bool diagnosed_at(const tocsin_context *context, int code, unsigned line, unsigned column);
/** True if some diagnostic has this code and its message contains `text`. */
bool diagnosed(const tocsin_context *context, int code, const char *text);
/** Prints all diagnostics to stderr, for a test that failed. */
void print_diagnostics(const tocsin_context *context);

/** |actual - expected| <= tolerance * max(1, |expected|). */
bool close_to(double actual, double expected, double tolerance);

/** Path of a file below the reference folder, or NULL (after printing "skipped: ../shared not here") if it is not
 * there. The text lives until the next call. */
const char *shared_file(const char *relative);

/** Writes `size` bytes to a fresh temporary file and returns its path, which lives until the next call but four. The
 * file goes when the tests end. */
const char *temporary_file(const char *name, const char *bytes, size_t size);

#endif
