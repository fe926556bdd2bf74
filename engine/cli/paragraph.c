/** Breaks text into lines. Width is counted in characters of UTF-8, not in bytes. */
#include "cli/paragraph.h"
#include "cli/standard_output.h"
#include <string.h>

enum { LINE_WIDTH = 80 };

static size_t width_of(const char *text, size_t size)
{
    size_t width = 0;
    for (size_t i = 0; i < size; i++) {
        width += ((unsigned char)text[i] & 0xc0) != 0x80; /* bytes that continue a character have no width */
    }
    return width;
}

static void write_blanks(size_t count)
{
    standard_output_format("%*s", (int)count, "");
}

void paragraph_write(const char *text, size_t indent, size_t used)
{
    size_t column = used;
    size_t line_start = used;
    while (*text) {
        size_t blanks = strspn(text, " ");
        size_t size = strcspn(text + blanks, " \n");
        size_t width = width_of(text + blanks, size);
        bool fits = column + blanks + width <= LINE_WIDTH || column == line_start;
        if (width > 0 && !fits) {
            standard_output_text("\n");
            write_blanks(indent);
            column = line_start = indent;
            blanks = 0;
        }
        if (width > 0) {
            write_blanks(blanks);
            standard_output_write(NULL, text + strspn(text, " "), size);
            column += blanks + width;
        }
        text += strspn(text, " ") + size;
        if (*text == '\n') {
            standard_output_text("\n");
            text++;
            write_blanks(*text && *text != '\n' ? indent : 0);
            column = line_start = indent;
        }
    }
    standard_output_text("\n");
}

void paragraph_entry(const char *word, size_t indent, size_t width, const char *text)
{
    size_t used = indent + width_of(word, strlen(word));
    write_blanks(indent);
    standard_output_text(word);
    if (used + 2 > indent + width) {
        standard_output_text("\n");
        used = 0;
    }
    write_blanks(indent + width - used);
    paragraph_write(text, indent + width, indent + width);
}
