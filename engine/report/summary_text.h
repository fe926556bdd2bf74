/** summary.txt. */
#ifndef TOCSIN_REPORT_SUMMARY_TEXT_H
#define TOCSIN_REPORT_SUMMARY_TEXT_H

#include "report/report.h"

void summary_text_write(struct output *output, const struct result *result, const struct report_options *options);

#endif
