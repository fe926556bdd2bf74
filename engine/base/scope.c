/** The state of a thread while a public call is on its stack. */
#include "base/scope.h"
#include <pthread.h>

static pthread_once_t locale_once = PTHREAD_ONCE_INIT;
static locale_t c_locale;
static _Thread_local unsigned depth;

static void create_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

locale_t scope_locale(void)
{
    pthread_once(&locale_once, create_locale);
    return c_locale;
}

void scope_enter(struct scope *scope)
{
    scope->previous = uselocale(scope_locale());
    depth++;
}

void scope_leave(struct scope *scope)
{
    depth--;
    uselocale(scope->previous);
}

bool scope_is_active(void)
{
    return depth > 0;
}
