/** Pieces of the JSON Schema: types, bounds, meanings, and the options of modules. */
#include "model/schema_json.h"
#include "base/number.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

void schema_json_types(struct json *json, const char *const *types, size_t count)
{
    json_open_array_of(json, "type");
    for (size_t i = 0; i < count; i++) {
        json_text(json, types[i]);
    }
    json_close_array(json);
}

void schema_json_bounds(struct json *json, const struct value_range *range)
{
    if (!range->words) {
        return;
    }
    if (isfinite(range->low)) {
        json_number_of(json, range->low_open ? "exclusiveMinimum" : "minimum", range->low);
    }
    if (isfinite(range->high)) {
        json_number_of(json, "maximum", range->high);
    }
}

void schema_json_description(struct json *json, const char *text, const char *unit)
{
    char description[1024];
    snprintf(description, sizeof description, unit ? "%s (%s)" : "%s", text, unit);
    json_text_of(json, "description", description);
}

/** "a|b|c" as an enum. */
static void write_choices(struct json *json, const char *range)
{
    json_open_array_of(json, "enum");
    for (const char *part = range; part;) {
        char choice[64];
        size_t length = strcspn(part, "|");
        snprintf(choice, sizeof choice, "%.*s", (int)(length < sizeof choice ? length : sizeof choice - 1), part);
        json_text(json, choice);
        part = part[length] ? part + length + 1 : NULL;
    }
    json_close_array(json);
}

static void write_table(struct json *json)
{
    json_open_array_of(json, "anyOf");
    json_open_object(json);
    json_text_of(json, "type", "string");
    json_close_object(json);
    json_open_object(json);
    json_text_of(json, "type", "object");
    json_open_object_of(json, "properties");
    json_open_object_of(json, "file");
    json_text_of(json, "type", "string");
    json_close_object(json);
    json_close_object(json);
    json_open_array_of(json, "required");
    json_text(json, "file");
    json_close_array(json);
    json_flag_of(json, "additionalProperties", false);
    json_close_object(json);
    json_close_array(json);
}

static void write_default(struct json *json, const struct option_descriptor *option)
{
    double number;
    if (!option->initial) {
        return;
    }
    if (option->type == OPTION_NUMBERS) {
        char list[256];
        snprintf(list, sizeof list, "[%s]", option->initial);
        json_literal_of(json, "default", list);
    } else if (option->type == OPTION_FLAG) {
        json_literal_of(json, "default", option->initial);
    } else if ((option->type == OPTION_NUMBER || option->type == OPTION_INTEGER) &&
               number_parse(option->initial, strlen(option->initial), &number)) {
        json_number_of(json, "default", number);
    } else {
        json_text_of(json, "default", option->initial);
    }
}

static void write_type(struct json *json, const struct option_descriptor *option)
{
    static const char *const text_types[] = {"string", "number"};
    struct value_range range = {option->range, option->low, option->high, option->low_open};
    switch (option->type) {
    case OPTION_NUMBER:
    case OPTION_INTEGER:
        json_text_of(json, "type", option->type == OPTION_NUMBER ? "number" : "integer");
        schema_json_bounds(json, &range);
        break;
    case OPTION_CHOICE:
        write_choices(json, option->range);
        break;
    case OPTION_FLAG:
        json_text_of(json, "type", "boolean");
        break;
    case OPTION_TEXT:
        schema_json_types(json, text_types, 2);
        break;
    case OPTION_NUMBERS:
        json_text_of(json, "type", "array");
        json_open_object_of(json, "items");
        json_text_of(json, "type", "number");
        schema_json_bounds(json, &range);
        json_close_object(json);
        break;
    case OPTION_INDICATOR:
    case OPTION_EXPRESSION:
        json_text_of(json, "type", "string");
        break;
    case OPTION_TABLE:
        write_table(json);
        break;
    }
}

void schema_json_options(struct json *json, const struct indicator_module *module)
{
    static const char *const types[] = {"object", "null"};
    char name[128];
    snprintf(name, sizeof name, "options_%s", module->name);
    json_open_object_of(json, name);
    json_text_of(json, "description", module->title);
    schema_json_types(json, types, 2);
    json_open_object_of(json, "properties");
    for (size_t i = 0; i < module->option_count; i++) {
        const struct option_descriptor *option = &module->options[i];
        json_open_object_of(json, option->name);
        schema_json_description(json, option->text, option->unit);
        write_type(json, option);
        write_default(json, option);
        json_close_object(json);
    }
    json_close_object(json);
    json_flag_of(json, "additionalProperties", false);
    json_close_object(json);
}
