/**
 * Text for people, on a page 80 cells wide: paragraphs that wrap between words, table cells of a given width, and
 * numbers as people write them. Whatever a name holds, a line stays one line and a terminal is left alone.
 */
#ifndef TOCSIN_BASE_PAGE_H
#define TOCSIN_BASE_PAGE_H

#include "base/number.h"
#include "base/output.h"

enum {
    PAGE_WIDTH = 80,
    PAGE_WORD_SIZE = 512 /* bytes of a word that are kept together */
};

struct page {
    struct output *output;
    size_t column;  /* cells used in this line */
    size_t pending; /* blanks due before the next text: none ever end a line */
    size_t indent;  /* of the lines after the first of a paragraph */
    size_t length;  /* bytes in `word` */
    char word[PAGE_WORD_SIZE];
};

void page_begin(struct page *page, struct output *output);

/** Begins a line: its first text stands at `first`, the lines after it at `indent`. */
void page_line(struct page *page, size_t first, size_t indent);
/** Adds text, which is broken at blanks. Blanks at its ends count: "a" and "b" give one word. */
void page_text(struct page *page, const char *text);
/** As page_text; for short pieces, cut off at 1023 bytes. */
void page_format(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** A cell of a table, exactly `width` wide and cut with an ellipsis if it is longer, then a gap of two blanks. */
void page_left(struct page *page, const char *text, size_t width);
void page_right(struct page *page, const char *text, size_t width);
/** Cells that a text takes as it is shown. */
size_t page_text_width(const char *text);
/** Ends the line. */
void page_end(struct page *page);
/** A text of its own, at `indent`; "" is an empty line. */
void page_paragraph(struct page *page, size_t indent, const char *text);

/* Numbers as text; all return `text`. The values are finite. */

/** `digits` decimals; never "-0.0". */
const char *page_number(char text[NUMBER_TEXT_SIZE], double value, int digits);
/** As page_number, with "+" before what is above zero once rounded. */
const char *page_change(char text[NUMBER_TEXT_SIZE], double value, int digits);
/** Rounded to so many significant digits (2..10; whole digits are all kept), without zeros at the end: 61.63, 7129,
 * 1.234e12. At most 18 bytes. */
const char *page_significant(char text[NUMBER_TEXT_SIZE], double value, int significant);
/** A share of 0..1 in percent. What is not all or nothing is not rounded to it: "<1%", ">99%". */
const char *page_share(char text[NUMBER_TEXT_SIZE], double share);

#endif
