/** Makes the folder of `tocsin init`: whole or not at all. */
#ifndef TOCSIN_CLI_FOLDER_WRITER_H
#define TOCSIN_CLI_FOLDER_WRITER_H

#include "cli/exit_code.h"
#include "cli/starter.h"

/** Writes the files into a folder that must not exist yet or be empty. Says on standard error what went wrong. */
enum exit_code folder_writer_make(const char *path, const struct starter_file *files, size_t count);

#endif
