/** Colour and cursor, decided from the environment each time: there is no state to keep. */
#include "cli/terminal.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/** The value of a variable that is set to something; else NULL. */
static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] != '\0' ? value : NULL;
}

static bool is_dumb(void)
{
    const char *kind = getenv("TERM");
    return !kind || strcmp(kind, "dumb") == 0;
}

bool terminal_has_colour(int descriptor)
{
    const char *forced = setting("FORCE_COLOR");
    if (forced) {
        return strcmp(forced, "0") != 0;
    }
    return isatty(descriptor) && !is_dumb() && !setting("NO_COLOR") && !setting("TOCSIN_NO_COLOR");
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
