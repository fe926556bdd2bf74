/** The JSON Schema (2020-12) of the model file, from the table that reads it and the modules that are registered. */
#include "base/number.h"
#include "base/text.h"
#include "indicators/registry.h"
#include "model/keys.h"
#include "model/reader.h"
#include "model/schema_json.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char id_pattern[] = "^[A-Za-z_][A-Za-z0-9_.-]*$";

/* ---- pieces */

static void write_reference(struct json_writer *json, const char *prefix, const char *name)
{
    char reference[128];
    snprintf(reference, sizeof reference, "#/$defs/%s%s", prefix, name);
    json_writer_text(json, "$ref", reference);
}

static void write_reference_item(struct json_writer *json, enum schema_object object)
{
    json_writer_begin(json, NULL, '{');
    write_reference(json, "", schema_object_name(object));
    json_writer_end(json, '}');
}

/** `{"type": type}` as an item of a list of alternatives. */
static void write_type_item(struct json_writer *json, const char *type)
{
    json_writer_begin(json, NULL, '{');
    json_writer_text(json, "type", type);
    json_writer_end(json, '}');
}

void schema_json_types(struct json_writer *json, const char *const *types, size_t count)
{
    json_writer_begin(json, "type", '[');
    for (size_t i = 0; i < count; i++) {
        json_writer_text(json, NULL, types[i]);
    }
    json_writer_end(json, ']');
}

/** Texts may look like numbers: they are taken as they are written. */
static void write_text_types(struct json_writer *json)
{
    static const char *const types[] = {"string", "number"};
    schema_json_types(json, types, 2);
}

static void write_scalar_types(struct json_writer *json)
{
    static const char *const types[] = {"string", "number", "boolean", "null"};
    schema_json_types(json, types, 4);
}

void schema_json_bounds(struct json_writer *json, const struct value_range *range)
{
    if (!range->words) {
        return;
    }
    if (isfinite(range->low)) {
        json_writer_number(json, range->low_open ? "exclusiveMinimum" : "minimum", range->low);
    }
    if (isfinite(range->high)) {
        json_writer_number(json, "maximum", range->high);
    }
}

static void write_choices(struct json_writer *json, const char *const *choices, size_t count)
{
    json_writer_begin(json, "enum", '[');
    for (size_t i = 0; i < count; i++) {
        json_writer_text(json, NULL, choices[i]);
    }
    json_writer_end(json, ']');
}

static void write_list_of_choices(struct json_writer *json, const struct schema_row *row)
{
    json_writer_text(json, "type", "array");
    json_writer_begin(json, "items", '{');
    write_choices(json, row->choices, row->choice_count);
    json_writer_end(json, '}');
}

static void write_number_list(struct json_writer *json, size_t length)
{
    json_writer_text(json, "type", "array");
    json_writer_begin(json, "items", '{');
    json_writer_text(json, "type", "number");
    json_writer_end(json, '}');
    if (length > 0) {
        json_writer_number(json, "minItems", (double)length);
        json_writer_number(json, "maxItems", (double)length);
    }
}

/** A text, or a list of them. */
static void write_text_or_texts(struct json_writer *json)
{
    json_writer_begin(json, "anyOf", '[');
    write_type_item(json, "string");
    json_writer_begin(json, NULL, '{');
    json_writer_text(json, "type", "array");
    json_writer_begin(json, "items", '{');
    json_writer_text(json, "type", "string");
    json_writer_end(json, '}');
    json_writer_number(json, "minItems", 1);
    json_writer_end(json, '}');
    json_writer_end(json, ']');
}

static void write_scalars(struct json_writer *json, size_t least)
{
    json_writer_begin(json, "anyOf", '[');
    json_writer_begin(json, NULL, '{');
    write_scalar_types(json);
    json_writer_end(json, '}');
    json_writer_begin(json, NULL, '{');
    json_writer_text(json, "type", "array");
    json_writer_begin(json, "items", '{');
    write_scalar_types(json);
    json_writer_end(json, '}');
    json_writer_number(json, "minItems", (double)least);
    json_writer_end(json, '}');
    json_writer_end(json, ']');
}

static void write_map_of_texts(struct json_writer *json)
{
    json_writer_text(json, "type", "object");
    json_writer_begin(json, "additionalProperties", '{');
    write_text_types(json);
    json_writer_end(json, '}');
}

static void write_map_of_scalars(struct json_writer *json)
{
    json_writer_text(json, "type", "object");
    json_writer_begin(json, "additionalProperties", '{');
    write_scalars(json, 1);
    json_writer_end(json, '}');
}

/** Alternatives of which the last is the inner object. */
static void write_words_or_object(struct json_writer *json, const struct schema_row *row, const char *const *words,
                                  size_t count)
{
    json_writer_begin(json, "anyOf", '[');
    json_writer_begin(json, NULL, '{');
    if (count > 0) {
        write_choices(json, words, count);
    } else {
        json_writer_text(json, "type", "string");
    }
    json_writer_end(json, '}');
    write_reference_item(json, row->inner);
    json_writer_end(json, ']');
}

static void write_treat(struct json_writer *json)
{
    static const char *const none[] = {"none"};
    json_writer_begin(json, "anyOf", '[');
    json_writer_begin(json, NULL, '{');
    write_choices(json, none, 1);
    json_writer_end(json, '}');
    write_reference_item(json, SCHEMA_STEP);
    json_writer_begin(json, NULL, '{');
    json_writer_text(json, "type", "array");
    json_writer_begin(json, "items", '{');
    write_reference(json, "", schema_object_name(SCHEMA_STEP));
    json_writer_end(json, '}');
    json_writer_end(json, '}');
    write_reference_item(json, SCHEMA_TREAT);
    json_writer_end(json, ']');
}

static void write_children(struct json_writer *json)
{
    json_writer_text(json, "type", "array");
    json_writer_number(json, "minItems", 1);
    json_writer_begin(json, "items", '{');
    json_writer_begin(json, "anyOf", '[');
    write_reference_item(json, SCHEMA_LEAF);
    write_reference_item(json, SCHEMA_NODE);
    json_writer_end(json, ']');
    json_writer_end(json, '}');
}

static void write_modules(struct json_writer *json)
{
    json_writer_begin(json, "enum", '[');
    for (size_t i = 0; indicator_registry[i]; i++) {
        json_writer_text(json, NULL, indicator_registry[i]->name);
    }
    json_writer_end(json, ']');
}

/** Options: those of the module, as the indicator's conditions say; here only that it is a mapping. */
static void write_options(struct json_writer *json)
{
    static const char *const types[] = {"object", "null"};
    schema_json_types(json, types, 2);
}

/* ---- a key */

static void write_form(struct json_writer *json, const struct schema_row *row)
{
    static const char *const over[] = {"all", "period"};
    static const char *const none[] = {"none"};
    switch (row->form) {
    case SCHEMA_FORM_PATH_OR_OBJECT:
        write_words_or_object(json, row, NULL, 0);
        break;
    case SCHEMA_FORM_OVER:
        write_words_or_object(json, row, over, 2);
        break;
    case SCHEMA_FORM_NONE_OR_OBJECT:
        write_words_or_object(json, row, none, 1);
        break;
    case SCHEMA_FORM_FILES:
        write_text_or_texts(json);
        break;
    case SCHEMA_FORM_TEXT_MAP:
        write_map_of_texts(json);
        break;
    case SCHEMA_FORM_WHERE:
        write_map_of_scalars(json);
        break;
    case SCHEMA_FORM_VALUES:
        write_scalars(json, 0);
        break;
    case SCHEMA_FORM_OPTIONS:
        write_options(json);
        break;
    case SCHEMA_FORM_MODULE:
        write_modules(json);
        break;
    case SCHEMA_FORM_TREAT:
        write_treat(json);
        break;
    case SCHEMA_FORM_CHILDREN:
        write_children(json);
        break;
    case SCHEMA_FORM_PLAIN:
        break;
    }
}

static void write_map(struct json_writer *json, const struct schema_row *row)
{
    json_writer_text(json, "type", "object");
    json_writer_begin(json, "propertyNames", '{');
    json_writer_text(json, "pattern", id_pattern);
    json_writer_end(json, '}');
    json_writer_begin(json, "additionalProperties", '{');
    write_reference(json, "", schema_object_name(row->inner));
    json_writer_end(json, '}');
}

static void write_list(struct json_writer *json, const struct schema_row *row)
{
    json_writer_text(json, "type", "array");
    json_writer_number(json, "minItems", 1);
    json_writer_begin(json, "items", '{');
    write_reference(json, "", schema_object_name(row->inner));
    json_writer_end(json, '}');
}

static void write_type(struct json_writer *json, const struct schema_row *row)
{
    static const char *const date_types[] = {"string", "integer"};
    struct value_range range = {row->range, row->low, row->high, row->low_open};
    switch (row->type) {
    case SCHEMA_TEXT:
        write_text_types(json);
        break;
    case SCHEMA_ID:
        json_writer_text(json, "type", "string");
        json_writer_text(json, "pattern", id_pattern);
        break;
    case SCHEMA_REFERENCE:
    case SCHEMA_FILE:
    case SCHEMA_NODE_KEPT:
        json_writer_text(json, "type", "string");
        break;
    case SCHEMA_NUMBER:
    case SCHEMA_OPTIONAL:
        json_writer_text(json, "type", row->whole ? "integer" : "number");
        schema_json_bounds(json, &range);
        break;
    case SCHEMA_COUNT:
    case SCHEMA_SEED:
        json_writer_text(json, "type", "integer");
        schema_json_bounds(json, &range);
        break;
    case SCHEMA_FLAG:
        json_writer_text(json, "type", "boolean");
        break;
    case SCHEMA_CHOICE:
        write_choices(json, row->choices, row->choice_count);
        break;
    case SCHEMA_CHOICES:
        write_list_of_choices(json, row);
        break;
    case SCHEMA_PAIR:
        write_number_list(json, 2);
        break;
    case SCHEMA_NUMBERS:
        write_number_list(json, 0);
        break;
    case SCHEMA_TEXTS:
        write_text_or_texts(json);
        break;
    case SCHEMA_DATE:
        schema_json_types(json, date_types, 2);
        break;
    case SCHEMA_OBJECT:
    case SCHEMA_METHOD:
        write_reference(json, "", schema_object_name(row->inner));
        break;
    case SCHEMA_MAP:
        write_map(json, row);
        break;
    case SCHEMA_LIST:
        write_list(json, row);
        break;
    case SCHEMA_VERSION_KEY:
        json_writer_number(json, "const", SCHEMA_VERSION);
        break;
    }
}

static void write_default(struct json_writer *json, const struct schema_row *row)
{
    if (!row->initial) {
        return;
    }
    double number;
    if (row->type == SCHEMA_PAIR) {
        char pair[64];
        snprintf(pair, sizeof pair, "[%s]", row->initial);
        json_writer_word(json, "default", pair);
    } else if (row->type == SCHEMA_FLAG || number_parse(row->initial, strlen(row->initial), &number)) {
        json_writer_word(json, "default", row->initial);
    } else {
        json_writer_text(json, "default", row->initial);
    }
}

void schema_json_description(struct json_writer *json, const char *text, const char *unit)
{
    char description[1024];
    snprintf(description, sizeof description, unit ? "%s (%s)" : "%s", text, unit);
    json_writer_text(json, "description", description);
}

static void write_key(struct json_writer *json, const struct schema_row *row)
{
    json_writer_begin(json, row->key, '{');
    schema_json_description(json, row->text, row->unit);
    if (row->form == SCHEMA_FORM_PLAIN) {
        write_type(json, row);
    } else {
        write_form(json, row);
    }
    write_default(json, row);
    json_writer_end(json, '}');
}

/* ---- an object */

static void write_required(struct json_writer *json, enum schema_object object, unsigned method)
{
    json_writer_begin(json, "required", '[');
    for (const struct schema_row *row = schema_next(object, NULL); row; row = schema_next(object, row)) {
        if ((row->required && object != SCHEMA_DEFAULTS) || (row->needed_by & method)) {
            json_writer_text(json, NULL, row->key);
        }
    }
    json_writer_end(json, ']');
}

/** The members of an object schema. */
static void write_object(struct json_writer *json, enum schema_object object)
{
    json_writer_text(json, "type", "object");
    json_writer_begin(json, "properties", '{');
    for (const struct schema_row *row = schema_next(object, NULL); row; row = schema_next(object, row)) {
        write_key(json, row);
    }
    json_writer_end(json, '}');
    write_required(json, object, 0);
    json_writer_word(json, "additionalProperties", "false");
}

/** An object that may be left without keys. */
static void write_nullable_object(struct json_writer *json, enum schema_object object)
{
    static const char *const types[] = {"object", "null"};
    schema_json_types(json, types, 2);
    json_writer_begin(json, "properties", '{');
    for (const struct schema_row *row = schema_next(object, NULL); row; row = schema_next(object, row)) {
        write_key(json, row);
    }
    json_writer_end(json, '}');
    json_writer_word(json, "additionalProperties", "false");
}

static bool needs_parameters(enum schema_object object, unsigned method)
{
    for (const struct schema_row *row = schema_next(object, NULL); row; row = schema_next(object, row)) {
        if (row->needed_by & method) {
            return true;
        }
    }
    return false;
}

/** `clip` needs one of its two parameters, which no bit says. */
static bool can_stand_alone(enum schema_object object, size_t method)
{
    bool clip = object == SCHEMA_STEP && method == TREAT_CLIP;
    return !clip && !needs_parameters(object, 1u << method);
}

static void write_method(struct json_writer *json, enum schema_object object, const struct schema_row *methods,
                         size_t method)
{
    json_writer_begin(json, NULL, '{');
    json_writer_text(json, "type", "object");
    json_writer_begin(json, "properties", '{');
    json_writer_begin(json, "method", '{');
    json_writer_text(json, "const", methods->choices[method]);
    json_writer_end(json, '}');
    for (const struct schema_row *row = schema_next(object, methods); row; row = schema_next(object, row)) {
        if (!row->methods || (row->methods & (1u << method))) {
            write_key(json, row);
        }
    }
    json_writer_end(json, '}');
    write_required(json, object, 1u << method);
    json_writer_word(json, "additionalProperties", "false");
    json_writer_end(json, '}');
}

/** A method's name alone, if it needs no parameters, or an object for each method. */
static void write_methods(struct json_writer *json, enum schema_object object)
{
    const struct schema_row *methods = schema_method_row(object);
    json_writer_begin(json, "anyOf", '[');
    json_writer_begin(json, NULL, '{');
    json_writer_begin(json, "enum", '[');
    for (size_t i = 0; i < methods->choice_count; i++) {
        if (can_stand_alone(object, i)) {
            json_writer_text(json, NULL, methods->choices[i]);
        }
    }
    json_writer_end(json, ']');
    json_writer_end(json, '}');
    for (size_t i = 0; i < methods->choice_count; i++) {
        write_method(json, object, methods, i);
    }
    json_writer_end(json, ']');
}

/** `if` the module is this one, `then` the options are its own. */
static void write_module_conditions(struct json_writer *json)
{
    json_writer_begin(json, "allOf", '[');
    for (size_t i = 0; indicator_registry[i]; i++) {
        const char *name = indicator_registry[i]->name;
        json_writer_begin(json, NULL, '{');
        json_writer_begin(json, "if", '{');
        json_writer_text(json, "type", "object");
        json_writer_begin(json, "properties", '{');
        json_writer_begin(json, "module", '{');
        json_writer_text(json, "const", name);
        json_writer_end(json, '}');
        json_writer_end(json, '}');
        json_writer_begin(json, "required", '[');
        json_writer_text(json, NULL, "module");
        json_writer_end(json, ']');
        json_writer_end(json, '}');
        json_writer_begin(json, "then", '{');
        json_writer_begin(json, "properties", '{');
        json_writer_begin(json, "options", '{');
        write_reference(json, "options_", name);
        json_writer_end(json, '}');
        json_writer_end(json, '}');
        json_writer_end(json, '}');
        json_writer_end(json, '}');
    }
    json_writer_end(json, ']');
}

static void write_definitions(struct json_writer *json)
{
    json_writer_begin(json, "$defs", '{');
    for (int i = SCHEMA_MODEL + 1; i < SCHEMA_OBJECT_COUNT; i++) {
        enum schema_object object = (enum schema_object)i;
        json_writer_begin(json, schema_object_name(object), '{');
        if (object == SCHEMA_INDICATOR || object == SCHEMA_DEFAULTS) {
            write_nullable_object(json, object);
        } else if (schema_method_row(object)) {
            write_methods(json, object);
        } else {
            write_object(json, object);
        }
        if (object == SCHEMA_INDICATOR) {
            write_module_conditions(json);
        }
        json_writer_end(json, '}');
    }
    for (size_t i = 0; indicator_registry[i]; i++) {
        schema_json_options(json, indicator_registry[i]);
    }
    json_writer_end(json, '}');
}

/** Either a structure table, or indicators and an index. */
static void write_alternatives(struct json_writer *json)
{
    json_writer_begin(json, "oneOf", '[');
    json_writer_begin(json, NULL, '{');
    json_writer_begin(json, "required", '[');
    json_writer_text(json, NULL, "indicators");
    json_writer_text(json, NULL, "index");
    json_writer_end(json, ']');
    json_writer_end(json, '}');
    json_writer_begin(json, NULL, '{');
    json_writer_begin(json, "required", '[');
    json_writer_text(json, NULL, "structure");
    json_writer_end(json, ']');
    json_writer_begin(json, "properties", '{');
    json_writer_word(json, "indicators", "false");
    json_writer_word(json, "index", "false");
    json_writer_end(json, '}');
    json_writer_end(json, '}');
    json_writer_end(json, ']');
}

void model_schema_write(struct output *output)
{
    struct json_writer json = {.output = output};
    json_writer_begin(&json, NULL, '{');
    json_writer_text(&json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    json_writer_text(&json, "title", "tocsin model");
    json_writer_text(&json, "description", "A model file of tocsin: what to measure, and how to score it.");
    write_object(&json, SCHEMA_MODEL);
    write_alternatives(&json);
    write_definitions(&json);
    json_writer_end(&json, '}');
    output_text(output, "\n");
}
