/** The layouts by format. */
#include "input/layout.h"
#include "base/text.h"

static const struct layout *const layouts[FORMAT_COUNT] = {
    [FORMAT_SERIES] = &series_layout,
    [FORMAT_EVENTS] = &events_layout,
    [FORMAT_DEVELOPMENTS] = &developments_layout,
    [FORMAT_AGREEMENTS] = &agreements_layout,
    [FORMAT_UCDP_GED] = &ucdp_ged_layout,
    [FORMAT_ICEWS] = &icews_layout,
    [FORMAT_GDELT] = &gdelt_layout,
};

const struct layout *layout_find(enum source_format format)
{
    return (unsigned)format < FORMAT_COUNT ? layouts[format] : NULL;
}

const struct layout_role *layout_find_role(const struct layout *layout, const char *role)
{
    for (size_t i = 0; i < layout->role_count; i++) {
        if (text_equal(layout->roles[i].role, role)) {
            return &layout->roles[i];
        }
    }
    return NULL;
}
