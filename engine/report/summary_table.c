/** The table of regions in the summary. */
#include "base/text.h"
#include "report/summary.h"
#include <string.h>

enum {
    MOST_ROWS = 40,
    RANK_WIDTH = 4,
    ID_WIDTH = 12,    /* at most */
    LEVEL_WIDTH = 12, /* at most */
    COVERAGE_WIDTH = 8,
    GAPS = 2 /* blanks after a column */
};

/** Widths in cells; 0: the column is left out. */
struct widths {
    size_t id, name, score, change, level;
};

static size_t larger(size_t left, size_t right)
{
    return left > right ? left : right;
}

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

static void widen(const struct summary *summary, size_t region, struct widths *widths)
{
    const struct region *about = &summary->result->regions->regions[region];
    struct score_row row;
    char number[NUMBER_TEXT_SIZE];
    result_row_score(summary->result, summary->period, region, &row);
    if (!text_equal(about->id, about->name)) {
        widths->id = larger(widths->id, text_width(about->id));
    }
    if (row.score.given) {
        widths->score = larger(widths->score, strlen(summary_number(summary, number, row.score.value)));
    }
    if (row.change.given) {
        widths->change = larger(widths->change, strlen(summary_change(summary, number, row.change.value)));
    }
    if (row.level >= 0) {
        widths->level = larger(widths->level, text_width(result_level_id(summary->result, row.level)));
    }
}

/** Measures all rows; the region's name gets what is left. */
static struct widths measure(const struct summary *summary)
{
    struct widths widths = {.score = strlen("score"), .change = strlen("change")};
    for (size_t region = 0; region < summary->result->regions->count; region++) {
        if (summary->result->region_reported[region]) {
            widen(summary, region, &widths);
        }
    }
    if (widths.id > 0) {
        widths.id = smaller(larger(widths.id, strlen("id")), ID_WIDTH);
    }
    if (widths.level > 0) {
        widths.level = smaller(larger(widths.level, strlen("level")), LEVEL_WIDTH);
    }
    size_t used = RANK_WIDTH + GAPS + widths.score + GAPS + widths.change + GAPS + COVERAGE_WIDTH + GAPS;
    used += widths.id > 0 ? widths.id + GAPS : 0;
    used += widths.level > 0 ? widths.level + GAPS : 0;
    widths.name = PAGE_WIDTH - used;
    return widths;
}

/** The texts of one row. */
struct cells {
    const char *rank, *id, *name, *score, *change, *level, *coverage;
};

static void put_row(struct summary *summary, const struct widths *widths, const struct cells *cells)
{
    struct page *page = &summary->page;
    page_line(page, 0, 0);
    page_right(page, cells->rank, RANK_WIDTH);
    if (widths->id > 0) {
        page_left(page, cells->id, widths->id);
    }
    page_left(page, cells->name, widths->name);
    page_right(page, cells->score, widths->score);
    page_right(page, cells->change, widths->change);
    if (widths->level > 0) {
        page_left(page, cells->level, widths->level);
    }
    page_right(page, cells->coverage, COVERAGE_WIDTH);
    page_end(page);
}

static void put_region(struct summary *summary, const struct widths *widths, size_t region)
{
    char rank[NUMBER_TEXT_SIZE] = "-";
    char score[NUMBER_TEXT_SIZE] = "-";
    char change[NUMBER_TEXT_SIZE] = "-";
    char coverage[NUMBER_TEXT_SIZE];
    struct score_row row;
    result_row_score(summary->result, summary->period, region, &row);
    if (row.score.given) {
        page_number(rank, row.rank, 0);
        summary_number(summary, score, row.score.value);
    }
    if (row.change.given) {
        summary_change(summary, change, row.change.value);
    }
    const char *level = result_level_id(summary->result, row.level);
    struct cells cells = {
        .rank = rank,
        .id = summary->result->regions->regions[region].id,
        .name = summary->result->regions->regions[region].name,
        .score = score,
        .change = change,
        .level = level ? level : "-",
        .coverage = page_share(coverage, row.coverage),
    };
    put_row(summary, widths, &cells);
}

/** The regions without a score, in model order, as far as there is room; returns those that found none. */
static size_t put_unscored(struct summary *summary, const struct widths *widths, size_t rows)
{
    const struct result *result = summary->result;
    size_t left = 0;
    for (size_t region = 0; region < result->regions->count; region++) {
        if (!result->region_reported[region] || result->rank[result_region_cell(result, summary->period, region)] > 0) {
            continue;
        }
        if (rows < MOST_ROWS) {
            put_region(summary, widths, region);
            rows++;
        } else {
            left++;
        }
    }
    return left;
}

void summary_table(struct summary *summary)
{
    struct widths widths = measure(summary);
    static const struct cells head = {"rank", "id", "region", "score", "change", "level", "coverage"};
    put_row(summary, &widths, &head);
    struct summary_walk walk = {0};
    size_t rows = 0;
    for (; rows < MOST_ROWS && summary_walk_next(summary, -1, &walk); rows++) {
        put_region(summary, &widths, walk.region);
    }
    size_t left = summary_walk_rest(summary, -1, &walk, NULL) + put_unscored(summary, &widths, rows);
    if (left > 0) {
        page_line(&summary->page, RANK_WIDTH + GAPS, RANK_WIDTH + GAPS);
        page_format(&summary->page, "and %zu more regions, in scores.csv", left);
        page_end(&summary->page);
    }
}
