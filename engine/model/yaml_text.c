/**
 * Checks the bytes of a YAML text. What the YAML 1.1 specification (2005, section 4.1.1) does not allow as a character
 * is refused here, with its place in bytes; so are the line separators that editors do not count as line ends.
 */
#include "model/yaml_text.h"
#include "base/text.h"
#include <string.h>

/** Line and column of an offset, by counting: for the one fault that ends the check. */
static struct location count_place(const struct yaml_text *text, size_t offset)
{
    size_t line = 0;
    size_t begin = 0;
    for (size_t i = 0; i < offset && i < text->size; i++) {
        bool pair = text->bytes[i] == '\r' && i + 1 < text->size && text->bytes[i + 1] == '\n';
        if (text->bytes[i] == '\n' || (text->bytes[i] == '\r' && !pair)) {
            line++;
            begin = i + 1;
        }
    }
    struct location at = text->place;
    at.column = line == 0 ? at.column + offset : offset - begin + 1;
    at.line += line;
    return at;
}

static bool refuse_encoding(struct workspace *workspace, const struct yaml_text *text, const char *encoding)
{
    workspace_fault(workspace, DIAGNOSTIC_MODEL_ENCODING, text->place, "save it as UTF-8",
                    "the text is in %s, not in UTF-8", encoding);
    return false;
}

/** UTF-16 and UTF-32, by their byte order marks or by the zero bytes that ASCII has in them. */
static bool check_encoding(struct workspace *workspace, const struct yaml_text *text)
{
    const unsigned char *bytes = (const unsigned char *)text->bytes;
    size_t size = text->size;
    if (size >= 4 && (memcmp(bytes, "\xFF\xFE\0\0", 4) == 0 || memcmp(bytes, "\0\0\xFE\xFF", 4) == 0)) {
        return refuse_encoding(workspace, text, "UTF-32");
    }
    if (size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
        return refuse_encoding(workspace, text, "UTF-16");
    }
    bool zero_second = size >= 4 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0;
    bool zero_first = size >= 4 && bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0;
    return zero_second || zero_first ? refuse_encoding(workspace, text, "UTF-16") : true;
}

static bool is_control(unsigned char byte)
{
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
}

/** The characters of more than one byte that may not stand in a model. `bytes` is valid UTF-8 and ends in a NUL. */
static const char *forbidden_character(const unsigned char *bytes)
{
    if (bytes[0] == 0xC2 && bytes[1] < 0xA0) {
        return bytes[1] == 0x85 ? "the line separator U+0085" : "a control character";
    }
    if (bytes[0] == 0xE2 && bytes[1] == 0x80 && (bytes[2] == 0xA8 || bytes[2] == 0xA9)) {
        return "a line separator (U+2028 or U+2029)";
    }
    if (bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF) {
        return "a byte order mark within the text";
    }
    if (bytes[0] == 0xEF && bytes[1] == 0xBF && bytes[2] >= 0xBE) {
        return "a code point that is no character";
    }
    return NULL;
}

static bool check_characters(struct workspace *workspace, const struct yaml_text *text)
{
    for (size_t i = 0; i < text->size; i++) {
        unsigned char byte = (unsigned char)text->bytes[i];
        if (byte == 0) {
            workspace_fault(workspace, DIAGNOSTIC_MODEL_BINARY, count_place(text, i),
                            "is this a model file? A model is text", "the text holds a NUL byte");
            return false;
        }
        const char *what = is_control(byte) ? "a control character" : NULL;
        what = byte >= 0xC2 ? forbidden_character((const unsigned char *)text->bytes + i) : what;
        if (what) {
            workspace_fault(workspace, DIAGNOSTIC_MODEL_BINARY, count_place(text, i), NULL, "the text holds %s", what);
            return false;
        }
    }
    return true;
}

static bool find_lines(struct workspace *workspace, struct yaml_text *text)
{
    size_t count = 1;
    for (size_t i = 0; i < text->size; i++) {
        count += text->bytes[i] == '\n' || text->bytes[i] == '\r';
    }
    text->lines = arena_allocate(&workspace->scratch, count, sizeof *text->lines);
    if (!text->lines) {
        workspace->out_of_memory = true;
        return false;
    }
    text->line_count = 1;
    for (size_t i = 0; i < text->size; i++) {
        bool pair = text->bytes[i] == '\r' && i + 1 < text->size && text->bytes[i + 1] == '\n';
        if (text->bytes[i] == '\n' || (text->bytes[i] == '\r' && !pair)) {
            text->lines[text->line_count++] = (uint32_t)(i + 1);
        }
    }
    return true;
}

bool yaml_text_check(struct workspace *workspace, const struct yaml_input *input, struct yaml_text *text)
{
    *text = (struct yaml_text){.place = input->place, .bytes = input->bytes, .size = input->size};
    if (input->size > input->size_limit) {
        workspace_fault(workspace, DIAGNOSTIC_FILE_TOO_LARGE, input->place, NULL, "the text is larger than %zu bytes",
                        input->size_limit);
        return false;
    }
    if (!check_encoding(workspace, text)) {
        return false;
    }
    if (text->size >= 3 && memcmp(text->bytes, "\xEF\xBB\xBF", 3) == 0) {
        text->bytes += 3;
        text->size -= 3;
    }
    size_t offset = 0;
    if (!text_is_utf8(text->bytes, text->size, &offset)) {
        if (memchr(text->bytes, '\0', offset)) {
            return check_characters(workspace, text);
        }
        workspace_fault(workspace, DIAGNOSTIC_MODEL_NOT_UTF8, count_place(text, offset), "save it as UTF-8",
                        "the byte 0x%02X is not UTF-8", (unsigned)(unsigned char)text->bytes[offset]);
        return false;
    }
    return check_characters(workspace, text) && find_lines(workspace, text);
}

size_t yaml_text_offset(struct yaml_text *text, size_t line, size_t character)
{
    if (line >= text->line_count) {
        return text->size;
    }
    bool behind_last = line == text->last_line && character >= text->last_character;
    size_t at = behind_last ? text->last_character : 0;
    size_t offset = behind_last ? text->last_offset : text->lines[line];
    while (at < character && offset < text->size) {
        offset++;
        while (offset < text->size && ((unsigned char)text->bytes[offset] & 0xC0) == 0x80) {
            offset++;
        }
        at++;
    }
    text->last_line = line;
    text->last_character = at;
    text->last_offset = offset;
    return offset;
}

struct location yaml_text_place(const struct yaml_text *text, size_t line, size_t offset)
{
    struct location at = text->place;
    size_t last = text->line_count - 1;
    size_t begin = text->lines[line < last ? line : last];
    size_t column = offset > begin ? offset - begin : 0;
    at.column = line == 0 ? at.column + column : column + 1;
    at.line += line;
    return at;
}
