/** Ids are looked at first: they are what is asked for. */
#include "pipeline/region_hint.h"
#include "base/text.h"

const char *region_hint(const struct region_table *regions, const char *text, char hint[REGION_HINT_SIZE])
{
    if (regions->count == 0) {
        return NULL;
    }
    for (size_t i = 0; i < regions->count; i++) {
        if (text_equal_folded(regions->regions[i].name, text)) {
            return text_suggestion(hint, REGION_HINT_SIZE, regions->regions[i].id);
        }
    }
    const char *near = text_nearest(text, regions->regions, regions->count, sizeof *regions->regions);
    if (near) {
        return text_suggestion(hint, REGION_HINT_SIZE, near);
    }
    near = text_nearest(text, &regions->regions[0].name, regions->count, sizeof *regions->regions);
    for (size_t i = 0; near && i < regions->count; i++) {
        if (regions->regions[i].name == near) {
            return text_suggestion(hint, REGION_HINT_SIZE, regions->regions[i].id);
        }
    }
    return NULL;
}
