/** What kind of terminal, if any, is at the other end, and what may be sent to it. */
#ifndef TOCSIN_CLI_TERMINAL_H
#define TOCSIN_CLI_TERMINAL_H

#include <stdbool.h>

/**
 * True if a stream may be coloured. FORCE_COLOR decides if it is set; else it must be a terminal, TERM not `dumb`, and
 * neither NO_COLOR nor TOCSIN_NO_COLOR set to anything but the empty text (clig.dev, "Output").
 */
bool terminal_has_colour(int descriptor);

/** What `--no-color` does: it outranks the environment. */
void terminal_refuse_colour(void);

/** True if the stream is a terminal on which a line can be rewritten. */
bool terminal_can_rewrite(int descriptor);

#endif
