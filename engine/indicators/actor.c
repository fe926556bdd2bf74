/** Sides of dyads, told apart by region or else by text. */
#include "indicators/actor.h"
#include "base/text.h"

struct actor actor_of(const struct region_table *regions, const char *text)
{
    size_t position;
    return (struct actor){region_table_find(regions, text, &position) ? (int32_t)position : -1, text};
}

bool actor_is(const struct actor *actor, int32_t region, const char *text)
{
    return actor->region >= 0 ? actor->region == region : text_equal(actor->text, text);
}
