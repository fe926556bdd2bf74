/** Help: three examples first, then how to call it, then what it does. */
#include "cli/help.h"
#include "cli/paragraph.h"
#include "cli/standard_output.h"
#include <stdio.h>

enum { INDENT = 2, OPTION_WIDTH = 27, VERB_WIDTH = 12 };

static const struct example program_examples[EXAMPLE_COUNT] = {
    {"tocsin init my-model", "write a starter model with its data"},
    {"tocsin run my-model/model.yaml -o my-model/out", "score it"},
    {"tocsin explain my-model/model.yaml COR", "tell how a score came about"},
};

static void write_examples(const struct example *examples)
{
    standard_output_text("Examples:\n");
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        standard_output_format("  %s\n      %s\n", examples[i].command, examples[i].meaning);
    }
    standard_output_text("\n");
}

static void write_option(enum option_id option)
{
    const struct option_row *row = &options_table[option];
    char letter[8] = "    ";
    char spelt[80];
    if (row->letter) {
        snprintf(letter, sizeof letter, "-%c, ", row->letter);
    }
    snprintf(spelt, sizeof spelt, "%s--%s%s%s", letter, row->name, row->argument ? " " : "",
             row->argument ? row->argument : "");
    char text[400];
    snprintf(text, sizeof text, "%s%s%s", row->text, row->repeatable ? "; may be given again" : "",
             row->later ? " (not in this version)" : "");
    paragraph_entry(spelt, INDENT, OPTION_WIDTH, text);
}

static void write_options(enum verb_id verb)
{
    standard_output_text("Options:\n");
    for (int option = 0; option < OPTION_COUNT; option++) {
        if (option_is_for((enum option_id)option, verb)) {
            write_option((enum option_id)option);
        }
    }
}

void help_verb(enum verb_id verb)
{
    const struct verb_row *row = &options_verbs[verb];
    standard_output_format("tocsin %s: %s\n\n", row->name, row->title);
    write_examples(row->examples);
    standard_output_format("Usage: tocsin %s [options]%s%s\n\n", row->name, *row->operands ? " " : "", row->operands);
    if (row->text) {
        paragraph_write(row->text, 0, 0);
        standard_output_text("\n");
    }
    write_options(verb);
}

void help_program(void)
{
    standard_output_text("tocsin: a regional risk-indicator scoring engine\n\n");
    write_examples(program_examples);
    standard_output_text("Usage: tocsin VERB [options] [arguments]\n\nVerbs:\n");
    for (int verb = 0; verb < VERB_HERE_COUNT; verb++) {
        paragraph_entry(options_verbs[verb].name, INDENT, VERB_WIDTH, options_verbs[verb].title);
    }
    standard_output_text("\n'tocsin help VERB' or 'tocsin VERB --help' shows the options of a verb.\n\nOptions:\n");
    write_option(OPTION_HELP);
    write_option(OPTION_VERSION);
    write_option(OPTION_VERBOSE);
    write_option(OPTION_NO_COLOR);
    standard_output_text("\nExit codes:\n");
    const struct exit_code_row *code = NULL;
    for (size_t i = 0; (code = exit_code_at(i)); i++) {
        char number[8];
        snprintf(number, sizeof number, "%d", (int)code->code);
        paragraph_entry(number, INDENT, 5, code->text);
    }
}

void help_version(bool verbose)
{
    standard_output_format("tocsin %s\n", tocsin_version());
    if (verbose) {
        standard_output_text(tocsin_build_information());
    }
}
