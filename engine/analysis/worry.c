/** Gathers worries and makes findings of them. */
#include "analysis/worry.h"
#include "base/text.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_OF_A_KIND = 8, /* what a reader still reads; the tables hold all */
    SENTENCE_SIZE = 1024
};

struct worry {
    double size;
    size_t order;
    const char *text;
};

/** Keeps a copy of a sentence, shortened at a character where it is too long. */
static const char *keep_sentence(struct study *study, char *text)
{
    size_t length = strlen(text);
    if (length == SENTENCE_SIZE - 1) {
        while (length > 0 && ((unsigned char)text[length - 1] & 0xC0) == 0x80) {
            length--; /* the end of a character that may be cut */
        }
        length -= length > 0;
    }
    return arena_copy(study->arena, text, length);
}

void worry_add(struct worry_list *list, double size, const char *format, ...)
{
    char text[SENTENCE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    struct arena *scratch = &list->study->scratch;
    if (arena_grow(scratch, &list->worries, list->count, sizeof *list->worries, &list->capacity) != TOCSIN_OK) {
        return; /* the arena remembers */
    }
    list->worries[list->count] =
        (struct worry){isnan(size) ? -INFINITY : size, list->count, keep_sentence(list->study, text)};
    list->count++;
}

static int compare_worries(const void *left, const void *right)
{
    const struct worry *one = left;
    const struct worry *other = right;
    if (one->size != other->size) {
        return one->size < other->size ? 1 : -1;
    }
    return one->order < other->order ? -1 : 1;
}

static void add_finding(const struct worry_list *list, const char *text)
{
    struct study *study = list->study;
    struct analysis *analysis = study->analysis;
    if (arena_grow(study->arena, &analysis->findings, analysis->finding_count, sizeof *analysis->findings,
                   &study->finding_capacity) == TOCSIN_OK) {
        analysis->findings[analysis->finding_count++] = (struct analysis_finding){list->concern, list->table, text};
    }
}

static void tell_kind(struct worry_list *list)
{
    if (!list->worries) {
        return;
    }
    qsort(list->worries, list->count, sizeof *list->worries, compare_worries);
    /* One more than the most is told itself: naming it takes no more room than saying that it is there. */
    size_t told = list->count > MOST_OF_A_KIND + 1 ? MOST_OF_A_KIND : list->count;
    for (size_t i = 0; i < told; i++) {
        add_finding(list, list->worries[i].text);
    }
    if (told < list->count) {
        char text[SENTENCE_SIZE];
        snprintf(text, sizeof text, "%zu more %s.", list->count - told, list->others);
        add_finding(list, arena_text(list->study->arena, text));
    }
}

tocsin_status worry_tell(struct worry_list *lists, size_t count)
{
    bool failed = false;
    for (size_t i = 0; i < count; i++) {
        tell_kind(&lists[i]);
        failed |= lists[i].study->arena->failed || lists[i].study->scratch.failed;
    }
    return failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

const char *worry_number(char text[NUMBER_TEXT_SIZE], double value)
{
    enum { DECIMALS = 2 };
    return page_number(text, value, DECIMALS);
}

tocsin_status worry_sort(struct study *study)
{
    struct analysis *analysis = study->analysis;
    struct analysis_finding *sorted = arena_allocate(study->arena, analysis->finding_count, sizeof *sorted);
    if (!sorted) {
        return TOCSIN_ERROR_MEMORY;
    }
    size_t count = 0;
    for (size_t concern = CONCERN_COUNT; concern-- > 0;) {
        for (size_t i = 0; i < analysis->finding_count; i++) {
            if (analysis->findings[i].concern == concern) {
                sorted[count++] = analysis->findings[i];
            }
        }
    }
    analysis->findings = sorted;
    return TOCSIN_OK;
}
