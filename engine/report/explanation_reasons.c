/** Why a score is what it is, in sentences: its largest parts, the largest parts of its change, and its groups. */
#include "report/explanation_page.h"
#include <math.h>

enum { MOST_LISTED = 8 };

/* A row that stands for this share of a value or more is worth naming among the reasons. */
static const double TELLING_SHARE = 0.2;

/** "Militant activity adds 29.2 of the 63.4 points"; "of" is said of what is no more than the whole only. */
static void say_part(struct explanation_page *text, const struct indicator_row *row, double score)
{
    char part[NUMBER_TEXT_SIZE];
    char whole[NUMBER_TEXT_SIZE];
    if (!row->contribution.given) {
        page_text(&text->page, " is missing");
    } else if (row->contribution.value < 0) {
        page_format(&text->page, " takes %s points off", explanation_page_points(text, part, -row->contribution.value));
    } else if (number_round(row->contribution.value, text->digits_said) > number_round(score, text->digits_said)) {
        page_format(&text->page, " adds %s points", explanation_page_points(text, part, row->contribution.value));
    } else {
        page_format(&text->page, " adds %s of the %s points",
                    explanation_page_points(text, part, row->contribution.value),
                    explanation_page_points(text, whole, score));
    }
}

static void say_moved(struct explanation_page *text, const struct indicator_row *row)
{
    char part[NUMBER_TEXT_SIZE];
    if (!row->change.given) {
        return;
    }
    if (explanation_page_is_nothing(text, row->change.value)) {
        page_text(&text->page, " and moved nothing");
    } else {
        page_format(&text->page, row->change.value > 0 ? " and brought %s" : " and took %s away",
                    explanation_page_points(text, part, fabs(row->change.value)));
    }
    page_format(&text->page, " since %s", text->explanation->before);
}

/** The row that most of a value comes from, if there is one such. */
static void say_row(struct explanation_page *text, const struct trace *trace)
{
    struct page *page = &text->page;
    char share[NUMBER_TEXT_SIZE];
    char day[PERIOD_TEXT_SIZE];
    if (!trace || trace->heaviest_count == 0 || trace->heaviest[0].share < TELLING_SHARE) {
        return;
    }
    const struct trace_row *row = &trace->heaviest[0];
    page_format(page, " %s of what it rests on is row ", page_share(share, row->share));
    page_text(page, row->file);
    page_format(page, ":%llu", (unsigned long long)row->line);
    if (row->day != DAY_NONE) {
        page_format(page, " of %s", period_format(day, FREQUENCY_DAY, row->day));
    }
    if (row->text && row->text[0]) {
        page_text(page, " (");
        page_text(page, row->text);
        page_text(page, ")");
    }
    page_text(page, ".");
}

static void say_reason(struct explanation_page *text, const struct explained_indicator *indicator)
{
    struct page *page = &text->page;
    page_line(page, 2, 4);
    page_text(page, indicator->title);
    say_part(text, &indicator->row, text->explanation->score.row.score.value);
    say_moved(text, &indicator->row);
    page_text(page, ".");
    say_row(text, indicator->trace);
    page_end(page);
}

/** Which nodes a list is about. */
typedef bool (*node_test)(const struct explanation *explanation, size_t position);

static bool is_group(const struct explanation *explanation, size_t position)
{
    const struct explained_node *node = &explanation->nodes[position];
    return node->parent == 0 && node->contribution.given;
}

/** Groups say more than indicators only where one holds several. */
static bool has_groups(const struct explanation *explanation)
{
    bool has = false;
    for (size_t i = 0; i < explanation->node_count; i++) {
        has = has || (is_group(explanation, i) && explanation->nodes[i].indicator == INDEX_NONE);
    }
    return has;
}

/** True for the leaf of an indicator that has no sentence of its own. */
static bool is_rest(const struct explanation *explanation, size_t position)
{
    const struct explained_node *node = &explanation->nodes[position];
    bool is_main = false;
    for (size_t i = 0; i < explanation->main_count; i++) {
        is_main = is_main || explanation->main[i] == node->indicator;
    }
    return node->indicator != INDEX_NONE && node->contribution.given && !is_main;
}

/** How many of a list have a larger part; of equals the first counts as larger. */
static size_t count_larger(const struct explanation *explanation, node_test is_listed, size_t position)
{
    size_t larger = 0;
    double part = fabs(explanation->nodes[position].contribution.value);
    for (size_t i = 0; i < explanation->node_count; i++) {
        double other = fabs(explanation->nodes[i].contribution.value);
        larger += is_listed(explanation, i) && (other > part || (other == part && i < position));
    }
    return larger;
}

/** "Security adds 43.0 (-1.8)" */
static void say_listed(struct explanation_page *text, const struct explained_node *node, bool first)
{
    struct page *page = &text->page;
    char part[NUMBER_TEXT_SIZE];
    char moved[NUMBER_TEXT_SIZE];
    page_text(page, node->title);
    page_format(page, "%s %s", first ? " adds" : "", explanation_page_points(text, part, node->contribution.value));
    if (node->change.given) {
        page_format(page, " (%s", explanation_page_moved(text, moved, node->change.value));
        page_format(page, first ? " since %s)" : ")", text->explanation->before);
    }
}

/** Nodes with their parts in a sentence, in the order of the index: those with the largest parts. */
static void say_list(struct explanation_page *text, const char *words, node_test is_listed)
{
    const struct explanation *explanation = text->explanation;
    size_t said = 0;
    size_t left_out = 0;
    for (size_t i = 1; i < explanation->node_count; i++) {
        if (!is_listed(explanation, i)) {
            continue;
        }
        if (count_larger(explanation, is_listed, i) >= MOST_LISTED) {
            left_out++;
            continue;
        }
        if (said == 0) {
            page_line(&text->page, 2, 4);
        }
        page_text(&text->page, said == 0 ? words : ", ");
        say_listed(text, &explanation->nodes[i], said == 0);
        said++;
    }
    if (said > 0) {
        page_text(&text->page, left_out > 0 ? "; the others have smaller parts." : ".");
        page_end(&text->page);
    }
}

void explanation_page_reasons(struct explanation_page *text)
{
    const struct explanation *explanation = text->explanation;
    if (!explanation->score.row.score.given) {
        return;
    }
    explanation_page_heading(text, "WHY");
    for (size_t i = 0; i < explanation->main_count; i++) {
        say_reason(text, &explanation->indicators[explanation->main[i]]);
    }
    if (explanation->main_count == 0) {
        page_paragraph(&text->page, 2, "No indicator adds anything.");
    }
    say_list(text, "The rest: ", is_rest);
    if (has_groups(explanation)) {
        say_list(text, "By group: ", is_group);
    }
}
