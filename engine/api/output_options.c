/** From the caller's output options to those of the reports. */
#include "api/output_options.h"

enum { MOST_DIGITS = 15 };

bool output_options_read(const tocsin_output_options *options, struct report_options *report)
{
    report->table = NULL;
    report->digits = options && options->has_digits ? options->digits : -1;
    return report->digits <= MOST_DIGITS && (!options || !options->has_digits || options->digits >= 0);
}
