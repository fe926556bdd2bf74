/** tocsin compare */
#include "cli/options.h"

enum exit_code verb_compare(const struct arguments *arguments)
{
    (void)arguments;
    return EXIT_CODE_UNAVAILABLE;
}
