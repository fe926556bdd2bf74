/** summary.txt: what an analyst would write about the last period, in plain words. */
#include "report/summary_text.h"
#include "report/summary.h"
#include <math.h>
#include <string.h>

/** Decimals that tell scores apart on a scale: about a thousand steps. */
static int scale_digits(const struct result *result)
{
    double span = fabs(result->scale[1] - result->scale[0]);
    return span >= 50 ? 1 : span >= 5 ? 2 : 3;
}

/** The period in focus and the one before it, in words. */
static void find_periods(struct summary *summary)
{
    const struct period_axis *axis = &summary->result->axis;
    period_number now = axis_period(axis, summary->period);
    summary_period_words(summary->period_text, axis->frequency, now, true);
    if (summary->has_before) {
        char iso[2][PERIOD_TEXT_SIZE];
        period_format(iso[0], axis->frequency, now);
        period_format(iso[1], axis->frequency, now - 1);
        bool same_year = axis->frequency != FREQUENCY_YEAR && memcmp(iso[0], iso[1], strlen("2023")) == 0;
        summary_period_words(summary->before_text, axis->frequency, now - 1, true);
        summary_period_words(summary->before_short, axis->frequency, now - 1, !same_year);
    }
}

static void begin(struct summary *summary, struct output *output, const struct result *result,
                  const struct report_options *options)
{
    *summary = (struct summary){.result = result, .digits = scale_digits(result)};
    page_begin(&summary->page, output);
    if (options->digits >= 0 && options->digits < summary->digits) {
        summary->digits = options->digits;
    }
    for (size_t region = 0; region < result->regions->count; region++) {
        summary->regions += result->region_reported[region];
    }
    summary->period = result->first_reported + result->reported_periods - 1;
    summary->has_before = summary->period > 0;
    find_periods(summary);
}

void summary_text_write(struct output *output, const struct result *result, const struct report_options *options)
{
    static void (*const sections[])(struct summary *) = {
        summary_headline, summary_table, summary_reasons, summary_alerts,
        summary_movers,   summary_gaps,  summary_method,  summary_provenance,
    };
    struct summary summary;
    if (result->reported_periods == 0) {
        return;
    }
    begin(&summary, output, result, options);
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        sections[i](&summary);
    }
}
