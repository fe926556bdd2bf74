/** Text without surprises: bytes with a length, comparison, suggestions, growing buffers. */
#ifndef TOCSIN_BASE_TEXT_H
#define TOCSIN_BASE_TEXT_H

#include <stdbool.h>
#include <tocsin/tocsin.h>

/** True if both are the same bytes; NULL equals only NULL. */
bool text_equal(const char *left, const char *right);
bool text_equal_bytes(const char *text, const char *bytes, size_t length);
/** As text_equal, ASCII letters without regard to case. */
bool text_equal_folded(const char *left, const char *right);
/** Takes blanks and tabs off both ends. */
void text_trim(const char **bytes, size_t *length);
static inline bool text_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}
/** Bytes of the UTF-8 character that begins with `lead`; 0 if none does. */
size_t text_character_size(unsigned char lead);
/** True if the bytes are valid UTF-8; else `*offset` is the first bad byte. */
bool text_is_utf8(const char *bytes, size_t length, size_t *offset);
/** Width in terminal cells of UTF-8 text (combining marks 0, East Asian wide 2). */
size_t text_width(const char *text);

/**
 * The candidate nearest to `word` by Damerau-Levenshtein distance, if near enough to suggest (at most 2 edits and at
 * most a third of the word); NULL otherwise. Ties go to the first. `candidates` are `count` texts `stride` bytes apart
 * (the first member of a struct, or sizeof(char *) for an array of texts).
 */
const char *text_nearest(const char *word, const void *candidates, size_t count, size_t stride);

/** Writes "did you mean 'x'?" into `hint`; returns `hint`, or NULL if `nearest` is NULL. */
const char *text_suggestion(char *hint, size_t size, const char *nearest);

/** A growing text. Zero-initialise with the context; text_buffer_end releases. Failure is sticky. */
struct text_buffer {
    tocsin_context *context;
    char *bytes; /* NUL-terminated once anything was added */
    size_t length;
    size_t capacity;
    bool failed;
};

void text_buffer_add(struct text_buffer *buffer, const char *text);
void text_buffer_add_bytes(struct text_buffer *buffer, const char *bytes, size_t length);
void text_buffer_format(struct text_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_buffer_end(struct text_buffer *buffer);

#endif
