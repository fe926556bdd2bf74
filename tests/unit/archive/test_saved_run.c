/** Real runs, written, and read back where their sources are not. */
#include "api/result.h"
#include "archive/saved_run.h"
#include "base/text.h"
#include "model/reader.h"
#include "report/place.h"
#include "suite.h"
#include "support.h"

struct real_run {
    struct counted counted;
    tocsin_model *model;
    tocsin_result *result;
    struct arena arena;
    struct saved_run run;
};

/** Runs a model and writes the folder "run". */
static void begin(struct real_run *real, const char *path, const tocsin_override *overrides, size_t count)
{
    *real = (struct real_run){.model = NULL};
    counted_begin(&real->counted);
    tocsin_context *context = real->counted.context;
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(context, path, overrides, count, &real->model), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(tocsin_run(context, real->model, NULL, &real->result), TOCSIN_OK);
    tocsin_output_options options = {.has_digits = 1, .digits = 1};
    CU_ASSERT_EQUAL_FATAL(tocsin_result_write_folder(context, real->result, place_path("run"), &options), TOCSIN_OK);
    arena_begin(&real->arena, context);
    CU_ASSERT_EQUAL_FATAL(saved_run_open(context, &real->arena, place_path("run"), &real->run), TOCSIN_OK);
}

static void end(struct real_run *real)
{
    arena_end(&real->arena);
    tocsin_result_destroy(real->result);
    tocsin_model_destroy(real->model);
    CU_ASSERT_TRUE(counted_end(&real->counted));
}

/** Everything that scoring reads of a measured panel and its regions. */
static void check_same(const struct real_run *real, const struct saved_panel *saved)
{
    const struct result *result = &real->result->result;
    const struct panel *then = result->measured;
    const struct panel *now = saved->panel;
    size_t cells = then->periods * then->columns * then->regions;
    CU_ASSERT_EQUAL(saved->lead, result->lead);
    CU_ASSERT_EQUAL(saved->measured.count, then->periods);
    CU_ASSERT_EQUAL(saved->measured.first, result->axis.first - (period_number)result->lead);
    CU_ASSERT_TRUE_FATAL(now->periods == then->periods && now->columns == then->columns &&
                         now->regions == then->regions);
    CU_ASSERT_EQUAL(memcmp(now->value, then->value, cells * sizeof *now->value), 0);
    CU_ASSERT_EQUAL(memcmp(now->observation, then->observation, cells), 0);
    for (size_t i = 0; i < cells; i++) {
        day_number day = now->observed ? now->observed[i] : DAY_NONE;
        CU_ASSERT_EQUAL(day, then->observed ? then->observed[i] : DAY_NONE);
        bool present = observation_present(then->observation[i]);
        CU_ASSERT_EQUAL(now->low && present ? now->low[i] : then->value[i], then->low ? then->low[i] : then->value[i]);
        CU_ASSERT_EQUAL(now->low && present ? now->high[i] : then->value[i],
                        then->low ? then->high[i] : then->value[i]);
    }
    for (size_t i = 0; i < result->regions->count; i++) {
        CU_ASSERT_STRING_EQUAL(saved->regions->regions[i].id, result->regions->regions[i].id);
        for (size_t k = 0; k < result->regions->column_count; k++) {
            size_t column;
            CU_ASSERT_TRUE_FATAL(region_table_column(saved->regions, result->regions->column_names[k], &column));
            CU_ASSERT_TRUE(
                text_equal(region_table_text(saved->regions, i, column), region_table_text(result->regions, i, k)));
        }
    }
}

static void check_round_trip(struct real_run *real)
{
    tocsin_model *model = NULL;
    struct saved_panel saved = {.panel = NULL};
    tocsin_context *context = real->counted.context;
    CU_ASSERT_EQUAL_FATAL(saved_run_model(context, &real->run, &model), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(model->id, real->model->id);
    CU_ASSERT_STRING_EQUAL(model->title, real->model->title);
    CU_ASSERT_STRING_EQUAL(model->sha256, real->model->sha256);
    CU_ASSERT_EQUAL(model->indicator_count, real->model->indicator_count);
    CU_ASSERT_EQUAL_FATAL(saved_run_panel(context, &real->arena, &real->run, model, &saved), TOCSIN_OK);
    check_same(real, &saved);
    tocsin_model_destroy(model);
}

static void the_shipped_models_come_back(void)
{
    static const char *const names[] = {"south-asia.yaml", "pakistan-provinces.yaml"};
    for (size_t i = 0; i < 2; i++) {
        struct real_run real;
        char path[4096];
        snprintf(path, sizeof path, "%s/models/%s", TOCSIN_SOURCE_DIR, names[i]);
        place_begin();
        begin(&real, path, NULL, 0);
        check_round_trip(&real);
        end(&real);
        place_end("run");
    }
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(place_path(name), "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_TRUE(fputs(text, file) >= 0);
    CU_ASSERT_EQUAL(fclose(file), 0);
}

static const char model_text[] = "tocsin: 1\n"
                                 "id: tabled\n"
                                 "regions: {file: areas.csv, columns: {region: code, population: people}}\n"
                                 "periods: {frequency: quarter, from: 2022-Q3, to: 2023-Q2}\n"
                                 "sources:\n"
                                 "  numbers: {format: series, file: [numbers-?.csv]}\n"
                                 "structure: {file: tree.csv}\n";

/** A model of a table, with regions whose columns are called otherwise, in a file of names with blanks. */
static void begin_tabled(struct real_run *real)
{
    static const tocsin_override overrides[] = {{"indicators.crime.missing", "{method: carry, at_most: 2}"},
                                                {"title", "Tabled anew"}};
    place_begin();
    write_file("model.yaml", model_text);
    write_file("areas.csv", "name,code,people\n\" North \",\" N\",\"1,5\"\nSouth,NA,2.5\n");
    write_file("tree.csv", "id,parent,weight,source,normalise\n"
                           "risk,,,,\n"
                           "crime,risk,2.5,numbers,\"{method: goalposts, low: 0, high: 60}\"\n"
                           "debt,risk,1.25,numbers,minmax\n");
    write_file("numbers-1.csv", "region,period,crime,debt\n\" N\",2022-Q1,12.5,60.25\n\" N\",2023-Q2,14.75,61.5\n"
                                "NA,2022-Q4,33.125,80\nNA,2023-Q1,,79.5\n");
    char path[2048];
    snprintf(path, sizeof path, "%s", place_path("model.yaml"));
    begin(real, path, overrides, 2);
}

static void end_tabled(struct real_run *real)
{
    static const char *const names[] = {"model.yaml", "areas.csv", "tree.csv", "numbers-1.csv"};
    end(real);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        unlink(place_path(names[i]));
    }
    place_end("run");
}

static void no_source_is_looked_for(void)
{
    struct real_run real;
    begin_tabled(&real);
    CU_ASSERT_EQUAL(unlink(place_path("areas.csv")), 0);
    CU_ASSERT_EQUAL(unlink(place_path("tree.csv")), 0);
    CU_ASSERT_EQUAL(unlink(place_path("numbers-1.csv")), 0);
    CU_ASSERT_EQUAL(unlink(place_path("model.yaml")), 0);
    check_round_trip(&real);
    tocsin_model *model = NULL;
    CU_ASSERT_EQUAL_FATAL(saved_run_model(real.counted.context, &real.run, &model), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(model->title, "Tabled anew");
    CU_ASSERT_EQUAL(model->indicators[0].missing.at_most, 2);
    CU_ASSERT_STRING_EQUAL(model->sources[0].files[0].named, "numbers-?.csv");
    tocsin_model_destroy(model);
    end_tabled(&real);
}

static void what_was_edited_is_refused(void)
{
    struct real_run real;
    tocsin_model *model = NULL;
    begin_tabled(&real);
    tocsin_context *context = real.counted.context;
    write_file("run/structure.csv", "id,parent\nrisk,\ncrime,risk\n");
    CU_ASSERT_EQUAL(saved_run_model(context, &real.run, &model), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed(context, 7106, "not as it was written"));
    CU_ASSERT_EQUAL(unlink(place_path("run/structure.csv")), 0);
    CU_ASSERT_EQUAL(saved_run_model(context, &real.run, &model), TOCSIN_ERROR_NO_INPUT);
    write_file("run/model.yaml", "tocsin: 1\nid: other\n");
    CU_ASSERT_EQUAL(saved_run_model(context, &real.run, &model), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(unlink(place_path("run/model.yaml")), 0);
    CU_ASSERT_EQUAL(saved_run_model(context, &real.run, &model), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_PTR_NULL(model);
    end_tabled(&real);
}

static void any_failed_allocation_is_told(void)
{
    struct real_run real;
    begin_tabled(&real);
    size_t failures = 0;
    size_t before = real.counted.live;
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    tocsin_model *model = NULL;
    while (status != TOCSIN_OK) {
        tocsin_diagnostics_clear(real.counted.context);
        real.counted.calls = 0;
        real.counted.fail_after = failures++;
        status = saved_run_model(real.counted.context, &real.run, &model);
        real.counted.fail_after = SIZE_MAX;
        CU_ASSERT_TRUE_FATAL(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_TRUE_FATAL(failures < 2000);
    }
    tocsin_model_destroy(model);
    tocsin_diagnostics_clear(real.counted.context);
    CU_ASSERT_TRUE(failures > 10 && real.counted.live <= before + 1);
    end_tabled(&real);
}

static CU_TestInfo tests[] = {
    {"the shipped models come back", the_shipped_models_come_back},
    {"no source is looked for", no_source_is_looked_for},
    {"what was edited is refused", what_was_edited_is_refused},
    {"any failed allocation is told", any_failed_allocation_is_told},
    CU_TEST_INFO_NULL,
};

SUITE(saved_run, tests)
