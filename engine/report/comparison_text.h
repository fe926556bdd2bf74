/** comparison.txt. */
#ifndef TOCSIN_REPORT_COMPARISON_TEXT_H
#define TOCSIN_REPORT_COMPARISON_TEXT_H

#include "panel/comparison.h"
#include "report/report.h"

void comparison_text_write(struct output *output, const struct comparison *comparison,
                           const struct report_options *options);

#endif
