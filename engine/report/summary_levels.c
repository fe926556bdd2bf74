/** Who is at which level, and why; and what changed level. */
#include "report/summary.h"

enum {
    MOST_REASONED = 12, /* regions that are given with their drivers */
    MOST_NAMED = 20,    /* regions of a level that are given by name after that */
    MOST_CHANGES = 20   /* changes of level each way */
};

static const char *indicator_title(const struct summary *summary, const struct driver *driver)
{
    return summary->result->indicators[driver->indicator].title;
}

static void say_drivers(struct summary *summary, const struct driver *drivers, size_t count)
{
    char number[NUMBER_TEXT_SIZE];
    for (size_t i = 0; i < count; i++) {
        page_text(&summary->page, i > 0 ? ", " : " ");
        page_text(&summary->page, indicator_title(summary, &drivers[i]));
        page_format(&summary->page, " %s", summary_number(summary, number, drivers[i].value));
    }
}

/** What a score is made of. */
static void say_reason(struct summary *summary, size_t region, double score)
{
    struct driver drivers[MOST_DRIVERS];
    char number[NUMBER_TEXT_SIZE];
    size_t count = summary_drivers(summary, region, summary_driver_contribution, 1, drivers);
    if (count == 0) {
        page_text(&summary->page, ": no indicator adds to it");
        return;
    }
    page_text(&summary->page, ", made up of");
    double rest = score;
    for (size_t i = 0; i < count; i++) {
        rest -= drivers[i].value;
    }
    say_drivers(summary, drivers, count);
    summary_number(summary, number, rest);
    if (number_round(rest, summary->digits) != 0) {
        page_format(&summary->page, " and others %s", number);
    }
}

/** A level above what the score alone gives is held by the rule that levels fall slowly. */
static void say_if_held(struct summary *summary, const struct score_row *row)
{
    const struct level_rules *levels = &summary->result->levels;
    char number[NUMBER_TEXT_SIZE];
    if (row->level > 0 && row->score.value < levels->bands[row->level].from) {
        page_format(&summary->page, " (level held, though below %s)",
                    page_significant(number, levels->bands[row->level].from, 4));
    }
}

static void say_region(struct summary *summary, size_t region)
{
    struct score_row row;
    char number[NUMBER_TEXT_SIZE];
    result_row_score(summary->result, summary->period, region, &row);
    page_line(&summary->page, 2, 4);
    page_text(&summary->page, summary->result->regions->regions[region].name);
    page_format(&summary->page, " %s", summary_number(summary, number, row.score.value));
    say_if_held(summary, &row);
    say_reason(summary, region, row.score.value);
    page_text(&summary->page, ".");
    page_end(&summary->page);
}

/** The names of regions beyond those that were given with reasons, from where the walk stands. */
static void say_names(struct summary *summary, int16_t level, struct summary_walk *walk)
{
    struct summary_names names = {.most = MOST_NAMED};
    while (names.count < MOST_NAMED && summary_walk_next(summary, level, walk)) {
        if (names.count == 0) {
            page_line(&summary->page, 2, 4);
        }
        summary_names_add(summary, &names, summary->result->regions->regions[walk->region].name, NULL);
    }
    if (names.count > 0) {
        names.count += summary_walk_rest(summary, level, walk, NULL);
        summary_names_end(summary, &names);
        page_text(&summary->page, ".");
        page_end(&summary->page);
    }
}

static void say_regions(struct summary *summary, int16_t level, size_t *reasoned)
{
    struct summary_walk walk = {0};
    while (*reasoned < MOST_REASONED && summary_walk_next(summary, level, &walk)) {
        say_region(summary, walk.region);
        ++*reasoned;
    }
    say_names(summary, level, &walk);
}

/** "high, from 60" */
static void say_level(struct summary *summary, size_t level)
{
    char number[NUMBER_TEXT_SIZE];
    const struct level_band *band = &summary->result->levels.bands[level];
    page_line(&summary->page, 0, 2);
    page_text(&summary->page, band->id);
    page_format(&summary->page, ", from %s", page_significant(number, band->from, 4));
    page_end(&summary->page);
}

void summary_levels(struct summary *summary)
{
    const struct level_rules *levels = &summary->result->levels;
    size_t reasoned = 0;
    struct summary_walk walk = {0};
    page_paragraph(&summary->page, 0, levels->count > 0 ? "WHO IS AT WHICH LEVEL, AND WHY" : "WHO IS HIGHEST, AND WHY");
    if (!summary_walk_next(summary, -1, &walk)) {
        page_paragraph(&summary->page, 2, "No region has a score.");
    } else if (levels->count == 0) {
        say_regions(summary, -1, &reasoned);
    }
    for (size_t level = levels->count; level-- > 0;) {
        walk = (struct summary_walk){0};
        if (summary_walk_next(summary, (int16_t)level, &walk)) {
            say_level(summary, level);
            say_regions(summary, (int16_t)level, &reasoned);
        }
    }
}

/** "up: Pakistan, from elevated to high; score 61.2, was 58.8" */
static void say_change(struct summary *summary, size_t region, const struct score_row *row)
{
    char number[NUMBER_TEXT_SIZE];
    page_line(&summary->page, 2, 4);
    page_text(&summary->page, row->level > row->previous_level ? "up: " : "down: ");
    page_text(&summary->page, summary->result->regions->regions[region].name);
    page_text(&summary->page, ", from ");
    page_text(&summary->page, result_level_id(summary->result, row->previous_level));
    page_text(&summary->page, " to ");
    page_text(&summary->page, result_level_id(summary->result, row->level));
    page_format(&summary->page, "; score %s", summary_number(summary, number, row->score.value));
    if (row->previous_score.given) {
        page_format(&summary->page, ", was %s", summary_number(summary, number, row->previous_score.value));
    }
    page_end(&summary->page);
}

/** One line for each region whose level went that way, in model order; returns how many did. */
static size_t say_changes(struct summary *summary, bool up)
{
    const struct result *result = summary->result;
    size_t count = 0;
    for (size_t region = 0; region < result->regions->count; region++) {
        struct score_row row;
        result_row_score(result, summary->period, region, &row);
        bool changed = row.previous_level >= 0 && row.level >= 0 &&
                       (up ? row.level > row.previous_level : row.level < row.previous_level);
        if (result->region_reported[region] && changed && count++ < MOST_CHANGES) {
            say_change(summary, region, &row);
        }
    }
    if (count > MOST_CHANGES) {
        page_line(&summary->page, 2, 4);
        page_format(&summary->page, "and %zu more went %s", count - MOST_CHANGES, up ? "up" : "down");
        page_end(&summary->page);
    }
    return count;
}

void summary_level_changes(struct summary *summary)
{
    page_line(&summary->page, 0, 0);
    page_text(&summary->page, "LEVEL CHANGES");
    if (summary->has_before) {
        page_format(&summary->page, " SINCE %s", summary->before_text);
    }
    page_end(&summary->page);
    if (summary->result->levels.count == 0) {
        page_paragraph(&summary->page, 2, "The model has no levels.");
    } else if (!summary->has_before) {
        page_paragraph(&summary->page, 2, "There is no earlier period to compare with.");
    } else {
        size_t up = say_changes(summary, true);
        size_t down = say_changes(summary, false);
        if (up + down == 0) {
            page_paragraph(&summary->page, 2, "None.");
        }
    }
}
