/** Cells of a panel: set, missing, bounded; and the table of statuses. */
#include "panel/panel.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <string.h>

struct setting {
    struct counted counted;
    struct arena arena;
    struct panel *panel;
};

static void begin(struct setting *setting, size_t periods, size_t columns, size_t regions)
{
    counted_begin(&setting->counted);
    arena_begin(&setting->arena, setting->counted.context);
    setting->panel = NULL;
    CU_ASSERT_EQUAL_FATAL(panel_create(&setting->arena, periods, columns, regions, &setting->panel), TOCSIN_OK);
}

static void end(struct setting *setting)
{
    arena_end(&setting->arena);
    CU_ASSERT_TRUE(counted_end(&setting->counted));
}

static void test_new_panel_is_not_measured(void)
{
    struct setting setting;
    begin(&setting, 3, 2, 5);
    for (size_t i = 0; i < 30; i++) {
        CU_ASSERT_EQUAL(setting.panel->observation[i], OBSERVATION_NOT_MEASURED);
        CU_ASSERT_EQUAL(setting.panel->value[i], 0);
    }
    CU_ASSERT_EQUAL(panel_cell(setting.panel, 2, 1, 4), 29);
    CU_ASSERT_EQUAL(panel_cell(setting.panel, 1, 0, 3), 13);
    end(&setting);
}

static void test_set_and_missing(void)
{
    struct setting setting;
    begin(&setting, 1, 1, 4);
    struct panel *panel = setting.panel;
    panel_set(panel, 0, 2.385, OBSERVATION_CARRIED);
    panel_set(panel, 1, (double)NAN, OBSERVATION_NORMAL);
    panel_set(panel, 2, -(double)INFINITY, OBSERVATION_NORMAL);
    panel_set(panel, 3, 7.5, OBSERVATION_NORMAL);
    panel_set_missing(panel, 3, OBSERVATION_NO_ROW);
    CU_ASSERT_EQUAL(panel->value[0], 2.385);
    CU_ASSERT_EQUAL(panel->observation[0], OBSERVATION_CARRIED);
    for (size_t i = 1; i < 3; i++) {
        CU_ASSERT_EQUAL(panel->value[i], 0);
        CU_ASSERT_EQUAL(panel->observation[i], OBSERVATION_NOT_FINITE);
    }
    CU_ASSERT_EQUAL(panel->value[3], 0);
    CU_ASSERT_EQUAL(panel->observation[3], OBSERVATION_NO_ROW);
    end(&setting);
}

static void test_bounds_and_days(void)
{
    struct setting setting;
    begin(&setting, 1, 1, 2);
    struct panel *panel = setting.panel;
    panel_set(panel, 0, 2.385, OBSERVATION_NORMAL);
    CU_ASSERT_EQUAL(panel_add_bounds(&setting.arena, panel), TOCSIN_OK);
    CU_ASSERT_EQUAL(panel->low[0], 2.385);
    panel->low[0] = 1.25;
    panel->high[0] = 4.75;
    CU_ASSERT_EQUAL(panel_add_bounds(&setting.arena, panel), TOCSIN_OK); /* a second time changes nothing */
    CU_ASSERT_EQUAL(panel->low[0], 1.25);
    CU_ASSERT_EQUAL(panel_add_observed(&setting.arena, panel), TOCSIN_OK);
    CU_ASSERT_EQUAL(panel->observed[1], DAY_NONE);
    panel->observed[0] = 12345;
    CU_ASSERT_EQUAL(panel_add_observed(&setting.arena, panel), TOCSIN_OK);
    CU_ASSERT_EQUAL(panel->observed[0], 12345);
    panel_set(panel, 0, 3.5, OBSERVATION_NORMAL); /* bounds of an older value are no bounds of this one */
    CU_ASSERT_EQUAL(panel->low[0], 3.5);
    CU_ASSERT_EQUAL(panel->high[0], 3.5);
    panel_set_missing(panel, 0, OBSERVATION_EMPTY);
    CU_ASSERT_EQUAL(panel->high[0], 0);
    CU_ASSERT_EQUAL(panel->observed[0], DAY_NONE);
    end(&setting);
}

static void test_sizes(void)
{
    struct setting setting;
    begin(&setting, 0, 4, 7);
    struct panel *none = NULL;
    CU_ASSERT_EQUAL(panel_create(&setting.arena, SIZE_MAX / 2, 3, 1, &none), TOCSIN_ERROR_MEMORY);
    CU_ASSERT_EQUAL(panel_create(&setting.arena, 1, SIZE_MAX / 2, 3, &none), TOCSIN_ERROR_MEMORY);
    CU_ASSERT_EQUAL(panel_create(&setting.arena, 1 << 30, 1 << 20, 1, &none), TOCSIN_ERROR_MEMORY);
    CU_ASSERT_PTR_NULL(none);
    end(&setting);
}

static void test_no_memory(void)
{
    for (size_t allowed = 0; allowed < 2; allowed++) {
        struct setting setting;
        begin(&setting, 40, 10, 50);
        struct panel *none = NULL;
        setting.counted.fail_after = setting.counted.calls + allowed;
        CU_ASSERT_EQUAL(panel_create(&setting.arena, 400, 10, 50, &none), TOCSIN_ERROR_MEMORY);
        CU_ASSERT_PTR_NULL(none);
        setting.counted.fail_after = setting.counted.calls + allowed;
        CU_ASSERT_EQUAL(panel_add_bounds(&setting.arena, setting.panel), TOCSIN_ERROR_MEMORY);
        CU_ASSERT_PTR_NULL(setting.panel->low);
        setting.counted.fail_after = setting.counted.calls;
        CU_ASSERT_EQUAL(panel_add_observed(&setting.arena, setting.panel), TOCSIN_ERROR_MEMORY);
        CU_ASSERT_PTR_NULL(setting.panel->observed);
        end(&setting);
    }
}

/** SDMX has letters for what is there and for what is not; the two never mix, and every status says why. */
static void test_descriptions(void)
{
    bool missing_begun = false;
    for (size_t i = 0; i < OBSERVATION_COUNT; i++) {
        const struct observation_description *description = &observation_descriptions[i];
        CU_ASSERT_TRUE(description->words && strlen(description->words) > 5);
        CU_ASSERT_PTR_NOT_NULL(strchr(description->present ? "AEIU" : "OM", description->letter));
        missing_begun = missing_begun || !description->present;
        CU_ASSERT_TRUE(!missing_begun || !description->present);
        CU_ASSERT_EQUAL(observation_present((uint8_t)i), description->present);
    }
    CU_ASSERT_EQUAL(observation_descriptions[OBSERVATION_NORMAL].letter, 'A');
    CU_ASSERT_EQUAL(observation_descriptions[OBSERVATION_CARRIED].letter, 'I');
    CU_ASSERT_FALSE(observation_descriptions[OBSERVATION_CONSTANT].present);
}

/** Names stand in files: one of each, there and back. */
static void test_names(void)
{
    char name[OBSERVATION_NAME_SIZE];
    char other[OBSERVATION_NAME_SIZE];
    for (size_t i = 0; i < OBSERVATION_COUNT; i++) {
        uint8_t found = 0xFF;
        observation_name(name, (uint8_t)i);
        CU_ASSERT_EQUAL(strspn(name, "abcdefghijklmnopqrstuvwxyz_"), strlen(name));
        CU_ASSERT_TRUE(observation_find(name, &found));
        CU_ASSERT_EQUAL(found, i);
        for (size_t k = 0; k < i; k++) {
            CU_ASSERT_STRING_NOT_EQUAL(name, observation_name(other, (uint8_t)k));
        }
    }
    CU_ASSERT_STRING_EQUAL(observation_name(name, OBSERVATION_NO_EVENT_IN_WINDOW), "no_event_in_window");
    uint8_t untouched = 77;
    CU_ASSERT_FALSE(observation_find("NO_EVENT", &untouched));
    CU_ASSERT_FALSE(observation_find("no_even", &untouched));
    CU_ASSERT_FALSE(observation_find("", &untouched));
    CU_ASSERT_EQUAL(untouched, 77);
}

static CU_TestInfo tests[] = {
    {"a new panel is not measured", test_new_panel_is_not_measured},
    {"values and missing values", test_set_and_missing},
    {"bounds and days of observation", test_bounds_and_days},
    {"sizes that cannot be", test_sizes},
    {"no memory", test_no_memory},
    {"statuses", test_descriptions},
    {"names of statuses", test_names},
    CU_TEST_INFO_NULL,
};
SUITE(panel, tests)
