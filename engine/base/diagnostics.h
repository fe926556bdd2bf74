/**
 * Findings about inputs: where, what was found, what was expected. Functions report and go on, so that all problems
 * come out in one go; at the end they ask whether anything failed since they began.
 */
#ifndef TOCSIN_BASE_DIAGNOSTICS_H
#define TOCSIN_BASE_DIAGNOSTICS_H

#include <stdbool.h>
#include <tocsin/tocsin.h>

/** A place in an input. `file` must live as long as the call; 0 stands for a line or column not known. */
struct location {
    const char *file;
    uint64_t line;
    uint64_t column;
};

#define LOCATION_NONE ((struct location){NULL, 0, 0})

/** Stable codes; the list with severity, status and summary is diagnostic_codes.def. */
enum diagnostic_code {
#define DIAGNOSTIC(name, number, severity, status, summary) DIAGNOSTIC_##name = (number),
#include "base/diagnostic_codes.def"
#undef DIAGNOSTIC
};

/**
 * Records a finding. `hint` may be NULL. Returns the status that belongs to the code if the finding is an error
 * (a warning is one when the context is strict), TOCSIN_OK otherwise.
 */
tocsin_status diagnostics_report(tocsin_context *context, enum diagnostic_code code, struct location at,
                                 const char *hint, const char *format, ...) __attribute__((format(printf, 5, 6)));

/**
 * True if a failure is not about an input, so that looking for further findings is of no use: out of memory, asked to
 * stop, a fault of the engine.
 */
static inline bool diagnostics_stop(tocsin_status status)
{
    return status == TOCSIN_ERROR_MEMORY || status == TOCSIN_ERROR_INTERRUPTED || status == TOCSIN_ERROR_INTERNAL;
}

/**
 * While muted, findings about inputs are neither kept nor counted, but marks tell of them: for a look at inputs that
 * are to be read, and reported on, later. To be unmuted by the thread and function that muted it.
 */
void diagnostics_mute(tocsin_context *context, bool muted);

/** A mark to be given to diagnostics_since. */
uint64_t diagnostics_mark(const tocsin_context *context);
/** The status of the first error after the mark, TOCSIN_OK if there was none. */
tocsin_status diagnostics_since(const tocsin_context *context, uint64_t mark);

/** Used by base/context.c and api/ only. */
struct diagnostics *diagnostics_create(tocsin_context *context);
void diagnostics_destroy(tocsin_context *context, struct diagnostics *diagnostics);
size_t diagnostics_count(const tocsin_context *context);
void diagnostics_at(const tocsin_context *context, size_t index, tocsin_diagnostic *diagnostic);
uint64_t diagnostics_total(const tocsin_context *context, int32_t severity);

/** One row of the list of codes, for documentation and tests. NULL past the last. */
struct diagnostic_description {
    const char *name;
    int32_t number;
    int32_t severity;
    tocsin_status status;
    const char *summary;
};
const struct diagnostic_description *diagnostics_description(size_t index);

#endif
