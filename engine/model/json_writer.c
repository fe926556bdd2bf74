/** Writes JSON members one below the other. */
#include "model/json_writer.h"

static void begin_member(struct json_writer *json, const char *key)
{
    if (json->depth > 0) {
        output_text(json->output, json->has_member[json->depth] ? ",\n" : "\n");
        json->has_member[json->depth] = true;
    }
    for (size_t i = 0; i < json->depth; i++) {
        output_text(json->output, "  ");
    }
    if (key) {
        output_json(json->output, key);
        output_text(json->output, ": ");
    }
}

void json_writer_begin(struct json_writer *json, const char *key, char bracket)
{
    begin_member(json, key);
    output_bytes(json->output, &bracket, 1);
    json->depth++;
    json->has_member[json->depth] = false;
}

void json_writer_end(struct json_writer *json, char bracket)
{
    bool empty = !json->has_member[json->depth];
    json->depth--;
    if (!empty) {
        output_text(json->output, "\n");
        for (size_t i = 0; i < json->depth; i++) {
            output_text(json->output, "  ");
        }
    }
    output_bytes(json->output, &bracket, 1);
}

void json_writer_text(struct json_writer *json, const char *key, const char *text)
{
    begin_member(json, key);
    output_json(json->output, text);
}

void json_writer_number(struct json_writer *json, const char *key, double number)
{
    begin_member(json, key);
    output_number(json->output, number, -1);
}

void json_writer_word(struct json_writer *json, const char *key, const char *word)
{
    begin_member(json, key);
    output_text(json->output, word);
}
