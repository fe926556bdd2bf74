/** Why: what the highest scores are made of, and what moved them. */
#include "report/summary.h"
#include <stdio.h>

/** A level above what the score alone gives is held by the rule that levels fall slowly. */
static void say_level(struct summary *summary, const struct score_row *row)
{
    const struct level_rules *levels = &summary->result->levels;
    char number[NUMBER_TEXT_SIZE];
    if (row->level < 0) {
        return;
    }
    page_text(&summary->page, " (");
    page_text(&summary->page, levels->bands[row->level].id);
    if (row->score.value < levels->bands[row->level].from) {
        page_format(&summary->page, ", held though below %s",
                    page_significant(number, levels->bands[row->level].from, 4));
    }
    page_text(&summary->page, ")");
}

/** What a score is made of. */
static void say_parts(struct summary *summary, size_t region)
{
    struct driver drivers[MOST_DRIVERS];
    char number[NUMBER_TEXT_SIZE];
    size_t count = summary_drivers(summary, region, false, DRIVERS_LARGEST, drivers);
    if (count == 0) {
        page_text(&summary->page, ": no indicator adds to it");
    }
    for (size_t i = 0; i < count; i++) {
        page_text(&summary->page, i == 0 ? ": " : ", ");
        page_text(&summary->page, summary_title(summary, drivers[i].indicator));
        page_format(&summary->page, " %s%s", summary_number(summary, number, drivers[i].value), i == 0 ? " of it" : "");
    }
}

/** What moved it. */
static void say_movement(struct summary *summary, size_t region, const struct score_row *row)
{
    char opening[PERIOD_WORDS_SIZE * 2];
    if (!row->change.given) {
        if (summary->has_before) {
            page_format(&summary->page, "; no score in %s", summary->before_short);
        }
        return;
    }
    if (!summary_shows(summary, row->change.value)) {
        return;
    }
    const char *way = row->change.value > 0 ? "up" : "down";
    snprintf(opening, sizeof opening, "; %s since %s because of ", way, summary->before_short);
    summary_say_movement(summary, region, row->change.value, opening);
}

static void say_region(struct summary *summary, size_t region)
{
    struct score_row row;
    char number[NUMBER_TEXT_SIZE];
    result_row_score(summary->result, summary->period, region, &row);
    page_line(&summary->page, 2, 4);
    page_text(&summary->page, summary_region_name(summary, region));
    page_format(&summary->page, ", %s", summary_number(summary, number, row.score.value));
    say_level(summary, &row);
    summary_say_change(summary, &row);
    say_parts(summary, region);
    say_movement(summary, region, &row);
    page_text(&summary->page, ".");
    page_end(&summary->page);
}

void summary_reasons(struct summary *summary)
{
    struct summary_picked picked = summary_pick(summary);
    struct summary_walk walk = {0};
    size_t count = 0;
    if (summary_walk_rest(summary, -1, &walk, NULL) == 0) {
        return;
    }
    summary_heading(summary, "WHY", "");
    for (; count < picked.most && summary_walk_next(summary, picked.level, &walk); count++) {
        say_region(summary, walk.region);
    }
    size_t rest = picked.level >= 0 ? summary_walk_rest(summary, picked.level, &walk, NULL) : 0;
    if (rest > 0) {
        page_line(&summary->page, 2, 4);
        page_format(&summary->page, "and %zu more at ", rest);
        page_text(&summary->page, result_level_id(summary->result, picked.level));
        page_text(&summary->page, (size_t)picked.level + 1 < summary->result->levels.count ? " or above" : "");
        page_end(&summary->page);
    }
    if (summary->result->parts_sampled) {
        page_paragraph(&summary->page, 2, "Some parts are averages over a sample of orders, not exact.");
    }
}
