/** A hash table of texts (FNV-1a, linear probing); entries stay in the order in which they came. */
#include "input/name_table.h"
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64, MOST_COUNTED = 100000 };

static unsigned char fold(const struct name_table *table, char byte)
{
    bool upper = table->folded && byte >= 'A' && byte <= 'Z';
    return (unsigned char)(upper ? byte - 'A' + 'a' : byte);
}

/** FNV-1a, 64 bits (G. Fowler, L. C. Noll, K.-P. Vo). */
static uint64_t hash_text(const struct name_table *table, const char *text, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ fold(table, text[i])) * UINT64_C(0x100000001b3);
    }
    return hash ^ (hash >> 32); /* the low bits choose the slot */
}

static bool same_text(const struct name_table *table, const struct name_entry *entry, const char *text, size_t length)
{
    if (entry->length != length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (fold(table, entry->text[i]) != fold(table, text[i])) {
            return false;
        }
    }
    return true;
}

void name_table_begin(struct name_table *table, tocsin_context *context, bool folded)
{
    *table = (struct name_table){.folded = folded};
    arena_begin(&table->texts, context);
}

/** The slot of a text, or the free one where it would go. */
static size_t find_slot(const struct name_table *table, const char *text, size_t length, uint64_t hash)
{
    size_t slot = (size_t)hash & (table->slot_count - 1);
    while (table->slots[slot] != 0) {
        const struct name_entry *entry = &table->entries[table->slots[slot] - 1];
        if (entry->hash == hash && same_text(table, entry, text, length)) {
            return slot;
        }
        slot = (slot + 1) & (table->slot_count - 1);
    }
    return slot;
}

/** Keeps at least half of the slots free. */
static bool make_room(struct name_table *table)
{
    if (table->slots && table->count < table->slot_count / 2) {
        return true;
    }
    size_t slot_count = table->slots ? table->slot_count * 2 : FIRST_SLOTS;
    uint32_t *slots = memory_allocate(table->texts.context, slot_count, sizeof *slots);
    if (!slots || table->count >= UINT32_MAX - 1) {
        memory_release(table->texts.context, slots);
        return false;
    }
    memory_release(table->texts.context, table->slots);
    table->slots = slots;
    table->slot_count = slot_count;
    for (size_t i = 0; i < table->count; i++) {
        const struct name_entry *entry = &table->entries[i];
        table->slots[find_slot(table, entry->text, entry->length, entry->hash)] = (uint32_t)i + 1;
    }
    return true;
}

struct name_entry *name_table_add(struct name_table *table, const char *text, size_t length)
{
    if (!make_room(table)) {
        return NULL;
    }
    uint64_t hash = hash_text(table, text, length);
    size_t slot = find_slot(table, text, length, hash);
    if (table->slots[slot] != 0) {
        return &table->entries[table->slots[slot] - 1];
    }
    const char *copy = arena_copy(&table->texts, text, length);
    if (!copy || memory_grow(table->texts.context, &table->entries, table->count, sizeof *table->entries,
                             &table->capacity) != TOCSIN_OK) {
        return NULL;
    }
    struct name_entry *entry = &table->entries[table->count++];
    *entry = (struct name_entry){copy, length, hash, 0};
    table->slots[slot] = (uint32_t)table->count;
    return entry;
}

const struct name_entry *name_table_find(const struct name_table *table, const char *text, size_t length)
{
    if (!table->slots) {
        return NULL;
    }
    size_t slot = find_slot(table, text, length, hash_text(table, text, length));
    return table->slots[slot] != 0 ? &table->entries[table->slots[slot] - 1] : NULL;
}

void name_table_end(struct name_table *table)
{
    memory_release(table->texts.context, table->entries);
    memory_release(table->texts.context, table->slots);
    arena_end(&table->texts);
    *table = (struct name_table){.texts = {.context = table->texts.context}};
}

tocsin_status name_table_count(struct name_table *table, const char *text, size_t length, uint64_t *others)
{
    if (table->count >= MOST_COUNTED && !name_table_find(table, text, length)) {
        ++*others;
        return TOCSIN_OK;
    }
    struct name_entry *entry = name_table_add(table, text, length);
    if (!entry) {
        return TOCSIN_ERROR_MEMORY;
    }
    entry->value++;
    return TOCSIN_OK;
}

static int compare_names(const void *left, const void *right)
{
    const struct name_entry *one = left;
    const struct name_entry *other = right;
    return strcmp(one->text, other->text);
}

static int compare_values(const void *left, const void *right)
{
    const struct name_entry *one = left;
    const struct name_entry *other = right;
    if (one->value != other->value) {
        return one->value > other->value ? -1 : 1;
    }
    return compare_names(left, right);
}

/** A sorted copy of the entries, to be released. */
static struct name_entry *sorted_entries(const struct name_table *table, int (*compare)(const void *, const void *))
{
    struct name_entry *entries = memory_allocate(table->texts.context, table->count, sizeof *entries);
    if (entries && table->count > 0) {
        memcpy(entries, table->entries, table->count * sizeof *entries);
        qsort(entries, table->count, sizeof *entries, compare);
    }
    return entries;
}

tocsin_status name_table_largest(const struct name_table *table, struct arena *arena, size_t most,
                                 struct unmatched_name **names, size_t *count)
{
    size_t kept = table->count < most ? table->count : most;
    struct unmatched_name *largest = arena_allocate(arena, kept, sizeof *largest);
    struct name_entry *entries = sorted_entries(table, compare_values);
    bool complete = largest && entries;
    for (size_t i = 0; complete && i < kept; i++) {
        largest[i] = (struct unmatched_name){arena_text(arena, entries[i].text), (uint64_t)entries[i].value};
        complete = largest[i].name != NULL;
    }
    memory_release(table->texts.context, entries);
    if (!complete) {
        return TOCSIN_ERROR_MEMORY;
    }
    *names = largest;
    *count = kept;
    return TOCSIN_OK;
}

tocsin_status name_table_sorted(const struct name_table *table, struct arena *arena, const char ***names)
{
    const char **sorted = arena_allocate(arena, table->count, sizeof *sorted);
    struct name_entry *entries = sorted_entries(table, compare_names);
    bool complete = sorted && entries;
    for (size_t i = 0; complete && i < table->count; i++) {
        sorted[i] = arena_text(arena, entries[i].text);
        complete = sorted[i] != NULL;
    }
    memory_release(table->texts.context, entries);
    if (!complete) {
        return TOCSIN_ERROR_MEMORY;
    }
    *names = sorted;
    return TOCSIN_OK;
}
