/** The first lines of the summary: who is highest, how many are where, how many moved. */
#include "report/summary.h"

/** What is counted over the reported regions of the period. */
struct counts {
    size_t regions, scored;
    size_t rose, fell, stayed; /* with a score in both periods */
    size_t levels_up, levels_down;
};

static void count_region(const struct summary *summary, size_t region, struct counts *counts)
{
    struct score_row row;
    result_row_score(summary->result, summary->period, region, &row);
    counts->regions++;
    counts->scored += row.score.given;
    if (row.change.given) {
        counts->rose += row.change.value > 0;
        counts->fell += row.change.value < 0;
        counts->stayed += row.change.value == 0;
    }
    if (row.level >= 0 && row.previous_level >= 0) {
        counts->levels_up += row.level > row.previous_level;
        counts->levels_down += row.level < row.previous_level;
    }
}

static void count_regions(const struct summary *summary, struct counts *counts)
{
    *counts = (struct counts){0};
    for (size_t region = 0; region < summary->result->regions->count; region++) {
        if (summary->result->region_reported[region]) {
            count_region(summary, region, counts);
        }
    }
}

static void say_title(struct summary *summary)
{
    struct page *page = &summary->page;
    const struct result *result = summary->result;
    page_line(page, 0, 0);
    page_text(page, result->model_title);
    page_text(page, ", ");
    page_text(page, summary->period_text);
    page_end(page);
    page_line(page, 0, 0);
    page_text(page, "Model ");
    page_text(page, result->model_id);
    if (result->model_version[0]) {
        page_text(page, " version ");
        page_text(page, result->model_version);
    }
    char low[NUMBER_TEXT_SIZE];
    char high[NUMBER_TEXT_SIZE];
    page_format(page, ", scale %s to %s; the higher, the worse.", page_significant(low, result->scale[0], 4),
                page_significant(high, result->scale[1], 4));
    page_end(page);
    page_paragraph(page, 0, "");
}

/** The region on top, and how many share its place. */
static void say_highest(struct summary *summary, const struct counts *counts)
{
    struct page *page = &summary->page;
    struct summary_walk top = {0};
    if (!summary_walk_next(summary, -1, &top)) {
        page_format(page, "No region has a score in %s. ", summary->period_text);
        return;
    }
    size_t shared;
    summary_walk_rest(summary, -1, &top, &shared);
    struct score_row row;
    char number[NUMBER_TEXT_SIZE];
    result_row_score(summary->result, summary->period, top.region, &row);
    page_text(page, summary->result->regions->regions[top.region].name);
    if (shared > 0) {
        page_format(page, " and %zu more share", shared);
    } else {
        page_text(page, counts->regions > 1 ? " has" : " stands at");
    }
    if (counts->regions > 1) {
        page_text(page, " the highest score:");
    }
    page_format(page, " %s", summary_number(summary, number, row.score.value));
    if (row.level >= 0) {
        page_format(page, ", level ");
        page_text(page, result_level_id(summary->result, row.level));
    }
    page_format(page, ", rank %d of %u", (int)row.rank, (unsigned)row.ranked);
    if (row.change.given) {
        page_format(page, ", %s since %s", summary_change(summary, number, row.change.value), summary->before_text);
    }
    page_text(page, ". ");
}

/** "Levels: 1 severe, 2 high, 3 low." */
static void say_level_counts(struct summary *summary)
{
    const struct result *result = summary->result;
    const char *before = "Regions by level: ";
    for (size_t level = result->levels.count; level-- > 0;) {
        size_t count = 0;
        for (size_t region = 0; region < result->regions->count; region++) {
            count += result->region_reported[region] &&
                     result->level[result_region_cell(result, summary->period, region)] == (int16_t)level;
        }
        if (count > 0) {
            page_text(&summary->page, before);
            page_format(&summary->page, "%zu ", count);
            page_text(&summary->page, result->levels.bands[level].id);
            before = ", ";
        }
    }
    if (before[0] == ',') {
        page_text(&summary->page, ". ");
    }
}

static void say_moves(struct summary *summary, const struct counts *counts)
{
    struct page *page = &summary->page;
    if (counts->rose + counts->fell + counts->stayed > 0) {
        page_format(page, "Since %s %zu rose, %zu fell and %zu stayed", summary->before_text, counts->rose,
                    counts->fell, counts->stayed);
        if (summary->result->levels.count > 0) {
            page_format(page, "; %zu went up a level and %zu went down", counts->levels_up, counts->levels_down);
        }
        page_text(page, ". ");
    }
    if (counts->scored < counts->regions) {
        page_format(page, "%zu of %zu regions %s no score.", counts->regions - counts->scored, counts->regions,
                    counts->regions - counts->scored == 1 ? "has" : "have");
    }
}

void summary_headline(struct summary *summary)
{
    struct counts counts;
    count_regions(summary, &counts);
    say_title(summary);
    page_line(&summary->page, 0, 0);
    say_highest(summary, &counts);
    say_level_counts(summary);
    say_moves(summary, &counts);
    page_end(&summary->page);
}
