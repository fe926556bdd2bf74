/** The page of an explanation: its sections in their order, and how its numbers are written. */
#include "report/explanation_text.h"
#include "base/text.h"
#include "report/explanation_page.h"
#include <math.h>

/* Above it a number is rounded to significant digits instead of decimals. */
static const double LARGEST_WITH_DECIMALS = 1e5;
enum {
    SIGNIFICANT_DIGITS = 8, /* of raw values and weights */
    LARGE_DIGITS = 5,       /* of large numbers on the scale */
    SAID_LESS = 3           /* decimals that sentences leave out */
};

const char *explanation_page_number(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE], double value)
{
    return fabs(value) < LARGEST_WITH_DECIMALS ? page_number(number, value, text->digits)
                                               : page_significant(number, value, LARGE_DIGITS);
}

const char *explanation_page_change(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE], double value)
{
    return fabs(value) < LARGEST_WITH_DECIMALS ? page_change(number, value, text->digits)
                                               : page_significant(number, value, LARGE_DIGITS);
}

const char *explanation_page_points(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE], double value)
{
    return fabs(value) < LARGEST_WITH_DECIMALS ? page_number(number, value, text->digits_said)
                                               : page_significant(number, value, LARGE_DIGITS);
}

const char *explanation_page_moved(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE], double value)
{
    return fabs(value) < LARGEST_WITH_DECIMALS ? page_change(number, value, text->digits_said)
                                               : page_significant(number, value, LARGE_DIGITS);
}

const char *explanation_page_value(char number[NUMBER_TEXT_SIZE], double value)
{
    return page_significant(number, value, SIGNIFICANT_DIGITS);
}

bool explanation_page_is_nothing(const struct explanation_page *text, double value)
{
    return number_round(value, text->digits_said) == 0;
}

void explanation_page_heading(struct explanation_page *text, const char *heading)
{
    page_paragraph(&text->page, 0, "");
    page_paragraph(&text->page, 0, heading);
}

void explanation_page_name(struct explanation_page *text, const char *name, const char *id)
{
    page_text(&text->page, name);
    if (!text_equal(name, id)) {
        page_text(&text->page, " (");
        page_text(&text->page, id);
        page_text(&text->page, ")");
    }
}

/** Decimals that show about a hundred thousand steps of the scale. */
static int scale_digits(const double scale[2])
{
    double span = fabs(scale[1] - scale[0]);
    return span >= 50 ? 4 : span >= 5 ? 5 : 6;
}

static int fewer(int digits, int asked_for)
{
    return asked_for >= 0 && asked_for < digits ? asked_for : digits;
}

void explanation_text_write(struct output *output, const struct explanation *explanation,
                            const struct report_options *options)
{
    int digits = scale_digits(explanation->scale);
    struct explanation_page text = {
        .explanation = explanation,
        .digits = fewer(digits, options->digits),
        .digits_said = fewer(digits - SAID_LESS, options->digits),
    };
    page_begin(&text.page, output);
    explanation_page_score(&text);
    explanation_page_reasons(&text);
    explanation_page_differences(&text);
    explanation_page_tree(&text);
    explanation_page_sum(&text);
    explanation_page_indicators(&text);
    explanation_page_gaps(&text);
    explanation_page_sources(&text);
}
