/** The program: reads the command line and hands over to a verb. */
#include "cli/arguments.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/standard_output.h"

static enum exit_code act(const struct arguments *arguments)
{
    if (arguments->wants_version) {
        help_version(arguments->verbose);
        return EXIT_CODE_OK;
    }
    if (!arguments->wants_help) {
        return options_verbs[arguments->verb].act(arguments);
    }
    if (arguments->has_verb) {
        help_verb(arguments->verb);
    } else {
        help_program();
    }
    return EXIT_CODE_OK;
}

int main(int count, char **words)
{
    standard_output_begin();
    interrupt_begin();
    struct arguments arguments;
    enum exit_code code = arguments_parse(count, words, &arguments);
    if (code == EXIT_CODE_OK) {
        code = act(&arguments);
    }
    arguments_release(&arguments);
    return (int)standard_output_end(code);
}
