/** Shapley values over at most five causes, by counting the orders that lead through each mixture. */
#include "analysis/compare_split.h"
#include "base/compensated_sum.h"

/** How many orders lead from the empty set to each set, through sets that are there only. */
static void count_from(size_t players, const bool *there, double *orders)
{
    orders[0] = 1;
    for (size_t set = 1; set < (size_t)1 << players; set++) {
        orders[set] = 0;
        for (size_t i = 0; there[set] && i < players; i++) {
            orders[set] += set >> i & 1 ? orders[set ^ (size_t)1 << i] : 0;
        }
    }
}

/** How many lead from each set to the full one. */
static void count_to(size_t players, const bool *there, double *orders)
{
    size_t full = ((size_t)1 << players) - 1;
    orders[full] = 1;
    for (size_t set = full; set-- > 0;) {
        orders[set] = 0;
        for (size_t i = 0; there[set] && i < players; i++) {
            orders[set] += set >> i & 1 ? 0 : orders[set | (size_t)1 << i];
        }
    }
}

/** The average over all orders of what each player brings; false if there is no order. */
static bool average(size_t players, const double *score, const bool *there, double *part)
{
    double from[SPLIT_MOST_SETS] = {0};
    double to[SPLIT_MOST_SETS] = {0};
    size_t sets = (size_t)1 << players;
    count_from(players, there, from);
    count_to(players, there, to);
    double orders = from[sets - 1];
    if (orders == 0) {
        return false;
    }
    for (size_t i = 0; i < players; i++) {
        struct compensated_sum sum = {0};
        for (size_t set = 0; set < sets; set++) {
            size_t with = set | (size_t)1 << i;
            if (with != set && from[set] > 0 && to[with] > 0) {
                compensated_sum_add(&sum, from[set] * to[with] * (score[with] - score[set]));
            }
        }
        part[i] = compensated_sum_value(&sum) / orders;
    }
    return true;
}

bool compare_split(size_t players, const double *score, const bool *there, double *part)
{
    if (players == 0 || average(players, score, there, part)) {
        return true;
    }
    double known[SPLIT_MOST_SETS] = {0};
    bool all[SPLIT_MOST_SETS] = {false};
    size_t sets = (size_t)1 << players;
    for (size_t set = 0; set < sets; set++) {
        known[set] = there[set] ? score[set] : score[0] + (score[sets - 1] - score[0]) / 2;
        all[set] = true;
    }
    average(players, known, all, part);
    return false;
}
