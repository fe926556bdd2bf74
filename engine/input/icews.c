/**
 * Layout `icews`: events of the Integrated Crisis Early Warning System (Boschee et al., doi:10.7910/DVN/28075), 20
 * columns separated by tabs, with a header and without quoting. The CAMEO code is text: 010 is not 10.
 */
#include "input/layout.h"

static const struct layout_role roles[] = {
    {"date", {"Event Date"}},       {"region", {"Country"}},    {"source", {"Source Country"}},
    {"target", {"Target Country"}}, {"actor", {"Source Name"}}, {"cameo", {"CAMEO Code"}},
    {"goldstein", {"Intensity"}},   {"id", {"Event ID"}},
};

static void recognise(const char *bytes, size_t size, struct csv_options *options)
{
    (void)bytes;
    (void)size;
    options->delimiter = '\t';
    options->quoted = false;
}

const struct layout icews_layout = {
    .date = "date",
    .region = "region",
    .world = true,
    .roles = roles,
    .role_count = sizeof roles / sizeof roles[0],
    .recognise = recognise,
};
