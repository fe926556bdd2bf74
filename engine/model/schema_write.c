/** The JSON Schema (2020-12) of the model file, from the table that reads it and the modules that are registered. */
#include "base/number.h"
#include "indicators/registry.h"
#include "model/reader.h"
#include "model/schema_json.h"
#include <stdio.h>
#include <string.h>

static const char id_pattern[] = "^[A-Za-z_][A-Za-z0-9_.-]*$";

/* ---- pieces */

static void write_reference(struct json *json, const char *prefix, const char *name)
{
    char reference[128];
    snprintf(reference, sizeof reference, "#/$defs/%s%s", prefix, name);
    json_text_of(json, "$ref", reference);
}

static void write_reference_item(struct json *json, enum schema_object object)
{
    json_open_object(json);
    write_reference(json, "", schema_object_name(object));
    json_close_object(json);
}

/** `{"type": type}` as an item of a list of alternatives. */
static void write_type_item(struct json *json, const char *type)
{
    json_open_object(json);
    json_text_of(json, "type", type);
    json_close_object(json);
}

/** Texts may look like numbers: they are taken as they are written. */
static void write_text_types(struct json *json)
{
    static const char *const types[] = {"string", "number"};
    schema_json_types(json, types, 2);
}

static void write_scalar_types(struct json *json)
{
    static const char *const types[] = {"string", "number", "boolean", "null"};
    schema_json_types(json, types, 4);
}

static void write_choices(struct json *json, const char *const *choices, size_t count)
{
    json_open_array_of(json, "enum");
    for (size_t i = 0; i < count; i++) {
        json_text(json, choices[i]);
    }
    json_close_array(json);
}

static void write_list_of_choices(struct json *json, const struct schema_row *row)
{
    json_text_of(json, "type", "array");
    json_open_object_of(json, "items");
    write_choices(json, row->choices, row->choice_count);
    json_close_object(json);
}

static void write_number_list(struct json *json, size_t length)
{
    json_text_of(json, "type", "array");
    json_open_object_of(json, "items");
    json_text_of(json, "type", "number");
    json_close_object(json);
    if (length > 0) {
        json_number_of(json, "minItems", (double)length);
        json_number_of(json, "maxItems", (double)length);
    }
}

/** A text, or a list of them. */
static void write_text_or_texts(struct json *json)
{
    json_open_array_of(json, "anyOf");
    write_type_item(json, "string");
    json_open_object(json);
    json_text_of(json, "type", "array");
    json_open_object_of(json, "items");
    json_text_of(json, "type", "string");
    json_close_object(json);
    json_number_of(json, "minItems", 1);
    json_close_object(json);
    json_close_array(json);
}

static void write_scalars(struct json *json, size_t least)
{
    json_open_array_of(json, "anyOf");
    json_open_object(json);
    write_scalar_types(json);
    json_close_object(json);
    json_open_object(json);
    json_text_of(json, "type", "array");
    json_open_object_of(json, "items");
    write_scalar_types(json);
    json_close_object(json);
    json_number_of(json, "minItems", (double)least);
    json_close_object(json);
    json_close_array(json);
}

static void write_map_of_texts(struct json *json)
{
    json_text_of(json, "type", "object");
    json_open_object_of(json, "additionalProperties");
    write_text_types(json);
    json_close_object(json);
}

static void write_map_of_scalars(struct json *json)
{
    json_text_of(json, "type", "object");
    json_open_object_of(json, "additionalProperties");
    write_scalars(json, 1);
    json_close_object(json);
}

/** Alternatives of which the last is the inner object. */
static void write_words_or_object(struct json *json, const struct schema_row *row, const char *const *words,
                                  size_t count)
{
    json_open_array_of(json, "anyOf");
    json_open_object(json);
    if (count > 0) {
        write_choices(json, words, count);
    } else {
        json_text_of(json, "type", "string");
    }
    json_close_object(json);
    write_reference_item(json, row->inner);
    json_close_array(json);
}

static void write_treat(struct json *json)
{
    static const char *const none[] = {"none"};
    json_open_array_of(json, "anyOf");
    json_open_object(json);
    write_choices(json, none, 1);
    json_close_object(json);
    write_reference_item(json, SCHEMA_STEP);
    json_open_object(json);
    json_text_of(json, "type", "array");
    json_open_object_of(json, "items");
    write_reference(json, "", schema_object_name(SCHEMA_STEP));
    json_close_object(json);
    json_close_object(json);
    write_reference_item(json, SCHEMA_TREAT);
    json_close_array(json);
}

static void write_children(struct json *json)
{
    json_text_of(json, "type", "array");
    json_number_of(json, "minItems", 1);
    json_open_object_of(json, "items");
    json_open_array_of(json, "anyOf");
    write_reference_item(json, SCHEMA_LEAF);
    write_reference_item(json, SCHEMA_NODE);
    json_close_array(json);
    json_close_object(json);
}

/** A list of lists of numbers above 0, or fractions of them. */
static void write_matrix(struct json *json)
{
    static const char fraction[] = "^ *[0-9.eE+-]+ */ *[0-9.eE+-]+ *$";
    json_text_of(json, "type", "array");
    json_open_object_of(json, "items");
    json_text_of(json, "type", "array");
    json_open_object_of(json, "items");
    json_open_array_of(json, "anyOf");
    json_open_object(json);
    json_text_of(json, "type", "number");
    json_number_of(json, "exclusiveMinimum", 0);
    json_close_object(json);
    json_open_object(json);
    json_text_of(json, "type", "string");
    json_text_of(json, "pattern", fraction);
    json_close_object(json);
    json_close_array(json);
    json_close_object(json);
    json_close_object(json);
}

static void write_modules(struct json *json)
{
    json_open_array_of(json, "enum");
    for (size_t i = 0; indicator_registry[i]; i++) {
        json_text(json, indicator_registry[i]->name);
    }
    json_close_array(json);
}

/** Options: those of the module, as the indicator's conditions say; here only that it is a mapping. */
static void write_options(struct json *json)
{
    static const char *const types[] = {"object", "null"};
    schema_json_types(json, types, 2);
}

/* ---- a key */

static void write_form(struct json *json, const struct schema_row *row)
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
    case SCHEMA_FORM_MATRIX:
        write_matrix(json);
        break;
    case SCHEMA_FORM_PLAIN:
        break;
    }
}

static void write_map(struct json *json, const struct schema_row *row)
{
    json_text_of(json, "type", "object");
    json_open_object_of(json, "propertyNames");
    json_text_of(json, "pattern", id_pattern);
    json_close_object(json);
    json_open_object_of(json, "additionalProperties");
    write_reference(json, "", schema_object_name(row->inner));
    json_close_object(json);
}

static void write_list(struct json *json, const struct schema_row *row)
{
    json_text_of(json, "type", "array");
    json_number_of(json, "minItems", 1);
    json_open_object_of(json, "items");
    write_reference(json, "", schema_object_name(row->inner));
    json_close_object(json);
}

static void write_type(struct json *json, const struct schema_row *row)
{
    static const char *const date_types[] = {"string", "integer"};
    struct value_range range = {row->range, row->low, row->high, row->low_open};
    switch (row->type) {
    case SCHEMA_TEXT:
        write_text_types(json);
        break;
    case SCHEMA_ID:
        json_text_of(json, "type", "string");
        json_text_of(json, "pattern", id_pattern);
        break;
    case SCHEMA_REFERENCE:
    case SCHEMA_FILE:
    case SCHEMA_NODE_KEPT:
        json_text_of(json, "type", "string");
        break;
    case SCHEMA_NUMBER:
    case SCHEMA_OPTIONAL:
        json_text_of(json, "type", row->whole ? "integer" : "number");
        schema_json_bounds(json, &range);
        break;
    case SCHEMA_COUNT:
    case SCHEMA_SEED:
        json_text_of(json, "type", "integer");
        schema_json_bounds(json, &range);
        break;
    case SCHEMA_FLAG:
        json_text_of(json, "type", "boolean");
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
        json_number_of(json, "const", SCHEMA_VERSION);
        break;
    }
}

static void write_default(struct json *json, const struct schema_row *row)
{
    if (!row->initial) {
        return;
    }
    double number;
    if (row->type == SCHEMA_PAIR) {
        char pair[64];
        snprintf(pair, sizeof pair, "[%s]", row->initial);
        json_literal_of(json, "default", pair);
    } else if (row->type == SCHEMA_FLAG || number_parse(row->initial, strlen(row->initial), &number)) {
        json_literal_of(json, "default", row->initial);
    } else {
        json_text_of(json, "default", row->initial);
    }
}

static void write_key(struct json *json, const struct schema_row *row)
{
    json_open_object_of(json, row->key);
    schema_json_description(json, row->text, row->unit);
    if (row->form == SCHEMA_FORM_PLAIN) {
        write_type(json, row);
    } else {
        write_form(json, row);
    }
    write_default(json, row);
    json_close_object(json);
}

/* ---- an object */

static void write_required(struct json *json, enum schema_object object, unsigned method)
{
    json_open_array_of(json, "required");
    for (const struct schema_row *row = schema_next(object, NULL); row; row = schema_next(object, row)) {
        if ((row->required && object != SCHEMA_DEFAULTS) || (row->needed_by & method)) {
            json_text(json, row->key);
        }
    }
    json_close_array(json);
}

/** The members of an object schema. */
static void write_object(struct json *json, enum schema_object object)
{
    json_text_of(json, "type", "object");
    json_open_object_of(json, "properties");
    for (const struct schema_row *row = schema_next(object, NULL); row; row = schema_next(object, row)) {
        write_key(json, row);
    }
    json_close_object(json);
    write_required(json, object, 0);
    if (object == SCHEMA_SCREEN) {
        json_number_of(json, "minProperties", 1); /* it takes one of them, whichever */
    }
    json_flag_of(json, "additionalProperties", false);
}

/** An object that may be left without keys. */
static void write_nullable_object(struct json *json, enum schema_object object)
{
    static const char *const types[] = {"object", "null"};
    schema_json_types(json, types, 2);
    json_open_object_of(json, "properties");
    for (const struct schema_row *row = schema_next(object, NULL); row; row = schema_next(object, row)) {
        write_key(json, row);
    }
    json_close_object(json);
    json_flag_of(json, "additionalProperties", false);
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

/** `clip` and `base_ratio` need one of two parameters, which no bit says. */
static bool can_stand_alone(enum schema_object object, size_t method)
{
    bool clip = object == SCHEMA_STEP && method == TREAT_CLIP;
    bool base = object == SCHEMA_NORMALISE && method == NORMALISE_BASE_RATIO;
    return !clip && !base && !needs_parameters(object, 1u << method);
}

static void write_method(struct json *json, enum schema_object object, const struct schema_row *methods, size_t method)
{
    json_open_object(json);
    json_text_of(json, "type", "object");
    json_open_object_of(json, "properties");
    json_open_object_of(json, "method");
    json_text_of(json, "const", methods->choices[method]);
    json_close_object(json);
    for (const struct schema_row *row = schema_next(object, methods); row; row = schema_next(object, row)) {
        if (!row->methods || (row->methods & (1u << method))) {
            write_key(json, row);
        }
    }
    json_close_object(json);
    write_required(json, object, 1u << method);
    json_flag_of(json, "additionalProperties", false);
    json_close_object(json);
}

/** A method's name alone, if it needs no parameters, or an object for each method. */
static void write_methods(struct json *json, enum schema_object object)
{
    const struct schema_row *methods = schema_method_row(object);
    json_open_array_of(json, "anyOf");
    json_open_object(json);
    json_open_array_of(json, "enum");
    for (size_t i = 0; i < methods->choice_count; i++) {
        if (can_stand_alone(object, i)) {
            json_text(json, methods->choices[i]);
        }
    }
    json_close_array(json);
    json_close_object(json);
    for (size_t i = 0; i < methods->choice_count; i++) {
        write_method(json, object, methods, i);
    }
    json_close_array(json);
}

/** `if` the module is this one, `then` the options are its own. */
static void write_module_conditions(struct json *json)
{
    json_open_array_of(json, "allOf");
    for (size_t i = 0; indicator_registry[i]; i++) {
        const char *name = indicator_registry[i]->name;
        json_open_object(json);
        json_open_object_of(json, "if");
        json_text_of(json, "type", "object");
        json_open_object_of(json, "properties");
        json_open_object_of(json, "module");
        json_text_of(json, "const", name);
        json_close_object(json);
        json_close_object(json);
        json_open_array_of(json, "required");
        json_text(json, "module");
        json_close_array(json);
        json_close_object(json);
        json_open_object_of(json, "then");
        json_open_object_of(json, "properties");
        json_open_object_of(json, "options");
        write_reference(json, "options_", name);
        json_close_object(json);
        json_close_object(json);
        json_close_object(json);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_definitions(struct json *json)
{
    json_open_object_of(json, "$defs");
    for (int i = SCHEMA_MODEL + 1; i < SCHEMA_OBJECT_COUNT; i++) {
        enum schema_object object = (enum schema_object)i;
        json_open_object_of(json, schema_object_name(object));
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
        json_close_object(json);
    }
    for (size_t i = 0; indicator_registry[i]; i++) {
        schema_json_options(json, indicator_registry[i]);
    }
    json_close_object(json);
}

/** Either a structure table, or indicators and an index. */
static void write_alternatives(struct json *json)
{
    json_open_array_of(json, "oneOf");
    json_open_object(json);
    json_open_array_of(json, "required");
    json_text(json, "indicators");
    json_text(json, "index");
    json_close_array(json);
    json_close_object(json);
    json_open_object(json);
    json_open_array_of(json, "required");
    json_text(json, "structure");
    json_close_array(json);
    json_open_object_of(json, "properties");
    json_flag_of(json, "indicators", false);
    json_flag_of(json, "index", false);
    json_close_object(json);
    json_close_object(json);
    json_close_array(json);
}

void model_schema_write(struct output *output)
{
    struct json json;
    json_begin(&json, output, -1);
    json_open_object(&json);
    json_text_of(&json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    json_text_of(&json, "title", "tocsin model");
    json_text_of(&json, "description", "A model file of tocsin: what to measure, and how to score it.");
    write_object(&json, SCHEMA_MODEL);
    write_alternatives(&json);
    write_definitions(&json);
    json_close_object(&json);
    json_end(&json);
}
