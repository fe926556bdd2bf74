/** SIGINT and SIGTERM as a wish to stop; SIGPIPE as an error of writing. */
#ifndef TOCSIN_CLI_INTERRUPT_H
#define TOCSIN_CLI_INTERRUPT_H

#include <stdbool.h>

/**
 * Takes over the signals. A run that is asked to stop cleans up and ends; if it cannot within two seconds, it is ended.
 * Outputs appear by a rename, so none is ever half there.
 */
void interrupt_begin(void);
/** True once the user asked to stop. */
bool interrupt_requested(void);

#endif
