/** The table in an explanation that adds up: contributions to the score, and changes to its change. */
#include "analysis/explanation.h"
#include "base/compensated_sum.h"
#include <math.h>

enum { WEIGHT_DIGITS = 6 };

/** Cells of a row; NULL is an empty one. */
struct cells {
    const char *name, *weight, *normalised, *contribution, *change;
};

/** Widths, of which the largest number of each kind fits: they and the gaps make 79 cells. */
enum { NAME_WIDTH = 25, WEIGHT_WIDTH = 10, NORMALISED_WIDTH = 11, CONTRIBUTION_WIDTH = 12, CHANGE_WIDTH = 11 };

static void put_row(struct explanation *explanation, const struct cells *cells)
{
    struct page *page = &explanation->page;
    page_line(page, 2, 2);
    page_left(page, cells->name, NAME_WIDTH);
    page_right(page, cells->weight ? cells->weight : "", WEIGHT_WIDTH);
    page_right(page, cells->normalised ? cells->normalised : "", NORMALISED_WIDTH);
    page_right(page, cells->contribution ? cells->contribution : "", CONTRIBUTION_WIDTH);
    page_right(page, cells->change ? cells->change : "", CHANGE_WIDTH);
    page_end(page);
}

struct sums {
    struct compensated_sum weight, contribution, change;
    bool has_changes;
};

static void put_indicator(struct explanation *explanation, size_t indicator, struct sums *sums)
{
    struct indicator_row row;
    char weight[NUMBER_TEXT_SIZE];
    char normalised[NUMBER_TEXT_SIZE];
    char contribution[NUMBER_TEXT_SIZE];
    char change[NUMBER_TEXT_SIZE];
    struct cells cells = {.name = explanation->result->indicators[indicator].title, .normalised = "missing"};
    result_row_indicator(explanation->result, explanation->period, explanation->region, indicator, &row);
    if (row.weight.given) {
        cells.weight = page_significant(weight, row.weight.value, WEIGHT_DIGITS);
        compensated_sum_add(&sums->weight, row.weight.value);
    }
    if (row.normalised.given) {
        cells.normalised = explanation_number(explanation, normalised, row.normalised.value);
    }
    if (row.contribution.given) {
        cells.contribution = explanation_number(explanation, contribution, row.contribution.value);
        compensated_sum_add(&sums->contribution, row.contribution.value);
    }
    if (row.change.given) {
        cells.change = explanation_change(explanation, change, row.change.value);
        compensated_sum_add(&sums->change, row.change.value);
        sums->has_changes = true;
    }
    put_row(explanation, &cells);
}

/** The sums, and below them the score itself. */
static void put_totals(struct explanation *explanation, const struct sums *sums)
{
    double weight_sum = compensated_sum_value(&sums->weight);
    double contribution_sum = compensated_sum_value(&sums->contribution);
    double change_sum = compensated_sum_value(&sums->change);
    const struct score_row *score = &explanation->score;
    char weight[NUMBER_TEXT_SIZE];
    char contribution[NUMBER_TEXT_SIZE];
    char change[NUMBER_TEXT_SIZE];
    struct cells sum = {.name = "sum"};
    struct cells total = {.name = "score"};
    if (isfinite(weight_sum) && isfinite(contribution_sum) && isfinite(change_sum)) {
        sum.weight = page_significant(weight, weight_sum, WEIGHT_DIGITS);
        sum.contribution = explanation_number(explanation, contribution, contribution_sum);
        sum.change = sums->has_changes ? explanation_change(explanation, change, change_sum) : NULL;
        put_row(explanation, &sum);
    }
    total.contribution = explanation_number(explanation, contribution, score->score.value);
    total.change = score->change.given ? explanation_change(explanation, change, score->change.value) : NULL;
    put_row(explanation, &total);
}

void explanation_sum(struct explanation *explanation)
{
    const struct result *result = explanation->result;
    struct page *page = &explanation->page;
    page_paragraph(page, 0, "");
    page_paragraph(page, 0, "HOW IT ADDS UP");
    if (!explanation->score.score.given) {
        page_paragraph(page, 2, "There is no score to add up to.");
        return;
    }
    static const struct cells head = {"indicator", "weight", "normalised", "contribution", "change"};
    struct sums sums = {0};
    put_row(explanation, &head);
    for (size_t i = 0; i < result->indicator_count; i++) {
        if (result->indicators[i].in_index) {
            put_indicator(explanation, i, &sums);
        }
    }
    put_totals(explanation, &sums);
    page_line(page, 2, 2);
    page_format(page, "Numbers are rounded to %d decimals here; indicators.csv holds them in full.",
                explanation->digits);
    page_end(page);
}
