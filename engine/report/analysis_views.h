/** What of the tables of an analysis is shown on its page, in the order in which it is shown. */
#ifndef TOCSIN_REPORT_ANALYSIS_VIEWS_H
#define TOCSIN_REPORT_ANALYSIS_VIEWS_H

#include "report/analysis_view.h"

extern const struct view analysis_views[];
extern const size_t analysis_view_count;

#endif
