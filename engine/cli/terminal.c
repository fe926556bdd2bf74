/** Colour and cursor, decided from the environment each time: there is no state to keep. */
#include "cli/terminal.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] != '\0';
}

static bool is_dumb(void)
{
    const char *kind = getenv("TERM");
    return !kind || strcmp(kind, "dumb") == 0;
}

bool terminal_has_colour(int descriptor)
{
    if (is_set("FORCE_COLOR")) {
        return strcmp(getenv("FORCE_COLOR"), "0") != 0;
    }
    return isatty(descriptor) && !is_dumb() && !is_set("NO_COLOR") && !is_set("TOCSIN_NO_COLOR");
}

void terminal_refuse_colour(void)
{
    setenv("NO_COLOR", "1", 1);
    unsetenv("FORCE_COLOR");
}

bool terminal_can_rewrite(int descriptor)
{
    return isatty(descriptor) && !is_dumb();
}
