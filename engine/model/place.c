/** Places of a model in words. */
#include "model/values.h"
#include <stdio.h>
#include <string.h>

/** One link of the chain; false if it ends the words. */
static bool add_link(char words[PLACE_WORDS_SIZE], size_t *used, const struct place *place)
{
    char name[WORKSPACE_SHOWN_SIZE];
    workspace_shorten(name, place->name ? place->name : "");
    size_t left = PLACE_WORDS_SIZE - *used;
    int written;
    if (place->kind) {
        written = snprintf(words + *used, left, place->name ? "%s '%s'" : "%s", place->kind, name);
    } else if (place->is_item) {
        written = snprintf(words + *used, left, "'%s[%zu]'", name, place->item);
    } else {
        written = snprintf(words + *used, left, "'%s'", name);
    }
    *used += written > 0 ? (size_t)written : 0;
    return !place->kind && *used < PLACE_WORDS_SIZE / 2;
}

const char *place_words(char words[PLACE_WORDS_SIZE], const struct place *place)
{
    size_t used = 0;
    words[0] = '\0';
    for (; place; place = place->parent) {
        if (!place->parent && used > 0) {
            break; /* all is in the model: it goes without saying */
        }
        if (used > 0) {
            used += (size_t)snprintf(words + used, PLACE_WORDS_SIZE - used, " of ");
        }
        if (!add_link(words, &used, place)) {
            break;
        }
    }
    return words;
}
