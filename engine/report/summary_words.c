/** What the sections of the summary share: numbers, names, regions by rank, and which indicators drive a score. */
#include "report/summary.h"
#include <math.h>

/* Above it a score is rounded to significant digits instead of decimals. */
static const double LARGEST_WITH_DECIMALS = 1e7;
enum { SIGNIFICANT_DIGITS = 4 };

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

/** The rank of a region that the walk has yet to come to, 0 if it will not. */
static int32_t rank_to_come(const struct summary *summary, int16_t level, const struct summary_walk *walk,
                            size_t region)
{
    const struct result *result = summary->result;
    size_t place = result_region_cell(result, summary->period, region);
    int32_t rank = result->rank[place];
    bool after = rank > walk->rank || (rank == walk->rank && region > walk->region);
    return after && result->region_reported[region] && (level < 0 || result->level[place] == level) ? rank : 0;
}

bool summary_walk_next(const struct summary *summary, int16_t level, struct summary_walk *walk)
{
    struct summary_walk next = {0, 0};
    for (size_t region = 0; region < summary->result->regions->count; region++) {
        int32_t rank = rank_to_come(summary, level, walk, region);
        if (rank > 0 && (next.rank == 0 || rank < next.rank)) {
            next = (struct summary_walk){rank, region};
        }
    }
    if (next.rank == 0) {
        return false;
    }
    *walk = next;
    return true;
}

size_t summary_walk_rest(const struct summary *summary, int16_t level, const struct summary_walk *walk, size_t *ties)
{
    size_t rest = 0;
    size_t equal = 0;
    for (size_t region = 0; region < summary->result->regions->count; region++) {
        int32_t rank = rank_to_come(summary, level, walk, region);
        rest += rank > 0;
        equal += rank > 0 && rank == walk->rank;
    }
    if (ties) {
        *ties = equal;
    }
    return rest;
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

bool summary_driver_contribution(const struct summary *summary, size_t region, size_t indicator, double *value)
{
    struct indicator_row row;
    result_row_indicator(summary->result, summary->period, region, indicator, &row);
    *value = row.contribution.value;
    return row.contribution.given;
}

bool summary_driver_contribution_change(const struct summary *summary, size_t region, size_t indicator, double *value)
{
    struct indicator_row row;
    result_row_indicator(summary->result, summary->period, region, indicator, &row);
    *value = row.change.value;
    return row.change.given;
}

bool summary_driver_normalised(const struct summary *summary, size_t region, size_t indicator, double *value)
{
    struct indicator_row row;
    result_row_indicator(summary->result, summary->period, region, indicator, &row);
    *value = row.normalised.value;
    return row.normalised.given;
}

bool summary_driver_normalised_change(const struct summary *summary, size_t region, size_t indicator, double *value)
{
    struct indicator_row now;
    struct indicator_row before;
    if (summary->period <= summary->result->first_reported) {
        return false;
    }
    result_row_indicator(summary->result, summary->period, region, indicator, &now);
    result_row_indicator(summary->result, summary->period - 1, region, indicator, &before);
    *value = now.normalised.value - before.normalised.value;
    return now.normalised.given && before.normalised.given;
}

/** Puts a driver in its place among those found; the first of equals stays in front. */
static size_t insert(struct driver drivers[MOST_DRIVERS], size_t count, struct driver driver, double sign)
{
    size_t place = count;
    while (place > 0 && sign * driver.value > sign * drivers[place - 1].value) {
        place--;
    }
    if (place == MOST_DRIVERS) {
        return count;
    }
    count += count < MOST_DRIVERS;
    for (size_t i = count - 1; i > place; i--) {
        drivers[i] = drivers[i - 1];
    }
    drivers[place] = driver;
    return count;
}

size_t summary_drivers(const struct summary *summary, size_t region, driver_measure measure, double sign,
                       struct driver drivers[MOST_DRIVERS])
{
    const struct result *result = summary->result;
    size_t count = 0;
    for (size_t i = 0; i < result->indicator_count; i++) {
        struct driver driver = {i, 0};
        if (result->indicators[i].in_index && measure(summary, region, i, &driver.value) && sign * driver.value > 0) {
            count = insert(drivers, count, driver, sign);
        }
    }
    return count;
}
