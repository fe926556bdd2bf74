/** SIGINT and SIGTERM as a wish to stop; SIGPIPE as an error of writing. */
#ifndef TOCSIN_CLI_INTERRUPT_H
#define TOCSIN_CLI_INTERRUPT_H

#include <stdbool.h>

/** Takes over the signals. A second SIGINT or SIGTERM ends the program at once. */
void interrupt_begin(void);
/** True once the user asked to stop. */
bool interrupt_requested(void);

#endif
