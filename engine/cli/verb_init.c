/** tocsin init DIR */
#include "cli/arguments.h"
#include "cli/folder_writer.h"
#include "cli/standard_output.h"
#include <string.h>

enum exit_code verb_init(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    enum exit_code code = folder_writer_make(path, starter_files, starter_file_count);
    if (code != EXIT_CODE_OK || arguments->quiet) {
        return code;
    }
    const char *separator = path[strlen(path) - 1] == '/' ? "" : "/";
    for (size_t i = 0; i < starter_file_count; i++) {
        standard_output_format("%s%s%s\n", path, separator, starter_files[i].name);
    }
    return EXIT_CODE_OK;
}
