/** Where outputs go: a folder that is made, or standard output. */
#ifndef TOCSIN_CLI_DESTINATION_H
#define TOCSIN_CLI_DESTINATION_H

#include "cli/arguments.h"

/** True for `-o -`. */
bool destination_is_stream(const struct arguments *arguments);

/**
 * What can be said of the folder of `-o DIR` before any work is done: a long run is not to fail at its end for it.
 * EXIT_CODE_OK, or another after saying what is wrong.
 */
enum exit_code destination_check_folder(const struct arguments *arguments);

/**
 * Refuses an output that would replace `folder`, which is read to make it (NULL: none is): then there would be nothing
 * left to make it of again.
 */
enum exit_code destination_check_apart(const struct arguments *arguments, const char *folder);

/** Lists a file of the folder on standard output, as written or, with --dry-run, as planned. */
void destination_list_file(const struct arguments *arguments, const char *name);
/** The two that are in every folder of outputs. */
void destination_list_descriptors(const struct arguments *arguments);

/** What the options of the command line say of an output. */
tocsin_output_options destination_options(const struct arguments *arguments);

#endif
