/** What differs between two runs, in words. */
#ifndef TOCSIN_AUDIT_COMPARE_WORDS_H
#define TOCSIN_AUDIT_COMPARE_WORDS_H

#include "audit/compare_panels.h"

struct compare_story {
    const struct compare_models *models;
    const struct compare_panels *panels;
    const struct saved_run *run[SIDE_COUNT];
};

/** Fills the table of causes. Fails with MEMORY. */
tocsin_status compare_words_causes(const struct compare_story *story, struct comparison *comparison);

/** Adds to the table of notes, which is there, what the runs are to be told about. Fails with MEMORY. */
tocsin_status compare_words_notes(const struct compare_story *story, struct comparison *comparison);

/** Adds a note. Fails with MEMORY. */
tocsin_status compare_words_note(struct comparison *comparison, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
