/** An explanation as a page for people. */
#ifndef TOCSIN_REPORT_EXPLANATION_TEXT_H
#define TOCSIN_REPORT_EXPLANATION_TEXT_H

#include "panel/explanation.h"
#include "report/report.h"

/** The digits of the options count where they are fewer than the page has. */
void explanation_text_write(struct output *output, const struct explanation *explanation,
                            const struct report_options *options);

#endif
