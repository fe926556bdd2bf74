/**
 * What is true while a public call is on the stack: the thread's locale is "C", and errors of libraries below are
 * ours to catch. Enter and leave nest and always pair.
 */
#ifndef TOCSIN_BASE_SCOPE_H
#define TOCSIN_BASE_SCOPE_H

#include <locale.h>
#include <stdbool.h>

struct scope {
    locale_t previous;
};

void scope_enter(struct scope *scope);
void scope_leave(struct scope *scope);
/** True on a thread that is inside a scope. */
bool scope_is_active(void);
/** The "C" locale, for the functions of the C library that take one. */
locale_t scope_locale(void);

#endif
