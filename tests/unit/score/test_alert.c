/** Levels and alerts, step by step: what each reason is raised by, and that a run can be cut anywhere. */
#include "fixture.h"
#include "score/alert.h"

static struct level_band bands[] = {{"low", 0}, {"guarded", 20}, {"elevated", 40}, {"high", 60}, {"severe", 80}};
static const struct level_rules SLOW = {bands, 5, 5, 2};
static const struct level_rules NO_LEVELS = {NULL, 0, 0, 0};
static const struct alert_rules RULES = {
    .jump = {true, 15},
    .jump_level = {true, 1},
    .record_periods = 6,
    .stale_periods = 3,
    .has_guard = true,
    .guard_indicator = 0,
    .guard_periods = 4,
    .guard_before = 2,
    .guard_now = 5,
};
static const struct alert_rules PLAIN = {.stale_periods = 3};

enum {
    RAISED = 1 << ALERT_RAISED,
    LOWERED = 1 << ALERT_LOWERED,
    JUMP = 1 << ALERT_JUMP,
    RECORD = 1 << ALERT_RECORD,
    UNKNOWN = 1 << ALERT_UNKNOWN,
    RETURNED = 1 << ALERT_RETURNED,
};

/** A period, what is in it, and what is to come of it. */
struct expected_step {
    double score, count; /* NAN: missing */
    unsigned reasons;
    int16_t level; /* that the state holds */
    uint32_t periods_in_level;
    bool guarded;
};

static struct optional_number number(double value)
{
    return (struct optional_number){!isnan(value), isnan(value) ? 0 : value};
}

static struct alert_outcome take_step(const struct alert_policy *policy, double score, double count,
                                      struct level_state *state)
{
    struct alert_reading reading = {number(score), number(count)};
    struct alert_outcome outcome;
    alert_step(policy, &reading, state, &outcome);
    return outcome;
}

static void check_steps(const struct level_rules *levels, const struct alert_rules *rules,
                        const struct expected_step *steps, size_t count)
{
    struct counted counted;
    struct arena arena;
    struct level_state state;
    struct alert_policy policy = {levels, rules};
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    CU_ASSERT_EQUAL_FATAL(alert_begin(&arena, rules, &state), TOCSIN_OK);
    for (size_t i = 0; i < count; i++) {
        int16_t from = state.level;
        struct alert_outcome outcome = take_step(&policy, steps[i].score, steps[i].count, &state);
        bool good = outcome.reasons == steps[i].reasons && state.level == steps[i].level &&
                    state.periods_in_level == steps[i].periods_in_level && outcome.guarded == steps[i].guarded &&
                    outcome.from == from && outcome.to == state.level;
        CU_ASSERT_TRUE(good);
        if (!good) {
            fprintf(stderr, "step %zu (%g): reasons %#x, level %d for %u periods%s\n", i, steps[i].score,
                    outcome.reasons, state.level, state.periods_in_level, outcome.guarded ? ", guarded" : "");
        }
    }
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_no_flapping(void)
{
    static const struct expected_step steps[] = {
        {59, NAN, 0, 2, 1, false}, {61, NAN, RAISED, 3, 1, false}, {59, NAN, 0, 3, 2, false},
        {61, NAN, 0, 3, 3, false}, {59, NAN, 0, 3, 4, false},      {61, NAN, 0, 3, 5, false},
    };
    check_steps(&SLOW, &PLAIN, steps, sizeof steps / sizeof steps[0]);
}

/** Equality counts as reached going up, and as held going down. */
static void test_equality(void)
{
    static const struct expected_step steps[] = {
        {59.99999999999999, NAN, 0, 2, 1, false},
        {60, NAN, RAISED, 3, 1, false},
        {55, NAN, 0, 3, 2, false},
        {54.99999999999999, NAN, 0, 3, 3, false},
        {55, NAN, 0, 3, 4, false},
        {54.99999999999999, NAN, 0, 3, 5, false},
        {54.99999999999999, NAN, LOWERED, 2, 1, false},
    };
    check_steps(&SLOW, &PLAIN, steps, sizeof steps / sizeof steps[0]);
}

/** Down one level at a time, each after two scores of its own; up at once to any height. */
static void test_one_level_at_a_time(void)
{
    static const struct expected_step steps[] = {
        {3.5, NAN, 0, 0, 1, false},     {92.25, NAN, RAISED, 4, 1, false}, {2.385, NAN, 0, 4, 2, false},
        {1, NAN, LOWERED, 3, 1, false}, {2.385, NAN, 0, 3, 2, false},      {1, NAN, LOWERED, 2, 1, false},
        {2.385, NAN, 0, 2, 2, false},   {1, NAN, LOWERED, 1, 1, false},    {2.385, NAN, 0, 1, 2, false},
        {1, NAN, LOWERED, 0, 1, false}, {2.385, NAN, 0, 0, 2, false},      {1, NAN, 0, 0, 3, false},
    };
    check_steps(&SLOW, &PLAIN, steps, sizeof steps / sizeof steps[0]);
}

/** Two missing scores hold everything, the count of low ones too; the third makes the level unknown. */
static void test_missing(void)
{
    static const struct expected_step steps[] = {
        {NAN, NAN, 0, -1, 0, false},       {NAN, NAN, 0, -1, 0, false},     {NAN, NAN, 0, -1, 0, false},
        {NAN, NAN, 0, -1, 0, false},       {65, NAN, 0, 3, 1, false},       {50, NAN, 0, 3, 2, false},
        {NAN, NAN, 0, 3, 3, false},        {NAN, NAN, 0, 3, 4, false},      {50, NAN, LOWERED, 2, 1, false},
        {30, NAN, 0, 2, 2, false},         {NAN, NAN, 0, 2, 3, false},      {NAN, NAN, 0, 2, 4, false},
        {NAN, NAN, UNKNOWN, -1, 0, false}, {NAN, NAN, 0, -1, 0, false},     {81.5, NAN, RETURNED, 4, 1, false},
        {30, NAN, 0, 4, 2, false},         {30, NAN, LOWERED, 3, 1, false},
    };
    check_steps(&SLOW, &PLAIN, steps, sizeof steps / sizeof steps[0]);
}

/** With `stale: 0` a level is held for ever, and after a short gap it is none that returned. */
static void test_held_for_ever(void)
{
    static const struct alert_rules rules = {.stale_periods = 0};
    static const struct expected_step steps[] = {
        {65, NAN, 0, 3, 1, false},  {NAN, NAN, 0, 3, 2, false}, {NAN, NAN, 0, 3, 3, false},
        {NAN, NAN, 0, 3, 4, false}, {NAN, NAN, 0, 3, 5, false}, {58, NAN, 0, 3, 6, false},
    };
    check_steps(&SLOW, &rules, steps, sizeof steps / sizeof steps[0]);
}

/** A jump of exactly the points raises to the rule's level, not above it, and not from one period over a gap. */
static void test_jump(void)
{
    static const struct alert_rules rules = {.jump = {true, 15}, .jump_level = {true, 1}, .stale_periods = 3};
    static const struct expected_step steps[] = {
        {0.25, NAN, 0, 0, 1, false},
        {15.25, NAN, JUMP | RAISED, 1, 1, false},
        {30.125, NAN, 0, 1, 2, false},
        {45.125, NAN, JUMP | RAISED, 2, 1, false},
        {60.5, NAN, JUMP | RAISED, 3, 1, false},
        {2, NAN, 0, 3, 2, false},
        {18, NAN, JUMP | LOWERED, 2, 1, false},
        {NAN, NAN, 0, 2, 2, false},
        {50, NAN, 0, 2, 3, false},
    };
    check_steps(&SLOW, &rules, steps, sizeof steps / sizeof steps[0]);
}

/** The worked example of docs/method/early-warning.md. */
static void test_worked_example(void)
{
    static const struct alert_rules rules = {
        .jump = {true, 15}, .jump_level = {true, 1}, .record_periods = 36, .stale_periods = 3};
    static const struct expected_step steps[] = {
        {2, NAN, 0, 0, 1, false},
        {17.5, NAN, RAISED | JUMP, 1, 1, false},
        {59, NAN, RAISED | JUMP, 2, 1, false},
        {61, NAN, RAISED, 3, 1, false},
        {59, NAN, 0, 3, 2, false},
        {61, NAN, 0, 3, 3, false},
        {54, NAN, 0, 3, 4, false},
        {NAN, NAN, 0, 3, 5, false},
        {54, NAN, LOWERED, 2, 1, false},
        {54, NAN, 0, 2, 2, false},
        {54, NAN, 0, 2, 3, false},
    };
    check_steps(&SLOW, &rules, steps, sizeof steps / sizeof steps[0]);
}

/** A jump asserts its level: low scores before it count no more. */
static void test_jump_resets(void)
{
    static const struct alert_rules rules = {.jump = {true, 15}, .jump_level = {true, 2}, .stale_periods = 3};
    static const struct expected_step steps[] = {
        {45, NAN, 0, 2, 1, false}, {10, NAN, 0, 2, 2, false},       {26, NAN, JUMP, 2, 3, false},
        {27, NAN, 0, 2, 4, false}, {27, NAN, LOWERED, 1, 1, false},
    };
    check_steps(&SLOW, &rules, steps, sizeof steps / sizeof steps[0]);
}

/** Above all of the last six, of which three must be there; equal is not above; what is seven back is forgotten. */
static void test_record(void)
{
    static const struct alert_rules rules = {.record_periods = 6, .stale_periods = 3};
    static const struct expected_step steps[] = {
        {10, NAN, 0, 0, 1, false},     {11, NAN, 0, 0, 2, false},          {12.5, NAN, 0, 0, 3, false},
        {12.5, NAN, 0, 0, 4, false},   {13.125, NAN, RECORD, 0, 5, false}, {NAN, NAN, 0, 0, 6, false},
        {NAN, NAN, 0, 0, 7, false},    {13.125, NAN, 0, 0, 8, false},      {NAN, NAN, 0, 0, 9, false},
        {NAN, NAN, 0, 0, 10, false},   {14, NAN, 0, 0, 11, false},         {13, NAN, 0, 0, 12, false},
        {13.5, NAN, 0, 0, 13, false},  {13.75, NAN, 0, 0, 14, false},      {13.9, NAN, 0, 0, 15, false},
        {13.95, NAN, 0, 0, 16, false}, {13.96, NAN, 0, 0, 17, false},      {13.97, NAN, RECORD, 0, 18, false},
    };
    check_steps(&SLOW, &rules, steps, sizeof steps / sizeof steps[0]);
}

/** Small before and now: told, marked, nothing raised. A mean of exactly 2 and a count of exactly 5 are small. */
static void test_guard(void)
{
    static const struct expected_step steps[] = {
        {1.5, 2, 0, 0, 1, false},
        {17, 2, JUMP | RAISED, 1, 1, false}, /* one count of four: not known to have been small */
        {2, 2, 0, 1, 2, false},
        {3.5, 2, LOWERED, 0, 1, false},
        {18.5, 5, JUMP | RECORD, 0, 2, true},
        {2, 1, 0, 0, 3, false},
        {19, 5.125, JUMP | RECORD | RAISED, 1, 1, false}, /* not small now */
        {2, 0, 0, 1, 2, false},
        {3, 0, LOWERED, 0, 1, false},
        {19.5, 5, JUMP | RECORD, 0, 2, true},
        {35, NAN, JUMP | RECORD | RAISED, 1, 1, false}, /* not known now */
        {21, 0, 0, 1, 2, false},
        {36, 3, JUMP | RECORD, 1, 3, true}, /* three counts of four: enough */
        {20, 5.5, 0, 1, 4, false},
        {36.5, 1, JUMP | RECORD, 1, 5, false}, /* 8.5 in three: not small before */
    };
    check_steps(&SLOW, &RULES, steps, sizeof steps / sizeof steps[0]);
}

/** Without levels there are jumps and records, and no level of any kind. */
static void test_without_levels(void)
{
    static const struct alert_rules rules = {.jump = {true, 2.5}, .record_periods = 2, .stale_periods = 3};
    static const struct expected_step steps[] = {
        {2, NAN, 0, -1, 0, false},   {4.75, NAN, JUMP | RECORD, -1, 0, false},
        {NAN, NAN, 0, -1, 0, false}, {NAN, NAN, 0, -1, 0, false},
        {NAN, NAN, 0, -1, 0, false}, {9, NAN, 0, -1, 0, false},
    };
    check_steps(&NO_LEVELS, &rules, steps, sizeof steps / sizeof steps[0]);
}

static void test_changes(void)
{
    struct counted counted;
    struct arena arena;
    struct level_state state;
    struct alert_policy policy = {&SLOW, &PLAIN};
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    CU_ASSERT_EQUAL_FATAL(alert_begin(&arena, &PLAIN, &state), TOCSIN_OK);
    CU_ASSERT_FALSE(take_step(&policy, 12.375, NAN, &state).change.given);
    struct alert_outcome outcome = take_step(&policy, 10.25, NAN, &state);
    CU_ASSERT_TRUE(outcome.change.given && outcome.change.value == -2.125);
    CU_ASSERT_TRUE(outcome.previous_score.given && outcome.previous_score.value == 12.375);
    outcome = take_step(&policy, NAN, NAN, &state); /* as in the row of the score */
    CU_ASSERT_TRUE(outcome.previous_score.given && outcome.previous_score.value == 10.25);
    CU_ASSERT_FALSE(outcome.change.given);
    outcome = take_step(&policy, -1e308, NAN, &state);
    CU_ASSERT_FALSE(outcome.previous_score.given || outcome.change.given);
    outcome = take_step(&policy, 1e308, NAN, &state); /* the difference is no number */
    CU_ASSERT_TRUE(outcome.previous_score.given);
    CU_ASSERT_FALSE(outcome.change.given);
    arena_end(&arena);
    for (size_t allowed = 0; allowed < 2; allowed++) {
        arena_begin(&arena, counted.context);
        counted.fail_after = counted.calls;
        CU_ASSERT_EQUAL(alert_begin(&arena, &RULES, &state), TOCSIN_ERROR_MEMORY);
        counted.fail_after = SIZE_MAX;
        arena_end(&arena);
    }
    CU_ASSERT_TRUE(counted_end(&counted));
}

/* ---- laws */

enum { LONG = 120, SERIES = 60 };

/** Scores that wander, jump and go missing; counts that are often small. */
static void make_series(uint64_t *seed, double *scores, double *counts)
{
    double score = 100 * fixture_random(seed);
    bool gap = false;
    for (size_t i = 0; i < LONG; i++) {
        score += (fixture_random(seed) - 0.5) * (fixture_random(seed) < 0.15 ? 90 : 14);
        score = score < 0 ? 0 : score > 100 ? 100 : score;
        gap = fixture_random(seed) < (gap ? 0.6 : 0.08);
        scores[i] = gap ? NAN : round(score * 64) / 64;
        counts[i] = fixture_random(seed) < 0.1 ? NAN : floor(8 * fixture_random(seed) * fixture_random(seed));
    }
}

static bool same_numbers(const double *left, const double *right, size_t count)
{
    return memcmp(left, right, count * sizeof *left) == 0;
}

static bool same_state(const struct level_state *left, const struct level_state *right)
{
    return left->level == right->level && left->last_level == right->last_level && left->below == right->below &&
           left->stale == right->stale && left->periods_in_level == right->periods_in_level &&
           same_numbers(left->recent, right->recent, left->recent_count) &&
           same_numbers(left->counts, right->counts, left->count_count);
}

/** A state that was written down and read back: nothing but what panel/alert.h says a state is. */
static struct level_state handed_on(struct arena *arena, const struct level_state *state)
{
    struct level_state copy;
    CU_ASSERT_EQUAL_FATAL(alert_begin(arena, &RULES, &copy), TOCSIN_OK);
    double *recent = copy.recent;
    double *counts = copy.counts;
    memcpy(recent, state->recent, state->recent_count * sizeof *recent);
    memcpy(counts, state->counts, state->count_count * sizeof *counts);
    copy = *state;
    copy.recent = recent;
    copy.counts = counts;
    return copy;
}

static bool same_outcome(const struct alert_outcome *left, const struct alert_outcome *right)
{
    return left->reasons == right->reasons && left->from == right->from && left->to == right->to &&
           left->guarded == right->guarded && left->change.given == right->change.given &&
           left->change.value == right->change.value;
}

/** Whatever the cut, what comes after it is what one long run says; and every reason comes up somewhere. */
static void test_restart_at_every_cut(void)
{
    struct counted counted;
    struct arena arena;
    struct alert_policy policy = {&SLOW, &RULES};
    uint64_t seed = 20230803;
    unsigned seen = 0;
    bool guarded = false;
    bool same = true;
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    for (size_t series = 0; series < SERIES; series++) {
        double scores[LONG];
        double counts[LONG];
        struct alert_outcome whole[LONG];
        struct level_state at[LONG + 1];
        struct level_state state;
        make_series(&seed, scores, counts);
        CU_ASSERT_EQUAL_FATAL(alert_begin(&arena, &RULES, &state), TOCSIN_OK);
        for (size_t i = 0; i < LONG; i++) {
            at[i] = handed_on(&arena, &state);
            whole[i] = take_step(&policy, scores[i], counts[i], &state);
            seen |= whole[i].reasons;
            guarded |= whole[i].guarded;
        }
        at[LONG] = state;
        for (size_t cut = 0; cut <= LONG; cut++) {
            struct level_state again = handed_on(&arena, &at[cut]);
            for (size_t i = cut; i < LONG; i++) {
                struct alert_outcome outcome = take_step(&policy, scores[i], counts[i], &again);
                same &= same_outcome(&outcome, &whole[i]);
            }
            same &= same_state(&again, &at[LONG]);
        }
    }
    CU_ASSERT_TRUE(same);
    CU_ASSERT_EQUAL(seen, (1U << ALERT_REASON_COUNT) - 1);
    CU_ASSERT_TRUE(guarded);
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** What holds of every series: no fall by more than one, none without a reason, no level that the scores forbid. */
static void test_laws_of_a_step(void)
{
    struct counted counted;
    struct arena arena;
    struct alert_policy policy = {&SLOW, &RULES};
    uint64_t seed = 19920401;
    bool good = true;
    counted_begin(&counted);
    arena_begin(&arena, counted.context);
    for (size_t series = 0; series < SERIES; series++) {
        double scores[LONG];
        double counts[LONG];
        struct level_state state;
        uint32_t missing = 0;
        make_series(&seed, scores, counts);
        CU_ASSERT_EQUAL_FATAL(alert_begin(&arena, &RULES, &state), TOCSIN_OK);
        for (size_t i = 0; i < LONG; i++) {
            uint32_t before = state.periods_in_level;
            struct alert_outcome outcome = take_step(&policy, scores[i], counts[i], &state);
            bool present = !isnan(scores[i]);
            missing = present ? 0 : missing + 1;
            bool moved = outcome.from >= 0 && outcome.to >= 0 && outcome.from != outcome.to;
            good &= moved == (alert_happened(&outcome, ALERT_RAISED) || alert_happened(&outcome, ALERT_LOWERED));
            good &= !moved || outcome.to > outcome.from || outcome.to == outcome.from - 1;
            good &= present || outcome.to == outcome.from || outcome.to == -1;
            good &= (outcome.to == -1) == (missing >= 3 || (outcome.from == -1 && !present));
            good &= outcome.to == -1 || state.periods_in_level == (outcome.to == outcome.from ? before + 1 : 1);
            good &= !present || bands[outcome.to].from <= scores[i] || outcome.from >= outcome.to ||
                    (outcome.to == 1 && alert_happened(&outcome, ALERT_JUMP) && !outcome.guarded);
            good &= !present || outcome.to == 4 || scores[i] < bands[outcome.to + 1].from;
        }
    }
    CU_ASSERT_TRUE(good);
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"no flapping", test_no_flapping},
    {"equality at the bounds", test_equality},
    {"one level at a time", test_one_level_at_a_time},
    {"missing scores hold, then the level is unknown", test_missing},
    {"a level that is held for ever", test_held_for_ever},
    {"a jump raises to its level", test_jump},
    {"the worked example", test_worked_example},
    {"a jump ends a run of low scores", test_jump_resets},
    {"records", test_record},
    {"small numbers", test_guard},
    {"without levels", test_without_levels},
    {"changes, and no memory", test_changes},
    {"a run can be cut anywhere", test_restart_at_every_cut},
    {"laws of a step", test_laws_of_a_step},
    CU_TEST_INFO_NULL,
};
SUITE(alert, tests)
