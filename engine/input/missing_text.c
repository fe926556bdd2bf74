/** What a source that says nothing else takes for missing. */
#include "input/missing_text.h"
#include "base/text.h"

static const char *const usual[] = {"NA", "N/A", "..", "NaN", "null", "-"};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

bool missing_text_is(const char *const *texts, size_t count, const char *text, size_t length)
{
    while (length > 0 && is_blank(text[length - 1])) {
        length--;
    }
    while (length > 0 && is_blank(text[0])) {
        text++;
        length--;
    }
    if (!texts) {
        texts = usual;
        count = sizeof usual / sizeof usual[0];
    }
    bool missing = length == 0;
    for (size_t i = 0; i < count && !missing; i++) {
        missing = text_equal_bytes(texts[i], text, length);
    }
    return missing;
}
