/** JSON (RFC 8259) as it is written: the caller opens, fills and closes; commas, lines and blanks come by themselves.
 */
#ifndef TOCSIN_BASE_JSON_H
#define TOCSIN_BASE_JSON_H

#include "base/number.h"
#include "base/output.h"

struct json {
    struct output *output;
    int digits;      /* of numbers, as number_format */
    size_t depth;    /* open objects and arrays */
    size_t one_line; /* depth from which everything stays on its line; 0: nowhere */
    bool first;      /* nothing stands yet in the innermost one */
    bool after_key;  /* the next value belongs to a key */
};

void json_begin(struct json *json, struct output *output, int digits);
/** Ends the document with a line end. */
void json_end(struct json *json);

/** The name of the next value of an object. */
void json_key(struct json *json, const char *key);

void json_open_object(struct json *json);
void json_close_object(struct json *json);
void json_open_array(struct json *json);
void json_close_array(struct json *json);
/** What is inside the object or array that was just opened stays on its line. */
void json_one_line(struct json *json);

/** NULL is null. */
void json_text(struct json *json, const char *text);
/** A number that is not finite is null. */
void json_number(struct json *json, double value);
void json_flag(struct json *json, bool value);
void json_null(struct json *json);

/* A key with its value, or with the object or array that is opened for it. */
void json_open_object_of(struct json *json, const char *key);
void json_open_array_of(struct json *json, const char *key);
void json_text_of(struct json *json, const char *key, const char *text);
void json_number_of(struct json *json, const char *key, double value);
void json_optional_of(struct json *json, const char *key, struct optional_number number);
void json_unsigned_of(struct json *json, const char *key, uint64_t value);
void json_flag_of(struct json *json, const char *key, bool value);
/** A value that is JSON already. */
void json_literal_of(struct json *json, const char *key, const char *literal);

#endif
