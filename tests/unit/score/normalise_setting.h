/** A column to be normalised, and what the tests of score/normalise.h ask of it. */
#ifndef TOCSIN_TESTS_SCORE_NORMALISE_SETTING_H
#define TOCSIN_TESTS_SCORE_NORMALISE_SETTING_H

#include "fixture.h"
#include "score/normalise.h"

enum { SETTING_COUNT = 6 };
/* one period; the last is missing, two are tied */
static const double SETTING_VALUES[SETTING_COUNT] = {2.385, -1.25, 7.913, 2.385, 4.75, (double)NAN};
static const struct statistics_over SETTING_ALL = {.kind = OVER_ALL};

struct setting {
    struct fixture fixture;
    struct panel *to;
    struct normalisation normalisation;
    struct normalise_request request;
};

static inline void setting_begin(struct setting *setting, size_t periods, size_t regions, const double *values,
                                 struct normalisation normalisation)
{
    fixture_begin(&setting->fixture, periods, 1, regions);
    fixture_fill(setting->fixture.panel, 0, values);
    CU_ASSERT_EQUAL_FATAL(panel_create(&setting->fixture.arena, periods, 1, regions, &setting->to), TOCSIN_OK);
    setting->normalisation = normalisation;
    setting->request = (struct normalise_request){&setting->normalisation, &SETTING_ALL, DIRECTION_RISK,
                                                  FIXTURE_SCALE,           "conflict",   FIXTURE_AT,
                                                  setting->fixture.regions};
}

static inline tocsin_status setting_normalise(struct setting *setting)
{
    return normalise_column(setting->fixture.counted.context, &setting->request, setting->fixture.panel, setting->to, 0,
                            &setting->fixture.axis);
}

static inline void setting_values(const struct setting *setting, size_t period, const double *expected, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double value = fixture_value(setting->to, period, i);
        CU_ASSERT_TRUE(isnan(expected[i]) ? isnan(value) : close_to(value, expected[i], 1e-14));
    }
}

/** One normalisation of SETTING_VALUES in both directions. */
static inline void setting_both(struct normalisation normalisation, const double *risk, const double *safety)
{
    for (int direction = DIRECTION_RISK; direction <= DIRECTION_SAFETY; direction++) {
        struct setting setting;
        setting_begin(&setting, 1, SETTING_COUNT, SETTING_VALUES, normalisation);
        setting.request.direction = (enum direction)direction;
        CU_ASSERT_EQUAL(setting_normalise(&setting), TOCSIN_OK);
        setting_values(&setting, 0, direction == DIRECTION_RISK ? risk : safety, SETTING_COUNT);
        CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 5), OBSERVATION_EMPTY);
        CU_ASSERT_EQUAL(fixture_observation(setting.to, 0, 0), OBSERVATION_NORMAL);
        CU_ASSERT_EQUAL(tocsin_diagnostic_count(setting.fixture.counted.context), 0);
        fixture_end(&setting.fixture);
    }
}

#endif
