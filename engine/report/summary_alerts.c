/** Early warnings of the period in the summary: new ones, those that ended, and those that small numbers make doubtful.
 */
#include "report/summary.h"
#include <inttypes.h>

enum {
    MOST_NEW = 12, /* regions, one line each */
    MOST_ENDED = 6,
    MOST_GUARDED = 6
};

/** Which alerts a part of the section is about. */
enum alert_group { GROUP_NEW, GROUP_ENDED, GROUP_GUARDED };

bool summary_has_alerts(const struct result *result)
{
    const struct alert_rules *rules = &result->alert_rules;
    return !rules->silent && (result->levels.count > 0 || rules->jump.given || rules->record_periods > 0);
}

static enum alert_group group_of(const struct alert *alert)
{
    if (alert->guarded) {
        return GROUP_GUARDED;
    }
    return alert->reason == ALERT_LOWERED ? GROUP_ENDED : GROUP_NEW;
}

static bool is_told(const struct summary *summary, const struct alert *alert, enum alert_group group)
{
    return alert->period == summary->period && summary->result->region_reported[alert->region] &&
           group_of(alert) == group;
}

size_t summary_new_alerts(const struct summary *summary, size_t *regions)
{
    const struct alert *before = NULL;
    size_t count = 0;
    *regions = 0;
    for (size_t i = 0; i < summary->result->alert_count; i++) {
        const struct alert *alert = &summary->result->alerts[i];
        if (is_told(summary, alert, GROUP_NEW)) {
            count++;
            *regions += !before || before->region != alert->region;
            before = alert;
        }
    }
    return count;
}

/** Whether an alert's region comes after another: by rank, those without a score last; ties in model order. */
static bool comes_after(const struct summary *summary, size_t region, const struct summary_walk *walk)
{
    int32_t rank = summary->result->rank[result_region_cell(summary->result, summary->period, region)];
    uint32_t place = rank > 0 ? (uint32_t)rank : UINT32_MAX;
    uint32_t here = (uint32_t)walk->rank;
    return place > here || (place == here && region > walk->region);
}

/** The first alert of the next region in that order; NULL if there is none. Alerts of a region stand together. */
static const struct alert *next_region(const struct summary *summary, enum alert_group group, struct summary_walk *walk)
{
    const struct result *result = summary->result;
    const struct alert *next = NULL;
    struct summary_walk found = {0, 0};
    for (size_t i = 0; i < result->alert_count; i++) {
        const struct alert *alert = &result->alerts[i];
        if (!is_told(summary, alert, group) || !comes_after(summary, alert->region, walk) ||
            (next && (alert->region == next->region || comes_after(summary, alert->region, &found)))) {
            continue;
        }
        int32_t rank = result->rank[result_region_cell(result, summary->period, alert->region)];
        found = (struct summary_walk){rank > 0 ? rank : -1, alert->region};
        next = alert;
    }
    if (next) {
        *walk = found;
    }
    return next;
}

/** "raised, jump": the reasons for which the region is in this group. */
static void say_names(struct summary *summary, const struct alert *first, enum alert_group group, bool capital)
{
    const struct alert *end = summary->result->alerts + summary->result->alert_count;
    bool said = false;
    for (const struct alert *alert = first; alert < end && alert->region == first->region; alert++) {
        if (!is_told(summary, alert, group)) {
            continue;
        }
        const char *name = alert_reason_names[alert->reason];
        char initial = (char)(name[0] - (!said && capital ? 'a' - 'A' : 0));
        page_format(&summary->page, "%s%c%s", said ? ", " : "", initial, name + 1);
        said = true;
    }
}

/** The alert of the group with a reason; NULL if the region has none. */
static const struct alert *find_reason(const struct summary *summary, const struct alert *first, enum alert_group group,
                                       enum alert_reason reason)
{
    const struct alert *end = summary->result->alerts + summary->result->alert_count;
    for (const struct alert *alert = first; alert < end && alert->region == first->region; alert++) {
        if (is_told(summary, alert, group) && alert->reason == reason) {
            return alert;
        }
    }
    return NULL;
}

/** ", from elevated to high", ", high since 3 months", ", was low". */
static void say_levels(struct summary *summary, const struct alert *alert)
{
    struct page *page = &summary->page;
    const char *from = result_level_id(summary->result, alert->from);
    const char *to = result_level_id(summary->result, alert->to);
    char words[PERIOD_WORDS_SIZE];
    if (from && to && alert->from != alert->to) {
        page_text(page, ", from ");
        page_text(page, from);
        page_text(page, " to ");
        page_text(page, to);
    } else if (to) {
        page_text(page, ", at ");
        page_text(page, to);
        if (from && alert->periods_in_level > 1) {
            page_format(page, " for %" PRIu32 " %s", alert->periods_in_level,
                        summary_periods_word(summary, words, alert->periods_in_level));
        }
    } else if (from) {
        page_text(page, ", was at ");
        page_text(page, from);
    }
}

static void say_score(struct summary *summary, const struct alert *alert)
{
    struct page *page = &summary->page;
    struct score_row row;
    char number[NUMBER_TEXT_SIZE];
    if (!alert->score.given) {
        page_text(page, ", no score");
        return;
    }
    result_row_score(summary->result, summary->period, alert->region, &row);
    page_format(page, ": %s", summary_number(summary, number, alert->score.value));
    if (alert->reason == ALERT_LOWERED && row.change.given && row.change.value > 0 &&
        summary_shows(summary, row.change.value)) { /* levels fall late */
        page_format(page, ", though up %s", summary_number(summary, number, row.change.value));
    } else {
        summary_say_change(summary, &row);
    }
}

static void say_drivers(struct summary *summary, const struct alert *alert)
{
    char number[NUMBER_TEXT_SIZE];
    size_t said = 0;
    for (size_t i = 0; i < alert->driver_count; i++) {
        if (!summary_shows(summary, alert->driver_change[i])) {
            continue;
        }
        page_text(&summary->page, said++ > 0 ? ", " : " (");
        page_text(&summary->page, summary_title(summary, alert->drivers[i]));
        page_format(&summary->page, " %s", summary_change(summary, number, alert->driver_change[i]));
    }
    page_text(&summary->page, said > 0 ? ")" : "");
}

/** One line for all alerts of a region that are in the group. */
static void say_region(struct summary *summary, const struct alert *first, enum alert_group group)
{
    struct page *page = &summary->page;
    char words[PERIOD_WORDS_SIZE];
    const struct alert *record = find_reason(summary, first, group, ALERT_RECORD);
    page_line(page, 2, 4);
    say_names(summary, first, group, true);
    page_text(page, ": ");
    page_text(page, summary_region_name(summary, first->region));
    say_levels(summary, first);
    say_score(summary, first);
    uint32_t periods = summary->result->alert_rules.record_periods;
    if (record && periods > 0) {
        page_format(page, ", above all of the %" PRIu32 " %s before", periods,
                    summary_periods_word(summary, words, periods));
    }
    say_drivers(summary, first);
    page_text(page, ".");
    page_end(page);
}

/** The lines of a group, at most so many; returns how many regions are in it. */
static size_t say_group(struct summary *summary, enum alert_group group, size_t most)
{
    struct summary_walk walk = {0};
    const struct alert *alert;
    size_t count = 0;
    while ((alert = next_region(summary, group, &walk))) {
        if (count++ < most) {
            say_region(summary, alert, group);
        }
    }
    if (count > most) {
        page_line(&summary->page, 2, 4);
        page_format(&summary->page, "and %zu more %s, in alerts.csv", count - most,
                    group == GROUP_ENDED ? "lowered" : "regions");
        page_end(&summary->page);
    }
    return count;
}

/** The guarded ones, all in one line. */
static size_t say_guarded(struct summary *summary)
{
    struct summary_walk walk = {0};
    struct summary_names names = {.most = MOST_GUARDED};
    const struct alert *alert;
    while ((alert = next_region(summary, GROUP_GUARDED, &walk))) {
        if (names.count == 0) {
            page_line(&summary->page, 2, 4);
            page_text(&summary->page, "Set aside, as numbers are small: ");
        }
        summary_names_add(summary, &names, summary_region_name(summary, alert->region), NULL);
        if (names.count <= names.most) {
            page_text(&summary->page, " (");
            say_names(summary, alert, GROUP_GUARDED, false);
            page_text(&summary->page, ")");
        }
    }
    if (names.count > 0) {
        summary_names_end(summary, &names);
        page_text(&summary->page, ".");
        page_end(&summary->page);
    }
    return names.count;
}

void summary_alerts(struct summary *summary)
{
    if (!summary_has_alerts(summary->result)) {
        return;
    }
    summary_heading(summary, "ALERTS", "");
    size_t count = say_group(summary, GROUP_NEW, MOST_NEW);
    count += say_group(summary, GROUP_ENDED, MOST_ENDED);
    count += say_guarded(summary);
    if (count == 0) {
        page_paragraph(&summary->page, 2, "None.");
    }
}
