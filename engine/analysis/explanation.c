/** The numbers of an explanation as text. */
#include "analysis/explanation.h"
#include <math.h>

/* Above it a number is rounded to significant digits instead of decimals. */
static const double LARGEST_WITH_DECIMALS = 1e5;
enum {
    SIGNIFICANT_DIGITS = 8, /* of raw values and weights */
    LARGE_DIGITS = 5        /* of large numbers on the scale */
};

const char *explanation_number(const struct explanation *explanation, char text[NUMBER_TEXT_SIZE], double value)
{
    return fabs(value) < LARGEST_WITH_DECIMALS ? page_number(text, value, explanation->digits)
                                               : page_significant(text, value, LARGE_DIGITS);
}

const char *explanation_change(const struct explanation *explanation, char text[NUMBER_TEXT_SIZE], double value)
{
    return fabs(value) < LARGEST_WITH_DECIMALS ? page_change(text, value, explanation->digits)
                                               : page_significant(text, value, LARGE_DIGITS);
}

const char *explanation_value(char text[NUMBER_TEXT_SIZE], double value)
{
    return page_significant(text, value, SIGNIFICANT_DIGITS);
}
