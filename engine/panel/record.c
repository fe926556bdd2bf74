/** The columns that readers ask a source for, and small tables of texts. */
#include "panel/record.h"
#include "base/text.h"

static size_t find_request(const struct column_set *set, const char *name, enum column_kind kind)
{
    size_t i = 0;
    while (i < set->count && (set->requests[i].kind != kind || !text_equal(set->requests[i].name, name))) {
        i++;
    }
    return i;
}

/** The slot of a column that may be new; SIZE_MAX if there is no memory. */
static size_t place_request(struct column_set *set, const char *name, enum column_kind kind, bool required,
                            struct location at)
{
    size_t slot = find_request(set, name, kind);
    if (slot < set->count) {
        struct column_request *request = &set->requests[slot];
        if (required && !request->required) { /* messages about its absence name whoever insists on it */
            request->required = true;
            request->at = at;
        }
        return slot;
    }
    const char *copy = arena_text(set->arena, name);
    if (!copy ||
        arena_grow(set->arena, &set->requests, set->count, sizeof *set->requests, &set->capacity) != TOCSIN_OK) {
        return SIZE_MAX;
    }
    set->requests[set->count] = (struct column_request){copy, kind, required, at};
    return set->count++;
}

size_t column_set_add(struct column_set *set, const char *name, enum column_kind kind, bool required,
                      struct location at)
{
    size_t slot = place_request(set, name, kind, required, at);
    if (slot == SIZE_MAX ||
        arena_grow(set->arena, &set->asked, set->asked_count, sizeof *set->asked, &set->asked_capacity) != TOCSIN_OK) {
        return SIZE_MAX;
    }
    set->asked[set->asked_count++] = slot;
    return slot;
}

bool text_table_column(const struct text_table *table, const char *name, size_t *column)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (text_equal(table->columns[i], name)) {
            *column = i;
            return true;
        }
    }
    return false;
}
