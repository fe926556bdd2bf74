/** The files of engine/cli/starter/, built into the program (engine/cmake/tocsin_starter.cmake). */
#ifndef TOCSIN_CLI_STARTER_H
#define TOCSIN_CLI_STARTER_H

#include <stddef.h>

struct starter_file {
    const char *name; /* below the folder that is made; at most one level of subfolder */
    const unsigned char *bytes;
    size_t size;
};

extern const struct starter_file starter_files[];
extern const size_t starter_file_count;

#endif
