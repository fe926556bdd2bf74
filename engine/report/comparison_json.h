/** A comparison as one JSON document. */
#ifndef TOCSIN_REPORT_COMPARISON_JSON_H
#define TOCSIN_REPORT_COMPARISON_JSON_H

#include "panel/comparison.h"
#include "report/report.h"

void comparison_json_write(struct output *output, const struct comparison *comparison,
                           const struct report_options *options);

#endif
