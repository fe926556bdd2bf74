/** Indented JSON on an output, with the commas where they belong. */
#ifndef TOCSIN_MODEL_JSON_WRITER_H
#define TOCSIN_MODEL_JSON_WRITER_H

#include "base/output.h"
#include <stddef.h>

enum { JSON_DEEPEST = 32 };

struct json_writer {
    struct output *output;
    size_t depth;
    bool has_member[JSON_DEEPEST]; /* by depth */
};

/* `key` is NULL in an array and for the whole. */
void json_writer_begin(struct json_writer *json, const char *key, char bracket);
void json_writer_end(struct json_writer *json, char bracket);
void json_writer_text(struct json_writer *json, const char *key, const char *text);
void json_writer_number(struct json_writer *json, const char *key, double number);
/** A word as it is: true, false, a number. */
void json_writer_word(struct json_writer *json, const char *key, const char *word);

#endif
