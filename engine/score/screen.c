/** Leaves regions with too little data out. */
#include "score/screen.h"
#include "base/number.h"
#include "panel/tally.h"
#include "score/share.h"
#include <stdio.h>

enum { WORDS_SIZE = 256 };

void screen_count(struct availability *availability, const struct panel *panel, size_t cell)
{
    bool present = observation_present(panel->observation[cell]);
    availability->indicators++;
    availability->missing += !present;
    availability->zeros += present && panel->value[cell] == 0;
}

void screen_settle(struct availability *availability)
{
    size_t there = availability->indicators - availability->missing;
    availability->available = there > 0 ? (double)there / (double)availability->indicators : 0;
    availability->nonzero = there > 0 ? (double)(there - availability->zeros) / (double)there : 0;
}

void screen_availability(const struct panel *panel, const bool *counted, size_t period, size_t region,
                         struct availability *availability)
{
    struct availability found = {0};
    for (size_t column = 0; column < panel->columns; column++) {
        if (!counted || counted[column]) {
            screen_count(&found, panel, panel_cell(panel, period, column, region));
        }
    }
    screen_settle(&found);
    *availability = found;
}

static bool is_too_little(const struct screening *rule, const struct availability *found)
{
    return share_is_below(found->available, rule->min_available) || share_is_below(found->nonzero, rule->min_nonzero);
}

static void leave_out(struct panel *panel, size_t period, size_t region)
{
    for (size_t column = 0; column < panel->columns; column++) {
        panel_set_missing(panel, panel_cell(panel, period, column, region), OBSERVATION_SCREENED);
    }
}

/** What the region has too little of. */
static void explain(const struct screening *rule, const struct availability *found, char words[WORDS_SIZE])
{
    bool available = share_is_below(found->available, rule->min_available);
    size_t there = found->indicators - found->missing;
    char limit[NUMBER_TEXT_SIZE];
    number_format(limit, available ? rule->min_available : rule->min_nonzero, -1);
    if (there == 0) {
        snprintf(words, WORDS_SIZE, "none of its %zu indicators has a value", found->indicators);
    } else if (available) {
        snprintf(words, WORDS_SIZE,
                 "only %zu of its %zu indicators have a value, less than the share of %s that 'min_available' asks for",
                 there, found->indicators, limit);
    } else {
        snprintf(words, WORDS_SIZE,
                 "only %zu of its %zu values are not zero, less than the share of %s that 'min_nonzero' asks for",
                 there - found->zeros, there, limit);
    }
}

static tocsin_status report(tocsin_context *context, const struct screen_request *request, const struct panel *panel,
                            const struct tally *tally, const struct availability *first)
{
    size_t cells = panel->periods * panel->regions;
    char words[WORDS_SIZE];
    char period[PERIOD_TEXT_SIZE];
    if (tally->count == 0) {
        return TOCSIN_OK;
    }
    explain(request->rule, first, words);
    axis_format(period, request->axis, tally->period);
    const char *region = request->regions->regions[tally->region].id;
    if (tally->count == cells) {
        return diagnostics_report(context, DIAGNOSTIC_SCREENED_ALL, request->rule->at,
                                  "lower the limits, or look for sources that do not match the regions or periods",
                                  "'screen' leaves no region in any period, first '%s' in %s: %s", region, period,
                                  words);
    }
    return diagnostics_report(context, DIAGNOSTIC_SCREENED, request->rule->at, NULL,
                              "'screen' leaves out %llu of %zu cells (region and period), first '%s' in %s: %s",
                              (unsigned long long)tally->count, cells, region, period, words);
}

tocsin_status screen_panel(tocsin_context *context, const struct screen_request *request, struct panel *panel)
{
    struct tally tally = {0};
    struct availability first = {0};
    for (size_t period = 0; period < panel->periods; period++) {
        for (size_t region = 0; region < panel->regions; region++) {
            struct availability found;
            screen_availability(panel, request->in_index, period, region, &found);
            if (is_too_little(request->rule, &found)) {
                first = tally.count == 0 ? found : first;
                tally_add(&tally, found.available, period, region);
                leave_out(panel, period, region);
            }
        }
    }
    return report(context, request, panel, &tally, &first);
}
