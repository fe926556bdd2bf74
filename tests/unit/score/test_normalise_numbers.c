/** The numbers of a normalisation are those that it went by: every method gives the same bits cell by cell. */
#include "normalise_setting.h"
#include <string.h>

enum { PERIODS = 5, REGIONS = 7, CELLS = PERIODS * REGIONS };

static const double edges[] = {-1.5, 4.25};
static const double values[] = {10, 42.5, 97};
static const struct normalisation methods[] = {
    {.method = NORMALISE_MINMAX, .low = {true, 1}, .high = {true, 10}},
    {.method = NORMALISE_GOALPOSTS, .low = {true, -3}, .high = {true, 6.5}, .clip = true},
    {.method = NORMALISE_ZSCORE, .mean = {true, 50}, .sd = {true, 15}},
    {.method = NORMALISE_RANK, .ties = TIES_AVERAGE},
    {.method = NORMALISE_PERCENTILE},
    {.method = NORMALISE_BANDS, .edges = edges, .edge_count = 2, .values = values, .value_count = 3},
    {.method = NORMALISE_LOG_MAX},
    {.method = NORMALISE_NONE},
    {.method = NORMALISE_BORDA},
    {.method = NORMALISE_FRACTION_OF_MAX},
    {.method = NORMALISE_DISTANCE_TO_MAX},
    {.method = NORMALISE_DISTANCE_TO_TARGET, .target = 11.375, .cap = true},
    {.method = NORMALISE_SCALED, .low = {true, -2}, .high = {true, 9}, .factor = {true, 2.5}},
    {.method = NORMALISE_ABOVE_MEAN, .threshold = 0.3},
    {.method = NORMALISE_BASE_RATIO, .times = 100, .from = -800000, .to = 800000},
};

/** Numbers from -2.5 to 7.5 in no order, with gaps, the same in every run. */
static void make_values(double made[CELLS])
{
    uint32_t state = 20230803;
    for (size_t i = 0; i < CELLS; i++) {
        state = state * 1664525U + 1013904223U;
        made[i] = state % 6 == 0 ? (double)NAN : (double)(state >> 8) / (double)(1U << 24) * 10 - 2.5;
    }
}

static void check_cell(struct setting *setting, size_t period, size_t region)
{
    struct fixture *fixture = &setting->fixture;
    struct normalise_numbers numbers;
    size_t cell = panel_cell(setting->to, period, 0, region);
    uint8_t observation = setting->to->observation[cell];
    CU_ASSERT_EQUAL_FATAL(normalise_numbers_of(fixture->counted.context, &setting->request, fixture->panel, 0,
                                               &fixture->axis, period, region, &numbers),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL(observation_present(observation), numbers.observation == OBSERVATION_NORMAL);
    if (numbers.observation != OBSERVATION_NORMAL) {
        CU_ASSERT_EQUAL(numbers.observation, observation);
        return;
    }
    CU_ASSERT_EQUAL(numbers.value, fixture->panel->value[cell]);
    CU_ASSERT_EQUAL(memcmp(&numbers.normalised, &setting->to->value[cell], sizeof(double)), 0);
    CU_ASSERT_EQUAL(numbers.sign, setting->request.direction == DIRECTION_SAFETY ? -1 : 1);
}

static void the_numbers_are_those_of_the_column(void)
{
    static const struct statistics_over over[] = {{.kind = OVER_ALL}, {.kind = OVER_PERIOD}};
    double made[CELLS];
    make_values(made);
    for (size_t i = 0; i < 4 * sizeof methods / sizeof methods[0]; i++) {
        struct setting setting;
        setting_begin(&setting, PERIODS, REGIONS, made, methods[i / 4]);
        setting.request.over = &over[i % 2];
        setting.request.direction = i / 2 % 2 ? DIRECTION_SAFETY : DIRECTION_RISK;
        setting_normalise(&setting); /* some methods miss values below zero, and say so */
        for (size_t cell = 0; cell < CELLS; cell++) {
            check_cell(&setting, cell / REGIONS, cell % REGIONS);
        }
        fixture_end(&setting.fixture);
    }
}

/** What a reader can do with them: the straight line through two points. */
static void a_line_can_be_worked_out_again(void)
{
    double made[CELLS];
    make_values(made);
    struct setting setting;
    setting_begin(&setting, PERIODS, REGIONS, made, methods[0]);
    setting.request.direction = DIRECTION_SAFETY;
    for (size_t cell = 0; cell < CELLS; cell++) {
        struct normalise_numbers numbers;
        struct fixture *fixture = &setting.fixture;
        CU_ASSERT_EQUAL(normalise_numbers_of(fixture->counted.context, &setting.request, fixture->panel, 0,
                                             &fixture->axis, cell / REGIONS, cell % REGIONS, &numbers),
                        TOCSIN_OK);
        if (numbers.observation == OBSERVATION_NORMAL) {
            double share = (numbers.sign * numbers.value - numbers.from) / numbers.length;
            CU_ASSERT_TRUE(close_to(numbers.low + share * (numbers.high - numbers.low), numbers.normalised, 1e-14));
            CU_ASSERT_EQUAL(numbers.low, 1);
            CU_ASSERT_EQUAL(numbers.high, 10);
            CU_ASSERT_TRUE(numbers.count > 20);
        }
    }
    fixture_end(&setting.fixture);
}

static void a_lack_of_memory_is_told(void)
{
    double made[CELLS];
    make_values(made);
    struct setting setting;
    struct normalise_numbers numbers = {.count = 77};
    setting_begin(&setting, PERIODS, REGIONS, made, methods[14]); /* it has a base of its own */
    struct fixture *fixture = &setting.fixture;
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    for (; status == TOCSIN_ERROR_MEMORY && failures < 50; failures++) {
        CU_ASSERT_EQUAL(numbers.count, 77);
        fixture->counted.calls = 0;
        fixture->counted.fail_after = failures;
        status = normalise_numbers_of(fixture->counted.context, &setting.request, fixture->panel, 0, &fixture->axis, 1,
                                      1, &numbers);
        fixture->counted.fail_after = SIZE_MAX;
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
    CU_ASSERT_TRUE(failures > 2);
    fixture_end(&setting.fixture);
}

static CU_TestInfo tests[] = {
    {"the numbers are those of the column", the_numbers_are_those_of_the_column},
    {"a line can be worked out again", a_line_can_be_worked_out_again},
    {"a lack of memory is told", a_lack_of_memory_is_told},
    CU_TEST_INFO_NULL,
};

SUITE(normalise_numbers, tests)
