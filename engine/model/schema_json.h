/** Pieces of the JSON Schema that keys and module options share. */
#ifndef TOCSIN_MODEL_SCHEMA_JSON_H
#define TOCSIN_MODEL_SCHEMA_JSON_H

#include "base/json.h"
#include "indicators/indicator.h"
#include "model/values.h"

void schema_json_types(struct json *json, const char *const *types, size_t count);
void schema_json_bounds(struct json *json, const struct value_range *range);
/** The meaning, with the unit behind it if there is one. */
void schema_json_description(struct json *json, const char *text, const char *unit);
/** The definition of a module's options. */
void schema_json_options(struct json *json, const struct indicator_module *module);

#endif
