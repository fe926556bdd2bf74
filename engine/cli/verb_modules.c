/** tocsin modules [NAME]: all from the modules' own descriptions. */
#include "cli/arguments.h"
#include "cli/message.h"
#include "cli/paragraph.h"
#include "cli/standard_output.h"
#include "cli/suggest.h"
#include <stdio.h>
#include <string.h>

enum { INDENT = 2, NAME_WIDTH = 26, FIELD_WIDTH = 13 };

static void list_modules(void)
{
    tocsin_module module;
    for (size_t i = 0; i < tocsin_module_count(); i++) {
        if (tocsin_module_at(i, &module) == TOCSIN_OK) {
            paragraph_entry(module.name, 0, NAME_WIDTH, module.title);
        }
    }
}

static void write_field(const char *name, const char *text)
{
    if (text && *text) {
        paragraph_entry(name, 0, FIELD_WIDTH, text);
    }
}

static void write_option(const tocsin_module_option *option)
{
    char facts[512];
    snprintf(facts, sizeof facts, "%s%s%s%s%s%s%s", option->type, option->range ? ", " : "",
             option->range ? option->range : "", option->unit ? ", in " : "", option->unit ? option->unit : "",
             option->initial ? ", default " : "", option->initial ? option->initial : "");
    paragraph_entry(option->name, INDENT, NAME_WIDTH - INDENT, facts);
    standard_output_format("%*s", INDENT + 2, "");
    paragraph_write(option->text, INDENT + 2, INDENT + 2);
}

static void describe_module(size_t position, const tocsin_module *module)
{
    standard_output_format("%s: %s\n\n", module->name, module->title);
    paragraph_write(module->text, 0, 0);
    standard_output_text("\n");
    write_field("reads", module->input);
    write_field("points to", module->direction);
    write_field("unit", module->unit);
    write_field("formula", module->formula);
    write_field("source", module->source);
    write_field("blind spots", module->blind_spots);
    standard_output_text(module->option_count > 0 ? "\nOptions:\n" : "\nNo options.\n");
    for (size_t i = 0; i < module->option_count; i++) {
        tocsin_module_option option;
        if (tocsin_module_option_at(position, i, &option) == TOCSIN_OK) {
            standard_output_text(i > 0 ? "\n" : "");
            write_option(&option);
        }
    }
}

enum exit_code verb_modules(const struct arguments *arguments)
{
    if (arguments->operand_count == 0) {
        list_modules();
        return EXIT_CODE_OK;
    }
    struct suggestion suggestion = {arguments->operands[0], NULL, 0};
    tocsin_module module;
    for (size_t i = 0; i < tocsin_module_count(); i++) {
        if (tocsin_module_at(i, &module) != TOCSIN_OK) {
            return EXIT_CODE_INTERNAL;
        }
        if (strcmp(module.name, arguments->operands[0]) == 0) {
            describe_module(i, &module);
            return EXIT_CODE_OK;
        }
        suggest_offer(&suggestion, module.name);
    }
    message_unknown(suggestion.best, "'tocsin modules' lists them", "unknown module '%s'", arguments->operands[0]);
    return EXIT_CODE_USAGE;
}
