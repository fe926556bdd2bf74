/**
 * Arithmetic expressions over named variables (muParser behind it). Expressions cannot loop or allocate without
 * bound; a result that is not finite is reported as such, never returned.
 */
#ifndef TOCSIN_BASE_EXPRESSION_H
#define TOCSIN_BASE_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <tocsin/tocsin.h>

struct expression;

enum { EXPRESSION_FAULT_SIZE = 256 };

/**
 * Compiles `text` (at most 4096 bytes) with variables `names[0..count)`. Fails with MODEL if it is no expression over
 * them: `fault` then tells in words what is wrong and `*position` the byte in the text (from 0). Fails with MEMORY.
 */
tocsin_status expression_create(tocsin_context *context, const char *text, const char *const *names, size_t count,
                                struct expression **expression, char fault[EXPRESSION_FAULT_SIZE], size_t *position);
void expression_destroy(tocsin_context *context, struct expression *expression);
/** Evaluates with `values[0..count)`; false if the result is not a finite number. Not for two threads at once. */
bool expression_evaluate(struct expression *expression, const double *values, double *result);

/**
 * Finds the names used in an expression without compiling it: calls `found` for each identifier that is not followed
 * by '(' (functions) and is not one of the constants _pi and _e, in order, repeats included. Stops early when `found`
 * returns false.
 */
void expression_names(const char *text, bool (*found)(void *user, const char *name, size_t length, size_t position),
                      void *user);

#endif
