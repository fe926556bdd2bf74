/** What stands behind a tocsin_result. */
#ifndef TOCSIN_API_RESULT_H
#define TOCSIN_API_RESULT_H

#include "panel/result.h"

struct tocsin_result {
    struct result result;
    const char **periods; /* texts of the reported periods */
    size_t *regions;      /* positions of the reported regions, in model order */
    size_t region_count;
};

#endif
