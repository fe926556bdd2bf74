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

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && is_blank((*text)[0])) {
        ++*text;
        --*length;
    }
    while (*length > 0 && is_blank((*text)[*length - 1])) {
        --*length;
    }
}

static tocsin_status report_ambiguous(tocsin_context *context, const struct region_table *regions,
                                      const struct location *places, size_t region, size_t other, const char *text,
                                      size_t length)
{
    return diagnostics_report(context, DIAGNOSTIC_REGION_AMBIGUOUS, places ? places[region] : LOCATION_NONE, NULL,
                              "'%.*s' stands for two regions, '%s' and '%s'", (int)length, text,
                              regions->regions[other].id, regions->regions[region].id);
}

/** Lets a text stand for a region. */
static tocsin_status add_text(tocsin_context *context, struct region_match *match, const struct region_table *regions,
                              const struct location *places, size_t region, const char *text, size_t length)
{
    trim(&text, &length);
    if (length == 0) {
        return TOCSIN_OK;
    }
    struct name_entry *exact = name_table_add(&match->exact, text, length);
    struct name_entry *folded = name_table_add(&match->folded, text, length);
    if (!exact || !folded) {
        return TOCSIN_ERROR_MEMORY;
    }
    int64_t value = (int64_t)region + 1;
    if (exact->value != 0 && exact->value != value) {
        return report_ambiguous(context, regions, places, region, (size_t)exact->value - 1, text, length);
    }
    exact->value = value;
    folded->value = folded->value == 0 || folded->value == value ? value : AMBIGUOUS;
    return TOCSIN_OK;
}

/** Adds the aliases of a region, which are separated by '|'. */
static tocsin_status add_aliases(tocsin_context *context, struct region_match *match,
                                 const struct region_table *regions, const struct location *places, size_t region,
                                 const char *aliases)
{
    tocsin_status first = TOCSIN_OK;
    while (aliases) {
        const char *bar = strchr(aliases, '|');
        size_t length = bar ? (size_t)(bar - aliases) : strlen(aliases);
        tocsin_status status = add_text(context, match, regions, places, region, aliases, length);
        first = first == TOCSIN_OK ? status : first;
        aliases = bar ? bar + 1 : NULL;
    }
    return first;
}

static tocsin_status add_region(tocsin_context *context, struct region_match *match, const struct region_table *regions,
                                const struct location *places, size_t region, const char *aliases)
{
    const struct region *added = &regions->regions[region];
    tocsin_status id = add_text(context, match, regions, places, region, added->id, strlen(added->id));
    tocsin_status name = add_text(context, match, regions, places, region, added->name, strlen(added->name));
    tocsin_status alias = add_aliases(context, match, regions, places, region, aliases);
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
    size_t match_column = 0;
    bool has_aliases = region_table_column(regions, "match", &match_column);
    tocsin_status first = TOCSIN_OK;
    for (size_t i = 0; i < regions->count; i++) {
        const char *aliases = has_aliases ? region_table_text(regions, i, match_column) : NULL;
        tocsin_status status = add_region(context, created, regions, places, i, aliases);
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
    trim(&text, &length);
    const struct name_entry *entry = name_table_find(&match->exact, text, length);
    if (!entry) {
        entry = name_table_find(&match->folded, text, length);
    }
    return entry && entry->value > 0 ? (int32_t)(entry->value - 1) : -1;
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
