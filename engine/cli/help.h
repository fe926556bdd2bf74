/** Help texts, made from the table of options. */
#ifndef TOCSIN_CLI_HELP_H
#define TOCSIN_CLI_HELP_H

#include "cli/options.h"

void help_program(void);
void help_verb(enum verb_id verb);
/** "tocsin 0.1.0"; with `verbose` what it is built of, too. */
void help_version(bool verbose);

#endif
