/** A reader of JSON (RFC 8259) that keeps nothing: written apart from the engine's writer, to check it. */
#include "json.h"
#include "base/text.h"
#include <string.h>

enum { DEPTH_LIMIT = 64 };

struct reader {
    const char *at;
    const char *end;
};

static bool read_value(struct reader *reader, int depth);

static void skip_space(struct reader *reader)
{
    while (reader->at < reader->end && strchr(" \t\r\n", *reader->at) && *reader->at) {
        reader->at++;
    }
}

static bool read_byte(struct reader *reader, char wanted)
{
    bool found = reader->at < reader->end && *reader->at == wanted;
    reader->at += found;
    return found;
}

static bool read_word(struct reader *reader, const char *word)
{
    size_t length = strlen(word);
    bool found = (size_t)(reader->end - reader->at) >= length && memcmp(reader->at, word, length) == 0;
    reader->at += found ? length : 0;
    return found;
}

static size_t read_digits(struct reader *reader)
{
    const char *begin = reader->at;
    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9') {
        reader->at++;
    }
    return (size_t)(reader->at - begin);
}

static bool read_number(struct reader *reader)
{
    read_byte(reader, '-');
    if (!read_byte(reader, '0') && read_digits(reader) == 0) {
        return false;
    }
    if (read_byte(reader, '.') && read_digits(reader) == 0) {
        return false;
    }
    if (read_byte(reader, 'e') || read_byte(reader, 'E')) {
        if (!read_byte(reader, '+')) {
            read_byte(reader, '-');
        }
        return read_digits(reader) > 0;
    }
    return true;
}

static bool read_escape(struct reader *reader)
{
    if (!read_byte(reader, 'u')) {
        bool known = reader->at < reader->end && *reader->at && strchr("\"\\/bfnrt", *reader->at);
        reader->at += known;
        return known;
    }
    for (int i = 0; i < 4; i++) {
        if (reader->at == reader->end || !*reader->at || !strchr("0123456789abcdefABCDEF", *reader->at)) {
            return false;
        }
        reader->at++;
    }
    return true;
}

static bool read_string(struct reader *reader)
{
    if (!read_byte(reader, '"')) {
        return false;
    }
    while (reader->at < reader->end && *reader->at != '"') {
        unsigned char byte = (unsigned char)*reader->at++;
        if (byte < 0x20 || (byte == '\\' && !read_escape(reader))) {
            return false;
        }
    }
    return read_byte(reader, '"');
}

/** Members or items between brackets. */
static bool read_list(struct reader *reader, char close, bool named, int depth)
{
    skip_space(reader);
    if (read_byte(reader, close)) {
        return true;
    }
    do {
        skip_space(reader);
        if (named) {
            if (!read_string(reader)) {
                return false;
            }
            skip_space(reader);
            if (!read_byte(reader, ':')) {
                return false;
            }
        }
        if (!read_value(reader, depth)) {
            return false;
        }
        skip_space(reader);
    } while (read_byte(reader, ','));
    return read_byte(reader, close);
}

static bool read_value(struct reader *reader, int depth)
{
    skip_space(reader);
    if (depth == DEPTH_LIMIT || reader->at == reader->end) {
        return false;
    }
    switch (*reader->at) {
    case '{':
        reader->at++;
        return read_list(reader, '}', true, depth + 1);
    case '[':
        reader->at++;
        return read_list(reader, ']', false, depth + 1);
    case '"':
        return read_string(reader);
    case 't':
        return read_word(reader, "true");
    case 'f':
        return read_word(reader, "false");
    case 'n':
        return read_word(reader, "null");
    default:
        return read_number(reader);
    }
}

bool json_is_valid(const char *bytes, size_t size)
{
    struct reader reader = {bytes, bytes + size};
    size_t offset = 0;
    if (!text_is_utf8(bytes, size, &offset) || !read_value(&reader, 0)) {
        return false;
    }
    skip_space(&reader);
    return reader.at == reader.end;
}
