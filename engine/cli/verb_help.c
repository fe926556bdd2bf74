/** tocsin help [VERB] */
#include "cli/arguments.h"
#include "cli/help.h"
#include "cli/message.h"

enum exit_code verb_help(const struct arguments *arguments)
{
    if (arguments->operand_count == 0) {
        help_program();
        return EXIT_CODE_OK;
    }
    enum verb_id verb = options_find_verb(arguments->operands[0]);
    if (verb == VERB_COUNT) {
        return EXIT_CODE_USAGE;
    }
    if (verb >= VERB_HERE_COUNT) {
        message_error(NULL, "'%s' is not in this version", arguments->operands[0]);
        return EXIT_CODE_UNAVAILABLE;
    }
    help_verb(verb);
    return EXIT_CODE_OK;
}
