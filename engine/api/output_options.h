/** The caller's output options, checked. */
#ifndef TOCSIN_API_OUTPUT_OPTIONS_H
#define TOCSIN_API_OUTPUT_OPTIONS_H

#include "report/report.h"
#include <stdbool.h>

/** `options` may be NULL. False if its digits cannot be. */
bool output_options_read(const tocsin_output_options *options, struct report_options *report);

#endif
