/** The folder or the stream that outputs go to. */
#include "cli/destination.h"
#include "cli/message.h"
#include "cli/standard_output.h"
#include <string.h>
#include <sys/stat.h>

bool destination_is_stream(const struct arguments *arguments)
{
    return arguments->output && strcmp(arguments->output, "-") == 0;
}

enum exit_code destination_check_folder(const struct arguments *arguments)
{
    struct stat present;
    if (!arguments->force && lstat(arguments->output, &present) == 0) {
        message_about(arguments->output, "--force replaces a folder that this command has made", "is there already");
        return EXIT_CODE_CANNOT_CREATE;
    }
    return EXIT_CODE_OK;
}

enum exit_code destination_check_apart(const struct arguments *arguments, const char *folder)
{
    struct stat from;
    struct stat to;
    if (folder && stat(folder, &from) == 0 && stat(arguments->output, &to) == 0 && from.st_dev == to.st_dev &&
        from.st_ino == to.st_ino) {
        message_about(arguments->output, "name another folder with -o", "would replace the run that it goes on from");
        return EXIT_CODE_CANNOT_CREATE;
    }
    return EXIT_CODE_OK;
}

void destination_list_file(const struct arguments *arguments, const char *name)
{
    size_t length = strlen(arguments->output);
    bool ends_in_slash = length > 0 && arguments->output[length - 1] == '/';
    standard_output_format("%s%s%s%s\n", arguments->dry_run ? "would write " : "", arguments->output,
                           ends_in_slash ? "" : "/", name);
}

void destination_list_descriptors(const struct arguments *arguments)
{
    destination_list_file(arguments, "datapackage.json");
    destination_list_file(arguments, "manifest.json");
}

tocsin_output_options destination_options(const struct arguments *arguments)
{
    return (tocsin_output_options){
        .documents = arguments->documents,
        .replace = arguments->force,
        .has_digits = arguments->has_digits,
        .digits = arguments->digits,
    };
}
