/**
 * Preloaded into a program: puts it into the locale of its environment, as a host that embeds the library may do, and
 * makes sure that numbers are then written with a decimal comma; otherwise the test would prove nothing.
 */
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

__attribute__((constructor)) static void enter_locale(void)
{
    if (!setlocale(LC_ALL, "") || localeconv()->decimal_point[0] != ',') {
        fputs("the locale of the environment writes no decimal comma\n", stderr);
        _exit(99);
    }
}
