/**
 * Nearest words by restricted edit distance (insert, delete, replace, swap of neighbours: Damerau 1964). The engine has
 * its own; the program sees the public header only, and words of a command line are short.
 */
#include "cli/suggest.h"
#include <string.h>

enum { LONGEST_WORD = 32 };

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned d = a < b ? a : b;
    return d < c ? d : c;
}

static unsigned distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    unsigned table[LONGEST_WORD + 1][LONGEST_WORD + 1];
    for (unsigned i = 0; i <= a_length; i++) {
        table[i][0] = i;
    }
    for (unsigned k = 0; k <= b_length; k++) {
        table[0][k] = k;
    }
    for (size_t i = 1; i <= a_length; i++) {
        for (size_t k = 1; k <= b_length; k++) {
            unsigned replace = table[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
            table[i][k] = least(table[i - 1][k] + 1, table[i][k - 1] + 1, replace);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] && table[i - 2][k - 2] < table[i][k]) {
                table[i][k] = table[i - 2][k - 2] + 1;
            }
        }
    }
    return table[a_length][b_length];
}

void suggest_offer(struct suggestion *suggestion, const char *candidate)
{
    size_t word_length = strlen(suggestion->word);
    size_t length = strlen(candidate);
    if (word_length == 0 || word_length > LONGEST_WORD || length > LONGEST_WORD) {
        return;
    }
    /* A beginning of a word is taken as that word; else at most a third of its letters may differ. */
    unsigned apart = word_length >= 2 && strncmp(suggestion->word, candidate, word_length) == 0
                         ? 0
                         : distance(suggestion->word, word_length, candidate, length);
    unsigned most = (unsigned)(length < 6 ? 2 : length / 3);
    if (apart <= most && apart < length && (!suggestion->best || apart < suggestion->distance)) {
        suggestion->best = candidate;
        suggestion->distance = apart;
    }
}
