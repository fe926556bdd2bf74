/** The bytes of a YAML text before the parser sees them: encoding, forbidden characters, and where its lines begin. */
#ifndef TOCSIN_MODEL_YAML_TEXT_H
#define TOCSIN_MODEL_YAML_TEXT_H

#include "model/yaml_events.h"

/** A text that was found to be UTF-8 without control characters, and its lines. */
struct yaml_text {
    struct location place; /* of the first byte */
    const char *bytes;     /* behind the byte order mark */
    size_t size;
    uint32_t *lines; /* offsets of the first bytes of lines */
    size_t line_count;
    /* the place found last: the next is mostly behind it */
    size_t last_line, last_character, last_offset;
};

/** Checks the bytes and finds the lines. False, with a fault, if a parser should not see them. */
bool yaml_text_check(struct workspace *workspace, const struct yaml_input *input, struct yaml_text *text);

/** The offset in bytes of a place that is given as the parser does: line and character in it, both from 0. */
size_t yaml_text_offset(struct yaml_text *text, size_t line, size_t character);
/** The place of a byte: line and column from 1, the column in bytes. */
struct location yaml_text_place(const struct yaml_text *text, size_t line, size_t offset);

#endif
