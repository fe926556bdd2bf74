/** scores.json. */
#ifndef TOCSIN_REPORT_SCORES_JSON_H
#define TOCSIN_REPORT_SCORES_JSON_H

#include "report/report.h"

void scores_json_write(struct output *output, const struct result *result, const struct report_options *options);

#endif
