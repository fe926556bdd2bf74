/** tocsin verify */
#include "cli/options.h"

enum exit_code verb_verify(const struct arguments *arguments)
{
    (void)arguments;
    return EXIT_CODE_UNAVAILABLE;
}
