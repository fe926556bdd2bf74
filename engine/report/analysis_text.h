/** analysis.txt. */
#ifndef TOCSIN_REPORT_ANALYSIS_TEXT_H
#define TOCSIN_REPORT_ANALYSIS_TEXT_H

#include "panel/analysis.h"
#include "report/report.h"

void analysis_text_write(struct output *output, const struct analysis *analysis, const struct report_options *options);

#endif
