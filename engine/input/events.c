/** Layout `events`: date,region and any of type,actor,target,deaths,deaths_low,deaths_high,injured,hostages,count,
 * value,weight. A row may stand for many events, and no row for none. */
#include "input/layout.h"

const struct layout events_layout = {
    .date = "date",
    .region = "region",
};
