/** The split of a difference among its causes, against all orders of the causes one by one. */
#include "analysis/compare_split.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <string.h>

/** A fixed stream of numbers in [-50, 50) (an LCG of D. E. Knuth's MMIX). */
static double next_number(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) / 9007199254740992.0 * 100 - 50;
}

struct orders {
    size_t players;
    const double *score;
    const bool *there;
    double part[SPLIT_MOST_PLAYERS];
    double count;
};

/** Every order in which the players may come, those that are in `set` having come; `brought` is what each has brought.
 */
static void walk(struct orders *all, size_t set, double brought[SPLIT_MOST_PLAYERS])
{
    if (set + 1 == (size_t)1 << all->players) {
        for (size_t i = 0; i < all->players; i++) {
            all->part[i] += brought[i];
        }
        all->count++;
        return;
    }
    for (size_t i = 0; i < all->players; i++) {
        size_t with = set | (size_t)1 << i;
        if (with != set && all->there[with]) {
            double next[SPLIT_MOST_PLAYERS];
            memcpy(next, brought, sizeof next);
            next[i] = all->score[with] - all->score[set];
            walk(all, with, next);
        }
    }
}

static struct orders walk_all(size_t players, const double *score, const bool *there)
{
    struct orders all = {.players = players, .score = score, .there = there};
    double nothing[SPLIT_MOST_PLAYERS] = {0};
    walk(&all, 0, nothing);
    for (size_t i = 0; i < players; i++) {
        all.part[i] /= all.count;
    }
    return all;
}

static void check(size_t players, const double *score, const bool *there)
{
    double part[SPLIT_MOST_PLAYERS] = {0};
    struct orders expected = walk_all(players, score, there);
    double sum = 0;
    bool followed = compare_split(players, score, there, part);
    CU_ASSERT_EQUAL(followed, expected.count > 0);
    for (size_t i = 0; i < players; i++) {
        sum += part[i];
        CU_ASSERT(!followed || close_to(part[i], expected.part[i], 1e-12));
    }
    size_t last = ((size_t)1 << players) - 1;
    CU_ASSERT_DOUBLE_EQUAL(sum, score[last] - score[0], 1e-12);
}

static void parts_are_averages_over_all_orders(void)
{
    uint64_t state = 2385;
    for (size_t round = 0; round < 200; round++) {
        size_t players = 1 + round % SPLIT_MOST_PLAYERS;
        double score[SPLIT_MOST_SETS];
        bool there[SPLIT_MOST_SETS];
        for (size_t set = 0; set < (size_t)1 << players; set++) {
            score[set] = next_number(&state);
            there[set] = true;
        }
        check(players, score, there);
    }
}

static void orders_through_mixtures_without_a_score_are_left_out(void)
{
    uint64_t state = 7129;
    size_t followed = 0;
    for (size_t round = 0; round < 400; round++) {
        size_t players = 2 + round % (SPLIT_MOST_PLAYERS - 1);
        size_t sets = (size_t)1 << players;
        double score[SPLIT_MOST_SETS];
        bool there[SPLIT_MOST_SETS];
        for (size_t set = 0; set < sets; set++) {
            score[set] = next_number(&state);
            there[set] = set == 0 || set == sets - 1 || next_number(&state) < 20;
        }
        check(players, score, there);
        followed += walk_all(players, score, there).count > 0;
    }
    CU_ASSERT(followed > 100 && followed < 400);
}

/** Where no order leads from A to B, such mixtures lie half way, so that two causes share alike. */
static void differences_that_cannot_be_followed_are_halved(void)
{
    const double score[] = {41.25, 999, -999, 48.5};
    const bool there[] = {true, false, false, true};
    double part[2] = {0};
    CU_ASSERT_FALSE(compare_split(2, score, there, part));
    CU_ASSERT_EQUAL(part[0], 3.625);
    CU_ASSERT_EQUAL(part[1], 3.625);
}

/** No rounding of ours may come between the difference and its only cause. */
static void a_single_cause_has_the_difference_to_the_bit(void)
{
    uint64_t state = 61;
    for (size_t round = 0; round < 100; round++) {
        const double score[] = {next_number(&state), next_number(&state)};
        const bool there[] = {true, true};
        double part = 0;
        CU_ASSERT_TRUE(compare_split(1, score, there, &part));
        CU_ASSERT_EQUAL(part, score[1] - score[0]);
    }
}

/** A cause that does nothing has exactly nothing, and beside one such the other has the difference to the bit. */
static void a_cause_without_effect_has_exactly_nothing(void)
{
    uint64_t state = 92;
    for (size_t round = 0; round < 100; round++) {
        double a = next_number(&state);
        double b = next_number(&state);
        const double score[] = {a, a, b, b};
        const bool there[] = {true, true, true, true};
        double part[2] = {1, 1};
        CU_ASSERT_TRUE(compare_split(2, score, there, part));
        CU_ASSERT_EQUAL(part[0], 0);
        CU_ASSERT_EQUAL(part[1], b - a);
    }
}

static void the_way_back_is_the_way_turned_round(void)
{
    uint64_t state = 407;
    double score[SPLIT_MOST_SETS];
    double back[SPLIT_MOST_SETS];
    bool there[SPLIT_MOST_SETS];
    bool there_back[SPLIT_MOST_SETS];
    double part[SPLIT_MOST_PLAYERS];
    double part_back[SPLIT_MOST_PLAYERS];
    for (size_t set = 0; set < SPLIT_MOST_SETS; set++) {
        score[set] = back[SPLIT_MOST_SETS - 1 - set] = next_number(&state);
        there[set] = there_back[SPLIT_MOST_SETS - 1 - set] = set % 7 != 4;
    }
    CU_ASSERT_TRUE(compare_split(SPLIT_MOST_PLAYERS, score, there, part));
    CU_ASSERT_TRUE(compare_split(SPLIT_MOST_PLAYERS, back, there_back, part_back));
    for (size_t i = 0; i < SPLIT_MOST_PLAYERS; i++) {
        CU_ASSERT_DOUBLE_EQUAL(part[i], -part_back[i], 1e-12);
    }
}

static CU_TestInfo tests[] = {
    {"parts are averages over all orders", parts_are_averages_over_all_orders},
    {"orders through mixtures without a score are left out", orders_through_mixtures_without_a_score_are_left_out},
    {"differences that cannot be followed are halved", differences_that_cannot_be_followed_are_halved},
    {"a single cause has the difference to the bit", a_single_cause_has_the_difference_to_the_bit},
    {"a cause without effect has exactly nothing", a_cause_without_effect_has_exactly_nothing},
    {"the way back is the way turned round", the_way_back_is_the_way_turned_round},
    CU_TEST_INFO_NULL,
};

SUITE(compare_split, tests)
