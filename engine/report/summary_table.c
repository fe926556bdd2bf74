/** The table of regions in the summary, with the course of their scores. */
#include "base/text.h"
#include "report/summary.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    ALL_ROWS = 15,  /* so many regions are all shown */
    MOST_ROWS = 12, /* of more than that */
    RANK_WIDTH = 4,
    LEVEL_WIDTH = 18, /* at most */
    TREND_PERIODS = 12,
    BLOCK_STEPS = 8, /* U+2581 to U+2588 */
    BLOCK_SIZE = 3,  /* bytes of each */
    GAPS = 2,        /* blanks after a column */
    LEVEL_SIZE = 256 /* bytes of a level and its mark */
};

static const char HELD[] = "*";

static const char NO_SCORE[] = "\xC2\xB7"; /* U+00B7 */

/** Widths in cells; 0: the column is left out. */
struct widths {
    size_t name, score, change, level, trend, data;
    bool held; /* a level is marked as held */
};

/** True if the level is above what the score alone gives: levels fall slowly. */
static bool is_held(const struct summary *summary, const struct score_row *row)
{
    return row->level > 0 && row->score.given && row->score.value < summary->result->levels.bands[row->level].from;
}

static size_t larger(size_t left, size_t right)
{
    return left > right ? left : right;
}

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

/** The first period whose scores are told: of those reported, or known from the change since the period before. */
static size_t trend_begin(const struct summary *summary)
{
    size_t first = summary->result->first_reported;
    first -= first > 0;
    size_t count = summary->period - first + 1;
    return count > TREND_PERIODS ? summary->period + 1 - TREND_PERIODS : first;
}

/** Where a score lies between the ends of the scale, 0 to 1; beyond them if it is. */
static double place_on_scale(const struct result *result, double score)
{
    return (score - result->scale[0]) / (result->scale[1] - result->scale[0]);
}

/** The scores of the last periods as blocks of one to eight eighths, in equal steps over the scale. */
static const char *draw_trend(const struct summary *summary, size_t region, char text[TREND_PERIODS * BLOCK_SIZE + 1])
{
    size_t length = 0;
    for (size_t period = trend_begin(summary); period <= summary->period; period++) {
        struct score_row row;
        result_row_score(summary->result, period, region, &row);
        if (!row.score.given) {
            length += (size_t)snprintf(text + length, BLOCK_SIZE + 1, "%s", NO_SCORE);
            continue;
        }
        double step = floor(place_on_scale(summary->result, row.score.value) * BLOCK_STEPS);
        step = fmax(0, fmin(step, BLOCK_STEPS - 1));
        length += (size_t)snprintf(text + length, BLOCK_SIZE + 1, "\xE2\x96%c", (char)(0x81 + (int)step));
    }
    return text;
}

static void widen(const struct summary *summary, size_t region, struct widths *widths)
{
    struct score_row row;
    char number[NUMBER_TEXT_SIZE];
    result_row_score(summary->result, summary->period, region, &row);
    if (row.score.given) {
        widths->score = larger(widths->score, strlen(summary_number(summary, number, row.score.value)));
    }
    if (row.change.given) {
        widths->change =
            larger(larger(widths->change, strlen("change")), strlen(summary_change(summary, number, row.change.value)));
    }
    if (row.level >= 0) {
        bool held = is_held(summary, &row);
        widths->level = larger(widths->level, page_text_width(result_level_id(summary->result, row.level)) + held);
        widths->held |= held;
    }
    if (row.coverage < 1) {
        widths->data = larger(widths->data, larger(strlen("data"), strlen(page_share(number, row.coverage))));
    }
    widths->name = larger(widths->name, page_text_width(summary_region_name(summary, region)));
}

/** Measures all rows; a long name gets what is left. */
static struct widths measure(const struct summary *summary)
{
    struct widths widths = {.name = strlen("region"), .score = strlen("score")};
    for (size_t region = 0; region < summary->result->regions->count; region++) {
        if (summary->result->region_reported[region]) {
            widen(summary, region, &widths);
        }
    }
    if (widths.level > 0) {
        widths.level = smaller(larger(widths.level, strlen("level")), LEVEL_WIDTH);
    }
    size_t periods = summary->period + 1 - trend_begin(summary);
    widths.trend = periods > 1 ? larger(periods, strlen("trend")) : 0;
    const size_t others[] = {RANK_WIDTH, widths.score, widths.change, widths.level, widths.trend, widths.data};
    size_t used = 0;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        used += others[i] > 0 ? others[i] + GAPS : 0;
    }
    widths.name = smaller(widths.name, PAGE_WIDTH - used);
    return widths;
}

/** The texts of one row. */
struct cells {
    const char *rank, *name, *score, *change, *level, *trend, *data;
};

static void put_row(struct summary *summary, const struct widths *widths, const struct cells *cells)
{
    struct page *page = &summary->page;
    page_line(page, 0, 0);
    page_right(page, cells->rank, RANK_WIDTH);
    page_left(page, cells->name, widths->name);
    page_right(page, cells->score, widths->score);
    if (widths->change > 0) {
        page_right(page, cells->change, widths->change);
    }
    if (widths->level > 0) {
        page_left(page, cells->level, widths->level);
    }
    if (widths->trend > 0) {
        page_left(page, cells->trend, widths->trend);
    }
    if (widths->data > 0) {
        page_right(page, cells->data, widths->data);
    }
    page_end(page);
}

static void put_region(struct summary *summary, const struct widths *widths, size_t region)
{
    char rank[NUMBER_TEXT_SIZE] = "-";
    char score[NUMBER_TEXT_SIZE] = "-";
    char change[NUMBER_TEXT_SIZE] = "-";
    char coverage[NUMBER_TEXT_SIZE] = "";
    char trend[TREND_PERIODS * BLOCK_SIZE + 1] = "";
    struct score_row row;
    result_row_score(summary->result, summary->period, region, &row);
    if (row.score.given) {
        page_number(rank, row.rank, 0);
        summary_number(summary, score, row.score.value);
    }
    if (row.change.given) {
        summary_change(summary, change, row.change.value);
    }
    if (row.coverage < 1) {
        page_share(coverage, row.coverage);
    }
    const char *id = result_level_id(summary->result, row.level);
    char level[LEVEL_SIZE];
    snprintf(level, sizeof level, "%s%s", id ? id : "-", is_held(summary, &row) ? HELD : "");
    struct cells cells = {
        .rank = rank,
        .name = summary_region_name(summary, region),
        .score = score,
        .change = change,
        .level = level,
        .trend = draw_trend(summary, region, trend),
        .data = coverage,
    };
    put_row(summary, widths, &cells);
}

/** The regions without a score, in model order, as far as there is room; returns how many are shown. */
static size_t put_unscored(struct summary *summary, const struct widths *widths, size_t room)
{
    const struct result *result = summary->result;
    size_t rows = 0;
    for (size_t region = 0; region < result->regions->count && rows < room; region++) {
        if (result->region_reported[region] && result->rank[result_region_cell(result, summary->period, region)] == 0) {
            put_region(summary, widths, region);
            rows++;
        }
    }
    return rows;
}

/** True if a score in the table lies beyond that end of the scale. */
static bool is_beyond(const struct summary *summary, bool top)
{
    const struct result *result = summary->result;
    for (size_t period = trend_begin(summary); period <= summary->period; period++) {
        for (size_t region = 0; region < result->regions->count; region++) {
            struct score_row row;
            result_row_score(result, period, region, &row);
            double place = row.score.given ? place_on_scale(result, row.score.value) : 0;
            if (result->region_reported[region] && (top ? place > 1 : place < 0)) {
                return true;
            }
        }
    }
    return false;
}

/** True if a period of the trend has no score of a region in the table. */
static bool has_gap(const struct summary *summary)
{
    const struct result *result = summary->result;
    for (size_t period = trend_begin(summary); period <= summary->period; period++) {
        for (size_t region = 0; region < result->regions->count; region++) {
            if (result->region_reported[region] && result->rank[result_region_cell(result, period, region)] == 0) {
                return true;
            }
        }
    }
    return false;
}

/** What the columns mean that do not say it themselves. */
static void put_legend(struct summary *summary, const struct widths *widths)
{
    struct page *page = &summary->page;
    const struct result *result = summary->result;
    char number[NUMBER_TEXT_SIZE];
    char words[PERIOD_WORDS_SIZE];
    const char *before = "";
    page_line(page, RANK_WIDTH + GAPS, RANK_WIDTH + GAPS);
    if (widths->change > 0) {
        page_format(page, "change since %s", summary->before_text);
        before = "; ";
    }
    if (widths->trend > 0) {
        period_number first = axis_period(&result->axis, trend_begin(summary));
        page_format(page, "%strend since %s, from \xE2\x96\x81 (%s%s) to ", before,
                    summary_period_words(words, result->axis.frequency, first, true),
                    page_significant(number, result->scale[0], 4), is_beyond(summary, false) ? " or below" : "");
        page_format(page, "\xE2\x96\x88 (%s%s)%s", page_significant(number, result->scale[1], 4),
                    is_beyond(summary, true) ? " or above" : "", has_gap(summary) ? ", \xC2\xB7 no score" : "");
        before = "; ";
    }
    if (widths->data > 0) {
        page_format(page, "%sdata: share of the weight that is known, where not all is", before);
        before = "; ";
    }
    page_text(page, widths->held ? before : "");
    page_text(page, widths->held ? "* held: below the level's bound" : "");
    if (widths->held || before[0]) {
        page_text(page, ".");
        page_end(page);
    }
}

void summary_table(struct summary *summary)
{
    struct widths widths = measure(summary);
    struct summary_walk walk = {0};
    static const struct cells head = {"rank", "region", "score", "change", "level", "trend", "data"};
    size_t most = summary->regions <= ALL_ROWS ? ALL_ROWS : MOST_ROWS;
    page_paragraph(&summary->page, 0, "");
    put_row(summary, &widths, &head);
    size_t rows = 0;
    for (; rows < most && summary_walk_next(summary, -1, &walk); rows++) {
        put_region(summary, &widths, walk.region);
    }
    rows += put_unscored(summary, &widths, most - rows);
    if (rows < summary->regions) {
        page_line(&summary->page, RANK_WIDTH + GAPS, RANK_WIDTH + GAPS);
        page_format(&summary->page, "and %zu more regions, in scores.csv", summary->regions - rows);
        page_end(&summary->page);
    }
    put_legend(summary, &widths);
}
