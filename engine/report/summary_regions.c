/** Which regions and indicators the summary speaks of: regions by rank, those whose scores are explained, and what
 * drives a score. */
#include "report/summary.h"
#include <math.h>

enum {
    LEVELS_FOR_TWO = 4,    /* of so many levels the two highest are high, of fewer the highest */
    MOST_PICKED = 5,       /* regions at the high levels that are explained */
    MOST_PICKED_BELOW = 3, /* regions that are if none is at those levels */
    MOST_NAMED_WITH = 2,   /* indicators named in the direction of a change */
    MOST_NAMED_AGAINST = 1 /* and against it */
};

/* Parts of a change that are smaller than this share of it are not worth a word. */
static const double LEAST_SHARE = 0.1;

/** The rank of a region that the walk has yet to come to, 0 if it will not. */
static int32_t rank_to_come(const struct summary *summary, int16_t level, const struct summary_walk *walk,
                            size_t region)
{
    const struct result *result = summary->result;
    size_t place = result_region_cell(result, summary->period, region);
    int32_t rank = result->rank[place];
    bool after = rank > walk->rank || (rank == walk->rank && region > walk->region);
    return after && result->region_reported[region] && (level < 0 || result->level[place] >= level) ? rank : 0;
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

int16_t summary_high_level(const struct result *result)
{
    size_t count = result->levels.count;
    return (int16_t)(count < 2 ? -1 : (int)(count - (count >= LEVELS_FOR_TWO ? 2 : 1)));
}

struct summary_picked summary_pick(const struct summary *summary)
{
    int16_t high = summary_high_level(summary->result);
    struct summary_walk walk = {0};
    if (high >= 0 && summary_walk_next(summary, high, &walk)) {
        return (struct summary_picked){high, MOST_PICKED};
    }
    return (struct summary_picked){-1, MOST_PICKED_BELOW};
}

bool summary_is_picked(const struct summary *summary, size_t region)
{
    struct summary_picked picked = summary_pick(summary);
    struct summary_walk walk = {0};
    for (size_t i = 0; i < picked.most && summary_walk_next(summary, picked.level, &walk); i++) {
        if (walk.region == region) {
            return true;
        }
    }
    return false;
}

/** Puts a driver in its place among those found; the first of equals stays in front. */
static size_t insert(struct driver drivers[MOST_DRIVERS], size_t count, struct driver driver)
{
    size_t place = count;
    while (place > 0 && fabs(driver.value) > fabs(drivers[place - 1].value)) {
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

size_t summary_drivers(const struct summary *summary, size_t region, bool change, enum driver_order order,
                       struct driver drivers[MOST_DRIVERS])
{
    const struct result *result = summary->result;
    size_t count = 0;
    for (size_t i = 0; i < result->indicator_count; i++) {
        struct indicator_row row;
        if (!result->indicators[i].in_index) {
            continue;
        }
        result_row_indicator(result, summary->period, region, i, &row);
        const struct optional_number *part = change ? &row.change : &row.contribution;
        bool wanted = order == DRIVERS_LARGEST || (double)order * part->value > 0;
        if (part->given && wanted && summary_shows(summary, part->value)) {
            count = insert(drivers, count, (struct driver){i, part->value});
        }
    }
    return count;
}

/** Names at most `most` indicators that moved the score one way by at least `least`; returns how many. */
static size_t say_parts(struct summary *summary, size_t region, enum driver_order order, size_t most, double least,
                        const char *opening)
{
    struct driver drivers[MOST_DRIVERS];
    char number[NUMBER_TEXT_SIZE];
    size_t count = summary_drivers(summary, region, true, order, drivers);
    size_t said = 0;
    for (; said < count && said < most && fabs(drivers[said].value) >= least; said++) {
        page_text(&summary->page, said > 0 ? " and " : opening);
        page_text(&summary->page, summary_title(summary, drivers[said].indicator));
        page_format(&summary->page, " %s", summary_change(summary, number, drivers[said].value));
    }
    return said;
}

void summary_say_movement(struct summary *summary, size_t region, double change, const char *opening)
{
    enum driver_order with = change > 0 ? DRIVERS_UP : DRIVERS_DOWN;
    enum driver_order against = change > 0 ? DRIVERS_DOWN : DRIVERS_UP;
    double least = fabs(change) * LEAST_SHARE;
    if (say_parts(summary, region, with, MOST_NAMED_WITH, least, opening) > 0) {
        say_parts(summary, region, against, MOST_NAMED_AGAINST, least, ", against it ");
    }
}
