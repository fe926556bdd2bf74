/** Texts of an explanation: begun, written, kept in its arena. */
#include "analysis/explaining.h"
#include "base/page.h"

enum { SIGNIFICANT_DIGITS = 8 };

struct text_buffer explain_text(const struct explaining *all)
{
    return (struct text_buffer){.context = all->context};
}

const char *explain_keep(struct explaining *all, struct text_buffer *text)
{
    const char *kept = NULL;
    if (!text->failed && text->length > 0) {
        kept = arena_copy(&all->made->arena, text->bytes, text->length);
        all->lost = all->lost || !kept;
    }
    all->lost = all->lost || text->failed;
    text_buffer_end(text);
    return kept;
}

void explain_number(struct text_buffer *text, double value)
{
    char number[NUMBER_TEXT_SIZE];
    text_buffer_add(text, page_significant(number, value, SIGNIFICANT_DIGITS));
}

void explain_minus(struct text_buffer *text, double from, double taken)
{
    explain_number(text, from);
    text_buffer_add(text, taken < 0 ? " + " : " - ");
    explain_number(text, taken < 0 ? -taken : taken);
}
