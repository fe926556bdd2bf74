/** Run folders made by hand and written for tests that read them back. */
#ifndef TOCSIN_TESTS_ARCHIVE_WRITTEN_H
#define TOCSIN_TESTS_ARCHIVE_WRITTEN_H

#include "archive/saved_run.h"
#include "report/place.h"
#include "report/report.h"
#include "report/result_fixture.h"
#include <math.h>

enum { WRITTEN_LEAD = 2, WRITTEN_MEASURED = FIXTURE_PERIODS + WRITTEN_LEAD };

/** The fixture with measured values, the folder "run" that was written of it, and the model that its columns are of. */
struct written {
    struct result_fixture fixture;
    struct panel *measured;
    struct tocsin_model model;
    struct indicator_recipe indicators[FIXTURE_INDICATORS];
    struct arena arena; /* of what is read back */
    struct saved_run run;
};

/** Whole numbers from 0 to 2^32 - 1, the same ones every time. */
static inline uint32_t written_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 32);
}

/** Every observation there is, values of all magnitudes, bounds and days. */
static inline void written_fill(struct written *written)
{
    struct panel *panel = written->measured;
    uint64_t state = 20230831;
    static const double special[] = {-0.0, 0.0, 5e-324, -2.2250738585072014e-308, 1.7976931348623157e308, 0.1, 1.0 / 3};
    size_t cells = panel->periods * panel->columns * panel->regions;
    for (size_t cell = 0; cell < cells; cell++) {
        uint8_t observation = (uint8_t)(cell % OBSERVATION_COUNT);
        double value = ldexp((double)written_random(&state) - 2e9, (int)(written_random(&state) % 60) - 40);
        value = cell < sizeof special / sizeof special[0] ? special[cell] : value;
        if (!observation_present(observation)) {
            panel_set_missing(panel, cell, (enum observation)observation);
            continue;
        }
        panel_set(panel, cell, value, (enum observation)observation);
        if (panel->low && cell % 3 == 0 && value != 0) {
            panel->low[cell] = value - fabs(value) / 3;
            panel->high[cell] = value + fabs(value) / 7;
        }
        if (panel->observed && cell % 5 == 0) {
            panel->observed[cell] = (day_number)(written_random(&state) % 20000);
        }
    }
}

static inline void written_begin(struct written *written, bool bounds, bool observed)
{
    *written = (struct written){.run = {.directory = NULL}};
    place_begin();
    fixture_begin(&written->fixture);
    struct arena *arena = &written->fixture.result.arena;
    CU_ASSERT_EQUAL_FATAL(
        panel_create(arena, WRITTEN_MEASURED, FIXTURE_INDICATORS, FIXTURE_REGIONS, &written->measured), TOCSIN_OK);
    if (bounds) {
        CU_ASSERT_EQUAL_FATAL(panel_add_bounds(arena, written->measured), TOCSIN_OK);
    }
    if (observed) {
        CU_ASSERT_EQUAL_FATAL(panel_add_observed(arena, written->measured), TOCSIN_OK);
    }
    written_fill(written);
    written->fixture.result.measured = written->measured;
    written->fixture.result.lead = WRITTEN_LEAD;
    for (size_t i = 0; i < FIXTURE_INDICATORS; i++) {
        written->indicators[i].id = written->fixture.result.indicators[i].id;
    }
    written->model.indicators = written->indicators;
    written->model.indicator_count = FIXTURE_INDICATORS;
    arena_begin(&written->arena, written->fixture.counted.context);
}

static inline void written_end(struct written *written)
{
    arena_end(&written->arena);
    place_end("run");
    fixture_end(&written->fixture);
}

static inline void written_write(struct written *written)
{
    struct report_options options = {.digits = 2};
    CU_ASSERT_EQUAL_FATAL(report_write_folder(written->fixture.counted.context, &written->fixture.result,
                                              place_path("run"), UINT32_MAX, true, &options),
                          TOCSIN_OK);
}

static inline tocsin_status written_open(struct written *written)
{
    return saved_run_open(written->fixture.counted.context, &written->arena, place_path("run"), &written->run);
}

static inline tocsin_status written_panel(struct written *written, struct saved_panel *saved)
{
    return saved_run_panel(written->fixture.counted.context, &written->arena, &written->run, &written->model, saved);
}

/** Puts other bytes into a file of the folder. */
static inline void written_replace(const char *name, const char *bytes)
{
    char path[128];
    snprintf(path, sizeof path, "run/%.60s", name);
    FILE *file = fopen(place_path(path), "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_TRUE(fputs(bytes, file) >= 0);
    CU_ASSERT_EQUAL(fclose(file), 0);
}

/** Replaces a text in a file of the folder, wherever it stands; it must be there. */
static inline void written_edit(const char *name, const char *from, const char *to)
{
    char path[128];
    snprintf(path, sizeof path, "run/%.60s", name);
    char *before = read_whole(place_path(path));
    CU_ASSERT_PTR_NOT_NULL_FATAL(before);
    if (!strstr(before, from)) {
        fprintf(stderr, "'%s' is not in %s\n", from, name);
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(strstr(before, from));
    char *after = replaced(before, from, to);
    written_replace(name, after);
    free(before);
    free(after);
}

#endif
