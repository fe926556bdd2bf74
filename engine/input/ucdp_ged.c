/**
 * Layout `ucdp-ged`: the UCDP Georeferenced Event Dataset (Sundberg & Melander 2013, Journal of Peace Research 50(4)),
 * 49 columns, and its copy on the Humanitarian Data Exchange with a 50th, iso3, and a row of HXL tags. An event belongs
 * to the day on which it ends, as in the country-months that VIEWS derives from the same data.
 */
#include "input/layout.h"

static const struct layout_role roles[] = {
    {"date", {"date_end"}},         {"region", {"iso3", "country"}},
    {"type", {"type_of_violence"}}, /* 1 state-based, 2 non-state, 3 one-sided */
    {"actor", {"side_a"}},          {"target", {"side_b"}},
    {"deaths", {"best"}},           {"deaths_low", {"low"}}, /* above `best` in some rows: estimates of other sources */
    {"deaths_high", {"high"}},
};

const struct layout ucdp_ged_layout = {
    .date = "date",
    .region = "region",
    .world = true,
    .roles = roles,
    .role_count = sizeof roles / sizeof roles[0],
};
