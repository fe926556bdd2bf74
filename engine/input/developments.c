/** Layout `developments`: dyadic diplomatic events, date,source,target[,cameo,goldstein,mentions,note]. */
#include "input/layout.h"

const struct layout developments_layout = {
    .date = "date",
    .region = "source",
    .partner = "target",
};
