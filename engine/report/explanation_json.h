/** An explanation as JSON for programs: all that the page says, with numbers in full. */
#ifndef TOCSIN_REPORT_EXPLANATION_JSON_H
#define TOCSIN_REPORT_EXPLANATION_JSON_H

#include "panel/explanation.h"
#include "report/report.h"

/** The digits of the options are those of results; what the model says is not rounded. */
void explanation_json_write(struct output *output, const struct explanation *explanation,
                            const struct report_options *options);

#endif
