/** What a source that says nothing else takes for missing. */
#include "input/missing_text.h"
#include "base/text.h"

static const char *const usual[] = {"NA", "N/A", "..", "NaN", "null", "-"};

bool missing_text_is(const char *const *texts, size_t count, const char *text, size_t length)
{
    text_trim(&text, &length);
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
