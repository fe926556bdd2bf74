/** JSON, two blanks an indentation. */
#include "base/json.h"
#include <inttypes.h>
#include <math.h>

void json_begin(struct json *json, struct output *output, int digits)
{
    *json = (struct json){.output = output, .digits = digits, .first = true};
}

void json_end(struct json *json)
{
    output_text(json->output, "\n");
}

static bool is_one_line(const struct json *json)
{
    return json->one_line > 0 && json->depth >= json->one_line;
}

static void break_line(struct json *json)
{
    output_text(json->output, "\n");
    for (size_t i = 0; i < json->depth; i++) {
        output_text(json->output, "  ");
    }
}

/** What stands before a key, or before a value that has none. */
static void separate(struct json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (!json->first) {
        output_text(json->output, ",");
    }
    if (json->depth > 0 && !is_one_line(json)) {
        break_line(json);
    } else if (!json->first) {
        output_text(json->output, " ");
    }
    json->first = false;
}

void json_key(struct json *json, const char *key)
{
    separate(json);
    output_json(json->output, key);
    output_text(json->output, ": ");
    json->after_key = true;
}

static void open_one(struct json *json, const char *bracket)
{
    separate(json);
    output_text(json->output, bracket);
    json->depth++;
    json->first = true;
}

static void close_one(struct json *json, const char *bracket)
{
    bool empty = json->first;
    bool broken = !is_one_line(json);
    json->depth--;
    if (broken && !empty) {
        break_line(json);
    }
    output_text(json->output, bracket);
    json->first = false;
    if (json->depth < json->one_line) {
        json->one_line = 0;
    }
}

void json_open_object(struct json *json)
{
    open_one(json, "{");
}

void json_close_object(struct json *json)
{
    close_one(json, "}");
}

void json_open_array(struct json *json)
{
    open_one(json, "[");
}

void json_close_array(struct json *json)
{
    close_one(json, "]");
}

void json_one_line(struct json *json)
{
    if (json->one_line == 0) {
        json->one_line = json->depth;
    }
}

void json_text(struct json *json, const char *text)
{
    separate(json);
    output_json(json->output, text);
}

void json_number(struct json *json, double value)
{
    separate(json);
    if (isfinite(value)) {
        output_number(json->output, value, json->digits);
    } else {
        output_text(json->output, "null");
    }
}

void json_flag(struct json *json, bool value)
{
    separate(json);
    output_text(json->output, value ? "true" : "false");
}

void json_null(struct json *json)
{
    separate(json);
    output_text(json->output, "null");
}

void json_open_object_of(struct json *json, const char *key)
{
    json_key(json, key);
    json_open_object(json);
}

void json_open_array_of(struct json *json, const char *key)
{
    json_key(json, key);
    json_open_array(json);
}

void json_text_of(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    json_text(json, text);
}

void json_number_of(struct json *json, const char *key, double value)
{
    json_key(json, key);
    json_number(json, value);
}

void json_optional_of(struct json *json, const char *key, struct optional_number number)
{
    json_key(json, key);
    if (number.given) {
        json_number(json, number.value);
    } else {
        json_null(json);
    }
}

void json_unsigned_of(struct json *json, const char *key, uint64_t value)
{
    json_key(json, key);
    separate(json);
    output_format(json->output, "%" PRIu64, value);
}

void json_flag_of(struct json *json, const char *key, bool value)
{
    json_key(json, key);
    json_flag(json, value);
}

void json_literal_of(struct json *json, const char *key, const char *literal)
{
    json_key(json, key);
    separate(json);
    output_text(json->output, literal);
}
