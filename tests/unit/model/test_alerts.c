/** `alerts` and `reference`: every key where it should be, what is not given, and what can be wrong. */
#include "loading.h"

#define LEVELS "levels: {bands: [{id: low, from: 0}, {id: guarded, from: 20}, {id: high, from: 60}]}\n"
#define SOUND HEAD INDICATORS INDEX LEVELS

static struct loading loading;

static const struct alert_rules *rules_of(const char *text)
{
    return &load_sound(&loading, text)->alerts;
}

static void end(void)
{
    CU_ASSERT_TRUE(load_end(&loading));
}

static void test_all_keys(void)
{
    const struct alert_rules *rules =
        rules_of(SOUND "alerts: {small_numbers: {indicator: rule, periods: 13, before: 2.25, now: 6.5}, stale: 4,\n"
                       "  record: {periods: 37}, jump: {level: guarded, points: 14.5}}\n");
    CU_ASSERT_FALSE(rules->silent);
    CU_ASSERT_TRUE(rules->jump.given && rules->jump.value == 14.5);
    CU_ASSERT_TRUE(rules->jump_level.given && rules->jump_level.value == 1);
    CU_ASSERT_EQUAL(rules->record_periods, 37);
    CU_ASSERT_EQUAL(rules->stale_periods, 4);
    CU_ASSERT_TRUE(rules->has_guard);
    CU_ASSERT_EQUAL(rules->guard_indicator, 1);
    CU_ASSERT_EQUAL(rules->guard_periods, 13);
    CU_ASSERT_EQUAL(rules->guard_before, 2.25);
    CU_ASSERT_EQUAL(rules->guard_now, 6.5);
    end();
}

static void test_defaults(void)
{
    const struct alert_rules *rules = rules_of(SOUND);
    CU_ASSERT_FALSE(rules->silent || rules->jump.given || rules->jump_level.given || rules->has_guard);
    CU_ASSERT_EQUAL(rules->record_periods, 0);
    CU_ASSERT_EQUAL(rules->stale_periods, 3);
    end();
    rules = rules_of(SOUND "alerts: {jump: {points: 15}, small_numbers: {indicator: unrest}}\n");
    CU_ASSERT_TRUE(rules->jump.given && !rules->jump_level.given);
    CU_ASSERT_EQUAL(rules->stale_periods, 3);
    CU_ASSERT_EQUAL(rules->guard_indicator, 0);
    CU_ASSERT_EQUAL(rules->guard_periods, 12);
    CU_ASSERT_EQUAL(rules->guard_before, 2);
    CU_ASSERT_EQUAL(rules->guard_now, 5);
    end();
    rules = rules_of(SOUND "alerts: {stale: 0}\n");
    CU_ASSERT_EQUAL(rules->stale_periods, 0);
    CU_ASSERT_FALSE(rules->silent);
    end();
    rules = rules_of(SOUND "alerts: none\n");
    CU_ASSERT_TRUE(rules->silent);
    CU_ASSERT_EQUAL(rules->stale_periods, 0);
    end();
}

/** Jumps and records need no levels. What they are about may stand before or after them in the file. */
static void test_without_levels(void)
{
    const struct alert_rules *rules = rules_of(
        HEAD
        "alerts: {record: {periods: 1000}, jump: {points: 1e-3}, small_numbers: {indicator: rule}}\n" INDICATORS INDEX);
    CU_ASSERT_EQUAL(rules->record_periods, 1000);
    CU_ASSERT_EQUAL(rules->jump.value, 1e-3);
    CU_ASSERT_EQUAL(rules->guard_indicator, 1);
    end();
    rules = rules_of(HEAD "alerts: {jump: {points: 15, level: high}}\n" LEVELS INDICATORS INDEX);
    CU_ASSERT_EQUAL(rules->jump_level.value, 2);
    end();
}

/** The count of the guard has a use, though it is not in the index. */
static void test_guard_is_a_use(void)
{
    const struct tocsin_model *model =
        load_sound(&loading, HEAD "indicators: {unrest: {source: survey}, deaths: {source: survey}}\n"
                                  "index: {id: risk, children: [{indicator: unrest}]}\n"
                                  "alerts: {record: {periods: 12}, small_numbers: {indicator: deaths}}\n");
    CU_ASSERT_EQUAL(model->alerts.guard_indicator, 1);
    CU_ASSERT_FALSE(model->indicators[1].in_index);
    end();
}

static void test_faults(void)
{
    static const struct {
        const char *text;
        int code;
        unsigned line, column;
    } cases[] = {
        {SOUND "alerts: {jump: {points: 0}}\n", DIAGNOSTIC_MODEL_RANGE, 14, 25},
        {SOUND "alerts: {jump: {points: -15}}\n", DIAGNOSTIC_MODEL_RANGE, 14, 25},
        {SOUND "alerts: {jump: {level: high}}\n", DIAGNOSTIC_MODEL_KEY_MISSING, 14, 16},
        {SOUND "alerts: {jump: {points: 15, level: hihg}}\n", DIAGNOSTIC_MODEL_UNKNOWN_LEVEL, 14, 36},
        {SOUND "alerts: {record: {periods: 0}}\n", DIAGNOSTIC_MODEL_RANGE, 14, 28},
        {SOUND "alerts: {record: {periods: 1001}}\n", DIAGNOSTIC_MODEL_RANGE, 14, 28},
        {SOUND "alerts: {record: {}}\n", DIAGNOSTIC_MODEL_KEY_MISSING, 14, 18},
        {SOUND "alerts: {stale: -1}\n", DIAGNOSTIC_MODEL_RANGE, 14, 17},
        {SOUND "alerts: {stale: 2.5}\n", DIAGNOSTIC_MODEL_NOT_AN_INTEGER, 14, 17},
        {SOUND "alerts: {jump: {points: 15}, small_numbers: {indicator: unrset}}\n", DIAGNOSTIC_MODEL_UNKNOWN_INDICATOR,
         14, 57},
        {SOUND "alerts: {jump: {points: 15}, small_numbers: {periods: 12}}\n", DIAGNOSTIC_MODEL_KEY_MISSING, 14, 45},
        {SOUND "alerts: {record: {periods: 36}, small_numbers: {indicator: rule, periods: 0}}\n",
         DIAGNOSTIC_MODEL_RANGE, 14, 75},
        {SOUND "alerts: {record: {periods: 36}, small_numbers: {indicator: rule, before: -2}}\n",
         DIAGNOSTIC_MODEL_RANGE, 14, 74},
        {SOUND "alerts: {jmup: {points: 15}}\n", DIAGNOSTIC_MODEL_UNKNOWN_KEY, 14, 10},
        {SOUND "alerts: often\n", DIAGNOSTIC_MODEL_KIND, 14, 9},
        {SOUND "alerts:\n", DIAGNOSTIC_MODEL_NO_VALUE, 14, 8},
        {HEAD INDICATORS INDEX "alerts: {jump: {points: 15, level: high}}\n", DIAGNOSTIC_MODEL_NO_LEVELS, 13, 36},
        {HEAD INDICATORS INDEX "alerts: {stale: 3}\n", DIAGNOSTIC_MODEL_NO_LEVELS, 13, 17},
        /* a level that could not be read hides which there are */
        {HEAD INDICATORS INDEX "levels: {bands: [{id: high, from: x}]}\nalerts: {jump: {points: 15, level: high}}\n",
         DIAGNOSTIC_MODEL_NOT_A_NUMBER, 13, 35},
        {HEAD INDICATORS INDEX "defaults: {reference: low}\n", DIAGNOSTIC_MODEL_NOT_A_NUMBER, 13, 23},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (!refused(cases[i].text, cases[i].code, cases[i].line, cases[i].column)) {
            printf("\n%zu: wanted %d at %u:%u\n", i, cases[i].code, cases[i].line, cases[i].column);
            CU_FAIL("not refused as wanted");
        }
    }
}

/** A guard with nothing to guard is worth a warning; the model stands. */
static void test_idle_guard(void)
{
    load_begin(&loading, SOUND "alerts: {small_numbers: {indicator: rule}}\n");
    CU_ASSERT_EQUAL(loading.status, TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed_once(loading.counted.context, DIAGNOSTIC_MODEL_GUARD_IDLE, 14, 25));
    end();
}

static void test_reference(void)
{
    const struct tocsin_model *model = load_sound(
        &loading, HEAD "defaults: {reference: 12.5}\n"
                       "indicators: {unrest: {source: survey}, rule: {source: survey, reference: -0.75}}\n" INDEX);
    CU_ASSERT_TRUE(model->indicators[0].reference.given && model->indicators[0].reference.value == 12.5);
    CU_ASSERT_TRUE(model->indicators[1].reference.given && model->indicators[1].reference.value == -0.75);
    end();
    model = load_sound(&loading, HEAD INDICATORS INDEX);
    CU_ASSERT_FALSE(model->indicators[0].reference.given);
    end();
}

static CU_TestInfo tests[] = {
    {"all keys", test_all_keys},
    {"defaults", test_defaults},
    {"without levels", test_without_levels},
    {"the guard's count is used", test_guard_is_a_use},
    {"faults", test_faults},
    {"a guard of nothing", test_idle_guard},
    {"reference", test_reference},
    CU_TEST_INFO_NULL,
};
SUITE(alerts, tests)
