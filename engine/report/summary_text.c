/** summary.txt: what an analyst would write about the last period, in plain words. */
#include "report/summary_text.h"
#include "report/summary.h"
#include <math.h>

/** Decimals that tell scores apart on a scale: about a thousand steps. */
static int scale_digits(const struct result *result)
{
    double span = fabs(result->scale[1] - result->scale[0]);
    return span >= 50 ? 1 : span >= 5 ? 2 : 3;
}

static void begin(struct summary *summary, struct output *output, const struct result *result,
                  const struct report_options *options)
{
    *summary = (struct summary){.result = result, .digits = scale_digits(result)};
    page_begin(&summary->page, output);
    if (options->digits >= 0 && options->digits < summary->digits) {
        summary->digits = options->digits;
    }
    summary->period = result->first_reported + result->reported_periods - 1;
    summary->has_before = summary->period > 0;
    result_period_text(result, summary->period, summary->period_text);
    if (summary->has_before) {
        result_period_text(result, summary->period - 1, summary->before_text);
    }
}

void summary_text_write(struct output *output, const struct result *result, const struct report_options *options)
{
    static void (*const sections[])(struct summary *) = {
        summary_headline,      summary_levels, summary_table,  summary_movers,
        summary_level_changes, summary_gaps,   summary_method, summary_provenance,
    };
    struct summary summary;
    if (result->reported_periods == 0) {
        return;
    }
    begin(&summary, output, result, options);
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (i > 0) {
            page_paragraph(&summary.page, 0, "");
        }
        sections[i](&summary);
    }
}
