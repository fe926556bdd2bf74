/** Texts, each once, with a number beside it: names counted, names looked up. */
#ifndef TOCSIN_INPUT_NAME_TABLE_H
#define TOCSIN_INPUT_NAME_TABLE_H

#include "base/memory.h"
#include "panel/result.h"

struct name_entry {
    const char *text; /* NUL-terminated */
    size_t length;
    uint64_t hash;
    int64_t value; /* the user's; 0 at first */
};

struct name_table {
    struct arena texts;
    bool folded; /* ASCII letters count without regard to case */
    struct name_entry *entries;
    size_t count;
    size_t capacity;
    uint32_t *slots; /* 1 + position in `entries`, 0: free; a power of two of them */
    size_t slot_count;
};

void name_table_begin(struct name_table *table, tocsin_context *context, bool folded);
/** The entry of a text, made if need be; it lives until the next is made. NULL if there is no memory. */
struct name_entry *name_table_add(struct name_table *table, const char *text, size_t length);
/** NULL if the text is not there. */
const struct name_entry *name_table_find(const struct name_table *table, const char *text, size_t length);
void name_table_end(struct name_table *table);

/** Counts a text, unless there are 100,000 different ones already: then it goes into `*others`. */
tocsin_status name_table_count(struct name_table *table, const char *text, size_t length, uint64_t *others);
/** The entries of the largest values, those of the same by name, at most `most`, copied into the arena. */
tocsin_status name_table_largest(const struct name_table *table, struct arena *arena, size_t most,
                                 struct unmatched_name **names, size_t *count);
/** All texts in the order of their bytes, copied into the arena. */
tocsin_status name_table_sorted(const struct name_table *table, struct arena *arena, const char ***names);

#endif
