/** What the sections of the summary share: headings, numbers, periods and names in words. */
#include "report/summary.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Above it a score is rounded to significant digits instead of decimals. */
static const double LARGEST_WITH_DECIMALS = 1e7;
enum { SIGNIFICANT_DIGITS = 4 };

void summary_heading(struct summary *summary, const char *words, const char *rest)
{
    page_paragraph(&summary->page, 0, "");
    page_line(&summary->page, 0, 0);
    page_text(&summary->page, words);
    page_text(&summary->page, rest);
    page_end(&summary->page);
}

const char *summary_number(const struct summary *summary, char text[NUMBER_TEXT_SIZE], double value)
{
    return fabs(value) < LARGEST_WITH_DECIMALS ? page_number(text, value, summary->digits)
                                               : page_significant(text, value, SIGNIFICANT_DIGITS);
}

const char *summary_change(const struct summary *summary, char text[NUMBER_TEXT_SIZE], double value)
{
    return fabs(value) < LARGEST_WITH_DECIMALS ? page_change(text, value, summary->digits)
                                               : page_significant(text, value, SIGNIFICANT_DIGITS);
}

bool summary_shows(const struct summary *summary, double value)
{
    return number_round(value, summary->digits) != 0;
}

const char *summary_period_words(char text[PERIOD_WORDS_SIZE], enum frequency frequency, period_number period,
                                 bool year_told)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    char iso[PERIOD_TEXT_SIZE];
    char year_text[PERIOD_TEXT_SIZE];
    int year;
    int month;
    int day;
    period_format(iso, frequency, period);
    date_to_civil(period_first_day(frequency, period), &year, &month, &day);
    snprintf(year_text, sizeof year_text, "%.4s", iso);
    switch (frequency) {
    case FREQUENCY_QUARTER:
        snprintf(text, PERIOD_WORDS_SIZE, "%s%s%s", iso + 5, year_told ? " " : "", year_told ? year_text : "");
        break;
    case FREQUENCY_MONTH:
        snprintf(text, PERIOD_WORDS_SIZE, "%s%s%s", months[month - 1], year_told ? " " : "",
                 year_told ? year_text : "");
        break;
    case FREQUENCY_WEEK:
        snprintf(text, PERIOD_WORDS_SIZE, "week %s%s%s", iso + 6 + (iso[6] == '0'), year_told ? " of " : "",
                 year_told ? year_text : "");
        break;
    case FREQUENCY_DAY:
        snprintf(text, PERIOD_WORDS_SIZE, "%d %s%s%s", day, months[month - 1], year_told ? " " : "",
                 year_told ? year_text : "");
        break;
    default:
        snprintf(text, PERIOD_WORDS_SIZE, "%s", year_text);
        break;
    }
    return text;
}

const char *summary_periods_word(const struct summary *summary, char text[PERIOD_WORDS_SIZE], uint64_t count)
{
    snprintf(text, PERIOD_WORDS_SIZE, "%s%s", frequency_names[summary->result->axis.frequency], count == 1 ? "" : "s");
    return text;
}

const char *summary_region_name(const struct summary *summary, size_t region)
{
    return summary->result->regions->regions[region].name;
}

const char *summary_title(const struct summary *summary, size_t indicator)
{
    return summary->result->indicators[indicator].title;
}

void summary_say_change(struct summary *summary, const struct score_row *row)
{
    char number[NUMBER_TEXT_SIZE];
    if (!row->change.given) {
        return;
    }
    if (!summary_shows(summary, row->change.value)) {
        page_text(&summary->page, ", unchanged");
        return;
    }
    page_format(&summary->page, ", %s %s", row->change.value > 0 ? "up" : "down",
                summary_number(summary, number, fabs(row->change.value)));
}

void summary_names_add(struct summary *summary, struct summary_names *names, const char *name, const char *note)
{
    if (names->count++ >= names->most) {
        return;
    }
    page_text(&summary->page, names->count > 1 ? ", " : "");
    page_text(&summary->page, name);
    if (note) {
        page_text(&summary->page, " ");
        page_text(&summary->page, note);
    }
}

void summary_names_end(struct summary *summary, const struct summary_names *names)
{
    if (names->count > names->most) {
        page_format(&summary->page, " and %zu more", names->count - names->most);
    }
}
