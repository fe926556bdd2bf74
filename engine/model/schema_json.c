/** The options of modules in the JSON Schema. */
#include "model/schema_json.h"
#include "base/number.h"
#include <stdio.h>
#include <string.h>

/** "a|b|c" as an enum. */
static void write_choices(struct json_writer *json, const char *range)
{
    json_writer_begin(json, "enum", '[');
    for (const char *part = range; part;) {
        char choice[64];
        size_t length = strcspn(part, "|");
        snprintf(choice, sizeof choice, "%.*s", (int)(length < sizeof choice ? length : sizeof choice - 1), part);
        json_writer_text(json, NULL, choice);
        part = part[length] ? part + length + 1 : NULL;
    }
    json_writer_end(json, ']');
}

static void write_table(struct json_writer *json)
{
    json_writer_begin(json, "anyOf", '[');
    json_writer_begin(json, NULL, '{');
    json_writer_text(json, "type", "string");
    json_writer_end(json, '}');
    json_writer_begin(json, NULL, '{');
    json_writer_text(json, "type", "object");
    json_writer_begin(json, "properties", '{');
    json_writer_begin(json, "file", '{');
    json_writer_text(json, "type", "string");
    json_writer_end(json, '}');
    json_writer_end(json, '}');
    json_writer_begin(json, "required", '[');
    json_writer_text(json, NULL, "file");
    json_writer_end(json, ']');
    json_writer_word(json, "additionalProperties", "false");
    json_writer_end(json, '}');
    json_writer_end(json, ']');
}

static void write_default(struct json_writer *json, const struct option_descriptor *option)
{
    double number;
    if (!option->initial) {
        return;
    }
    if (option->type == OPTION_NUMBERS) {
        char list[256];
        snprintf(list, sizeof list, "[%s]", option->initial);
        json_writer_word(json, "default", list);
    } else if (option->type == OPTION_FLAG) {
        json_writer_word(json, "default", option->initial);
    } else if ((option->type == OPTION_NUMBER || option->type == OPTION_INTEGER) &&
               number_parse(option->initial, strlen(option->initial), &number)) {
        json_writer_number(json, "default", number);
    } else {
        json_writer_text(json, "default", option->initial);
    }
}

static void write_type(struct json_writer *json, const struct option_descriptor *option)
{
    static const char *const text_types[] = {"string", "number"};
    struct value_range range = {option->range, option->low, option->high, option->low_open};
    switch (option->type) {
    case OPTION_NUMBER:
    case OPTION_INTEGER:
        json_writer_text(json, "type", option->type == OPTION_NUMBER ? "number" : "integer");
        schema_json_bounds(json, &range);
        break;
    case OPTION_CHOICE:
        write_choices(json, option->range);
        break;
    case OPTION_FLAG:
        json_writer_text(json, "type", "boolean");
        break;
    case OPTION_TEXT:
        schema_json_types(json, text_types, 2);
        break;
    case OPTION_NUMBERS:
        json_writer_text(json, "type", "array");
        json_writer_begin(json, "items", '{');
        json_writer_text(json, "type", "number");
        schema_json_bounds(json, &range);
        json_writer_end(json, '}');
        break;
    case OPTION_INDICATOR:
    case OPTION_EXPRESSION:
        json_writer_text(json, "type", "string");
        break;
    case OPTION_TABLE:
        write_table(json);
        break;
    }
}

void schema_json_options(struct json_writer *json, const struct indicator_module *module)
{
    static const char *const types[] = {"object", "null"};
    char name[128];
    snprintf(name, sizeof name, "options_%s", module->name);
    json_writer_begin(json, name, '{');
    json_writer_text(json, "description", module->title);
    schema_json_types(json, types, 2);
    json_writer_begin(json, "properties", '{');
    for (size_t i = 0; i < module->option_count; i++) {
        const struct option_descriptor *option = &module->options[i];
        json_writer_begin(json, option->name, '{');
        schema_json_description(json, option->text, option->unit);
        write_type(json, option);
        write_default(json, option);
        json_writer_end(json, '}');
    }
    json_writer_end(json, '}');
    json_writer_word(json, "additionalProperties", "false");
    json_writer_end(json, '}');
}
