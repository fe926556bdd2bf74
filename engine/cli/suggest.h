/** The word that was probably meant. */
#ifndef TOCSIN_CLI_SUGGEST_H
#define TOCSIN_CLI_SUGGEST_H

/** The best candidate so far for a word; begin with `{word, NULL, 0}` and offer every candidate. */
struct suggestion {
    const char *word;
    const char *best; /* NULL: nothing is near */
    unsigned distance;
};

void suggest_offer(struct suggestion *suggestion, const char *candidate);

#endif
