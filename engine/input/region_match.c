/** Two tables of names: one of the texts as they are, one without regard to case, for those that the first lacks. */
#include "input/region_match.h"
#include "base/text.h"
#include "input/name_table.h"
#include <string.h>

enum { AMBIGUOUS = -1 }; /* folded: of two regions, and so of none */

struct region_match {
    struct name_table exact; /* value: 1 + position of the region */
    struct name_table folded;
    size_t count;
};

/** What the tables are made from. */
struct making {
    tocsin_context *context;
    struct region_match *match;
    const struct region_table *regions;
    const struct location *places; /* NULL: not known */
};

static tocsin_status report_ambiguous(const struct making *making, size_t region, enum region_place place, size_t other,
                                      const char *text, size_t length)
{
    struct location at = making->places ? making->places[region * REGION_PLACES + place] : LOCATION_NONE;
    return diagnostics_report(making->context, DIAGNOSTIC_REGION_AMBIGUOUS, at, NULL,
                              "'%.*s' stands for two regions, '%s' and '%s'", (int)length, text,
                              making->regions->regions[other].id, making->regions->regions[region].id);
}

/** Lets a text stand for a region. */
static tocsin_status add_text(const struct making *making, size_t region, enum region_place place, const char *text,
                              size_t length)
{
    text_trim(&text, &length);
    if (length == 0) {
        return TOCSIN_OK;
    }
    struct name_entry *exact = name_table_add(&making->match->exact, text, length);
    struct name_entry *folded = name_table_add(&making->match->folded, text, length);
    if (!exact || !folded) {
        return TOCSIN_ERROR_MEMORY;
    }
    int64_t value = (int64_t)region + 1;
    if (exact->value != 0 && exact->value != value) {
        return report_ambiguous(making, region, place, (size_t)exact->value - 1, text, length);
    }
    exact->value = value;
    folded->value = folded->value == 0 || folded->value == value ? value : AMBIGUOUS;
    return TOCSIN_OK;
}

/** Aliases, separated by bars. */
static tocsin_status add_aliases(const struct making *making, size_t region, const char *aliases)
{
    tocsin_status first = TOCSIN_OK;
    while (aliases) {
        const char *bar = strchr(aliases, '|');
        size_t length = bar ? (size_t)(bar - aliases) : strlen(aliases);
        tocsin_status status = add_text(making, region, REGION_PLACE_MATCH, aliases, length);
        first = first == TOCSIN_OK ? status : first;
        aliases = bar ? bar + 1 : NULL;
    }
    return first;
}

static tocsin_status add_region(const struct making *making, size_t region, const char *aliases)
{
    const struct region *added = &making->regions->regions[region];
    tocsin_status id = add_text(making, region, REGION_PLACE_ID, added->id, strlen(added->id));
    tocsin_status name = add_text(making, region, REGION_PLACE_NAME, added->name, strlen(added->name));
    tocsin_status alias = add_aliases(making, region, aliases);
    if (id != TOCSIN_OK) {
        return id;
    }
    return name != TOCSIN_OK ? name : alias;
}

tocsin_status region_match_create_at(tocsin_context *context, const struct region_table *regions,
                                     const struct location *places, struct region_match **match)
{
    struct region_match *created = memory_allocate(context, 1, sizeof *created);
    if (!created) {
        return TOCSIN_ERROR_MEMORY;
    }
    name_table_begin(&created->exact, context, false);
    name_table_begin(&created->folded, context, true);
    created->count = regions->count;
    struct making making = {context, created, regions, places};
    size_t match_column = 0;
    bool has_aliases = region_table_column(regions, "match", &match_column);
    tocsin_status first = TOCSIN_OK;
    for (size_t i = 0; i < regions->count; i++) {
        const char *aliases = has_aliases ? region_table_text(regions, i, match_column) : NULL;
        tocsin_status status = add_region(&making, i, aliases);
        first = first == TOCSIN_OK ? status : first;
    }
    if (first != TOCSIN_OK) {
        region_match_destroy(context, created);
        return first;
    }
    *match = created;
    return TOCSIN_OK;
}

tocsin_status region_match_create(tocsin_context *context, const struct region_table *regions,
                                  struct region_match **match)
{
    return region_match_create_at(context, regions, NULL, match);
}

int32_t region_match_find(const struct region_match *match, const char *text, size_t length)
{
    text_trim(&text, &length);
    const struct name_entry *entry = name_table_find(&match->exact, text, length);
    if (!entry) {
        entry = name_table_find(&match->folded, text, length);
    }
    return entry && entry->value > 0 ? (int32_t)(entry->value - 1) : -1;
}

const char *region_match_nearest(const struct region_match *match, const char *text)
{
    return text_nearest(text, match->exact.entries, match->exact.count, sizeof *match->exact.entries);
}

size_t region_match_count(const struct region_match *match)
{
    return match->count;
}

void region_match_destroy(tocsin_context *context, struct region_match *match)
{
    if (match) {
        name_table_end(&match->exact);
        name_table_end(&match->folded);
        memory_release(context, match);
    }
}
