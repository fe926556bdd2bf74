/** The largest rises and falls in the summary, and what drove them. */
#include "report/summary.h"
#include <math.h>

enum {
    MOST_MOVERS = 3, /* each way */
    SIGNIFICANT_DIGITS = 4
};

/* Parts of a change that are smaller than this share of it are not worth a word. */
static const double LEAST_SHARE = 0.1;

struct mover {
    size_t region;
    double change;
};

/** The regions whose score changed most in the direction of `sign`, the largest first; ties in model order. */
static size_t find_movers(const struct summary *summary, double sign, struct mover movers[MOST_MOVERS])
{
    size_t count = 0;
    for (size_t region = 0; region < summary->result->regions->count; region++) {
        struct score_row row;
        result_row_score(summary->result, summary->period, region, &row);
        if (!summary->result->region_reported[region] || !row.change.given ||
            !(sign * number_round(row.change.value, summary->digits) > 0)) { /* nothing, or nothing that shows */
            continue;
        }
        size_t place = count;
        while (place > 0 && sign * row.change.value > sign * movers[place - 1].change) {
            place--;
        }
        if (place == MOST_MOVERS) {
            continue;
        }
        count += count < MOST_MOVERS;
        for (size_t i = count - 1; i > place; i--) {
            movers[i] = movers[i - 1];
        }
        movers[place] = (struct mover){region, row.change.value};
    }
    return count;
}

/** A raw value, or a word in its place. */
static const char *raw_text(char text[NUMBER_TEXT_SIZE], const struct indicator_row *row)
{
    return row->raw.given          ? page_significant(text, row->raw.value, SIGNIFICANT_DIGITS)
           : row->normalised.given ? "imputed"
                                   : "missing";
}

/** " (61.63, was 59.1)": the raw value now, and before if that period is reported too. */
static void say_values(struct summary *summary, size_t region, size_t indicator)
{
    struct indicator_row row;
    char number[NUMBER_TEXT_SIZE];
    const struct result *result = summary->result;
    result_row_indicator(result, summary->period, region, indicator, &row);
    page_format(&summary->page, " (%s", raw_text(number, &row));
    if (summary->period > result->first_reported) {
        result_row_indicator(result, summary->period - 1, region, indicator, &row);
        page_format(&summary->page, ", was %s", raw_text(number, &row));
    }
    page_text(&summary->page, ")");
}

/** Names the indicators that moved that way by at least `least`. */
static void say_drivers(struct summary *summary, size_t region, driver_measure measure, double sign, double least,
                        const char *opening)
{
    struct driver drivers[MOST_DRIVERS];
    char number[NUMBER_TEXT_SIZE];
    size_t count = summary_drivers(summary, region, measure, sign, drivers);
    for (size_t i = 0; i < count; i++) {
        if (fabs(drivers[i].value) < least || number_round(drivers[i].value, summary->digits) == 0) {
            break; /* nothing that matters or shows */
        }
        page_text(&summary->page, i > 0 ? ", " : opening);
        page_text(&summary->page, summary->result->indicators[drivers[i].indicator].title);
        page_format(&summary->page, " %s", summary_change(summary, number, drivers[i].value));
        say_values(summary, region, drivers[i].indicator);
    }
}

/** What drove a change: the parts of it. */
static void say_reasons(struct summary *summary, const struct mover *mover, double sign)
{
    size_t region = mover->region;
    double least = fabs(mover->change) * LEAST_SHARE;
    say_drivers(summary, region, summary_driver_contribution_change, sign, least, ": ");
    say_drivers(summary, region, summary_driver_contribution_change, -sign, least, "; against it ");
}

static void say_mover(struct summary *summary, const struct mover *mover, double sign)
{
    struct score_row row;
    char number[NUMBER_TEXT_SIZE];
    result_row_score(summary->result, summary->period, mover->region, &row);
    page_line(&summary->page, 2, 4);
    page_text(&summary->page, summary->result->regions->regions[mover->region].name);
    page_format(&summary->page, " %s by %s", sign > 0 ? "rose" : "fell",
                summary_number(summary, number, fabs(mover->change)));
    page_format(&summary->page, " to %s", summary_number(summary, number, row.score.value));
    say_reasons(summary, mover, sign);
    page_text(&summary->page, ".");
    page_end(&summary->page);
}

void summary_movers(struct summary *summary)
{
    struct mover movers[MOST_MOVERS];
    size_t total = 0;
    page_line(&summary->page, 0, 0);
    page_text(&summary->page, "LARGEST MOVES");
    if (summary->has_before) {
        page_format(&summary->page, " SINCE %s", summary->before_text);
    }
    page_end(&summary->page);
    for (double sign = 1; summary->has_before && sign >= -1; sign -= 2) {
        size_t count = find_movers(summary, sign, movers);
        for (size_t i = 0; i < count; i++) {
            say_mover(summary, &movers[i], sign);
        }
        total += count;
    }
    if (!summary->has_before) {
        page_paragraph(&summary->page, 2, "There is no earlier period to compare with.");
    } else if (total == 0) {
        page_paragraph(&summary->page, 2, "None.");
    }
}
