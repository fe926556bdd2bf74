/** The table in an explanation that adds up: parts of the score, and of its change. */
#include "report/explanation_page.h"
#include <math.h>

enum { WEIGHT_DIGITS = 6 };

/** Cells of a row; NULL is an empty one. */
struct cells {
    const char *name, *weight, *normalised, *contribution, *change;
};

/** Widths, of which the largest number of each kind fits: they and the gaps make 79 cells. */
enum { NAME_WIDTH = 25, WEIGHT_WIDTH = 10, NORMALISED_WIDTH = 11, CONTRIBUTION_WIDTH = 12, CHANGE_WIDTH = 11 };

static void put_row(struct explanation_page *text, const struct cells *cells)
{
    struct page *page = &text->page;
    page_line(page, 2, 2);
    page_left(page, cells->name, NAME_WIDTH);
    page_right(page, cells->weight ? cells->weight : "", WEIGHT_WIDTH);
    page_right(page, cells->normalised ? cells->normalised : "", NORMALISED_WIDTH);
    page_right(page, cells->contribution ? cells->contribution : "", CONTRIBUTION_WIDTH);
    page_right(page, cells->change ? cells->change : "", CHANGE_WIDTH);
    page_end(page);
}

static void put_indicator(struct explanation_page *text, const struct explained_indicator *indicator)
{
    const struct indicator_row *row = &indicator->row;
    char weight[NUMBER_TEXT_SIZE];
    char normalised[NUMBER_TEXT_SIZE];
    char contribution[NUMBER_TEXT_SIZE];
    char change[NUMBER_TEXT_SIZE];
    struct cells cells = {.name = indicator->title, .normalised = "missing"};
    if (row->weight.given) {
        cells.weight = page_significant(weight, row->weight.value, WEIGHT_DIGITS);
    }
    if (row->normalised.given) {
        cells.normalised = explanation_page_number(text, normalised, row->normalised.value);
    }
    if (row->contribution.given) {
        cells.contribution = explanation_page_number(text, contribution, row->contribution.value);
    }
    if (row->change.given) {
        cells.change = explanation_page_change(text, change, row->change.value);
    }
    put_row(text, &cells);
}

/** The sums, and below them the score itself. */
static void put_totals(struct explanation_page *text)
{
    const struct explanation *explanation = text->explanation;
    const struct score_row *score = &explanation->score.row;
    char weight[NUMBER_TEXT_SIZE];
    char contribution[NUMBER_TEXT_SIZE];
    char change[NUMBER_TEXT_SIZE];
    struct cells sum = {.name = "sum"};
    struct cells total = {.name = "score"};
    if (isfinite(explanation->weight_sum) && isfinite(explanation->contribution_sum) &&
        isfinite(explanation->change_sum)) {
        sum.weight = page_significant(weight, explanation->weight_sum, WEIGHT_DIGITS);
        sum.contribution = explanation_page_number(text, contribution, explanation->contribution_sum);
        sum.change = score->change.given ? explanation_page_change(text, change, explanation->change_sum) : NULL;
        put_row(text, &sum);
    }
    total.contribution = explanation_page_number(text, contribution, score->score.value);
    total.change = score->change.given ? explanation_page_change(text, change, score->change.value) : NULL;
    put_row(text, &total);
}

static void say_notes(struct explanation_page *text)
{
    const struct explanation *explanation = text->explanation;
    struct page *page = &text->page;
    char base[NUMBER_TEXT_SIZE];
    if (explanation->base.given && explanation->base.value != 0) {
        page_line(page, 2, 2);
        page_format(page,
                    "The score would be %s with all of these indicators at their reference, the state in which they "
                    "count as absent. That is shared out by weight and part of the contributions.",
                    explanation_page_number(text, base, explanation->base.value));
        page_end(page);
    }
    if (explanation->parts_sampled) {
        page_paragraph(page, 2,
                       "Parts are averages over 256 orders in which the indicators come, as there are too many "
                       "orders to go through; they add up exactly all the same.");
    }
    page_line(page, 2, 2);
    page_format(page, "Numbers are rounded to %d decimals here; --format json has them in full.", text->digits);
    page_end(page);
}

void explanation_page_sum(struct explanation_page *text)
{
    const struct explanation *explanation = text->explanation;
    explanation_page_heading(text, "HOW IT ADDS UP");
    if (!explanation->score.row.score.given) {
        page_paragraph(&text->page, 2, "There is no score to add up to.");
        return;
    }
    static const struct cells head = {"indicator", "weight", "normalised", "contribution", "change"};
    put_row(text, &head);
    for (size_t i = 0; i < explanation->indicator_count; i++) {
        if (explanation->indicators[i].in_index) {
            put_indicator(text, &explanation->indicators[i]);
        }
    }
    put_totals(text);
    say_notes(text);
}
