/** The first lines of the summary: who is highest, how many are at the high levels, who rose most, what is new. */
#include "report/summary.h"
#include <inttypes.h>
#include <math.h>

static void say_title(struct summary *summary)
{
    struct page *page = &summary->page;
    const struct result *result = summary->result;
    char low[NUMBER_TEXT_SIZE];
    char high[NUMBER_TEXT_SIZE];
    page_line(page, 0, 0);
    page_text(page, result->model_title);
    page_format(page, ": %s", summary->period_text);
    page_end(page);
    page_line(page, 0, 0);
    page_text(page, "Model ");
    page_text(page, result->model_id);
    if (result->model_version[0]) {
        page_text(page, " version ");
        page_text(page, result->model_version);
    }
    page_format(page, ", scale %s to %s; the higher, the worse.", page_significant(low, result->scale[0], 4),
                page_significant(high, result->scale[1], 4));
    page_end(page);
    page_paragraph(page, 0, "");
}

static void say_level(struct summary *summary, int16_t level)
{
    if (level >= 0) {
        page_text(&summary->page, " (");
        page_text(&summary->page, result_level_id(summary->result, level));
        page_text(&summary->page, ")");
    }
}

/** The region on top of those reported, and how many share its place. Returns false if no region has a score. */
static bool say_highest(struct summary *summary, size_t *region)
{
    struct page *page = &summary->page;
    struct summary_walk top = {0};
    struct score_row row;
    char number[NUMBER_TEXT_SIZE];
    size_t shared;
    if (!summary_walk_next(summary, -1, &top)) {
        page_format(page, "No region has a score in %s.", summary->period_text);
        return false;
    }
    *region = top.region;
    summary_walk_rest(summary, -1, &top, &shared);
    result_row_score(summary->result, summary->period, top.region, &row);
    page_text(page, summary_region_name(summary, top.region));
    if (shared > 0) {
        page_format(page, " and %zu more are highest", shared);
    } else if (summary->regions > 1) {
        page_text(page, " is highest");
    } else {
        page_text(page, " stands");
    }
    page_format(page, " at %s", summary_number(summary, number, row.score.value));
    say_level(summary, row.level);
    if (summary->regions < summary->result->regions->count) {
        page_format(page, ", rank %" PRId32 " of %" PRIu32, row.rank, row.ranked);
    }
    if (shared == 0 && row.change.given) {
        summary_say_change(summary, &row);
        page_format(page, " since %s", summary->before_short);
    }
    page_text(page, ".");
    return true;
}

/** "Of 9 regions 2 are at level high or above": how many are at the high levels. */
static void say_high_levels(struct summary *summary)
{
    struct page *page = &summary->page;
    struct summary_walk walk = {0};
    int16_t high = summary_high_level(summary->result);
    size_t missing = summary->regions - summary_walk_rest(summary, -1, &walk, NULL);
    if (high < 0 && missing == 0) {
        return;
    }
    page_format(page, " Of %zu regions ", summary->regions);
    if (high >= 0) {
        size_t count = summary_walk_rest(summary, high, &walk, NULL);
        if (count > 0) {
            page_format(page, "%zu %s at level ", count, count == 1 ? "is" : "are");
        } else {
            page_text(page, "none is at level ");
        }
        page_text(page, result_level_id(summary->result, high));
        page_text(page, (size_t)high + 1 < summary->result->levels.count ? " or above" : "");
    }
    if (missing > 0) {
        page_format(page, "%s%zu %s no score", high >= 0 ? ", " : "", missing, missing == 1 ? "has" : "have");
    }
    page_text(page, ".");
}

/** The largest rise that shows. False if there is none. */
static bool find_rise(const struct summary *summary, size_t *riser, struct score_row *largest, bool *fell)
{
    bool found = false;
    *fell = false;
    for (size_t region = 0; region < summary->result->regions->count; region++) {
        struct score_row row;
        if (!summary->result->region_reported[region]) {
            continue;
        }
        result_row_score(summary->result, summary->period, region, &row);
        if (!row.change.given || !summary_shows(summary, row.change.value)) {
            continue;
        }
        *fell |= row.change.value < 0;
        if (row.change.value > 0 && (!found || row.change.value > largest->change.value)) {
            found = true;
            *riser = region;
            *largest = row;
        }
    }
    return found;
}

static void say_rise(struct summary *summary, size_t top)
{
    struct page *page = &summary->page;
    struct score_row row;
    char number[NUMBER_TEXT_SIZE];
    size_t riser;
    bool fell;
    if (!find_rise(summary, &riser, &row, &fell)) {
        page_text(page, fell ? " No score rose" : " No score changed");
        page_format(page, " since %s", summary->before_short);
    } else if (riser == top) {
        page_text(page, " No score rose more");
    } else {
        page_text(page, " ");
        page_text(page, summary_region_name(summary, riser));
        page_format(page, " rose most, by %s", summary_number(summary, number, row.change.value));
        page_format(page, " to %s", summary_number(summary, number, row.score.value));
        say_level(summary, row.level);
    }
}

/** "2 new alerts.", "5 new alerts in 3 regions.": the section of alerts has a line for each region. */
static void say_alerts(struct summary *summary)
{
    size_t regions;
    size_t count = summary_new_alerts(summary, &regions);
    if (count == 0) {
        page_text(&summary->page, "no new alerts.");
    } else {
        page_format(&summary->page, "%zu new %s", count, count == 1 ? "alert" : "alerts");
        if (regions != count && summary->regions > 1) {
            page_format(&summary->page, " in %zu %s", regions, regions == 1 ? "region" : "regions");
        }
        page_text(&summary->page, ".");
    }
}

void summary_headline(struct summary *summary)
{
    bool alerts = summary_has_alerts(summary->result);
    size_t top;
    say_title(summary);
    page_line(&summary->page, 0, 0);
    bool scored = say_highest(summary, &top);
    if (scored && summary->regions > 1) {
        say_high_levels(summary);
    }
    if (scored && !summary->has_before) {
        page_text(&summary->page, summary->result->previous ? " The scores before are in the previous run"
                                                            : " There is no earlier period to compare with");
    } else if (scored && summary->regions > 1) {
        say_rise(summary, top);
    } else if (alerts) {
        size_t regions;
        page_text(&summary->page, summary_new_alerts(summary, &regions) == 1 ? " There is " : " There are ");
        say_alerts(summary);
    }
    if (scored && (!summary->has_before || summary->regions > 1)) {
        page_text(&summary->page, alerts ? "; " : ".");
        if (alerts) {
            say_alerts(summary);
        }
    }
    page_end(&summary->page);
}
