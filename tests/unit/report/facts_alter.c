/** Alters a summary in every place, to prove that the check would find out. */
#include "facts.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/** What a byte becomes: another digit, a letter that begins no word of a summary, the other sign, another block; '\0'
 * if it is left alone. Numbers are altered in their last digit, words in their first letter. */
static char other_byte(const char *text, size_t at)
{
    char byte = text[at];
    char before = at > 0 ? text[at - 1] : ' ';
    if (isdigit((unsigned char)byte)) {
        return (char)(isdigit((unsigned char)text[at + 1]) ? '\0' : '0' + (byte - '0' + 1) % 10);
    }
    if (isalpha((unsigned char)byte)) {
        return (char)(isalnum((unsigned char)before) || !isalpha((unsigned char)text[at + 1]) ? '\0' : 'Q');
    }
    if ((byte == '+' || byte == '-') && before == ' ' && isdigit((unsigned char)text[at + 1])) {
        return (char)(byte == '+' ? '-' : '+');
    }
    if (at >= 2 && memcmp(text + at - 2, "\xE2\x96", 2) == 0) {
        return (char)(0x81 + (byte - (char)0x81 + 1) % 8);
    }
    return '\0';
}

size_t facts_alter(const struct facts *facts, const char *summary, size_t every, size_t *tried)
{
    size_t unnoticed = 0;
    size_t places = 0;
    char *altered = strdup(summary);
    *tried = 0;
    for (size_t i = 0; altered && altered[i]; i++) {
        char byte = other_byte(summary, i);
        if (byte == '\0' || byte == altered[i] || places++ % every != 0) {
            continue;
        }
        altered[i] = byte;
        ++*tried;
        if (facts_check(facts, altered, NULL) == 0) {
            size_t from = i;
            while (from > 0 && summary[from - 1] != '\n') {
                from--;
            }
            fprintf(stderr, "nobody notices '%c' in column %zu of: %.*s\n", byte, i - from + 1,
                    (int)strcspn(altered + from, "\n"), altered + from);
            unnoticed++;
        }
        altered[i] = summary[i];
    }
    free(altered);
    return unnoticed;
}
