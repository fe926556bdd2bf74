/** The tree that a model's text becomes. */
#include "model/document.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

struct document_node *document_create(struct workspace *workspace, enum document_kind kind, struct location at)
{
    struct document_node *node = workspace_allocate(workspace, 1, sizeof *node);
    if (node) {
        node->kind = kind;
        node->at = at;
        node->text_at = at;
    }
    return node;
}

struct document_node *document_create_scalar(struct workspace *workspace, const char *text, struct location at)
{
    struct document_node *node = document_create(workspace, DOCUMENT_SCALAR, at);
    if (node) {
        node->plain = true;
        node->text = text;
    }
    return node;
}

bool document_add_entry(struct workspace *workspace, struct document_node *mapping, const char *key, struct location at,
                        struct document_node *value)
{
    if (!workspace_grow(workspace, &mapping->entries, mapping->count, sizeof *mapping->entries, &mapping->capacity)) {
        return false;
    }
    mapping->entries[mapping->count++] = (struct document_entry){key, at, value};
    return true;
}

bool document_add_item(struct workspace *workspace, struct document_node *sequence, struct document_node *value)
{
    if (!workspace_grow(workspace, &sequence->items, sequence->count, sizeof(struct document_node *),
                        &sequence->capacity)) {
        return false;
    }
    sequence->items[sequence->count++] = value;
    return true;
}

struct document_entry *document_entry_find(const struct document_node *mapping, const char *key)
{
    if (!mapping || mapping->kind != DOCUMENT_MAPPING) {
        return NULL;
    }
    for (size_t i = 0; i < mapping->count; i++) {
        if (text_equal(mapping->entries[i].key, key)) {
            return &mapping->entries[i];
        }
    }
    return NULL;
}

struct document_node *document_find(const struct document_node *mapping, const char *key)
{
    const struct document_entry *entry = document_entry_find(mapping, key);
    return entry ? entry->value : NULL;
}

bool document_is_empty(const struct document_node *node)
{
    return node->kind == DOCUMENT_SCALAR && node->plain &&
           (node->text[0] == '\0' || text_equal(node->text, "~") || text_equal_folded(node->text, "null"));
}

struct location document_text_place(const struct document_node *scalar, size_t offset)
{
    if (!scalar->verbatim || scalar->text_at.column == 0) {
        return scalar->at;
    }
    struct location at = scalar->text_at;
    at.column += offset;
    return at;
}

const char *document_describe(char words[DOCUMENT_WORDS_SIZE], const struct document_node *node)
{
    char shown[WORKSPACE_SHOWN_SIZE];
    if (node->kind == DOCUMENT_SEQUENCE) {
        snprintf(words, DOCUMENT_WORDS_SIZE, "a list");
    } else if (node->kind == DOCUMENT_MAPPING) {
        snprintf(words, DOCUMENT_WORDS_SIZE, "a mapping");
    } else if (node->kind == DOCUMENT_BROKEN || document_is_empty(node)) {
        snprintf(words, DOCUMENT_WORDS_SIZE, "nothing");
    } else {
        snprintf(words, DOCUMENT_WORDS_SIZE, "'%s'", workspace_shorten(shown, node->text));
    }
    return words;
}
