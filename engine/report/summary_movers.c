/** The largest rises and falls in the summary, and what drove those whose reasons were not given yet. */
#include "report/summary.h"
#include <math.h>

enum { MOST_MOVERS = 3 /* each way */ };

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
        if (!summary->result->region_reported[region]) {
            continue;
        }
        result_row_score(summary->result, summary->period, region, &row);
        if (!row.change.given || !(sign * row.change.value > 0) || !summary_shows(summary, row.change.value)) {
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

static void say_mover(struct summary *summary, const struct mover *mover)
{
    struct score_row row;
    char number[NUMBER_TEXT_SIZE];
    result_row_score(summary->result, summary->period, mover->region, &row);
    page_line(&summary->page, 2, 4);
    page_text(&summary->page, summary_region_name(summary, mover->region));
    page_format(&summary->page, " %s by %s", mover->change > 0 ? "rose" : "fell",
                summary_number(summary, number, fabs(mover->change)));
    page_format(&summary->page, " to %s", summary_number(summary, number, row.score.value));
    if (summary_is_picked(summary, mover->region)) {
        page_text(&summary->page, " (see above)");
    } else {
        summary_say_movement(summary, mover->region, mover->change, ": ");
    }
    page_text(&summary->page, ".");
    page_end(&summary->page);
}

void summary_movers(struct summary *summary)
{
    struct mover movers[MOST_MOVERS];
    struct summary_walk walk = {0};
    size_t total = 0;
    if (!summary->has_before || summary_walk_rest(summary, -1, &walk, NULL) == 0) {
        return; /* the headline has said it */
    }
    summary_heading(summary, "LARGEST MOVES since ", summary->before_text);
    for (int sign = 1; sign >= -1; sign -= 2) {
        size_t count = find_movers(summary, sign, movers);
        for (size_t i = 0; i < count; i++) {
            say_mover(summary, &movers[i]);
        }
        total += count;
    }
    if (total == 0) {
        page_paragraph(&summary->page, 2, "None.");
    }
}
