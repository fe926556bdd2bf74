/** Wrapping, cutting and padding of text for people. */
#include "base/page.h"
#include "base/text.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    CHARACTER_SIZE = 5, /* bytes of a character of UTF-8 with a NUL */
    CELL_GAP = 2,       /* blanks between the cells of a table */
    PERCENT = 100
};

/* Where people stop counting zeros and read powers of ten. */
static const double SMALLEST_FIXED = 1e-4;
static const double LARGEST_FIXED = 1e9;

/** One character as it is shown. */
struct character {
    char bytes[CHARACTER_SIZE];
    size_t width; /* in cells */
    bool blank;
};

/**
 * True for what must not reach a terminal: control characters, line and paragraph separators, and the marks that
 * reorder the text after them (Unicode Standard Annex 9, explicit embeddings, overrides and isolates).
 */
static bool is_harmful(const char *bytes, size_t length)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    if (length == 1) {
        return byte[0] < 0x20 || byte[0] == 0x7F;
    }
    if (length == 2) {
        return byte[0] == 0xC2 && byte[1] < 0xA0;
    }
    return length == 3 && byte[0] == 0xE2 &&
           ((byte[1] == 0x80 && byte[2] >= 0xA8 && byte[2] <= 0xAE) ||
            (byte[1] == 0x81 && byte[2] >= 0xA6 && byte[2] <= 0xA9));
}

/** Reads the first character of a text that is not empty; what cannot be shown becomes a question mark. Returns the
 * bytes read. */
static size_t read_character(const char *text, struct character *character)
{
    size_t length = text_character_size((unsigned char)text[0]);
    size_t valid = strnlen(text, length);
    *character = (struct character){.bytes = "?", .width = 1};
    if (strchr(" \t\n\r", text[0])) {
        *character = (struct character){.bytes = " ", .width = 1, .blank = true};
        return 1;
    }
    size_t bad;
    if (length == 0 || valid < length || !text_is_utf8(text, length, &bad)) {
        return 1;
    }
    if (!is_harmful(text, length)) {
        memcpy(character->bytes, text, length);
        character->bytes[length] = '\0';
        character->width = text_width(character->bytes);
    }
    return length;
}

void page_begin(struct page *page, struct output *output)
{
    *page = (struct page){.output = output};
}

static void put_blanks(struct page *page, size_t count)
{
    static const char blanks[] = "                                                                                ";
    while (count > 0) {
        size_t now = count < sizeof blanks - 1 ? count : sizeof blanks - 1;
        output_bytes(page->output, blanks, now);
        page->column += now;
        count -= now;
    }
}

static void put(struct page *page, const char *bytes, size_t width)
{
    put_blanks(page, page->pending);
    page->pending = 0;
    output_text(page->output, bytes);
    page->column += width;
}

static void break_line(struct page *page)
{
    output_text(page->output, "\n");
    page->column = 0;
    page->pending = page->indent;
}

/** Puts the word that was gathered, on the next line if this one has no room; cuts it if no line has. */
static void put_word(struct page *page)
{
    page->word[page->length] = '\0';
    page->length = 0;
    size_t width = text_width(page->word);
    if (page->column > 0 && page->column + page->pending + width > PAGE_WIDTH) {
        break_line(page);
    }
    if (page->column + page->pending + width <= PAGE_WIDTH) {
        put(page, page->word, width);
        return;
    }
    struct character character;
    for (const char *text = page->word; *text;) {
        text += read_character(text, &character);
        if (page->column + page->pending + character.width > PAGE_WIDTH) {
            break_line(page);
        }
        put(page, character.bytes, character.width);
    }
}

void page_line(struct page *page, size_t first, size_t indent)
{
    page->column = 0;
    page->pending = first;
    page->indent = indent;
    page->length = 0;
}

void page_text(struct page *page, const char *text)
{
    struct character character;
    while (*text) {
        text += read_character(text, &character);
        if (character.blank) {
            if (page->length > 0) {
                put_word(page);
            }
            if (page->pending == 0 && page->column > 0) {
                page->pending = 1;
            }
            continue;
        }
        if (page->length + CHARACTER_SIZE > sizeof page->word) {
            put_word(page);
        }
        size_t length = strlen(character.bytes);
        memcpy(page->word + page->length, character.bytes, length);
        page->length += length;
    }
}

void page_format(struct page *page, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length >= 0) {
        page_text(page, text);
    }
}

size_t page_text_width(const char *text)
{
    size_t width = 0;
    struct character character;
    while (*text) {
        text += read_character(text, &character);
        width += character.width;
    }
    return width;
}

/** Puts as much of the text as `width` cells hold; returns the cells used. */
static size_t put_cut(struct page *page, const char *text, size_t width)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    size_t wanted = page_text_width(text);
    size_t room = wanted <= width ? width : width - 1;
    size_t used = 0;
    struct character character;
    while (*text) {
        text += read_character(text, &character);
        if (used + character.width > room) {
            break;
        }
        put(page, character.bytes, character.width);
        used += character.width;
    }
    if (wanted > width) {
        put(page, ellipsis, 1);
        used++;
    }
    return used;
}

void page_left(struct page *page, const char *text, size_t width)
{
    size_t used = put_cut(page, text, width);
    page->pending += width - used + CELL_GAP;
}

void page_right(struct page *page, const char *text, size_t width)
{
    size_t wanted = page_text_width(text);
    page->pending += wanted < width ? width - wanted : 0;
    size_t used = put_cut(page, text, width);
    page->pending += (wanted <= width ? 0 : width - used) + CELL_GAP;
}

void page_end(struct page *page)
{
    if (page->length > 0) {
        put_word(page);
    }
    output_text(page->output, "\n");
    page_line(page, 0, 0);
}

void page_paragraph(struct page *page, size_t indent, const char *text)
{
    page_line(page, indent, indent);
    page_text(page, text);
    page_end(page);
}

const char *page_number(char text[NUMBER_TEXT_SIZE], double value, int digits)
{
    number_format(text, number_round(value, digits), digits);
    return text;
}

const char *page_change(char text[NUMBER_TEXT_SIZE], double value, int digits)
{
    double rounded = number_round(value, digits);
    text[0] = '+';
    number_format(text + (rounded > 0), rounded, digits);
    return text;
}

static void strip_decimals(char *text)
{
    if (!strchr(text, '.') || strchr(text, 'e')) {
        return;
    }
    size_t length = strlen(text);
    while (text[length - 1] == '0') {
        length--;
    }
    text[text[length - 1] == '.' ? length - 1 : length] = '\0';
}

/** One digit, a point, the others, and the power of ten. */
static void format_scientific(char text[NUMBER_TEXT_SIZE], double value, int significant)
{
    int exponent = (int)floor(log10(fabs(value)));
    double mantissa = number_round(value / pow(10, exponent), significant - 1);
    if (fabs(mantissa) >= 10) { /* rounded up to the next power */
        mantissa /= 10;
        exponent++;
    }
    number_format(text, mantissa, significant - 1);
    strip_decimals(text);
    size_t length = strlen(text);
    snprintf(text + length, NUMBER_TEXT_SIZE - length, "e%d", exponent);
}

const char *page_significant(char text[NUMBER_TEXT_SIZE], double value, int significant)
{
    double magnitude = fabs(value);
    if (magnitude > 0 && (magnitude < SMALLEST_FIXED || magnitude >= LARGEST_FIXED)) {
        format_scientific(text, value, significant);
        return text;
    }
    int whole = value == 0 ? 1 : (int)floor(log10(magnitude)) + 1;
    number_format(text, value, significant > whole ? significant - whole : 0);
    strip_decimals(text);
    return text;
}

const char *page_share(char text[NUMBER_TEXT_SIZE], double share)
{
    double percent = share * PERCENT;
    if (percent > 0 && percent < 1) {
        memcpy(text, "<1%", sizeof "<1%");
    } else if (percent > PERCENT - 1 && percent < PERCENT) {
        memcpy(text, ">99%", sizeof ">99%");
    } else {
        size_t length = number_format(text, percent, 0);
        memcpy(text + length, "%", sizeof "%");
    }
    return text;
}
