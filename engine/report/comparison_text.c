/** comparison.txt: what moved and why, in words; the numbers are those of the tables. */
#include "report/comparison_text.h"
#include "base/page.h"
#include "base/text.h"
#include "report/portable_path.h"
#include <math.h>
#include <string.h>

enum { INDENT = 2, BULLET = 2, HANGING = 4, MOST_CAUSES = 20, MOST_ROWS = 10, DECIMALS = 2 };
enum { CAUSE_WIDTH = 12, COUNT_WIDTH = 7, NUMBER_WIDTH = 8 };
/** What would be shown as 0.00. */
static const double SMALLEST_SHOWN = 0.005;
/** A part of less than a thousandth of a move is not told of on the page. */
static const double LEAST_SHARE = 0.001;

struct comparison_page {
    struct page page;
    const struct comparison *comparison;
    int digits; /* decimals */
};

/* ------------------------------------------------------------------------------------------------ numbers and names */

static const char *show_number(const struct comparison_page *text, char shown[NUMBER_TEXT_SIZE], double value)
{
    bool small = value != 0 && fabs(value) < SMALLEST_SHOWN && text->digits == DECIMALS;
    return small ? page_significant(shown, value, 2) : page_number(shown, value, text->digits);
}

/** With its sign. A value too small for the decimals is shown by its first digits. */
static const char *show_change(const struct comparison_page *text, char shown[NUMBER_TEXT_SIZE], double value)
{
    if (value == 0 || fabs(value) >= SMALLEST_SHOWN || text->digits < DECIMALS) {
        return page_change(shown, value, text->digits);
    }
    page_significant(shown, value, 2);
    if (value > 0) {
        memmove(shown + 1, shown, strlen(shown) + 1);
        shown[0] = '+';
    }
    return shown;
}

static void add_number(struct comparison_page *text, double value)
{
    char shown[NUMBER_TEXT_SIZE];
    page_text(&text->page, show_number(text, shown, value));
}

static void add_change(struct comparison_page *text, double value)
{
    char shown[NUMBER_TEXT_SIZE];
    page_text(&text->page, show_change(text, shown, value));
}

/** "PAK Pakistan". */
static void add_region(struct comparison_page *text, const char *id, const char *name)
{
    page_text(&text->page, id);
    if (!text_equal(id, name)) {
        page_text(&text->page, " ");
        page_text(&text->page, name);
    }
}

static void add_count(struct comparison_page *text, size_t count, const char *one, const char *more)
{
    page_format(&text->page, "%zu %s", count, count == 1 ? one : more);
}

static void begin_section(struct comparison_page *text, const char *heading)
{
    page_paragraph(&text->page, 0, "");
    page_paragraph(&text->page, 0, heading);
}

/* ------------------------------------------------------------------------------------------------ headline */

static void say_side(struct comparison_page *text, int side)
{
    struct page *page = &text->page;
    const struct comparison_side *about = &text->comparison->sides[side];
    page_line(page, 0, HANGING);
    page_text(page, side == SIDE_A ? "A: " : "B: ");
    page_text(page, portable_path(about->directory));
    page_text(page, ", model ");
    page_text(page, about->model_id);
    if (about->model_version[0]) {
        page_text(page, " version ");
        page_text(page, about->model_version);
    }
    page_text(page, ", ");
    add_count(text, about->regions, "region", "regions");
    page_text(page, ", ");
    page_text(page, about->from);
    if (about->periods > 1) {
        page_text(page, " to ");
        page_text(page, about->to);
    }
    page_text(page, ", ");
    add_count(text, about->scores, "score", "scores");
    page_end(page);
}

/** The row of the largest difference, sign apart; the first of equals. NULL if nothing moved. */
static const struct comparison_row *largest_move(const struct comparison *comparison)
{
    const struct comparison_row *largest = NULL;
    for (size_t i = 0; i < comparison->row_count; i++) {
        const struct comparison_row *row = &comparison->rows[i];
        if (row->difference != 0 && (!largest || fabs(row->difference) > fabs(largest->difference))) {
            largest = row;
        }
    }
    return largest;
}

static double effect_number(const struct comparison *comparison, size_t row, const char *column)
{
    const struct data_table *table = &comparison->tables[COMPARISON_EFFECTS];
    return data_table_cell(table, row, data_table_column(table, column))->number;
}

/** Which causes moved scores, and by how much without regard to sign. */
static void say_shares(struct comparison_page *text)
{
    size_t causes = 0;
    size_t said = 0;
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        causes += effect_number(text->comparison, i, "scores") > 0;
    }
    page_text(&text->page, causes == 1 ? "All of it comes from " : "Without regard to sign it comes from ");
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        if (effect_number(text->comparison, i, "scores") == 0) {
            continue;
        }
        page_text(&text->page, said++ == 0 ? "" : said == causes ? " and " : ", ");
        page_text(&text->page, comparison_cause_words[i]);
        if (causes > 1) {
            page_text(&text->page, " (");
            add_number(text, effect_number(text->comparison, i, "mean_size"));
            page_text(&text->page, ")");
        }
    }
    page_text(&text->page, ". ");
}

static void say_moves(struct comparison_page *text)
{
    const struct comparison *comparison = text->comparison;
    const struct comparison_row *largest = largest_move(comparison);
    struct page *page = &text->page;
    if (!largest) {
        page_format(page, "No score moved: all %zu that are in both runs are the same. ", comparison->both);
        return;
    }
    page_format(page, "Of %zu scores in both runs %zu moved. On average over all of them they moved by ",
                comparison->both, comparison->moved);
    add_change(text, effect_number(comparison, CAUSE_COUNT, "mean"));
    page_text(page, " points, without regard to sign by ");
    add_number(text, effect_number(comparison, CAUSE_COUNT, "mean_size"));
    page_text(page, "; most of all ");
    add_region(text, largest->region, largest->name);
    page_text(page, " in ");
    page_text(page, largest->period);
    page_text(page, ", from ");
    add_number(text, largest->score[SIDE_A]);
    page_text(page, " to ");
    add_number(text, largest->score[SIDE_B]);
    page_text(page, ". ");
    say_shares(text);
}

/** "No rank", "1 rank", "2 ranks". */
static void say_number(struct comparison_page *text, size_t count, const char *none, const char *one, const char *more)
{
    if (count == 0) {
        page_text(&text->page, none);
        page_text(&text->page, " ");
        page_text(&text->page, one);
        return;
    }
    add_count(text, count, one, more);
}

static void say_headline(struct comparison_page *text)
{
    const struct comparison *comparison = text->comparison;
    struct page *page = &text->page;
    page_line(page, 0, 0);
    page_text(page, comparison->sides[SIDE_B].model_title);
    page_text(page, ": two runs compared");
    page_end(page);
    say_side(text, SIDE_A);
    say_side(text, SIDE_B);
    page_paragraph(page, 0, "");
    page_line(page, 0, 0);
    say_moves(text);
    say_number(text, comparison->ranks, "No", "rank", "ranks");
    page_text(page, " and ");
    say_number(text, comparison->levels, "no", "level", "levels");
    page_text(page, " changed.");
    if (comparison->only[SIDE_A] > 0) {
        page_format(page, " %zu %s in A only.", comparison->only[SIDE_A],
                    comparison->only[SIDE_A] == 1 ? "score is" : "scores are");
    }
    if (comparison->only[SIDE_B] > 0) {
        page_format(page, " %zu %s in B only.", comparison->only[SIDE_B],
                    comparison->only[SIDE_B] == 1 ? "score is" : "scores are");
    }
    page_end(page);
}

/* ------------------------------------------------------------------------------------------------ causes */

static const char *cause_words(const char *name)
{
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        if (text_equal(name, comparison_cause_names[i])) {
            return comparison_cause_words[i];
        }
    }
    return name;
}

static void say_more(struct comparison_page *text, size_t count, size_t most, const char *file)
{
    if (count > most) {
        page_line(&text->page, INDENT, INDENT);
        page_format(&text->page, "... and %zu more: %s", count - most, file);
        page_end(&text->page);
    }
}

static void say_causes(struct comparison_page *text)
{
    const struct data_table *table = &text->comparison->tables[COMPARISON_CAUSES];
    struct page *page = &text->page;
    size_t cause = data_table_column(table, "cause");
    size_t words = data_table_column(table, "text");
    begin_section(text, "WHAT DIFFERS");
    if (table->row_count == 0) {
        page_paragraph(page, INDENT, "Nothing that shapes a number.");
    }
    for (size_t i = 0; i < table->row_count && i < MOST_CAUSES; i++) {
        page_line(page, BULLET, HANGING);
        page_text(page, "- ");
        page_text(page, cause_words(data_table_cell(table, i, cause)->text));
        page_text(page, ": ");
        page_text(page, data_table_cell(table, i, words)->text);
        page_end(page);
    }
    say_more(text, table->row_count, MOST_CAUSES, "causes.csv");
}

static void put_effect(struct comparison_page *text, size_t row)
{
    const struct data_table *table = &text->comparison->tables[COMPARISON_EFFECTS];
    const struct comparison *comparison = text->comparison;
    struct page *page = &text->page;
    char shown[NUMBER_TEXT_SIZE];
    size_t scores = (size_t)effect_number(comparison, row, "scores");
    const char *name = data_table_cell(table, row, data_table_column(table, "cause"))->text;
    page_line(page, INDENT, INDENT);
    page_left(page, row < CAUSE_COUNT ? comparison_cause_words[row] : name, CAUSE_WIDTH);
    page_right(page, page_number(shown, (double)scores, 0), COUNT_WIDTH);
    page_right(page, show_change(text, shown, effect_number(comparison, row, "mean")), NUMBER_WIDTH);
    page_right(page, show_number(text, shown, effect_number(comparison, row, "mean_size")), NUMBER_WIDTH);
    if (scores > 0) {
        page_right(page, show_change(text, shown, effect_number(comparison, row, "largest")), NUMBER_WIDTH);
        page_text(page, data_table_cell(table, row, data_table_column(table, "region"))->text);
        page_text(page, " ");
        page_text(page, data_table_cell(table, row, data_table_column(table, "period"))->text);
    }
    page_end(page);
}

static void say_effects(struct comparison_page *text)
{
    struct page *page = &text->page;
    begin_section(text, "WHAT EACH CAUSE DID TO THE SCORES");
    page_paragraph(page, INDENT,
                   "A part is what a cause brings on average over all orders in which the causes could have come; the "
                   "parts of a score add up to its move. 'mean' and 'size' (without regard to sign) are over all "
                   "scores in both runs.");
    page_paragraph(page, 0, "");
    page_line(page, INDENT, INDENT);
    page_left(page, "cause", CAUSE_WIDTH);
    page_right(page, "moved", COUNT_WIDTH);
    page_right(page, "mean", NUMBER_WIDTH);
    page_right(page, "size", NUMBER_WIDTH);
    page_right(page, "largest", NUMBER_WIDTH);
    page_text(page, "of");
    page_end(page);
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        if (text->comparison->differs[i]) {
            put_effect(text, i);
        }
    }
    put_effect(text, CAUSE_COUNT);
}

/* ------------------------------------------------------------------------------------------------ rows */

/** A part that is worth a word beside the others of its move. */
static bool is_worth_telling(const struct comparison_row *row, size_t cause)
{
    double size = 0;
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        size += fabs(row->part[i]);
    }
    return fabs(row->part[cause]) > LEAST_SHARE * size;
}

/** The causes that have a part in a move. */
static void say_parts(struct comparison_page *text, const struct comparison_row *row)
{
    size_t parts = 0;
    size_t told = 0;
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        parts += row->part[i] != 0;
        told += is_worth_telling(row, i);
    }
    size_t said = 0;
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        if (!is_worth_telling(row, i)) {
            continue;
        }
        const char *alone = parts == 1 ? "all of it " : "nearly all of it ";
        page_text(&text->page, said++ > 0 ? ", " : told == 1 ? alone : "");
        page_text(&text->page, comparison_cause_words[i]);
        if (told > 1) {
            page_text(&text->page, " ");
            add_change(text, row->part[i]);
        }
    }
}

static void say_move(struct comparison_page *text, const struct comparison_row *row)
{
    struct page *page = &text->page;
    page_line(page, BULLET, HANGING);
    page_text(page, "- ");
    add_region(text, row->region, row->name);
    page_text(page, ", ");
    page_text(page, row->period);
    page_text(page, ": ");
    add_number(text, row->score[SIDE_A]);
    page_text(page, " -> ");
    add_number(text, row->score[SIDE_B]);
    page_text(page, ", ");
    add_change(text, row->difference);
    page_text(page, ": ");
    say_parts(text, row);
    page_end(page);
}

/** True if one of the first `count` rows is of the region: of every region the largest move is told, no other. */
static bool is_told(const struct comparison_row *const *told, size_t count, const struct comparison_row *row)
{
    size_t i = 0;
    while (i < count && !text_equal(told[i]->region, row->region)) {
        i++;
    }
    return i < count;
}

/** The largest move of each region that is in a period (NULL: in any), the largest first. */
static void say_largest(struct comparison_page *text, const char *period)
{
    const struct comparison *comparison = text->comparison;
    const struct comparison_row *told[MOST_ROWS];
    for (size_t count = 0; count < MOST_ROWS; count++) {
        const struct comparison_row *next = NULL;
        for (size_t i = 0; i < comparison->row_count; i++) {
            const struct comparison_row *row = &comparison->rows[i];
            bool open = row->difference != 0 && (!period || text_equal(period, row->period)) &&
                        (!next || fabs(row->difference) > fabs(next->difference));
            next = open && !is_told(told, count, row) ? row : next;
        }
        if (!next) {
            break;
        }
        told[count] = next;
        say_move(text, next);
    }
    page_line(&text->page, INDENT, INDENT);
    page_text(&text->page, "All of them: comparison.csv");
    page_end(&text->page);
}

static void say_largest_moves(struct comparison_page *text)
{
    const struct comparison *comparison = text->comparison;
    const char *last = NULL;
    size_t periods = 0;
    for (size_t i = 0; i < comparison->row_count; i++) {
        if (comparison->rows[i].difference != 0 && !text_equal(last, comparison->rows[i].period)) {
            last = comparison->rows[i].period;
            periods++;
        }
    }
    if (periods > 0) {
        begin_section(text, "THE LARGEST MOVE OF EACH REGION");
        say_largest(text, NULL);
    }
    if (periods > 1) {
        page_paragraph(&text->page, 0, "");
        page_line(&text->page, 0, 0);
        page_format(&text->page, "THE LARGEST MOVES IN %s, THE LAST PERIOD THAT MOVED", last);
        page_end(&text->page);
        say_largest(text, last);
    }
}

static bool rank_changed(const struct comparison_row *row)
{
    return row->rank[SIDE_A] != row->rank[SIDE_B];
}

static bool level_changed(const struct comparison_row *row)
{
    return !text_equal(row->level[SIDE_A], row->level[SIDE_B]);
}

static void say_rank(struct comparison_page *text, const struct comparison_row *row)
{
    page_format(&text->page, "rank %d -> %d", row->rank[SIDE_A], row->rank[SIDE_B]);
}

static void say_level(struct comparison_page *text, const struct comparison_row *row)
{
    page_text(&text->page, row->level[SIDE_A] ? row->level[SIDE_A] : "no level");
    page_text(&text->page, " -> ");
    page_text(&text->page, row->level[SIDE_B] ? row->level[SIDE_B] : "no level");
}

/** The latest of the rows that meet a condition, in their order. */
static void say_changed(struct comparison_page *text, const char *heading, size_t count,
                        bool (*changed)(const struct comparison_row *row),
                        void (*say)(struct comparison_page *text, const struct comparison_row *row))
{
    struct page *page = &text->page;
    size_t left_out = count > MOST_ROWS ? count - MOST_ROWS : 0;
    if (count == 0) {
        return;
    }
    begin_section(text, heading);
    for (size_t i = 0, seen = 0; i < text->comparison->row_count; i++) {
        const struct comparison_row *row = &text->comparison->rows[i];
        if (changed(row) && seen++ >= left_out) {
            page_line(page, BULLET, HANGING);
            page_text(page, "- ");
            page_text(page, row->period);
            page_text(page, " ");
            add_region(text, row->region, row->name);
            page_text(page, ": ");
            say(text, row);
            page_end(page);
        }
    }
    if (left_out > 0) {
        page_line(page, INDENT, INDENT);
        page_format(page, "These are the latest; %zu more: comparison.csv", left_out);
        page_end(page);
    }
}

/** Scores in one run only, by run and reason; those that stand together in the table are told together. */
static void say_only(struct comparison_page *text)
{
    const struct data_table *table = &text->comparison->tables[COMPARISON_ONLY];
    size_t in = data_table_column(table, "in");
    size_t why = data_table_column(table, "why");
    struct page *page = &text->page;
    size_t groups = 0;
    if (table->row_count == 0) {
        return;
    }
    begin_section(text, "IN ONE RUN ONLY");
    for (size_t i = 0; i < table->row_count && groups < MOST_ROWS; i++) {
        const char *side = data_table_cell(table, i, in)->text;
        const char *reason = data_table_cell(table, i, why)->text;
        size_t before = 0;
        size_t count = 0;
        for (size_t k = 0; k < table->row_count; k++) {
            bool same = text_equal(data_table_cell(table, k, in)->text, side) &&
                        text_equal(data_table_cell(table, k, why)->text, reason);
            before += same && k < i;
            count += same;
        }
        if (before == 0) {
            groups++;
            page_line(page, BULLET, HANGING);
            page_format(page, "- %zu score%s in %s: ", count, count == 1 ? "" : "s", side[0] == 'a' ? "A" : "B");
            page_text(page, reason);
            page_end(page);
        }
    }
    page_line(page, INDENT, INDENT);
    page_text(page, "One by one: only_in_one.csv");
    page_end(page);
}

static void say_notes(struct comparison_page *text)
{
    const struct data_table *table = &text->comparison->tables[COMPARISON_NOTES];
    if (table->row_count == 0) {
        return;
    }
    begin_section(text, "NOTES");
    for (size_t i = 0; i < table->row_count; i++) {
        page_line(&text->page, BULLET, HANGING);
        page_text(&text->page, "- ");
        page_text(&text->page, data_table_cell(table, i, 0)->text);
        page_end(&text->page);
    }
}

void comparison_text_write(struct output *output, const struct comparison *comparison,
                           const struct report_options *options)
{
    struct comparison_page text = {.comparison = comparison, .digits = DECIMALS};
    if (options->digits >= 0 && options->digits < DECIMALS) {
        text.digits = options->digits;
    }
    page_begin(&text.page, output);
    say_headline(&text);
    say_causes(&text);
    say_effects(&text);
    say_largest_moves(&text);
    say_changed(&text, "RANKS THAT CHANGED", comparison->ranks, rank_changed, say_rank);
    say_changed(&text, "LEVELS THAT CHANGED", comparison->levels, level_changed, say_level);
    say_only(&text);
    say_notes(&text);
}
